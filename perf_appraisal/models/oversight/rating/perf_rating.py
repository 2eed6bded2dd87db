from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ....const import KINDS
from ...abstract.perf_posting_mixin import READERS
from ...abstract.perf_state_mixin import Step

_lt = LazyTranslate(__name__)

#: What is settled before anybody is asked.
_PREPARED = frozenset(
    {
        "name",
        "rating_type_id",
        "period_id",
        "kind",
        "appraisee_ids",
        "intro",
        "date_start",
        "missing_policy",
        "batch_size",
        "group_ids",
    }
)


class PerfRating(models.Model):
    """A campaign: groups of people are asked about units or persons, and nobody can tell who answered what.

    Three ways lead into it: ballots on the web, tallies of telephone or paper votes, and scores of a third party.
    Closed, it posts one entry for each of those who were rated.
    """

    _name = "perf.rating"
    _description = "Rating"
    _inherit = [
        "perf.inspected.mixin",
        "perf.signed.mixin",
        "perf.posting.mixin",
        "perf.unfollowed.mixin",
        "mail.thread",
    ]
    _order = "date_end desc, id desc"
    _sealed_states = frozenset({"closed", "void"})
    _signed_states = frozenset({"closed"})
    _mail_post_access = "write"
    _check_company_auto = True
    _why_unfollowed = _lt("Ratings have no followers: the Performance Office runs them.")

    _transitions = {
        "action_open": Step({"draft": "open"}, right="run", signs="opened"),
        "action_close": Step({"open": "closed"}, right="run", signs="closed"),
        "action_void": Step(
            {"open": "void", "closed": "void"},
            right="run",
            signs="voided",
            reason="void_reason",
            title=_lt("Declare Void"),
            hint=_lt("What it posted to the ledger is taken back there; its codes are deleted. It cannot be undone."),
        ),
    }
    _phase_fields = {"draft": _PREPARED | {"date_end"}, "open": frozenset({"date_end"})}

    # What is asked
    name = fields.Char(required=True, help="It stands above the ballot, such as “2031 mid-year public review”.")
    rating_type_id = fields.Many2one(
        comodel_name="perf.rating.type", required=True, index=True, ondelete="restrict", check_company=True
    )
    period_id = fields.Many2one(
        comodel_name="perf.period",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('cycle_id.state', '=', 'open'), ('kind', 'in', ('quarter', 'half', 'year'))]",
        help="The period that counts it.",
    )
    cycle_id = fields.Many2one(related="period_id.cycle_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="period_id.company_id", store=True, precompute=True, index=True)
    intro = fields.Text(
        string="Introduction", help="Stands on the ballot: what it is for, and that nobody is told who answered."
    )
    date_start = fields.Date(string="From", required=True, default=lambda self: self.env.company._perf_today())
    date_end = fields.Date(string="Until", required=True, index=True, help="The last day on which ballots are taken.")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed"), ("void", "Void")],
        required=True,
        default="draft",
        group_expand=True,
    )

    # Who is rated
    kind = fields.Selection(selection=KINDS, string="Rated Are", required=True, default="unit")
    appraisee_ids = fields.Many2many(
        comodel_name="perf.appraisee",
        relation="perf_rating_appraisee_rel",
        string="Rated",
        domain="[('cycle_id', '=', cycle_id), ('kind', '=', kind), ('status', '!=', 'excluded')]",
    )
    appraisee_count = fields.Integer(string="Number of Rated", compute="_compute_appraisee_count")

    # Who rates
    group_ids = fields.One2many("perf.rating.group", "rating_id", string="Groups", copy=True)
    missing_policy = fields.Selection(
        selection=[
            ("reweight", "Share out its weight"),
            ("zero", "Count it as zero"),
            ("full", "Count it in full"),
        ],
        string="Missing Group",
        required=True,
        default="reweight",
        help="What happens where a group gave fewer answers than its minimum: these are not shown, and count nothing.",
    )
    batch_size = fields.Integer(
        string="Settled at Once",
        required=True,
        default=10,
        aggregator=None,
        help="Ballots wait until so many of one group have come, and are counted together, so that nobody can tell "
        "whose is which. The rest is counted at closing.",
    )

    # What came of it
    tally_ids = fields.One2many("perf.rating.tally", "rating_id", string="Tallies", groups=READERS)
    score_ids = fields.One2many("perf.rating.score", "rating_id", string="Scores")
    comment_ids = fields.One2many("perf.rating.comment", "rating_id", string="Comments", groups=READERS)
    change_ids = fields.One2many("perf.rating.change", "rating_id", string="Changes", groups=READERS)
    score_count = fields.Integer(string="Number of Scores", compute="_compute_score_count")
    comment_count = fields.Integer(string="Number of Comments", compute="_compute_comment_count", groups=READERS)

    opened_by_id = fields.Many2one("res.users", string="Opened by", readonly=True, ondelete="restrict")
    opened_on = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, ondelete="restrict")
    closed_on = fields.Datetime(readonly=True)
    voided_by_id = fields.Many2one("res.users", string="Declared Void by", readonly=True, ondelete="restrict")
    voided_on = fields.Datetime(string="Declared Void on", readonly=True)
    void_reason = fields.Char(string="Why Void", readonly=True)

    _days_in_order = models.Constraint("CHECK(date_start <= date_end)", "The last day is not before the first.")
    _batch_large_enough = models.Constraint(
        "CHECK(batch_size >= 5)", "Fewer than 5 ballots counted at once would tell too much."
    )

    # === COMPUTE METHODS === #

    @api.depends("appraisee_ids")
    def _compute_appraisee_count(self):
        for rating in self:
            rating.appraisee_count = len(rating.appraisee_ids)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_score_count(self):
        found = self.env["perf.rating.score"]._read_group(
            [("rating_id", "in", self.ids), ("group_id", "=", False)], ["rating_id"], ["__count"]
        )
        counts = {rating.id: count for rating, count in found}
        for rating in self:
            rating.score_count = counts.get(rating.id, 0)

    @api.depends("state")
    def _compute_comment_count(self):
        found = self.env["perf.rating.comment"]._read_group([("rating_id", "in", self.ids)], ["rating_id"], ["__count"])
        counts = {rating.id: count for rating, count in found}
        for rating in self:
            rating.comment_count = counts.get(rating.id, 0)

    # === ONCHANGE METHODS === #

    @api.onchange("period_id", "kind")
    def _onchange_rated(self):
        """Offer everybody who takes part."""
        self.appraisee_ids = self.period_id.cycle_id.appraisee_ids.filtered(
            lambda appraisee: appraisee.kind == self.kind and appraisee.status != "excluded"
        )

    # === CONSTRAINT METHODS === #

    @api.constrains("appraisee_ids", "kind", "period_id")
    def _check_rated(self):
        for rating in self:
            if rating.appraisee_ids.filtered(
                lambda appraisee, rating=rating: (
                    appraisee.kind != rating.kind or appraisee.cycle_id != rating.period_id.cycle_id
                )
            ):
                raise ValidationError(
                    self.env._(
                        "“%s”: who is rated takes part in the cycle, and is of the kind that is rated.", rating.name
                    )
                )

    @api.constrains("kind")
    def _check_ways(self):
        self.group_ids._check_way()

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda rating: rating.state != "draft"):
            raise UserError(self.env._("A rating that was opened stays on record: close it, or declare it void."))

    # === ACTION METHODS === #

    def action_view_scores(self):
        """Open what the rating came to.

        :return: an action dictionary
        """
        action = self.env["ir.actions.client"]._for_xml_id("perf_appraisal.perf_rating_score_action_results")
        return {**action, "context": {"active_id": self[:1].id}}

    def action_view_comments(self):
        """Open what people wrote.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rating_comment_action")
        return {**action, "domain": [("rating_id", "in", self.ids)]}

    # === HELPERS === #

    def _counted_choices(self):
        """Return the choices that say something, the best first."""
        return self.rating_type_id.choice_ids.filtered("counts")

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ...abstract.perf_state_mixin import Step
from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field

_lt = LazyTranslate(__name__)


class PerfRatingTally(models.Model):
    """Votes that were counted outside, by telephone or on paper, or scores of a third party: entered, and checked.

    Whoever enters a tally does not check it.
    """

    _name = "perf.rating.tally"
    _description = "Tally of Votes"
    _inherit = [
        "perf.inspected.mixin",
        "perf.state.mixin",
        "perf.evidence.mixin",
        "perf.work.mixin",
        "perf.unfollowed.mixin",
        "mail.thread",
    ]
    _order = "rating_id desc, group_id, id"
    _given_once = frozenset({"rating_id", "group_id"})
    _sealed_states = frozenset({"checked"})
    _mail_post_access = "write"
    _why_unfollowed = _lt("Tallies have no followers: the Performance Office enters and checks them.")

    _transitions = {
        "action_enter": Step({"draft": "entered"}, right="enter", signs="entered"),
        "action_return": Step({"entered": "draft"}, right="return", undoes=("entered",)),
        "action_check": Step({"entered": "checked"}, right="check", signs="checked"),
        "action_uncheck": Step(
            {"checked": "draft"},
            right="uncheck",
            undoes=("entered", "checked"),
            reason="uncheck_reason",
            title=_lt("Take Back the Check"),
            hint=_lt("The tally is entered anew, and checked again by another person."),
        ),
    }
    _phase_fields = {"draft": frozenset({"line_ids", "evidence_ids", "source", "absent_reason"})}

    _rights = {
        "own": Right(
            ways=(Way("line_ids.appraisee_id", "own"),),
            refusal=_lt("you or a unit of your own is rated in it; somebody else checks it"),
        ),
        "entered": Right(
            ways=(
                Way("create_uid"),
                Way("entered_by_id"),
                Way("line_ids.create_uid"),
                Way("line_ids.write_uid"),
            ),
            refusal=_lt("you entered it yourself; a colleague checks it"),
        ),
        "see": Right(ways=(OFFICE, AUDITOR)),
        "enter": Right(
            ways=(OFFICE,),
            states=("draft",),
            when=[("rating_id.state", "=", "open")],
            refusal=_lt("the Performance Office enters tallies while the rating is open"),
        ),
        "return": Right(
            ways=(OFFICE,),
            states=("entered",),
            when=[("rating_id.state", "=", "open")],
            refusal=_lt("the Performance Office enters tallies while the rating is open"),
        ),
        "check": Right(
            ways=(OFFICE,),
            states=("entered",),
            when=[("rating_id.state", "=", "open")],
            never=("entered", "own"),
            refusal=_lt("the Performance Office checks tallies while the rating is open"),
        ),
        "uncheck": Right(
            ways=(OFFICE,),
            states=("checked",),
            when=[("rating_id.state", "=", "open")],
            refusal=_lt("the Performance Office checks tallies while the rating is open"),
        ),
        "write": Right(ways=(Way(right="enter"), Way(right="return"), Way(right="check"), Way(right="uncheck"))),
    }

    _work_cards = {
        "rating_tally_check": Card(
            right="i_check",
            group="perf_appraisal.group_perf_office",
            icon="fa-check-square-o",
            title=_lt("Check a tally of votes"),
            titles=_lt("Check %(count)s tallies of votes"),
            hint=_lt("A colleague entered it. Compare it with the protocol."),
            button=_lt("Compare"),
            action="perf_appraisal.perf_rating_tally_action",
            filters=("entered",),
        ),
    }

    rating_id = fields.Many2one("perf.rating", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rating_id.company_id", store=True, precompute=True, index=True)
    rating_state = fields.Selection(related="rating_id.state", string="State of the Rating")
    group_id = fields.Many2one(
        comodel_name="perf.rating.group",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('rating_id', '=', rating_id), ('channel', '!=', 'web')]",
    )
    channel = fields.Selection(related="group_id.channel")
    source = fields.Char(help="Who counted or reported: an institute, a telephone survey, counting on a day.")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("entered", "Entered"), ("checked", "Checked")],
        required=True,
        default="draft",
        group_expand=True,
    )
    line_ids = fields.One2many("perf.rating.tally.line", "tally_id", string="Votes")
    absent_reason = fields.Char(
        string="Why Nothing Came",
        help="Where no votes and no report will come: the group then counts as missing. Otherwise empty.",
    )
    evidence_ids = fields.Many2many(relation="perf_rating_tally_evidence_rel", string="Counted Protocol or Report")
    entered_by_id = fields.Many2one("res.users", string="Entered by", readonly=True, ondelete="restrict")
    entered_on = fields.Datetime(readonly=True)
    checked_by_id = fields.Many2one("res.users", string="Checked by", readonly=True, ondelete="restrict")
    checked_on = fields.Datetime(readonly=True)
    uncheck_reason = fields.Char(string="Why Taken Back", readonly=True)

    can_return = fields.Boolean(compute="_compute_can")
    can_check = fields.Boolean(compute="_compute_can")
    can_uncheck = fields.Boolean(compute="_compute_can")
    i_enter = right_field("enter", "state")
    i_check = right_field("check", "state")

    _group_uniq = models.Constraint("UNIQUE(group_id)", "This group has its tally already: go on with that one.")

    # === COMPUTE METHODS === #

    @api.depends("group_id")
    def _compute_display_name(self):
        for tally in self:
            tally.display_name = tally.group_id.name or self.env._("New")

    # === CONSTRAINT METHODS === #

    @api.constrains("rating_id", "group_id")
    def _check_group(self):
        for tally in self:
            if tally.group_id.rating_id != tally.rating_id or tally.group_id.channel == "web":
                raise ValidationError(
                    self.env._("“%s” is no group of this rating whose votes are tallied.", tally.group_id.name)
                )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda tally: tally.state != "draft"):
            raise UserError(
                self.env._("A tally that was entered is returned or taken back with a reason, never deleted.")
            )

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    # === ACTION METHODS === #

    def action_enter(self):
        """Hand the tally to a colleague, who compares it with the protocol.

        :raise UserError: naming the group whose tally is empty or has no protocol
        """
        self._transition("action_enter")
        return True

    def action_return(self):
        """Take the tally back to be entered anew."""
        self._transition("action_return")
        return True

    def action_check(self):
        """Say that the tally is what the protocol says.

        :raise UserError: for whoever entered it, or when he is concerned
        """
        self._transition("action_check")
        return True

    def action_uncheck(self, reason=None):
        """Take a check back while the rating is open.

        :param str reason: why
        :raise UserError: without a reason
        """
        self._transition("action_uncheck", reason=reason)
        return True

    # === BUSINESS METHODS === #

    def _after_transition(self, action):
        """Leave a line that tells who did what."""
        super()._after_transition(action)
        reason = self[:1].uncheck_reason or ""
        line = {
            "action_enter": self.env._("Handed over for checking."),
            "action_return": self.env._("Back to entering."),
            "action_check": self.env._("Checked: the same as the protocol."),
            "action_uncheck": self.env._("The check was taken back: %s", reason),
        }[action]
        self.sudo()._message_log_batch(bodies=dict.fromkeys(self.ids, line))

    def _refuse_enter(self):
        refused = self._refuse_without("enter")
        for tally in self.sudo():
            if tally.line_ids and tally.absent_reason:
                refused.setdefault(tally.id, self.env._("votes are entered; empty the reason why nothing came"))
            elif not tally.line_ids and not tally.absent_reason:
                refused.setdefault(tally.id, self.env._("nothing is entered yet"))
            elif not tally.evidence_ids and not tally.absent_reason:
                refused.setdefault(tally.id, self.env._("attach the protocol that was counted, or the report"))
        return refused

import json
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, LazyTranslate

from ....const import SCORE_DIGITS
from ....tools import rating as engine
from ....tools import scoring
from ...abstract.rights import Right, Way

_lt = LazyTranslate(__name__)

#: What a group weighs and how many are asked: fixed once the rating is open, save for a written reason.
FROZEN = ("weight", "expected", "min_answers")


class PerfRatingGroup(models.Model):
    """People who are asked together, such as the staff of the units or the people's delegates; whom they rate and how.

    How many of them have answered is shown in full tens only while more may answer.
    """

    _name = "perf.rating.group"
    _description = "Group of a Rating"
    _inherit = ["perf.part.mixin", "perf.rights.mixin"]
    _order = "rating_id, sequence, id"
    _part_of = "rating_id"
    _guarded_fields = frozenset({"company_id", "ballots", "is_missing"})
    _given_once = frozenset({"rating_id"})

    _rights = {
        "see": Right(ways=(Way("rating_id", "see"),)),
        "write": Right(ways=(Way("rating_id", "write"),), refusal=_lt("the Performance Office runs the rating")),
    }

    rating_id = fields.Many2one("perf.rating", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rating_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    weight = fields.Float(
        required=True,
        default=1.0,
        digits=SCORE_DIGITS,
        aggregator=None,
        help="In any proportion to the other groups, such as 3 : 2 : 2 : 3.",
    )
    share = fields.Char(compute="_compute_share", help="Its part of the score, when all groups count.")
    expected = fields.Integer(
        string="Expected Answers", aggregator=None, help="How many people are asked; of staff: of each unit together."
    )
    min_answers = fields.Integer(
        string="Least Answers",
        required=True,
        default=5,
        aggregator=None,
        help="With fewer answers about a unit or a person those are not shown and count nothing.",
    )
    rates = fields.Selection(
        selection=[
            ("all", "All"),
            ("category", "Categories"),
            ("listed", "Those Listed"),
            ("own", "Only the Own Unit"),
        ],
        required=True,
        default="all",
    )
    category_ids = fields.Many2many("perf.category", relation="perf_rating_group_category_rel", string="Categories")
    appraisee_ids = fields.Many2many(
        "perf.appraisee", relation="perf_rating_group_appraisee_rel", string="Those Listed"
    )
    channel = fields.Selection(
        selection=[
            ("web", "Ballots on the Web"),
            ("tally", "Tally of Votes"),
            ("third_party", "Scores of a Third Party"),
        ],
        required=True,
        default="web",
    )
    code_count = fields.Integer(string="Codes", compute="_compute_numbers")
    answered = fields.Integer(
        compute="_compute_numbers",
        help="While the rating is open in full tens only, so that no single ballot can be seen coming.",
    )
    ballots = fields.Integer(
        string="Ballots Counted",
        readonly=True,
        copy=False,
        aggregator=None,
        help="When the rating is closed; without those of which there were too few.",
    )
    is_missing = fields.Boolean(
        string="Below Its Minimum", readonly=True, copy=False, help="It gave too few answers to be shown."
    )

    can_tally = fields.Boolean(compute="_compute_can_tally", help="Its tally can be opened.")

    _weight_positive = models.Constraint("CHECK(weight > 0)", "A group weighs more than zero.")
    _least_positive = models.Constraint(
        "CHECK(min_answers >= 3)", "With fewer than 3 answers everybody could tell whose they are."
    )
    _expected_positive = models.Constraint("CHECK(expected >= 0)", "Expected answers are not below zero.")

    # === COMPUTE METHODS === #

    @api.depends("rating_id.state")
    def _compute_numbers(self):
        counts = {
            group_id: (codes, used)
            for group_id, codes, used in self.env.execute_query(
                SQL(
                    "SELECT group_id, count(*), count(*) FILTER (WHERE used) FROM perf_rating_ballot"
                    " WHERE group_id = ANY(%s) GROUP BY group_id",
                    self.ids,
                )
            )
        }
        for group in self:
            codes, used = counts.get(group._origin.id, (0, 0))
            group.code_count = codes
            group.answered = engine.shown_number(used) if group.rating_id.state in ("draft", "open") else group.ballots

    @api.depends("channel", "rating_id.state", "rating_id.tally_ids")
    @api.depends_context("uid")
    def _compute_can_tally(self):
        """Offer a tally where there is one, or the user may begin one."""
        begun = self.rating_id.sudo().tally_ids.group_id
        for group in self:
            is_tallied = group.channel != "web" and group.rating_id.state == "open"
            group.can_tally = is_tallied and (group.rating_id.i_write or group._origin in begun)

    @api.depends("weight", "rating_id.group_ids.weight")
    def _compute_share(self):
        for group in self:
            whole = sum(group.rating_id.group_ids.mapped("weight"))
            group.share = f"{100 * group.weight / whole:.3g} %" if whole else False

    # === CONSTRAINT METHODS === #

    @api.constrains("channel", "rates", "rating_id")
    def _check_way(self):
        for group in self:
            if group.rates == "own" and group.channel != "web" and group.rating_id.kind == "employee":
                raise ValidationError(
                    self.env._("“%s”: staff rate the people of their own unit by ballots on the web.", group.name)
                )

    # === CRUD METHODS === #

    def _check_unsettled(self, wholes):
        super()._check_unsettled(wholes)
        wholes._check_open_for({"group_ids"})

    # === ACTION METHODS === #

    def action_change(self, vals, reason=None):
        """Change what a group weighs, or how many are expected, while the rating is open; it stands on the protocol.

        Note: self.ensure_one()

        :param dict vals: new values of ``weight``, ``expected`` or ``min_answers``
        :param str reason: why
        :raise UserError: without a reason, for other fields, or when the rating is not open
        """
        self.ensure_one()
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Write down the reason first."))
        if self.rating_id.state != "open" or set(vals) - set(FROZEN):
            raise UserError(
                self.env._("Weight, expected and least answers are changed, and only while the rating is open.")
            )
        changed = {name: value for name, value in vals.items() if self[name] != value}
        self.env["perf.rating.change"]._note(self, changed, reason)
        self.sudo()._unlocked().write(changed)
        return True

    def action_ask_change(self):
        """Open the dialog that changes weight and numbers of a group with a reason.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rating_group_change_action")
        return {**action, "context": {"default_group_id": self.id}}

    def action_open_tally(self):
        """Open the tally of the group, which is made when there is none yet.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        tallies = self.env["perf.rating.tally"]
        tally = tallies.search([("group_id", "=", self.id)]) or tallies.create(
            {"rating_id": self.rating_id.id, "group_id": self.id}
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rating_tally_action")
        return {**action, "res_id": tally.id, "views": [(False, "form")], "view_mode": "form"}

    # === BUSINESS METHODS === #

    def _rated(self, unit=None):
        """Return whom a group rates.

        Note: self.ensure_one()

        :param unit: the unit of those who rate, where they rate only their own
        :return: ``perf.appraisee`` recordset
        """
        self.ensure_one()
        group = self.sudo()
        rated = group.rating_id.appraisee_ids
        if group.rates == "category":
            return rated.filtered(lambda appraisee: appraisee.category_id in group.category_ids)
        if group.rates == "listed":
            return rated & group.appraisee_ids
        if group.rates == "own" and unit is not None:
            return rated.filtered(lambda appraisee: appraisee.unit_id == unit)
        return rated

    @api.model
    def _ballot_names(self, rated):
        """Return how a ballot calls those whom it asks about: of two with the same name it tells the units.

        :param rated: ``perf.appraisee`` recordset, as superuser
        :return: ``{appraisee: name}``
        """
        names = {one: one.employee_id.name or one.unit_id.name for one in rated}
        often = Counter(names.values())
        return {one: f"{name} ({one.unit_id.name})" if often[name] > 1 else name for one, name in names.items()}

    def _ballot_address(self):
        """Return the address of the ballot, as it stands on slips before the code."""
        return f"{self.get_base_url()}/perf/ballot"

    # === BUSINESS METHODS - SCORES === #

    def _mean(self, appraisee, votes):
        """Return what the group gave somebody, as far as it is shown.

        Note: self.ensure_one()

        :param appraisee: ``perf.appraisee`` record
        :param dict votes: as from ``perf.rating._votes``
        :return: rows ``(dimension or None, answers, votes, score)``, the mean as a decimal or nothing, and the answers
        """
        self.ensure_one()
        if self.channel == "third_party":
            given = votes.get((self.id, appraisee.id, 0))
            mean = scoring.to_decimal(given[0]) if given else None
            return ([] if mean is None else [(None, 0, None, float(mean))]), mean, 0
        kind = self.rating_id.rating_type_id
        worth = {choice.id: scoring.to_decimal(choice.value) for choice in kind.choice_ids if choice.counts}
        rows, dimensions, most = [], [], 0
        for dimension in kind.dimension_ids:
            given = votes.get((self.id, appraisee.id, dimension.id), {})
            found = engine.dimension_mean(_by_worth(given, worth), self.min_answers)
            dimensions.append((scoring.to_decimal(dimension.weight), found))
            if found:
                shown = [[choice, given[choice]] for choice in worth if given.get(choice)]
                rows.append((dimension.id, found.answers, json.dumps(shown), float(scoring.round_points(found.mean))))
                most = max(most, found.answers)
        mean = engine.group_mean(dimensions)
        if mean is not None:
            rows.append((None, most, None, float(scoring.round_points(mean))))
        return rows, mean, most


def _by_worth(given, worth):
    """Return the number of votes by what they are worth, without those that say nothing.

    :param dict given: ``{choice: votes}``
    :param dict worth: ``{choice: percent}`` of the choices that say something
    """
    numbers = {}
    for choice, number in given.items():
        if choice in worth:
            numbers[worth[choice]] = numbers.get(worth[choice], 0) + number
    return numbers

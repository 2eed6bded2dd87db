from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ....const import CLAIM_DIGITS, ORIGINS, SCORE_DIGITS, VALUE_DIGITS
from ....tools import scoring
from ...abstract.perf_state_mixin import Step

_lt = LazyTranslate(__name__)

#: What is entered.
_ENTERED = frozenset(
    {
        "unit_id",
        "employee_id",
        "rule_id",
        "matter",
        "quantity",
        "date",
        "description",
        "doc_no",
        "doc_issuer",
        "doc_level",
        "origin",
        "reported_by_unit_id",
        "evidence_ids",
    }
)


class PerfAdjustment(models.Model):
    """An entry of the register: a bonus or a deduction that happened outside the sheets, under a written rule.

    It is named by its number alone. Confirmed, it posts to the score ledger in full; reversed, it is taken back there.
    """

    _name = "perf.adjustment"
    _description = "Bonus/Deduction Record"
    _inherit = [
        "perf.inspected.mixin",
        "perf.state.mixin",
        "perf.evidence.mixin",
        "perf.posting.mixin",
        "perf.replied.mixin",
        "perf.told.mixin",
        "perf.unfollowed.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "matter", "doc_no"]
    _sealed_states = frozenset({"submitted", "notice", "confirmed", "refused", "reversed"})
    _mail_post_access = "write"
    _check_company_auto = True
    _why_unfollowed = _lt("The register has no followers: who may know of an entry follows from its unit and state.")

    _transitions = {
        "action_submit": Step({"draft": "submitted"}, right="submit", signs="submitted"),
        "action_publish": Step({"submitted": "notice"}, right="publish", signs="published"),
        "action_reply": Step(
            {"submitted": "submitted", "notice": "notice"},
            right="reply",
            signs="replied",
            reason="reply",
            title=_lt("Reply"),
            hint=_lt("The Performance Office reads it before it decides. You reply once."),
        ),
        "action_object": Step(
            {"submitted": "submitted", "notice": "notice"},
            right="reply",
            signs="replied",
            reason="reply",
            title=_lt("Object"),
            hint=_lt("Say what is not right about it. The Performance Office decides."),
        ),
        "action_confirm": Step({"submitted": "confirmed", "notice": "confirmed"}, right="confirm", signs="confirmed"),
        "action_refuse": Step(
            {"submitted": "refused", "notice": "refused"},
            right="decide",
            signs="refused",
            reason="refuse_reason",
            title=_lt("Refuse"),
            hint=_lt("Nothing is posted. Entry and reason stay on record."),
        ),
        "action_reverse": Step(
            {"confirmed": "reversed"},
            right="reverse",
            signs="reversed",
            reason="reverse_reason",
            title=_lt("Reverse"),
            hint=_lt("What it posted to the ledger is taken back there. Entry and reason stay on record."),
        ),
    }
    _phase_fields = {"draft": _ENTERED}

    # Whom it concerns
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
        default=lambda self: self._default_unit(),
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only where the rule is one for persons: then it counts for this person, not for the unit.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
        required=True,
    )
    appraisee_id = fields.Many2one(
        comodel_name="perf.appraisee",
        compute="_compute_appraisee_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    cycle_id = fields.Many2one(
        comodel_name="perf.cycle", related="appraisee_id.cycle_id", store=True, precompute=True, index=True
    )
    period_id = fields.Many2one(
        comodel_name="perf.period",
        compute="_compute_period_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="Follows from the day: the shortest kind of period for which the unit gets a result.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("notice", "On Notice"),
            ("confirmed", "Confirmed"),
            ("refused", "Refused"),
            ("reversed", "Reversed"),
        ],
        required=True,
        default="draft",
        group_expand=True,
    )

    # What happened
    rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('indicator_id.is_register', '=', True), ('indicator_id.active', '=', True),"
        " ('kind', 'in', ('bonus', 'deduction')), ('indicator_id.company_id', '=', company_id),"
        " '|', ('kind', '=', 'bonus'), ('i_report', '=', True),"
        " '|', ('indicator_id.scheme_id.cycle_ids', '=', False),"
        " ('indicator_id.scheme_id.cycle_ids.state', '=', 'open')]",
        help="Type a part of it. Only rules of the register: those of a sheet's lines are claimed on the sheet.",
    )
    kind = fields.Selection(related="rule_id.kind", store=True, precompute=True, index=True)
    for_person = fields.Boolean(compute="_compute_for_person", help="The rule is one for persons.")
    matter = fields.Char(help="What it is about, in a few words. Of several honours for one matter the highest counts.")
    quantity = fields.Float(default=1.0, digits=VALUE_DIGITS, required=True)
    points = fields.Float(
        compute="_compute_points",
        store=True,
        precompute=True,
        digits=CLAIM_DIGITS,
        help="Always positive: the rule says whether they are added or deducted.",
    )
    signed_points = fields.Float(
        compute="_compute_points",
        store=True,
        precompute=True,
        digits=SCORE_DIGITS,
        help="A bonus above zero, a deduction below, as far as two places show it.",
    )
    date = fields.Date(
        required=True,
        index=True,
        default=lambda self: self.env.company._perf_today(),
        help="The day on which it happened: it decides the period that counts it.",
    )
    description = fields.Text(help="What happened, in your own words.")
    doc_no = fields.Char(string="Document Number")
    doc_issuer = fields.Char(string="Issuer")
    doc_level = fields.Selection(
        selection=[
            ("country", "Country"),
            ("region", "Region"),
            ("city", "City"),
            ("county", "County"),
            ("unit", "Unit"),
        ],
        string="Level of the Issuer",
    )
    evidence_ids = fields.Many2many(relation="perf_adjustment_evidence_rel")
    origin = fields.Selection(selection=ORIGINS, required=True, default="register")
    superior_indicator_id = fields.Many2one(
        comodel_name="perf.superior.indicator",
        string="Lost on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The superior indicator on which the county lost these points.",
    )
    ticket_id = fields.Many2one(
        comodel_name="perf.ticket",
        string="Overdue Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The supervision order that the unit did not answer by its deadline.",
    )
    appraisal_id = fields.Many2one(
        comodel_name="perf.appraisal",
        string="Sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The sheet whose self-score lay above the final one by more than the scheme tolerates.",
    )
    reported_by_unit_id = fields.Many2one(
        comodel_name="hr.department",
        string="Reporting Unit",
        compute="_compute_reported_by_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The unit that applies for its own bonus, or the office that reports under the rule. Empty: the "
        "Performance Office.",
    )
    is_application = fields.Boolean(
        string="Applied for",
        compute="_compute_is_application",
        store=True,
        precompute=True,
        help="The unit applies for a bonus of its own.",
    )

    # The way of the entry
    submitted_by_id = fields.Many2one("res.users", string="Submitted by", readonly=True, ondelete="restrict")
    submitted_on = fields.Datetime(readonly=True)
    published_by_id = fields.Many2one("res.users", string="Published by", readonly=True, ondelete="restrict")
    published_on = fields.Datetime(readonly=True)
    notice_end = fields.Date(
        string="On Notice until", readonly=True, index="btree_not_null", help="Until then the unit replies or objects."
    )
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, ondelete="restrict")
    confirmed_on = fields.Datetime(readonly=True)
    confirmed_for_id = fields.Many2one(
        "hr.employee", string="Confirmed in Place of", readonly=True, ondelete="restrict"
    )
    refused_by_id = fields.Many2one("res.users", string="Refused by", readonly=True, ondelete="restrict")
    refused_on = fields.Datetime(readonly=True)
    refuse_reason = fields.Char(string="Reason of Refusing", readonly=True)
    reversed_by_id = fields.Many2one("res.users", string="Reversed by", readonly=True, ondelete="restrict")
    reversed_on = fields.Datetime(readonly=True)
    reverse_reason = fields.Char(string="Reason of Reversing", readonly=True)

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The quantity must be above zero.")

    # === COMPUTE METHODS === #

    @api.depends("unit_id")
    def _compute_company_id(self):
        for adjustment in self:
            adjustment.company_id = adjustment.unit_id.company_id or self.env.company

    # rules change under drafts only
    @api.depends("rule_id.kind", "rule_id.points", "rule_id.multiplier", "quantity")
    def _compute_points(self):
        for adjustment in self:
            rule = adjustment.rule_id
            points = scoring.claim_points(
                scoring.to_decimal(adjustment.quantity),
                scoring.to_decimal(rule.points),
                scoring.to_decimal(rule.multiplier or 1.0),
            )
            adjustment.points = float(points)
            adjustment.signed_points = float(-points if rule.kind == "deduction" else points)

    @api.depends("rule_id")
    def _compute_for_person(self):
        for adjustment in self:
            adjustment.for_person = adjustment.rule_id.indicator_id.kind == "employee"

    @api.depends("reported_by_unit_id", "unit_id", "kind")
    def _compute_is_application(self):
        for adjustment in self:
            own = adjustment.reported_by_unit_id and adjustment.reported_by_unit_id == adjustment.unit_id
            adjustment.is_application = own and adjustment.kind == "bonus"

    # === CRUD METHODS === #

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda adjustment: adjustment.state != "draft"):
            raise UserError(self.env._("What was submitted is refused or reversed with a reason, never deleted."))

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ....const import VALUE_DIGITS
from ....tools import scoring
from ...abstract.perf_state_mixin import Step

_lt = LazyTranslate(__name__)

#: What the inspectors write down.
_FOUND = frozenset(
    {
        "employee_id",
        "leader_employee_id",
        "rule_id",
        "matter",
        "quantity",
        "unit_points",
        "leader_points",
        "person_points",
        "facts",
        "requirement",
        "deadline",
        "evidence_ids",
    }
)

#: Points that a finding costs: column → the rule's own column.
POINTS = {"unit_points": "points", "leader_points": "leader_points", "person_points": "person_points"}


class PerfFinding(models.Model):
    """What an inspection found: the facts, the rule, and what it costs unit, leader and person.

    It is named by its number alone. Confirmed, it posts to the score ledger; withdrawn, it is reversed there.
    """

    _name = "perf.finding"
    _description = "Finding"
    _inherit = [
        "perf.inspected.mixin",
        "perf.state.mixin",
        "perf.evidence.mixin",
        "perf.photo.mixin",
        "perf.posting.mixin",
        "perf.replied.mixin",
        "perf.unfollowed.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _given_once = frozenset({"inspection_id", "entry_key"})
    _sealed_states = frozenset({"issued", "confirmed", "rectifying", "closed", "withdrawn"})
    _mail_post_access = "write"
    _check_company_auto = True
    _why_unfollowed = _lt("Findings have no followers: who may know of one follows from the unit and its state.")

    _transitions = {
        "action_issue": Step({"draft": "issued"}, signs="issued"),
        "action_reply": Step(
            {"issued": "issued"},
            right="reply",
            signs="replied",
            reason="reply",
            title=_lt("Reply"),
            hint=_lt("The Performance Office reads it before it decides. You reply once."),
        ),
        "action_object": Step(
            {"issued": "issued"},
            right="reply",
            signs="replied",
            reason="reply",
            title=_lt("Object"),
            hint=_lt("Say what is not as it was found. The Performance Office decides."),
        ),
        "action_confirm": Step({"issued": "confirmed"}, right="confirm", signs="confirmed"),
        "action_rectify": Step({"confirmed": "rectifying"}),
        "action_report_rectified": Step({"rectifying": "rectifying"}, right="report", signs="reported"),
        "action_verify": Step({"rectifying": "closed"}, right="verify", signs="verified"),
        "action_reject_rectification": Step(
            {"rectifying": "rectifying"},
            right="verify",
            undoes=("reported",),
            reason="reject_reason",
            title=_lt("Reject the Rectification"),
            hint=_lt("The unit reads your reason, and reports again."),
        ),
        "action_withdraw": Step(
            dict.fromkeys(("issued", "confirmed", "rectifying", "closed"), "withdrawn"),
            right="withdraw",
            signs="withdrawn",
            reason="withdraw_reason",
            title=_lt("Withdraw the Finding"),
            hint=_lt("What it posted to the ledger is reversed. Finding and reason stay on record."),
        ),
    }
    _phase_fields = {"draft": _FOUND, "issued": frozenset({"requirement", "deadline"})}

    inspection_id = fields.Many2one("perf.inspection", required=True, index=True, ondelete="restrict")
    unit_id = fields.Many2one(
        "hr.department", related="inspection_id.unit_id", store=True, precompute=True, index=True, ondelete="restrict"
    )
    period_id = fields.Many2one(
        "perf.period", related="inspection_id.period_id", store=True, precompute=True, index=True
    )
    cycle_id = fields.Many2one("perf.cycle", related="inspection_id.cycle_id")
    company_id = fields.Many2one(
        "res.company", related="inspection_id.company_id", store=True, precompute=True, index=True
    )
    state = fields.Selection(
        selection=[
            ("draft", "Found"),
            ("issued", "Issued"),
            ("confirmed", "Proven"),
            ("rectifying", "Being Rectified"),
            ("closed", "Rectified"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        group_expand=True,
    )

    # Found
    facts = fields.Text(required=True, help="What was seen, in your own words.")
    rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'deduction')]",
        help="Type a part of it. Without a rule a finding costs no points.",
    )
    matter = fields.Char(help="What it is about, in a few words.")
    quantity = fields.Float(default=1.0, digits=VALUE_DIGITS, required=True)
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Whom it concerns in person, if anybody.",
    )
    leader_employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Leader in Question",
        compute="_compute_leader_employee_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Who answers for it: the head of the unit, unless somebody else is in charge.",
    )
    unit_points = fields.Float(
        string="Taken from the Unit",
        compute="_compute_points",
        store=True,
        readonly=False,
        precompute=True,
        digits=VALUE_DIGITS,
    )
    leader_points = fields.Float(
        string="Taken from the Leader",
        compute="_compute_points",
        store=True,
        readonly=False,
        precompute=True,
        digits=VALUE_DIGITS,
    )
    person_points = fields.Float(
        string="Taken from the Person",
        compute="_compute_points",
        store=True,
        readonly=False,
        precompute=True,
        digits=VALUE_DIGITS,
    )
    evidence_ids = fields.Many2many(relation="perf_finding_evidence_rel")
    is_repeated = fields.Boolean(
        string="Repeated",
        readonly=True,
        copy=False,
        help="The same was found in the unit before in this cycle, under the same rule.",
    )

    # The unit's reply, and the decision
    issued_on = fields.Datetime(readonly=True)
    reply_until = fields.Date(readonly=True, index=True, help="Until then the unit replies or objects.")
    confirmed_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, ondelete="restrict")
    confirmed_on = fields.Datetime(string="Decided on", readonly=True)
    withdrawn_by_id = fields.Many2one("res.users", string="Withdrawn by", readonly=True, ondelete="restrict")
    withdrawn_on = fields.Datetime(readonly=True)
    withdraw_reason = fields.Char(string="Reason of Withdrawing", readonly=True)

    # Rectification
    requirement = fields.Text(string="What to Put Right", help="What the unit has to put right.")
    deadline = fields.Date(index=True, help="By then it is put right. Without a deadline nothing has to be reported.")
    rectification_ids = fields.One2many("perf.rectification", "finding_id")
    reported_by_id = fields.Many2one("res.users", string="Reported by", readonly=True, ondelete="restrict")
    reported_on = fields.Datetime(readonly=True)
    verified_by_id = fields.Many2one("res.users", string="Verified by", readonly=True, ondelete="restrict")
    verified_on = fields.Datetime(readonly=True)
    reject_reason = fields.Char(string="Reason of Rejecting", readonly=True)

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The quantity of a finding must be above zero.")
    _points_positive = models.Constraint(
        "CHECK(unit_points >= 0 AND leader_points >= 0 AND person_points >= 0)",
        "Points are always positive: they are deducted.",
    )

    # === COMPUTE METHODS === #

    @api.depends("rule_id", "unit_id")
    def _compute_leader_employee_id(self):
        for finding in self:
            head = finding.unit_id.manager_id if finding.rule_id.leader_points else finding.unit_id.manager_id.browse()
            finding.leader_employee_id = head - finding.employee_id

    @api.depends("rule_id", "quantity")
    def _compute_points(self):
        """A rule of people's sheets costs the person what it costs, and not the unit."""
        for finding in self:
            rule, points = finding.rule_id, dict.fromkeys(POINTS, 0.0)
            if rule and finding.inspection_id.method != "guidance":
                counted = (finding.quantity, rule.multiplier or 1.0)
                points = {
                    name: float(scoring.claim_points(counted[0], rule[column], counted[1]))
                    for name, column in POINTS.items()
                }
            if rule.indicator_id.kind == "employee":
                points["person_points"] = points["person_points"] or points["unit_points"]
                points["unit_points"] = 0.0
            finding.update(points)

    # === CONSTRAINT METHODS === #

    @api.constrains("rule_id", *POINTS)
    def _check_points(self):
        for finding in self:
            if not any(finding[name] for name in POINTS):
                continue
            if finding.sudo().inspection_id.method == "guidance":
                raise ValidationError(self.env._("A guidance visit costs no points."))
            if not finding.rule_id:
                raise ValidationError(self.env._("Choose the rule under which points are deducted."))

    @api.constrains("employee_id", "leader_employee_id")
    def _check_people(self):
        for finding in self:
            if finding.employee_id and finding.employee_id == finding.leader_employee_id:
                raise ValidationError(self.env._("Person and leader of a finding are two people."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Findings are made while their inspection is under way."""
        findings = super().create(vals_list)
        findings._check_made_on_the_spot()
        return findings

    def _check_made_on_the_spot(self):
        """Raise unless the inspections are under way.

        :raise UserError: naming the inspection
        """
        for inspection in self.sudo().inspection_id:
            if inspection.state != "ongoing":
                raise UserError(
                    self.env._(
                        "%(record)s: %(reason)s.", record=inspection.name, reason=inspection._stray_reason(inspection)
                    )
                )

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda finding: finding.state != "draft"):
            raise UserError(self.env._("A finding that was issued is withdrawn with a reason, never deleted."))

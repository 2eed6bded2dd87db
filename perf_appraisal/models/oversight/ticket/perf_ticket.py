from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...abstract.perf_state_mixin import Step
from ...abstract.rights import compared_with_today
from ...abstract.score_field import Known

_lt = LazyTranslate(__name__)

#: What is written down before anybody has taken it up.
_ASKED = frozenset({"title", "text", "source", "order_no", "doc_no", "deadline", "rule_id", "evidence_ids"})

#: Which rules may be proposed when an order is overdue: deductions of units in the register.
OVERDUE_RULES = (
    "[('kind', '=', 'deduction'), ('indicator_id.is_register', '=', True), ('indicator_id.kind', '=', 'unit'),"
    " ('indicator_id.active', '=', True), '|', ('indicator_id.scheme_id.cycle_ids', '=', False),"
    " ('indicator_id.scheme_id.cycle_ids.state', '=', 'open')]"
)


class PerfTicket(models.Model):
    """A difficulty that a unit raises, or a supervision order that it has to carry out: taken up, answered, resolved.

    A difficulty goes to the Performance Office, an order to the unit; an order to many units makes one ticket for each.
    """

    _name = "perf.ticket"
    _description = "Ticket"
    _inherit = [
        "perf.inspected.mixin",
        "perf.state.mixin",
        "perf.evidence.mixin",
        "perf.unfollowed.mixin",
        "perf.told.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "deadline, id desc"
    _rec_names_search = ["name", "title", "order_no"]
    _state_when_made = "new"
    _given_once = frozenset({"kind", "unit_id"})
    _mail_post_access = "write"
    _check_company_auto = True
    _why_unfollowed = _lt("Tickets have no followers: who reads one follows from who leads the unit today.")

    _transitions = {
        "action_accept": Step({"new": "accepted"}, right="accept", signs="accepted"),
        "action_resolve": Step({"accepted": "resolved"}, right="answer", signs="resolved"),
        "action_reopen": Step(
            {"resolved": "accepted"},
            right="reopen",
            undoes=("resolved",),
            reason="reopen_reason",
            title=_lt("Ask Anew"),
            hint=_lt("Say what is still open. Whoever answered reads it, and answers again."),
        ),
    }
    _phase_fields = {"new": _ASKED, "accepted": frozenset({"deadline"})}

    kind = fields.Selection(
        selection=[("difficulty", "Difficulty"), ("order", "Supervision Order")],
        required=True,
        default="difficulty",
        help="A difficulty of the unit is solved by the Performance Office; an order is carried out by the unit.",
    )
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_unit_id(),
        domain="[('perf_is_unit', '=', True)]",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    state = fields.Selection(
        selection=[("new", "New"), ("accepted", "Being Worked on"), ("resolved", "Resolved")],
        required=True,
        default="new",
        group_expand=True,
    )
    title = fields.Char(string="Matter to Settle", required=True)
    text = fields.Text(string="What It Is about")
    evidence_ids = fields.Many2many(relation="perf_ticket_evidence_rel", string="Documents")

    # Of orders
    source = fields.Char(string="Ordered by", help="Who gives the order, as a supervision office or a leader.")
    order_no = fields.Char(
        string="Order Number", index="btree_not_null", help="The same for all units that it goes to."
    )
    doc_no = fields.Char(string="Document Number")
    deadline = fields.Date(index=True, tracking=True, help="By then it is resolved.")
    rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        string="When Overdue",
        index="btree_not_null",
        ondelete="restrict",
        domain=OVERDUE_RULES,
        help="The deduction rule that is proposed when the unit has not answered by the deadline.",
    )

    # Taken up, and answered
    reply_ids = fields.One2many("perf.ticket.reply", "ticket_id", string="Replies")
    accepted_by_id = fields.Many2one("res.users", string="Taken up by", readonly=True, ondelete="restrict")
    accepted_on = fields.Datetime(string="Taken up on", readonly=True)
    resolved_by_id = fields.Many2one("res.users", string="Resolved by", readonly=True, ondelete="restrict")
    resolved_on = fields.Datetime(readonly=True)
    reopen_reason = fields.Char(string="What Is still Open", readonly=True)
    reopen_count = fields.Integer(string="Times Reopened", readonly=True, aggregator="sum")

    # Measured
    accept_hours = Known(
        string="Hours until Taken up", compute="_compute_times", store=True, digits=(12, 1), aggregator="avg"
    )
    resolve_days = Known(
        string="Days until Resolved", compute="_compute_times", store=True, digits=(12, 1), aggregator="avg"
    )
    is_late = fields.Boolean(
        string="Resolved Late", compute="_compute_times", store=True, help="It was resolved after its deadline."
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")

    # === DEFAULTS === #

    @api.model
    def _default_unit_id(self):
        """Return the unit that the user heads or coordinates, when it is one."""
        units = self.env["hr.department"]
        run = units.sudo().search(Domain("perf_is_unit", "=", True) & units._right_domain("run"), limit=2)
        return run if len(run) == 1 else units

    # === COMPUTE METHODS === #

    @api.depends("unit_id")
    def _compute_company_id(self):
        for ticket in self:
            ticket.company_id = ticket.unit_id.company_id or self.env.company

    @api.depends("accepted_on", "resolved_on")
    def _compute_times(self):
        for ticket in self:
            made = ticket.create_date or fields.Datetime.now()
            taken, done = ticket.accepted_on, ticket.resolved_on
            ticket.accept_hours = (taken - made).total_seconds() / 3600 if taken else None
            ticket.resolve_days = (done - made).total_seconds() / 86400 if done else None
            ticket.is_late = bool(done and ticket.deadline) and ticket._resolved_day() > ticket.deadline

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        late = self._in_domain(self._overdue_domain())
        for ticket in self:
            ticket.is_overdue = ticket in late

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._overdue_domain() if True in value else ~self._overdue_domain()

    # === CONSTRAINT METHODS === #

    @api.constrains("unit_id")
    def _check_unit(self):
        for unit in self.sudo().unit_id:
            if not unit.perf_is_unit:
                raise ValidationError(self.env._("%s is no unit of appraisal.", unit.name))

    @api.constrains("rule_id", "unit_id")
    def _check_rule(self):
        for ticket in self.sudo().filtered("rule_id"):
            rule, item = ticket.rule_id, ticket.rule_id.indicator_id
            fits = rule.kind == "deduction" and item.is_register and item.kind == "unit"
            if not fits or item.company_id != ticket.company_id:
                raise ValidationError(
                    self.env._("Choose a deduction of the register for units, not “%s”.", rule.display_name)
                )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_new(self):
        if self.filtered(lambda ticket: ticket.state != "new"):
            raise UserError(self.env._("A ticket that was taken up stays on record."))

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    # === HELPERS === #

    def _resolved_day(self):
        """Return the day on which a ticket was resolved, where the company works."""
        return self.company_id._perf_local(self.resolved_on).date()

    @api.model
    def _overdue_domain(self):
        """Return the domain of the tickets that are not resolved by their deadline."""
        return Domain("state", "!=", "resolved") & compared_with_today("deadline", "<")

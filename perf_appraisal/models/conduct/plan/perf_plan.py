from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate, format_list

from ....const import KINDS
from ...abstract.perf_state_mixin import Step

_lt = LazyTranslate(__name__)

#: What a plan is for: of each only one is in force.
KEY = ("cycle_id", "scope", "unit_id", "category_id", "job_id", "employee_id")


class PerfPlan(models.Model):
    """A target plan: what a unit, a post, a person or a whole category is judged by in a cycle."""

    _name = "perf.plan"
    _description = "Target Plan"
    _inherit = ["hr.mixin", "perf.signed.mixin", "perf.led.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cycle_id desc, scope, unit_id, id"
    _rec_names_search = ["unit_id.name", "employee_id.name", "category_id.name"]
    _check_company_auto = True

    _transitions = {
        "action_sign": Step({"draft": "signed"}, right="sign", signs="signed", empties=("return_reason",)),
        "action_approve": Step({"signed": "approved", "draft": "approved"}, right="approve", signs="approved"),
        "action_return": Step(
            {"signed": "draft"},
            right="return",
            undoes=("signed",),
            reason="return_reason",
            title=_lt("Return"),
            hint=_lt("It is a draft again: the unit changes it, and its head signs it anew."),
        ),
        "action_supersede": Step({"approved": "superseded"}),
    }
    _guarded_fields = frozenset({"revision", "previous_id", "company_id", "head_id"})
    _signed_states = frozenset({"signed", "approved"})
    _sealed_states = frozenset({"approved", "superseded"})
    _led_until = ("signed_on",)

    cycle_id = fields.Many2one(
        comodel_name="perf.cycle",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["perf.cycle"].search([("state", "in", ("open", "draft"))], limit=1),
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="cycle_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    scope = fields.Selection(
        selection=[
            ("unit", "Unit"),
            ("category", "Category"),
            ("staff", "Staff of a unit"),
            ("job", "Post in a unit"),
            ("employee", "Person"),
        ],
        required=True,
        default="unit",
    )
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
        default=lambda self: self._default_unit_id(),
    )
    category_id = fields.Many2one(
        comodel_name="perf.category",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(selection=KINDS, compute="_compute_kind", help="Whom the plan is for: a unit or people.")
    job_id = fields.Many2one(
        comodel_name="hr.job",
        string="Post",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Person",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('id', 'in', person_ids)]",
    )
    person_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="People of the Unit",
        compute="_compute_person_ids",
        compute_sudo=True,  # Odoo lets only HR put employees into a field
        help="Its own people, and those on loan to it.",
    )
    head_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Head of Unit",
        compute="_compute_head_id",
        store=True,
        check_company=True,
        help="Who signed the plan; until then the head of today.",
    )
    revision = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        comodel_name="perf.plan",
        string="Revises",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("signed", "Signed"), ("approved", "Approved"), ("superseded", "Superseded")],
        required=True,
        default="draft",
        tracking=True,
        group_expand=True,
    )
    line_ids = fields.One2many(comodel_name="perf.plan.line", inverse_name="plan_id", string="Lines", copy=True)
    appraisal_ids = fields.One2many(comodel_name="perf.appraisal", inverse_name="plan_id", string="Sheets")
    signed_by_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", readonly=True, copy=False, ondelete="restrict"
    )
    signed_on = fields.Datetime(readonly=True, copy=False)
    signed_for_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Signed in Place of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one(
        comodel_name="res.users", string="Approved by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_on = fields.Datetime(readonly=True, copy=False)
    return_reason = fields.Char(readonly=True, copy=False)

    can_sign = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_return = fields.Boolean(compute="_compute_can")
    can_revise = fields.Boolean(compute="_compute_can_revise")

    _approved_uniq = models.UniqueIndex(
        f"({', '.join([*KEY[:2], *(f'COALESCE({name}, 0)' for name in KEY[2:])])}) WHERE state = 'approved'",
        "There is already an approved plan for the same. Revise that one.",
    )

    # === COMPUTE METHODS === #

    @api.model
    def _default_unit_id(self):
        """Propose the unit that the user heads or coordinates; nothing to the office, which plans for all."""
        units = self.env["hr.department"].sudo()
        own = units.search(units._right_domain("run") & fields.Domain("perf_is_unit", "=", True), limit=1)
        return self.env["hr.department"].browse(own.id)

    @api.depends("scope", "category_id.kind")
    def _compute_kind(self):
        for plan in self:
            kinds = {"category": plan.category_id.kind, "unit": "unit"}
            plan.kind = kinds.get(plan.scope, "employee")

    @api.depends("unit_id.manager_id", "signed_by_id", "signed_for_id")
    def _compute_head_id(self):
        """Name today's head until the plan is signed, then who signed, or in whose place."""
        for plan in self.sudo():
            signer = plan.signed_by_id.with_company(plan.company_id).employee_id
            plan.head_id = plan.signed_for_id or signer if plan.signed_by_id else plan.unit_id.manager_id

    @api.depends(
        "scope", "unit_id.name", "category_id.name", "job_id.name", "employee_id.name", "cycle_id.name", "revision"
    )
    def _compute_display_name(self):
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        for plan in self:
            parts = [plan.unit_id.name, plan.category_id.name, plan.job_id.name, plan.employee_id.sudo().name]
            parts = [*filter(None, parts)] or [self.env._("New plan")]
            parts.append(plan.scope == "staff" and scopes["staff"])
            parts.append(plan.cycle_id.name)
            parts.append(plan.revision > 1 and self.env._("revision %s", plan.revision))
            plan.display_name = " · ".join(filter(None, parts))

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_revise(self):
        for plan in self:
            plan.can_revise = plan.state == "approved" and plan.i_draft

    @api.depends("unit_id")
    def _compute_person_ids(self):
        near = fields.Domain("department_id.perf_unit_id", "in", self.unit_id.ids) | fields.Domain(
            "perf_host_unit_id.perf_unit_id", "in", self.unit_id.ids
        )
        people = self.env["hr.employee"].sudo().search(near)
        units = {unit: people._perf_of_unit(unit) for unit in self.unit_id.sudo()}
        for plan in self:
            plan.person_ids = units.get(plan.unit_id.sudo(), people.browse())

    # === CONSTRAINT METHODS === #

    @api.constrains("unit_id", "employee_id")
    def _check_person(self):
        for plan in self.filtered("employee_id"):
            if not plan.employee_id._perf_of_unit(plan.unit_id.sudo()):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(unit)s, and is judged by a plan of the own unit.",
                        person=plan.employee_id.sudo().name,
                        unit=plan.unit_id.name,
                    ),
                )

    @api.constrains("scope", "unit_id", "category_id", "job_id", "employee_id")
    def _check_scope(self):
        needed = {
            "unit": {"unit_id"},
            "category": {"category_id"},
            "staff": {"unit_id"},
            "job": {"unit_id", "job_id"},
            "employee": {"unit_id", "employee_id"},
        }
        for plan in self:
            given = {name for name in ("unit_id", "category_id", "job_id", "employee_id") if plan[name]}
            if given != needed[plan.scope]:
                labels = format_list(self.env, [plan._field_label(name) for name in sorted(needed[plan.scope])])
                raise ValidationError(
                    self.env._(
                        "%(plan)s: a plan of this kind names exactly: %(fields)s.",
                        plan=plan.display_name,
                        fields=labels,
                    ),
                )
        self.line_ids._check_indicator_fits()

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self.check_access("read")
        if any(not name.startswith(("activity_", "message_")) for name in vals):
            self._check_draft()

    def write(self, vals):
        """Refuse to hand a plan over to a unit that is not the user's."""
        result = super().write(vals)
        if not {"cycle_id", "scope", "unit_id", "category_id"}.isdisjoint(vals):
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_binding(self):
        if self.filtered(lambda plan: plan.state != "draft"):
            raise UserError(self.env._("Only a draft plan can be deleted."))

    # === ACTION METHODS === #

    def action_sign(self, points_meant=False):
        """Sign the plan as head of the unit.

        :param bool points_meant: that plans come to other points than their scheme says is meant so
        :raise UserError: naming the plans that have no lines or another head
        :raise RedirectWarning: naming the plans that come to other points, which nobody has said to be meant
        """
        self._check_complete()
        self._transition("action_sign")._check_points("action_sign", points_meant)
        return True

    def action_approve(self, points_meant=False):
        """Approve the plans; an approved revision supersedes the plan it revises.

        :param bool points_meant: as for :meth:`action_sign`
        :raise UserError: naming the plans that are incomplete, unsigned or the user's own
        :raise RedirectWarning: as for :meth:`action_sign`
        """
        self._check_complete()
        ready = self.filtered(lambda plan: plan.state != "approved")
        ready.sudo().previous_id._transition("action_supersede", follows=True)
        ready._take_over()
        self._transition("action_approve")._check_points("action_approve", points_meant)
        return True

    def action_return(self, reason=None):
        """Give a signed plan back to its unit.

        :param str reason: what to change
        :raise UserError: without a reason, or when the plan is not signed
        """
        self._transition("action_return", reason=reason)
        return True

    def action_revise(self):
        """Copy an approved plan into a draft that supersedes it when approved.

        :return: an action that opens the revision
        :raise UserError: when the plan is not approved or not the user's to draft
        """
        self.ensure_one()
        self.check_access("read")
        self._check_revisable()
        waiting = self.search([("previous_id", "=", self.id), ("state", "in", ("draft", "signed"))], limit=1)
        revision = waiting or self._revise()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": revision.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _take_over(self):
        """Let appraisees whose own plan is revised go on with the revision."""
        assigned = self.env["perf.appraisee"].sudo().search([("plan_id", "in", self.sudo().previous_id.ids)])
        following = {plan.previous_id: plan for plan in self.sudo() if plan.previous_id}
        for previous, appraisees in assigned.grouped("plan_id").items():
            appraisees.plan_id = following[previous]

    def _refuse_approve(self):
        refused, in_force = self._refuse_without("approve"), self._in_force()
        for key, plan in self.sudo().filtered(lambda plan: plan.id not in refused)._keyed():
            if in_force.get(key, plan) - plan - plan.previous_id:
                refused[plan.id] = self.env._("there is an approved plan for the same already. Revise that one")
            elif plan.state == "draft" and plan.scope != "category":
                refused[plan.id] = self.env._("the head of the unit has to sign it first")
        return refused

    @api.model
    def _key_of(self, values):
        """Return what a plan with these values is for.

        :param dict values: values of :data:`KEY`, relations as ids; what is missing is empty
        """
        return tuple([values.get(name) or False for name in KEY])

    def _keyed(self):
        """Return the plans, each with what it is for: ``[(key, plan)]``."""
        return [(self._key_of(values), self.browse(values["id"])) for values in self.read(KEY, load=None)]

    def _in_force(self):
        """Return the approved plans of these cycles, by what they are for."""
        plans = self.sudo()
        approved = plans.search(
            [
                ("state", "=", "approved"),
                ("cycle_id", "in", plans.cycle_id.ids),
                ("scope", "in", plans.mapped("scope")),
                ("unit_id", "in", [*plans.unit_id.ids, False]),
            ],
        )
        return dict(approved._keyed())

    def _check_draft(self):
        """Raise when one of the plans is no longer a draft.

        :raise UserError: naming the plan and the way out
        """
        fixed = self.sudo().filtered(lambda plan: plan.state != "draft")
        if fixed:
            raise UserError(
                self.env._(
                    "%s is signed or approved and cannot be changed. Return it to draft, or revise it.",
                    fixed[0].display_name,
                ),
            )

    def _check_complete(self):
        """Raise when a plan cannot bind anybody yet.

        :raise UserError: naming plan, line and way out
        """
        for plan in self:
            if not plan.line_ids:
                raise UserError(self.env._("%s has no lines yet. Add indicators first.", plan.display_name))
        problems = self.line_ids._target_problems()
        if problems:
            raise UserError("\n".join(problems))

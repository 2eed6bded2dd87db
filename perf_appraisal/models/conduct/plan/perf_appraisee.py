from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ....const import KINDS
from ...abstract.rights import AUDITOR, OFFICE, Right, Way


class PerfAppraisee(models.Model):
    """The enrolment of a unit or a person in a cycle."""

    _name = "perf.appraisee"
    _description = "Appraisee"
    _inherit = ["perf.bulk.mixin", "perf.rights.mixin"]
    _order = "kind desc, unit_id, employee_id, id"
    _rec_names_search = ["employee_id.name", "unit_id.name"]
    _check_company_auto = True

    _rights = {
        "answer": Right(ways=(Way("employee_id.user_id"),)),
        "own": Right(ways=(Way(right="answer"), Way("unit_id", "own", when=[("kind", "=", "unit")]))),
        "see": Right(ways=(Way(right="answer"), Way("unit_id", "lead"), OFFICE, AUDITOR)),
        "write": Right(ways=(OFFICE,)),
        "touch": Right(ways=(Way(),), never=("own",)),
    }

    cycle_id = fields.Many2one(
        comodel_name="perf.cycle",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="cycle_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    kind = fields.Selection(selection=KINDS, required=True)
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    category_id = fields.Many2one(
        comodel_name="perf.category",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    scheme_id = fields.Many2one(
        comodel_name="perf.scheme",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
    )
    plan_id = fields.Many2one(
        comodel_name="perf.plan",
        string="Own Plan",
        index="btree_not_null",
        check_company=True,
        help="Set it to use this very plan. Otherwise the plan of person, post, unit or category serves.",
    )
    reviewer_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Assigned Reviewer",
        index="btree_not_null",
        check_company=True,
        help="Set it to let this person review. Otherwise the manager, the head of the section, the leader in charge "
        "or the head of the unit reviews.",
    )
    status = fields.Selection(
        selection=[("active", "Takes Part"), ("no_grade", "Without Grade"), ("excluded", "Left Out")],
        required=True,
        default="active",
    )
    appraisal_ids = fields.One2many(comodel_name="perf.appraisal", inverse_name="appraisee_id", string="Sheets")

    _unit_uniq = models.UniqueIndex(
        "(cycle_id, unit_id) WHERE kind = 'unit'",
        "A unit takes part in a cycle once.",
    )
    _employee_uniq = models.UniqueIndex(
        "(cycle_id, employee_id) WHERE kind = 'employee'",
        "A person takes part in a cycle once.",
    )
    _employee_check = models.Constraint(
        "CHECK((kind = 'employee') = (employee_id IS NOT NULL))",
        "Name the person for a person, and nobody for a unit.",
    )

    # === COMPUTE METHODS === #

    @api.depends("category_id", "cycle_id.scheme_ids.category_ids")
    def _compute_scheme_id(self):
        for appraisee in self:
            schemes = appraisee.cycle_id.scheme_ids.filtered(
                lambda scheme, appraisee=appraisee: (
                    scheme.kind == appraisee.kind and appraisee.category_id in scheme.category_ids
                ),
            )
            appraisee.scheme_id = schemes[:1]

    @api.depends("employee_id.name", "unit_id.name", "cycle_id.name")
    def _compute_display_name(self):
        for appraisee in self:
            who = appraisee.employee_id.sudo().name or appraisee.unit_id.name or ""
            appraisee.display_name = f"{who} · {appraisee.cycle_id.name}" if appraisee.cycle_id else who

    # === ONCHANGE METHODS === #

    @api.onchange("employee_id")
    def _onchange_employee_id(self):
        """Propose what opening a cycle would write for the person."""
        if person := self.employee_id.sudo():
            self.unit_id = person.department_id.perf_unit_id
            self.category_id = person.perf_category_id or person.job_id.perf_category_id

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """Propose what opening a cycle would write for the unit."""
        if self.kind == "unit":
            self.category_id = self.unit_id.perf_category_id

    # === CONSTRAINT METHODS === #

    @api.constrains("reviewer_id", "employee_id")
    def _check_reviewer(self):
        for appraisee in self:
            if appraisee.reviewer_id and appraisee.reviewer_id == appraisee.employee_id:
                raise ValidationError(
                    self.env._("%s cannot review the own sheets. Assign somebody else.", appraisee.display_name),
                )

    # === CRUD METHODS === #

    def _check_access(self, operation):
        """Say in a sentence whose matter it is, where the rule lets nobody decide on his own."""
        result = super()._check_access(operation)
        own = result and operation != "read" and result[0]._holding("own")
        if not own:
            return result
        message = self.env._(
            "%s is your own matter. A colleague of the Performance Office decides on it.", own[0].display_name
        )
        return result[0], lambda: AccessError(message)

    def write(self, vals):
        """Refuse to turn an enrolment with sheets into that of somebody else."""
        if not {"cycle_id", "kind", "employee_id", "unit_id"}.isdisjoint(vals):
            self._check_identity(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_sheets(self):
        kept = self.filtered(lambda appraisee: appraisee.sudo().appraisal_ids)
        if kept:
            raise UserError(
                self.env._("%s has sheets and cannot be deleted. Choose “Left Out” instead.", kept[0].display_name),
            )

    def _check_identity(self, vals):
        """Raise when sheets, and what they posted, would come to belong to somebody else.

        A person may change the unit.

        :param dict vals: values as given to ``write``
        :raise UserError: naming the enrolment and the way out
        """
        for appraisee in self.filtered(lambda appraisee: appraisee.sudo().appraisal_ids):
            fixed = {"cycle_id": appraisee.cycle_id.id, "kind": appraisee.kind, "employee_id": appraisee.employee_id.id}
            if appraisee.kind == "unit":
                fixed["unit_id"] = appraisee.unit_id.id
            if any(vals.get(name, value) != value for name, value in fixed.items()):
                raise UserError(
                    self.env._(
                        "%s has sheets and stays what it is. Enrol the other one as well.", appraisee.display_name
                    ),
                )

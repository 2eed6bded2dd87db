from odoo import api, fields, models
from odoo.exceptions import UserError

#: Columns that follow from the organisation and are never written by anybody.
_DERIVED = frozenset(
    {"perf_unit_id", "perf_leader_user_ids", "perf_coordinator_user_ids", "perf_head_user_ids", "perf_standin_ids"}
)


class HrDepartment(models.Model):
    """A department may be a unit of appraisal, with leaders in charge and an appraisal group."""

    _name = "hr.department"
    _inherit = ["hr.department", "perf.named.mixin"]

    perf_is_unit = fields.Boolean(
        string="Appraised as a Unit",
        help="The unit is appraised itself; people of its sections belong to it.",
    )
    perf_unit_id = fields.Many2one(
        comodel_name="hr.department",
        string="Unit of Appraisal",
        compute="_compute_perf_unit_id",
        store=True,
        recursive=True,
        index=True,
        help="The department itself when it is a unit, else the nearest unit above.",
    )
    perf_category_id = fields.Many2one(
        comodel_name="perf.category",
        string="Appraisal Category",
        index="btree_not_null",
        domain="[('kind', '=', 'unit')]",
        ondelete="restrict",
        check_company=True,
    )
    perf_deputy_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_department_deputy_rel",
        string="Leaders in Charge",
        check_company=True,
    )
    perf_coordinator_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_department_coordinator_rel",
        string="Appraisal Group",
        check_company=True,
    )
    perf_leader_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="perf_department_leader_user_rel",
        string="Accounts that Lead",
        compute="_compute_perf_users",
        store=True,
        recursive=True,
        compute_sudo=True,
        help="Accounts of all who head, deputise or coordinate this department or one above.",
    )
    perf_coordinator_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="perf_department_coordinator_user_rel",
        string="Accounts that Coordinate",
        compute="_compute_perf_users",
        store=True,
        recursive=True,
        compute_sudo=True,
        help="Accounts of the appraisal group of this department or one above.",
    )
    perf_head_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="perf_department_head_user_rel",
        string="Accounts that Head",
        compute="_compute_perf_users",
        store=True,
        recursive=True,
        compute_sudo=True,
        help="Accounts of the heads of this department or one above.",
    )

    # === COMPUTE METHODS === #

    @api.depends("perf_is_unit", "parent_id.perf_unit_id")
    def _compute_perf_unit_id(self):
        for department in self:
            department.perf_unit_id = department if department.perf_is_unit else department.parent_id.perf_unit_id

    @api.depends(
        "company_id",
        "manager_id.active",
        "manager_id.user_id",
        "manager_id.company_id",
        "perf_deputy_ids.active",
        "perf_deputy_ids.user_id",
        "perf_deputy_ids.company_id",
        "perf_coordinator_ids.active",
        "perf_coordinator_ids.user_id",
        "perf_coordinator_ids.company_id",
        "parent_id.perf_leader_user_ids",
        "parent_id.perf_coordinator_user_ids",
        "parent_id.perf_head_user_ids",
    )
    def _compute_perf_users(self):
        for department in self.with_context(active_test=False):
            above = department.parent_id
            heads = department._perf_accounts(department.manager_id)
            leaders = heads | department._perf_accounts(department.perf_deputy_ids)
            coordinators = department._perf_accounts(department.perf_coordinator_ids)
            department.perf_head_user_ids = heads | above.perf_head_user_ids
            department.perf_coordinator_user_ids = coordinators | above.perf_coordinator_user_ids
            department.perf_leader_user_ids = leaders | coordinators | above.perf_leader_user_ids

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse accounts that lead without being head, leader in charge or member of the appraisal group."""
        self._check_perf_derived({name for vals in vals_list for name in vals})
        derived = {f"default_{name}" for name in _DERIVED}
        context = {key: value for key, value in self.env.context.items() if key not in derived}
        return super(HrDepartment, self.with_context(context)).create(vals_list)  # pylint: disable=context-overridden

    def write(self, vals):
        """Refuse accounts that lead without being head, leader in charge or member of the appraisal group."""
        self._check_perf_derived(vals)
        return super().write(vals)

    def _check_perf_derived(self, names):
        """Raise when one of the names is a column that follows from the organisation.

        :param names: names of fields
        :raise UserError: naming the way out
        """
        if not _DERIVED.isdisjoint(names):
            raise UserError(self.env._("Who leads a department follows from its head, leaders and appraisal group."))

    # === HELPERS === #

    def _perf_accounts(self, employees):
        """Return the accounts of the active employees of the department's own company."""
        company = self.company_id
        return employees.filtered(
            lambda employee: employee.active and (not company or employee.company_id == company),
        ).user_id

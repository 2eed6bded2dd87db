from odoo import api, fields, models
from odoo.exceptions import UserError


class PerfUnitSetup(models.TransientModel):
    """Let the Performance Office set a department's part in the appraisal.

    Only HR may write departments; the office sets these columns, and no other, through this dialog.
    """

    _name = "perf.unit.setup"
    _description = "Unit's Part in the Appraisal"
    _inherit = ["hr.mixin"]

    department_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    perf_is_unit = fields.Boolean(
        string="Appraised as a Unit",
        compute="_compute_perf_is_unit",
        store=True,
        readonly=False,
    )
    perf_category_id = fields.Many2one(
        comodel_name="perf.category",
        string="Category",
        compute="_compute_perf_category_id",
        store=True,
        readonly=False,
        domain="[('kind', '=', 'unit')]",
    )
    perf_deputy_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_unit_setup_deputy_rel",
        string="Leaders in Charge",
        compute="_compute_perf_deputy_ids",
        store=True,
        readonly=False,
    )
    perf_coordinator_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_unit_setup_coordinator_rel",
        string="Appraisal Group",
        compute="_compute_perf_coordinator_ids",
        store=True,
        readonly=False,
    )
    manager_id = fields.Many2one(related="department_id.manager_id", string="Head of Unit")
    reason = fields.Char(help="Why leaders in charge or the appraisal group change. It is kept with who led when.")

    # === COMPUTE METHODS === #

    # one for each: of columns that are computed together Odoo leaves all alone as soon as one of them is given

    @api.depends("department_id")
    def _compute_perf_is_unit(self):
        self._take_over("perf_is_unit")

    @api.depends("department_id")
    def _compute_perf_category_id(self):
        self._take_over("perf_category_id")

    @api.depends("department_id")
    def _compute_perf_deputy_ids(self):
        self._take_over("perf_deputy_ids")

    @api.depends("department_id")
    def _compute_perf_coordinator_ids(self):
        self._take_over("perf_coordinator_ids")

    def _take_over(self, name):
        """Begin with what the department has.

        :param str name: name of the field
        """
        for wizard in self:
            wizard[name] = wizard.department_id.sudo()[name]

    # === ACTION METHODS === #

    def action_apply(self):
        """Write the columns on the department.

        :raise AccessError: for a department of another company
        :raise UserError: when people change without a reason, or the user himself is one of them
        """
        self.ensure_one()
        self.department_id.check_access("read")
        department, reason = self.department_id.sudo(), (self.reason or "").strip()
        people = ("perf_deputy_ids", "perf_coordinator_ids")
        if not reason and any(self[name] != department[name] for name in people):
            raise UserError(self.env._("Write down why leaders in charge or the appraisal group change."))
        department.write(
            {
                "perf_change_reason": reason,
                "perf_is_unit": self.perf_is_unit,
                "perf_category_id": self.perf_category_id.id,
                "perf_deputy_ids": [fields.Command.set(self.perf_deputy_ids.ids)],
                "perf_coordinator_ids": [fields.Command.set(self.perf_coordinator_ids.ids)],
            },
        )
        return {"type": "ir.actions.act_window_close"}

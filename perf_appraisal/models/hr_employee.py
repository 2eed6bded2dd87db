from odoo import fields, models


class HrEmployee(models.Model):
    """An employee has a category and sheets."""

    _inherit = "hr.employee"

    perf_category_id = fields.Many2one(
        comodel_name="perf.category",
        string="Appraisal Category",
        domain="[('kind', '=', 'employee')]",
        groups="hr.group_hr_user",
        index="btree_not_null",
        ondelete="restrict",
        help="Overrides the category of the post.",
    )
    perf_host_unit_id = fields.Many2one(
        comodel_name="hr.department",
        string="On Loan to",
        groups="hr.group_hr_user",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
        help="While on loan, the host unit makes, reviews and keeps the person's sheets.",
    )
    perf_host_from = fields.Date(string="On Loan from", groups="hr.group_hr_user")
    perf_host_to = fields.Date(string="On Loan until", groups="hr.group_hr_user")
    perf_appraisal_count = fields.Integer(
        string="Appraisal Sheets",
        compute="_compute_perf_appraisal_count",
        groups="hr.group_hr_user",
    )

    _perf_host_dates = models.Constraint("CHECK(perf_host_from <= perf_host_to)", "A loan cannot end before it begins.")

    # === COMPUTE METHODS === #

    def _compute_perf_appraisal_count(self):
        self.env["perf.appraisal"]._count_of_employees(self)

    # === ACTION METHODS === #

    def action_view_perf_appraisals(self):
        """Open the person's sheets.

        :return: an action dictionary
        """
        return self.env["perf.appraisal"]._action_of_employees(self)

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
    perf_appraisal_count = fields.Integer(
        string="Appraisal Sheets",
        compute="_compute_perf_appraisal_count",
        groups="hr.group_hr_user",
    )

    # === COMPUTE METHODS === #

    def _compute_perf_appraisal_count(self):
        self.env["perf.appraisal"]._count_of_employees(self)

    # === ACTION METHODS === #

    def action_view_perf_appraisals(self):
        """Open the person's sheets.

        :return: an action dictionary
        """
        return self.env["perf.appraisal"]._action_of_employees(self)

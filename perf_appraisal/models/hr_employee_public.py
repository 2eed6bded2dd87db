from odoo import fields, models


class HrEmployeePublic(models.Model):
    """What colleagues see of an employee: the sheets that they may see."""

    _inherit = "hr.employee.public"

    perf_appraisal_count = fields.Integer(string="Appraisal Sheets", compute="_compute_perf_appraisal_count")

    # === COMPUTE METHODS === #

    def _compute_perf_appraisal_count(self):
        self.env["perf.appraisal"]._count_of_employees(self)

    # === ACTION METHODS === #

    def action_view_perf_appraisals(self):
        """Open the person's sheets, as far as the user may see them.

        :return: an action dictionary
        """
        return self.env["perf.appraisal"]._action_of_employees(self)

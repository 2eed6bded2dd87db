from odoo import models
from odoo.fields import Domain


class HrDepartment(models.Model):
    """The sheets of a department and of all below."""

    _name = "hr.department"
    _inherit = ["hr.department", "perf.sheets.mixin"]

    # === COMPUTE METHODS === #

    def _compute_perf_appraisal_count(self):
        groups = self.env["perf.appraisal"]._read_group(self._perf_sheets_domain(), ["department_id"], ["__count"])
        counts = {department.id: count for department, count in groups}
        paths = {department.id: f"/{department.parent_path}" for department, _count in groups}
        for department in self:
            below = f"/{department.id}/"
            department.perf_appraisal_count = sum(count for key, count in counts.items() if below in paths[key])

    # === ACTION METHODS === #

    def action_view_perf_appraisals(self):
        """Open the sheets, period by period."""
        return {**super().action_view_perf_appraisals(), "context": {"search_default_group_period": 1}}

    # === HOOKS === #

    def _perf_sheets_domain(self):
        return Domain("department_id", "child_of", self.ids)

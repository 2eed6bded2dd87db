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

    def action_archive(self):
        """Warn of sheets that a successor has to go on with.

        :return: the action of Odoo, else a notification, else nothing
        """
        gone = self.filtered("active")
        return super().action_archive() or gone._perf_tell_open()

    # === HOOKS === #

    def _perf_sheets_domain(self):
        return Domain("department_id", "child_of", self.ids)

    def _perf_open_sentence(self):
        count = self._perf_count_open(self._perf_sheets_domain()) if self else 0
        if not count:
            return ""
        return self.env._(
            "%s open sheets belong to it: the Performance Office hands them to its successor, under Appraisal ▸ "
            "Configuration ▸ Units.",
            count,
        )

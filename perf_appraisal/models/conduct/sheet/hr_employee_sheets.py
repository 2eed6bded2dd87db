from odoo import fields, models
from odoo.fields import Domain


class HrEmployee(models.Model):
    """The sheets of an employee, for HR."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "perf.sheets.mixin"]

    perf_appraisal_count = fields.Integer(groups="hr.group_hr_user")

    # === ACTION METHODS === #

    def action_archive(self):
        """Warn of sheets that somebody else has to go on with.

        :return: the action of Odoo, else a notification, else nothing
        """
        gone = self.filtered("active")
        return super().action_archive() or gone._perf_tell_open()

    # === HOOKS === #

    def _perf_open_sentence(self):
        own = self._perf_count_open(Domain("employee_id", "in", self.ids))
        waiting = self._perf_count_open(Domain("reviewer_id", "in", self.ids))
        said = []
        if own:
            said.append(
                self.env._(
                    "%s of their own sheets are open: the appraisal group fills them in, or the Performance Office "
                    "excuses them.",
                    own,
                )
            )
        if waiting:
            said.append(
                self.env._(
                    "%s open sheets have them as reviewer: the head of the unit or the Performance Office gives them "
                    "to somebody else, under Appraisal ▸ My Work.",
                    waiting,
                )
            )
        return " ".join(said)

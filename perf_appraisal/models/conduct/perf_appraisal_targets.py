from odoo import models


class PerfAppraisal(models.Model):
    """Sheets hold what is due in their period."""

    _inherit = "perf.appraisal"

    def _open_scores(self, period, plan_ids):
        """Return target and first score of the plan lines, without those that are not due in the period yet.

        :return: tuples ``(plan line id, target, score)``
        """
        rows = super()._open_scores(period, plan_ids)
        lines = self.env["perf.plan.line"].sudo().browse(row[0] for row in rows)
        due = {line.id for line in lines if line._is_due_in(period)}
        return [row for row in rows if row[0] in due]

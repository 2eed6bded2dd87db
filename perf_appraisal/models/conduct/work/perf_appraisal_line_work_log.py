from odoo import api, fields, models


class PerfAppraisalLine(models.Model):
    """How much the person's work log says about a line."""

    _inherit = "perf.appraisal.line"

    work_log_count = fields.Integer(
        string="Log",
        compute="_compute_work_log_count",
        help="Entries of the person's work log about this indicator in the period.",
    )

    # === COMPUTE METHODS === #

    @api.depends("appraisal_id", "indicator_id")
    @api.depends_context("uid")
    def _compute_work_log_count(self):
        counts = self.appraisal_id._work_log_counts()
        for line in self:
            sheet = line.sudo().appraisal_id
            line.work_log_count = counts[sheet.employee_id.id, sheet.period_id.id, line.indicator_id.id]

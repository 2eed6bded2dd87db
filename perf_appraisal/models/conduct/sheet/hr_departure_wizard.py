from odoo import api, fields, models


class HrDepartureWizard(models.TransientModel):
    """Whoever registers a departure reads which sheets are still open."""

    _inherit = "hr.departure.wizard"

    perf_open_sentence = fields.Text(string="Open Sheets", compute="_compute_perf_open_sentence")

    # === COMPUTE METHODS === #

    @api.depends("employee_ids")
    def _compute_perf_open_sentence(self):
        for wizard in self:
            wizard.perf_open_sentence = wizard.employee_ids._origin._perf_open_sentence()

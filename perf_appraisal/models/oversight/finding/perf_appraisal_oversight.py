from odoo import models


class PerfAppraisal(models.Model):
    """What inspections have verified on lines is their final score from the start."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - REVIEWED === #

    def _start_confirmation(self):
        """Start with what was verified where an inspection has verified something."""
        super()._start_confirmation()
        lines = self.env["perf.appraisal.line"].sudo()
        verified = lines.search([("appraisal_id", "in", self.ids), ("verified_reason", "!=", False)])
        verified._apply_verified()

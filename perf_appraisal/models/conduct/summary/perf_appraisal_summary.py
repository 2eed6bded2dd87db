from odoo import models


class PerfAppraisal(models.Model):
    """Opening a quarter makes the summaries of its units."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - OPENING === #

    def _open_finish(self, batch):
        """Make the summaries of the units when a quarter is opened."""
        super()._open_finish(batch)
        self.env["perf.summary"]._make(batch.period_id)

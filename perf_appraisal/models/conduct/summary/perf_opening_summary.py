from odoo import models


class PerfOpening(models.AbstractModel):
    """Opening a quarter makes the summaries of its units."""

    _inherit = "perf.opening"

    # === BUSINESS METHODS - OPENING === #

    def _finish(self, batch):
        """Make the summaries of the units when a quarter is opened."""
        super()._finish(batch)
        self.env["perf.summary"]._make(batch.period_id)

from odoo import models


class PerfBatch(models.Model):
    """The jobs of the conduct stage."""

    _inherit = "perf.batch"

    _jobs = {"open": "perf.opening"}

    # === HELPERS === #

    def _offer(self, remedies):
        """Keep on lines what can be done about those who were left out.

        :param dict remedies: ``{line id: key of a remedy}``
        """
        self.env["perf.batch.line"]._bulk_update(["remedy"], list(remedies.items()))

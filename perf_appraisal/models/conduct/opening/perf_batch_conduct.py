from odoo import models


class PerfBatch(models.Model):
    """The jobs of the conduct stage."""

    _inherit = "perf.batch"

    _jobs = {"open": "perf.opening"}

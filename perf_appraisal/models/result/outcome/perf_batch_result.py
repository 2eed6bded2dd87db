from odoo import fields, models


class PerfBatch(models.Model):
    """The jobs of the result stage."""

    _inherit = "perf.batch"

    _jobs = {"compute": "perf.result.job"}

    job = fields.Selection(selection_add=[("compute", "Compute results")], ondelete={"compute": "cascade"})

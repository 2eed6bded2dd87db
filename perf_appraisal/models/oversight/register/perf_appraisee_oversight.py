from odoo import models


class PerfAppraisee(models.Model):
    """What the register holds about whom is enrolled."""

    _name = "perf.appraisee"
    _inherit = ["perf.appraisee", "perf.registered.mixin"]
    _registered_in = "appraisee_id"

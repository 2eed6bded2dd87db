from odoo import fields, models

from ...abstract.rights import Right, Way


class ResCompany(models.Model):
    """A company knows who stands in for whom."""

    _name = "res.company"
    _inherit = ["res.company", "perf.rights.mixin"]

    _rights = {
        # he confirms all its sheets in place of somebody of the Performance Office
        "confirm": Right(ways=(Way("perf_standin_ids", "act_confirmer_everywhere"),)),
    }

    perf_standin_ids = fields.One2many("perf.standin", "company_id", string="Stand-ins")

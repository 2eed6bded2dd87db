from odoo import fields, models


class ResCompany(models.Model):
    """A company knows who stands in for whom."""

    _inherit = "res.company"

    perf_standin_ids = fields.One2many("perf.standin", "company_id", string="Stand-ins")

from odoo import models


class ResUsers(models.Model):
    """Whoever signed anything keeps the account: it is archived, never deleted."""

    _name = "res.users"
    _inherit = ["res.users", "perf.named.mixin"]

from odoo import api, models
from odoo.fields import Domain

from .perf_standin import IN_FORCE


class PerfRightsMixin(models.AbstractModel):
    """Stand-ins act in the place of others."""

    _inherit = "perf.rights.mixin"

    # === BUSINESS METHODS === #

    @api.model
    def _acts_for_anybody(self):
        standins = self.env["perf.standin"].sudo()
        return bool(standins.search_count(Domain("standin_id.user_id", "=", self.env.uid) & IN_FORCE, limit=1))

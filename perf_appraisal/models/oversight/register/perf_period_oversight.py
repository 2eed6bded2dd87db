from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class PerfPeriod(models.Model):
    """A period stays open while entries of the register wait, or ratings: nothing is posted into a closed one."""

    _inherit = "perf.period"

    # === BUSINESS METHODS === #

    def _check_decided(self):
        super()._check_decided()
        waiting = [("period_id", "in", self.ids), ("state", "in", ("submitted", "notice"))]
        if count := self.env["perf.adjustment"].sudo().search_count(waiting):
            raise UserError(
                self.env._(
                    "%(count)s entries of the register of %(periods)s still wait for a decision. "
                    "Confirm or refuse them first.",
                    count=count,
                    periods=format_list(self.env, self.mapped("display_name")),
                )
            )
        ratings = self.env["perf.rating"].sudo().search([("period_id", "in", self.ids), ("state", "=", "open")])
        if ratings:
            raise UserError(self.env._("Close these ratings first: %s.", format_list(self.env, ratings.mapped("name"))))

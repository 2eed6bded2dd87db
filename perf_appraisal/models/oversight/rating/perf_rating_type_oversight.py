from odoo import models
from odoo.exceptions import UserError


class PerfRatingType(models.Model):
    """What people were asked stays as it was."""

    _inherit = "perf.rating.type"

    def _compute_is_asked(self):
        asked = self.env["perf.rating"].sudo().search([("rating_type_id", "in", self.ids), ("state", "!=", "draft")])
        for kind in self:
            kind.is_asked = kind._origin in asked.rating_type_id

    def _check_not_asked(self):
        super()._check_not_asked()
        asked = (
            self.env["perf.rating"]
            .sudo()
            .search([("rating_type_id", "in", self.ids), ("state", "!=", "draft")], order="id", limit=1)
        )
        if asked:
            raise UserError(
                self.env._(
                    "“%(kind)s” was asked in “%(rating)s”: choices and dimensions stay. Copy it, and change the copy.",
                    kind=asked.rating_type_id.name,
                    rating=asked.name,
                )
            )

from odoo import fields, models


class PerfIndicator(models.Model):
    """An indicator remembers of which year's it is the continuation."""

    _inherit = "perf.indicator"

    origin_id = fields.Many2one(
        comodel_name="perf.indicator",
        string="Last Year's Indicator",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # === BUSINESS METHODS === #

    def _copy_for_next(self, schemes):
        """Copy the indicators with rules and levels into next year's schemes, whatever is not copied yet.

        :param dict schemes: ``{scheme id: id of next year's}``
        :return: the new copies
        """
        present = self.with_context(active_test=False).search(
            [("origin_id", "in", self.ids), ("scheme_id", "in", list(schemes.values()))],
        )
        missing = self - present.origin_id
        return self.create(
            [
                {
                    **vals,
                    "name": indicator.name,
                    "origin_id": indicator.id,
                    "scheme_id": schemes[indicator.scheme_id.id],
                }
                for indicator, vals in zip(missing, missing.copy_data(), strict=True)
            ],
        )

from odoo import fields, models

from ....tools import targets


class PerfIndicator(models.Model):
    """What a plan asks of an indicator: whether its target can be divided, and where it was handed down from."""

    _inherit = "perf.indicator"

    source_indicator_id = fields.Many2one(
        comodel_name="perf.indicator",
        string="Handed Down from",
        index="btree_not_null",
        copy=False,
        check_company=True,
        help="The unit's indicator of which people do their shares under this one.",
    )

    # === BUSINESS METHODS === #

    def _is_rate(self):
        """Return whether the target is a rate, the same in every quarter and for everybody, not an amount to divide."""
        return self.method in ("threshold", "efficacy") or targets.is_rate(self.uom)

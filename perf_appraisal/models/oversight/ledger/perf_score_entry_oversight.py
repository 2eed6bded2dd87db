from odoo import fields, models


class PerfScoreEntry(models.Model):
    """What others found out counts, too: the percent of an inspection, and what a proven finding costs."""

    _inherit = "perf.score.entry"

    kind = fields.Selection(
        selection_add=[("inspection", "Inspection"), ("deduction", "Deduction")],
        ondelete={"inspection": "cascade", "deduction": "cascade"},
    )
    origin = fields.Selection(
        selection=[("inspection", "Inspection")],
        readonly=True,
        index="btree_not_null",
        help="Where a bonus or a deduction comes from: the component of the scheme that counts it follows from this.",
    )

    # === HELPERS === #

    def _reversal(self, reason):
        """Let the reversal count where the entry did."""
        return super()._reversal(reason)._replace(origin=self.origin or None)

from odoo import fields, models

from ....const import ORIGINS


class PerfScoreEntry(models.Model):
    """What others found out counts, too: inspections, proven findings, the register, and ratings."""

    _inherit = "perf.score.entry"

    kind = fields.Selection(
        selection_add=[
            ("inspection", "Inspection"),
            ("bonus", "Bonus"),
            ("deduction", "Deduction"),
            ("veto", "Veto"),
            ("rating", "Rating"),
        ],
        ondelete=dict.fromkeys(("inspection", "bonus", "deduction", "veto", "rating"), "cascade"),
    )
    rating_type_id = fields.Many2one(
        "perf.rating.type", string="Kind of Rating", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    origin = fields.Selection(
        selection=[*ORIGINS, ("inspection", "Inspection")],
        readonly=True,
        index="btree_not_null",
        help="Where a bonus or a deduction comes from: the component of the scheme that counts it follows from this.",
    )

    # === HELPERS === #

    def _reversal(self, reason):
        """Let the reversal count where the entry did."""
        kept = {"origin": self.origin or None, "rating_type_id": self.rating_type_id.id or None}
        return super()._reversal(reason)._replace(**kept)

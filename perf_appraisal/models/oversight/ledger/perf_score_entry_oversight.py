from odoo import fields, models

from ....const import ORIGINS


class PerfScoreEntry(models.Model):
    """What others found out counts, too: inspections, proven findings, and the register of bonuses and deductions."""

    _inherit = "perf.score.entry"

    kind = fields.Selection(
        selection_add=[
            ("inspection", "Inspection"),
            ("bonus", "Bonus"),
            ("deduction", "Deduction"),
            ("veto", "Veto"),
        ],
        ondelete=dict.fromkeys(("inspection", "bonus", "deduction", "veto"), "cascade"),
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
        return super()._reversal(reason)._replace(origin=self.origin or None)

from odoo import fields, models

from ....const import SCORE_DIGITS


class PerfChecklistItem(models.Model):
    """One thing to look at, with what is expected of it."""

    _name = "perf.checklist.item"
    _description = "Check-list Item"
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one("perf.checklist", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Is Checked", required=True)
    standard = fields.Char(help="What is expected.")
    full_points = fields.Float(digits=SCORE_DIGITS, help="Zero: the item is looked at without points.")

    _points_check = models.Constraint("CHECK(full_points >= 0)", "Points of an item cannot be negative.")

    # === BUSINESS METHODS === #

    def _prepare_inspection_items(self):
        """Return the values of the items of an inspection."""
        return [
            {
                "sequence": item.sequence,
                "name": item.name,
                "standard": item.standard,
                "full_points": item.full_points,
            }
            for item in self
        ]

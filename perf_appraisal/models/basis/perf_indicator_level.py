from odoo import api, fields, models

from ...const import SCORE_DIGITS


class PerfIndicatorLevel(models.Model):
    """A level of an indicator and the points it may give."""

    _name = "perf.indicator.level"
    _description = "Indicator Level"
    _inherit = ["perf.indicator.lock.mixin"]
    _order = "indicator_id, sequence, id"

    indicator_id = fields.Many2one(
        comodel_name="perf.indicator",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    min_points = fields.Float(string="Lowest Points", required=True, digits=SCORE_DIGITS)
    max_points = fields.Float(string="Highest Points", required=True, digits=SCORE_DIGITS)

    _range_check = models.Constraint(
        "CHECK(min_points >= 0 AND min_points <= max_points)",
        "The points of a level go from the smaller to the larger, and not below zero.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "min_points", "max_points")
    def _compute_display_name(self):
        for level in self:
            points = f"{level.max_points:g}"
            if level.min_points != level.max_points:
                points = f"{level.min_points:g}–{points}"
            level.display_name = level.name and f"{level.name} ({points})"

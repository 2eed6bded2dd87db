from odoo import api, fields, models

from ....const import SCORE_DIGITS


class PerfPlan(models.Model):
    """What the lines of a plan come to."""

    _inherit = "perf.plan"

    full_points = fields.Char(
        compute="_compute_full_points",
        help="What the lines of one sheet come to. A plan with lines of several frequencies makes several kinds of "
        "sheets: each has a total of its own.",
    )
    full_score = fields.Float(
        string="Full Points of a Sheet",
        digits=SCORE_DIGITS,
        compute="_compute_full_points",
        help="What the lines of the most frequent sheet come to.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.weight", "line_ids.frequency")
    def _compute_full_points(self):
        for plan in self:
            plan.full_points = plan.line_ids._points_text()
            plan.full_score = next(iter(plan.line_ids._sheet_points().values()), 0.0)

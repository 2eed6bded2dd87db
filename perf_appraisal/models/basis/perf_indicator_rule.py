from odoo import api, fields, models

from ...const import RULE_KINDS, SCORE_DIGITS, VALUE_DIGITS


class PerfIndicatorRule(models.Model):
    """A written bonus or deduction rule of an indicator, or a part that adds up to its full points."""

    _name = "perf.indicator.rule"
    _description = "Bonus and Deduction Rule"
    _inherit = ["perf.indicator.lock.mixin"]
    _order = "indicator_id, sequence, id"
    _rec_names_search = ["name", "indicator_id.name"]

    indicator_id = fields.Many2one(
        comodel_name="perf.indicator",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=RULE_KINDS, required=True, default="deduction")
    name = fields.Char(required=True)
    points = fields.Float(
        required=True,
        digits=VALUE_DIGITS,
        help="Points for each occurrence, always positive: the kind says whether they are added or deducted.",
    )
    uom = fields.Char(string="Per", help="What is counted, such as “time”, “case”, “article”.")
    multiplier = fields.Float(
        default=1.0,
        digits=VALUE_DIGITS,
        help="Points lost at a higher level often count double: 2.",
    )
    max_points = fields.Float(
        string="Cap",
        digits=SCORE_DIGITS,
        help="Most points under this rule. Zero means no cap.",
    )
    cap_period = fields.Selection(
        selection=[("result", "Each result"), ("cycle", "Whole cycle")],
        required=True,
        default="result",
    )
    highest_only = fields.Boolean(
        help="Of several claims for one matter only the largest counts.",
    )
    notice_days = fields.Integer()
    leader_points = fields.Float(digits=VALUE_DIGITS)
    person_points = fields.Float(digits=VALUE_DIGITS)
    veto = fields.Selection(
        selection=[
            ("none", "None"),
            ("no_top_grade", "No top grade"),
            ("one_grade_down", "One grade down"),
            ("worst_grade", "Worst grade"),
            ("no_grade", "No grade"),
            ("direct_top", "Top grade at once"),
        ],
        required=True,
        default="none",
    )

    _points_positive = models.Constraint(
        "CHECK(points >= 0 AND multiplier > 0 AND max_points >= 0)",
        "Points and cap of a rule cannot be negative, and its multiplier must be above zero.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "kind", "points", "uom", "indicator_id.name")
    @api.depends_context("perf_whole_rule")
    def _compute_display_name(self):
        signs = {"bonus": "+", "deduction": "−", "part": ""}
        for rule in self:
            amount = f"{signs.get(rule.kind, '')}{rule.points * rule.multiplier:g}"
            per = f"/{rule.uom}" if rule.uom else ""
            name = rule._whole_name() if self.env.context.get("perf_whole_rule") else rule.name
            rule.display_name = rule.name and f"{name} ({amount}{per})"

    # === BUSINESS METHODS === #

    def _whole_name(self):
        """Return the name with that of the indicator before it, where it says something else."""
        indicator = self.indicator_id.name or ""
        return self.name if not indicator or indicator in (self.name or "") else f"{indicator} · {self.name}"

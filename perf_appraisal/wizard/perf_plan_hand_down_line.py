from odoo import api, fields, models

from ..const import PERIOD_KINDS, SCORE_DIGITS, VALUE_DIGITS


class PerfPlanHandDownLine(models.TransientModel):
    """The share of one person in one line of the unit's plan."""

    _name = "perf.plan.hand.down.line"
    _description = "Share of a Person"

    wizard_id = fields.Many2one(comodel_name="perf.plan.hand.down", required=True, ondelete="cascade")
    plan_line_id = fields.Many2one(
        comodel_name="perf.plan.line",
        string="Line",
        required=True,
        ondelete="cascade",
        domain="[('plan_id', '=', parent.plan_id)]",
    )
    employee_id = fields.Many2one(comodel_name="hr.employee", string="Person", required=True, ondelete="cascade")
    frequency = fields.Selection(
        selection=PERIOD_KINDS,
        string="On Sheets of",
        required=True,
        default="month",
        help="The kind of period whose sheets of the person hold the share.",
    )
    share = fields.Float(string="Share (%)", digits=(12, 2), default=100.0)
    points = fields.Float(
        compute="_compute_amounts",
        store=True,
        readonly=False,
        precompute=True,
        digits=SCORE_DIGITS,
    )
    target = fields.Float(
        string="Target of the Year",
        compute="_compute_amounts",
        store=True,
        readonly=False,
        precompute=True,
        digits=VALUE_DIGITS,
    )
    target_month = fields.Float(
        string="Monthly Target",
        compute="_compute_target_month",
        store=True,
        readonly=False,
        precompute=True,
        digits=VALUE_DIGITS,
    )

    # === COMPUTE METHODS === #

    @api.depends("plan_line_id", "share")
    def _compute_amounts(self):
        for row in self:
            line = row.plan_line_id
            part = row.share / 100
            row.points = round(line.weight * part, 2)
            row.target = line._year_target() * (1 if line.indicator_id._is_rate() else part) if line else 0.0

    @api.depends("target", "frequency")
    def _compute_target_month(self):
        for row in self:
            each = row.target if row.plan_line_id.indicator_id._is_rate() else round(row.target / 12, 4)
            row.target_month = each if row.frequency == "month" else 0.0

    # === BUSINESS METHODS === #

    def _prepare_line_values(self):
        """Return the values of the person's plan line that do not depend on the plan."""
        self.ensure_one()
        line = self.plan_line_id
        return {
            "sequence": line.sequence,
            "full_score": self.points,
            "weight": self.points,
            "target_mode": "period" if self.frequency == "month" else line.target_mode,
            "target_value": self.target,
            "target_month": self.target_month if self.frequency == "month" else 0.0,
            "parent_line_id": line.id,
            "superior_indicator_id": line.superior_indicator_id.id,
            "due_date": line.due_date,
        }

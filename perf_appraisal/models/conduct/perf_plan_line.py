from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import MEASURED_METHODS, SCORE_DIGITS, VALUE_DIGITS
from ...tools import scoring


class PerfPlanLine(models.Model):
    """An indicator in a plan, with its points, target and the people who answer for it."""

    _name = "perf.plan.line"
    _description = "Plan Line"
    _inherit = ["hr.mixin", "perf.guard.mixin"]
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one(
        comodel_name="perf.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        comodel_name="perf.indicator",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_register', '=', False)]",
    )
    section_id = fields.Many2one(related="indicator_id.section_id")
    method = fields.Selection(related="indicator_id.method")
    frequency = fields.Selection(related="indicator_id.frequency")
    full_score = fields.Float(
        string="Full Points",
        compute="_compute_from_indicator",
        store=True,
        readonly=False,
        precompute=True,
        digits=SCORE_DIGITS,
    )
    weight = fields.Float(
        compute="_compute_weight",
        store=True,
        readonly=False,
        precompute=True,
        digits=SCORE_DIGITS,
        help="What the line counts in the sheet; usually its full points.",
    )
    target_value = fields.Float(
        string="Target",
        compute="_compute_from_indicator",
        store=True,
        readonly=False,
        precompute=True,
        digits=VALUE_DIGITS,
    )
    target_month = fields.Float(
        string="Monthly Target",
        digits=VALUE_DIGITS,
        help="The target of one month, when it differs from the line's target.",
    )
    standard = fields.Text(
        compute="_compute_from_indicator",
        store=True,
        readonly=False,
        precompute=True,
    )
    responsible_id = fields.Many2one(
        comodel_name="hr.employee",
        index="btree_not_null",
        ondelete="restrict",
    )
    assistant_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_plan_line_assistant_rel",
        string="Assisting",
    )
    due_date = fields.Date()

    _indicator_uniq = models.Constraint(
        "UNIQUE(plan_id, indicator_id)",
        "A plan holds an indicator only once.",
    )
    _points_positive = models.Constraint(
        "CHECK(full_score >= 0 AND weight >= 0)",
        "Points of a plan line cannot be negative.",
    )

    # === COMPUTE METHODS === #

    @api.depends("indicator_id")
    def _compute_from_indicator(self):
        for line in self:
            indicator = line.indicator_id
            line.full_score = indicator.full_score
            line.target_value = indicator.default_target
            line.standard = indicator.standard or indicator.source_text

    @api.depends("full_score")
    def _compute_weight(self):
        for line in self:
            line.weight = line.full_score

    @api.depends("indicator_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.indicator_id.display_name

    # === CONSTRAINT METHODS === #

    @api.constrains("indicator_id", "full_score")
    def _check_indicator(self):
        for line in self:
            if line.indicator_id.is_register or not line.full_score:
                raise ValidationError(
                    self.env._(
                        "“%s” has zero full points: it belongs into the register, not into a plan.",
                        line.indicator_id.display_name,
                    ),
                )

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        super()._guard_create(vals_list)
        plans = self.env["perf.plan"].browse({vals["plan_id"] for vals in vals_list if vals.get("plan_id")})
        plans._check_draft()

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self.plan_id._check_draft()
        if vals.get("plan_id"):
            plan = self.env["perf.plan"].browse(vals["plan_id"])
            plan._check_draft()
            plan.check_access("write")

    def _guard_unlink(self):
        self.plan_id._check_draft()

    # === BUSINESS METHODS === #

    def _target_problems(self):
        """Return a sentence for each line whose target is missing.

        Rule: with a ratio, the efficacy method or steps in percent of the target, and higher being better, a target
        of zero cannot be reached or missed.
        """
        return [
            self.env._(
                "%(plan)s: give “%(line)s” a target above zero.", plan=line.plan_id.display_name, line=line.display_name
            )
            for line in self
            if line.method in MEASURED_METHODS - {"threshold", "efficacy"}
            and line.indicator_id.direction == "higher"
            and not (line.target_month or line.target_value)
        ]

    def _target_in(self, period):
        """Return the target of the line in one period."""
        return self.target_month if period.kind == "month" and self.target_month else self.target_value

    def _empty_score(self, target):
        """Return the points of a sheet line that nobody has filled in yet.

        :param float target: the target in the period
        """
        return scoring.line_score(
            scoring.LineFacts(
                full=scoring.to_decimal(self.full_score),
                value=scoring.to_decimal(0),
                target=scoring.to_decimal(target),
                actual=None,
                **self.indicator_id._engine_parameters(),
            ),
        )

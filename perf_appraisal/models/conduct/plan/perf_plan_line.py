from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from ....const import MEASURED_METHODS, PERIOD_KINDS, SCORE_DIGITS, VALUE_DIGITS
from ....tools import targets
from ...abstract.rights import Right, Way, right_field

#: The targets of the four quarters, in their order.
QUARTERS = ("target_q1", "target_q2", "target_q3", "target_q4")


def _plain(points):
    """Return points as a text, without zeros behind."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


class PerfPlanLine(models.Model):
    """An indicator in a plan, with its points, target and the people who answer for it."""

    _name = "perf.plan.line"
    _description = "Plan Line"
    _inherit = ["hr.mixin", "perf.guard.mixin", "perf.rights.mixin"]
    _order = "plan_id, sequence, id"

    _rights = {
        "work_on": Right(ways=(Way("responsible_id.user_id"), Way("assistant_ids.user_id"))),
        # the lines of plans in force that are one's own, by the plan or by name
        "answer": Right(ways=(Way("plan_id", "answer"), Way("plan_id", "use"), Way(right="work_on"))),
        "see": Right(ways=(Way("plan_id", "see"),)),
        "write": Right(ways=(Way("plan_id", "draft", when=[("plan_id.state", "=", "draft")]),)),
    }

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
    i_answer = right_field("answer", "plan_id", "responsible_id", "assistant_ids")
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
    target_mode = fields.Selection(
        selection=[(targets.PERIOD, "Each period its own"), (targets.CUMULATIVE, "Cumulative")],
        string="Targets Are",
        compute="_compute_target_mode",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Each period its own: the quarters add up to the year. Cumulative: what must be reached by the end of the "
        "quarter, the fourth being the year's target; a rate that must hold all year has four equal targets.",
    )
    target_value = fields.Float(
        string="Target",
        compute="_compute_from_indicator",
        store=True,
        readonly=False,
        precompute=True,
        digits=VALUE_DIGITS,
        help="Of the whole year; the quarters below say how much of it is due when. On a line of monthly sheets it is "
        "the target of each month, unless a monthly target is given; then it is the year's as well.",
    )
    target_month = fields.Float(
        string="Monthly Target",
        digits=VALUE_DIGITS,
        help="The target of one month, when it differs from the line's target. Cumulative: what every month adds.",
    )
    target_q1 = fields.Float(
        string="Q1", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
    )
    target_q2 = fields.Float(
        string="Q2", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
    )
    target_q3 = fields.Float(
        string="Q3", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
    )
    target_q4 = fields.Float(
        string="Q4", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
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
    superior_indicator_id = fields.Many2one(
        comodel_name="perf.superior.indicator",
        index="btree_not_null",
        ondelete="restrict",
        help="The indicator of the region or the city that this line serves.",
    )
    parent_line_id = fields.Many2one(
        comodel_name="perf.plan.line",
        string="Handed Down from",
        index="btree_not_null",
        ondelete="set null",
        help="The line of the unit's plan of which this person does a share.",
    )
    child_ids = fields.One2many(comodel_name="perf.plan.line", inverse_name="parent_line_id", string="Handed Down to")

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
            line.standard = indicator._standard_words() if indicator else False

    @api.depends("indicator_id")
    def _compute_target_mode(self):
        for line in self:
            line.target_mode = targets.CUMULATIVE if line.indicator_id._is_rate() else targets.PERIOD

    @api.depends("indicator_id", "target_mode", "target_value")
    def _compute_quarters(self):
        for line in self:
            split = (0.0, 0.0, 0.0, 0.0)
            if line.frequency != "month":
                split = targets.split_year(line.target_value, line.target_mode, flat=line.indicator_id._is_rate())
            line.target_q1, line.target_q2, line.target_q3, line.target_q4 = map(float, split)

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

    @api.constrains("indicator_id", "plan_id")
    def _check_indicator_fits(self):
        """Let a plan hold only what its kind of appraisee is judged by, and nothing that is another unit's own."""
        for line in self.sudo():
            plan, indicator = line.plan_id, line.indicator_id
            if plan.kind and (indicator.kind != plan.kind or indicator.unit_id - plan.unit_id):
                raise ValidationError(
                    self.env._(
                        "“%(indicator)s” does not fit into the plan %(plan)s: it is for others.",
                        indicator=indicator.display_name,
                        plan=plan.display_name,
                    ),
                )

    @api.constrains(*QUARTERS)  # they follow every change of target and mode
    def _check_quarters(self):
        problems = [problem for line in self if (problem := line._quarter_problem())]
        if problems:
            raise ValidationError("\n".join(problems))

    @api.constrains("parent_line_id", "superior_indicator_id", "plan_id")
    def _check_links(self):
        for line in self.sudo():
            parent, superior = line.parent_line_id.plan_id, line.superior_indicator_id
            plan = line.plan_id
            if parent and (parent.scope, parent.unit_id, parent.cycle_id) != ("unit", plan.unit_id, plan.cycle_id):
                raise ValidationError(
                    self.env._(
                        "“%s”: a line is handed down from the plan of the own unit in the same cycle.",
                        line.display_name,
                    ),
                )
            if superior and (superior.cycle_id != plan.cycle_id or plan.unit_id not in superior._units()):
                raise ValidationError(
                    self.env._(
                        "“%(line)s”: the unit of this plan does not answer for the superior indicator “%(superior)s”.",
                        line=line.display_name,
                        superior=superior.display_name,
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

    def copy_data(self, default=None):
        """Copy the assisting people, too: Odoo leaves out records that the user reads by their public side only."""
        vals_list = super().copy_data(default)
        if "assistant_ids" not in (default or {}):
            for line, vals in zip(self, vals_list, strict=True):
                vals["assistant_ids"] = [Command.set(line.assistant_ids.ids)]
        return vals_list

    # === BUSINESS METHODS === #

    def _sheet_points(self, column="weight"):
        """Return what these lines come to in one sheet of each kind of period: ``{kind: points}``.

        :param str column: ``weight``, which a sheet adds up, or ``full_score``
        """
        kinds = self.grouped("frequency")
        return {kind: sum(kinds[kind].mapped(column)) for kind, _label in PERIOD_KINDS if kind in kinds}

    def _points_text(self, column="weight"):
        """Return what these lines come to in one sheet; of several kinds of sheets, each by its name.

        :param str column: as for :meth:`_sheet_points`
        """
        points = {kind: _plain(value) for kind, value in self._sheet_points(column).items()}
        if len(points) < 2:
            return "".join(points.values()) or "0"
        labels = dict(self.indicator_id._fields["frequency"]._description_selection(self.env))
        return " · ".join(f"{labels[kind]} {value}" for kind, value in points.items())

    def _points_problem(self):
        """Return the sentence on lines that come to other points than their scheme says, or nothing.

        Rule: the lines of each kind of sheet come to the full points of the scheme, or all lines together do.
        """
        full = {_plain(scheme.full_score) for scheme in self.indicator_id.scheme_id}
        points = self._sheet_points()
        found = {_plain(value) for value in points.values()}
        if not full or not found or found <= full or _plain(sum(points.values())) in full:
            return ""
        return self.env._(
            "points of a sheet: %(points)s; the scheme says %(full)s",
            points=self._points_text(),
            full=" / ".join(sorted(full)),
        )

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

    def _quarter_problem(self):
        """Return the sentence on quarters that do not fit the year's target, or nothing."""
        quarters = [self[name] for name in QUARTERS]
        if self.frequency == "month" or not any(quarters):  # not used, or not split
            return ""
        problem = targets.split_problem(self.target_value, self.target_mode, quarters)
        facts = {
            "line": self.indicator_id.display_name,
            "sum": f"{sum(quarters):g}",
            "last": f"{quarters[-1]:g}",
            "target": f"{self.target_value:g}",
            "given": ", ".join(f"{quarter:g}" for quarter in quarters),
        }
        if problem == "sum":
            return self.env._(
                "“%(line)s”: the quarters add up to %(sum)s, the target of the year is %(target)s.", **facts
            )
        if problem == "order":
            return self.env._(
                "“%(line)s”: cumulative targets do not fall from one quarter to the next: %(given)s.", **facts
            )
        if problem == "last":
            return self.env._(
                "“%(line)s”: the cumulative target of the fourth quarter is %(last)s, that of the year %(target)s.",
                **facts,
            )
        return ""

    def _target_in(self, period):
        """Return the target of the line in one period.

        :param period: ``perf.period`` record
        :return: float; in cumulative mode what must be reached by the end of the period
        """
        quarters = (self.target_q1, self.target_q2, self.target_q3, self.target_q4)
        return targets.target_in(
            period.kind, period.number, self.target_mode, self.target_value, self.target_month, quarters
        )

    def _is_due_in(self, period):
        """Return whether anything is to be reached in one period.

        A quarter whose target is 0 in a year with a target is one in which the task has not begun: where higher is
        better there is nothing to miss and nothing to score.

        :param period: ``perf.period`` record
        """
        if self.method not in MEASURED_METHODS - {"threshold", "efficacy"} or self.indicator_id.direction != "higher":
            return True
        return not self.target_value or bool(self._target_in(period))

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import FOCUSES, KINDS, METHODS, PERIOD_KINDS, SCORE_DIGITS, VALUE_DIGITS
from ...tools import notation, scoring

#: What the engine needs to know of an indicator, by the names of ``scoring.LineFacts``.
ENGINE_FIELDS = (
    "ratio_cap",
    "step_size",
    "step_points",
    "step_first_points",
    "loss_cap",
    "threshold_value",
    "low_value",
    "high_value",
    "efficacy_base",
    "bonus_cap",
    "deduction_cap",
)


class PerfIndicator(models.Model):
    """One row of an indicator table, with the rule by which points are given.

    A row that only deducts inside the row above it is no indicator of its own: it is a deduction rule
    (``rule_ids``) of the indicator above, so that the points of a table add up.
    """

    _name = "perf.indicator"
    _description = "Indicator"
    _order = "scheme_id, sequence, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    # Identity
    code = fields.Char(string="No.", index="btree_not_null")
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    origin_id = fields.Many2one(
        comodel_name="perf.indicator",
        string="Last Year's Indicator",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    kind = fields.Selection(
        selection=KINDS,
        compute="_compute_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    # Where it belongs
    scheme_id = fields.Many2one(
        comodel_name="perf.scheme",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The scheme whose indicator table this row is part of.",
    )
    section_id = fields.Many2one(
        comodel_name="perf.indicator.section",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    scope = fields.Selection(
        selection=[("common", "Common"), ("specific", "Unit-specific")],
        required=True,
        default="common",
    )
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        index="btree_not_null",
        check_company=True,
        help="The unit that a unit-specific indicator is meant for.",
    )
    frequency = fields.Selection(
        selection=PERIOD_KINDS,
        required=True,
        default="month",
        help="The kind of period whose sheets hold this indicator.",
    )
    focus = fields.Selection(
        selection=FOCUSES,
        required=True,
        default="none",
    )
    source_level = fields.Selection(
        selection=[("region", "Region"), ("city", "City"), ("county", "County"), ("unit", "Unit")],
        required=True,
        default="county",
        help="The level of government that set the indicator.",
    )
    lead_unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_indicator_lead_unit_rel",
        string="Lead Units",
        check_company=True,
        help="The units that score this indicator on the sheets of other units.",
    )

    # How points are given
    method = fields.Selection(selection=METHODS, required=True, default="judged")
    full_score = fields.Float(string="Full Points", digits=SCORE_DIGITS)
    uom = fields.Char(string="Unit of Measure")
    direction = fields.Selection(
        selection=[("higher", "Higher is better"), ("lower", "Lower is better")],
        required=True,
        default="higher",
    )
    ratio_cap = fields.Float(
        digits=VALUE_DIGITS,
        default=1.0,
        help="At most this many times the full points. 1 means never above full.",
    )
    step_size = fields.Float(digits=VALUE_DIGITS, default=1.0)
    step_points = fields.Float(string="Points per Step", digits=VALUE_DIGITS)
    step_first_points = fields.Float(
        string="Points at Once",
        digits=VALUE_DIGITS,
        help="Deducted as soon as anything is short, before the steps are counted.",
    )
    step_basis = fields.Selection(
        selection=[("absolute", "In units"), ("percent_of_target", "In percent of the target")],
        required=True,
        default="absolute",
    )
    step_rounding = fields.Selection(
        selection=[("floor", "Full steps only"), ("ceil", "Each begun step"), ("proportional", "In proportion")],
        required=True,
        default="floor",
    )
    loss_cap = fields.Float(
        string="Loses at Most",
        digits=SCORE_DIGITS,
        help="Most points that the line loses by missing its target. Zero means no limit but the full points. What is "
        "deducted by rules comes on top.",
    )
    threshold_value = fields.Float(string="Threshold", digits=VALUE_DIGITS)
    low_value = fields.Float(string="Low Mark", digits=VALUE_DIGITS)
    high_value = fields.Float(string="High Mark", digits=VALUE_DIGITS)
    efficacy_base = fields.Float(
        digits=VALUE_DIGITS,
        default=0.6,
        help="Share of the full points that the low mark is worth.",
    )
    bonus_cap = fields.Float(digits=SCORE_DIGITS, help="Most bonus points on one line. Zero means no cap.")
    deduction_cap = fields.Float(digits=SCORE_DIGITS, help="Most deducted points on one line. Zero means no cap.")
    allow_negative = fields.Boolean(string="May Fall below Zero")
    negative_actual = fields.Boolean(
        string="Actual May Be Negative",
        help="For growth rates and balances. Elsewhere a negative actual value is a typing error, and is refused.",
    )
    mandatory = fields.Boolean(help="A failed mandatory line is reported beside the total.")
    evidence_required = fields.Boolean()
    rule_ids = fields.One2many(
        comodel_name="perf.indicator.rule",
        inverse_name="indicator_id",
        string="Rules",
        copy=True,
    )
    level_ids = fields.One2many(
        comodel_name="perf.indicator.level",
        inverse_name="indicator_id",
        string="Levels",
        copy=True,
    )
    default_target = fields.Float(
        string="Usual Target",
        digits=VALUE_DIGITS,
        help="Proposed as the target when the indicator comes into a plan.",
    )

    # What the table said
    standard = fields.Text(help="The scoring standard in words, as printed on the sheet.")
    source_text = fields.Char(string="Original Notation", help="The rule exactly as written in the imported table.")
    note = fields.Char()
    is_register = fields.Boolean(
        string="Register Indicator",
        compute="_compute_is_register",
        store=True,
        help="An indicator with zero full points never becomes a line of a sheet: its rules are applied through the "
        "register of bonuses and deductions.",
    )

    _score_positive = models.Constraint("CHECK(full_score >= 0)", "Full points cannot be negative.")
    _caps_positive = models.Constraint(
        "CHECK(bonus_cap >= 0 AND deduction_cap >= 0)",
        "A cap cannot be negative. Leave it empty for no cap.",
    )

    # === COMPUTE METHODS === #

    @api.depends("scheme_id.kind")
    def _compute_kind(self):
        for indicator in self:
            indicator.kind = indicator.scheme_id.kind or indicator.kind or "unit"

    @api.depends("full_score")
    def _compute_is_register(self):
        for indicator in self:
            indicator.is_register = not indicator.full_score

    @api.depends("code", "name", "version")
    def _compute_display_name(self):
        for indicator in self:
            name = " ".join(filter(None, [indicator.code, indicator.name]))
            indicator.display_name = name if indicator.version <= 1 else f"{name} (v{indicator.version})"

    # === CONSTRAINT METHODS === #

    @api.constrains("kind", "scheme_id")
    def _check_kind(self):
        for indicator in self:
            if indicator.scheme_id and indicator.kind != indicator.scheme_id.kind:
                raise ValidationError(
                    self.env._(
                        "Indicator “%(name)s” must be for the same kind of appraisee as its scheme “%(scheme)s”.",
                        name=indicator.display_name,
                        scheme=indicator.scheme_id.display_name,
                    ),
                )

    @api.constrains(
        "method", "step_size", "low_value", "high_value", "efficacy_base", "level_ids", "full_score", "loss_cap"
    )
    def _check_method(self):
        for indicator in self.filtered("full_score"):
            problem = indicator._method_problem()
            if problem:
                raise ValidationError(
                    self.env._("Indicator “%(name)s”: %(problem)s", name=indicator.display_name, problem=problem),
                )

    def _method_problem(self):
        """Return what is missing for the method to work, or nothing."""
        if self.method == "step" and self.step_size <= 0:
            return self.env._("give a step size above zero.")
        if self.method in scoring.LOSS_METHODS and not 0 <= self.loss_cap <= self.full_score:
            return self.env._("it can lose at most its full points, and not less than none.")
        if self.method == "efficacy" and self.low_value == self.high_value:
            return self.env._("give two different marks, low and high.")
        if self.method == "efficacy" and not 0 <= self.efficacy_base <= 1:
            return self.env._("the low mark is worth a share of the full points between 0 and 1.")
        if any(level.max_points > self.full_score for level in self.level_ids):
            return self.env._("no level may give more than the full points.")
        return ""

    # === ACTION METHODS === #

    def action_new_version(self):
        """Copy the indicator for use from the next plan on, and archive this version.

        :return: an action that opens the copy
        """
        self.ensure_one()
        copy = self.copy({"version": self.version + 1, "name": self.name})
        self.action_archive()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copy.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _check_unlocked(self):
        """Raise when the way an indicator is scored can no longer change. The conduct stage knows its plans."""

    def _engine_parameters(self):
        """Return what the scoring engine needs to know of the indicator.

        :return: keyword arguments of ``scoring.LineFacts``, decimals
        """
        self.ensure_one()
        values = {name: scoring.to_decimal(self[name]) for name in ENGINE_FIELDS}
        values.update(
            method=self.method,
            indicator_full=scoring.to_decimal(self.full_score),
            direction=self.direction,
            step_basis=self.step_basis,
            step_rounding=self.step_rounding,
            allow_negative=self.allow_negative,
        )
        return values

    def _standard_words(self):
        """Return the scoring standard in words: as written, and what the line loses at most where that is not said."""
        self.ensure_one()
        words = self.standard or self.source_text or ""
        limited = self.method in scoring.LOSS_METHODS and self.loss_cap
        if not limited or notation.names_cap(words, scoring.to_decimal(self.loss_cap)):
            return words
        limit = self.env._("At most %g points are lost by missing the target.", self.loss_cap)
        return "\n".join(filter(None, [words, limit]))

    def _copy_for_next(self, schemes):
        """Copy the indicators with rules and levels into next year's schemes, whatever is not copied yet.

        :param dict schemes: ``{scheme id: id of next year's}``
        :return: the new copies
        """
        present = self.with_context(active_test=False).search(
            [("origin_id", "in", self.ids), ("scheme_id", "in", list(schemes.values()))],
        )
        missing = self - present.origin_id
        return self.create(
            [
                {
                    **vals,
                    "name": indicator.name,
                    "origin_id": indicator.id,
                    "scheme_id": schemes[indicator.scheme_id.id],
                }
                for indicator, vals in zip(missing, missing.copy_data(), strict=True)
            ],
        )

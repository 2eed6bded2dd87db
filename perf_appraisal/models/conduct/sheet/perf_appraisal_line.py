from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, float_compare, format_list

from ....const import GIVEN_METHODS, SCORE_DIGITS, VALUE_DIGITS
from ....tools import scoring
from ...abstract.score_field import Score

#: What finishing the review of a line leaves behind: who, when, and in whose place.
REVIEWED = ("reviewed_by_id", "reviewed_on", "reviewed_for_id")

#: Phase → (score, the score before, the column of the reason), for phases that may change a score.
PHASES = {
    "review": ("review_score", "self_score", "review_reason"),
    "final": ("final_score", "review_score", "final_reason"),
}


class PerfAppraisalLine(models.Model):
    """A line of a sheet: one indicator, scored by the person, the leader and the office."""

    _name = "perf.appraisal.line"
    _description = "Sheet Line"
    _inherit = ["perf.seen.mixin", "perf.evidence.mixin", "perf.line.shown"]
    _order = "appraisal_id, sequence, id"

    _phase_fields = {
        "draft": frozenset({"self_value", "actual_value", "level_id", "self_note", "claim_ids", "evidence_ids"}),
        "self_scored": frozenset({"review_value", "review_reason", "assessed", "claim_ids"}),
        "skipped": frozenset({"actual_value", "level_id"}),
        "reviewed": frozenset({"final_score", "final_reason"}),
    }

    # Copied when the sheet is made
    appraisal_id = fields.Many2one("perf.appraisal", string="Sheet", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    unit_id = fields.Many2one("hr.department", required=True, index=True, ondelete="restrict")
    period_id = fields.Many2one("perf.period", required=True, index=True, ondelete="restrict")
    plan_line_id = fields.Many2one("perf.plan.line", required=True, index=True, ondelete="restrict")
    indicator_id = fields.Many2one("perf.indicator", required=True, index=True, ondelete="restrict")
    section_id = fields.Many2one("perf.indicator.section", required=True, ondelete="restrict")
    full_score = fields.Float(string="Full Points", digits=SCORE_DIGITS, required=True)
    weight = fields.Float(digits=SCORE_DIGITS, required=True)
    target_value = fields.Float(string="Target", digits=VALUE_DIGITS)

    # Input
    assessed = fields.Boolean(default=True, help="Off: the line was not assessed in this period.")
    self_value = fields.Float(string="Self", digits=SCORE_DIGITS, help="Points that the person gives.")
    review_value = fields.Float(string="Leader", digits=SCORE_DIGITS, help="Points that the leader gives.")
    actual_value = fields.Float(string="Actual", digits=VALUE_DIGITS, help="What was reached, in the target's unit.")
    level_id = fields.Many2one(
        "perf.indicator.level", domain="[('indicator_id', '=', indicator_id)]", ondelete="restrict"
    )
    self_note = fields.Char(string="Note")
    review_reason = fields.Char(string="Leader's Reason")
    final_reason = fields.Char(string="Office's Reason")
    claim_ids = fields.One2many("perf.claim", "line_id", string="Claims")
    evidence_ids = fields.Many2many(relation="perf_appraisal_line_evidence_rel")

    # Scores
    self_score = Score(compute="_compute_self_score", store=True)
    review_score = Score(string="Leader's Score", compute="_compute_review_score", store=True)
    final_score = Score()
    reviewed_by_id = fields.Many2one("res.users", string="Reviewed by", ondelete="restrict")
    reviewed_on = fields.Datetime()
    change_ids = fields.One2many("perf.score.change", "line_id", string="Changes")

    # At hand while scoring
    method = fields.Selection(related="indicator_id.method")
    standard = fields.Text(related="plan_line_id.standard")
    uom = fields.Char(related="indicator_id.uom")
    loss_cap = fields.Float(related="indicator_id.loss_cap")
    evidence_required = fields.Boolean(related="indicator_id.evidence_required")
    state = fields.Selection(related="appraisal_id.state", string="State of the Sheet")
    previous_score = fields.Float(
        string="Last Time",
        compute="_compute_previous_score",
        digits=SCORE_DIGITS,
        help="Final points of the same indicator in the period before.",
    )
    claim_count = fields.Integer(string="Number of Claims", compute="_compute_claim_count")
    is_changed = fields.Boolean(string="Changed", compute="_compute_is_changed")

    _plan_line_uniq = models.Constraint("UNIQUE(appraisal_id, plan_line_id)", "A sheet holds each line once.")

    # === COMPUTE METHODS === #

    @api.depends(
        "self_value",
        "self_note",
        "actual_value",
        "level_id",
        "claim_ids.rule_id",
        "appraisal_id.line_ids.claim_ids.points",
        "appraisal_id.line_ids.claim_ids.matter",
    )
    def _compute_self_score(self):
        for line in self:
            line.self_score = float(line._engine_score(line.self_value, accepted_only=False))

    @api.depends(
        "review_value",
        "review_reason",
        "actual_value",
        "claim_ids.rule_id",
        "appraisal_id.line_ids.claim_ids.points",
        "appraisal_id.line_ids.claim_ids.matter",
        "appraisal_id.line_ids.claim_ids.accepted",
    )
    def _compute_review_score(self):
        for line in self:
            line.review_score = float(line._engine_score(line.review_value, accepted_only=True))

    def _compute_previous_score(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (l.id) l.id, q.final_score
                  FROM perf_appraisal_line l
                  JOIN perf_appraisal a ON a.id = l.appraisal_id
                  JOIN perf_period p ON p.id = a.period_id
                  JOIN perf_appraisal b ON b.state = 'confirmed' AND b.kind = a.kind AND b.company_id = a.company_id
                   AND (b.employee_id = a.employee_id OR (a.kind = 'unit' AND b.unit_id = a.unit_id))
                  JOIN perf_period o ON o.id = b.period_id AND o.kind = p.kind AND o.date_end < p.date_start
                  JOIN perf_appraisal_line q ON q.appraisal_id = b.id AND q.indicator_id = l.indicator_id
                 WHERE l.id = ANY(%s)
                 ORDER BY l.id, o.date_end DESC
                """,
                list(self._origin.ids),
            ),
        )
        scores = dict(rows)
        for line in self:
            line.previous_score = scores.get(line._origin.id, 0.0)

    @api.depends("claim_ids")
    def _compute_claim_count(self):
        for line in self:
            line.claim_count = len(line.claim_ids)

    @api.depends("self_score", "review_score", "final_score", "state")
    def _compute_is_changed(self):
        for line in self:
            pairs = []
            if line.state != "draft" and not line.sudo().appraisal_id.self_skipped:
                pairs.append((line.self_score, line.review_score))
            if line.state in ("reviewed", "confirmed"):
                pairs.append((line.review_score, line.final_score))
            line.is_changed = any(float_compare(old, new, precision_digits=2) for old, new in pairs)

    @api.depends("indicator_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.indicator_id.display_name

    # === CONSTRAINT METHODS === #

    @api.constrains("self_value", "actual_value", "review_value", "level_id", "final_score", "assessed")
    def _check_range(self):
        for line in self:
            problem = line._range_problem()
            if problem:
                raise ValidationError(
                    self.env._("“%(line)s”: %(problem)s", line=line.indicator_id.display_name, problem=problem),
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep what changes on a sheet that was handed in before; claims, written last, keep their own changes."""
        if "claim_ids" in vals and len(vals) > 1:
            self.write({name: value for name, value in vals.items() if name != "claim_ids"})
            return self.write({"claim_ids": vals["claim_ids"]})
        watched = {"self_value", "actual_value", "level_id", "review_value", "final_score", "assessed"}
        before = {} if watched.isdisjoint(vals) else self._scores()
        result = super().write(vals)
        if before:
            self._log_changes(before)
        return result

    def _guard_create(self, vals_list):
        raise UserError(self.env._("The lines of a sheet come from its plan and cannot be added by hand."))

    def _guard_write(self, vals):
        try:
            self.appraisal_id._check_phase(set(vals), self)
        except UserError:  # of what is not the user's to see he hears nothing
            self._check_readable()
            raise

    def _guard_unlink(self):
        raise UserError(self.env._("The lines of a sheet come from its plan and cannot be deleted."))

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    def _check_readable(self):
        if not self.has_access("read"):
            self.env["perf.appraisal"]._refuse_foreign()

    # === ACTION METHODS === #

    def action_open(self):
        """Open the line in a dialog, with its claims and evidence.

        :return: an action dictionary
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.indicator_id.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("perf_appraisal.perf_appraisal_line_view_form").id, "form")],
            "target": "new",
        }

    # === BUSINESS METHODS - SCORING === #

    def _engine_score(self, given, accepted_only):
        """Return the line's points.

        :param float given: points given, for the methods where somebody gives them
        :param bool accepted_only: whether refused claims count nothing
        :return: decimal
        """
        self.ensure_one()
        if not self.indicator_id:
            return scoring.to_decimal(0)
        return scoring.line_score(
            scoring.LineFacts(
                full=scoring.to_decimal(self.full_score),
                value=scoring.to_decimal(given),
                target=scoring.to_decimal(self.target_value),
                actual=scoring.to_decimal(self.actual_value) if self._is_reported() else None,
                claims=tuple(
                    claim._engine_claim(accepted_only)
                    for claim in self.claim_ids
                    if not claim._is_outdone(accepted_only)
                ),
                **self.indicator_id._engine_parameters(),
            ),
        )

    def _is_reported(self):
        """Return whether an actual value was reported: a zero only with a word beside it."""
        said = self.review_reason if self.sudo().appraisal_id.self_skipped else self.self_note
        return bool(self.actual_value or (said or "").strip())

    def _engine_line(self, column):
        """Return the line as the engine's sheet totals want it.

        :param str column: name of the score
        :return: ``scoring.SheetLine``
        """
        return scoring.SheetLine(
            score=scoring.to_decimal(self[column]),
            full=scoring.to_decimal(self.full_score),
            weight=scoring.to_decimal(self.weight),
            assessed=self.assessed,
        )

    # === BUSINESS METHODS - CHECKS === #

    def _range_problem(self):
        """Return which entered points lie outside their range, or nothing."""
        if not self.assessed and not (self.review_reason or "").strip():
            return self.env._("say why the line is not assessed.")
        if self.method in GIVEN_METHODS:
            if self.level_id and self.level_id.indicator_id != self.indicator_id:
                return self.env._("this level belongs to another indicator.")
            given = {self.env._("self-score"): self.self_value, self.env._("leader's score"): self.review_value}
            for label, value in given.items():
                if not 0 <= value <= self.full_score:
                    return self._outside(label, value, 0.0, self.full_score)
        elif self.actual_value < 0 and not self.indicator_id.negative_actual:
            return self.env._(
                "the actual value %s is negative. If it can be, the Performance Office allows it on the indicator.",
                f"{self.actual_value:g}",
            )
        if self.state == "reviewed":
            low, high = min(0.0, self.review_score), max(self.full_score, self.review_score)
            if not low <= self.final_score <= high:
                return self._outside(self.env._("final score"), self.final_score, low, high)
        return self._level_problem()

    def _outside(self, label, value, low, high):
        """Return the sentence for points outside their range."""
        return self.env._(
            "the %(label)s %(value)s is outside %(low)s to %(high)s.",
            label=label,
            value=f"{value:g}",
            low=f"{low:g}",
            high=f"{high:g}",
        )

    def _level_problem(self):
        """Return whether the points of whoever scores now lie outside their levels, or nothing."""
        if self.method != "level" or not self.level_id:
            return ""
        if self.state == "draft":
            return self._own_level_problem()
        if self.state == "self_scored":
            return self._leader_level_problem()
        return ""

    def _own_level_problem(self):
        """Return whether the self-score lies outside the chosen level, or nothing."""
        low, high = self._level_range(self.level_id)
        if low <= scoring.to_decimal(self.self_value) <= high:
            return ""
        return self.env._(
            "the level “%(level)s” gives %(low)g to %(high)g points.",
            level=self.level_id.name,
            low=low,
            high=high,
        )

    def _leader_level_problem(self):
        """Return whether the leader's score lies outside all levels, or nothing; between two levels it may lie."""
        ranges = [self._level_range(level) for level in self.indicator_id.level_ids]
        lowest, highest = min(low for low, _high in ranges), max(high for _low, high in ranges)
        if lowest <= scoring.to_decimal(self.review_value) <= highest:
            return ""
        return self.env._(
            "the leader's score %(value)s fits none of the levels: %(levels)s.",
            value=f"{self.review_value:g}",
            levels=format_list(self.env, self.indicator_id.level_ids.mapped("display_name")),
        )

    def _level_range(self, level):
        """Return least and most points of a level on this line."""
        return scoring.level_range(
            scoring.to_decimal(level.min_points),
            scoring.to_decimal(level.max_points),
            scoring.to_decimal(self.full_score),
            scoring.to_decimal(self.indicator_id.full_score),
        )

    def _check_submit(self):
        """Raise with everything that is missing before the lines can be handed in.

        :raise UserError: one sentence for each line
        """
        problems = [
            self.env._("%(line)s: %(problem)s", line=line.indicator_id.display_name, problem=problem)
            for line in self
            for problem in line._submit_problems()
        ]
        problems += self.claim_ids._matter_problems().values()
        if problems:
            raise UserError(self.env._("The sheet cannot be submitted yet:") + "\n• " + "\n• ".join(problems))

    def _submit_problems(self):
        """Return what is missing on the line."""
        problems = []
        if not self.is_filled_in:
            problems.append(self._missing_input())
        if self.evidence_required and not (self.evidence_ids or self.claim_ids.evidence_ids):
            problems.append(self.env._("add the evidence that this indicator asks for."))
        return problems

    def _missing_input(self):
        """Return what to enter on a line that is not filled in."""
        if self.input_column == "actual_value":
            return self.env._("fill in the actual value, or say in the note why it is 0.")
        if self.self_value:
            return self.env._("choose the level.")
        return self.env._("give points, or say in the note why it is 0.")

    def _check_reasons(self, phase, sheets=None):
        """Raise when a score was changed without a reason.

        :param str phase: ``review`` or ``final``
        :param sheets: ``perf.appraisal``, all that are finished at once; not given: those of these lines
        :raise UserError: naming each line
        """
        new, old, reason = PHASES[phase]
        asked = self
        if phase == "review":  # without a self-score there is nothing to differ from
            asked = self.filtered(lambda line: not line.self_skipped)
        bare = asked.filtered(
            lambda line: float_compare(line[new], line[old], precision_digits=2) and not (line[reason] or "").strip(),
        )
        if bare:
            raise UserError(
                self.env._(
                    "You changed the score of %s. Write the reason beside it.",
                    bare._listed_names(sheets or self.sudo().appraisal_id),
                ),
            )

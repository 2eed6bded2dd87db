from odoo import api, fields, models
from odoo.tools import float_compare

from ....tools import scoring


class PerfLineShown(models.AbstractModel):
    """What is shown of a line's points: only what somebody gave, with the level to which it belongs.

    Scores start as a plain copy of the ones before, so that nothing has to be typed twice. Until whoever has the sheet
    says anything about a line, its copy is not shown as his.
    """

    _name = "perf.line.shown"
    _description = "Points as Shown"

    _unfinished_fields = {
        "review_given": lambda line: False,
        "current_level_id": lambda line: line.level_id.browse() if line.self_skipped else line.level_id,
    }

    self_given = fields.Boolean(
        string="Self-score Given",
        compute="_compute_given",
        help="Somebody gave a self-score; else its place stays empty.",
    )
    review_given = fields.Boolean(
        string="Leader's Score Given",
        compute="_compute_given",
        help="The leader has said something about the line, or has finished.",
    )
    final_given = fields.Boolean(
        string="Final Score Given",
        compute="_compute_given",
        help="The office has said something about the line, or has confirmed.",
    )
    current_level_id = fields.Many2one(
        comodel_name="perf.indicator.level",
        string="Level of the Points",
        compute="_compute_current_level_id",
        help="The level to which the points that were given last belong; none where they lie between two levels.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "is_filled_in", "claim_count", "is_changed", "state", "reviewed_on", "assessed", "review_reason", "final_reason"
    )
    def _compute_given(self):
        for line in self:
            skipped = line.sudo().appraisal_id.self_skipped
            line.self_given = not skipped and (line.state != "draft" or line._is_self_scored())
            line.review_given = line.state in ("reviewed", "confirmed") or line._is_reviewed(skipped)
            line.final_given = line.state == "confirmed" or line._is_settled()

    @api.depends("level_id", "review_value", "final_score", "review_given", "final_given")
    def _compute_current_level_id(self):
        for line in self:
            line.current_level_id = line._find_level() if line.method == "level" else False

    # === ONCHANGE METHODS === #

    @api.onchange("level_id", "self_value", "review_value")
    def _onchange_points(self):
        """Refuse points outside their range at once, and say which it is; they are given anew, not brought into it."""
        column = {"draft": "self_value", "self_scored": "review_value"}.get(self.state)
        entered = column and self.assessed and self.input_column == "self_value" and self[column]
        problem = self._range_problem() if entered else ""
        if not problem:
            return {}
        self[column] = 0.0 if column == "self_value" else self._origin[column]
        return {"warning": {"title": self.indicator_id.display_name, "message": problem, "type": "notification"}}

    # === HELPERS === #

    def _is_self_scored(self):
        """Return whether anything stands on a draft's line; a deduction is full until something does."""
        return self.is_filled_in and bool(self.input_column or self.claim_count or self.method == "deduction")

    def _is_reviewed(self, skipped):
        """Return whether the leader has said anything about a line that waits for him.

        :param bool skipped: whether he scores it without a self-score
        """
        if self.state != "self_scored":
            return False
        said = self.is_changed or self.reviewed_on or not self.assessed or (self.review_reason or "").strip()
        return bool(said or (skipped and (self._leader_input() if self.input_column else self.claim_count)))

    def _is_settled(self):
        """Return whether the office has said anything about a line that waits for its confirmation."""
        if self.state != "reviewed":
            return False
        changed = float_compare(self.final_score, self.review_score, precision_digits=2)
        return bool(changed or (self.final_reason or "").strip())

    def _find_level(self):
        """Return the level of the points that were given last: that of the person, of the leader, or of the office."""
        if not self.review_given:
            return self.level_id
        settled = self.final_given and float_compare(self.final_score, self.review_score, precision_digits=2)
        fitting = self._fitting_levels(scoring.to_decimal(self.final_score if settled else self.review_value))
        return (self.level_id & fitting) or fitting[:1]

    def _fitting_levels(self, points):
        """Return the levels of the indicator in whose range points lie.

        :param points: decimal, on the line's scale
        """
        levels = self.indicator_id.level_ids
        ranges = {level: self._level_range(level) for level in levels}
        return levels.filtered(lambda level: ranges[level][0] <= points <= ranges[level][1])

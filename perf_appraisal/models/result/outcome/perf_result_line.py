from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....const import VALUE_DIGITS
from ....tools import result as engine
from ....tools import scoring
from ....tools.register import register_total
from ...abstract.rights import Right, Way
from ...abstract.score_field import Known, Score


class PerfResultLine(models.Model):
    """What one component of the scheme gives to a result."""

    _name = "perf.result.line"
    _description = "Component of a Result"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "result_id, sequence, id"

    _rights = {"see": Right(ways=(Way("result_id", "see"),))}

    result_id = fields.Many2one("perf.result", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    component_id = fields.Many2one(
        "perf.scheme.component", required=True, readonly=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True)
    source = fields.Selection(related="component_id.source")
    weight = fields.Float(string="Of Points", digits=(12, 2), readonly=True, aggregator=None)
    raw = Known(
        string="Percent",
        digits=VALUE_DIGITS,
        readonly=True,
        aggregator="avg",
        help="The mean of what it is made of. Empty: nothing of it is known.",
    )
    points = Score(
        string="Points Reached",
        readonly=True,
        aggregator="sum",
        help="The parts add up to the base; bonuses less deductions.",
    )
    note = fields.Char(string="Calculation", compute="_compute_note")

    _component_uniq = models.Constraint("UNIQUE(result_id, component_id)", "A result has each component once.")

    # === COMPUTE METHODS === #

    def _compute_note(self):
        """Write out how the points came about, as a person would."""
        told = self.result_id.sudo()._explained()
        for line in self:
            line.note = told.get((line.result_id.id, line.component_id.id), "")

    def _is_known(self):
        """Return whether anything of the component is known."""
        self.ensure_one()
        return not self._fields["raw"]._is_empty(self)

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Components of a result are computed with it."))

    def _guard_write(self, vals):
        raise UserError(self.env._("Components of a result are computed with it."))

    def _guard_unlink(self):
        raise UserError(self.env._("Components of a result are computed with it."))

    # === ACTION METHODS === #

    def action_view_sources(self):
        """Open what the component is made of: sheets, results, scores of ratings, inspections, or ledger and register.

        :return: an action dictionary; its list holds what the user may see
        """
        self.ensure_one()
        self.check_access("read")
        result = self.result_id
        own = Domain("appraisee_id", "=", result.appraisee_id.id)
        periods = Domain("period_id", "in", result.period_id._inside().ids)
        kind = {"sheet": self.component_id.sheet_kind, "result": self.component_id.child_kind}.get(self.source)
        of_kind = periods & Domain("period_id.kind", "=", kind)
        of_unit = Domain("unit_id", "=", result.unit_id.id)
        action, domain = {
            "sheet": ("perf_appraisal_action", own & of_kind),
            "result": ("perf_result_action", own & of_kind),
            "unit_result": (
                "perf_result_action",
                of_unit & Domain("kind", "=", "unit") & Domain("period_id", "=", result.period_id.id),
            ),
            "rating": (
                "perf_rating_score_action",
                own
                & Domain("rating_id.rating_type_id", "=", self.component_id.rating_type_id.id)
                & Domain("rating_id.period_id", "in", result.period_id._inside().ids),
            ),
            "inspection": ("perf_inspection_action", of_unit & periods),
        }.get(self.source) or self._beside_sources(own, periods)
        opened = self.env["ir.actions.act_window"]._for_xml_id(f"perf_appraisal.{action}")
        return {**opened, "domain": list(domain), "context": {"hierarchical_naming": False}}

    def _beside_sources(self, own, periods):
        """Return action and domain of bonuses and deductions: entries for who reads the ledger, else the register."""
        if self.env["perf.score.entry"].has_access("read"):
            counted = Domain("id", "in", self.result_id.entry_ids.ids)
            origins = Domain("origin", "in", sorted(self.component_id._origins()))
            return "perf_score_entry_action", counted & origins
        return "perf_adjustment_action", own & periods

    # === HELPERS === #

    def _words(self, percents, left):
        """Return how a component of the base came about.

        :param percents: what it is the mean of, decimals in percent
        :param float left: points that are left when those of missing components are shared out
        """
        weight, full = f"{self.weight:g}", f"{self.result_id.full_score:g}"
        if not percents:
            return {
                "reweight": self.env._("Missing: its points are shared out among the others."),
                "zero": self.env._("Missing: it counts as zero."),
                "full": self.env._("Missing: it counts in full."),
            }[self.component_id.missing_policy]
        mean = _percent(engine.mean(percents))
        of_what = mean
        if len(percents) > 1:
            of_what = f"({' + '.join(map(_percent, percents))}) ÷ {len(percents)} = {mean}"
        share = weight if left == self.result_id.full_score else f"{full} × {weight} ÷ {left:g}"
        return f"{of_what} %; {share} × {mean} % = {self.points:.2f}"

    def _words_beside(self, counted):
        """Return what bonuses and deductions came to.

        :param counted: tuples :class:`Counted`
        """
        part = self.component_id
        origins = part._origins()
        own = [one.entry for one in counted if one.is_inside and not one.is_counted and one.origin in origins]
        plain = register_total(own)
        words, alone = [], scoring.ZERO
        for sign, points, cap in (("+", plain.bonus, part.bonus_cap), ("−", plain.deduction, part.deduction_cap)):
            limited = min(points, scoring.to_decimal(cap)) if cap else points
            alone += limited if sign == "+" else -limited
            if points:
                limit = self.env._(", at most %s", f"{cap:.2f}") if cap and points > scoring.to_decimal(cap) else ""
                words.append(f"{sign}{points}{limit}")
        if alone != scoring.to_decimal(self.points):
            words.append(self.env._("with what was counted before and is taken back, or used up a cap"))
        if not words:
            return self.env._("None.")
        return f"{'; '.join(words)} → {signed(self.points, first=True, plus=True)}"


def _percent(value):
    """Return a percent as a person writes it: two places, more only where they are needed."""
    rounded = scoring.round_points(value)
    return f"{rounded}" if rounded == value else f"{value:.4f}"


def signed(points, first=False, plus=False):
    """Return points with the sign that joins them to those before."""
    if points < 0:
        return f"−{-points:.2f}" if first else f"− {-points:.2f}"
    if first:
        return f"+{points:.2f}" if plus else f"{points:.2f}"
    return f"+ {points:.2f}"

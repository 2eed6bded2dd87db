from odoo import api, fields, models

from ....tools import result as engine
from ....tools import scoring
from ....tools.register import register_total


class PerfResult(models.Model):
    """Write out how a result came about, as a person would: of what it counted, whatever came since."""

    _inherit = "perf.result"

    arithmetic = fields.Char(compute="_compute_arithmetic", help="The components added up.")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.points", "total")
    def _compute_arithmetic(self):
        for result in self:
            lines = result.line_ids
            if result._fields["total"]._is_empty(result) or not lines:
                result.arithmetic = ""
                continue
            signed = [_signed(line.points, first=place == 0) for place, line in enumerate(lines)]
            result.arithmetic = f"{' '.join(signed)} = {result.total:.2f}"

    # === BUSINESS METHODS - EXPLAINING === #

    def _explained(self):
        """Return how each component came about: ``{(result id, component id): sentence}``."""
        told = {}
        for period, results in self.grouped("period_id").items():
            facts = self.env["perf.result.facts"].sudo()._read(period, results.appraisee_id.ids, results)
            for result in results:
                left = result._weight_left()
                for line in result.line_ids:
                    part = line.component_id
                    percents = facts.percents.get((result.appraisee_id.id, part.id), ())
                    counted = facts.counted.get(result.appraisee_id.id, ())
                    words = line._words_beside(counted) if part.source == "adjustment" else line._words(percents, left)
                    told[result.id, part.id] = words
        return told

    def _weight_left(self):
        """Return the points that are left when those of missing components are shared out."""
        raws = self.line_ids._fields["raw"]
        return sum(
            line.weight
            for line in self.line_ids
            if line.component_id.missing_policy != "reweight" or not raws._is_empty(line)
        )


class PerfResultLine(models.Model):
    """The sentence that explains a component."""

    _inherit = "perf.result.line"

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
        words = []
        for sign, points, cap in (("+", plain.bonus, part.bonus_cap), ("−", plain.deduction, part.deduction_cap)):
            if points:
                limit = self.env._(", at most %s", f"{cap:.2f}") if cap and points > scoring.to_decimal(cap) else ""
                words.append(f"{sign}{points}{limit}")
        if not words:
            return self.env._("None.")
        return f"{'; '.join(words)} → {_signed(self.points, first=True, plus=True)}"


def _percent(value):
    """Return a percent as a person writes it: two places, more only where they are needed."""
    rounded = scoring.round_points(value)
    return f"{rounded}" if rounded == value else f"{value:.4f}"


def _signed(points, first=False, plus=False):
    """Return points with the sign that joins them to those before."""
    if points < 0:
        return f"−{-points:.2f}" if first else f"− {-points:.2f}"
    if first:
        return f"+{points:.2f}" if plus else f"{points:.2f}"
    return f"+ {points:.2f}"

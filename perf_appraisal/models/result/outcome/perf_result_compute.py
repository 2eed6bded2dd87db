from operator import attrgetter
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ....tools import result as engine
from ....tools import scoring
from ....tools.register import register_share

_in_order = attrgetter("sequence", "id")


class Composition(NamedTuple):
    """What the results of a scheme are made of.

    :param parts: tuples of component id, points and missing policy
    :param beside: tuples of component id, origins, cap of bonuses and of deductions
    :param full: full points
    """

    parts: list
    beside: list
    full: object


class Outcome(NamedTuple):
    """What one result came to: in the engine's words, with the means of its parts and the vetoes that stand."""

    composition: Composition
    found: engine.Result
    raws: list
    vetoes: list


class PerfResult(models.Model):
    """Compute the results of a period: SQL reads, the engine scores, ranks and grades."""

    _inherit = "perf.result"

    # === BUSINESS METHODS - COMPUTING === #

    @api.model
    def _compute_period(self, period):
        """Compute the results of a period from the ledger, units before people; those on notice or final stay.

        :param period: ``perf.period`` record
        :return: number of results
        """
        count = 0
        for kind in ("unit", "employee"):  # what units come to counts for their people
            facts = self.env["perf.result.facts"].sudo()._read(period, self._enrolled(period, kind))
            self._drop_left_out(period, kind, facts.subjects)
            count += self._compute_facts(period, facts)
        return count

    def _compute_facts(self, period, facts):
        """Compute and store the results of units, or of people.

        :param facts: :class:`Facts`
        :return: number of results
        """
        compositions, settled = self._compositions(period, facts), self._settled(period)
        outcomes = {
            subject: self._outcome(subject, facts, compositions[subject.scheme_id])
            for subject in facts.subjects
            if subject.id not in settled
        }
        totals = {subject: settled[subject.id][0] for subject in facts.subjects if subject.id in settled}
        totals.update((subject, outcome.found.total) for subject, outcome in outcomes.items())
        vetoes = {subject.id: outcome.vetoes for subject, outcome in outcomes.items() if outcome.vetoes}
        given = {appraisee: grade for appraisee, (_total, grade) in settled.items()}
        standing = self.env["perf.result.standing"].sudo()
        unmet = standing._unmet(period, outcomes)
        grades = standing._grades(period, totals, vetoes, unmet, given)
        self._keep(period, outcomes, standing._places(totals), grades, unmet)
        return len(outcomes)

    # === HELPERS - COMPUTING === #

    def _enrolled(self, period, kind):
        """Return the ids of the units, or people, of the cycle."""
        rows = self.env.execute_query(
            SQL("SELECT id FROM perf_appraisee WHERE cycle_id = %s AND kind = %s", period.cycle_id.id, kind)
        )
        return [row_id for (row_id,) in rows]

    def _settled(self, period):
        """Return total and grade of the results on notice or final: ``{appraisee id: (total, grade id)}``.

        Others are ranked against these totals, and the grades are given away from the quota.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT appraisee_id, total::text, grade_id FROM perf_result WHERE period_id = %s AND state != 'draft'",
                period.id,
            )
        )
        return {appraisee: (total and scoring.to_decimal(total), grade) for appraisee, total, grade in rows}

    def _unit_grades(self, period):
        """Return the grades of the units in a period: ``{unit id: perf.grade}``."""
        graded = [("period_id", "=", period.id), ("kind", "=", "unit"), ("grade_id", "!=", False)]
        return {
            result.unit_id.id: result.grade_id for result in self.sudo().search_fetch(graded, ["unit_id", "grade_id"])
        }

    def _compositions(self, period, facts):
        """Return what results of the period are made of: ``{scheme id: Composition}``."""
        found = {}
        for scheme in self.env["perf.scheme"].sudo().browse({subject.scheme_id for subject in facts.subjects}):
            components = scheme.component_ids.filtered(lambda part: part.period_kind == period.kind).sorted(_in_order)
            beside = components.filtered(lambda part: part.source == "adjustment")
            decimal = scoring.to_decimal
            found[scheme.id] = Composition(
                [(part.id, decimal(part.weight), part.missing_policy) for part in components - beside],
                [(part.id, part._origins(), decimal(part.bonus_cap), decimal(part.deduction_cap)) for part in beside],
                decimal(scheme.full_score),
            )
        return found

    @api.model
    def _outcome(self, subject, facts, composition):
        """Return what somebody came to.

        :param subject: :class:`Subject`
        :param facts: :class:`Facts`
        :param composition: :class:`Composition`
        :return: :class:`Outcome`
        """
        raws = [engine.mean(facts.percents.get((subject.id, part), ())) for part, *_rest in composition.parts]
        counted = facts.counted.get(subject.id, ())
        found = engine.result(
            [
                engine.Component(weight, raw, policy)
                for (_part, weight, policy), raw in zip(composition.parts, raws, strict=True)
            ],
            [self._adjustment(counted, *rest) for _part, *rest in composition.beside],
            composition.full,
        )
        return Outcome(composition, found, raws, self._standing_vetoes(counted))

    @staticmethod
    def _adjustment(counted, origins, bonus_cap, deduction_cap):
        """Return the bonuses and deductions that one component counts.

        :param counted: tuples :class:`Counted`
        """
        taken = [one for one in counted if one.origin in origins]
        own = [one.entry for one in taken if one.is_inside and not one.is_counted]
        before = [one.entry for one in taken if not one.is_inside or one.is_counted]
        share = register_share(own, before, bonus_cap, deduction_cap) if own else engine.Adjustment()
        return engine.Adjustment(share.bonus, share.deduction)

    @staticmethod
    def _standing_vetoes(counted):
        """Return the vetoes of rules whose entries stand in the period."""
        taken_back = {one.entry.reverses for one in counted}
        return [
            one.veto
            for one in counted
            if one.veto != "none"
            and one.is_inside
            and one.entry.reverses is None
            and one.entry.number not in taken_back
        ]

from datetime import UTC, datetime
from operator import attrgetter

from odoo import models
from odoo.tools import SQL

from ....tools import scoring
from .perf_result import BEFORE
from .perf_result_facts_subjects import KEPT
from .perf_result_standing import VETOES

#: Columns of a result that computing writes, in the order in which they are made.
_COMPUTED = (
    *("appraisee_id", "period_id", "cycle_id", "company_id", "kind", "employee_id", *KEPT, "ranking_group"),
    *("full_score", "base", "bonus", "deduction", "total"),
    *("percent", "rank", "rank_of", "previous_rank", "rank_change", "proposed_grade_id", "grade_id"),
    *("previous_grade_id", "standard_met", "veto", "acknowledged", "state", "computed_on", "changed_on"),
)

#: Those with which whatever rests on a result changes.
_TELLING = ("base", "total", "grade_id", "unit_id")

#: Those on which people decide, and while they are kept.
_DECIDED = ("grade_id", "standard_met")
_STANDS = SQL(
    "(perf_result.calibration_id IS NOT NULL"
    " AND perf_result.proposed_grade_id IS NOT DISTINCT FROM excluded.proposed_grade_id)"
)

_kept = attrgetter(*KEPT)

#: Columns of a component that computing writes.
_LINE = ("result_id", "component_id", "company_id", "sequence", "weight", "raw", "points")


class PerfResult(models.Model):
    """Keep what was computed: results, their components and what they count, each in one statement."""

    _inherit = "perf.result"

    # === HELPERS - KEEPING === #

    def _keep(self, period, outcomes, places, grades, unmet):
        """Write results; those on notice or final stay as they are.

        :param period: ``perf.period`` record
        :param dict outcomes: ``{Subject: Outcome}``
        :param dict places: ``{appraisee id: (place, number)}``
        :param dict grades: ``{appraisee id: perf.grade}``
        :param dict unmet: ``{appraisee id: perf.grade}`` whose conditions are not met
        """
        earlier, now = self._earlier(period), datetime.now(UTC).replace(tzinfo=None)  # what comes later is later
        common = (period.id, period.cycle_id.id, period.company_id.id)
        rows = [
            (
                subject.id,
                *common,
                *self._whose(subject),
                *self._points(outcome),
                *self._standing(subject, places, grades, earlier),
                min(outcome.vetoes, key=VETOES.index, default=None),
                *("no", "draft", now, now),
            )
            for subject, outcome in outcomes.items()
        ]
        self.sudo()._scored()._bulk_insert(list(_COMPUTED), rows, on_conflict=_unless_settled())
        self.env["perf.result.shift"].sudo()._drop_overtaken(period)
        self._keep_parts(period, outcomes, unmet)

    def _keep_parts(self, period, outcomes, unmet):
        """Write the components of the results that are not settled, which entries they count, and what they lack."""
        subjects = {subject.id for subject in outcomes}
        drafts = SQL("SELECT appraisee_id, id FROM perf_result WHERE period_id = %s AND state = 'draft'", period.id)
        ids = {appraisee: row_id for appraisee, row_id in self.env.execute_query(drafts) if appraisee in subjects}
        rows = [
            (ids[subject.id], line[0], period.company_id.id, *line[1:])
            for subject, outcome in outcomes.items()
            if subject.id in ids
            for line in self._line_rows(outcome)
        ]
        lines = self.env["perf.result.line"].sudo()
        self._drop_parts_of_other_schemes(list(ids.values()))
        lines._scored()._bulk_insert(
            list(_LINE), rows, on_conflict=SQL("(result_id, component_id) DO UPDATE SET %s", _taken(_LINE[3:]))
        )
        self.sudo()._bulk_link(
            "entry_ids",
            SQL(
                "SELECT r.id, e.id FROM perf_result r JOIN perf_score_entry e ON e.appraisee_id = r.appraisee_id"
                " WHERE r.period_id = %s AND r.state = 'draft' AND e.period_id = ANY(%s) AND r.id = ANY(%s)",
                period.id,
                period._inside().ids,
                [row[0] for row in rows],
            ),
        )
        self._keep_unmet({ids[key]: grades for key, grades in unmet.items() if key in ids}, list(ids.values()))

    def _keep_unmet(self, unmet, result_ids):
        """Write which grades were not given as something was missing beside points: so it is told when it is final.

        :param dict unmet: ``{result id: perf.grade}``
        :param list result_ids: all that were computed
        """
        self.env.cr.execute(
            SQL("DELETE FROM perf_result_unmet_rel WHERE result_id = ANY(%s)", result_ids), log_exceptions=False
        )
        pairs = [(result, grade) for result, grades in unmet.items() for grade in grades.ids]
        results, grades = zip(*pairs, strict=True) if pairs else ((), ())
        self.sudo()._bulk_link(
            "unmet_grade_ids", SQL("SELECT * FROM unnest(%s::int[], %s::int[])", list(results), list(grades))
        )

    def _drop_left_out(self, period, kind, subjects):
        """Delete the drafts of those who were left out since; a result that was on notice or moved stays on record.

        :param period: ``perf.period`` record
        :param str kind: of whom the subjects are
        :param list subjects: of :class:`Subject`: all who have a result
        """
        self.env.cr.execute(
            SQL(
                "DELETE FROM perf_result r WHERE r.period_id = %s AND r.kind = %s AND r.state = 'draft'"
                " AND r.appraisee_id != ALL(%s)"
                " AND NOT EXISTS (SELECT 1 FROM perf_result_shift s WHERE s.result_id = r.id)"
                " AND NOT EXISTS (SELECT 1 FROM perf_notice_line l WHERE l.result_id = r.id)",
                period.id,
                kind,
                [subject.id for subject in subjects],
            )
        )
        if self.env.cr.rowcount:
            self.env.invalidate_all()

    def _drop_parts_of_other_schemes(self, result_ids):
        """Delete the components of results that were computed by another scheme before."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM perf_result_line l USING perf_result r, perf_scheme_component c"
                " WHERE r.id = ANY(%s) AND l.result_id = r.id AND c.id = l.component_id AND c.scheme_id != r.scheme_id",
                result_ids,
            )
        )

    @staticmethod
    def _whose(subject):
        """Return the columns of a result that say whose it is, and among whom he is compared."""
        return (subject.kind, subject.employee_id, *_kept(subject), subject.group)

    @staticmethod
    def _points(outcome):
        """Return the columns of a result that hold its points."""
        found = outcome.found
        bonus, deduction = sum(found.bonuses, scoring.ZERO), sum(found.deductions, scoring.ZERO)
        return outcome.composition.full, found.base, bonus, deduction, found.total, found.percent

    @staticmethod
    def _standing(subject, places, grades, earlier):
        """Return the columns of a result that hold its place and its grade, before and now."""
        place, number = places.get(subject.id, (None, None))
        before, grade_before = earlier.get((subject.kind, subject.employee_id or subject.unit_id), (None, None))
        gained = before - place if before and place else None
        grade = grades.get(subject.id)
        grade_id = grade.id if grade else None
        return place, number, before, gained, grade_id, grade_id, grade_before, bool(grade and grade.standard_met)

    @staticmethod
    def _line_rows(outcome):
        """Return what each component gives: tuples of component, sequence, weight, mean and points."""
        composition, found = outcome.composition, outcome.found
        rows = [
            (part, weight, raw, points)
            for (part, weight, _policy), raw, points in zip(composition.parts, outcome.raws, found.points, strict=True)
        ]
        rows += [
            (part, 0, None, bonus - deduction)
            for (part, *_rest), bonus, deduction in zip(
                composition.beside, found.bonuses, found.deductions, strict=True
            )
        ]
        return [(row[0], place, *row[1:]) for place, row in enumerate(rows, 1)]

    def _earlier(self, period):
        """Return place and grade in the period of the same kind before: ``{(kind, unit or person id): …}``.

        Rule: of results that are not on notice yet nobody learns anything, by later ones neither.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.kind, COALESCE(r.employee_id, a.unit_id), r.rank, r.grade_id
                  FROM perf_result r
                  JOIN perf_appraisee a ON a.id = r.appraisee_id
                  JOIN perf_period q ON q.id = %s
                 WHERE r.state != 'draft' AND r.period_id = %s
                """,
                period.id,
                BEFORE,
            )
        )
        return {(kind, who): rest for kind, who, *rest in rows}


def _unless_settled():
    """Return what happens to a result that is there: computed anew, unless it is on notice or final.

    A grade that was moved or decided on by hand stays as long as the same grade is proposed.
    """
    names = [name for name in _COMPUTED if name not in ("appraisee_id", "period_id", "state", "changed_on", *_DECIDED)]
    same = SQL(", ").join(SQL.identifier("perf_result", name) for name in _TELLING)
    new = SQL(", ").join(_decided(name) if name in _DECIDED else SQL.identifier("excluded", name) for name in _TELLING)
    return SQL(
        "(appraisee_id, period_id) DO UPDATE SET %s, %s, calibration_id = CASE WHEN %s THEN perf_result.calibration_id"
        " END, changed_on = CASE WHEN (%s) IS DISTINCT FROM (%s) THEN excluded.changed_on ELSE perf_result.changed_on"
        " END WHERE %s",
        _taken(names),
        SQL(", ").join(SQL("%s = %s", SQL.identifier(name), _decided(name)) for name in _DECIDED),
        _STANDS,
        same,
        new,
        SQL("perf_result.state = 'draft'"),
    )


def _decided(name):
    """Return what a column becomes that people decide on: as it is while their decision stands."""
    return SQL(
        "CASE WHEN %s THEN %s ELSE %s END",
        _STANDS,
        SQL.identifier("perf_result", name),
        SQL.identifier("excluded", name),
    )


def _taken(names):
    """Return the assignments that take the new values of columns."""
    return SQL(", ").join(SQL("%s = excluded.%s", SQL.identifier(name), SQL.identifier(name)) for name in names)

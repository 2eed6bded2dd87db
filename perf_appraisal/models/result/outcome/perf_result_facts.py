from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ....tools.decimals import to_decimal
from ....tools.register import Entry
from ....tools.scoring_sheet import sheet_percent
from ...abstract.perf_bulk_mixin import flush_tables

#: Points repeat: each text is made a decimal once.
_decimal = lru_cache(maxsize=8192)(to_decimal)


class Counted(NamedTuple):
    """An entry of the register or of a finding, as the engine wants it, and what else a result asks.

    :param is_inside: it is one of the period, or of one inside it
    :param is_counted: a shorter result, of whose total this one is made, has counted it
    """

    entry: Entry
    origin: str
    veto: str
    is_inside: bool
    is_counted: bool


class Facts(NamedTuple):
    """What results of a period rest on.

    :param subjects: list of :class:`Subject`
    :param percents: ``{(appraisee id, component id): [percent]}`` of sheets, results, ratings and inspections
    :param counted: ``{appraisee id: [Counted]}`` of bonuses, deductions and vetoes
    """

    subjects: list
    percents: dict
    counted: dict


class PerfResultFacts(models.AbstractModel):
    """Read what results rest on, in a constant number of queries: no right is asked, no record loaded."""

    _name = "perf.result.facts"
    _description = "What Results Rest on"

    # === BUSINESS METHODS === #

    @api.model
    def _read(self, period, appraisee_ids, results=None):
        """Return what the results of a period rest on.

        :param period: ``perf.period`` record
        :param list appraisee_ids: only of these
        :param results: ``perf.result`` recordset: only entries that these have counted, to explain them
        :return: :class:`Facts`
        """
        self._flush()
        inside, whose = period._inside(), self._whose(period, appraisee_ids)
        of_entries = whose
        if results is not None:
            counted = SQL("e.id IN (SELECT entry_id FROM perf_result_entry_rel WHERE result_id = ANY(%s))", results.ids)
            of_entries = SQL("%s AND %s", whose, counted)
        subjects = self._read_subjects(period, inside, whose)
        percents = defaultdict(list)
        for query in (
            self._query_sheets(period, inside, of_entries),
            self._query_documents(period, inside, of_entries),
            self._query_results(period, inside, whose),
            self._query_unit_results(period, subjects),
        ):
            for appraisee, component, values in self.env.execute_query(query):
                percents[appraisee, component] += map(self._percent, values)
        counted = self._read_counted(period, inside, of_entries)
        return Facts(subjects, percents, counted)

    @staticmethod
    def _percent(values):
        """Return a percent of what a query gives: points, full points, and what a sheet may go above them; as text."""
        score, full, cap = map(_decimal, values)
        return sheet_percent(score, full, cap)

    # === HELPERS === #

    def _flush(self):
        """Bring what is still in memory to the database."""
        flush_tables(self.env, "perf.appraisee", "perf.appraisal", "perf.period", "perf.result", "perf.leadership")
        flush_tables(self.env, "perf.scheme", "perf.scheme.component", "perf.indicator.rule", "perf.no_grade.reason")
        flush_tables(self.env, "perf.sanction", "hr.version", "hr.employee", "hr.department")

    @staticmethod
    def _whose(period, appraisee_ids):
        """Return the condition on the enrolments, by the alias ``a``, of which something is read."""
        return SQL("a.cycle_id = %s AND a.id = ANY(%s)", period.cycle_id.id, list(appraisee_ids))

    def _query_sheets(self, period, inside, whose):
        """Return the query of the sheets: rows of appraisee, component, and one triple for each sheet."""
        return SQL(
            """
            SELECT v.appraisee_id, v.component_id,
                   array_agg(ARRAY[v.score::text, v.whole::text, v.cap::text] ORDER BY v.period_id)
              FROM (SELECT e.appraisee_id, c.id AS component_id, e.res_id, min(e.period_id) AS period_id,
                           sum(CASE c.sheet_value WHEN 'self' THEN e.self_points
                                                  WHEN 'review' THEN e.review_points ELSE e.points END) AS score,
                           sum(e.full_points) AS whole, min(s.sheet_bonus_cap) AS cap
                      FROM perf_appraisee a
                      JOIN perf_scheme s ON s.id = a.scheme_id
                      JOIN perf_scheme_component c
                        ON c.scheme_id = s.id AND c.period_kind = %(kind)s AND c.source = 'sheet'
                      JOIN perf_period p ON p.id = ANY(%(inside)s) AND p.kind = c.sheet_kind
                      JOIN perf_score_entry e
                        ON e.appraisee_id = a.id AND e.period_id = p.id AND e.kind = 'sheet'
                     WHERE %(whose)s
                       AND (NOT EXISTS (SELECT 1 FROM perf_scheme_component_section_rel x
                                         WHERE x.perf_scheme_component_id = c.id)
                            OR e.section_id IN (SELECT x.perf_indicator_section_id
                                                  FROM perf_scheme_component_section_rel x
                                                 WHERE x.perf_scheme_component_id = c.id))
                  GROUP BY e.appraisee_id, c.id, e.res_id
                    HAVING sum(e.full_points) > 0) v
          GROUP BY v.appraisee_id, v.component_id
            """,
            kind=period.kind,
            inside=inside.ids,
            whose=whose,
        )

    def _query_documents(self, period, inside, whose):
        """Return the query of ratings and inspections, each in percent: as :meth:`_query_sheets`."""
        return SQL(
            """
            SELECT v.appraisee_id, v.component_id, array_agg(ARRAY[v.score::text, '100', '0'] ORDER BY v.res_id)
              FROM (SELECT e.appraisee_id, c.id AS component_id, e.res_id, sum(e.points) AS score
                      FROM perf_appraisee a
                      JOIN perf_scheme_component c
                        ON c.scheme_id = a.scheme_id AND c.period_kind = %(kind)s
                           AND c.source IN ('rating', 'inspection')
                      JOIN perf_score_entry e
                        ON e.appraisee_id = a.id AND e.period_id = ANY(%(inside)s) AND e.kind = c.source
                     WHERE %(whose)s AND (c.source = 'inspection' OR e.rating_type_id = c.rating_type_id)
                  GROUP BY e.appraisee_id, c.id, e.res_id
                    HAVING sum(CASE WHEN e.reversal_of_id IS NULL THEN 1 ELSE -1 END) > 0) v
          GROUP BY v.appraisee_id, v.component_id
            """,
            kind=period.kind,
            inside=inside.ids,
            whose=whose,
        )

    def _query_results(self, period, inside, whose):
        """Return the query of the shorter results: as :meth:`_query_sheets`."""
        return SQL(
            """
            SELECT r.appraisee_id, c.id,
                   array_agg(ARRAY[(CASE c.child_value WHEN 'base' THEN r.base ELSE r.total END)::text,
                                   r.full_score::text, '0'] ORDER BY p.date_start)
              FROM perf_appraisee a
              JOIN perf_scheme_component c
                ON c.scheme_id = a.scheme_id AND c.period_kind = %(kind)s AND c.source = 'result'
              JOIN perf_period p ON p.id = ANY(%(inside)s) AND p.kind = c.child_kind
              JOIN perf_result r ON r.appraisee_id = a.id AND r.period_id = p.id
             WHERE %(whose)s AND r.base IS NOT NULL
          GROUP BY r.appraisee_id, c.id
            """,
            kind=period.kind,
            inside=inside.ids,
            whose=whose,
        )

    def _query_unit_results(self, period, subjects):
        """Return the query of the results of people's units, where they are ranked: as :meth:`_query_sheets`.

        :param list subjects: of :class:`Subject`
        """
        return SQL(
            """
            SELECT a.id, c.id, ARRAY[ARRAY[r.total::text, r.full_score::text, '0']]
              FROM unnest(%(ids)s::int[], %(schemes)s::int[], %(units)s::int[]) AS a(id, scheme_id, unit_id)
              JOIN perf_scheme_component c
                ON c.scheme_id = a.scheme_id AND c.period_kind = %(kind)s AND c.source = 'unit_result'
              JOIN perf_result r ON r.period_id = %(period)s AND r.kind = 'unit' AND r.unit_id = a.unit_id
             WHERE r.base IS NOT NULL
            """,
            ids=[subject.id for subject in subjects],
            schemes=[subject.scheme_id for subject in subjects],
            units=[subject.unit_id for subject in subjects],
            kind=period.kind,
            period=period.id,
        )

    def _read_counted(self, period, inside, whose):
        """Return bonuses, deductions and vetoes of the period and of what came before in its cycle.

        What shorter results have counted in the total that this one takes came before, too.

        :return: ``{appraisee id: [Counted]}``
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.appraisee_id, e.id, e.kind, e.points::text, COALESCE(e.rule_id, 0), e.period_id,
                       COALESCE(e.matter, ''), COALESCE(u.highest_only, false), COALESCE(u.max_points, 0)::text,
                       COALESCE(u.cap_period, 'result'), e.reversal_of_id, COALESCE(e.origin, 'register'),
                       COALESCE(u.veto, 'none'),
                       e.period_id = ANY(%(inside)s),
                       EXISTS (SELECT 1 FROM perf_scheme_component c
                                 JOIN perf_period p ON p.id = ANY(%(inside)s) AND p.kind = c.child_kind
                                 JOIN perf_result r ON r.appraisee_id = a.id AND r.period_id = p.id
                                 JOIN perf_result_entry_rel x ON x.result_id = r.id AND x.entry_id = e.id
                                WHERE c.scheme_id = a.scheme_id AND c.period_kind = %(kind)s
                                  AND c.source = 'result' AND c.child_value = 'total' AND r.base IS NOT NULL)
                  FROM perf_appraisee a
                  JOIN perf_score_entry e ON e.appraisee_id = a.id
                  JOIN perf_period q
                    ON q.id = e.period_id AND (q.id = ANY(%(inside)s) OR q.date_end < %(start)s)
             LEFT JOIN perf_indicator_rule u ON u.id = e.rule_id
                 WHERE %(whose)s AND e.kind IN ('bonus', 'deduction', 'veto')
              ORDER BY e.id
                """,
                inside=inside.ids,
                kind=period.kind,
                start=period.date_start,
                whose=whose,
            )
        )
        counted = defaultdict(list)
        for appraisee, number, kind, points, rule, of_period, matter, highest, most, cap, back, *rest in rows:
            entry = Entry(
                number, kind, _decimal(points), rule, of_period, matter, highest, _decimal(most), cap, reverses=back
            )
            counted[appraisee].append(Counted(entry, *rest))
        return counted

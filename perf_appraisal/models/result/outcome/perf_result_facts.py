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


class Subject(NamedTuple):
    """Whose result it is, and among whom he is compared.

    :param in_quota: he counts among those who should take part
    :param is_barred: a sanction, an admonition or an investigation is open at the end of the period
    """

    id: int
    kind: str
    scheme_id: int
    category_id: int | None
    unit_id: int
    employee_id: int | None
    is_head: bool
    no_grade: bool
    no_grade_reason_id: int | None
    in_quota: bool
    is_barred: bool

    @property
    def group(self):
        """Return with whom he is compared: whoever has the same.

        Rule: units inside their category, heads of units inside theirs over all units, people inside unit and category.
        """
        category = self.category_id or 0
        if self.kind == "unit":
            return f"unit-{category}"
        return f"head-{category}" if self.is_head else f"staff-{self.unit_id}-{category}"


#: What of a subject may change: kept with his result, which is out of date once it differs.
KEPT = ("scheme_id", "category_id", "unit_id", "is_head", "no_grade", "no_grade_reason_id", "in_quota", "is_barred")


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

    @api.model
    def _subjects(self, period, appraisee_ids):
        """Return those of whom anything is known in the period: list of :class:`Subject`.

        :param period: ``perf.period`` record
        :param list appraisee_ids: only of these
        """
        self._flush()
        return self._read_subjects(period, period._inside(), self._whose(period, appraisee_ids))

    @api.model
    def _absent(self, period, kinds):
        """Return those who should take part though nothing is known of them in the period: list of :class:`Subject`.

        Rule: who was enrolled by its end and is still there counts for quotas, with or without a sheet.

        :param period: ``perf.period`` record
        :param kinds: units, people or both
        """
        self._flush()
        there = SQL(
            "a.cycle_id = %s AND a.kind = ANY(%s) AND a.create_date::date <= %s AND e.active IS NOT FALSE"
            " AND EXISTS (SELECT 1 FROM hr_department h WHERE h.id = a.unit_id AND h.active)",
            period.cycle_id.id,
            list(kinds),
            period.date_end,
        )
        return self._read_subjects(period, period._inside(), there, known=False)

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

    def _read_subjects(self, period, inside, whose, known=True):
        """Return those of whom anything is known in the period: list of :class:`Subject`.

        Of a result that is on notice or final nothing is read anew: it stands as it was computed.

        :param bool known: false: those of whom nothing is known
        """
        start, end = (SQL("%s::date", day) for day in (period.date_start, period.date_end))
        live = self._kept_sql(end)
        kept = {name: SQL("COALESCE(r.%s, %s)", SQL.identifier(name), value) for name, value in live.items()}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id, a.kind, %(scheme_id)s, %(category_id)s, %(unit_id)s, a.employee_id, %(is_head)s,
                       %(no_grade)s, %(no_grade_reason_id)s, %(in_quota)s, %(is_barred)s
                  FROM perf_appraisee a
                  JOIN perf_scheme s ON s.id = a.scheme_id
                  %(joins)s
             LEFT JOIN perf_result r ON r.appraisee_id = a.id AND r.period_id = %(period)s AND r.state != 'draft'
                 WHERE %(whose)s AND a.status != 'excluded'
                   AND EXISTS (SELECT 1 FROM perf_scheme_component c
                                WHERE c.scheme_id = s.id AND c.period_kind = %(kind)s)
                   AND %(known)s EXISTS (
                       SELECT 1
                         FROM (SELECT appraisee_id FROM perf_appraisal WHERE period_id = ANY(%(inside)s)
                                UNION ALL
                               SELECT appraisee_id FROM perf_score_entry WHERE period_id = ANY(%(inside)s)) k
                        WHERE k.appraisee_id = a.id)
              ORDER BY a.id
                """,
                **kept,
                joins=self._kept_joins(start, end),
                period=period.id,
                kind=period.kind,
                whose=whose,
                known=SQL("") if known else SQL("NOT"),
                inside=inside.ids,
            )
        )
        return [Subject(*row) for row in rows]

    def _query_differing(self):
        """Return the condition that what computing reads of an enrolment differs from what a result keeps of it.

        By the aliases ``r`` of the result and ``a`` of the enrolment, joined as :meth:`_kept_joins` says.
        """
        live = self._kept_sql(SQL("q.date_end"))
        return SQL(
            "(%s) IS DISTINCT FROM (%s)",
            SQL(", ").join(SQL.identifier("r", name) for name in KEPT),
            SQL(", ").join(live[name] for name in KEPT),
        )

    def _kept_sql(self, end):
        """Return what computing reads of an enrolment, by the alias ``a``: ``{name: SQL}`` of all that is kept.

        :param SQL end: last day of the period
        """
        return {
            "scheme_id": SQL("a.scheme_id"),
            "category_id": SQL("a.category_id"),
            "unit_id": SQL("COALESCE(u.id, a.unit_id)"),
            "is_head": heading(end),
            "no_grade": SQL("a.status = 'no_grade'"),
            "no_grade_reason_id": SQL("n.id"),
            "in_quota": SQL("COALESCE(n.counts_in_quota, a.status = 'active')"),
            "is_barred": self.env["perf.sanction"]._open_sql(SQL("a.employee_id"), end),
        }

    def _kept_joins(self, start, end):
        """Return the joins that :meth:`_kept_sql` needs.

        :param SQL start: first day of the period
        :param SQL end: its last day
        """
        return SQL(
            """
             LEFT JOIN perf_no_grade_reason n ON n.id = a.no_grade_reason_id AND a.status = 'no_grade'
             LEFT JOIN hr_employee e ON e.id = a.employee_id
             LEFT JOIN hr_version v ON v.id = %(version)s
             LEFT JOIN hr_department d
                    ON d.id = CASE WHEN %(mostly_on_loan)s THEN e.perf_host_unit_id ELSE v.department_id END
             LEFT JOIN hr_department u ON u.id = d.perf_unit_id
            """,
            version=self.env["hr.employee"]._perf_version_sql(SQL("e.id"), end),
            mostly_on_loan=_mostly_on_loan(start, end),
        )

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


def heading(day):
    """Return whether somebody enrolled, by the alias ``a``, heads a unit at the end of a day.

    :param SQL day: the day
    """
    return SQL(
        "EXISTS (SELECT 1 FROM perf_leadership l JOIN hr_department h ON h.id = l.unit_id"
        " WHERE l.role = 'head' AND l.employee_id = a.employee_id AND h.perf_is_unit"
        " AND COALESCE(l.date_from, '-infinity') < %(day)s + 1 AND COALESCE(l.date_to, 'infinity') >= %(day)s + 1)",
        day=day,
    )


def _mostly_on_loan(start, end):
    """Return whether an employee, by the alias ``e``, served on loan for more than half of a period.

    Rule: graded and ranked where more than half of the time was served.

    :param SQL start: first day of the period
    :param SQL end: its last day
    """
    return SQL(
        "(e.perf_host_unit_id IS NOT NULL AND 2 * (LEAST(COALESCE(e.perf_host_to, %(end)s), %(end)s)"
        " - GREATEST(COALESCE(e.perf_host_from, %(start)s), %(start)s) + 1) > %(end)s - %(start)s + 1)",
        start=start,
        end=end,
    )

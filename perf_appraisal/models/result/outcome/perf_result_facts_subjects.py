from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


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


class PerfResultFacts(models.AbstractModel):
    """Read whose results there are in a period, as it was at its end, and who else should take part."""

    _inherit = "perf.result.facts"

    # === BUSINESS METHODS - SUBJECTS === #

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

    # === HELPERS - SUBJECTS === #

    def _read_subjects(self, period, inside, whose, known=True):
        """Return those of whom anything is known in the period: list of :class:`Subject`.

        Of a result that is on notice or final nothing is read anew: it stands as it was computed.

        :param bool known: false: those of whom nothing is known
        """
        start, end = (SQL("%s::date", day) for day in (period.date_start, period.date_end))
        live = self._kept_sql(end)
        kept = {
            name: SQL("CASE WHEN r.id IS NULL THEN %s ELSE r.%s END", value, SQL.identifier(name))
            for name, value in live.items()
        }
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id, a.kind, %(scheme_id)s, %(category_id)s, %(unit_id)s, a.employee_id, %(is_head)s,
                       %(no_grade)s, %(no_grade_reason_id)s, %(in_quota)s, %(is_barred)s
                  FROM perf_appraisee a
                  JOIN perf_scheme s ON s.id = a.scheme_id
                  %(joins)s
             LEFT JOIN perf_result r ON r.appraisee_id = a.id AND r.period_id = %(period)s AND r.state != 'draft'
                 WHERE %(whose)s AND (a.status != 'excluded' OR r.id IS NOT NULL)
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
            "is_head": _heading(end),
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


def _heading(day):
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

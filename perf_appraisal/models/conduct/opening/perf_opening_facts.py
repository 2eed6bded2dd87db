from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables


class PerfOpening(models.AbstractModel):
    """What decides on a sheet: who is appraised, by which plan, what is due.

    Department, post and category are those of the period's last day: the employee's version of that day, or the host
    unit of a loan that lasts until then.
    """

    _inherit = "perf.opening"

    # === HELPERS - FACTS === #

    def _facts(self, period, appraisee_ids):
        """Return what decides on the sheets of these appraisees, one row each, in a constant number of queries."""
        flush_tables(self.env, "perf.appraisee", "perf.appraisal", "perf.cycle", "perf.scheme")
        flush_tables(self.env, "hr.employee", "hr.version", "hr.department", "hr.job")
        rows = self.env.execute_query_dict(self._query_facts(period, appraisee_ids))
        self._find_reviewers(period, rows)
        away = self._away(period, [row["employee_id"] for row in rows if row["employee_id"]])
        for row in rows:
            row["on_leave"] = row["employee_id"] in away
        return rows

    def _query_facts(self, period, appraisee_ids):
        """Return the query of :meth:`_facts`: everything but who reviews and who is on leave."""
        people = self.env["hr.employee"]
        return SQL(
            """
            SELECT f.*, CASE WHEN f.category_id IS NOT DISTINCT FROM f.enrolled_category_id
                             THEN f.enrolled_scheme_id ELSE %(scheme)s END AS scheme_id
              FROM (SELECT a.id, a.kind, a.status, a.unit_id, a.employee_id, a.plan_id, a.cycle_id,
                           a.reviewer_id AS assigned_id, a.scheme_id AS enrolled_scheme_id, s.id AS sheet_id,
                           a.category_id AS enrolled_category_id,
                           CASE WHEN a.kind = 'employee' AND a.category_id = a.hr_category_id
                                THEN COALESCE(e.perf_category_id, j.perf_category_id, a.category_id)
                                ELSE a.category_id END AS category_id,
                           COALESCE(d.id, a.unit_id) AS department_id, u.id AS live_unit_id,
                           u.active AS unit_active, u.manager_id AS head_id, v.job_id, e.active,
                           CASE WHEN %(loan)s THEN NULL ELSE e.parent_id END AS manager_id
                      FROM perf_appraisee a
                 LEFT JOIN hr_employee e ON e.id = a.employee_id
                 LEFT JOIN hr_version v ON v.id = %(version)s
                 LEFT JOIN hr_job j ON j.id = v.job_id
                 LEFT JOIN hr_department d
                        ON d.id = CASE WHEN %(loan)s THEN e.perf_host_unit_id ELSE v.department_id END
                 LEFT JOIN hr_department u ON u.id = COALESCE(d.perf_unit_id, a.unit_id)
                 LEFT JOIN perf_appraisal s ON s.appraisee_id = a.id AND s.period_id = %(period)s
                     WHERE a.id = ANY(%(ids)s)) f
              JOIN perf_cycle c ON c.id = f.cycle_id
            """,
            scheme=period.cycle_id._scheme_of(SQL("f.category_id"), SQL("f.kind")),
            loan=people._perf_on_loan_sql(period.date_end),
            version=people._perf_version_sql(SQL("e.id"), period.date_end),
            period=period.id,
            ids=appraisee_ids,
        )

    # === HELPERS - PLANS === #

    def _find_plans(self, period, rows):
        """Write into each row which plan serves the appraisee.

        :param rows: as from :meth:`_facts`
        :return: ids of those plans that hold lines for such periods
        """
        appraisees = {row["id"]: {**row, "unit_id": row["live_unit_id"]} for row in rows}
        serving = self.env["perf.plan"]._find_serving(period.cycle_id, appraisees)
        for row in rows:
            row["plan_id"] = serving[row["id"]].id if row["id"] in serving else None
        of_plans = Domain("plan_id", "in", [plan.id for plan in serving.values()])
        lines = self.env["perf.plan.line"].sudo()
        groups = lines._read_group(of_plans & Domain("indicator_id.frequency", "=", period.kind), ["plan_id"])
        return {plan.id for (plan,) in groups}

    # === HELPERS - LEFT OUT === #

    def _why_left_out(self, row, with_lines, due):
        """Return why no sheet is made: a key of ``REASONS``, or nothing.

        :param dict row: as from :meth:`_facts`, with its plan
        :param with_lines: ids of the plans that hold lines for such periods
        :param due: ids of the plans of which a line is due in this one
        """
        if not row or row["status"] == "excluded":
            return "excluded"
        if gone := self._why_gone(row):
            return gone
        if not row["plan_id"]:
            return "no_plan"
        if row["plan_id"] not in with_lines:
            return None
        if row["plan_id"] not in due:
            return "nothing_due"
        return self._why_unreviewed(row)

    @staticmethod
    def _why_gone(row):
        """Return why somebody, or a unit, is not there any more in the period: a key of ``REASONS``, or nothing."""
        if row["kind"] == "employee" and not row["active"]:
            return "gone"
        if not row["unit_active"]:
            return "dissolved" if row["kind"] == "unit" else "stranded"
        return "on_leave" if row["on_leave"] else None

    @staticmethod
    def _why_unreviewed(row):
        """Return why nobody can review a person: a key of ``REASONS``, or nothing."""
        if row["kind"] == "unit" or row["reviewer_id"] or row["is_at_top"]:
            return None
        if row["employee_id"] == row["head_id"]:
            return "head_unreviewed"
        return "unreviewed" if row["head_id"] else "vacant"

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables


class PerfOpening(models.AbstractModel):
    """What decides on a sheet: who is appraised, by which plan, who reviews, what is due."""

    _inherit = "perf.opening"

    # === HELPERS - FACTS === #

    def _facts(self, period, appraisee_ids):
        """Return what decides on the sheets of these appraisees, one row each, in one query."""
        flush_tables(self.env, "perf.appraisee", "perf.appraisal", "hr.employee", "hr.version", "hr.department")
        self.env.cr.execute(
            SQL(
                """
                SELECT a.id, a.kind, a.status, a.unit_id, a.employee_id, a.category_id, a.scheme_id, a.plan_id,
                       a.reviewer_id AS assigned_id, s.id AS sheet_id,
                       COALESCE(d.id, a.unit_id) AS department_id, COALESCE(d.perf_unit_id, a.unit_id) AS live_unit_id,
                       v.job_id, e.active, d.manager_id AS section_head_id,
                       CASE WHEN %(loan)s THEN NULL ELSE e.parent_id END AS manager_id,
                       u.manager_id AS head_id, up.manager_id AS above_id, u.parent_id AS above_unit_id,
                       ARRAY(SELECT r.hr_employee_id FROM perf_department_deputy_rel r
                              WHERE r.hr_department_id = u.id ORDER BY 1) AS deputy_ids
                  FROM perf_appraisee a
             LEFT JOIN hr_employee e ON e.id = a.employee_id
             LEFT JOIN hr_version v ON v.id = e.current_version_id
             LEFT JOIN hr_department d ON d.id = CASE WHEN %(loan)s THEN e.perf_host_unit_id ELSE v.department_id END
             LEFT JOIN hr_department u ON u.id = COALESCE(d.perf_unit_id, a.unit_id)
             LEFT JOIN hr_department up ON up.id = u.parent_id
             LEFT JOIN perf_appraisal s ON s.appraisee_id = a.id AND s.period_id = %(period)s
                 WHERE a.id = ANY(%(ids)s)
                """,
                loan=SQL(  # on the last day of the period: the host unit's sheet
                    "(e.perf_host_unit_id IS NOT NULL AND COALESCE(e.perf_host_from, '-infinity') <= %(day)s"
                    " AND COALESCE(e.perf_host_to, 'infinity') >= %(day)s)",
                    day=period.date_end,
                ),
                period=period.id,
                ids=appraisee_ids,
            ),
        )
        rows = self.env.cr.dictfetchall()
        reviewers = self._able_reviewers(rows)
        away = self._away(period, [row["employee_id"] for row in rows if row["employee_id"]])
        for row in rows:
            row["reviewer_id"] = self._reviewer_of(row, reviewers)
            row["on_leave"] = row["employee_id"] in away
        return rows

    def _able_reviewers(self, rows):
        """Return the employees among all candidates who are active and have an account."""
        names = ("assigned_id", "manager_id", "section_head_id", "head_id", "above_id")
        candidates = {row[name] for row in rows for name in names if row[name]}
        candidates.update(deputy for row in rows for deputy in row["deputy_ids"])
        self.env.cr.execute(
            SQL(
                "SELECT e.id FROM hr_employee e JOIN res_users u ON u.id = e.user_id AND u.active "
                "WHERE e.active AND e.id = ANY(%s)",
                list(candidates),
            ),
        )
        return {employee_id for (employee_id,) in self.env.cr.fetchall()}

    @staticmethod
    def _reviewer_of(row, able):
        """Return who reviews a person: the manager, else the head of the section, the leader in charge, the head.

        Rule: design, section 7. Never oneself; the head of a unit is reviewed by the head above.
        """
        person = row["employee_id"]
        chain = [row["assigned_id"]]
        if person and person == row["head_id"]:
            chain += [row["above_id"]]
        elif person:
            chain += [row["manager_id"], row["section_head_id"], *row["deputy_ids"], row["head_id"]]
        return next((candidate for candidate in chain if candidate in able and candidate != person), None)

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

    def _why_left_out(self, row, with_lines, due):
        """Return why no sheet is made, or nothing.

        :param dict row: as from :meth:`_facts`, with its plan
        :param with_lines: ids of the plans that hold lines for such periods
        :param due: ids of the plans of which a line is due in this one
        """
        if not row or row["status"] == "excluded":
            return self.env._("Left out of the cycle by the Performance Office.")
        if row["kind"] == "employee" and not row["active"]:
            return self.env._("Gone: the employee is archived.")
        if row["on_leave"]:
            return self.env._("On leave for the whole period.")
        if not row["plan_id"]:
            return self.env._("No approved plan serves this appraisee.")
        if row["plan_id"] not in with_lines:
            return None
        if row["plan_id"] not in due:
            return self.env._("No line of the plan is due in this period.")
        top = row["employee_id"] and row["employee_id"] == row["head_id"] and not row["above_unit_id"]
        if row["kind"] == "employee" and not row["reviewer_id"] and not top:
            return self.env._("Nobody can review: no manager or leader with an account.")
        return None

from odoo import api, models
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables
from .perf_plan import KEY

#: What next year's plans are made of.
_READ = ("perf.plan", "perf.plan.line", "perf.indicator", "hr.department", "hr.job", "hr.employee", "hr.version")

#: Columns of a line that next year's has as well.
COPIED = ["plan_id", "sequence", "indicator_id", "full_score", "weight", "target_mode", "target_value"]
COPIED += ["target_month", "target_q1", "target_q2", "target_q3", "target_q4", "standard", "responsible_id", "due_date"]


class PerfPlan(models.Model):
    """The approved plans of a year become drafts of the next one."""

    _inherit = "perf.plan"

    # === BUSINESS METHODS - NEXT YEAR === #

    @api.model
    def _copy_into(self, cycle, origin):
        """Copy the approved plans of another cycle into drafts of a new one, in a constant number of statements.

        :param cycle: ``perf.cycle``, the new one
        :param origin: ``perf.cycle``, the year before
        """
        flush_tables(self.env, *_READ)
        lines = self.env["perf.plan.line"]
        names = ["cycle_id", "company_id", "scope", "unit_id", "category_id", "job_id", "employee_id", "head_id"]
        plan_ids = self._bulk_insert([*names, "origin_id", "revision", "state"], self._query_plans(cycle, origin))
        if plan_ids:
            lines._bulk_insert(COPIED, self._query_lines(cycle, plan_ids))
            self.env.cr.execute(self._query_assistants(cycle, plan_ids))
            lines.invalidate_model(["assistant_ids"])
            lines._bulk_update(["parent_line_id"], self._query_parents(cycle, plan_ids))

    @api.model
    def _query_plans(self, cycle, origin):
        """Return the query of copies of the plans of units, posts, people and categories that are still there."""
        return SQL(
            """
            SELECT %(next)s, p.company_id, p.scope, p.unit_id, p.category_id, p.job_id, p.employee_id, d.manager_id,
                   p.id, 1, 'draft'
              FROM perf_plan p
         LEFT JOIN hr_department d ON d.id = p.unit_id
         LEFT JOIN hr_job j ON j.id = p.job_id
         LEFT JOIN hr_employee e ON e.id = p.employee_id
         LEFT JOIN hr_version v ON v.id = e.current_version_id
         LEFT JOIN hr_department s ON s.id = v.department_id
             WHERE p.cycle_id = %(origin)s AND p.state = 'approved'
               AND (p.unit_id IS NULL OR d.active) AND (p.job_id IS NULL OR j.active)
               AND (p.employee_id IS NULL OR e.active AND s.perf_unit_id = p.unit_id)
               AND NOT EXISTS (
                   SELECT 1 FROM perf_plan q
                    WHERE q.cycle_id = %(next)s AND q.state != 'superseded' AND %(same)s)
             ORDER BY p.id
            """,
            next=cycle.id,
            origin=origin.id,
            same=SQL(" AND ").join(
                SQL("q.%(name)s IS NOT DISTINCT FROM p.%(name)s", name=SQL.identifier(name)) for name in KEY[1:]
            ),
        )

    @api.model
    def _query_lines(self, cycle, plan_ids):
        """Return the query of the lines of new plans, in the order of ``COPIED``; what was due is due a year later."""
        return SQL(
            """
            SELECT p.id, l.sequence, COALESCE(n.id, l.indicator_id), l.full_score, l.weight, l.target_mode,
                   l.target_value, l.target_month, l.target_q1, l.target_q2, l.target_q3, l.target_q4, l.standard,
                   CASE WHEN e.active THEN e.id END, (l.due_date + interval '1 year')::date
              FROM perf_plan p
              JOIN perf_plan_line l ON l.plan_id = p.origin_id
              %(copy)s
         LEFT JOIN hr_employee e ON e.id = l.responsible_id
             WHERE p.id = ANY(%(plans)s)
             ORDER BY p.id, l.sequence, l.id
            """,
            copy=self._join_indicator(cycle, "l", "n"),
            plans=plan_ids,
        )

    @api.model
    def _query_assistants(self, cycle, plan_ids):
        """Return the statement that copies those who assist and are still there.

        A relation has no columns of who and when, so it is inserted here.
        """
        return SQL(
            """
            INSERT INTO perf_plan_line_assistant_rel (perf_plan_line_id, hr_employee_id)
            SELECT m.id, e.id
              FROM perf_plan p
              JOIN perf_plan_line l ON l.plan_id = p.origin_id
              %(copy)s
              JOIN perf_plan_line m ON m.plan_id = p.id AND m.indicator_id = COALESCE(n.id, l.indicator_id)
              JOIN perf_plan_line_assistant_rel r ON r.perf_plan_line_id = l.id
              JOIN hr_employee e ON e.id = r.hr_employee_id AND e.active
             WHERE p.id = ANY(%(plans)s)
            """,
            copy=self._join_indicator(cycle, "l", "n"),
            plans=plan_ids,
        )

    @api.model
    def _query_parents(self, cycle, plan_ids):
        """Return the query that hangs the copies of handed-down lines on the copies of the units' lines."""
        return SQL(
            """
            SELECT m.id, o.id
              FROM perf_plan p
              JOIN perf_plan_line l ON l.plan_id = p.origin_id
              %(copy)s
              JOIN perf_plan_line t ON t.id = l.parent_line_id
              %(parent_copy)s
              JOIN perf_plan u ON u.origin_id = t.plan_id AND u.cycle_id = %(next)s
              JOIN perf_plan_line o ON o.plan_id = u.id AND o.indicator_id = COALESCE(k.id, t.indicator_id)
              JOIN perf_plan_line m ON m.plan_id = p.id AND m.indicator_id = COALESCE(n.id, l.indicator_id)
             WHERE p.id = ANY(%(plans)s)
            """,
            copy=self._join_indicator(cycle, "l", "n"),
            parent_copy=self._join_indicator(cycle, "t", "k"),
            next=cycle.id,
            plans=plan_ids,
        )

    @api.model
    def _join_indicator(self, cycle, line, copy):
        """Return the join of a line's indicator with its copy in one of the cycle's schemes.

        :param cycle: ``perf.cycle``
        :param str line: alias of the line
        :param str copy: alias of the copy; empty where the indicator itself goes on
        """
        return SQL(
            "LEFT JOIN perf_indicator %(copy)s ON %(copy)s.origin_id = %(line)s.indicator_id"
            " AND %(copy)s.scheme_id = ANY(%(schemes)s)",
            copy=SQL.identifier(copy),
            line=SQL.identifier(line),
            schemes=cycle.scheme_ids.ids,
        )

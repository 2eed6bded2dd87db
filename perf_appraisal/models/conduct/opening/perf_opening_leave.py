from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables


class PerfOpening(models.AbstractModel):
    """Who is away on every working day of a period is not appraised for it."""

    _inherit = "perf.opening"

    # === HELPERS - LEAVE === #

    def _away(self, period, employee_ids):
        """Return who of these is on leave on all working days of the period, by one leave or by several together.

        :param period: ``perf.period``
        :param list employee_ids: ids of employees
        :return: set of ids
        """
        rows = self._leaves(period, employee_ids)
        if not rows:
            return set()
        calendars = self.env["resource.calendar"].browse({row["calendar_id"] for row in rows if row["calendar_id"]})
        works = period.cycle_id._working_days_of(calendars | period.company_id.resource_calendar_id)
        away = {}
        for row in rows:
            away.setdefault((row["employee_id"], row["calendar_id"]), set()).update(self._leave_halves(row))
        dates = [
            period.date_start + timedelta(days=days) for days in range((period.date_end - period.date_start).days + 1)
        ]
        needed = {
            calendar: {(day, half) for day in dates if is_working(day) for half in ("am", "pm")}
            for calendar, is_working in works.items()
        }
        return {
            employee for (employee, calendar), halves in away.items() if needed[calendar] and needed[calendar] <= halves
        }

    def _leaves(self, period, employee_ids):
        """Return the approved leaves of employees inside a period, with their working hours, in one query.

        Leaves of some hours are left out: nobody is away for a whole day by them.
        """
        if "hr.leave" not in self.env:
            return []
        flush_tables(self.env, "hr.leave", "hr.employee", "hr.version", "res.company")
        self.env.cr.execute(
            SQL(
                """
                SELECT h.employee_id, COALESCE(v.resource_calendar_id, c.resource_calendar_id) AS calendar_id,
                       GREATEST(h.request_date_from, %(start)s) AS first, LEAST(h.request_date_to, %(end)s) AS last,
                       h.request_date_from AS begins, h.request_date_to AS ends,
                       CASE WHEN h.request_unit_half THEN h.request_date_from_period END AS from_half,
                       CASE WHEN h.request_unit_half THEN h.request_date_to_period END AS to_half
                  FROM hr_leave h
                  JOIN hr_employee e ON e.id = h.employee_id
                  JOIN res_company c ON c.id = e.company_id
             LEFT JOIN hr_version v ON v.id = %(version)s
                 WHERE h.employee_id = ANY(%(employees)s) AND h.state = 'validate' AND h.request_unit_hours IS NOT TRUE
                   AND h.request_date_from <= %(end)s AND h.request_date_to >= %(start)s
                """,
                version=self.env["hr.employee"]._perf_version_sql(SQL("e.id"), period.date_end),
                start=period.date_start,
                end=period.date_end,
                employees=employee_ids,
            ),
        )
        return self.env.cr.dictfetchall()

    def _leave_halves(self, row):
        """Return the halves of days of a leave: ``{(date, "am" or "pm")}``.

        :param dict row: as from :meth:`_leaves`
        """
        days = [row["first"] + timedelta(days=count) for count in range((row["last"] - row["first"]).days + 1)]
        halves = {(day, half) for day in days for half in ("am", "pm")}
        if row["from_half"] == "pm":
            halves.discard((row["begins"], "am"))
        if row["to_half"] == "am":
            halves.discard((row["ends"], "pm"))
        return halves

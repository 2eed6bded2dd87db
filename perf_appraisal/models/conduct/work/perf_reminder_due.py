from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ....tools import periods

#: Working days before its deadline from which a sheet is called to mind, and after it until the head hears of it.
DAYS_BEFORE = 2
DAYS_LATE = 3


class Due(NamedTuple):
    """Something that an account has to do: on a sheet of its own, or on others' sheets of a period."""

    kind: str
    sheet_id: int
    period_id: int
    user_id: int
    deadline: object

    @property
    def key(self):
        """Return what there is once of a reminder."""
        return (self.kind, self.period_id, self.user_id)


class PerfReminder(models.Model):
    """Who has to do what: found in one statement, however many sheets there are."""

    _inherit = "perf.reminder"

    # === HELPERS - WHO === #

    @api.model
    def _find_due(self, company, late_only=False, period_ids=None, user_id=None, all_confirm=False):
        """Return what is due, or late, in the open periods of a company.

        Rules: the person fills in his sheet, for people without an account and for the unit its appraisal group; the
        reviewer, or who stands in, reviews; lead units score their lines of units' sheets, the office all others; the
        office, or who stands in, confirms; what is late by more than some working days goes to the head of the unit,
        and what is late with the head to the one above. Who stands in for a head is asked like him.

        :param company: ``res.company`` record
        :param bool late_only: only what is past its deadline
        :param list period_ids: only these periods
        :param int user_id: only what concerns this account
        :param bool all_confirm: besides, what anybody of the office confirms
        :return: list of :class:`Due`
        """
        today, horizon, escalate = self._due_days(company)
        office = self.env.ref("perf_appraisal.group_perf_office").sudo().all_user_ids
        office = office.filtered(lambda user: user.active and company in user.company_ids)
        asked = SQL("user_id = %s", user_id) if user_id else SQL("TRUE")
        query = SQL(
            """
            WITH %(people)s, %(sheets)s, %(who)s
            SELECT kind, sheet_id, period_id, user_id, min(deadline)
              FROM who
             WHERE user_id IS NOT NULL AND %(asked)s
          GROUP BY kind, sheet_id, period_id, user_id
          ORDER BY kind, sheet_id, period_id, user_id
            """,
            people=self._due_people(company, today),
            sheets=self._due_sheets(
                company,
                fields.Date.subtract(today, days=1) if late_only else horizon,
                SQL("a.period_id = ANY(%s)", list(period_ids)) if period_ids is not None else SQL("TRUE"),
            ),
            who=self._due_who(office.ids, escalate),
            asked=SQL("(%s OR kind = 'confirm')", asked) if all_confirm else asked,
        )
        self.env.flush_all()
        return [Due(*row) for row in self.env.execute_query(query)]

    @api.model
    def _due_days(self, company):
        """Return the company's today, the last deadline to call to mind, and the day before which it is escalated."""
        today = fields.Date.context_today(self.with_context(tz=company.resource_calendar_id.tz or "UTC"))
        works = self.env["perf.cycle"].sudo().search([("company_id", "=", company.id)], limit=1)._working_days()
        return (
            today,
            periods.add_working_days(today, DAYS_BEFORE, works),
            periods.add_working_days(today, -DAYS_LATE, works),
        )

    @staticmethod
    def _due_people(company, today):
        """Return the part of the query that finds the company's accounts, who stands in today, and who leads units.

        :param company: ``res.company`` record
        :param date today: the company's today, for stand-ins
        """
        return SQL(
            """
            account AS (
                SELECT e.id AS employee_id, e.user_id
                  FROM hr_employee e
                  JOIN res_users r ON r.id = e.user_id AND r.active
                 WHERE e.active AND e.company_id = %(company)s
            ), acting AS (
                SELECT s.role, s.unit_id, s.employee_id AS absent_id, s.standin_id AS employee_id, a.user_id
                  FROM perf_standin s
                  JOIN account a ON a.employee_id = s.standin_id
                 WHERE s.state = 'accepted' AND %(today)s BETWEEN s.date_from AND s.date_to
            ), head AS (
                SELECT u.id AS unit_id, a.user_id FROM hr_department u JOIN account a ON a.employee_id = u.manager_id
                 UNION SELECT unit_id, user_id FROM acting WHERE role = 'head'
            ), leader AS (
                SELECT id AS unit_id, manager_id AS employee_id FROM hr_department WHERE manager_id IS NOT NULL
                 UNION SELECT hr_department_id, hr_employee_id FROM perf_department_deputy_rel
                 UNION SELECT hr_department_id, hr_employee_id FROM perf_department_coordinator_rel
                 UNION SELECT unit_id, employee_id FROM acting WHERE role = 'head'
            )
            """,
            company=company.id,
            today=today,
        )

    @staticmethod
    def _due_sheets(company, last, asked):
        """Return the part of the query that finds the sheets.

        :param company: ``res.company`` record
        :param date last: the last deadline that counts
        :param asked: condition on the sheets
        """
        return SQL(
            """
            sheet AS (
                SELECT a.id, a.kind, a.state, a.period_id, a.unit_id, a.employee_id, a.reviewer_id,
                       CASE a.state WHEN 'draft' THEN a.self_deadline WHEN 'self_scored' THEN a.review_deadline
                                    ELSE a.confirm_deadline END AS deadline
                  FROM perf_appraisal a
                  JOIN perf_period p ON p.id = a.period_id AND p.state = 'open'
                 WHERE a.company_id = %(company)s AND a.state IN ('draft', 'self_scored', 'reviewed') AND %(asked)s
            ), due AS (
                SELECT s.*, own.user_id AS own_user_id, u.manager_id, above.manager_id AS above_id
                  FROM sheet s
                  JOIN hr_department u ON u.id = s.unit_id
             LEFT JOIN hr_department above ON above.id = u.parent_id
             LEFT JOIN account own ON own.employee_id = s.employee_id
                 WHERE s.deadline <= %(last)s
            )
            """,
            company=company.id,
            last=last,
            asked=asked,
        )

    @classmethod
    def _due_who(cls, office_ids, escalate):
        """Return the part of the query that says who has to do something about the sheets.

        :param list office_ids: accounts of the Performance Office
        :param date escalate: what was due before this day goes to the head
        """
        return SQL(
            """
            office AS (SELECT unnest(%(office)s::int4[]) AS user_id),
            line AS (
                SELECT l.id, l.is_led, l.indicator_id, d.unit_id, d.period_id, d.deadline
                  FROM due d
                  JOIN perf_appraisal_line l ON l.appraisal_id = d.id AND l.reviewed_on IS NULL
                 WHERE d.kind = 'unit' AND d.state = 'self_scored'
            ), who (kind, sheet_id, period_id, user_id, deadline) AS (
                %(fillers)s UNION ALL %(reviewers)s UNION ALL %(leads)s UNION ALL %(above)s
            )
            """,
            office=office_ids,
            fillers=cls._due_fillers(),
            reviewers=cls._due_reviewers(),
            leads=cls._due_leads_and_office(),
            above=cls._due_heads(escalate),
        )

    @staticmethod
    def _due_fillers():
        """Return who hands in: the person; for who has no account, and for the unit itself, its appraisal group."""
        return SQL(
            """
            SELECT 'own', id, period_id, own_user_id, deadline FROM due WHERE state = 'draft'
         UNION ALL
            SELECT 'fill', 0, d.period_id, a.user_id, d.deadline
              FROM due d
              JOIN perf_department_coordinator_rel c ON c.hr_department_id = d.unit_id
              JOIN account a ON a.employee_id = c.hr_employee_id
             WHERE d.state = 'draft' AND d.own_user_id IS NULL
         UNION ALL
            SELECT 'fill', 0, d.period_id, a.user_id, d.deadline
              FROM due d
              JOIN head a ON a.unit_id = d.unit_id
             WHERE d.state = 'draft' AND d.own_user_id IS NULL
               AND (d.kind = 'unit' OR NOT EXISTS (
                    SELECT 1 FROM perf_department_coordinator_rel c WHERE c.hr_department_id = d.unit_id))
            """
        )

    @staticmethod
    def _due_reviewers():
        """Return who reviews people: the reviewer, or who stands in today; the office where there is none."""
        return SQL(
            """
            SELECT 'review', 0, d.period_id, a.user_id, d.deadline
              FROM due d
              JOIN account a ON a.employee_id = d.reviewer_id
             WHERE d.state = 'self_scored' AND d.kind = 'employee'
         UNION ALL
            SELECT 'review', 0, d.period_id, s.user_id, d.deadline
              FROM due d
              JOIN acting s ON s.absent_id = d.reviewer_id AND s.role = 'reviewer'
               AND (s.unit_id IS NULL OR s.unit_id = d.unit_id)
             WHERE d.state = 'self_scored' AND d.kind = 'employee'
         UNION ALL
            SELECT 'review', 0, d.period_id, o.user_id, d.deadline
              FROM due d
        CROSS JOIN office o
             WHERE d.state = 'self_scored' AND d.kind = 'employee' AND d.reviewer_id IS NULL
            """
        )

    @staticmethod
    def _due_leads_and_office():
        """Return who scores the lines of units' sheets, lead units or the office, and who of the office confirms."""
        return SQL(
            """
            SELECT 'review', 0, l.period_id, o.user_id, l.deadline
              FROM line l
        CROSS JOIN office o
             WHERE l.is_led IS NOT TRUE
         UNION ALL
            SELECT 'lead', 0, l.period_id, a.user_id, l.deadline
              FROM line l
              JOIN perf_indicator_lead_unit_rel r ON r.perf_indicator_id = l.indicator_id
               AND r.hr_department_id != l.unit_id
              JOIN leader w ON w.unit_id = r.hr_department_id
              JOIN account a ON a.employee_id = w.employee_id
             WHERE l.is_led
               AND NOT EXISTS (SELECT 1 FROM leader o WHERE o.unit_id = l.unit_id AND o.employee_id = w.employee_id)
         UNION ALL
            SELECT 'confirm', 0, d.period_id, o.user_id, d.deadline
              FROM due d
        CROSS JOIN office o
             WHERE d.state = 'reviewed'
         UNION ALL
            SELECT 'confirm', 0, d.period_id, s.user_id, d.deadline
              FROM due d
              JOIN acting s ON s.role = 'confirmer' AND (s.unit_id IS NULL OR s.unit_id = d.unit_id)
             WHERE d.state = 'reviewed'
            """
        )

    @staticmethod
    def _due_heads(escalate):
        """Return the heads of units in which something is late, and who stands in for them.

        What is late with the head goes to the one above.

        :param date escalate: what was due before this day
        """
        return SQL(
            """
            SELECT 'escalate', 0, d.period_id, COALESCE(head.user_id, above.user_id), d.deadline
              FROM due d
         LEFT JOIN account head ON head.employee_id = d.manager_id
               AND d.manager_id IS DISTINCT FROM CASE WHEN d.kind = 'unit' THEN d.manager_id
                                                      WHEN d.state = 'draft' THEN d.employee_id
                                                      ELSE d.reviewer_id END
         LEFT JOIN account above ON above.employee_id = d.above_id
             WHERE d.deadline < %(escalate)s
               AND (d.state = 'draft' OR (d.state = 'self_scored' AND d.kind = 'employee'))
         UNION ALL
            SELECT 'escalate', 0, d.period_id, s.user_id, d.deadline
              FROM due d
              JOIN acting s ON s.role = 'head' AND s.unit_id = d.unit_id
             WHERE d.deadline < %(escalate)s AND d.kind = 'employee' AND d.state IN ('draft', 'self_scored')
               AND s.employee_id IS DISTINCT FROM CASE d.state WHEN 'draft' THEN d.employee_id ELSE d.reviewer_id END
            """,
            escalate=escalate,
        )

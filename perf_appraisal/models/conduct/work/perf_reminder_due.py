from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools import periods
from ..sheet.perf_appraisal import DEADLINES

#: Working days before its deadline from which a sheet is called to mind, and after it until the head hears of it.
DAYS_BEFORE = 2
DAYS_LATE = 3

#: Kind of a reminder → the right on sheets that its accounts have.
ON_TIME = {"own": "fill_in", "fill": "help", "review": "attend", "confirm": "confirm"}
AT_ONCE = {"stuck": "unblock"}
TOO_LATE = {"escalate": "hear", "escalate_above": "hear_above"}


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
    """Who has to do what: found in a few statements, however many sheets there are."""

    _inherit = "perf.reminder"

    # === HELPERS - WHO === #

    @api.model
    def _find_due(self, company, late_only=False, period_ids=None, user_id=None, all_confirm=False):
        """Return what is due, or late, in the open periods of a company.

        Rules: the person fills in his sheet, for people without an account and for the unit its appraisal group; the
        reviewer, or who stands in, reviews; lead units score their lines of units' sheets, the office all others; the
        office, or who stands in, confirms; what is late by more than some working days goes to the head of the unit,
        and what is late with the head to the one above; the office hears at once of sheets that nobody can review.
        Who that is, is said by the rights of sheets and lines.

        :param company: ``res.company`` record
        :param bool late_only: only what is past its deadline
        :param list period_ids: only these periods
        :param int user_id: only what concerns this account
        :param bool all_confirm: besides, what anybody of the office confirms
        :return: list of :class:`Due`
        """
        today, horizon, escalate = self._due_days(company)
        last = fields.Date.subtract(today, days=1) if late_only else horizon
        asked = Domain("company_id", "=", company.id) & Domain("period_id.state", "=", "open")
        if period_ids is not None:
            asked &= Domain("period_id", "in", list(period_ids))
        to_head = Domain("state", "=", "draft") | (
            Domain("state", "=", "self_scored") & Domain("kind", "=", "employee")
        )
        found = [
            self._due_sheets(ON_TIME, asked & self._due_by(last)),
            self._due_sheets(TOO_LATE, asked & to_head & self._due_by(fields.Date.subtract(escalate, days=1))),
            self._due_sheets(AT_ONCE, asked & self._due_by(last) if late_only else asked),
            self._due_lines(asked & Domain("state", "=", "self_scored") & self._due_by(last)),
        ]
        query = SQL(
            """
            SELECT w.kind, w.sheet_id, w.period_id, w.user_id, COALESCE(min(w.deadline), %s)
              FROM (%s) w
              JOIN res_company_users_rel r ON r.user_id = w.user_id AND r.cid = %s
             WHERE %s
          GROUP BY w.kind, w.sheet_id, w.period_id, w.user_id
          ORDER BY w.kind, w.sheet_id, w.period_id, w.user_id
            """,
            today,
            SQL(" UNION ALL ").join(found),
            company.id,
            self._due_asked(user_id, all_confirm),
        )
        return [Due(*row) for row in self.env.execute_query(query)]

    @staticmethod
    def _due_asked(user_id, all_confirm):
        """Return the condition on what is found; see :meth:`_find_due`."""
        asked = SQL("w.user_id = %s", user_id) if user_id else SQL("TRUE")
        return SQL("(%s OR w.kind = 'confirm')", asked) if all_confirm else asked

    @api.model
    def _due_days(self, company):
        """Return the company's today, the last deadline to call to mind, and the day before which it is escalated."""
        today = company._perf_today()
        works = self.env["perf.cycle"].sudo().search([("company_id", "=", company.id)], limit=1)._working_days()
        return (
            today,
            periods.add_working_days(today, DAYS_BEFORE, works),
            periods.add_working_days(today, -DAYS_LATE, works),
        )

    @staticmethod
    def _due_by(day):
        """Return the domain of the sheets whose next step is due until a day.

        :param date day: the last one
        """
        return Domain.OR(
            Domain("state", "=", state) & Domain(deadline, "<=", day) for state, deadline in DEADLINES.items()
        )

    @api.model
    def _due_sheets(self, kinds, domain):
        """Return the query of who has to do something about sheets: ``kind, sheet_id, period_id, user_id, deadline``.

        What concerns one sheet names it; all else is told once for a period.

        :param dict kinds: kind of the reminder → right on the sheet
        :param domain: which sheets
        """
        sheet = self.env["perf.appraisal"]
        kind_of = SQL(" ").join(SQL("WHEN %s THEN %s", right, kind) for kind, right in kinds.items())
        return SQL(
            """
            SELECT replace(h.kind, '_above', '') AS kind, CASE WHEN h.kind = 'own' THEN h.id ELSE 0 END AS sheet_id,
                   a.period_id, h.user_id,
                   CASE a.state WHEN 'draft' THEN a.self_deadline WHEN 'self_scored' THEN a.review_deadline
                                ELSE a.confirm_deadline END AS deadline
              FROM (SELECT f.*, CASE f.name %(kind_of)s END AS kind,
                           bool_or(f.name = 'hear') OVER (PARTITION BY f.id) AS is_heard
                      FROM (%(holders)s) f) h
              JOIN perf_appraisal a ON a.id = h.id
             WHERE NOT (h.kind = 'escalate_above' AND h.is_heard)
            """,
            kind_of=kind_of,
            holders=sheet._holders_sql(kinds.values(), domain),
            to_flush=[sheet._fields[name] for name in ("period_id", "state", *DEADLINES.values())],
        )

    @api.model
    def _due_lines(self, domain):
        """Return the query of who has to score lines of other units' sheets, as :meth:`_due_sheets`."""
        line = self.env["perf.appraisal.line"]
        return SQL(
            """
            SELECT 'lead' AS kind, 0 AS sheet_id, a.period_id, h.user_id, a.review_deadline AS deadline
              FROM (%s) h
              JOIN perf_appraisal_line l ON l.id = h.id
              JOIN perf_appraisal a ON a.id = l.appraisal_id
            """,
            line._holders_sql(["score_due"], Domain("appraisal_id", "any", domain)),
            to_flush=[line._fields["appraisal_id"], self.env["perf.appraisal"]._fields["review_deadline"]],
        )

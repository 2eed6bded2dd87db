from odoo import models
from odoo.tools import SQL, LazyTranslate

from ...abstract.perf_bulk_mixin import flush_tables
from ..absence.perf_extension import DEADLINE_COLUMNS

_lt = LazyTranslate(__name__)

#: What says who is appraised by which plan.
_PLAN_TABLES = ("perf.plan", "perf.plan.line", "perf.indicator")

#: Why nobody gets a sheet; what can be done about it is said by ``perf.batch.line``, by the same keys.
REASONS = {
    "excluded": _lt("Left out of the cycle by the Performance Office."),
    "gone": _lt("Gone: the employee is archived."),
    "dissolved": _lt("Dissolved: the unit is archived."),
    "stranded": _lt("Works in a unit that is archived."),
    "on_leave": _lt("On leave for the whole period."),
    "no_plan": _lt("No approved plan serves this appraisee."),
    "nothing_due": _lt("No line of the plan is due in this period."),
    "unreviewed": _lt("Nobody can review: no manager or leader with an account."),
    "head_unreviewed": _lt("Nobody can review: no head above with an account."),
    "vacant": _lt("Nobody can review: the unit has no head, and no leader with an account."),
    "no_unit": _lt("Belongs to no unit of appraisal."),
    "closed": _lt("The period is closed."),
}


class PerfOpening(models.AbstractModel):
    """Opening a period: the job that makes the sheets, in SQL, a chunk at a time."""

    _name = "perf.opening"
    _inherit = ["perf.job.mixin"]
    _description = "Opening of a Period"

    # === BUSINESS METHODS - OPENING === #

    def _prepare(self, batch):
        """Enrol newcomers and list everybody who takes part.

        Units have no monthly sheets, save where their plan, or their category's, holds monthly lines.
        """
        super()._prepare(batch)
        period = batch.period_id
        period.cycle_id._enrol()
        followed = self.env["perf.appraisee"]._follow_hr(period.cycle_id)
        flush_tables(self.env, "perf.appraisee", "hr.department", "hr.employee", *_PLAN_TABLES)
        batch._list_records(
            SQL(
                """
                SELECT 'perf.appraisee', a.id, COALESCE(e.name, d.name ->> %(lang)s, d.name ->> 'en_US'), a.unit_id,
                       'todo', NULL
                  FROM perf_appraisee a
                  JOIN hr_department d ON d.id = a.unit_id
             LEFT JOIN hr_employee e ON e.id = a.employee_id
                 WHERE a.cycle_id = %(cycle)s
                   AND (a.kind = 'employee' OR %(kind)s != 'month' OR EXISTS (
                        SELECT 1
                          FROM perf_plan p
                          JOIN perf_plan_line l ON l.plan_id = p.id
                          JOIN perf_indicator i ON i.id = l.indicator_id AND i.frequency = %(kind)s
                         WHERE p.cycle_id = a.cycle_id AND p.state = 'approved'
                           AND ((p.scope = 'unit' AND p.unit_id = a.unit_id)
                                OR (p.scope = 'category' AND p.category_id = a.category_id))))
                 ORDER BY a.id
                """,
                lang=self.env.lang or "en_US",
                cycle=period.cycle_id.id,
                kind=period.kind,
            ),
        )
        self._list_outsiders(batch)
        batch._note("perf.appraisee", followed)

    def _list_outsiders(self, batch):
        """List active people who belong to no unit of appraisal, so that nobody is left out in silence.

        A job that is repeated lists them anew: they are no appraisees and never to be done.

        :param batch: the job, ``perf.batch``
        """
        self.env.cr.execute(
            SQL("DELETE FROM perf_batch_line WHERE batch_id = %s AND res_model = 'hr.employee'", batch.id),
        )
        flush_tables(self.env, "perf.appraisee", "hr.employee", "hr.version")
        listed = batch._list_records(
            SQL(
                """
                SELECT 'hr.employee', e.id, e.name, v.department_id, 'skipped', %(reason)s
                  FROM hr_employee e
             LEFT JOIN hr_version v ON v.id = %(version)s
                 WHERE e.company_id = %(company)s AND e.active
                   AND NOT EXISTS (SELECT 1 FROM perf_appraisee a
                                    WHERE a.cycle_id = %(cycle)s AND a.employee_id = e.id)
                 ORDER BY e.id
                """,
                reason=self._why_words("no_unit"),
                version=self.env["hr.employee"]._perf_version_sql(SQL("e.id"), batch.period_id.date_end),
                company=batch.company_id.id,
                cycle=batch.period_id.cycle_id.id,
            ),
        )
        batch._offer(dict.fromkeys(listed, "no_unit"))

    def _process(self, batch, todo):
        """Make the sheets of one chunk, whose records are appraisees."""
        super()._process(batch, todo)
        period = batch.period_id
        if not self._hold(period):
            self._leave_out(batch, [(line_id, "closed", None) for line_id, _record in todo])
            return
        facts = {row["id"]: row for row in self._facts(period, [appraisee for _line, appraisee in todo])}
        with_lines = self._find_plans(period, facts.values())
        due = self._due_lines(period, with_lines)
        left_out, outcomes, rows = [], [], {}
        for line_id, appraisee_id in todo:
            row = facts.get(appraisee_id)
            reason = self._why_left_out(row, with_lines, due)
            if row and row["sheet_id"]:
                outcomes.append((line_id, "existed", None))
            elif reason:
                left_out.append((line_id, reason, row and row["live_unit_id"]))
            elif row["plan_id"] not in with_lines:
                outcomes.append((line_id, "not_concerned", None))
            else:
                outcomes.append((line_id, "made", None))
                rows[appraisee_id] = row
        if rows:
            sheets = self._insert_sheets(period, list(rows.values()))
            self._insert_lines(sheets, [line for lines in due.values() for line in lines])
            if extended := period.sudo().extension_ids.unit_id:
                self.env["perf.extension"]._refresh_deadlines(period, extended)
        batch._settle(outcomes)
        self._leave_out(batch, left_out)
        batch._note("perf.appraisee", self._passed_over(list(rows.values())))

    def _leave_out(self, batch, left_out):
        """Settle the lines of those who get no sheet, with the reason and what can be done.

        :param batch: the job, ``perf.batch``
        :param list left_out: tuples ``(line id, key of REASONS, id of the unit in this period, if known)``
        """
        told = {key: self._why_words(key) for _line, key, _unit in left_out}
        batch._settle([(line_id, "skipped", told[key]) for line_id, key, _unit in left_out])
        batch._offer({line_id: key for line_id, key, _unit in left_out})
        moved = [(line_id, unit_id) for line_id, _key, unit_id in left_out if unit_id]
        self.env["perf.batch.line"]._bulk_update(["unit_id"], moved)

    def _finish(self, batch):
        """Open the period when all its sheets are made; a quarter has summaries of its units besides."""
        super()._finish(batch)
        batch.period_id._transition("action_opened", follows=True)
        self.env["perf.summary"]._make(batch.period_id)
        self.env.cr.execute("ANALYZE perf_appraisal, perf_appraisal_line")

    def _why_not_repeatable(self, batch):
        """Take up those left out while the period is open."""
        if batch.period_id.state != "open":
            return self.env._("%s is not open.", batch.period_id.display_name)
        return super()._why_not_repeatable(batch)

    # === HELPERS - OPENING === #

    def _why_words(self, key):
        """Return the sentence that tells why somebody gets no sheet.

        :param str key: one of ``REASONS``
        """
        return self.env._(REASONS[key])  # pylint: disable=gettext-variable

    def _hold(self, period):
        """Keep the period from being closed until this chunk is committed.

        :return: whether it is still opening or open
        """
        period.flush_recordset(["state"])
        self.env.cr.execute(
            SQL("SELECT state FROM perf_period WHERE id = %s FOR SHARE", period.id),
            log_exceptions=False,  # a collision is no error: the chunk is run again and finds the new state
        )
        return self.env.cr.fetchone()[0] in ("opening", "open")

    def _insert_sheets(self, period, rows):
        """Insert the sheets; a sheet that somebody else made meanwhile is left alone.

        :param list rows: as from :meth:`_facts`
        :return: ids of the new sheets
        """
        taken = ["id", "kind", "live_unit_id", "department_id", "employee_id", "job_id"]
        taken += ["reviewer_id", "plan_id", "scheme_id"]
        names = ["appraisee_id", "kind", "unit_id", "department_id", "employee_id", "job_id"]
        names += ["reviewer_id", "plan_id", "scheme_id", "period_id", "cycle_id", "company_id", *DEADLINE_COLUMNS]
        names += ["state"]
        common = [period.id, period.cycle_id.id, period.company_id.id, *(period[name] for name in DEADLINE_COLUMNS)]
        return self.env["perf.appraisal"]._bulk_insert(
            names,
            [(*(row[name] for name in taken), *common, "draft") for row in rows],
            on_conflict=SQL("(appraisee_id, period_id) DO NOTHING"),
        )

from odoo import models
from odoo.tools import SQL


class PerfOpening(models.AbstractModel):
    """Opening a period: the job that makes the sheets, in SQL, a chunk at a time."""

    _name = "perf.opening"
    _description = "Opening of a Period"

    # === BUSINESS METHODS - OPENING === #

    def _prepare(self, batch):
        """Enrol newcomers and list everybody who takes part.

        Units have no monthly sheets, save where their plan, or their category's, holds monthly lines.

        :param batch: the job, ``perf.batch``
        """
        period = batch.period_id
        period.cycle_id._enrol()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO perf_batch_line (batch_id, res_model, res_id, name, unit_id, outcome,
                                             create_uid, write_uid, create_date, write_date)
                SELECT %(batch)s, 'perf.appraisee', a.id, COALESCE(e.name, d.name ->> %(lang)s, d.name ->> 'en_US'),
                       a.unit_id, 'todo',
                       %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
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
                ON CONFLICT (batch_id, res_model, res_id) DO NOTHING
                """,
                batch=batch.id,
                lang=self.env.lang or "en_US",
                uid=self.env.uid,
                cycle=period.cycle_id.id,
                kind=period.kind,
            ),
        )
        self._list_outsiders(batch)

    def _list_outsiders(self, batch):
        """List active people who belong to no unit of appraisal, so that nobody is left out in silence.

        A job that is repeated lists them anew: they are no appraisees and never to be done.

        :param batch: the job, ``perf.batch``
        """
        self.env.cr.execute(
            SQL("DELETE FROM perf_batch_line WHERE batch_id = %s AND res_model = 'hr.employee'", batch.id),
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO perf_batch_line (batch_id, res_model, res_id, name, unit_id, outcome, reason,
                                             create_uid, write_uid, create_date, write_date)
                SELECT %(batch)s, 'hr.employee', e.id, e.name, v.department_id, 'skipped', %(reason)s,
                       %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM hr_employee e
             LEFT JOIN hr_version v ON v.id = e.current_version_id
                 WHERE e.company_id = %(company)s AND e.active
                   AND NOT EXISTS (SELECT 1 FROM perf_appraisee a
                                    WHERE a.cycle_id = %(cycle)s AND a.employee_id = e.id)
                 ORDER BY e.id
                ON CONFLICT (batch_id, res_model, res_id) DO NOTHING
                """,
                batch=batch.id,
                reason=self.env._("Belongs to no unit of appraisal."),
                uid=self.env.uid,
                company=batch.company_id.id,
                cycle=batch.period_id.cycle_id.id,
            ),
        )

    def _process(self, batch, todo):
        """Make the sheets of one chunk.

        :param batch: the job, ``perf.batch``
        :param list todo: tuples ``(line id, appraisee id)``
        """
        period = batch.period_id
        if not self._hold(period):
            batch._settle([(line_id, "skipped", self.env._("The period is closed.")) for line_id, _record in todo])
            return
        facts = {row["id"]: row for row in self._facts(period, [appraisee for _line, appraisee in todo])}
        with_lines = self._find_plans(period, facts.values())
        due = self._due_lines(period, with_lines)
        outcomes, rows = [], {}
        for line_id, appraisee_id in todo:
            row = facts.get(appraisee_id)
            reason = self._why_left_out(row, with_lines, due)
            if row and row["sheet_id"]:
                outcomes.append((line_id, "existed", None))
            elif reason:
                outcomes.append((line_id, "skipped", reason))
            elif row["plan_id"] not in with_lines:
                outcomes.append((line_id, "spared", None))
            else:
                outcomes.append((line_id, "made", None))
                rows[appraisee_id] = row
        if rows:
            sheets = self._insert_sheets(period, list(rows.values()))
            self._insert_lines(sheets, [line for lines in due.values() for line in lines])
            if extended := period.sudo().extension_ids.unit_id:
                self.env["perf.appraisal"]._refresh_deadlines(period, extended)
        batch._settle(outcomes)

    def _finish(self, batch):
        """Open the period when all its sheets are made."""
        batch.period_id._transition("action_opened", follows=True)
        self.env.cr.execute("ANALYZE perf_appraisal, perf_appraisal_line")

    # === HELPERS - OPENING === #

    def _hold(self, period):
        """Keep the period from being closed until this chunk is committed.

        :return: whether it is still opening or open
        """
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
        names = ["id", "kind", "live_unit_id", "department_id", "employee_id", "job_id"]
        names += ["reviewer_id", "plan_id", "scheme_id"]
        columns = [[row[name] for row in rows] for name in names]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO perf_appraisal (
                    appraisee_id, kind, unit_id, department_id, employee_id, job_id, reviewer_id, plan_id, scheme_id,
                    period_id, cycle_id, company_id, self_deadline, review_deadline, confirm_deadline,
                    state, create_uid, write_uid, create_date, write_date)
                SELECT v.*, %(period)s, %(cycle)s, %(company)s, %(self_)s::date, %(review)s::date, %(confirm)s::date,
                       'draft', %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM unnest(%(c0)s::int[], %(c1)s::varchar[], %(c2)s::int[], %(c3)s::int[], %(c4)s::int[],
                              %(c5)s::int[], %(c6)s::int[], %(c7)s::int[], %(c8)s::int[]) AS v
                ON CONFLICT (appraisee_id, period_id) DO NOTHING
                RETURNING id
                """,
                period=period.id,
                cycle=period.cycle_id.id,
                company=period.company_id.id,
                self_=period.self_deadline or None,
                review=period.review_deadline or None,
                confirm=period.confirm_deadline or None,
                uid=self.env.uid,
                **{f"c{index}": column for index, column in enumerate(columns)},
            ),
        )
        return [sheet_id for (sheet_id,) in self.env.cr.fetchall()]

    def _insert_lines(self, sheet_ids, scores):
        """Insert the lines of new sheets from their plans, each with the score of a line without input.

        :param list sheet_ids: ids of the sheets
        :param list scores: what is due: ``(plan line id, target, score)``
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO perf_appraisal_line (
                    appraisal_id, sequence, unit_id, period_id, plan_line_id, indicator_id, section_id,
                    full_score, weight, target_value, self_score, assessed, is_led,
                    create_uid, write_uid, create_date, write_date)
                SELECT a.id, l.sequence, a.unit_id, a.period_id, l.id, i.id, i.section_id, l.full_score, l.weight,
                       s.target, s.score, TRUE, a.kind = 'unit' AND %(led)s,
                       a.create_uid, a.create_uid, a.create_date, a.create_date
                  FROM perf_appraisal a
                  JOIN perf_plan_line l ON l.plan_id = a.plan_id
                  JOIN perf_indicator i ON i.id = l.indicator_id
                  JOIN unnest(%(lines)s::int[], %(targets)s::numeric[], %(scores)s::numeric[]) AS s(line, target, score)
                    ON s.line = l.id
                 WHERE a.id = ANY(%(sheets)s)
                 ORDER BY a.id, l.sequence, l.id
                """,
                lines=[row[0] for row in scores],
                targets=[row[1] for row in scores],
                scores=[row[2] for row in scores],
                led=SQL(
                    "EXISTS (SELECT 1 FROM perf_indicator_lead_unit_rel r "
                    "WHERE r.perf_indicator_id = i.id AND r.hr_department_id != a.unit_id)"
                ),
                sheets=sheet_ids,
            ),
        )

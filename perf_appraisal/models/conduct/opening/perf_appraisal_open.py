from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..plan.perf_plan_line import QUARTERS


class PerfAppraisal(models.Model):
    """Opening a period: the job that makes the sheets, in SQL, a chunk at a time."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - OPENING === #

    def _open_prepare(self, batch):
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
        self._open_list_outsiders(batch)

    def _open_list_outsiders(self, batch):
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

    def _open_process(self, batch, todo):
        """Make the sheets of one chunk.

        :param batch: the job, ``perf.batch``
        :param list todo: tuples ``(line id, appraisee id)``
        """
        period = batch.period_id
        if not self._open_hold(period):
            batch._settle([(line_id, "skipped", self.env._("The period is closed.")) for line_id, _record in todo])
            return
        facts = {row["id"]: row for row in self._open_facts(period, [appraisee for _line, appraisee in todo])}
        plans = self._open_plans(period, facts.values())
        for row in facts.values():
            row["plan_id"] = self._open_plan(row, plans)
        due = self._open_scores(period, {row["plan_id"] for row in facts.values()} & plans["with_lines"])
        outcomes, rows = [], {}
        for line_id, appraisee_id in todo:
            row = facts.get(appraisee_id)
            reason = self._open_refusal(row, plans["with_lines"], due)
            if row and row["sheet_id"]:
                outcomes.append((line_id, "existed", None))
            elif reason:
                outcomes.append((line_id, "skipped", reason))
            elif row["plan_id"] not in plans["with_lines"]:
                outcomes.append((line_id, "spared", None))
            else:
                outcomes.append((line_id, "made", None))
                rows[appraisee_id] = row
        if rows:
            sheets = self._open_insert_sheets(period, list(rows.values()))
            self._open_insert_lines(sheets, [line for lines in due.values() for line in lines])
        batch._settle(outcomes)

    def _open_finish(self, batch):
        """Open the period when all its sheets are made."""
        batch.period_id._follow("action_opened")
        self.env.cr.execute("ANALYZE perf_appraisal, perf_appraisal_line")

    # === HELPERS - OPENING === #

    def _open_hold(self, period):
        """Keep the period from being closed until this chunk is committed.

        :return: whether it is still opening or open
        """
        self.env.cr.execute(
            SQL("SELECT state FROM perf_period WHERE id = %s FOR SHARE", period.id),
            log_exceptions=False,  # a collision is no error: the chunk is run again and finds the new state
        )
        return self.env.cr.fetchone()[0] in ("opening", "open")

    def _open_facts(self, period, appraisee_ids):
        """Return what decides on the sheets of these appraisees, one row each, in one query."""
        self.env.flush_all()
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
        reviewers = self._open_reviewers(rows)
        away = self._open_away(period, [row["employee_id"] for row in rows if row["employee_id"]])
        for row in rows:
            row["reviewer_id"] = self._open_reviewer(row, reviewers)
            row["on_leave"] = row["employee_id"] in away
        return rows

    def _open_reviewers(self, rows):
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
    def _open_reviewer(row, able):
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

    def _open_plans(self, period, rows):
        """Return the approved plans that may serve these appraisees, by what they are for.

        :param rows: as from :meth:`_open_facts`
        :return: ``{(scope, unit, category, post, person): plan}``, and ids under ``ids`` and ``with_lines``
        """
        wanted = {
            "id": {row["plan_id"] for row in rows},
            "category_id": {row["category_id"] for row in rows},
            "employee_id": {row["employee_id"] for row in rows},
        }
        units = list({row["live_unit_id"] for row in rows})
        serves = Domain("unit_id", "in", units) & Domain("scope", "!=", "employee")
        serves |= Domain.OR(Domain(name, "in", list(ids - {None})) for name, ids in wanted.items())
        approved = Domain("cycle_id", "=", period.cycle_id.id) & Domain("state", "=", "approved")
        names = ["scope", "unit_id", "category_id", "job_id", "employee_id"]
        plans = self.env["perf.plan"].sudo().search_fetch(approved & serves, names)
        groups = (
            self.env["perf.plan.line"]
            .sudo()
            ._read_group(
                [("plan_id", "in", plans.ids), ("indicator_id.frequency", "=", period.kind)],
                ["plan_id"],
            )
        )
        found = {"with_lines": {plan.id for (plan,) in groups}, "ids": set(plans.ids)}
        for plan in plans:
            found[plan.scope, plan.unit_id.id, plan.category_id.id, plan.job_id.id, plan.employee_id.id] = plan.id
        return found

    def _open_plan(self, row, plans):
        """Return the plan that serves an appraisee: one whole plan, never a mixture."""
        unit, category = row["live_unit_id"], row["category_id"]
        if row["plan_id"]:
            return row["plan_id"] if row["plan_id"] in plans["ids"] else None
        if row["kind"] == "unit":
            keys = [("unit", unit, False, False, False), ("category", False, category, False, False)]
        else:
            keys = [
                ("employee", unit, False, False, row["employee_id"]),
                ("job", unit, False, row["job_id"] or -1, False),
                ("staff", unit, False, False, False),
                ("category", False, category, False, False),
            ]
        return next((plans[key] for key in keys if key in plans), None)

    def _open_refusal(self, row, with_lines, due):
        """Return why no sheet is made, or nothing.

        :param dict row: as from :meth:`_open_facts`, with its plan
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

    def _open_insert_sheets(self, period, rows):
        """Insert the sheets; a sheet that somebody else made meanwhile is left alone.

        :param list rows: as from :meth:`_open_facts`
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

    def _open_insert_lines(self, sheet_ids, scores):
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

    def _open_scores(self, period, plan_ids):
        """Return target and first score of every plan line that sheets of these plans hold: what is due in the period.

        :return: ``{plan id: [(plan line id, target, score)]}``, without plans of which nothing is due
        """
        lines = (
            self.env["perf.plan.line"]
            .sudo()
            .search_fetch(
                [("plan_id", "in", list(plan_ids)), ("indicator_id.frequency", "=", period.kind)],
                ["plan_id", "indicator_id", "full_score", "target_value", "target_month", "target_mode", *QUARTERS],
                order="id",
            )
        )
        rows, scores = {}, {}
        for line in lines.filtered(lambda line: line._is_due_in(period)):
            target = line._target_in(period)
            key = (line.indicator_id, line.full_score, target)
            if key not in scores:  # the plans of many people hold the same lines
                scores[key] = line._empty_score(target)
            rows.setdefault(line.plan_id.id, []).append((line.id, target, scores[key]))
        return rows

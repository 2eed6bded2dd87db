from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables
from ...basis.perf_scheme_next import next_year_name


class PerfCycle(models.Model):
    """A cycle enrols its appraisees, and prepares the next one: settings, schemes, indicators, and plans as drafts."""

    _inherit = "perf.cycle"

    appraisee_ids = fields.One2many(comodel_name="perf.appraisee", inverse_name="cycle_id", string="Appraisees")
    appraisee_count = fields.Integer(string="Number of Appraisees", compute="_compute_appraisee_count")

    # === COMPUTE METHODS === #

    def _compute_appraisee_count(self):
        groups = self.env["perf.appraisee"]._read_group([("cycle_id", "in", self.ids)], ["cycle_id"], ["__count"])
        counts = {cycle.id: count for cycle, count in groups}
        for cycle in self:
            cycle.appraisee_count = counts.get(cycle.id, 0)

    # === ACTION METHODS === #

    def action_copy_next(self):
        """Prepare the next year; done again, it only adds what is missing.

        Schemes and their indicators are copied, so that next year's table can change while this year's stays what it
        is. Approved plans become drafts with their lines, targets and people; who or what has gone is left out.
        Superior indicators are handed down anew each year and are not copied.

        Note: self.ensure_one()

        :return: an action that opens the next cycle
        :raise AccessError: for everybody but the administrator
        :raise UserError: when the next cycle is open already
        """
        self.ensure_one()
        if not self.env.user.has_group("perf_appraisal.group_perf_admin"):
            raise AccessError(self.env._("Only the administrator prepares the next year."))
        self.lock_for_update()
        following = self._find_or_create_next()
        schemes = self.scheme_ids._copy_for_next(self.year, following.year)
        following.scheme_ids |= schemes
        self.env["perf.plan"]._copy_into(following, self)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": following.id,
            "views": [(False, "form")],
        }

    def action_view_appraisees(self):
        """Open the enrolled units and people.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_appraisee_action")
        action["domain"] = [("cycle_id", "in", self.ids)]
        return action

    # === BUSINESS METHODS - ENROLMENT === #

    def _enrol(self):
        """Enrol the units of the company and the active people inside them, whoever is not enrolled yet.

        Set-based: two statements, whatever the number of people.
        """
        super()._enrol()
        flush_tables(self.env, "perf.cycle", "perf.scheme", "hr.department", "hr.employee", "hr.version", "hr.job")
        self._enrol_units()
        self._enrol_people()

    def _enrol_units(self):
        """Enrol the units that are not enrolled yet."""
        self.env["perf.appraisee"]._bulk_insert(
            ["cycle_id", "company_id", "kind", "unit_id", "category_id", "hr_category_id", "scheme_id", "status"],
            SQL(
                """
                SELECT c.id, c.company_id, 'unit', d.id, d.perf_category_id, d.perf_category_id, %(scheme)s, 'active'
                  FROM perf_cycle c
                  JOIN hr_department d ON d.company_id = c.company_id AND d.perf_is_unit AND d.active
                 WHERE c.id = ANY(%(cycles)s)
                """,
                cycles=self.ids,
                scheme=self._scheme_of(SQL("d.perf_category_id"), "unit"),
            ),
            on_conflict=SQL("DO NOTHING"),
        )

    def _enrol_people(self):
        """Enrol the active people inside units who are not enrolled yet."""
        category = SQL("COALESCE(e.perf_category_id, j.perf_category_id)")
        names = ["cycle_id", "company_id", "kind", "unit_id", "employee_id", "category_id", "hr_category_id"]
        self.env["perf.appraisee"]._bulk_insert(
            [*names, "scheme_id", "status"],
            SQL(
                """
                SELECT c.id, c.company_id, 'employee', d.perf_unit_id, e.id, %(category)s, %(category)s, %(scheme)s,
                       'active'
                  FROM perf_cycle c
                  JOIN hr_employee e ON e.company_id = c.company_id AND e.active
                  JOIN hr_version v ON v.id = e.current_version_id
                  JOIN hr_department d ON d.id = v.department_id
                  LEFT JOIN hr_job j ON j.id = v.job_id
                 WHERE c.id = ANY(%(cycles)s) AND d.perf_unit_id IS NOT NULL
                 ORDER BY e.id
                """,
                cycles=self.ids,
                category=category,
                scheme=self._scheme_of(category, "employee"),
            ),
            on_conflict=SQL("DO NOTHING"),
        )

    @staticmethod
    def _scheme_of(category, kind):
        """Return the sub-select of the scheme that serves a category in the cycle ``c``."""
        return SQL(
            """(SELECT s.id
                  FROM perf_cycle_perf_scheme_rel cs
                  JOIN perf_scheme s ON s.id = cs.perf_scheme_id AND s.kind = %s
                  JOIN perf_category_perf_scheme_rel sc ON sc.perf_scheme_id = s.id
                 WHERE cs.perf_cycle_id = c.id AND sc.perf_category_id = %s
                 ORDER BY s.id LIMIT 1)""",
            kind,
            category,
        )

    # === BUSINESS METHODS - NEXT YEAR === #

    def _find_or_create_next(self):
        """Return the draft cycle of the next year.

        :raise UserError: when that cycle has been opened
        """
        year = self.year + 1
        following = self.search([("year", "=", year), ("company_id", "=", self.company_id.id)])
        if following and following.state != "draft":
            raise UserError(
                self.env._("%s has been opened already: nothing can be copied into it.", following.display_name)
            )
        values = {"year": year, "name": next_year_name(self.name, self.year, year), "scheme_ids": False}
        return following or self.create([{**vals, **values} for vals in self.copy_data()])

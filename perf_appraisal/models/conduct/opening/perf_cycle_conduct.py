from odoo import fields, models
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables


class PerfCycle(models.Model):
    """A cycle enrols its appraisees."""

    _inherit = "perf.cycle"

    appraisee_ids = fields.One2many(comodel_name="perf.appraisee", inverse_name="cycle_id", string="Appraisees")
    appraisee_count = fields.Integer(string="Number of Appraisees", compute="_compute_appraisee_count")

    # === COMPUTE METHODS === #

    def _compute_appraisee_count(self):
        groups = self.env["perf.appraisee"]._read_group([("cycle_id", "in", self.ids)], ["cycle_id"], ["__count"])
        counts = {cycle.id: count for cycle, count in groups}
        for cycle in self:
            cycle.appraisee_count = counts.get(cycle.id, 0)

    # === BUSINESS METHODS === #

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
            ["cycle_id", "company_id", "kind", "unit_id", "category_id", "scheme_id", "status"],
            SQL(
                """
                SELECT c.id, c.company_id, 'unit', d.id, d.perf_category_id, %(scheme)s, 'active'
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
        self.env["perf.appraisee"]._bulk_insert(
            ["cycle_id", "company_id", "kind", "unit_id", "employee_id", "category_id", "scheme_id", "status"],
            SQL(
                """
                SELECT c.id, c.company_id, 'employee', d.perf_unit_id, e.id, %(category)s, %(scheme)s, 'active'
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

    def action_view_appraisees(self):
        """Open the enrolled units and people.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_appraisee_action")
        action["domain"] = [("cycle_id", "in", self.ids)]
        return action

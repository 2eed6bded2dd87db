from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfGridTours(PerfCommon, HttpCase):
    """The grids in a real browser; an error in its console fails the tour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # the tours look for source texts

    def test_coordinator_enters_a_month_by_keyboard_alone(self):
        indicators = self.env["perf.indicator"].union(
            *[self._create_indicator(f"Task {number}", full_score=10.0) for number in range(12)]
        )
        self._create_plan(indicators, scope="staff", unit_id=self.township.id)
        values = {"department_id": self.section.id, "job_id": self.job.id, "company_id": self.env.company.id}
        self.env["hr.employee"].create([{"name": f"Person {number:02}", **values} for number in range(25)])
        month = self._next_month()
        self._open_period(month)
        sheets = self.env["perf.appraisal"].search(
            [("period_id", "=", month.id), ("unit_id", "=", self.township.id), ("kind", "=", "employee")]
        )
        self.assertEqual((len(sheets), len(sheets.line_ids)), (30, 360))
        self.sheets["staff"].search([("period_id", "=", self.month.id)])._unlocked().write({"state": "excused"})
        self.start_tour("/odoo/appraisal-grid", "perf_grid_self", login="coordinator", timeout=240)
        self.assertEqual(len(sheets.line_ids.filtered("self_value")), 360)
        self.assertEqual(sheets.filler_ids, self.coordinator)

    def test_lead_unit_pastes_three_indicators_of_thirty_six_units(self):
        indicators = self.env["perf.indicator"].union(
            *[
                self._create_indicator(
                    f"Matter {number}",
                    kind="unit",
                    scheme_id=self.scheme_unit.id,
                    frequency="quarter",
                    full_score=10.0,
                    lead_unit_ids=[Command.set(self.other.ids)],
                )
                for number in range(3)
            ]
        )
        units = self.env["hr.department"].union(
            *[self._create_department(f"Village {number:02}", parent_id=self.county.id) for number in range(36)]
        )
        self._create_plan(indicators, scope="category", category_id=self.category_unit.id)
        self._create_unit_sheet()
        sheets = self.env["perf.appraisal"].search([("kind", "=", "unit"), ("unit_id", "in", units.ids)])
        self.assertEqual(len(sheets.line_ids), 108)
        sheets.line_ids._unlocked().write({"self_value": 9.0})
        sheets._unlocked().write({"state": "self_scored"})
        sheets._start_review()
        self.env.flush_all()
        self.start_tour("/odoo/appraisal-grid-lead", "perf_grid_lead", login="other_head", timeout=120)
        self.assertEqual(set(sheets.line_ids.mapped("review_score")), {5.0, 6.0, 7.0, 8.0})
        self.assertEqual(set(sheets.line_ids.mapped("review_reason")), {"Checked on the spot"})

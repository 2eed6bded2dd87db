from odoo.tests import HttpCase, tagged

from .browser import SharedBrowserMixin
from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestScreensFitTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """The widest tables fit a screen of 1400 pixels: nothing has to be scrolled sideways."""

    browser_size = "1400x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()

    def test_the_lines_of_a_person_s_and_of_a_unit_s_plan_fit(self):
        whom = {"scope": "employee", "unit_id": self.township.id, "employee_id": self.staff.employee_id.id}
        for indicators, values in (
            (self.indicators, whom),
            (self.unit_indicators, {"scope": "unit", "unit_id": self.other.id}),
        ):
            plan = self._create_plan(indicators, approved=False, **values)
            self.start_tour(f"/odoo/appraisal-plans/{plan.id}", "perf_fits", login="office")

    def test_the_lines_of_a_sheet_with_a_note_and_the_reasons_of_leader_and_office_fit(self):
        line = self._line(self.sheet, self.judged)
        line.with_user(self.staff).write({"self_note": "Late by two days because of the flood"})
        self._submit(self.sheet)
        line.with_user(self.deputy).write({"review_value": 15.0, "review_reason": "Two were late"})
        self.sheet.with_user(self.deputy).action_review()
        line.with_user(self.office).write({"final_score": 14.0, "final_reason": "Compared"})
        self.start_tour(f"/odoo/appraisal-sheets/{self.sheet.id}", "perf_fits", login="office")

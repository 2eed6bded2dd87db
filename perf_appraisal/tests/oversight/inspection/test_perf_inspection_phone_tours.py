from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...spot import SpotCase

WORK = "/odoo/appraisal-work"


@tagged("post_install", "-at_install")
class TestPerfInspectionPhoneTours(SharedBrowserMixin, SpotCase, HttpCase):
    """What an inspector does on the spot with a phone, in Chinese."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()

    def test_the_inspector_calls_the_roll_and_writes_down_a_finding(self):
        self.inspection.with_user(self.office).action_plan()
        self.start_tour(WORK, "perf_phone_inspection", login="inspector")
        self.assertState(self.inspection, "ongoing")
        self.assertEqual(
            set(self.inspection.finding_ids.mapped(lambda finding: (finding.rule_id, finding.employee_id.name))),
            {(self.rule_absent, "Staff"), (self.rule_untidy, False)},
        )

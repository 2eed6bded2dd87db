from odoo.tests import HttpCase, tagged

from .browser import SharedBrowserMixin
from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfReviewerChangeTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """The card of a reviewer who is gone, its dialog, and My Work afterwards, in a real browser and in Chinese."""

    def test_the_head_gives_all_open_sheets_to_somebody(self):
        self._speak_chinese()
        self.deputy.sudo().active = False
        self.env.flush_all()
        self.start_tour("/odoo/appraisal-work", "perf_reviewer_change", login="head")
        sheets = self.sheets["staff"] | self.sheets["colleague"]
        self.assertEqual(sheets.reviewer_id, self.coordinator.employee_id)

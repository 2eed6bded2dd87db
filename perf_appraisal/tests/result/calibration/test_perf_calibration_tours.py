from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...meeting import MeetingCase


@tagged("post_install", "-at_install")
class TestPerfCalibrationTours(SharedBrowserMixin, MeetingCase, HttpCase):
    """The board of a meeting in a browser."""

    browser_size = "1400x900"

    def setUp(self):
        super().setUp()
        self._fill_in()
        self.page = f"/odoo/appraisal-calibration/{self.meeting.id}"

    def test_the_office_moves_a_grade_and_enters_the_decision(self):
        self.start_tour(self.page, "perf_calibration_board", login="office")
        self.assertEqual(self.meeting.state, "decided")
        self.assertEqual(self._result_of(self.deputy).grade_id, self.basic)

    def test_an_auditor_looks_on(self):
        self.start_tour(self.page, "perf_calibration_board_auditor", login="auditor")

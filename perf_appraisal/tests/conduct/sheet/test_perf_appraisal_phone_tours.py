from contextlib import contextmanager

from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...common import PerfCommon

WORK = "/odoo/appraisal-work"


@tagged("post_install", "-at_install")
class TestPerfAppraisalPhoneTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """What staff do on a phone, in Chinese; an error in the browser's console fails the tour."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()

    @contextmanager
    def assertRefusal(self, name):
        """Expect exactly one refusal by the server, which names this line."""
        with self.assertLogs("odoo.http", "WARNING") as log:
            yield
        self.assertEqual(len(log.records), 1, log.output)
        self.assertIn(name, log.output[0])

    def test_staff_scores_himself_card_by_card_and_submits(self):
        with self.assertRefusal("Visits"):
            self.start_tour(WORK, "perf_phone_self_score", login="staff")
        self.assertRecordValues(
            self.sheet, [{"state": "self_scored", "filled_by_id": self.staff.id, "on_behalf": False}]
        )
        self.assertScores(
            self.sheet,
            [[18, 18, 0], [18.5, 18.5, 0], [19, 19, 0], [20, 20, 0], [12, 12, 0], [87.5, 0, 0]],
        )
        self.assertEqual(self._line(self.sheet, self.level).level_id, self.level.level_ids[0])
        self.assertEqual(self._line(self.sheet, self.ratio).actual_value, 10.0)
        self.assertRecordValues(
            self.sheet.line_ids.claim_ids.sorted("quantity"),
            [
                {"line_id": self._line(self.sheet, indicator).id, "quantity": times, "points": claimed}
                for indicator, times, claimed in ((self.parts, 1.0, 12.0), (self.deduction, 3.0, 1.5))
            ],
        )

    def test_deputy_reviews_card_by_card(self):
        self._submit(self.sheet)
        with self.assertRefusal("Duties"):
            self.start_tour(WORK, "perf_phone_review", login="deputy")
        self.assertState(self.sheet, "reviewed")
        self.assertRecordValues(
            self._line(self.sheet, self.judged) + self._line(self.sheet, self.level),
            [
                {"review_score": 15.0, "review_reason": "两项工作迟报"},
                {"review_score": 16.0, "review_reason": "群众反映"},
            ],
        )

    def test_staff_writes_the_work_log_and_takes_it_into_the_sheet(self):
        self.start_tour(WORK, "perf_phone_work_log", login="staff")
        log = self.env["perf.work.log"].search([("employee_id", "=", self.staff.employee_id.id)])
        self.assertRecordValues(log, [{"text": "走访东村十二户", "filled_by_id": False}])
        self.assertTrue(self.sheet.self_summary.endswith("走访东村十二户"), self.sheet.self_summary)
        self.assertState(self.sheet, "draft")

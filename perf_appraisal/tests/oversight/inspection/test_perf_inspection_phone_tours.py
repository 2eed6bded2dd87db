import io
from threading import Thread

from PIL import Image

from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...spot import SpotCase

WORK = "/odoo/appraisal-work"


class CutLineMixin(SharedBrowserMixin):
    """A page asks for its line to be cut, and for its tab to be closed, by what it writes to the console."""

    def _take_browser(self, *args, **options):
        browser = super()._take_browser(*args, **options)
        self._line(browser, "whole")
        heard = type(browser)._handle_console

        def hear(args=None, **message):
            text = str((args or [{}])[0].get("value"))
            if text.startswith("perf line"):
                Thread(target=self._line, args=(browser, text.split()[2])).start()
            elif text.startswith("perf tab closed"):
                Thread(target=self._reopen, args=(browser, text.split()[3])).start()
            if "ConnectionLostError" in str(args):  # said because the test has cut the line
                message["type"] = "info"
            heard(browser, args=args, **message)

        browser._handlers["Runtime.consoleAPICalled"] = hear
        return browser

    @staticmethod
    def _line(browser, state):
        throughput = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        browser._websocket_request("Network.enable")
        browser._websocket_request("Network.emulateNetworkConditions", params={"offline": state == "cut", **throughput})

    @classmethod
    def _reopen(cls, browser, url):
        browser._websocket_request("Page.navigate", params={"url": "about:blank"})
        cls._line(browser, "whole")
        browser._websocket_request("Page.navigate", params={"url": url})


@tagged("post_install", "-at_install")
class TestPerfInspectionPhoneTours(CutLineMixin, SpotCase, HttpCase):
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
        desks = self.inspection.item_ids[:1]
        self.assertEqual((desks.is_checked, desks.given_points), (True, 6.0), "one tap gives all points")

    def test_saved_again_after_the_line_was_cut_it_is_one_finding_with_two_photographs(self):
        self._start()
        self.start_tour(WORK, "perf_phone_cut_line", login="inspector")
        finding = self.inspection.finding_ids
        self.assertEqual(finding.mapped("facts"), ["窗口无人"])
        photos = finding.evidence_ids.sorted("name")
        self.assertEqual(photos.mapped("name"), ["blue.jpg", "red.jpg"])
        sizes = [Image.open(io.BytesIO(photo.raw)).size for photo in photos]
        self.assertEqual(sizes, [(1600, 1200)] * 2, "made small before they are sent")

    def test_what_is_typed_without_a_line_outlives_a_closed_tab(self):
        self._start()
        self.start_tour(WORK, "perf_phone_closed_tab", login="inspector")
        self.assertEqual(self.inspection.finding_ids.mapped("facts"), ["窗口无人值守"])

    def test_what_is_kept_is_gone_when_its_user_logs_out(self):
        self._start()
        self.start_tour(WORK, "perf_phone_log_out", login="inspector")
        self.assertFalse(self.inspection.place)

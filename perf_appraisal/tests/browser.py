"""One browser for the tours that follow each other: its start, its assets and their compiled code are paid once."""

import re
from concurrent.futures import Future, wait
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser

from odoo.addons.base.models.ir_qweb import IrQweb

from .shared import next_class

#: What the pages of the tours load: JavaScript, CSS. Odoo would make every bundle it knows before the first of them,
#: those of its own unit tests included; a bundle that is missing here is made when a test asks for it.
BUNDLES = (
    {"web.assets_web", "web.assets_tests", "bus.websocket_worker_assets", "web.fullcalendar_lib"},
    {"web.assets_web", "web.assets_web_print"},
)
IrQweb._get_bundles_to_pregenarate = lambda _qweb: BUNDLES


class SharedBrowser(ChromeBrowser):
    """A browser that a test gives back instead of closing it: nothing stays but what it loaded."""

    def serve(self, test_case, success_signal):
        """Make it ready for a further test."""
        self.test_case, self._logger, self.success_signal = test_case, test_case._logger, success_signal
        self._result, self.error_checker, self.had_failure = Future(), None, False
        width, height = map(int, re.split("[x,]", test_case.browser_size))
        size = {"mobile": False, "width": width, "height": height, "deviceScaleFactor": 1}
        self._websocket_request("Emulation.setDeviceMetricsOverride", params=size)

    @property
    def is_fit(self):
        """Whether the last test ended well, so that another may follow."""
        is_open = hasattr(self, "ws") and self.ws.connected
        return is_open and self._result.done() and not self.had_failure and not self._result.exception()

    def stop(self):
        if self.is_fit:
            self._forget()
        else:
            self.close()

    def close(self):
        """End it."""
        super().stop()

    def _forget(self):
        """Leave the page, and forget who was there and what the page stored."""
        forget = "sessionStorage.clear(); Storage.prototype.setItem = () => {}"
        self._websocket_request("Runtime.evaluate", params={"expression": forget})
        wait(self._responses.values(), 10)
        self._websocket_request("Page.navigate", params={"url": "about:blank"})
        everything = {"origin": self.test_case.base_url(), "storageTypes": "all"}
        self._websocket_request("Storage.clearDataForOrigin", params=everything)
        self._websocket_request("Network.clearBrowserCookies")


class SharedBrowserMixin:
    """Run the tours of a class in the browser of the class before, and leave it to the class after."""

    _browser = None

    #: As Odoo sets them for each test: a page that asks something while the next class is set up is refused in order.
    http_request_key = ""
    http_request_allow_all = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._silence_bot()
        cls.addClassCleanup(cls._leave_browser)

    @classmethod
    def _silence_bot(cls):
        """Let Odoo's bot greet nobody: pages whose test has ended would ask for its chats, which are taken back."""
        users = cls.env["res.users"]
        if "odoobot_state" in users._fields:
            users.search([]).odoobot_state = "disabled"
            cls.env["ir.default"].set("res.users", "odoobot_state", "disabled")

    def browser_js(self, *args, watch=False, debug=False, **options):
        if watch or debug:  # somebody looks at it
            return super().browser_js(*args, watch=watch, debug=debug, **options)
        with patch("odoo.tests.common.ChromeBrowser", self._take_browser):
            return super().browser_js(*args, **options)

    def _take_browser(self, test_case, headless, success_signal, debug):
        browser = SharedBrowserMixin._browser
        if browser and not (browser.is_fit and browser.touch_enabled == self.touch_enabled):
            self._close_browser()
            browser = None
        if browser:
            browser.serve(self, success_signal)
        else:
            browser = SharedBrowser(self, success_signal=success_signal)
            browser.touch_enabled = self.touch_enabled
        SharedBrowserMixin._browser = browser
        return browser

    @classmethod
    def _leave_browser(cls):
        if not issubclass(next_class(cls) or object, SharedBrowserMixin):
            cls._close_browser()
        if SharedBrowserMixin._browser:  # Odoo ends what a class left running: here only after the last one
            cls._class_cleanups = [
                cleanup for cleanup in cls._class_cleanups if cleanup[0].__name__ != "check_remaining_processes"
            ]

    @staticmethod
    def _close_browser():
        browser, SharedBrowserMixin._browser = SharedBrowserMixin._browser, None
        if browser and browser.chrome.poll() is None:
            browser.close()

from odoo.tests import HttpCase, tagged

from .browser import SharedBrowserMixin
from .common import PerfCommon

#: Who clicks, and for whom else: none of those has a menu that the one who clicks has not. Whether everybody may read
#: what his own menus open is tried without a browser (``TestIrUiMenu``).
ROBOTS = {
    "admin_perf": ("office", "office2", "auditor"),
    "other_head": ("head", "deputy", "coordinator", "chief"),
    "staff": ("hr", "colleague", "stranger"),
}


@tagged("post_install", "-at_install")
class TestIrUiMenuTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """Odoo's robot clicks through every menu, view and filter of the app."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._review(cls.sheet)
        cls._confirm(cls.sheets["colleague"])
        cls._submit(cls.sheets["stranger"])
        # the head of West Township is all that a leader can be: he reviews, fills in for others, and leads a line
        cls._open_period(cls._next_month())
        cls.other.perf_coordinator_ids = cls.other_head.employee_id
        cls.unit_indicators.lead_unit_ids = cls.other
        sheet = cls._create_unit_sheet()
        cls._fill_in(sheet, cls.coordinator)
        sheet.with_user(cls.head).action_submit()
        cls.env.flush_all()

    def _menus(self, login):
        user = self.env["res.users"].search([("login", "=", login)])
        menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        found, branches = set(), [self.env.ref("perf_appraisal.perf_root_menu").id]
        while branches:
            menu = menus[branches.pop()]
            found.add(menu["xmlid"])
            branches += menu["children"]
        return found

    def test_a_robot_clicks_everywhere(self):
        for login, others in ROBOTS.items():
            with self.subTest(login=login):
                menus = self._menus(login)
                for other in others:
                    self.assertLessEqual(self._menus(other), menus, other)
                self.browser_js(
                    "/odoo",
                    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
                    ".startClickEverywhere('perf_appraisal.perf_root_menu');",
                    "odoo.isReady === true",
                    login=login,
                    timeout=300,
                    success_signal="clickbot test succeeded",
                )

from odoo.tests import tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestIrUiMenu(PerfCommon):
    def _sees(self, user, menu):
        self.env.flush_all()
        menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        menu = self.env.ref(f"perf_appraisal.{menu}").id
        self.assertEqual(menu in menus, any(menu in found["children"] for found in menus.values()))
        return menu in menus

    def test_leaders_and_reviewers_have_the_menu_of_their_unit(self):
        for user in (self.head, self.deputy, self.coordinator, self.chief):
            self.assertTrue(self._sees(user, "perf_unit_menu"), user.login)
            self.assertTrue(self._sees(user, "perf_appraisal_menu_review"), user.login)

    def test_who_leads_nothing_has_not(self):
        for user in (self.staff, self.stranger, self.hr):
            self.assertFalse(self._sees(user, "perf_unit_menu"), user.login)
            self.assertFalse(self._sees(user, "perf_appraisal_menu_review"), user.login)
            self.assertTrue(self._sees(user, "perf_appraisal_menu_work"), user.login)

    def test_a_new_leader_has_it_at_once_and_an_old_one_no_longer(self):
        self.assertFalse(self._sees(self.staff, "perf_unit_menu"))
        self.section.manager_id = self.staff.employee_id
        self.assertTrue(self._sees(self.staff, "perf_unit_menu"))
        self.section.manager_id = False
        self.assertFalse(self._sees(self.staff, "perf_unit_menu"))

    def test_the_menus_of_the_office_are_for_the_office(self):
        self.assertTrue(self._sees(self.office, "perf_office_menu"))
        self.assertTrue(self._sees(self.auditor, "perf_office_menu"))
        self.assertFalse(self._sees(self.head, "perf_office_menu"))
        self.assertTrue(self._sees(self.office, "perf_config_menu"))
        self.assertFalse(self._sees(self.auditor, "perf_config_menu"))

from lxml import etree

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

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

    # === WHAT THE MENUS OPEN === #

    def _actions(self, user):
        """Return the window actions behind the app's menus of a user."""
        menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        branches, ids = [self.env.ref("perf_appraisal.perf_root_menu").id], set()
        while branches:
            menu = menus[branches.pop()]
            branches += menu["children"]
            if menu["actionModel"] == "ir.actions.act_window":
                ids.add(menu["actionID"])
        return self.env["ir.actions.act_window"].browse(ids)

    def _evaluate(self, user, expression):
        """Evaluate a domain or a context as the web client does."""
        names = {"uid": user.id, "allowed_company_ids": user.company_ids.ids, "time": time}
        today = datetime.date.today()
        names |= {"context_today": lambda: today, "relativedelta": dateutil.relativedelta.relativedelta}
        return safe_eval(expression or "[]", {**names, "datetime": datetime})

    def _specification(self, node, model):
        """Return what the web client reads for a view: its fields, those of lists inside it as well."""
        specification = {}
        depth = len(node.xpath("ancestor-or-self::field"))
        for field in node.xpath(".//field[count(ancestor::field) = $depth]", depth=depth):
            name = field.get("name")
            specification.setdefault(name, {})
            comodel = model._fields[name].comodel_name
            if len(field):
                inner = self._specification(field, self.env[comodel])
                specification[name] = {"fields": inner, "limit": 40}
            elif comodel:
                specification[name] = {"fields": {"display_name": {}}}
        return specification

    def _open(self, user, action):
        """Read as the web client does: the views, their first page, the first record, and what each filter finds."""
        context = self._evaluate(user, action.context or "{}")
        model = self.env[action.res_model].with_user(user).with_context(**{**context, "lang": "en_US"})
        views = [[view_id, kind] for view_id, kind in action.views if kind != "search"]
        found = model.get_views([*views, [action.search_view_id.id, "search"]], {"toolbar": True})["views"]
        domain = Domain(self._evaluate(user, action.domain))
        for filtering in etree.fromstring(found["search"]["arch"]).xpath("//filter[@domain]/@domain"):
            model.search_count(domain & Domain(self._evaluate(user, filtering)))
        for kind in {"list", "kanban", "form"} & found.keys():
            specification = self._specification(etree.fromstring(found[kind]["arch"]), model)
            if kind != "form":
                model.web_search_read(list(domain), specification, limit=80)
            elif action.target != "new":
                model.search(domain, limit=1).web_read(specification)

    def test_everybody_may_read_what_his_menus_open(self):
        self._review(self.sheet)
        self._confirm(self.sheets["colleague"])
        self._submit(self.sheets["stranger"])
        self.unit_indicators.lead_unit_ids = self.other
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        sheet.with_user(self.head).action_submit()
        self.env.flush_all()
        # beside those whom a robot plays
        for login in ("office", "auditor", "hr", "chief", "head", "deputy", "coordinator"):
            user = getattr(self, login)
            actions = self._actions(user)
            self.assertTrue(actions)
            for action in actions:
                self.env.invalidate_all()
                with self.subTest(login=login, action=action.name):
                    self._open(user, action)

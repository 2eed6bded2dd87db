from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..tools import inheritance
from .common import OFFICE, PerfCommon

#: Rights that need no rows: they say what everybody may not do, or follow a path that is computed.
WITHOUT_ROWS = {("perf.work.log", "see")}


@tagged("post_install", "-at_install")
class TestRights(PerfCommon):
    """A right says the same as a domain, as rows and as a sentence, whoever asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.helper = cls._create_user("helper", cls.other)
        cls.unit_indicators[0].sudo().lead_unit_ids = cls.other

    @classmethod
    def _standin(cls, absent, standin, **values):
        values = {
            "employee_id": absent.employee_id.id,
            "standin_id": standin.employee_id.id,
            "date_from": cls.today,
            "date_to": fields.Date.add(cls.today, days=7),
            "reason": "Training",
            **values,
        }
        found = cls.env["perf.standin"].with_user(cls.office).create(values)
        found.with_user(standin).action_accept()
        return found

    def _models(self):
        """Return the models that declare rights, with the names of those that have accounts."""
        for name in sorted(self.env.registry.descendants(["perf.rights.mixin"], "_inherit")):
            model = self.env[name].sudo().with_context(active_test=False)
            if model._abstract:
                continue
            declared = inheritance.declared(type(model), "_rights")
            if rights := sorted(right for right in declared if self._has_accounts(model, right)):
                yield model, rights

    def _has_accounts(self, model, right):
        """Return whether a right is that of certain accounts, and not everybody's."""
        found = model._right(right)
        if found.rows:
            return True
        inner = [way.right for way in found.ways if way.right and not way.path]
        return (
            (model._name, right) not in WITHOUT_ROWS
            and not any(way == way._replace(path="", right="", group="") for way in found.ways)
            and all(self._has_accounts(model, name) for name in inner)
        )

    # === ONE DECLARATION === #

    def test_rows_and_domains_agree_for_everybody(self):
        self._standin(self.head, self.helper, role="head", unit_id=self.township.id)
        self._standin(self.deputy, self.stranger)
        self._standin(self.office, self.other_head, role="confirmer")
        self._submit(self.sheets["colleague"])
        self._review(self.sheet)
        self._submit(self._create_unit_sheet(), self.head)
        self.env["perf.summary"]._make(self._period("quarter", 1))
        users = self.env["res.users"].search([("company_ids", "in", self.env.company.ids)])
        self.env.flush_all()
        compared = 0
        for model, rights in self._models():
            holders = model._holders(rights, Domain.TRUE)
            for right in rights:
                rows = {(holder.record_id, holder.user_id) for holder in holders if holder.right == right}
                for user in users:
                    found = model.with_user(user).sudo()
                    mine = found.search(found._right_domain(right) & Domain("id", "in", model.search([]).ids))
                    of_rows = {record for record, holder in rows if holder == user.id}
                    self.assertEqual(set(mine.ids), of_rows, f"{model._name} {right} {user.login}")
                    compared += len(mine)
        self.assertGreater(compared, 100)

    def test_a_right_and_its_contrary_are_all_there_is(self):
        self._submit(self.sheet)
        sheets = self.env["perf.appraisal"].with_user(self.deputy)
        everything = sheets.search([])
        mine = sheets.search([("i_review", "=", True)])
        self.assertEqual(mine, self.sheet)
        self.assertTrue(everything - mine)
        self.assertEqual(sheets.search([("i_review", "=", False)]), everything - mine)
        self.assertEqual(sheets.search([("i_review", "in", [True, False])]), everything)
        self.assertFalse(sheets.search([("i_review", "in", [])]))

    def test_rows_name_the_absent_and_one_s_own_right_comes_first(self):
        self._standin(self.deputy, self.helper)
        self._submit(self.sheet)
        holders = self.sheet._holders(["review"], Domain("id", "=", self.sheet.id))
        absent = {holder.user_id: holder.absent_id for holder in holders}
        self.assertEqual(
            absent,
            {self.deputy.id: None, self.helper.id: self.deputy.employee_id.id},
            "the reviewer, and who stands in",
        )
        self.assertEqual(
            self.sheet.with_user(self.helper)._in_place_of("review"), {self.sheet: self.deputy.employee_id}
        )
        self.assertFalse(self.sheet.with_user(self.deputy)._in_place_of("review"))

    def test_of_several_absences_that_of_the_very_unit_counts(self):
        self._standin(self.chief, self.helper, role="head", unit_id=self.county.id)
        self._standin(self.head, self.helper, role="head", unit_id=self.township.id)
        self.env.flush_all()
        unit = self.township.with_user(self.helper)
        self.assertEqual(unit._in_place_of("lead"), {self.township: self.head.employee_id})
        county = self.county.with_user(self.helper)
        self.assertEqual(county._in_place_of("lead"), {self.county: self.chief.employee_id})

    def test_who_has_left_is_not_reminded_though_his_account_lives(self):
        def asked(right):
            return {holder.user_id for holder in self.sheet._holders([right], Domain("id", "=", self.sheet.id))}

        self.assertEqual((asked("fill_in"), asked("help")), ({self.staff.id}, set()))
        self.staff.employee_id.sudo().active = False
        self.assertEqual((asked("fill_in"), asked("help")), (set(), {self.coordinator.id}))
        self._submit(self.sheet, self.coordinator)
        self.assertEqual((asked("attend"), asked("unblock")), ({self.deputy.id}, set()))
        self.deputy.employee_id.sudo().active = False
        self.assertFalse(asked("attend"))
        self.assertIn(self.office.id, asked("unblock"))

    def test_an_unknown_right_is_named(self):
        with self.assertRaisesRegex(KeyError, "perf.appraisal declares no right fly"):
            self.sheet._holding("fly")

    def test_whoever_has_no_way_hears_who_has_and_who_is_barred_hears_why(self):
        self._submit(self.sheet)
        refused = self.sheet.with_user(self.colleague)._refuse_without("settle")
        self.assertEqual(refused, {self.sheet.id: "only the Performance Office may do this"})
        officer = self._create_user("officer", self.other, groups=OFFICE)
        own = self._create_sheet(officer, self.judged)
        refused = own.with_user(officer)._refuse_without("settle")
        self.assertEqual(refused, {own.id: "it is your own matter; a colleague decides on it"})

    # === TODAY === #

    def test_today_is_asked_when_a_rule_is_evaluated(self):
        """Rules are kept by Odoo: the day turns over without anybody turning over the cache."""
        self._submit(self.sheet)
        self.sheet.sudo()._unlocked().write({"review_deadline": "2026-03-10"})
        self.env.flush_all()
        self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        mine = Domain("id", "=", self.sheet.id) & Domain("i_review", "=", True)
        for moment, late in (("2026-03-10 15:59:00", False), ("2026-03-10 16:01:00", True)):
            with freeze_time(datetime.fromisoformat(moment)), self.subTest(moment):  # midnight in Shanghai
                self.env.invalidate_all()
                self.assertEqual(self.sheet.with_user(self.head).has_access("write"), late)
                self.assertEqual(bool(self.sheet.with_user(self.head).search(mine)), late)

    # === DRIFT THAT WAS FOUND === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_stands_in_for_the_head_does_not_decide_on_the_unit_s_enrolment(self):
        officer = self._create_user("officer", self.other, groups=OFFICE)
        enrolment = self.env["perf.appraisee"].search([("unit_id", "=", self.township.id), ("kind", "=", "unit")])
        enrolment.with_user(officer).write({"status": "no_grade"})
        self._standin(self.head, officer, role="head", unit_id=self.township.id)
        with self.assertRefused(AccessError, "your own matter"):
            enrolment.with_user(officer).write({"status": "excluded"})
        never = Domain(self.env["ir.rule"].with_user(officer)._compute_domain("perf.appraisee", "write"))
        self.assertNotIn(enrolment, self.env["perf.appraisee"].sudo().search(never))

    def test_my_work_and_the_filter_show_a_plan_to_the_stand_in_who_may_sign_it(self):
        plan = self._create_plan(self.indicators, approved=False, scope="staff", unit_id=self.township.id)
        mine = [("id", "=", plan.id), ("line_ids", "!=", False), ("i_sign", "=", True)]

        def cards():
            return [card["kind"] for card in self.env["perf.my.work"].with_user(self.helper).get_my_work()["cards"]]

        self.assertNotIn("sign", cards())
        self._standin(self.head, self.helper, role="head", unit_id=self.township.id)
        self.env.flush_all()
        self.assertIn("sign", cards())
        self.assertEqual(self.env["perf.plan"].with_user(self.helper).search(mine), plan)
        view = self.env["perf.plan"].get_view(view_type="search")
        self.assertIn("('i_sign', '=', True)", view["arch"])
        plan.with_user(self.helper).action_sign()
        self.assertEqual((plan.state, plan.signed_for_id), ("signed", self.head.employee_id))

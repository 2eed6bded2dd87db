import base64

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ...common import OFFICE, PerfCommon

IN_PLACE = "in whose place you act"


@tagged("post_install", "-at_install")
class TestPerfStandinDuties(PerfCommon):
    """A stand-in never does what the absent person might not do, nor what he might not do himself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.helper = cls._create_user("helper", cls.other)

    def _standin(self, absent, standin, **values):
        values = {
            "employee_id": absent.employee_id.id,
            "standin_id": standin.employee_id.id,
            "date_from": self.today,
            "date_to": fields.Date.add(self.today, days=7),
            "reason": "Training",
            **values,
        }
        found = self.env["perf.standin"].with_user(self.admin).create(values)
        found.with_user(standin).action_accept()
        self.env.flush_all()
        return found

    def assertBlocked(self, sheet, user, action, right):
        """The action is refused, the rule says the same, and nobody is asked for it by rows or searches."""
        sheet = sheet.with_user(user)
        with self.assertRefused(UserError, IN_PLACE):
            getattr(sheet, action)()
        self.assertFalse(sheet.has_access("write"))
        self.assertNotIn(sheet, sheet.search([(f"i_{right}", "=", True)]))
        rows = sheet._holders([right], Domain("id", "=", sheet.id), [user.id])
        self.assertFalse(rows)

    # === THE CONFIRMER === #

    def test_who_stands_in_for_a_member_does_not_confirm_the_member_s_own_sheet(self):
        self.staff.group_ids += self.env.ref(OFFICE)
        self._standin(self.staff, self.helper, role="confirmer")
        self._review(self.sheet)
        other = self._review(self.sheets["colleague"])
        self.assertBlocked(self.sheet, self.helper, "action_confirm", "confirm")
        with self.assertRefused(UserError):
            self.sheet.line_ids[0].with_user(self.helper).write({"final_score": 1, "final_reason": "Me."})
        other.with_user(self.helper).action_confirm()
        self.assertEqual(other.confirmed_for_id, self.staff.employee_id)

    def test_nor_what_the_member_reviewed_or_filled_in(self):
        for user in (self.deputy, self.coordinator):
            user.group_ids += self.env.ref(OFFICE)
        self._standin(self.deputy, self.helper, role="confirmer")
        self._review(self.sheet)
        self.assertBlocked(self.sheet, self.helper, "action_confirm", "confirm")
        foreign = self._review(self.sheets["stranger"])
        foreign.with_user(self.helper).action_confirm()
        clerk = self._create_user("clerk", self.other)
        self._standin(self.coordinator, clerk, role="confirmer")
        colleague = self.sheets["colleague"]
        self._fill_in(colleague, self.coordinator)
        self._review(colleague)
        self.assertBlocked(colleague, clerk, "action_confirm", "confirm")

    def test_nor_the_sheet_of_the_member_s_unit(self):
        for user in (self.coordinator, self.head):
            user.group_ids += self.env.ref(OFFICE)
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.env["res.users"].browse(self.head.id))
        sheet.with_user(self.head).action_submit()
        sheet.with_user(self.office).action_review()
        self._standin(self.coordinator, self.helper, role="confirmer")
        self.assertBlocked(sheet, self.helper, "action_confirm", "confirm")
        free = self._create_user("free", self.other)
        self._standin(self.office2, free, role="confirmer")
        sheet.with_user(free).action_confirm()

    def test_one_of_several_absent_people_is_enough(self):
        self.staff.group_ids += self.env.ref(OFFICE)
        self._standin(self.office, self.helper, role="confirmer")
        self._review(self.sheet)
        self.assertTrue(self.sheet.with_user(self.helper).can_confirm)
        of_member = self._standin(self.staff, self.helper, role="confirmer")
        self.env.invalidate_all()
        self.assertBlocked(self.sheet, self.helper, "action_confirm", "confirm")
        of_member.with_user(self.helper).action_end()
        self.sheet.with_user(self.helper).action_confirm()

    def test_what_he_may_do_in_person_stays(self):
        self.staff.group_ids += self.env.ref(OFFICE)
        self._standin(self.staff, self.office, role="confirmer")
        self._review(self.sheet)
        self.sheet.with_user(self.office).action_confirm()
        self.assertFalse(self.sheet.confirmed_for_id)

    def test_an_absent_stand_in_hands_on_what_bars_him(self):
        """He who stands in for the head of the unit is stood in for as a confirmer."""
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        sheet.with_user(self.head).action_submit()
        sheet.with_user(self.office).action_review()
        self._standin(self.head, self.office2, role="head", unit_id=self.township.id)
        self._standin(self.office2, self.helper, role="confirmer")
        self.assertBlocked(sheet, self.helper, "action_confirm", "confirm")

    # === THE REVIEWER, THE LEAD UNIT === #

    def test_who_stands_in_for_a_reviewer_does_not_review_what_the_reviewer_filled_in(self):
        self.township.perf_coordinator_ids = [Command.link(self.deputy.employee_id.id)]
        self._standin(self.deputy, self.helper)
        self._submit(self.sheet, self.deputy)
        self._submit(self.sheets["colleague"])
        self.assertBlocked(self.sheet, self.helper, "action_review", "review")
        self.sheets["colleague"].with_user(self.helper).action_review()

    def test_who_stands_in_for_a_lead_unit_s_head_scores_no_unit_of_the_head(self):
        self.unit_indicators[0].sudo().lead_unit_ids = self.other
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        sheet.with_user(self.head).action_submit()
        line = sheet.line_ids.filtered("is_led")
        clerk = self._create_user("clerk", self.county)
        self._standin(self.other_head, clerk, role="head", unit_id=self.other.id)
        self.assertTrue(line.with_user(clerk).has_access("write"))
        self.township.perf_deputy_ids = [Command.link(self.other_head.employee_id.id)]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(line.with_user(clerk).has_access("write") or line.with_user(clerk).has_access("read"))
        self.assertNotIn(line, line.with_user(clerk).search([]))

    # === SIGNED COPIES === #

    def test_who_stands_in_for_a_head_attaches_what_the_unit_signed(self):
        """The first scan of sheets, plans and summaries alike: it changes nothing of what was decided."""
        self._confirm(self.sheet)
        self.assertFalse(self.sheet.with_user(self.helper).sudo(False)._holding("attach"))
        self._standin(self.head, self.helper, role="head", unit_id=self.township.id)
        quarter = self._period("quarter", (self.month.number + 2) // 3)
        self.env["perf.summary"]._make(quarter)
        summary = self.env["perf.summary"].search([("unit_id", "=", self.township.id), ("period_id", "=", quarter.id)])
        for record in (self.sheet, self.plan_unit, summary):
            self.assertEqual(record.with_user(self.helper)._holding("attach"), record, record._name)
            self.assertFalse(record.with_user(self.stranger)._holding("attach"), record._name)
        scan = base64.b64encode(b"%PDF-1.4 scan")
        self.sheet.with_user(self.helper).action_attach_signed_copy("scan.pdf", scan)
        self.assertTrue(self.sheet.has_signed_copy)
        with self.assertRefused(UserError, "the Performance Office replaces it"):
            self.sheet.with_user(self.helper).action_attach_signed_copy("b.pdf", scan)

    # === A VACANT POST === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_head_above_or_the_office_fills_a_vacant_post(self):
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        values = {"employee_id": False, "role": "head", "unit_id": self.township.id, "reason": "Post vacant"}
        values["standin_id"] = self.helper.employee_id.id
        standins = self.env["perf.standin"]
        with self.assertRefused(ValidationError, "the unit has a head"):
            standins.with_user(self.office).create(values)
        self.township.manager_id = False
        for user in (self.other_head, self.deputy, self.coordinator):
            with self.subTest(user.login), self.assertRefused(AccessError):
                standins.with_user(user).create(values)
        with self.assertRefused(IntegrityError), mute_logger("odoo.sql_db"):
            standins.with_user(self.office).create({**values, "role": "reviewer", "unit_id": False})
        for user in (self.chief, self.office):
            found = standins.with_user(user).create(values)
            self.assertEqual(found.company_id, self.company)
            self.assertEqual(
                found.display_name, f"{self.helper.employee_id.name} for the vacant head of {self.township.name}"
            )
            with self.subTest(user.login), self.assertRefused(AccessError):
                sheet.with_user(self.helper).action_submit()
            found.with_user(self.helper).action_accept()
            self.env.flush_all()
            self.assertTrue(sheet.with_user(self.helper).can_submit)
            found.with_user(user).action_end()
        found = standins.with_user(self.chief).create(values)
        found.with_user(self.helper).action_accept()
        sheet.with_user(self.helper).action_submit()
        self.assertEqual(sheet.with_user(self.helper)._holding("own"), sheet)
        self.township.manager_id = self.head.employee_id
        self.env.flush_all()
        self.assertFalse(found.is_current)

    def test_units_and_people_are_offered_before_anybody_is_named(self):
        standins = self.env["perf.standin"].with_user(self.office)
        form = Form(standins)
        form.role = "head"
        self.assertFalse(form.employee_id)
        for name, record in (("unit_id", self.township), ("standin_id", self.helper.employee_id)):
            domain = standins.fields_get([name])[name]["domain"]
            offered = safe_eval(domain, {"company_id": form.company_id.id}) if isinstance(domain, str) else domain
            with self.subTest(name):
                self.assertIn(record, record.with_user(self.office).search(offered))

    # === DAYS === #

    def test_a_stand_in_lasts_a_year_and_begins_about_now(self):
        def days(first, last):
            return {
                "date_from": fields.Date.add(self.today, days=first),
                "date_to": fields.Date.add(self.today, days=last),
            }

        for values, text in (
            ({"date_from": "1900-01-01", "date_to": "9999-12-31"}, "days ago"),
            (days(-32, 0), "days ago"),
            (days(367, 370), "days ago"),
            (days(0, 366), "a year at most"),
        ):
            with self.subTest(values), self.assertRefused(ValidationError, text):
                self._standin(self.deputy, self.helper, **values)
        for values in (days(-31, 0), days(0, 365), days(366, 370)):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                self.env["perf.standin"].with_user(self.head).create(
                    {
                        "employee_id": self.deputy.employee_id.id,
                        "standin_id": self.helper.employee_id.id,
                        "reason": "Leave",
                        **values,
                    }
                )
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()

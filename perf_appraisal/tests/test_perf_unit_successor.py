from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfUnitSuccessor(PerfCommon):
    """A unit is merged or divided: what is open goes to who goes on with it, what is sealed stays."""

    def _hand_over(self, successor, user=None, unit=None):
        dialog = self.env["perf.unit.successor"].with_user(user or self.office)
        dialog = dialog.create({"unit_id": (unit or self.township).id, "successor_id": successor.id})
        return dialog, dialog.action_apply()

    def test_open_sheets_of_people_go_where_each_works_now_else_to_the_successor(self):
        sealed = self._confirm(self.sheets["coordinator"])
        north = self._create_department("North Township", parent_id=self.county.id)
        self.staff.employee_id.department_id = north
        self.township.active = False
        dialog, action = self._hand_over(self.other)
        self.assertEqual(dialog.sheet_count, 0)
        self.assertIn("4 open sheets handed over", action["params"]["message"])
        self.assertEqual(self.sheet.unit_id, north)
        self.assertEqual(self.sheet.line_ids.unit_id, north)
        for login in ("colleague", "deputy", "head"):
            self.assertEqual((self.sheets[login].unit_id, self.sheets[login].department_id), (self.other, self.other))
        self.assertEqual(sealed.unit_id, self.township)
        self.assertFalse(self.sheets["colleague"].with_user(self.other_head).can_submit)
        self.assertTrue(self.sheets["colleague"].with_user(self.other_head).has_access("read"))

    def test_the_unit_s_own_sheet_becomes_the_successor_s(self):
        self.unit_indicators[0].sudo().lead_unit_ids = self.other
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        sheet.with_user(self.head).action_submit()
        self.assertEqual(sheet.line_ids.filtered("is_led").indicator_id, self.unit_indicators[0])
        old = sheet.appraisee_id
        self._hand_over(self.other)
        new = sheet.appraisee_id
        self.assertEqual((sheet.unit_id, new.unit_id, old.successor_id), (self.other, self.other, new))
        self.assertEqual(new.predecessor_ids, old)
        self.assertFalse(sheet.line_ids.filtered("is_led"), "nobody scores himself as a lead unit")
        sheet.with_user(self.office).action_review()
        self.assertState(sheet, "reviewed")

    def test_a_successor_that_has_a_sheet_keeps_both(self):
        self._create_plan(self.unit_indicators, scope="unit", unit_id=self.other.id)
        sheet = self._create_unit_sheet()
        own, old = self._create_unit_sheet(self.other), sheet.appraisee_id
        self.assertNotEqual(own, sheet)
        self._hand_over(self.other)
        self.assertEqual((sheet.unit_id, sheet.appraisee_id, old.successor_id), (self.other, old, own.appraisee_id))
        self.assertTrue(sheet.with_user(self.other_head).can_submit)
        self.assertIn(self.township.name, sheet.display_name)
        self.assertIn(self.other.name, own.display_name)
        self.assertEqual((sheet._who(), own._who()), (self.township.name, self.other.name))

    def test_a_new_unit_is_enrolled_as_a_new_appraisee(self):
        new = self._create_department("North Township", parent_id=self.county.id)
        sheet = self._create_unit_sheet()
        self._hand_over(new)
        self.assertEqual(sheet.appraisee_id.unit_id, new)

    def test_who_hands_over_and_to_whom(self):
        for user in (self.head, self.staff, self.hr):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self._hand_over(self.other, user)
        with self.assertRefused(UserError, "another unit"):
            self._hand_over(self.township)
        with self.assertRefused(UserError, "another unit"):
            self._hand_over(self.county)
        self.staff.group_ids += self.env.ref("perf_appraisal.group_perf_office")
        with self.assertRefused(UserError, "own matter"):
            self._hand_over(self.other, self.staff)

    def test_who_led_a_former_unit_confirms_its_sheet_no_more_than_before(self):
        def later(hours):
            return freeze_time(fields.Datetime.add(fields.Datetime.now(), hours=hours))

        group = self.township.perf_coordinator_ids
        self.township.perf_coordinator_ids += self.office2.employee_id
        self.env.flush_all()
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        with later(1):
            sheet.with_user(self.head).action_submit()
        with later(2):
            self.township.perf_coordinator_ids = group
            self.env.flush_all()
            self._hand_over(self.other)
            north = self._create_department("North Township", parent_id=self.county.id)
            self._hand_over(north, unit=self.other)
        with later(3):
            sheet.with_user(self.office).action_review()
        self.assertEqual(sheet.unit_id, north)
        with later(4), self.assertRefused(UserError, "your own matter"):
            sheet.with_user(self.office2).action_confirm()
        self.assertEqual(sheet.former_unit_ids, self.township + self.other)
        with later(4), self.assertRefused(UserError):
            sheet.with_user(self.office2).former_unit_ids = False
        with later(4):
            sheet.with_user(self.admin).action_confirm()
        self.assertState(sheet, "confirmed")

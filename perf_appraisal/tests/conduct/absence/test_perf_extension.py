from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfExtension(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        monday = fields.Date.to_date("2026-06-01")
        cls.month.sudo().write(
            {
                "self_deadline": monday,
                "review_deadline": fields.Date.add(monday, days=4),
                "confirm_deadline": fields.Date.add(monday, days=7),
            },
        )

    def _grant(self, user=None, unit=None, **values):
        values = {
            "period_id": self.month.id,
            "unit_id": (unit or self.township).id,
            "days": 2,
            "reason": "Flood",
        } | values
        return self.env["perf.extension"].with_user(user or self.office).create(values)

    def _days(self, sheet):
        return [str(sheet[name]) for name in ("self_deadline", "review_deadline", "confirm_deadline")]

    def test_an_extension_moves_the_unit_s_sheets_by_working_days_and_no_others(self):
        self._grant()
        self.assertEqual(self._days(self.sheet), ["2026-06-03", "2026-06-09", "2026-06-10"])
        self.assertEqual(self._days(self.sheets["stranger"]), ["2026-06-01", "2026-06-05", "2026-06-08"])

    def test_one_granted_before_the_opening_counts_for_the_new_sheets(self):
        month = self._next_month()
        month.sudo().self_deadline = "2026-06-01"
        self._grant(period_id=month.id)
        self._open_period(month)
        self.assertEqual(str(self._sheet_of(self.staff, month).self_deadline), "2026-06-03")
        self.assertEqual(str(self._sheet_of(self.stranger, month).self_deadline), "2026-06-01")

    def test_taking_it_back_restores_the_deadlines(self):
        extension = self._grant()
        extension.action_archive()
        self.assertEqual(self._days(self.sheet), ["2026-06-01", "2026-06-05", "2026-06-08"])
        self._grant(days=1)
        self.assertEqual(self._days(self.sheet)[0], "2026-06-02")

    def test_a_sheet_whose_excuse_or_confirmation_is_taken_back_has_the_deadlines_of_today(self):
        excused, corrected = self.sheets["colleague"], self.sheet
        self._confirm(corrected)
        excused.with_user(self.office).action_excuse(reason="Ill for the whole month")
        self._grant()
        for sheet in (excused, corrected):
            self.assertEqual(self._days(sheet), ["2026-06-01", "2026-06-05", "2026-06-08"])
        excused.with_user(self.office).action_return(reason="Came back")
        corrected.with_user(self.office2).action_correct(reason="A wrong number")
        for sheet in (excused, corrected):
            self.assertEqual(self._days(sheet), ["2026-06-03", "2026-06-09", "2026-06-10"])
        self.assertRecordValues(excused, [{"state": "draft", "excuse_reason": False, "excused_by_id": False}])

    def test_more_days_count_at_once(self):
        extension = self._grant()
        extension.days = 3
        self.assertEqual(self._days(self.sheet)[0], "2026-06-04")
        self.assertEqual(str(extension.self_deadline), "2026-06-04")

    def test_the_period_s_own_deadlines_reach_its_sheets_with_the_extension_on_top(self):
        self._grant()
        self.month.with_user(self.office).write({"self_deadline": "2026-06-08"})
        self.assertEqual(self._days(self.sheet)[0], "2026-06-10")
        self.assertEqual(self._days(self.sheets["stranger"])[0], "2026-06-08")

    def test_a_sealed_sheet_keeps_its_deadlines(self):
        self._confirm(self.sheet)
        self._grant()
        self.assertEqual(self._days(self.sheet)[0], "2026-06-01")
        self.assertEqual(self._days(self.sheets["colleague"])[0], "2026-06-03")

    def test_only_the_office_grants(self):
        for user in (self.head, self.coordinator, self.staff, self.auditor, self.hr):
            with self.assertRefused(AccessError):
                self._grant(user)
        extension = self._grant()
        for user in (self.head, self.coordinator):
            self.assertEqual(extension.with_user(user).days, 2)
            with self.assertRefused(AccessError):
                extension.with_user(user).days = 9
        for user in (self.staff, self.other_head):
            self.assertFalse(extension.with_user(user).has_access("read"))

    def test_nobody_grants_more_time_to_a_unit_of_his_own(self):
        self.township.perf_coordinator_ids += self.office.employee_id
        with self.assertRefused(AccessError):
            self._grant(self.office)
        self._grant(self.office2)

    def test_a_reason_is_needed_and_a_unit_has_one_extension(self):
        with self.assertRefused(ValidationError, "reason"):
            self._grant(reason="  ")
        self._grant()
        with mute_logger("odoo.sql_db"), self.assertRefused(UniqueViolation):
            self._grant()

    def test_a_closed_period_takes_no_extension(self):
        extension = self._grant()
        self.month.with_user(self.office).action_close(zeros_meant=True)
        with self.assertRefused(text="closed"):
            self._grant(unit=self.other)
        with self.assertRefused(text="closed"):
            extension.days = 5

    def test_it_stays_on_record(self):
        extension = self._grant()
        with self.assertRefused(text="stays on record"):
            extension.sudo().unlink()
        with self.assertRefused(text="another one"):
            extension.unit_id = self.other

    def test_statements_do_not_grow_with_the_sheets(self):
        def queries(unit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["perf.extension"]._refresh_deadlines(self.month, unit)
            return self.env.cr.sql_log_count - before

        self._grant()
        self._grant(unit=self.other)
        self.assertEqual(queries(self.township), queries(self.other))

    def test_a_day_that_nobody_need_have_missed_is_not_shown_as_late(self):
        for model, kinds in (("perf.extension", ("list", "kanban", "form")), ("perf.period", ("form",))):
            views = self.env[model].with_user(self.office).get_views([(False, kind) for kind in kinds])["views"]
            for kind in kinds:
                self.assertNotIn("perf_days_left", views[kind]["arch"])

import csv
from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfOfficialDay(PerfCommon):
    """Holidays and worked weekends, and the deadlines that are counted by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls.env.company.resource_calendar_id
        calendar.attendance_ids.filtered(lambda hours: hours.dayofweek in ("5", "6")).unlink()
        values = {"self_days": 3, "review_days": 0, "confirm_days": 1, "scheme_ids": [Command.set(cls.scheme.ids)]}
        cls.later = cls.env["perf.cycle"].create({"year": 2032, "month_start_day": 28, **values})
        cls.later.with_user(cls.admin).action_open()

    def month_of_2032(self, number):
        return self.later.period_ids.filtered(lambda period: period.kind == "month" and period.number == number)

    def import_list(self, user=None):
        """Import the official list as the office does, without changing anything in it."""
        days = self.env["perf.official.day"].with_user(user or self.office)
        [template] = days.get_import_templates()
        with file_open(template["template"].lstrip("/")) as file:
            head, *rows = csv.reader(file)
        return days.load(head, rows)

    def test_the_official_list_is_imported_as_it_is(self):
        result = self.import_list()
        self.assertFalse([message for message in result["messages"] if message["type"] == "error"])
        days = self.env["perf.official.day"].browse(result["ids"])
        self.assertEqual(days.company_id, self.env.company)
        worked = days.filtered(lambda day: day.kind == "worked").mapped("date")
        self.assertEqual(len(worked), 6)
        self.assertTrue(all(day.weekday() >= 5 for day in worked), "weekends are worked, no other days")
        self.assertEqual(len(days) - len(worked), 33, "days off of 2026")

    def test_a_worked_saturday_counts_as_a_working_day(self):
        self.import_list()
        works = self.later._working_days()
        deadlines = self.later._deadlines(date(2026, 2, 27), works)
        # Friday; Saturday 28th is worked, Monday 2nd, Tuesday 3rd
        self.assertEqual(deadlines["self_deadline"], date(2026, 3, 3))
        self.assertEqual(self.later._deadlines(date(2026, 9, 30), works)["self_deadline"], date(2026, 10, 10))

    def test_days_of_another_company_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other county of the test"})
        self.env["perf.official.day"].create(
            {"name": "Worked", "date": date(2026, 2, 28), "kind": "worked", "company_id": other.id}
        )
        self.assertEqual(
            self.later._deadlines(date(2026, 2, 27), self.later._working_days())["self_deadline"], date(2026, 3, 4)
        )
        self.assertFalse(self.env["perf.official.day"].with_user(self.office).search([]))

    def test_deadlines_of_periods_that_are_not_open_are_counted_anew(self):
        march, april = self.month_of_2032(3), self.month_of_2032(4)
        # they end on Saturday 27th and Tuesday 27th
        self.assertEqual((march.self_deadline, april.self_deadline), (date(2032, 3, 31), date(2032, 4, 30)))
        march.sudo()._unlocked().write({"state": "open"})
        feast = {"name": "Feast", "kind": "off"}
        days = [{**feast, "date": date(2032, 3, 30)}, {**feast, "date": date(2032, 4, 28)}]
        self.env["perf.official.day"].with_user(self.office).create(days)
        action = self.later.with_user(self.office).action_count_deadlines()
        # April, and the first quarter, which ends with March
        self.assertIn("2 periods", action["params"]["message"])
        self.assertEqual((march.self_deadline, april.self_deadline), (date(2032, 3, 31), date(2032, 5, 3)))
        self.assertEqual((april.review_deadline, april.confirm_deadline), (date(2032, 5, 3), date(2032, 5, 4)))

    def test_nobody_else_counts_deadlines_or_enters_days(self):
        for user in (self.staff, self.head, self.auditor, self.hr):
            with self.subTest(user.login):
                with self.assertRefused(AccessError):
                    self.later.with_user(user).action_count_deadlines()
                with self.assertRefused(AccessError):
                    self.env["perf.official.day"].with_user(user).create({"name": "Feast", "date": "2032-05-05"})

    def test_a_closed_cycle_keeps_its_deadlines(self):
        with self.assertRefused(UserError, "open cycle"):
            self.later.copy({"year": 2033}).with_user(self.office).action_count_deadlines()

    def test_a_day_stands_once_in_the_list(self):
        self.import_list()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env["perf.official.day"].create({"name": "Again", "date": "2026-02-28", "kind": "worked"})

from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfCycle(PerfCommon):
    def _create_cycle(self, **values):
        return self.env["perf.cycle"].create(
            {"year": 2031, "scheme_ids": [Command.set(self.scheme.ids)], **values},
        )

    def test_opening_makes_the_tree_of_periods(self):
        cycle = self._create_cycle()
        cycle.with_user(self.admin).action_open()
        kinds = {}
        for period in cycle.period_ids:
            kinds[period.kind] = kinds.get(period.kind, 0) + 1
        self.assertEqual(kinds, {"month": 12, "quarter": 4, "half": 2, "year": 1})
        may = cycle.period_ids.filtered(lambda period: period.kind == "month" and period.number == 5)
        self.assertRecordValues(may, [{"date_start": date(2031, 5, 1), "date_end": date(2031, 5, 31)}])
        self.assertEqual(
            [(above.kind, above.number) for above in (may.parent_id, may.parent_id.parent_id)],
            [("quarter", 2), ("half", 1)],
        )
        self.assertEqual(may.parent_id.parent_id.parent_id.kind, "year")

    def test_month_from_the_26th_gives_december_26th_to_january(self):
        cycle = self._create_cycle(month_start_day=26)
        self.assertRecordValues(cycle, [{"date_start": date(2030, 12, 26), "date_end": date(2031, 12, 25)}])
        cycle.with_user(self.admin).action_open()
        january = cycle.period_ids.filtered(lambda period: period.kind == "month" and period.number == 1)
        self.assertRecordValues(january, [{"date_start": date(2030, 12, 26), "date_end": date(2031, 1, 25)}])

    def test_deadlines_fall_on_working_days_of_the_company(self):
        calendar = self.env.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Feast",
                "calendar_id": calendar.id,
                "date_from": datetime(2031, 5, 5, 0, 0),
                "date_to": datetime(2031, 5, 5, 23, 0),
            },
        )
        cycle = self._create_cycle(self_days=2, review_days=1, confirm_days=1)
        cycle.with_user(self.admin).action_open()
        april = cycle.period_ids.filtered(lambda period: period.kind == "month" and period.number == 4)
        # April 30th is a Wednesday: Thursday, Friday; Monday 5th is a feast, so Tuesday, then Wednesday
        self.assertRecordValues(
            april,
            [
                {
                    "self_deadline": date(2031, 5, 2),
                    "review_deadline": date(2031, 5, 6),
                    "confirm_deadline": date(2031, 5, 7),
                },
            ],
        )

    def test_opening_enrols_units_and_people_once(self):
        township = self.cycle.appraisee_ids.filtered(lambda found: found.unit_id == self.township)
        self.assertEqual(len(township.filtered(lambda found: found.kind == "unit")), 1)
        staff = township.filtered(lambda found: found.employee_id == self.staff.employee_id)
        self.assertRecordValues(
            staff,
            [{"kind": "employee", "category_id": self.category_staff.id, "scheme_id": self.scheme.id}],
        )
        count = len(self.cycle.appraisee_ids)
        self.cycle._enrol()
        self.env.invalidate_all()
        self.assertEqual(len(self.cycle.appraisee_ids), count)

    def test_opening_twice_changes_nothing(self):
        count = len(self.cycle.period_ids)
        self.cycle.with_user(self.admin).action_open()
        self.assertEqual(len(self.cycle.period_ids), count)

    def test_cycle_without_schemes_is_not_opened(self):
        cycle = self._create_cycle(scheme_ids=False)
        with self.assertRefused(UserError, "schemes"):
            cycle.with_user(self.admin).action_open()

    def test_only_administrators_open_a_cycle(self):
        cycle = self._create_cycle()
        with self.assertRefused(UserError):
            cycle.with_user(self.office).action_open()
        cycle.with_user(self.admin).action_open()
        self.assertEqual(cycle.state, "open")

    def test_calendar_of_an_open_cycle_is_fixed(self):
        with self.assertRefused(UserError, "calendar"):
            self.cycle.with_user(self.admin).month_start_day = 26

    def test_schemes_of_an_open_cycle_are_fixed(self):
        cycle = self._create_cycle()
        cycle.with_user(self.admin).scheme_ids = self.scheme + self.scheme_unit
        for command in (Command.unlink(self.scheme.id), Command.link(self.scheme.copy().id), Command.clear()):
            with self.subTest(command), self.assertRefused(UserError, "a new cycle"):
                self.cycle.with_user(self.admin).write({"scheme_ids": [command]})
        self.assertEqual(self.cycle.scheme_ids, self.scheme + self.scheme_unit)

    def test_a_category_that_is_late_joins_by_a_scheme_of_its_own(self):
        late = self.env["perf.category"].create({"name": "Institutions", "kind": "employee"})
        scheme = self.scheme.copy({"category_ids": [Command.set(late.ids)], "name": "Institutions"})
        person = self.sheet.appraisee_id
        self.staff.employee_id.perf_category_id = late
        cycle = self.cycle.with_user(self.admin)
        self._create_plan(scheme.indicator_ids, scope="category", category_id=late.id)
        with self.assertRefused(UserError, "a new cycle"):
            cycle.scheme_ids = [Command.link(scheme.id), Command.unlink(self.scheme_unit.id)]
        cycle.scheme_ids = [Command.link(scheme.id)]
        self.assertEqual(self.cycle.scheme_ids, self.scheme + self.scheme_unit + scheme)
        self.assertEqual(person.scheme_id, self.scheme)
        month = self._next_month()
        self._open_period(month)
        sheet = self._sheet_of(self.staff, month)
        self.assertEqual((sheet.scheme_id, person.scheme_id), (scheme, scheme))
        self.assertEqual(sheet.line_ids.indicator_id, scheme.indicator_ids)
        self.assertEqual(self.sheet.scheme_id, self.scheme, "the month that was open stays as it was")

    def test_no_scheme_joins_when_no_period_is_left(self):
        late = self.env["perf.category"].create({"name": "Institutions", "kind": "employee"})
        scheme = self.scheme.copy({"category_ids": [Command.set(late.ids)]})
        self.env.cr.execute("UPDATE perf_period SET state = 'closed' WHERE cycle_id = %s", [self.cycle.id])
        self.env.invalidate_all()
        with self.assertRefused(UserError, "no period left"):
            self.cycle.with_user(self.admin).scheme_ids = [Command.link(scheme.id)]

    def test_lists_in_messages_are_written_as_the_language_of_the_reader_writes_them(self):
        for lang in ("en_US", "zh_CN"):
            self.env["res.lang"]._activate_lang(lang)
        months = self.month + self._next_month()
        self._open_period(months - self.month)
        for lang, word in (("en_US", " and "), ("zh_CN", "和")):
            with self.subTest(lang), self.assertRefused(UserError) as caught:
                self.cycle.with_user(self.admin).with_context(lang=lang).action_close()
            listed = months.with_context(lang=lang).sorted("date_start", reverse=True).mapped("display_name")
            self.assertIn(word.join(listed), str(caught.exception))

    def test_cycle_is_named_after_its_year_until_it_has_words(self):
        with Form(self.env["perf.cycle"].with_user(self.admin)) as form:
            form.year = 2038
            self.assertEqual(form.name, "2038")
            form.name = "Year of roads"
            form.year = 2039
        self.assertEqual((form.record.name, form.record.year), ("Year of roads", 2039))

    def test_impossible_calendar_is_refused(self):
        with self.assertRefused(ValidationError, "between 1 and 28"):
            self._create_cycle(month_start_day=31)

    def test_state_is_set_by_actions_only(self):
        with self.assertRefused(UserError, "buttons"):
            self.cycle.with_user(self.admin).state = "closed"
        cycle = self.env["perf.cycle"].with_context(default_state="open").create({"year": 2032})
        self.assertEqual(cycle.state, "draft")
        with self.assertRefused(UserError, "buttons"):
            self.env["perf.cycle"].create({"year": 2033, "state": "open"})

    def test_cycle_closes_after_its_periods(self):
        with self.assertRefused(UserError, self.month.display_name):
            self.cycle.with_user(self.admin).action_close()
        self.month.with_user(self.office).action_close(zeros_meant=True)
        self.cycle.with_user(self.admin).action_close()
        self.assertEqual(self.cycle.state, "closed")

    def test_open_cycle_is_not_deleted(self):
        with self.assertRefused(UserError, "draft"):
            self.cycle.with_user(self.admin).unlink()

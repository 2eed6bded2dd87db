"""How results count the ledger: each entry once, in the period that can still count it."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResultLedger(ResultCase):
    """A year made of quarters, which take its base or its total."""

    @classmethod
    def _compose(cls):
        for kind in ("quarter", "year"):
            cls._component(cls.of_people, kind, "Register", "adjustment", 0.0)
            cls._component(cls.of_units, kind, "Register", "adjustment", 0.0)
        cls._component(cls.of_units, "quarter", "Work", "sheet", 100.0, sheet_kind="month")
        cls._component(cls.of_people, "quarter", "Work", "sheet", 100.0, sheet_kind="month")
        cls._component(cls.of_units, "year", "Quarters", "result", 100.0, child_kind="quarter", child_value="base")
        cls._component(cls.of_people, "year", "Quarters", "result", 100.0, child_kind="quarter", child_value="total")

    def test_a_year_takes_the_bases_of_quarters_or_their_totals(self):
        for appraisee in (self.east, self.clerk):
            for quarter, percent in enumerate((90.0, 92.0, 88.0, 94.0)):
                self._post_months(appraisee, [percent], first=3 * quarter + 1)
            self._post(appraisee, self.q2, "deduction", -2.0)
        self.assertEqual(self._computed(self.whole, self.east).total, 89.00)
        self.assertEqual(self._result(self.whole, self.clerk).total, 90.50)
        self.assertEqual(self._result(self.q2, self.clerk).total, 90.00)

    def test_what_no_quarter_counted_counts_in_the_year(self):
        self._post_months(self.clerk, [90.0])
        self._post(self.clerk, self.whole, "bonus", 1.0)
        self.assertEqual(self._computed(self.whole, self.clerk).total, 91.0)

    def test_a_cap_of_the_cycle_is_used_up_once_by_the_last_quarter_and_the_year(self):
        rule = self._create_indicator(
            "Safety",
            kind="employee",
            scheme_id=self.of_people.id,
            full_score=0.0,
            rule_ids=[self._rule("deduction", "Accident", 4.0, max_points=5.0, cap_period="cycle")],
        ).rule_ids
        self._post_months(self.clerk, [90.0], first=10)
        for number, period in enumerate((self.q4, self.whole)):
            self._post(self.clerk, period, "deduction", -4.0, number=number, rule_id=rule.id)
        year = self._computed(self.whole, self.clerk)
        self.assertEqual((self._result(self.q4, self.clerk).total, year.total), (86.0, 85.0))

    def test_after_the_results_are_settled_an_entry_counts_in_the_next_period(self):
        self._post_months(self.east, [90.0])
        lost = self._post(self.east, self.q1, "deduction", -2.0, number=7)
        result = self._computed(self.q1, self.east)
        result.sudo()._unlocked().write({"state": "final"})
        back = lost._unpost("Wrong")
        self.assertEqual(back.period_id, self.q2)
        self._post_months(self.east, [80.0], first=4)
        second = self._computed(self.q2, self.east)
        self.assertEqual(second.total, 82.0)
        self.assertIn("is taken back", second.line_ids.filtered(lambda line: line.source == "adjustment").note)
        self.assertEqual(self._result(self.q1, self.east).total, 88.0, "what is final stays")
        self.assertEqual(self._computed(self.whole, self.east).total, 85.0, "(90 + 80) ÷ 2, nothing deducted")
        with self.assertRefused(UserError, "Enter a correction"):
            self._post(self.east, self._of("month", 2), "sheet", 70.0, number=2)

    def test_only_of_whom_the_result_is_settled_an_entry_goes_on(self):
        for appraisee in (self.east, self.west, self.clerk):
            self._post_months(appraisee, [90.0])
        self._computed(self.q1, self.east).sudo()._unlocked().write({"state": "notice"})
        for number, (appraisee, period) in enumerate(
            ((self.east, self.q2), (self.west, self.q1), (self.clerk, self.q1))
        ):
            entry = self._post(appraisee, self.q1, "bonus", 1.0, number=50 + number)
            self.assertEqual(entry.period_id, period, appraisee.display_name)
        late = self._post(self.clerk, self._of("month", 3), "sheet", 70.0, number=60)
        self.assertEqual(late.period_id, self._of("month", 3))
        self.assertEqual(self._computed(self.q1, self.clerk).total, 81.0, "(90 + 70) ÷ 2 + 1")
        self.assertEqual(self._result(self.q1, self.east).total, 90.0)

    def test_a_shorter_result_that_changes_makes_the_longer_one_out_of_date(self):
        self._post_months(self.east, [90.0])
        year = self._computed(self.whole, self.east)
        self.assertFalse(year.outdated)
        self._post(self.east, self.q1, "deduction", -2.0)
        self._computed(self.q1, self.east)
        year.invalidate_recordset()
        self.assertTrue(year.outdated)

    def test_a_year_and_its_quarters_are_locked_at_once(self):
        """Else two who compute, or one who moves a grade in a quarter that is not computed anew, are not told apart."""
        self._post_months(self.east, [90.0])
        self._computed(self.whole, self.east)
        locked, periods = [], type(self.env["perf.period"])
        with patch.object(periods, "_lock_rows", lambda records, *_column: locked.append(set(records.ids))):
            self.whole.with_user(self.office).action_compute()
        self.assertEqual(locked, [{period.id for period in (self.q1, self.q2, self.q3, self.q4, self.whole)}])

    def test_a_veto_takes_the_grade_while_it_stands(self):
        rule = self._create_indicator(
            "Safety",
            kind="unit",
            scheme_id=self.of_units.id,
            full_score=0.0,
            rule_ids=[self._rule("deduction", "Accident", 0.0, veto="worst_grade")],
        ).rule_ids
        self._post_months(self.east, [95.0])
        entry = self._post(self.east, self.whole, "veto", 0.0, number=8, rule_id=rule.id)
        result = self._computed(self.whole, self.east)
        self.assertEqual((result.veto, result.grade_id.code), ("worst_grade", "D"))
        entry._unpost("Not its fault")
        again = self._computed(self.whole, self.east)
        self.assertEqual((again.veto, again.grade_id.code), (False, "B"), "two units: the quota of 20 % is nobody")


@tagged("post_install", "-at_install")
class TestPerfResultOfUnit(ResultCase):
    """Half of what people get is the result of their unit."""

    @classmethod
    def _compose(cls):
        for kind in ("quarter", "year"):
            cls._component(cls.of_units, kind, "Work", "sheet", 100.0, sheet_kind="month")
            cls._component(cls.of_units, kind, "Register", "adjustment", 0.0)
            cls._component(cls.of_people, kind, "Work", "sheet", 50.0, sheet_kind="month")
            cls._component(cls.of_people, kind, "Unit", "unit_result", 50.0)
            cls._component(cls.of_people, kind, "Register", "adjustment", 0.0)

    def test_it_is_that_of_the_unit_where_one_is_ranked(self):
        for appraisee, percent in ((self.east, 95.0), (self.west, 65.0), (self.clerk, 100.0)):
            self._post_months(appraisee, [percent])
        self.assertEqual(self._computed(self.q1, self.clerk).total, 97.5)
        self.staff.employee_id.sudo().write(
            {
                "perf_host_unit_id": self.other.id,
                "perf_host_from": self.q1.date_start,
                "perf_host_to": self.q1.date_end,
            }
        )
        result = self._computed(self.q1, self.clerk)
        self.assertEqual((result.unit_id, result.total), (self.other, 82.5))


@tagged("post_install", "-at_install")
class TestPerfResultCapped(ResultCase):
    """What a cap of a component had cut off is not lost a second time when it is taken back."""

    def test_no_more_is_taken_back_than_had_counted(self):
        self._post_months(self.east, [80.0, 80.0, 80.0, 80.0])
        honour = self._post(self.east, self.q1, "bonus", 10.0, number=7)
        first = self._computed(self.q1, self.east)
        self.assertEqual(first.total, 83.0)
        first.sudo()._unlocked().write({"state": "final"})
        honour._unpost("It was another unit")
        self.assertEqual(self._computed(self.q2, self.east).total, 77.0)

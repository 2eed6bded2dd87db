from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfBoardTracking(PerfCommon):
    def _tracking(self, user=None):
        self.env.invalidate_all()
        return self.env["perf.board"].with_user(user or self.office).get_tracking(self.cycle.id)

    def _cell(self, tracking, unit, period):
        rows = [row for group in tracking["groups"] for row in group["units"] if row["id"] == unit.id]
        return rows[0]["cells"].get(period.id)

    def test_it_counts_states_late_ones_and_missing_signatures(self):
        self._confirm(self.sheet)
        self._submit(self.sheets["colleague"])
        cell = self._cell(self._tracking(), self.township, self.month)
        self.assertEqual(cell["counts"], {"draft": 3, "self_scored": 1, "confirmed": 1})
        self.assertEqual((cell["late"], cell["unsigned"], cell["summary"]), ({}, 1, False))
        self._pass_deadlines(self.month)
        cell = self._cell(self._tracking(), self.township, self.month)
        self.assertEqual(cell["late"], {"draft": 3, "self_scored": 1})

    def test_an_extension_of_one_unit_counts(self):
        self._pass_deadlines(self.month)
        extension = {"period_id": self.month.id, "unit_id": self.township.id, "days": 60, "reason": "Flood"}
        self.env["perf.extension"].with_user(self.office).create(extension)
        tracking = self._tracking()
        self.assertEqual(self._cell(tracking, self.township, self.month)["late"], {})
        self.assertEqual(self._cell(tracking, self.other, self.month)["late"], {"draft": 2})

    def test_a_quarter_shows_the_state_of_its_summary(self):
        sheet = self._create_unit_sheet()
        tracking = self._tracking()
        cell = self._cell(tracking, self.township, sheet.period_id)
        self.assertEqual((cell["counts"], cell["summary"]["state"]), ({"draft": 1}, "draft"))
        self.assertEqual([period["kind"] for period in tracking["periods"]], ["month", "quarter"])

    def test_only_the_office_may_remind_and_others_see_their_own(self):
        self.assertTrue(self._tracking()["can_remind"])
        for user in (self.auditor, self.head):
            self.assertFalse(self._tracking(user)["can_remind"])
        self.assertEqual(self._cell(self._tracking(self.head), self.township, self.month)["counts"], {"draft": 5})
        self.assertIsNone(self._cell(self._tracking(self.head), self.other, self.month))

    def test_queries_do_not_grow_with_the_periods(self):
        def queries():
            self._tracking()
            before = self.env.cr.sql_log_count
            self._tracking()
            return self.env.cr.sql_log_count - before

        self._create_unit_sheet()
        few = queries()
        self._open_period(self._next_month())
        self.assertLessEqual(queries(), few)

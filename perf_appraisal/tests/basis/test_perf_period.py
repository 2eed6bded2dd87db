from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPeriod(PerfCommon):
    def test_names_tell_year_and_number(self):
        self.assertEqual(self.month.display_name, f"{self.cycle.year}-{self.month.number:02d}")
        self.assertEqual(self._period("quarter", 2).display_name, f"{self.cycle.year} Q2")

    def test_office_opens_a_month_and_staff_do_not(self):
        month = self._next_month()
        with self.assertRefused(UserError, month.display_name):
            month.with_user(self.staff).action_open()
        self._open_period(month)
        self.assertEqual(month.state, "open")

    def test_month_of_a_draft_cycle_is_not_opened(self):
        cycle = self.env["perf.cycle"].create({"year": 2034, "scheme_ids": self.scheme.ids})
        cycle._make_periods()
        month = cycle.period_ids.filtered(lambda period: period.kind == "month")[:1]
        with self.assertRefused(UserError, "open its cycle first"):
            month.with_user(self.office).action_open()

    def test_closing_waits_for_sheets_under_way(self):
        self._submit(self.sheet)
        with self.assertRefused(UserError, "1 sheets"):
            self.month.with_user(self.office).action_close()

    def test_closing_posts_zero_for_what_was_not_handed_in(self):
        self._confirm(self.sheet)
        self.month.with_user(self.office).action_close()
        self.assertEqual(self.month.state, "closed")
        entries = self.env["perf.score.entry"].search([("period_id", "=", self.month.id)])
        missing = entries.filtered(lambda entry: entry.appraisee_id == self.sheets["colleague"].appraisee_id)
        self.assertEqual(sum(missing.mapped("points")), 0.0)
        self.assertEqual(sum(missing.mapped("full_points")), 100.0)
        self.assertEqual(set(missing.mapped("reason")), {"Not handed in"})
        handed_in = entries.filtered(lambda entry: entry.appraisee_id == self.sheet.appraisee_id)
        self.assertEqual(sum(handed_in.mapped("points")), self.sheet.final_score)

    def test_counts_follow_the_sheets(self):
        self.assertEqual(self.month.confirmed_count, 0)
        self._confirm(self.sheet)
        self.env.invalidate_all()
        self.assertEqual(self.month.confirmed_count, 1)
        self.assertEqual(self.month.sheet_count, len(self.month.appraisal_ids))

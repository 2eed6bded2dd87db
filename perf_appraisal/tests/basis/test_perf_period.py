from odoo import fields
from odoo.exceptions import RedirectWarning, UserError
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
        self.month.with_user(self.office).action_close(zeros_meant=True)
        self.assertEqual(self.month.state, "closed")
        entries = self.env["perf.score.entry"].search([("period_id", "=", self.month.id)])
        missing = entries.filtered(lambda entry: entry.appraisee_id == self.sheets["colleague"].appraisee_id)
        self.assertEqual(sum(missing.mapped("points")), 0.0)
        self.assertEqual(sum(missing.mapped("full_points")), 100.0)
        self.assertEqual(set(missing.mapped("reason")), {"Not handed in"})
        handed_in = entries.filtered(lambda entry: entry.appraisee_id == self.sheet.appraisee_id)
        self.assertEqual(sum(handed_in.mapped("points")), self.sheet.final_score)

    def test_closing_asks_first_how_many_get_zero_while_the_deadline_runs_and_after_it(self):
        self._confirm(self.sheet)
        drafts = self.month.appraisal_ids.filtered(lambda sheet: sheet.state == "draft")
        today = self.company._perf_today()
        for deadline, told in ((fields.Date.add(today, days=5), "runs until"), (today, "runs until")):
            self.month.sudo().self_deadline = deadline
            with self.assertRefused(RedirectWarning, f"{self.month.display_name}: {len(drafts)}. The deadline {told}"):
                self.month.with_user(self.office).action_close()
            self.assertEqual(self.month.state, "open")
        self._pass_deadlines(self.month)
        with self.assertRefused(RedirectWarning, f"{len(drafts)}. The deadline was") as asked:
            self.month.with_user(self.office).action_close(zeros_meant=False)
        _message, action_id, _label, context = asked.exception.args
        self.env["ir.actions.server"].with_user(self.office).browse(action_id).with_context(**context).run()
        self.assertEqual(self.month.state, "closed")

    def test_the_extension_of_a_unit_counts_as_the_deadline_that_runs(self):
        self._pass_deadlines(self.month)
        values = {"period_id": self.month.id, "unit_id": self.other.id, "days": 60, "reason": "Flood"}
        self.env["perf.extension"].with_user(self.office).create(values)
        with self.assertRefused(RedirectWarning, "runs until"):
            self.month.with_user(self.office).action_close()

    def test_who_may_not_close_hears_no_number_and_where_all_is_done_nobody_is_asked(self):
        for meant in (False, True):
            with self.assertRefused(UserError) as refused:
                self.month.with_user(self.staff).action_close(zeros_meant=meant)
            self.assertNotIn("deadline", str(refused.exception))
        self.month.appraisal_ids.with_user(self.office2).action_excuse("Flood")
        self.month.with_user(self.office).action_close()
        self.assertEqual(self.month.state, "closed")

    def test_counts_follow_the_sheets(self):
        self.assertEqual(self.month.confirmed_count, 0)
        self._confirm(self.sheet)
        self.env.invalidate_all()
        self.assertEqual(self.month.confirmed_count, 1)
        self.assertEqual(self.month.sheet_count, len(self.month.appraisal_ids))

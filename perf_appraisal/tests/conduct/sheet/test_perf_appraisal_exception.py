from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalException(PerfCommon):
    """Excuse, correction and reopening, each allowed to one and refused to the others."""

    def _entries(self, sheet):
        return self.env["perf.score.entry"].search([("res_model", "=", "perf.appraisal"), ("res_id", "=", sheet.id)])

    def test_the_office_excuses_with_a_reason_and_takes_it_back(self):
        with self.assertRefused(UserError, "Performance Office"):
            self.sheet.with_user(self.deputy).action_excuse("Long illness")
        with self.assertRefused(UserError, "reason"):
            self.sheet.with_user(self.office).action_excuse(" ")
        self.sheet.with_user(self.office).action_excuse("Long illness")
        self.assertState(self.sheet, "excused")
        for user in (self.staff, self.deputy, self.office, self.admin):
            self.assertFalse(self.sheet.with_user(user).has_access("write"), user.login)
        with self.assertRefused(UserError, "Performance Office"):
            self.sheet.with_user(self.deputy).action_return("Back at work")
        self.sheet.with_user(self.office).action_return("Back at work")
        self.assertState(self.sheet, "draft")

    def test_lines_and_claims_of_an_excused_sheet_say_that_it_is_excused(self):
        line = self._line(self.sheet, self.judged)
        parts = self.sheet.line_ids.filtered(lambda line: line.method == "parts")[:1]
        claim = self._claim(self.staff, parts, "Draft")
        self.sheet.with_user(self.office).action_excuse("Long illness")
        for write in (
            lambda: line.with_user(self.staff).write({"self_value": 3.0}),
            lambda: claim.with_user(self.staff).write({"quantity": 2.0}),
            lambda: claim.with_user(self.staff).unlink(),
            lambda: self._claim(self.staff, parts, "Final text"),
        ):
            with self.assertRefused(UserError, "It is excused."):
                write()

    def test_a_step_back_takes_the_signature_back(self):
        office = self.sheet.with_user(self.office)
        self._review(self.sheet)
        self.assertEqual(self.sheet.reviewed_by_id, self.deputy)
        office.action_return("Look at the roads again")
        self.assertRecordValues(self.sheet, [{"reviewed_by_id": False, "reviewed_on": False, "state": "self_scored"}])
        self.assertEqual(self.sheet.filled_by_id, self.staff)  # from then on every change of a score is kept
        with self.assertRefused(UserError, "ask the leader to return it"):
            self.sheet.with_user(self.staff).action_withdraw()
        office.action_excuse("Long illness")
        self.assertEqual(self.sheet.excused_by_id, self.office)
        office.action_return("Back at work")
        self.assertRecordValues(self.sheet, [{"excused_by_id": False, "excuse_reason": False, "state": "draft"}])

    def test_nobody_excuses_himself(self):
        sheet = self.sheets["staff"]
        self.staff.group_ids += self.env.ref("perf_appraisal.group_perf_office")
        with self.assertRefused(UserError, "own matter"):
            sheet.with_user(self.staff).action_excuse("No time")

    def test_an_excused_sheet_posts_nothing_when_its_month_closes(self):
        self.sheet.with_user(self.office).action_excuse("Long illness")
        self.month.with_user(self.office).action_close(zeros_meant=True)
        self.assertFalse(self._entries(self.sheet))
        self.assertEqual(sum(self._entries(self.sheets["colleague"]).mapped("points")), 0.0)
        self.assertTrue(self._entries(self.sheets["colleague"]))

    def test_a_correction_reverses_and_posts_anew(self):
        self._confirm(self.sheet)
        before = self._entries(self.sheet)
        with self.assertRefused(UserError, "Performance Office"):
            self.sheet.with_user(self.deputy).action_correct("Typing error")
        self.sheet.with_user(self.office).action_correct("Typing error")
        self.assertState(self.sheet, "reviewed")
        self.assertEqual(sum(self._entries(self.sheet).mapped("points")), 0.0)
        line = self._line(self.sheet, self.judged)
        line.with_user(self.office).write({"final_score": 10.0, "final_reason": "As on paper"})
        self.sheet.with_user(self.office2).action_confirm()
        entries = self._entries(self.sheet)
        self.assertEqual(len(entries), 3 * len(before))
        self.assertAlmostEqual(sum(entries.mapped("points")), self.sheet.final_score)
        self.assertAlmostEqual(sum(before.mapped("points")) - 8.0, self.sheet.final_score)

    def test_a_correction_needs_an_open_period(self):
        self._confirm(self.sheet)
        self.month.with_user(self.office).action_close(zeros_meant=True)
        with self.assertRefused(UserError, "not open"):
            self.sheet.with_user(self.office).action_correct("Typing error")

    def test_reopening_takes_back_the_zeros(self):
        self._confirm(self.sheet)
        self.month.with_user(self.office).action_close(zeros_meant=True)
        missing = self.sheets["colleague"]
        with self.assertRefused(UserError, "only an administrator"):
            self.month.with_user(self.office).action_reopen("Power cut")
        with self.assertRefused(UserError, "reason"):
            self.month.with_user(self.admin).action_reopen("")
        self.month.with_user(self.admin).action_reopen("Power cut")
        self.assertState(self.month, "open")
        self.assertEqual(len(self._entries(missing).filtered("reversal_of_id")), len(self._entries(missing)) / 2)
        self.assertFalse(self._entries(self.sheet).filtered("reversal_of_id"))
        self._confirm(missing)
        self.assertAlmostEqual(sum(self._entries(missing).mapped("points")), missing.final_score)

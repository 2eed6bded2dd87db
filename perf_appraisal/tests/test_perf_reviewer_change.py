from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfReviewerChange(PerfCommon):
    """Another reviewer for many sheets at once: by the head or the office, never for oneself."""

    def _change(self, user, sheets, reviewer, reason="On a long journey"):
        values = {"appraisal_ids": sheets.ids, "reviewer_id": reviewer.employee_id.id, "reason": reason}
        return self.env["perf.reviewer.change"].with_user(user).create(values).action_apply()

    def test_the_head_changes_the_reviewer_of_many(self):
        sheets = self.sheets["staff"] | self.sheets["colleague"]
        self._submit(self.sheet)
        self._change(self.head, sheets, self.coordinator)
        self.assertEqual(sheets.reviewer_id, self.coordinator.employee_id)
        self.assertFalse(self.sheet.with_user(self.deputy).has_access("write"))
        self.sheet.with_user(self.coordinator).action_review()
        self.assertState(self.sheet, "reviewed")

    def test_others_do_not(self):
        for user, text in (
            (self.deputy, "own matter"),
            (self.coordinator, "only the head"),
            (self.staff, "only the head"),
        ):
            with self.assertRefused(UserError, text):
                self._change(user, self.sheets["deputy" if user == self.deputy else "staff"], self.head)

    def test_neither_the_person_nor_who_filled_it_in_becomes_the_reviewer(self):
        with self.assertRefused(UserError, "filled it in"):
            self._change(self.office, self.sheet, self.staff)
        self._submit(self.sheet, self.coordinator)
        with self.assertRefused(UserError, "filled it in"):
            self._change(self.office, self.sheet, self.coordinator)

    def test_it_needs_a_reason_and_a_sheet_that_is_not_reviewed(self):
        with self.assertRefused(UserError, "reason"):
            self._change(self.office, self.sheet, self.head, reason=" ")
        self._review(self.sheet)
        with self.assertRefused(UserError, "Reviewed"):
            self._change(self.office, self.sheet, self.head)

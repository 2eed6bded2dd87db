from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import ADMIN, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSheetCorrection(PerfCommon):
    """Whoever corrects a confirmed sheet does not confirm it anew."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._confirm(cls.sheet, cls.office2)
        cls.sheet.with_user(cls.office).action_correct(reason="A wrong number")
        cls.line = cls._line(cls.sheet, cls.judged)

    def rescore(self, user):
        self.line.with_user(user).write({"final_score": 10.0, "final_reason": "As on paper"})

    def test_who_opened_it_changes_it_and_another_confirms_it(self):
        self.rescore(self.office)
        sheet = self.sheet.with_user(self.office)
        self.assertFalse(sheet.can_confirm or sheet.i_confirm)
        self.assertTrue(self.sheet.with_user(self.office2).can_confirm)
        with self.assertRefused(UserError, "you corrected it yourself"):
            sheet.action_confirm()
        self.sheet.with_user(self.office2).action_confirm()
        self.assertState(self.sheet, "confirmed")
        self.assertEqual(self.sheet.corrector_ids, self.office)

    def test_who_changed_a_score_since_does_not_confirm_it_either(self):
        self.rescore(self.admin)
        for user in (self.office, self.admin):
            with self.subTest(user.login), self.assertRefused(UserError, "you corrected it yourself"):
                self.sheet.with_user(user).action_confirm()
        self.sheet.with_user(self.office2).action_confirm()

    def test_an_administrator_is_no_exception(self):
        self.sheet.with_user(self.office2).action_confirm()
        self.office.group_ids += self.env.ref(ADMIN)
        self.sheet.with_user(self.office).action_correct(reason="Once more")
        with self.assertRefused(UserError, "an administrator adds one"):
            self.sheet.with_user(self.office).action_confirm()

    def test_only_the_last_correction_counts(self):
        self.sheet.with_user(self.office2).action_confirm()
        self.sheet.with_user(self.office2).action_correct(reason="Once more")
        with self.assertRefused(UserError, "you corrected it yourself"):
            self.sheet.with_user(self.office2).action_confirm()
        self.sheet.with_user(self.office).action_confirm()

    def test_an_office_without_a_third_gives_it_back_to_the_leader(self):
        self.rescore(self.office2)
        self.sheet.with_user(self.office2).action_return(reason="Look again")
        self.sheet.with_user(self.deputy).action_review()
        self.assertFalse(self.sheet.corrector_ids)
        self.sheet.with_user(self.office).action_confirm()

    def test_who_stands_in_for_the_corrector_does_not_confirm_it(self):
        values = {"employee_id": self.office.employee_id.id, "role": "confirmer", "reason": "Leave"}
        standin = (
            self.env["perf.standin"]
            .with_user(self.office2)
            .create({**values, "standin_id": self.stranger.employee_id.id})
        )
        standin.with_user(self.stranger).action_accept()
        with self.assertRefused(UserError, "in whose place you act"):
            self.sheet.with_user(self.stranger).action_confirm()
        other = self._review(self.sheets["colleague"])
        other.with_user(self.stranger).action_confirm()
        self.assertState(other, "confirmed")

    def test_nobody_writes_who_corrected(self):
        for user in (self.office, self.admin, self.env.user):
            with self.assertRefused(UserError):
                self.sheet.with_user(user).write({"corrector_ids": [(5, 0, 0)]})

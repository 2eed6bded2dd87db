"""The written reply."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...notices import AppealCase


@tagged("post_install", "-at_install")
class TestPerfAppealReport(AppealCase):
    """Who objects is printed for himself and for the handler alone."""

    def _paper(self, appeal, user):
        self.env.invalidate_all()
        report = self.env["report.perf_appraisal.report_perf_appeal"].with_user(user)
        (paper,) = report._get_report_values(appeal.ids)["sheets"]
        return str(paper)

    def test_the_reply_names_who_objects_to_the_handler_alone(self):
        appeal = self._object(self.stranger)
        with self.assertRaises(UserError):
            self._paper(appeal, self.stranger)
        self._take_up(appeal)
        appeal.with_user(self.office).action_reject(reason="It was built in May.")
        for user, named in ((self.office, True), (self.stranger, True), (self.auditor, False), (self.office2, False)):
            paper = self._paper(appeal, user)
            self.assertIn("It was built in May.", paper)
            self.assertEqual(self.stranger.name in paper, named, user.login)
        for user in (self.head, self.staff, self.hr):
            with self.assertRaises(AccessError):
                self._paper(appeal, user)

    def test_it_tells_what_one_can_do(self):
        self._finish()
        appeal = self._reexamine()
        self._take_up(appeal)
        appeal.with_user(self.office).action_reject(reason="It is right.")
        self.assertIn("may appeal until", self._paper(appeal, self.staff))

"""Who handles an objection or an appeal: nobody who had a part in the result, and yet always somebody."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ...common import OFFICE
from ...notices import AppealCase


@tagged("post_install", "-at_install")
class TestPerfAppealRights(AppealCase):
    """The office entered a bonus of the clerk, and office2 moved his grade."""

    @classmethod
    def _fill_quarter(cls):
        bonus = cls._post(cls.clerk, cls.q1, "bonus", 1.0, number=7)
        cls._posted_by(bonus, cls.office)
        cls._post_months(cls.mate, [80.0])
        super()._fill_quarter()
        result = cls.env["perf.result"].search([("appraisee_id", "=", cls.clerk.id), ("period_id", "=", cls.q1.id)])
        grades = cls.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "quarter")
        meeting = (
            cls.env["perf.calibration"].with_user(cls.office2).create({"period_id": cls.q1.id, "kind": "employee"})
        )
        meeting.action_move_grade(result.id, grades[-1].id, "Reported too late")
        meeting.write({"date": cls.env.company._perf_today(), "attendees": "All", "decision": "Approved"})
        meeting.action_decide()

    @classmethod
    def _posted_by(cls, entries, user):
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE perf_score_entry SET posted_by = %s WHERE id = ANY(%s)", [user.id, entries.ids])
        cls.env.invalidate_all()

    def _object_to(self, appraisee, user, notice=None):
        line = self._line_of(notice or self.notice, appraisee).with_user(user)
        action = line.action_object()
        draft = self.env["perf.appeal"].browse(action["res_id"]).with_user(user)
        if draft.may_name:  # the office enters who objects
            draft.objector_name = user.name
        return self._hand_in(action, user)

    # === WHO WAS CONCERNED === #

    def test_who_entered_what_counts_or_moved_the_grade_does_not_handle_it(self):
        appeal = self._object_to(self.clerk, self.stranger)
        for user in (self.office, self.office2):
            with self.assertRefused(UserError, "a colleague decides now"):
                appeal.with_user(user).action_accept()
            self.assertIn("a colleague decides now", appeal.with_user(user).waits_for)
            self.assertNotIn(appeal, self.env["perf.appeal"].with_user(user).search([("i_accept", "=", True)]))
        other = self._object_to(self.west, self.stranger)
        other.with_user(self.office).action_accept()
        appeal.with_user(self.admin).action_accept()
        self.assertFalse(appeal.last_resort, "the administrator had no part in it")

    def test_who_reviewed_or_confirmed_the_sheet_does_not_handle_an_objection(self):
        self._posted_by(self._result(self.q1, self.clerk).entry_ids, self.env.user)
        appeal = self._object_to(self.clerk, self.stranger)
        self.assertTrue(appeal.with_user(self.office).i_accept)
        self._sheet_then(self.office)
        self.env.invalidate_all()
        with self.assertRefused(UserError, "a colleague decides now"):
            appeal.with_user(self.office).action_accept()

    def test_who_decided_on_the_same_result_does_not_decide_on_it_again(self):
        first, second = (self._object_to(self.west, user) for user in (self.stranger, self.staff))
        for appeal in (first, second):  # those that wait together are answered together
            self._take_up(appeal)
            appeal.with_user(self.office).action_reject(reason="It is right.")
        with freeze_time(second.decided_on + timedelta(minutes=1)):
            third = self._object_to(self.west, self.colleague)
        with self.assertRefused(UserError, "a colleague decides now"):
            third.with_user(self.office).action_accept()
        third.with_user(self.office2).action_accept()

    def test_a_reason_that_reads_like_a_number_clears_nobody(self):
        earlier = self._object_to(self.west, self.stranger)
        earlier.with_user(self.office).action_accept()
        earlier.with_user(self.office).action_reject(reason="It is right.")
        bonus = self._result(self.q1, self.clerk).entry_ids.filtered(lambda entry: entry.kind == "bonus")
        self.env.cr.execute("UPDATE perf_score_entry SET reason = %s WHERE id = %s", [earlier.name, bonus.id])
        appeal = self._object_to(self.clerk, self.stranger)
        with self.assertRefused(UserError, "a colleague decides now"):
            appeal.with_user(self.office).action_accept()

    def test_who_upheld_in_the_quarter_may_handle_the_year(self):
        bonus = self._result(self.q1, self.clerk).entry_ids.filtered(lambda entry: entry.kind == "bonus")
        for appraisee, values in (
            (self.clerk, {"entry_id": bonus.id, "points": 0.5}),
            (self.west, {"points": -1.0}),
        ):
            appeal = self._object_to(appraisee, self.stranger)
            appeal.with_user(self.admin).action_accept()
            appeal.with_user(self.admin).write({**values, "points_checked": True})
            appeal.with_user(self.admin).action_uphold(reason="Less.")
        for draft in self.env["perf.notice"].search([("state", "=", "draft")]):
            draft.with_user(self.office).action_publish()
        year = self._settle_year()
        for appraisee in (self.clerk, self.west):
            appeal = self._object_to(appraisee, self.stranger, year)
            self.assertEqual(appeal.with_user(self.office).i_accept, appraisee == self.west, "he entered the bonus")
            appeal.with_user(self.admin).action_accept()

    def test_whose_own_result_is_compared_does_not_handle_it(self):
        for rival, about in ((self.colleague, self.clerk), (self.other_head, self.east)):
            rival.write({"group_ids": [(4, self.env.ref(OFFICE).id)]})
            appeal = self._object_to(about, self.stranger)
            with self.assertRefused(UserError, "your own result is compared with it"):
                appeal.with_user(rival).action_accept()
            self.assertIn("is compared with it", appeal.with_user(rival).waits_for)
            appeal.with_user(self.admin).action_accept()

    # === NOBODY LEFT === #

    def test_where_nobody_is_left_an_administrator_takes_it_up(self):
        bonus = self._result(self.q1, self.clerk).entry_ids.filtered(lambda entry: entry.kind == "bonus")
        self._posted_by(bonus, self.admin)
        appeal = self._object_to(self.clerk, self.stranger)
        self.assertTrue(appeal.with_user(self.office).i_accept, "the office has no part in it any more")
        self.assertFalse(appeal.with_user(self.admin).i_take_last)
        with self.assertRefused(UserError, "a colleague decides now"):
            appeal.with_user(self.admin).action_accept()
        self._sheet_then(self.office)
        self.env.invalidate_all()
        with self.assertRefused(UserError, "a colleague decides now"):
            appeal.with_user(self.office).action_accept()
        self.assertFalse(appeal.with_user(self.admin).i_take_last, "others are left")
        self._leave_alone(self.office + self.office2 + self.admin)
        self.assertTrue(appeal.with_user(self.admin).i_take_last)
        appeal.with_user(self.admin).action_accept()
        self.env.invalidate_all()
        self.assertTrue(appeal.last_resort)
        self.assertTrue(appeal.with_user(self.admin).i_handle)
        appeal.with_user(self.admin).write({"points": -2.0})
        with self.assertRefused(UserError, "whoever took it up"):
            appeal.with_user(self.office).action_reject(reason="No")
        appeal.with_user(self.admin).action_reject(reason="The leading group found it right.")

    def test_the_last_one_does_not_decide_on_what_he_handed_in(self):
        self._leave_alone(self.office + self.office2 + self.admin)
        self._sheet_then(self.admin)
        appeal = self._object_to(self.clerk, self.admin)
        for user in (self.admin, self.office, self.office2):
            with self.assertRefused(UserError):
                appeal.with_user(user).action_accept()

    def _leave_alone(self, users):
        """Let the Performance Office be these alone."""
        office = self.env.ref(OFFICE)
        admin = self.env.ref("perf_appraisal.group_perf_admin")
        (office.all_user_ids - users).write({"group_ids": [(3, office.id), (3, admin.id)]})
        self.env.invalidate_all()

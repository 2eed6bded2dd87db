"""Before the notice nobody without the right learns anything of others' results."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...notices import NoticeCase


@tagged("post_install", "-at_install")
class TestPerfResultNotice(NoticeCase):
    """The same answer whether colleagues' results exist or not, and whatever they are."""

    def _asked(self, user):
        """Return all that somebody hears who asks about results."""
        self.env.invalidate_all()
        results = self.env["perf.result"].with_user(user)
        period = self.q1.with_user(user)
        return (
            results.search([]).ids,
            results.search_count([("total", ">", 80)]),
            results.name_search(""),
            results._read_group([], ["grade_id"], ["__count", "total:avg"]),
            period.result_count,
            period.search_count([("result_ids.total", ">", 0)]),
            period.search_count([("result_ids", "!=", False)]),
            self.clerk.with_user(user).has_access("read") and self.clerk.with_user(user).read(["display_name"]),
            self.env["perf.notice"].with_user(user)._get_work(),
            self.env["perf.appeal"].with_user(user)._get_work(),
        )

    def _refused(self, user, result_id):
        """Return the words by which a result is refused."""
        told = []
        for call in (
            lambda result: result.read(["total"]),
            lambda result: result.action_ask_reexamination(),
            lambda result: result.write({"state": "final"}),
        ):
            with self.assertRaises(UserError) as error:
                call(self.env["perf.result"].with_user(user).browse(result_id))
            told.append(str(error.exception).replace(str(result_id), "N"))
        return told

    def test_drafts_tell_nothing(self):
        result, there_is_none = self._result(self.q1, self.clerk), 10**6
        users = (self.staff, self.colleague, self.head, self.stranger, self.hr)
        before = {user: self._asked(user) for user in users}
        for user in users:
            self.assertEqual(self._refused(user, result.id), self._refused(user, there_is_none), user.login)
        self._post(self.clerk, self._of("month", 2), "sheet", 10.0, number=9)
        self._post(self.mate, self._of("month", 2), "sheet", 99.0, number=9)
        self.q1.with_user(self.office).action_compute()
        for user in users:
            self.assertEqual(self._asked(user), before[user], user.login)
            self.assertFalse(before[user][0])

    def test_on_notice_each_sees_his_own_and_leaders_those_of_their_unit(self):
        self._publish()
        east, clerk = self._result(self.q1, self.east), self._result(self.q1, self.clerk)
        for user, seen in (
            (self.staff, clerk),
            (self.head, east + clerk),
            (self.stranger, clerk.browse()),
            (self.hr, clerk.browse()),
        ):
            found = self.env["perf.result"].with_user(user).search([("period_id", "=", self.q1.id)])
            self.assertEqual(found.with_user(self.env.user) & (east + clerk), seen, user.login)

    def test_nobody_moves_a_result_by_its_own_steps(self):
        result = self._result(self.q1, self.clerk)
        for user in (self.staff, self.office, self.admin):
            for action in ("action_publish_notice", "action_finalize", "action_reopen_results"):
                with self.assertRaises(UserError):
                    result.with_user(user).with_context(perf_action=action).action_ask_reason()
                self.assertFalse(hasattr(result, action), action)
            with self.assertRaises(UserError):
                result.with_user(user).with_context(perf_write_token="x").write({"state": "final"})

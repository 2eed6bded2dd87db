"""Lines of a public notice: how long one may object, and what is copied."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...notices import NoticeCase


@tagged("post_install", "-at_install")
class TestPerfNoticeLine(NoticeCase):
    """A line may be objected to while its notice runs."""

    def test_anybody_objects_while_the_notice_runs(self):
        notice = self._publish(kind="unit")
        line = self._line_of(notice, self.east).with_user(self.stranger)
        self.assertTrue(line.can_object)
        first, again = line.action_object(), line.action_object()
        self.assertEqual(first["res_id"], again["res_id"], "one draft")
        with self._after(notice):
            self.env.invalidate_all()
            self.assertFalse(line.can_object)
            with self.assertRaisesRegex(UserError, "while the notice runs"):
                line.action_object()

    def test_points_that_are_not_known_stay_empty(self):
        line = self._line_of(self._publish(kind="unit", show_review=True), self.east)
        self.assertEqual(line.read(["review"]), [{"id": line.id, "review": False}])

    def test_the_public_review_is_told_where_it_was_chosen(self):
        self._post(self.east, self._of("month", 5), "rating", 80.0, number=7)
        self._post(self.east, self._of("month", 5), "sheet", 90.0, number=8)
        self.q2.with_user(self.office).action_compute()
        self.env.invalidate_all()
        notice = self._publish(self.q2, show_review=True, kind="unit")
        self.assertEqual(self._line_of(notice, self.east).review, 32.0)

    def test_nobody_writes_a_line(self):
        line = self._publish(kind="unit").line_ids[0]
        for user in (self.staff, self.office, self.admin):
            with self.assertRaises(UserError):
                self.env["perf.notice.line"].with_user(user).create({"name": "X", "notice_id": line.notice_id.id})
        with self.assertRaises(UserError):
            line.sudo().unlink()

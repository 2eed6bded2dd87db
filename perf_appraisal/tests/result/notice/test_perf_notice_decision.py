"""What a meeting decided need not be entered on the notice again."""

import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...meeting import MeetingCase


@tagged("post_install", "-at_install")
class TestPerfNoticeDecision(MeetingCase):
    """A year whose grades a meeting decides on."""

    def _draft(self):
        self.env.invalidate_all()
        action = self.whole.with_user(self.office).action_publish_notice()
        draft = self.env["perf.notice"].with_user(self.office).browse(action["res_id"])
        draft.kind = "employee"
        return draft

    def test_a_decided_meeting_with_number_and_scan_is_the_decision(self):
        self._decide()
        draft = self._draft()
        with self.assertRaisesRegex(UserError, "decision of the leading group"):
            draft.action_publish()
        self.meeting.sudo()._unlocked().write({"doc_no": "Minutes 12"})
        scan = base64.b64encode(b"%PDF-1.4 minutes").decode()
        self.meeting.with_user(self.office).action_attach_signed_copy("minutes.pdf", scan)
        self.env.invalidate_all()
        draft.action_publish()
        self.assertEqual(draft.state, "published")

    def test_a_meeting_that_has_moved_a_grade_decides_first(self):
        self._move(self.colleague, self.competent)
        with self.assertRaisesRegex(UserError, "has moved grades has not decided yet"):
            self._draft().action_publish()

    def test_a_grade_that_was_decided_on_breaks_no_quota(self):
        self._move(self.colleague, self.competent)
        self._move(self.coordinator, self.excellent)
        self._decide()
        self._post(self._enrolled_as(self.colleague), self.q1, "deduction", -30.0, number=77)
        self._computed(self.whole, self.clerk)
        self.assertEqual(self._result_of(self.deputy).grade_id, self.excellent, "in place of the colleague")
        self.assertEqual(self._result_of(self.coordinator).grade_id, self.excellent, "as it was decided")
        with self.assertRaisesRegex(UserError, "at most 2 of 4, not for 3"):
            self._draft().action_publish()

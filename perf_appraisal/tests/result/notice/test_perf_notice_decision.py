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

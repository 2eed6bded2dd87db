from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingGroupChange(CampaignCase):
    """The dialog that changes a group of an open rating."""

    def test_the_dialog_shows_the_numbers_and_changes_them(self):
        action = self.web.with_user(self.office).action_ask_change()
        dialog = Form(self.env[action["res_model"]].with_user(self.office).with_context(**action["context"]))
        self.assertEqual((dialog.weight, dialog.expected, dialog.min_answers), (3.0, 20, 5))
        dialog.expected = 18
        dialog.reason = "Two have moved away."
        record = dialog.save()
        record.action_apply()
        record.action_apply()
        self.assertEqual(self.web.expected, 18)
        self.assertEqual(len(self.rating.change_ids), 1, "pressed again, nothing differs")

    def test_who_uses_the_dialog(self):
        values = {"group_id": self.web.id, "weight": 9.0, "reason": "Because."}
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused(AccessError):
                self.env["perf.rating.group.change"].with_user(user).create(values)
        mine = self.env["perf.rating.group.change"].with_user(self.office).create(values)
        self.env.invalidate_all()
        with self.assertRefused(AccessError):
            mine.with_user(self.office2).action_apply()
        mine.action_apply()
        self.assertEqual(self.web.weight, 9.0)

    def test_nothing_changes_once_the_rating_is_over(self):
        dialog = (
            self.env["perf.rating.group.change"]
            .with_user(self.office)
            .create({"group_id": self.web.id, "weight": 9.0, "reason": "Because."})
        )
        self.rating.with_user(self.office).action_void(reason="Wrong units.")
        with self.assertRefused((AccessError, UserError)):
            dialog.action_apply()

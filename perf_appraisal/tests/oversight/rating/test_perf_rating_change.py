from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingChange(CampaignCase):
    """What was changed after a rating was opened stays on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.web.with_user(cls.office).action_change({"weight": 4.0, "expected": 18, "min_answers": 5}, "Two moved.")
        cls.changes = cls.rating.change_ids

    def test_each_number_that_differs_is_kept(self):
        office = self.office.id
        self.assertRecordValues(
            self.changes,
            [
                {
                    "group_id": self.web.id,
                    "what": what,
                    "old_value": old,
                    "new_value": new,
                    "reason": "Two moved.",
                    "changed_by_id": office,
                }
                for what, old, new in (("Weight", 3.0, 4.0), ("Expected Answers", 20.0, 18.0))
            ],
        )

    def test_who_sees_changes(self):
        for user in (self.office, self.office2, self.auditor):
            self.assertEqual(self.changes.with_user(user)[:1].reason, "Two moved.")
        for user in (self.head, self.staff, self.hr):
            with self.assertRefused(AccessError):
                self.changes.with_user(user).read(["reason"])

    def test_nobody_writes_makes_or_deletes_them(self):
        for user in (self.office, self.auditor, self.head):
            with self.assertRefused((AccessError, UserError)):
                self.changes[:1].with_user(user).reason = "Another."
            with self.assertRefused((AccessError, UserError)):
                self.changes.with_user(user).unlink()
            with self.assertRefused((AccessError, UserError)):
                self.env["perf.rating.change"].with_user(user).create(
                    {"rating_id": self.rating.id, "group_id": self.web.id, "what": "Weight", "reason": "x"}
                )

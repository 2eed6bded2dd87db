from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestMailMessage(PerfCommon):
    """What was written about a document is sealed with it."""

    def setUp(self):
        super().setUp()
        self._review(self.sheet)
        self.message = self._post(self.sheet, self.office)

    def _post(self, record, author):
        return record.with_user(author).message_post(body="As agreed.", message_type="comment")

    def _attempts(self, message, user):
        """Return the ways by which an author rewrites what he wrote: as the client does, and past it."""
        record = self.env[message.model].browse(message.res_id).with_user(user)
        return {
            "edit": lambda: record._message_update_content(message.sudo(), body="Never agreed."),
            "empty": lambda: record._message_update_content(message.sudo(), body="", attachment_ids=[]),
            "body": lambda: message.with_user(user).write({"body": "Never agreed."}),
            "date": lambda: message.with_user(user).write({"date": "2020-01-01 00:00:00"}),
            "author": lambda: message.with_user(user).write({"author_id": self.staff.partner_id.id}),
            "delete": lambda: message.with_user(user).unlink(),
        }

    def test_an_author_rewrites_until_the_sheet_is_sealed(self):
        for name, attempt in self._attempts(self.message, self.office).items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                attempt()
                savepoint.rollback()
                self.env.invalidate_all()
        self.sheet.with_user(self.office).action_confirm()
        for user in (self.office, self.env.ref("base.user_admin"), self.env.user):
            for name, attempt in self._attempts(self.message, user).items():
                text = "" if name == "delete" else "is sealed"  # Odoo refuses that before, save to the superuser
                with self.subTest(name, user=user.login), self.assertRefused(UserError, text):
                    attempt()
        self.assertIn("As agreed.", self.message.body)

    def test_words_on_a_plan_that_binds_stay(self):
        plan = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)
        message = self._post(plan, self.head)
        message.with_user(self.head).write({"body": "Agreed in full."})
        plan.with_user(self.head).action_sign(points_meant=True)
        plan.with_user(self.office).action_approve(points_meant=True)
        for name, attempt in self._attempts(message, self.head).items():
            with self.subTest(name), self.assertRefused(UserError):
                attempt()
        self.assertIn("Agreed in full.", message.body)

    def test_messages_elsewhere_are_not_concerned(self):
        message = self._post(self.staff.partner_id, self.env.user)
        message.write({"body": "Changed."})
        message.unlink()

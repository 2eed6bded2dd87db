from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfTicketReply(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = (
            cls.env["perf.ticket"]
            .with_user(cls.coordinator)
            .create({"title": "No car for the villages", "unit_id": cls.township.id})
        )

    def _reply(self, user):
        return self.env["perf.ticket.reply"].with_user(user).create({"ticket_id": self.ticket.id, "text": "Done."})

    def test_a_reply_is_written_by_whoever_answers_once_it_is_taken_up(self):
        with self.assertRefused((AccessError, UserError)):
            self._reply(self.office)
        self.ticket.with_user(self.office).action_accept()
        for user in (self.head, self.coordinator, self.auditor, self.staff, self.other_head):
            with self.assertRefused((AccessError, UserError)):
                self._reply(user)
        self.assertTrue(self._reply(self.office))

    def test_a_given_reply_stays_as_it_is(self):
        self.ticket.with_user(self.office).action_accept()
        reply = self._reply(self.office)
        reply.with_user(self.office).text = "A car comes on Monday."
        self.ticket.with_user(self.office).action_resolve()
        self.ticket.with_user(self.head).action_reopen(reason="It did not come.")
        for attempt in (
            lambda: reply.with_user(self.office).write({"text": "It came."}),
            reply.with_user(self.office).unlink,
        ):
            with self.assertRefused((AccessError, UserError)):
                attempt()
        with self.assertRefused(UserError, "write down the reply"):
            self.ticket.with_user(self.office).action_resolve()

    def test_no_default_says_what_only_steps_say(self):
        tickets = self.env["perf.ticket"].with_user(self.coordinator).with_context(default_reopen_count=7)
        self.assertEqual(tickets.create({"title": "No boat", "unit_id": self.township.id}).reopen_count, 0)
        self.ticket.with_user(self.office).action_accept()
        replies = self.env["perf.ticket.reply"].with_user(self.office).with_context(default_doubt="Not enough.")
        self.assertFalse(replies.create({"ticket_id": self.ticket.id, "text": "Done."}).doubt)

    def test_what_was_begun_is_still_there(self):
        self.ticket.with_user(self.office).action_accept()
        reply = self._reply(self.office)
        self.assertEqual(self.ticket.with_user(self.office2).action_answer()["res_id"], reply.id)

    def test_replies_are_seen_with_their_ticket(self):
        self.ticket.with_user(self.office).action_accept()
        reply = self._reply(self.office)
        for user in (self.head, self.deputy, self.auditor):  # a draft is between those who answer
            with self.assertRefused(AccessError):
                reply.with_user(user).read(["text"])
            asked = {"can_accept": {}, "can_reopen": {}, "reply_ids": {"fields": {"text": {}}}}
            self.env.invalidate_all()
            [shown] = self.ticket.with_user(user).web_read(asked)
            self.assertEqual(shown["reply_ids"], [], user.login)
        self.env.invalidate_all()
        self.assertEqual(reply.with_user(self.office2).text, "Done.")
        reply.action_give()
        for user in (self.head, self.deputy, self.auditor, self.office2):
            self.assertEqual(reply.with_user(user).text, "Done.")
        for user in (self.staff, self.other_head, self.hr):
            with self.assertRefused(AccessError):
                reply.with_user(user).read(["text"])

    def test_whoever_asked_is_told(self):
        self.ticket.with_user(self.office).action_accept()
        self._reply(self.office).action_give()
        told = self.env["mail.notification"].search([("mail_message_id.model", "=", "perf.ticket")])
        self.assertEqual(told.res_partner_id, self.coordinator.partner_id)

    def test_who_runs_the_unit_today_is_told_where_the_asker_does_no_more(self):
        self.township.sudo().perf_coordinator_ids = False
        self.ticket.with_user(self.office).action_accept()
        self._reply(self.office).action_give()
        told = self.env["mail.notification"].search([("mail_message_id.model", "=", "perf.ticket")])
        self.assertEqual(told.res_partner_id, self.head.partner_id)

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...common import OFFICE
from ...poll import BEST, PollCase


@tagged("post_install", "-at_install")
class TestPerfRatingComment(PollCase):
    """What people wrote is read after closing, rectified by its unit, and published without names."""

    def setUp(self):
        super().setUp()
        ballots = [(BEST, BEST)] * 5
        self._vote(self.staff_group, ballots, self.township, ["The counter is empty.", "Mr Test is rude."])
        self._vote(self.staff_group, ballots, self.other, ["All is well."])

    def _comments(self, user=None, unit=None):
        self._close()
        comments = self.rating.with_user(user or self.office).comment_ids
        return comments.filtered(lambda one: one.appraisee_id.unit_id == unit) if unit else comments

    def _order(self, comments, **values):
        """Give the order that is opened for comments, as the dialog does."""
        action = comments.action_ask_units()
        dialog = Form(self.env[action["res_model"]].with_user(self.office).with_context(**action["context"]))
        dialog.order_no = "9"
        for name, value in values.items():
            setattr(dialog, name, value)
        return self.env["perf.ticket"].search(dialog.save().action_give()["domain"], order="id")

    def test_comments_are_read_when_the_rating_is_closed_by_office_and_auditors(self):
        for user in (self.office, self.auditor):
            self.assertFalse(self.env["perf.rating.comment"].with_user(user).search([]))
        self._close()
        for user in (self.office, self.auditor):
            self.assertEqual(len(self.env["perf.rating.comment"].with_user(user).search([])), 3)
        for user in (self.head, self.staff, self.hr):
            with self.assertRefused(AccessError):
                self.env["perf.rating.comment"].with_user(user).search([])

    def test_a_comment_stays_with_its_rating(self):
        comment = self._comments()[:1]
        for name in ("rating_id", "company_id", "appraisee_id", "text", "ticket_id"):
            with self.subTest(name=name), self.assertRefused(UserError, "cannot be set directly"):
                comment.write({name: False})

    def test_nothing_says_who_wrote_or_handled_a_comment_or_when(self):
        self.env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name='perf_rating_comment'")
        columns = {name for (name,) in self.env.cr.fetchall()}
        self.assertEqual(
            columns,
            {"id", "rating_id", "company_id", "appraisee_id", "text", "published_text", "ticket_id", "nothing_why"},
        )

    def test_units_are_asked_to_rectify_what_was_said_of_them(self):
        comments = self._comments()
        tickets = self._order(comments)
        self.assertRecordValues(
            tickets.sorted("unit_id"),
            [
                {"unit_id": unit.id, "kind": "order", "source": "Mid-year review", "order_no": "9", "state": "new"}
                for unit in (self.township + self.other).sorted()
            ],
        )
        today = self.env.company._perf_today()
        self.assertEqual({(one.deadline - today).days for one in tickets}, {30})
        east = tickets.filtered(lambda one: one.unit_id == self.township)
        self.assertIn("The counter is empty.", east.text)
        self.assertNotIn("All is well.", east.text)
        for comment in comments:
            self.assertEqual(comment.ticket_id.unit_id, comment.appraisee_id.unit_id)
        self.assertEqual(set(comments.mapped("handling")), {"asked"})

    def test_the_state_of_handling_follows_the_ticket(self):
        comment = self._comments(unit=self.other)
        self.assertEqual(comment.handling, "open")
        ticket = self._order(comment)
        ticket.with_user(self.other_head).action_accept()
        self.assertEqual(comment.handling, "working")
        asked = ticket.with_user(self.other_head).action_answer()
        replies = self.env["perf.ticket.reply"].with_user(self.other_head).with_context(**asked["context"])
        replies.create({"text": "Two people sit there now."}).action_give()
        self.assertEqual(comment.handling, "done")
        found = self.env["perf.rating.comment"].with_user(self.office)
        self.assertEqual(found.search([("handling", "=", "done")]), comment)
        self.assertEqual(found.search_count([("handling", "in", ("open", "nothing"))]), 2)

    def test_a_comment_is_handled_once(self):
        comments = self._comments()
        self._order(comments[:1])
        with self.assertRefused(UserError, "handled already"):
            comments.action_ask_units()
        with self.assertRefused(ValidationError):
            comments[:1].nothing_why = "Praise"
        comments[1:].write({"nothing_why": "Praise"})
        self.assertEqual(set(comments[1:].mapped("handling")), {"nothing"})
        with self.assertRefused(UserError, "handled already"):
            comments[1:].action_ask_units()

    def test_what_is_about_nobody_goes_to_a_single_unit(self):
        comments = self._comments()
        self.env.cr.execute("UPDATE perf_rating_comment SET appraisee_id = NULL WHERE id = %s", [comments[0].id])
        comments.invalidate_recordset()
        with self.assertRefused(UserError, "about none of the units"):
            self._order(comments)
        action = comments[:1].action_ask_units()
        self.assertEqual(action["context"]["default_unit_ids"], [])
        dialog = self.env["perf.ticket.order"].with_user(self.office).with_context(**action["context"])
        dialog.create({"order_no": "9", "unit_ids": self.other.ids}).action_give()
        self.assertEqual(comments[0].ticket_id.unit_id, self.other)

    def test_only_the_office_handles_comments(self):
        comments = self._comments(self.auditor)
        for attempt in (
            comments.action_ask_units,
            comments.action_publish_as_written,
            lambda: comments.write({"published_text": "Nothing"}),
            lambda: comments.write({"nothing_why": "Nothing"}),
        ):
            with self.assertRefused(AccessError):
                attempt()
        for values in ({"text": "All is well."}, {"ticket_id": False}, {"appraisee_id": self.east.id}):
            with self.assertRefused((AccessError, UserError)):
                comments.with_user(self.office).write(values)

    def test_nobody_handles_what_is_about_his_own_unit(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.township.sudo().perf_coordinator_ids += officer.employee_id
        comments = self._comments(officer)
        own = comments.filtered(lambda one: one.appraisee_id == self.east)
        for attempt in (
            own.action_ask_units,
            own.action_publish_as_written,
            lambda: own.write({"nothing_why": "Not true"}),
        ):
            with self.assertRefused(AccessError):
                attempt()
        (comments - own).nothing_why = "Praise"
        own.with_user(self.office).nothing_why = "Seen to"
        self.assertEqual(set(comments.mapped("handling")), {"nothing"})

    def test_nothing_is_published_before_the_office_says_so(self):
        comments = self._comments()
        self.assertFalse(any(comments.mapped("published_text")))
        named = comments.filtered(lambda one: "Mr Test" in one.text)
        named.published_text = "Somebody is rude."
        comments.action_publish_as_written()
        self.assertEqual(named.published_text, "Somebody is rude.", "it stays as it was made fit")
        self.assertEqual({one.published_text for one in comments - named}, {one.text for one in comments - named})

    def test_the_unit_reads_the_words_without_the_names(self):
        comments = self._comments(unit=self.township)
        comments.filtered(lambda one: "Mr Test" in one.text).published_text = "Somebody is rude."
        ticket = self._order(comments)
        self.assertIn("Somebody is rude.", ticket.with_user(self.head).text)
        self.assertNotIn("Mr Test", ticket.with_user(self.head).text)

    def test_a_deleted_order_leaves_its_comments_to_be_handled(self):
        comments = self._comments(unit=self.other)
        self._order(comments).with_user(self.office).unlink()
        comments.invalidate_recordset()
        self.assertEqual(comments.handling, "open")

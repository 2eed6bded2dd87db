"""Objection, re-examination, appeal: who, until when, and what follows."""

from datetime import timedelta

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ...notices import AppealCase


@tagged("post_install", "-at_install")
class TestPerfAppeal(AppealCase):
    """The way of an objection, a re-examination and an appeal."""

    # === OBJECTION === #

    def test_a_file_that_would_tell_who_objects_is_refused(self):
        draft = self._line_of(self.notice, self.east).with_user(self.stranger).action_object()
        with self.assertRaisesRegex(UserError, "would tell who stands behind it"):
            self._create_attachment(self.stranger, res_model="perf.appeal", res_id=draft["res_id"])

    def test_an_objection_may_lower_a_result_of_its_group_alone(self):
        clerk = self._result(self.q1, self.clerk)
        appeal = self._object(self.stranger)
        self._take_up(appeal, points=-20.0)
        appeal.with_user(self.office).action_uphold(reason="The road is not built.")
        self.env.invalidate_all()
        east, west = self._result(self.q1, self.east), self._result(self.q1, self.west)
        self.assertEqual((appeal.state, appeal.total_before, appeal.total_after), ("upheld", "95.00", "75.00"))
        self.assertEqual((east.total, east.rank, west.rank), (75.0, 2, 1))
        self.assertEqual((east.state, west.state, clerk.state), ("draft", "draft", "notice"))
        self.assertIn(appeal.name, east.sent_back)
        entry = self.env["perf.score.entry"].search([("res_model", "=", "perf.appeal")])
        self.assertEqual(
            (entry.kind, entry.origin, entry.points, entry.period_id, entry.res_id),
            ("deduction", "correction", -20.0, self.q1, appeal.id),
        )
        again = self.env["perf.notice"].search([("replaces_id", "=", self.notice.id)])
        again.with_user(self.office).action_publish()
        self.assertEqual(again.line_ids.result_id, east + west)
        self.assertTrue(self._line_of(self.notice, self.east).superseded)
        self.assertFalse(self._line_of(self.notice, self.clerk).superseded)

    def test_who_objects_does_not_learn_totals_that_are_not_on_notice(self):
        """The notice told no points, and what was computed anew is not on notice yet."""
        appeal = self._object(self.stranger)
        self._take_up(appeal, points=-20.0)
        appeal.with_user(self.office).action_uphold(reason="The road is not built.")
        self.env.invalidate_all()
        self.assertEqual(appeal.with_user(self.auditor).total_after, "75.00")
        for name in ("total_before", "total_after"):
            with self.assertRaises(AccessError):
                appeal.with_user(self.stranger).read([name])
        form = appeal.with_user(self.stranger).get_view(view_type="form")["arch"]
        self.assertNotIn("total_after", form)
        self.assertEqual(appeal.with_user(self.stranger).decision, "The road is not built.")

    def test_results_wait_for_the_answer(self):
        appeal = self._object(self.stranger)
        with self._after(self.notice):
            with self.assertRaisesRegex(UserError, "not answered"):
                self.q1.with_user(self.office).action_finalize()
            self._take_up(appeal)
            with self.assertRaisesRegex(UserError, "not answered"):
                self.q1.with_user(self.office).action_finalize()
            appeal.with_user(self.office).action_reject(reason="It was built in May.")
            self.q1.with_user(self.office).action_finalize()
        self.assertEqual(self._result(self.q1, self.east).state, "final")

    def test_a_withdrawn_objection_holds_nothing_up(self):
        appeal = self._object(self.stranger)
        for user in (self.office, self.staff, self.admin):
            with self.assertRaises(UserError):
                appeal.with_user(user).action_withdraw()
        appeal.with_user(self.stranger).action_withdraw()
        with self._after(self.notice):
            self.q1.with_user(self.office).action_finalize()

    def test_it_is_handed_in_in_time_and_in_full(self):
        line = self._line_of(self.notice, self.east).with_user(self.stranger)
        appeal = self.env["perf.appeal"].with_user(self.stranger).browse(line.action_object()["res_id"])
        with self.assertRaisesRegex(UserError, "facts and reasons"):
            appeal.action_submit()
        appeal.write({"asked": "Lower", "facts": "Not built"})
        with self._after(self.notice), self.assertRaisesRegex(UserError, "the notice is over"):
            appeal.action_submit()
        appeal.action_submit()
        self.assertEqual(appeal.deadline, self.notice.date_to)

    def test_nobody_else_sees_a_draft_nor_what_was_handed_in(self):
        line = self._line_of(self.notice, self.east).with_user(self.stranger)
        appeal = self.env["perf.appeal"].with_user(self.stranger).browse(line.action_object()["res_id"])
        for user in (self.office, self.auditor, self.admin, self.head, self.staff):
            self.assertFalse(self.env["perf.appeal"].with_user(user).search([]), user.login)
        appeal.write({"asked": "Lower", "facts": "Not built"})
        appeal.action_submit()
        self.env.invalidate_all()
        for user, seen in ((self.office, 1), (self.auditor, 1), (self.head, 0), (self.staff, 0), (self.hr, 0)):
            self.assertEqual(len(self.env["perf.appeal"].with_user(user).search([])), seen, user.login)
        with self.assertRaises(AccessError):
            appeal.with_user(self.head).read(["facts"])

    def test_whom_it_is_about_neither_sees_nor_handles_it(self):
        self.township.perf_deputy_ids |= self.office2.employee_id
        self.env.flush_all()
        appeal = self._object(self.stranger)
        self.assertFalse(self.env["perf.appeal"].with_user(self.office2).search([]))
        with self.assertRaises(UserError):
            appeal.with_user(self.office2).action_accept()
        appeal.with_user(self.office).action_accept()

    def test_only_who_took_it_up_decides(self):
        appeal = self._object(self.stranger)
        for user in (self.stranger, self.auditor, self.head):
            with self.assertRaises(UserError):
                appeal.with_user(user).action_accept()
        self._take_up(appeal, points=-1.0)
        for user in (self.office2, self.admin, self.stranger, self.auditor):
            with self.assertRaises(UserError):
                appeal.with_user(user).write({"points": 5.0})
            with self.assertRaises(UserError):
                appeal.with_user(user).action_uphold(reason="Yes")
            with self.assertRaises(UserError):
                appeal.with_user(user).action_reject(reason="No")

    def test_no_column_is_given_from_outside(self):
        appeal = self._object(self.stranger)
        values = {"kind": "objection", "result_id": self._result(self.q1, self.east).id, "about": "X"}
        for user in (self.stranger, self.office, self.admin):
            with self.assertRaises(UserError):
                self.env["perf.appeal"].with_user(user).create(values)
            for name, value in (("state", "upheld"), ("handler_id", user.id), ("decision", "X"), ("asked", "X")):
                with self.assertRaises(UserError):
                    appeal.with_user(user).write({name: value})
            with self.assertRaises(UserError):
                appeal.with_user(user).unlink()

    def test_upholding_says_what_is_corrected(self):
        appeal = self._object(self.stranger)
        self._take_up(appeal)
        with self.assertRaisesRegex(UserError, "which entry was wrong"):
            appeal.with_user(self.office).action_uphold(reason="Yes")
        foreign = self._post(self.west, self.q1, "deduction", -1.0, number=5)
        with self.assertRaisesRegex(UserError, "none of those"):
            appeal.with_user(self.office).write({"entry_id": foreign.id})

    # === RE-EXAMINATION AND APPEAL === #

    def test_only_in_ones_own_matter_and_when_it_is_final(self):
        result = self._result(self.q1, self.clerk)
        with self.assertRaisesRegex(UserError, "when the result is final"):
            result.with_user(self.staff).action_ask_reexamination()
        self._finish()
        for user in (self.colleague, self.stranger, self.office, self.head):
            with self.assertRaises(UserError):
                result.with_user(user).action_ask_reexamination()
        self.assertTrue(result.with_user(self.staff).action_ask_reexamination()["res_id"])

    def test_within_its_days(self):
        self._finish()
        result = self._result(self.q1, self.clerk)
        last = self.env["perf.appeal"]._day_of(result.final_on, 30)
        with freeze_time(f"{last} 06:00:00"):
            result.with_user(self.staff).action_ask_reexamination()
        with freeze_time(f"{last + timedelta(days=1)} 06:00:00"), self.assertRaisesRegex(UserError, "until"):
            result.with_user(self.staff).action_ask_reexamination()

    def test_a_wrong_entry_is_reversed_and_posted_anew(self):
        self._finish()
        appeal = self._reexamine()
        entry = self._result(self.q1, self.clerk).entry_ids
        self._take_up(appeal, entry_id=entry.id, points=93.0)
        appeal.with_user(self.office).action_uphold(reason="Three points were forgotten.")
        self.env.invalidate_all()
        result = self._result(self.q1, self.clerk)
        self.assertEqual((result.total, result.state), (93.0, "draft"))
        self.assertEqual(sorted(result.entry_ids.mapped("points")), [-90.0, 90.0, 93.0])
        self.assertEqual(self._result(self.q1, self.east).state, "final", "another group")

    def test_it_never_becomes_worse(self):
        self._finish()
        appeal = self._reexamine()
        self._take_up(appeal, points=-4.0)
        with self.assertRaisesRegex(UserError, "fall from 90.00 to 86.00"), self.env.cr.savepoint():
            appeal.with_user(self.office).action_uphold(reason="Worse")
        self.env.invalidate_all()
        result = self._result(self.q1, self.clerk)
        self.assertEqual((appeal.state, result.total, result.state), ("reviewing", 90.0, "final"))

    def test_the_handler_was_never_concerned_before(self):
        self._finish()
        self._sheet_then(self.office)
        appeal = self._reexamine()
        with self.assertRaisesRegex(UserError, "before; a colleague decides now"):
            appeal.with_user(self.office).action_accept()
        self.assertIn("a colleague decides now", appeal.with_user(self.office).waits_for)
        self.assertFalse(appeal.with_user(self.office2).waits_for)
        self.assertFalse(appeal.with_user(self.staff).waits_for, "whoever handed it in is asked for nothing")
        appeal.with_user(self.office2).action_accept()
        self.assertFalse(appeal.with_user(self.office).waits_for)
        appeal.with_user(self.office2).action_reject(reason="It is right.")
        form = etree.fromstring(appeal.with_user(self.office2).get_view(view_type="form")["arch"])
        self.assertIn("'rejected'", form.find(".//group[@name='correction']").get("invisible"), "nothing was corrected")
        self.env.invalidate_all()
        self.assertTrue(appeal.with_user(self.staff).can_next_level)
        self.assertFalse(appeal.with_user(self.office).can_next_level)
        with self.assertRaises(UserError):
            appeal.with_user(self.office).action_next_level()
        second = self.env["perf.appeal"].browse(appeal.with_user(self.staff).action_next_level()["res_id"])
        second.with_user(self.staff).write({"asked": "Better", "facts": "Look again"})
        second.with_user(self.staff).action_submit()
        self.assertEqual((second.kind, second.previous_id), ("appeal", appeal))
        for user in (self.office, self.office2):
            with self.assertRaisesRegex(UserError, "a colleague decides now"):
                second.with_user(user).action_accept()
        second.with_user(self.admin).action_accept()

    def test_the_next_level_has_its_days(self):
        self._finish()
        appeal = self._reexamine()
        self._take_up(appeal)
        appeal.with_user(self.office).action_reject(reason="It is right.")
        last = self.env["perf.appeal"]._day_of(appeal.decided_on, 15)
        with freeze_time(f"{last + timedelta(days=1)} 06:00:00"), self.assertRaisesRegex(UserError, "until"):
            appeal.with_user(self.staff).action_next_level()
        with freeze_time(f"{last} 06:00:00"):
            appeal.with_user(self.staff).action_next_level()

    # === MY WORK === #

    def test_my_work_shows_whose_turn_it_is(self):
        appeal = self._object(self.stranger)
        self.assertIn("appeal_accept", self._cards(self.office))
        self.assertNotIn("appeal_accept", self._cards(self.stranger))
        self.assertNotIn("appeal_accept", self._cards(self.auditor))
        self._take_up(appeal)
        self.assertIn("appeal_decide", self._cards(self.office))
        self.assertNotIn("appeal_decide", self._cards(self.office2))
        appeal.with_user(self.office).action_reject(reason="It was built in May.")
        self.assertIn("appeal_answered", self._cards(self.stranger))
        self.assertFalse(self._cards(self.office) | self._cards(self.head))

    def test_a_line_of_somebody_else_s_sheet_is_refused(self):
        self._finish()
        action = self._result(self.q1, self.clerk).with_user(self.staff).action_ask_reexamination()
        appeal = self.env["perf.appeal"].with_user(self.staff).browse(action["res_id"])
        for line in (self.sheets["stranger"].line_ids[0], self.sheet.line_ids[0]):  # the latter of another year
            with self.assertRaises(UserError):
                appeal.write({"appraisal_line_id": line.id})

    def _cards(self, user):
        self.env.invalidate_all()
        return {card["kind"] for card in self.env["perf.appeal"].with_user(user)._get_work()}

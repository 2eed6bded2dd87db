"""Moves of grades by hand: kept for ever, and dropped when another grade is proposed."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...meeting import MeetingCase


@tagged("post_install", "-at_install")
class TestPerfResultShift(MeetingCase):
    """A move lives as long as its proposal."""

    def test_computing_anew_keeps_a_move_whose_proposal_is_the_same(self):
        self._move(self.coordinator, self.basic)
        self._post(self._enrolled_as(self.coordinator), self.q1, "deduction", -1.0)
        self._computed(self.whole, self.clerk)
        result = self._result_of(self.coordinator)
        self.assertEqual((result.total, result.grade_id, result.standard_met), (79.0, self.basic, False))
        self.assertEqual(result.calibration_id, self.meeting)
        self.assertFalse(result.shift_ids.dropped_on)
        changed = result.changed_on
        self._computed(self.whole, self.clerk)
        self.assertEqual(self._result_of(self.coordinator).changed_on, changed)

    def test_computing_anew_drops_a_move_whose_proposal_is_another_and_tells_the_meeting(self):
        self._move(self.coordinator, self.basic)
        self._post(self._enrolled_as(self.coordinator), self.q1, "deduction", -30.0)
        self._computed(self.whole, self.clerk)
        result = self._result_of(self.coordinator)
        self.assertEqual((result.proposed_grade_id, result.grade_id), (self.incompetent, self.incompetent))
        self.assertFalse(result.calibration_id)
        self.assertTrue(result.shift_ids.dropped_on)
        self.assertEqual(self.meeting.shift_count, 0)
        self.assertIn("1 moves hold no more", self.meeting.message_ids[0].body)
        card = self.meeting.get_board(self.meeting.id, result.id)["grades"][3]["cards"][0]
        self.assertEqual((card["dropped"], card["reason"]), ("Basically Competent", ""))

    def test_a_quota_broken_by_computing_anew_stops_the_decision(self):
        self._move(self.colleague, self.competent)
        self._move(self.coordinator, self.excellent)
        self._post(self._enrolled_as(self.deputy), self.q1, "bonus", 3.0)
        self._computed(self.whole, self.clerk)
        self.assertEqual(self._result_of(self.deputy).grade_id, self.excellent)
        self._fill_in()
        with self.assertRefused(UserError, "“Excellent” is for at most 2 of 4, not for 3"):
            self.meeting.action_decide()
        self._move(self.coordinator, self.competent)
        self.meeting.action_decide()
        self.assertEqual(self.meeting.state, "decided")

    def test_nobody_makes_changes_or_deletes_one(self):
        self._move(self.coordinator, self.basic)
        shift = self.meeting.shift_ids
        for user in (self.office, self.admin, self.auditor, self.staff):
            for call in (
                lambda user=user: shift.with_user(user).write({"reason": "Another"}),
                lambda user=user: shift.with_user(user).unlink(),
                lambda user=user: shift.with_user(user).create({"result_id": shift.result_id.id, "reason": "x"}),
            ):
                with self.assertRefused((AccessError, UserError)):
                    call()
        for call in (lambda: shift.sudo().write({"reason": "Another"}), lambda: shift.sudo().unlink()):
            with self.assertRefused(UserError):
                call()

    def test_it_is_seen_with_its_result(self):
        self._move(self.coordinator, self.basic)
        shift = self.meeting.shift_ids
        shifts = self.env["perf.result.shift"]
        self.assertIn(shift, shifts.with_user(self.auditor).search([]))
        for user in (self.coordinator, self.head, self.staff, self.hr):
            self.assertFalse(shifts.with_user(user).search([]))
            with self.assertRefused(AccessError):
                shift.with_user(user).read(["reason"])
        shift.result_id.sudo()._unlocked().write({"state": "notice"})
        self.assertEqual(shifts.with_user(self.coordinator).search([]), shift)
        self.assertFalse(shifts.with_user(self.staff).search([]))

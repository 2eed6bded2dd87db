"""The meeting that decides on grades: when it can, what it keeps, and who knows of it."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...meeting import MeetingCase


@tagged("post_install", "-at_install")
class TestPerfCalibration(MeetingCase):
    """A meeting is prepared, decides, and stays on record."""

    # === DECIDING === #

    def test_it_needs_date_attendees_and_decision(self):
        for name in ("Held on", "Attendees", "Decision"):
            with self.assertRefused(UserError, f"“{name}”"):
                self.meeting.action_decide()
        self._decide()
        self.assertEqual((self.meeting.state, self.meeting.decided_by_id), ("decided", self.office))
        self.assertEqual(self._result_of(self.staff).calibration_id, self.meeting)
        self.assertFalse(self._result(self.whole, self.east).calibration_id, "units are decided on apart")

    def test_its_day_is_not_to_come(self):
        self._fill_in()
        self.meeting.date = self.env.company._perf_today().replace(year=2099)
        with self.assertRefused(UserError, "still to come"):
            self.meeting.action_decide()

    def test_a_result_that_is_out_of_date_stops_it_by_name(self):
        self._fill_in()
        self._post(self.clerk, self.q1, "deduction", -2.0)
        self.env.invalidate_all()
        with self.assertRefused(UserError, self.clerk.display_name):
            self.meeting.action_decide()
        self.whole.with_user(self.office).action_compute()
        self.env.invalidate_all()
        self.meeting.action_decide()
        self.assertEqual(self.meeting.state, "decided")

    def test_a_period_that_was_reopened_is_closed_first(self):
        self._fill_in()
        self.whole._unlocked().write({"state": "open"})
        with self.assertRefused(UserError, f"close {self.whole.display_name} and compute it anew"):
            self.meeting.action_decide()

    def test_what_is_decided_changes_no_more(self):
        self._decide()
        with self.assertRefused(UserError, "cannot be changed now"):
            self.meeting.write({"decision": "Something else"})
        with self.assertRefused(UserError, "the meeting is over"):
            self._move(self.deputy, self.competent)
        with self.assertRefused((AccessError, UserError)):
            self.meeting.unlink()
        with self.assertRefused(UserError):
            self.meeting.sudo().write({"state": "draft"})

    def test_only_closed_and_computed_periods_have_one(self):
        with self.assertRefused(ValidationError, "no computed results"):
            self._create_meeting(period_id=self.q1.id)

    def test_two_open_meetings_never_decide_on_the_same(self):
        with self.assertRefused(ValidationError, "still open on the same results"):
            self._create_meeting(category_ids=self.category_staff.ids)
        self._create_meeting(kind="unit")
        self._decide()
        self._create_meeting(category_ids=self.category_staff.ids)

    def test_one_without_moves_can_be_deleted(self):
        self._create_meeting(kind="unit").unlink()
        self._move(self.coordinator, self.basic)
        with self.assertRefused(UserError, "stays on record"):
            self.meeting.unlink()

    def test_only_categories_that_it_is_about_are_decided_on(self):
        self.meeting.unlink()
        strangers = self.env["perf.category"].create({"name": "Others", "kind": "employee"})
        with self.assertRefused(ValidationError, "no computed results"):
            self._create_meeting(category_ids=strangers.ids)

    # === WHAT THE NOTICE ASKS === #

    def test_a_year_is_decided_when_every_grade_is(self):
        mine = self._result_of(self.staff)
        self.assertFalse(self.meeting._decided_on(mine))
        self._decide()
        self.assertEqual(self.meeting._decided_on(mine), self.meeting)
        self.assertFalse(self.meeting._decided_on(mine + self._result(self.whole, self.east)), "a unit is left")

    def test_another_proposal_takes_the_decision_away(self):
        self._decide()
        self._post(self._enrolled_as(self.coordinator), self.q1, "deduction", -30.0)
        self._computed(self.whole, self.clerk)
        self.assertFalse(self.meeting._decided_on(self._result_of(self.coordinator)))
        self.assertTrue(self.meeting._decided_on(self._result_of(self.staff)))

    # === RIGHTS === #

    def test_the_office_keeps_it_and_nobody_else_knows_of_it(self):
        self._move(self.coordinator, self.basic)
        for user in (self.office2, self.admin):
            self.meeting.with_user(user).write({"minutes": f"Kept by {user.login}"})
        self.assertEqual(self.meeting.with_user(self.auditor).name, self.meeting.name)
        self.assertEqual(len(self.meeting.with_user(self.auditor).shift_ids), 1)
        with self.assertRefused(AccessError):
            self.meeting.with_user(self.auditor).write({"minutes": "Mine"})
        with self.assertRefused((AccessError, UserError)):
            self._move(self.coordinator, self.competent, by=self.auditor)
        with self.assertRefused((AccessError, UserError)):
            self.meeting.with_user(self.auditor).action_decide()
        for user in (self.staff, self.head, self.deputy, self.coordinator, self.chief, self.hr):
            meetings = self.env["perf.calibration"].with_user(user)
            for call in (
                lambda meetings=meetings: meetings.search([]),
                lambda meetings=meetings: meetings.browse(self.meeting.id).read(["name"]),
                lambda meetings=meetings: meetings.browse(self.meeting.id).display_name,
                lambda meetings=meetings: meetings.get_board(),
                lambda meetings=meetings: meetings.browse(self.meeting.id).action_decide(),
                lambda user=user: self._move(self.coordinator, self.competent, by=user),
                lambda user=user: self._create_meeting(user, kind="unit"),
            ):
                with self.assertRefused(AccessError):
                    call()

    def test_nothing_of_it_can_be_counted_on_results(self):
        self._move(self.coordinator, self.basic)
        for user in (self.coordinator, self.head, self.hr):
            results = self.env["perf.result"].with_user(user)
            shifts = self.env["perf.result.shift"].with_user(user)
            self.assertFalse(results.search_count([("shift_ids", "!=", False)]))
            self.assertEqual(shifts._read_group([], [], ["__count"]), [(0,)])
            for call in (
                lambda results=results: results.search([("calibration_id", "!=", False)]),
                lambda shifts=shifts: shifts.search([("calibration_id.name", "!=", False)]),
                lambda shifts=shifts: shifts.name_search(self.meeting.name),
            ):
                with self.assertRefused(AccessError):
                    call()
        self.assertEqual(self.env["perf.result.shift"].with_user(self.auditor).search_count([]), 1)

    def test_the_same_error_whether_there_is_a_meeting_or_not(self):
        meetings = self.env["perf.calibration"].with_user(self.head)
        told = []
        for meeting_id in (self.meeting.id, 10**6):
            with self.assertRaises(AccessError) as caught:
                meetings.browse(meeting_id).action_move_grade(self._result_of(self.staff).id, self.basic.id, "Why")
            told.append(str(caught.exception))
        self.assertEqual(*told)

    def test_a_colleague_replaces_the_scan_of_who_is_in_it(self):
        self._decide()
        self.assertTrue(self.meeting.can_attach_signed_copy)
        self.assertFalse(self.meeting.with_user(self.auditor).can_attach_signed_copy)

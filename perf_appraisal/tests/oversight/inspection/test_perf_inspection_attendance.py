from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfInspectionAttendance(SpotCase):
    def _called(self):
        self._start()
        self.inspection.with_user(self.inspector).action_call_roll()
        return self.inspection.attendance_ids.with_user(self.inspector)

    def _line(self, login):
        person = getattr(self, login).employee_id
        lines = self.inspection.attendance_ids.with_user(self.inspector)
        return lines.filtered(lambda line: line.employee_id.id == person.id)

    def test_the_roll_lists_the_people_of_the_unit_once(self):
        lines = self._called()
        names = set(lines.sudo().employee_id.mapped("name"))
        self.assertEqual(names, {"Head", "Deputy", "Coordinator", "Staff", "Colleague", "Insider"})
        self.inspection.with_user(self.inspector).action_call_roll()
        self.assertEqual(len(self.inspection.attendance_ids), len(lines))

    def test_a_tap_says_whether_a_person_is_there(self):
        self._called()
        self._line("staff").presence = "absent"
        self.assertEqual(self._line("staff").presence, "absent")
        with self.assertRefused(ValueError, "asleep"):
            self._line("staff").presence = "asleep"

    def test_one_tap_lets_all_others_be_at_their_post(self):
        self._called()
        self._line("staff").presence = "absent"
        spot = self.inspection.with_user(self.inspector)
        with self.assertRefused(UserError, "its inspectors do this"):
            self.inspection.with_user(self.office).action_mark_present()
        spot.action_mark_present()
        others = self.inspection.attendance_ids - self._line("staff")
        self.assertEqual((self._line("staff").presence, set(others.mapped("presence"))), ("absent", {"present"}))

    def test_what_time_off_and_attendance_know_stands_on_the_roll(self):
        now = fields.Datetime.now()
        if "hr.leave" in self.env:
            self._let_go(self.staff, now)
        if "hr.attendance" in self.env:
            values = {"employee_id": self.colleague.employee_id.id, "check_in": fields.Datetime.subtract(now, hours=1)}
            self.env["hr.attendance"].create(values)
        self._called()
        self.assertEqual(self._line("staff").presence, "leave" if "hr.leave" in self.env else False)
        self.assertEqual(bool(self._line("colleague").note), "hr.attendance" in self.env)
        self.assertFalse(self._line("head").presence or self._line("head").note, "nothing is known")

    def _let_go(self, user, moment):
        """Let somebody be on an approved leave on the day of a moment."""
        kind = {"name": "Short leave", "requires_allocation": False, "request_unit": "day"}
        day = self.env["perf.inspection.attendance"]._local(self.env.company, moment).date()
        leave = {
            "employee_id": user.employee_id.id,
            "holiday_status_id": self.env["hr.leave.type"].create(kind).id,
            "request_date_from": fields.Date.subtract(day, days=3),
            "request_date_to": fields.Date.add(day, days=3),
        }
        self.env["hr.leave"].create(leave).action_approve()

    def test_absentees_become_findings_in_one_tap_and_once(self):
        self._called()
        spot = self.inspection.with_user(self.inspector)
        for login, presence in (("staff", "absent"), ("colleague", "late"), ("head", "duty")):
            self._line(login).presence = presence
        with self.assertRefused(UserError, "rule for absence"):
            spot.action_find_absent()
        spot.roll_rule_id = self.rule_absent
        self.assertIn("2 findings were made", spot.action_find_absent()["params"]["message"])
        self.assertIn("Nobody is absent", spot.action_find_absent()["params"]["message"])
        found = self.inspection.finding_ids
        self.assertEqual(set(found.employee_id.mapped("name")), {"Staff", "Colleague"})
        self.assertEqual(set(found.rule_id), {self.rule_absent})
        self.assertEqual(found.mapped("person_points"), [1.0, 1.0])

    def test_the_rule_for_absence_is_that_of_the_last_roll_call(self):
        first = self._start(self._create_inspection(unit_id=self.other.id)).with_user(self.inspector)
        first.roll_rule_id = self.rule_absent
        self._called()
        self.assertEqual(self.inspection.roll_rule_id, self.rule_absent)

    def test_days_without_an_entry_in_the_work_log_are_counted(self):
        self._called()
        before = self._line("staff").days_without_log
        today = self.env.company._perf_today()
        day = next(
            day
            for day in (fields.Date.subtract(today, days=number) for number in range(8))
            if self.cycle._working_days()(day)
        )
        self.env["perf.work.log"].with_user(self.staff).create({"text": "Visited ten families", "date": day})
        self.env.invalidate_all()
        self.assertEqual(self._line("staff").days_without_log, before - 1)
        self.assertEqual(self._line("colleague").days_without_log, before)

    def test_the_roll_is_called_on_the_spot_only(self):
        with self.assertRefused(UserError, "its state is"):
            self.inspection.with_user(self.inspector).action_call_roll()
        self._called()
        with self.assertRefused(UserError, "its inspectors do this"):
            self.inspection.with_user(self.office).action_call_roll()
        self._issue()
        with self.assertRefused(UserError):
            self._line("staff").presence = "present"

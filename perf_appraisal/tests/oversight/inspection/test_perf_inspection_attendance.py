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
        self._line("staff").with_context(perf_presence="absent").action_mark()
        self.assertEqual(self._line("staff").presence, "absent")
        with self.assertRefused(UserError, "whether the person is there"):
            self._line("staff").with_context(perf_presence="asleep").action_mark()

    def test_absentees_become_findings_in_one_tap_and_once(self):
        self._called()
        spot = self.inspection.with_user(self.inspector)
        for login, presence in (("staff", "absent"), ("colleague", "late"), ("head", "duty")):
            self._line(login).presence = presence
        with self.assertRefused(UserError, "rule for absence"):
            spot.action_find_absent()
        spot.roll_rule_id = self.rule_absent
        spot.action_find_absent()
        spot.action_find_absent()
        found = self.inspection.finding_ids
        self.assertEqual(set(found.employee_id.mapped("name")), {"Staff", "Colleague"})
        self.assertEqual(set(found.rule_id), {self.rule_absent})
        self.assertEqual(found.mapped("person_points"), [1.0, 1.0])

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

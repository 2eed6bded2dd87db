"""Whatever a result rests on: when it changes after computing, the result is out of date, however it was changed."""

from odoo.tests import tagged

from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResultOutdated(ResultCase):
    """The first quarter of last year is computed; then something about the clerk changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._post_months(cls.clerk, [90.0])
        cls._post_months(cls.mate, [80.0])
        cls.person = cls.staff.employee_id.sudo()
        cls.reason = cls.env.ref("perf_appraisal.perf_no_grade_reason_probation")
        cls.leave = cls.env.ref("perf_appraisal.perf_no_grade_reason_leave")

    def _assert_outdated_until_computed(self):
        """Check that the clerk's result alone is out of date, also when searched for, and no more once computed."""
        self.env.invalidate_all()
        result, mate = self._result(self.q1, self.clerk), self._result(self.q1, self.mate)
        self.assertEqual((result.outdated, mate.outdated), (True, False))
        found = self.env["perf.result"].search([("outdated", "=", True)])
        self.assertEqual(found, result)
        self.assertFalse(self._computed(self.q1, self.clerk).outdated)

    def test_a_loan_that_is_entered_later(self):
        self.assertFalse(self._computed(self.q1, self.clerk).outdated)
        self.person.write(
            {
                "perf_host_unit_id": self.other.id,
                "perf_host_from": self.q1.date_start,
                "perf_host_to": self.q1.date_end,
            }
        )
        self._assert_outdated_until_computed()
        self.assertEqual(self._result(self.q1, self.clerk).unit_id, self.other)

    def test_a_move_that_is_entered_later(self):
        self._computed(self.q1, self.clerk)
        self.person.create_version(
            {"date_version": self.q1.date_end.replace(day=1), "department_id": self.other.id},
        )
        self._assert_outdated_until_computed()

    def test_a_move_after_the_period_changes_nothing(self):
        self.person.version_id.date_version = self.q1.date_start
        self._computed(self.q1, self.clerk)
        self.person.create_version({"date_version": self.q2.date_end, "department_id": self.other.id})
        self.env.invalidate_all()
        self.assertFalse(self._result(self.q1, self.clerk).outdated)

    def test_a_sanction_that_comes_and_goes(self):
        self._computed(self.q1, self.clerk)
        values = {"employee_id": self.person.id, "kind": "warning", "date_from": self.q1.date_end}
        sanction = self.env["perf.sanction"].with_user(self.hr).create(values)
        self._assert_outdated_until_computed()
        sanction.sudo().with_user(self.hr).unlink()
        self._assert_outdated_until_computed()

    def test_a_sanction_that_is_over_before_the_end_changes_nothing(self):
        self._computed(self.q1, self.clerk)
        begin = self.q1.date_start
        values = {"employee_id": self.person.id, "kind": "warning", "date_from": begin, "date_to": begin}
        self.env["perf.sanction"].with_user(self.hr).create(values)
        self.env.invalidate_all()
        self.assertFalse(self._result(self.q1, self.clerk).outdated)

    def test_another_reason_or_one_that_counts_differently(self):
        self.clerk.with_user(self.office).write({"status": "no_grade", "no_grade_reason_id": self.reason.id})
        self._computed(self.q1, self.clerk)
        self.clerk.with_user(self.office).no_grade_reason_id = self.leave
        self._assert_outdated_until_computed()
        self.leave.with_user(self.office).counts_in_quota = False
        self._assert_outdated_until_computed()
        self.leave.with_user(self.office).name = "Long Leave"
        self.env.invalidate_all()
        self.assertFalse(self._result(self.q1, self.clerk).outdated, "a name decides on nothing")

    def test_both_and_neither_can_be_asked_for(self):
        self._computed(self.q1, self.clerk)
        results = self.env["perf.result"]
        self.assertEqual(len(results.search([("outdated", "in", [True, False])])), 2)
        self.assertFalse(results.search([("outdated", "in", [])]))

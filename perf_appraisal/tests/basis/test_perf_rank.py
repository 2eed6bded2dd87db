from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfRank(PerfCommon):
    def test_ladder_leads_from_the_lowest_to_the_highest_rank(self):
        rank = self.env.ref("perf_appraisal.perf_rank_staff_2")
        years = []
        while rank := rank.next_id:
            years.append(rank.base_years)
        self.assertEqual(years, [2, 2, 2, 2, 2, 2, 2, 2, 3, 4, 4])

    def test_rank_is_of_a_dated_version_of_the_employee(self):
        employee = self.staff.employee_id.with_user(self.hr)
        employee.write(
            {"perf_rank_id": self.env.ref("perf_appraisal.perf_rank_staff_1").id, "perf_rank_date": "2026-01-01"}
        )
        self.assertEqual(employee.version_id.perf_rank_id.base_years, 2)

    def test_rank_of_others_is_for_hr_alone(self):
        for user in (self.staff, self.head, self.office, self.auditor):
            with self.assertRefused((AccessError, ValueError)):
                self.staff.employee_id.with_user(user).read(["perf_rank_id"])
        with self.assertRefused(AccessError):
            self.env.ref("perf_appraisal.perf_rank_staff_1").with_user(self.office).base_years = 1

"""What computing costs in queries does not depend on how many results there are."""

from odoo.tests import tagged

from ...crowd import FEW, MANY, CrowdMixin
from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResultPerformance(CrowdMixin, ResultCase):
    """Computing, computing again, and telling what is out of date or unusual: as many queries for many as for few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["hr.employee"].create(
            [{"name": f"Crowd {number}", "department_id": cls.township.id} for number in range(MANY)]
        )
        crowd = cls.env["perf.appraisee"].create(
            [
                {
                    "cycle_id": cls.past.id,
                    "kind": "employee",
                    "unit_id": cls.township.id,
                    "employee_id": person.id,
                    "category_id": cls.category_staff.id,
                }
                for person in people
            ]
        )
        cls.quarters = []
        for quarter, number in ((cls.q2, 1), (cls.q3, FEW), (cls.q4, MANY)):  # the first: what a process loads once
            for appraisee in crowd[:number]:
                cls._post(appraisee, quarter, "rating", 80.0, number=quarter.number)
                cls._post(appraisee, quarter, "bonus", 1.0, number=quarter.number)
            cls.quarters.append(quarter.with_user(cls.office))
        cls.env.flush_all()

    def test_computing_and_looking(self):
        self._assert_flat("compute", lambda quarter: quarter.action_compute(), rows=5)
        self._assert_flat("again", lambda quarter: quarter.action_compute(), rows=5)
        self._assert_flat("look", lambda quarter: quarter.result_ids.mapped("outdated"))
        self._assert_flat("remarks", lambda quarter: quarter.result_ids.mapped("remarks"))
        self.assertEqual(len(self.quarters[-1].result_ids), MANY)

    def test_posting_late(self):
        results = self.env["perf.result"]
        for quarter in self.quarters:
            quarter.action_compute()
        results.search([("cycle_id", "=", self.past.id)]).sudo()._unlocked().write({"state": "notice"})
        asked = [
            {
                (result.appraisee_id.id, result.period_id.id)
                for result in results.search([("period_id", "=", quarter.id)])
            }
            for quarter in self.quarters
        ]
        entries = self.env["perf.score.entry"]
        counts = [self._queries(entries._counting_periods, pairs)[0] for pairs in asked]
        self.assertFlat(*counts[1:], what="posting")

    def _assert_flat(self, what, act, rows=0):
        counts = [self._queries(act, quarter)[0] for quarter in self.quarters]
        self.assertFlat(*counts[1:], rows=rows * (MANY - FEW), what=what)

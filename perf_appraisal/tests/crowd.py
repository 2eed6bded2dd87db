"""Crowds of people, and how many queries a call makes."""

import time
from unittest.mock import patch

#: A few people, and three times as many.
FEW, MANY = 15, 45

#: Odoo writes at most so many rows in one statement.
ROWS = 100


class CrowdMixin:
    """Check that what a click costs does not depend on how many people there are; mixed into ``PerfCommon``.

    A pinned number would only be changed with every change; what must hold is that it does not grow, save by one
    statement for every 100 rows written. The clock stands still meanwhile: nothing that is kept for some time runs out
    between two calls that are compared.
    """

    def setUp(self):
        super().setUp()
        self.startPatcher(patch("time.time", return_value=time.time()))

    def _hire(self, count):
        """Hire people into the section and open a month for everybody; return the new people's sheets."""
        values = {"department_id": self.section.id, "job_id": self.job.id, "company_id": self.env.company.id}
        people = self.env["hr.employee"].with_context(tracking_disable=True)
        people = people.create([{"name": f"Crowd {count} {number}", **values} for number in range(count)])
        self.env.flush_all()
        month = self._next_month()
        self._open_period(month)
        return self.env["perf.appraisal"].search([("period_id", "=", month.id), ("employee_id", "in", people.ids)])

    def _queries(self, function, *args):
        """Return how many queries a call makes on an empty cache, all its writing included, and its answer."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answer = function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before, answer

    def assertFlat(self, few, many, rows=0, what=""):
        """Check that many records cost no more than few, beside one query for every further 100 rows written."""
        self.assertLessEqual(many, few + -(-rows // ROWS), f"{what}: {few} queries for few, {many} for many")

"""What was changed after the fact, for the auditor."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfLaterChange(ResultCase):
    """Reversals, corrections, excused sheets and reopened periods stand there with who and why."""

    def _found(self, user=None, **values):
        self.env.flush_all()
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["perf.later.change"].with_user(user or self.auditor).search(domain)

    def test_each_kind_stands_there_with_who_and_why(self):
        entry = self._post(self.east, self.q1, "deduction", -2.0)
        self.assertFalse(self._found(period_id=self.q1.id), "what is posted in time is no change")
        entry.with_user(self.office)._unpost("Wrong unit")
        self._post(self.east, self.q1, "bonus", 1.0, number=2, origin="correction", reason="Found later")
        self.sheet.with_user(self.office).action_excuse(reason="Ill")
        self.q2.with_user(self.admin).action_reopen(reason="A sheet was forgotten")
        found = {change.kind: change for change in self._found()}
        self.assertEqual(set(found), {"reversed", "corrected", "excused", "reopened"})
        told = {kind: (change.reason, change.period_id) for kind, change in found.items()}
        self.assertEqual(
            told,
            {
                "reversed": ("Wrong unit", self.q1),
                "corrected": ("Found later", self.q1),
                "excused": ("Ill", self.month),
                "reopened": ("A sheet was forgotten", self.q2),
            },
        )
        self.assertEqual((found["reversed"].points, found["reversed"].changed_by_id), (2.0, self.office))
        self.assertEqual(found["excused"].action_view_document()["res_id"], self.sheet.id)

    def test_only_office_and_auditor_see_it(self):
        self._post(self.east, self.q1, "deduction", -2.0)._unpost("Wrong unit")
        for user in (self.office, self.auditor):
            self.assertTrue(self._found(user))
        for user in (self.staff, self.head, self.hr, self.chief):
            with self.assertRefused(AccessError):
                self._found(user)

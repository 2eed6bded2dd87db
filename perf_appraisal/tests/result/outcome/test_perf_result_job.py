"""The results of a large county are computed by a long job, one period after the other."""

from unittest.mock import patch

from odoo.tests import tagged

from ....models.result.outcome import perf_result_job
from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResultJob(ResultCase):
    """The year takes the quarters' results; with nobody allowed at once, everything is a job."""

    @classmethod
    def _compose(cls):
        for scheme in (cls.of_units, cls.of_people):
            cls._component(scheme, "year", "Register", "adjustment", 0.0)
            cls._component(scheme, "quarter", "Work", "sheet", 100.0, sheet_kind="month")
            cls._component(scheme, "year", "Quarters", "result", 100.0, child_kind="quarter")

    def _press(self):
        with patch.object(perf_result_job, "AT_ONCE", 0):
            action = self.whole.with_user(self.office).action_compute()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _chunks(self, batch, number=100):
        """Run so many chunks of the job, without committing."""
        while number and batch.sudo()._run_chunk():
            number -= 1
        self.env.invalidate_all()

    def test_it_computes_the_quarters_before_the_year(self):
        for quarter, percent in enumerate((90.0, 92.0, 88.0, 94.0)):
            self._post_months(self.east, [percent], first=3 * quarter + 1)
        batch = self._press()
        self._chunks(batch)
        self.assertEqual(batch.state, "done")
        self.assertEqual(
            batch.line_ids.mapped("name"), [period.display_name for period in (*self._quarters(), self.whole)]
        )
        self.assertEqual(self._result(self.whole, self.east).total, 91.0)

    def test_cut_off_it_goes_on_with_the_next_period(self):
        self._post_months(self.east, [90.0])
        batch = self._press()
        self._chunks(batch, 3)
        self.assertTrue(self._result(self.q1, self.east))
        self.assertFalse(self._result(self.whole, self.east))
        self.assertEqual(self._press(), batch, "pressed again it is the same job")
        self._chunks(batch)
        self.assertEqual(self._result(self.whole, self.east).total, 90.0)

    def _quarters(self):
        return (self.q1, self.q2, self.q3, self.q4)

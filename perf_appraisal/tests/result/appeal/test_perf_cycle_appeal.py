"""The days of re-examination and appeal are settings of the cycle."""

from datetime import timedelta

from odoo.tests import freeze_time, tagged

from ...notices import AppealCase


@tagged("post_install", "-at_install")
class TestPerfCycleAppeal(AppealCase):
    """Other days than the usual ones."""

    def test_deadlines_follow_the_settings(self):
        self.past.with_user(self.admin).write({"reexamination_days": 3, "reexamination_decision_days": 10})
        self._finish()
        result = self._result(self.q1, self.clerk)
        last = self.env["perf.appeal"]._day_of(result.final_on, 3)
        with freeze_time(f"{last} 06:00:00"):
            appeal = self._reexamine()
            self.assertEqual(appeal.deadline, last + timedelta(days=10))
        with freeze_time(f"{last + timedelta(days=1)} 06:00:00"):
            result.invalidate_recordset()
            self.assertFalse(result.with_user(self.staff).can_ask_reexamination)

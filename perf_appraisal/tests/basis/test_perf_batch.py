from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfBatch(PerfCommon):
    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("perf_appraisal.ir_cron_perf_batch").method_direct_trigger()
        self.env.invalidate_all()

    def test_cron_opens_the_period_in_chunks(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        batch = month.batch_ids
        self.assertEqual((batch.state, month.state), ("waiting", "opening"))
        with patch("odoo.addons.perf_appraisal.models.basis.perf_batch.CHUNK", 2):
            self._run_cron()
        self.assertEqual((batch.state, month.state), ("done", "open"))
        self.assertEqual(batch.made + batch.skipped, batch.total)
        self.assertEqual(batch.made, len(month.appraisal_ids))
        self.assertEqual(batch.progress, 100.0)

    def test_job_cut_off_goes_on_where_it_stopped(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        batch = month.batch_ids.sudo()
        with patch("odoo.addons.perf_appraisal.models.basis.perf_batch.CHUNK", 2):
            batch._run_chunk()
            batch._run_chunk()
        self.env.invalidate_all()
        self.assertEqual((batch.state, batch.done), ("running", 2))
        self._run_cron()
        sheets = month.appraisal_ids
        self.assertEqual(len(sheets), len(sheets.appraisee_id))
        self.assertEqual(batch.state, "done")

    def test_failed_job_says_why_and_can_be_retried(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        batch = month.batch_ids
        broken = patch.object(
            type(self.env["perf.appraisal"]), "_open_prepare", side_effect=UserError("The disk is full")
        )
        with broken, mute_logger("odoo.addons.perf_appraisal.models.basis.perf_batch"):
            self._run_cron()
        self.assertRecordValues(batch, [{"state": "failed", "error": "The disk is full"}])
        batch.with_user(self.office).action_retry()
        self._run_cron()
        self.assertEqual((batch.state, month.state), ("done", "open"))

    def test_only_the_office_retries_and_nobody_writes_a_job(self):
        batch = self.month.batch_ids
        with self.assertRefused(AccessError):
            batch.with_user(self.staff).action_retry()
        with self.assertRefused(UserError, "buttons"):
            batch.with_user(self.office).state = "waiting"

from unittest.mock import patch

from psycopg2.errors import DeadlockDetected, SerializationFailure, UniqueViolation

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
        self.assertEqual(batch.made + batch.skipped + batch.not_concerned, batch.total)
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
        self.assertEqual((batch.state, batch.made + batch.existed), ("running", 2))
        self._run_cron()
        sheets = month.appraisal_ids
        self.assertEqual(len(sheets), len(sheets.appraisee_id))
        self.assertEqual(batch.state, "done")

    def test_failed_job_says_why_and_can_be_retried(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        batch = month.batch_ids
        broken = patch.object(type(self.env["perf.opening"]), "_prepare", side_effect=UserError("The disk is full"))
        with broken, mute_logger("odoo.addons.perf_appraisal.models.basis.perf_batch"):
            self._run_cron()
        self.assertRecordValues(batch, [{"state": "failed", "error": "The disk is full"}])
        batch.with_user(self.office).action_retry()
        self._run_cron()
        self.assertEqual((batch.state, month.state), ("done", "open"))

    def test_failed_job_that_goes_on_lists_nobody_twice(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        batch = month.batch_ids.sudo()
        broken = patch.object(type(self.env["perf.opening"]), "_process", side_effect=KeyError("employee"))
        with broken, mute_logger("odoo.addons.perf_appraisal.models.basis.perf_batch"):
            self._run_cron()
        self.assertEqual(batch.state, "failed")
        self.assertIn("Something unexpected happened (KeyError)", batch.error)
        self.assertNotIn("employee", batch.error, "what broke is for the log, not for the screen")
        total = batch.total
        batch.with_user(self.office).action_retry()
        self._run_cron()
        self.assertRecordValues(batch, [{"state": "done", "total": total, "error": False}])
        listed = {(line.res_model, line.res_id) for line in batch.line_ids}  # a person and a unit may share an id
        self.assertEqual(len(batch.line_ids), len(listed))

    def test_finished_job_takes_up_those_it_left_out_when_the_reason_is_gone(self):
        section = self._create_department("New section", perf_is_unit=False)
        outsider = self._create_user("outsider", section)
        month = self._next_month()
        section.write({"parent_id": self.county.id, "perf_is_unit": True})
        self.env.flush_all()
        batch = self._open_period(month)
        line = batch.line_ids.filtered(lambda line: line.name == outsider.name)
        self.assertEqual(line.outcome, "skipped")
        self.assertIn("Nobody can review", line.reason)
        outsider.employee_id.parent_id = self.chief.employee_id
        made = batch.made
        batch.with_user(self.office).action_retry()
        self._run_cron()
        self.assertRecordValues(line, [{"outcome": "made", "reason": False}])
        self.assertEqual((batch.state, batch.made, month.state), ("done", made + 1, "open"))
        self.assertEqual(self._sheet_of(outsider, month).reviewer_id, self.chief.employee_id)

    def test_repeated_job_never_takes_an_outsider_for_an_appraisee(self):
        outsider = self._create_user("outsider", self.county)
        month = self._next_month()
        batch = self._open_period(month)
        line = batch.line_ids.filtered(lambda line: line.name == outsider.name)
        self.assertRecordValues(line, [{"res_model": "hr.employee", "outcome": "skipped"}])
        made = batch.made
        batch.with_user(self.office).action_retry()
        self._run_cron()
        line = batch.line_ids.filtered(lambda line: line.name == outsider.name)
        self.assertRecordValues(line, [{"res_model": "hr.employee", "outcome": "skipped"}])
        self.assertEqual((batch.state, batch.made), ("done", made))

    def test_finished_job_is_not_repeated_for_nobody(self):
        batch = self.month.batch_ids
        batch.line_ids.filtered(lambda line: line.outcome == "skipped").sudo().unlink()
        with self.assertRefused(UserError, "left nobody out"):
            batch.with_user(self.office).action_retry()

    def test_reasons_are_in_the_language_of_who_started_the_job(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.office.lang = "zh_CN"
        self.staff.employee_id.with_context(no_wizard=True).action_archive()
        self.env.flush_all()
        month = self._next_month()
        month.with_user(self.office).action_open()
        self._run_cron()
        line = month.batch_ids.line_ids.filtered(lambda line: line.name == self.staff.name)
        reason = "Gone: the employee is archived."
        self.assertNotEqual(line.reason, reason)
        self.assertEqual(line.reason, self.env["perf.opening"].with_context(lang="zh_CN").env._(reason))
        self.assertEqual(line.create_uid, self.office)

    def test_chunk_that_collides_with_another_transaction_is_repeated(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        batch = month.batch_ids
        model = type(self.env["perf.opening"])
        process, collisions = model._process, [SerializationFailure(), DeadlockDetected()]

        def collide(self, *args):
            process(self, *args)
            if collisions:
                raise collisions.pop()

        with patch.object(model, "_process", collide):
            self._run_cron()
        self.assertFalse(collisions)
        self.assertEqual((batch.state, batch.made), ("done", len(month.appraisal_ids)))

    def test_chunk_that_always_collides_fails_at_last(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        broken = patch.object(type(self.env["perf.opening"]), "_process", side_effect=SerializationFailure())
        with broken, mute_logger("odoo.addons.perf_appraisal.models.basis.perf_batch"):
            self._run_cron()
        self.assertEqual(month.batch_ids.state, "failed")
        self.assertFalse(month.appraisal_ids)

    def test_run_whose_time_is_up_asks_for_the_next_one_at_once(self):
        month = self._next_month()
        month.with_user(self.office).action_open()
        batch = month.batch_ids
        cron = "odoo.addons.base.models.ir_cron."
        asked = []
        wake = patch.object(type(batch), "_wake", lambda self: asked.append(self))  # pylint: disable=unnecessary-lambda
        with wake, patch(cron + "MIN_TIME_PER_JOB", 0), patch(cron + "MIN_RUNS_PER_JOB", 1):
            self._run_cron()
        self.assertEqual((batch.state, len(asked)), ("running", 1))
        with wake:
            self._run_cron()
        self.assertEqual((batch.state, len(asked)), ("done", 1), "nothing is asked for when nothing is left")

    def test_pressing_again_wakes_a_job_that_was_cut_off(self):
        month = self._next_month()
        action = month.with_user(self.office).action_open()
        self.env["ir.cron.trigger"].search([]).unlink()
        again = month.with_user(self.office2).action_open()
        self.assertEqual(again["res_id"], action["res_id"])
        cron = self.env.ref("perf_appraisal.ir_cron_perf_batch")
        self.assertEqual(self.env["ir.cron.trigger"].search([]).cron_id, cron)

    def test_only_the_office_retries_and_nobody_writes_a_job(self):
        batch = self.month.batch_ids
        with self.assertRefused(AccessError):
            batch.with_user(self.staff).action_retry()
        with self.assertRefused(UserError, "buttons"):
            batch.with_user(self.office).state = "waiting"

    def test_a_job_has_a_target_of_any_model(self):
        self.assertRecordValues(
            self.month.batch_ids, [{"res_model": "perf.period", "res_id": self.month.id, "period_id": self.month.id}]
        )
        batch = self.env["perf.batch"]._start("open", self.cycle)
        self.assertRecordValues(
            batch,
            [
                {
                    "res_model": "perf.cycle",
                    "res_id": self.cycle.id,
                    "period_id": False,
                    "company_id": self.env.company.id,
                }
            ],
        )
        self.assertIn(self.cycle.display_name, batch.with_user(self.office).name)
        self.assertNotIn(batch, self.month.batch_ids)
        handler, calls = type(self.env["perf.opening"]), []
        hooks = [
            patch.object(handler, name, lambda self, batch, *more, name=name: calls.append((name, batch.res_id)))
            for name in ("_prepare", "_process", "_finish")
        ]
        with hooks[0], hooks[1], hooks[2]:
            while batch.sudo()._run_chunk():
                pass
        self.assertEqual(calls, [("_prepare", self.cycle.id), ("_finish", self.cycle.id)])

    def test_the_same_job_is_under_way_once_for_a_target(self):
        self.env["perf.batch"]._start("open", self.cycle)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env["perf.batch"]._start("open", self.cycle)

import io
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from ..common import PerfCommon

FORM = "perf_appraisal.report_perf_appraisal"


@tagged("post_install", "-at_install")
class TestPerfPrint(PerfCommon):
    """Many forms are printed as a job, whose file waits for who asked."""

    def start(self, user, sheets=None):
        sheets = sum(self.sheets.values(), self.sheet.browse()) if sheets is None else sheets
        action = self.env["perf.print"].with_user(user).start(FORM, sheets.ids)
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def run_jobs(self, at_once=2):
        with (
            patch("odoo.addons.perf_appraisal.models.basis.perf_print.PRINT_AT_ONCE", at_once),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("perf_appraisal.ir_cron_perf_batch").method_direct_trigger()
        self.env.invalidate_all()

    def texts(self, job):
        """Return what stands on the pages of the file, as who printed it reads it."""
        reader = PdfFileReader(io.BytesIO(job.with_user(job.create_uid).file_id.raw))
        return [page.extractText() for page in reader.pages]

    def test_forms_are_printed_in_chunks_and_wait_as_one_file(self):
        job = self.start(self.office)
        self.assertEqual((job.state, job.progress, job.record_count), ("waiting", 0, len(self.sheets)))
        with self.assertRefused(UserError, "not ready"):
            job.action_download()
        self.run_jobs()
        self.assertEqual((job.state, job.progress), ("done", 100))
        self.assertEqual(len(job.file_id), 1)
        pages = self.texts(job)
        self.assertGreaterEqual(len(pages), len(self.sheets))
        files = self.env["ir.attachment"].search([("res_model", "=", "perf.print"), ("res_id", "=", job.id)])
        self.assertEqual(files, job.sudo().file_id, "the parts are gone")
        self.assertIn(f"/web/content/{files.id}", job.action_download()["url"])

    def test_a_work_log_is_one_form_for_a_person_and_month_however_many_entries_were_chosen(self):
        log = self.env["perf.work.log"]
        people = (self.staff, self.colleague)
        last = fields.Date.subtract(self.env.company._perf_today(), years=1).replace(day=20)
        days = (last, fields.Date.subtract(last, days=5), fields.Date.subtract(last, months=1))
        logs = log.create(
            [{"employee_id": user.employee_id.id, "date": day, "text": "Visits"} for day in days for user in people]
        )
        action = self.env["perf.print"].with_user(self.office).start("perf_appraisal.report_perf_work_log", logs.ids)
        job = self.env["perf.print"].with_user(self.office).browse(action["res_id"])
        self.assertEqual(job.record_count, 4)
        self.run_jobs(at_once=1)
        self.assertEqual(len(self.texts(job)), 4)

    def test_a_form_that_is_not_made_for_one_of_the_records_is_refused_before_the_job_starts(self):
        prints = self.env["perf.print"].with_user(self.office)
        with self.assertRefused(UserError, "is not made for"):
            prints.start("perf_appraisal.report_perf_appraisal_year", self.sheet.ids)

    def test_a_job_that_was_cut_off_prints_nothing_twice(self):
        once = self.start(self.office)
        self.run_jobs(at_once=len(self.sheets))
        job = self.start(self.office)
        batch = job.sudo().batch_id
        with patch("odoo.addons.perf_appraisal.models.basis.perf_print.PRINT_AT_ONCE", 3):
            batch._run_chunk()
            batch._run_chunk()
        self.assertEqual((batch.state, batch.made), ("running", 3))
        self.run_jobs()
        self.assertEqual(len(self.texts(job)), len(self.texts(once)))

    def test_the_file_is_for_who_asked_alone(self):
        job = self.start(self.staff, self.sheet)
        self.run_jobs()
        self.assertTrue(job.file_id.with_user(self.staff).raw)
        for user in (self.colleague, self.deputy, self.head, self.office, self.admin, self.auditor, self.hr):
            with self.subTest(user.login):
                self.assertFalse(job.with_user(user).search([("id", "=", job.id)]))
                with self.assertRefused(AccessError):
                    job.with_user(user).read(["file_id"])
                with self.assertRefused(AccessError):
                    job.sudo().file_id.with_user(user).read(["raw"])

    def test_the_office_reads_among_the_jobs_what_others_print(self):
        batch = self.start(self.staff, self.sheet).sudo().batch_id
        for user in (self.office, self.auditor):
            self.env.invalidate_all()
            self.assertIn("1 forms", batch.with_user(user).read(["name"])[0]["name"], user.login)

    def test_nobody_prints_as_a_job_what_he_may_not_read(self):
        with self.assertRefused(AccessError):
            self.start(self.staff, self.sheets["colleague"])
        job = self.start(self.deputy, self.sheet)
        self.sheet.sudo()._unlocked().write({"reviewer_id": False})
        self.township.sudo().perf_deputy_ids = False
        self.run_jobs()
        self.assertEqual((job.state, job.file_id.id), ("failed", False), "the right was gone when it was printed")

    def test_what_is_no_form_or_nothing_is_refused(self):
        prints = self.env["perf.print"].with_user(self.staff)
        for report, ids in ((FORM, []), (FORM, "1"), (FORM, None), ("web.report_layout", self.sheet.ids), (None, [1])):
            with self.subTest(report, ids=ids), self.assertRefused(UserError):
                prints.start(report, ids)
        with self.assertRefused(UserError):
            prints.create({"record_ids": self.sheet.ids, "report_id": 1, "company_id": 1})

    def test_more_forms_than_are_printed_at_once_are_refused_at_the_address(self):
        sheets = sum(self.sheets.values(), self.sheet.browse())
        reports = self.env["ir.actions.report"].with_user(self.office)
        with (
            patch("odoo.addons.perf_appraisal.report.perf_paper_mixin.PRINT_AT_ONCE", 2),
            self.assertRefused(UserError, "as a job"),
        ):
            reports._render_qweb_html(FORM, sheets.ids)
        self.assertTrue(reports._render_qweb_html(FORM, sheets.ids))

    def test_the_file_of_several_forms_is_not_taken_apart_and_joined_again(self):
        """Of forms of one page each the core makes a file each, which takes nearly as long as printing them."""
        sheets = sum(self.sheets.values(), self.sheet.browse())
        reports = self.env["ir.actions.report"].with_user(self.office).with_context(force_report_rendering=True)
        with patch("odoo.addons.base.models.ir_actions_report.PdfFileWriter", side_effect=AssertionError("apart")):
            content, kind = reports._render_qweb_pdf(FORM, sheets.ids)
        self.assertEqual((kind, PdfFileReader(io.BytesIO(content)).numPages), ("pdf", len(sheets)))

    def test_old_files_are_deleted(self):
        job = self.start(self.staff, self.sheet)
        with self.assertRefused(UserError, "wait until"):
            job.unlink()
        self.run_jobs()
        file = job.sudo().file_id
        self.env["perf.print"]._gc_files()
        self.assertTrue(file.exists())
        with freeze_time("2100-01-01"):
            self.env["perf.print"]._gc_files()
        self.assertFalse(job.exists() or file.exists())

    def test_files_of_a_job_that_stopped_are_deleted_too(self):
        job = self.start(self.staff, self.sheet)
        job.sudo().batch_id._unlocked().write({"state": "failed"})
        file = job.sudo()._add_file(b"%PDF-1.4")
        with freeze_time("2100-01-01"):
            self.env["perf.print"]._gc_files()
        self.assertFalse(job.exists() or file.exists())

    def test_who_deletes_what_stopped_deletes_its_long_job(self):
        job = self.start(self.staff, self.sheet)
        batch = job.sudo().batch_id
        batch._unlocked().write({"state": "failed"})
        job.unlink()
        self.assertFalse(batch.exists(), "the office would be told for ever of a job that can never go on")

    def test_without_a_chinese_font_printing_says_so(self):
        reports = self.env["ir.actions.report"].with_user(self.staff).with_context(force_report_rendering=True)
        chinese = reports.with_context(lang="zh_CN")
        self.sheet.with_user(self.staff).self_summary = "本月工作"
        with (
            patch("odoo.addons.perf_appraisal.models.ir_actions_report.has_chinese_font", lambda: False),
            self.assertRefused(UserError, "fonts-noto-cjk"),
        ):
            chinese._render_qweb_pdf(FORM, self.sheet.ids)
        self.assertTrue(chinese._render_qweb_pdf(FORM, self.sheet.ids))

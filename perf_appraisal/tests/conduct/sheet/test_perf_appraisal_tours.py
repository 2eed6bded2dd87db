from contextlib import contextmanager

from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...common import PerfCommon
from ...screens import Screen

WORK = "/odoo/appraisal-work"


@tagged("post_install", "-at_install")
class TestPerfAppraisalTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """The main screens in a real browser; an error in its console fails the tour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # the tours look for source texts

    @contextmanager
    def assertRefusal(self, text):
        """Expect exactly one refusal by the server, with this text."""
        with self.assertLogs("odoo.http", "WARNING") as log:
            yield
        self.assertEqual(len(log.records), 1, log.output)
        self.assertIn(text, log.output[0])

    def test_staff_scores_himself_and_submits(self):
        with self.assertRefusal("The sheet cannot be submitted yet"):
            self.start_tour(WORK, "perf_self_score", login="staff")
        self.assertScores(
            self.sheet,
            [[18, 18, 0], [20, 20, 0], [19, 19, 0], [20, 20, 0], [12, 12, 0], [89, 0, 0]],
        )
        self.assertEqual(self.sheet.filled_by_id, self.staff)

    def test_deputy_reviews_with_a_changed_score_and_its_reason(self):
        self._submit(self.sheet)
        with self.assertRefusal("Write the reason"):
            self.start_tour(WORK, "perf_review", login="deputy")
        self.assertState(self.sheet, "reviewed")
        self.assertRecordValues(
            self.sheet.change_ids,
            [{"old_score": 18.0, "new_score": 15.0, "user_id": self.deputy.id, "reason": "Two tasks were late"}],
        )

    def test_coordinator_fills_in_for_a_colleague_without_a_computer(self):
        sheet = self.sheets["colleague"]
        self.start_tour(WORK, "perf_on_behalf", login="coordinator")
        self.assertRecordValues(
            sheet,
            [
                {
                    "state": "self_scored",
                    "on_behalf": True,
                    "filled_by_id": self.coordinator.id,
                    "filler_ids": self.coordinator.ids,
                    "self_score": 52.0,
                }
            ],
        )
        self.assertScores(
            sheet,
            [[17, 17, 0], [20, 20, 0], [15, 15, 0], [0, 0, 0], [0, 0, 0], [52, 0, 0]],
        )
        self.assertEqual(self._line(sheet, self.ratio).self_note, "No visit was due")
        self.assertState(self.sheet, "draft")
        form = Screen.of_card(self.deputy, "review")
        self.assertTrue(form.shows("//div[contains(., 'Filled in on behalf by')]/field[@name='filler_ids']"))
        self.assertEqual(form.filler_ids[:].mapped("name"), ["Coordinator"])
        self.assertTrue(form.shows("//*[contains(@class, 'o_perf_sheet_bar')]//button[@name='action_review']"))
        form.press("action_review")
        self.assertEqual(form.state, "reviewed")
        self.assertRecordValues(sheet, [{"state": "reviewed", "reviewed_by_id": self.deputy.id}])
        form = Screen.of_card(self.office, "confirm")
        form.press("action_confirm")
        self.assertEqual(form.state, "confirmed")
        self.assertRecordValues(
            sheet,
            [{"state": "confirmed", "confirmed_by_id": self.office.id, "final_score": 52.0, "percent": 52.0}],
        )

    def test_a_line_not_assessed_counts_in_the_total_as_the_scheme_says(self):
        self._set_na_policy("full")
        self._submit(self.sheet)
        self.start_tour(WORK, "perf_not_assessed", login="deputy")
        self.assertRecordValues(self.sheet, [{"state": "reviewed", "review_score": 99.0, "full_score": 100.0}])

    def test_office_opens_a_month_and_sees_its_progress(self):
        month = self._next_month()
        reads = []
        batch_class = self.registry["perf.batch"]
        read = batch_class.web_read

        def work_and_read(batch, *args, **kwargs):
            """Do one step of the job before each look at it, as the cron's worker does meanwhile."""
            job = batch.sudo().filtered(lambda job: job.state != "done")
            reads.append(job.state)
            if job:
                job._run_chunk()
            return read(batch, *args, **kwargs)

        work_and_read._readonly = False
        self.patch(batch_class, "web_read", work_and_read)
        self.start_tour(f"/odoo/appraisal-periods/{month.id}", "perf_open_month", login="office")
        self.assertState(month, "open")
        self.assertIn("running", reads)
        self.assertLessEqual(reads.count(False), 1, "the progress goes on polling after the job is done")

    def test_auditor_looks_at_the_board(self):
        self.start_tour("/odoo/appraisal-board", "perf_board", login="auditor")
        figures = "Boolean(document.querySelector('.o_perf_work_reading + .o_perf_work_card[data-kind=read_fill]'))"
        self.browser_js("/odoo/appraisal-work", "console.log('test successful')", ready=figures, login="auditor")

from odoo import fields
from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...common import PerfCommon
from ...screens import Screen


@tagged("post_install", "-at_install")
class TestPerfSummaryTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """A quarter is summed up in a real browser, in Chinese: the group writes, the head submits, the office decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()
        cls.north = cls._create_department(
            "North Township", parent_id=cls.county.id, manager_id=cls.other_head.employee_id.id
        )
        cls.quarter = cls._period("quarter", (cls.month.number + 2) // 3)
        cls._open_period(cls.quarter)
        # the other months of this quarter have passed without being opened, so that it can be summed up today
        cls.quarter.child_ids.filtered(lambda month: month.state == "pending").sudo()._unlocked().write(
            {"state": "closed"}
        )
        cls.env["perf.summary"].create({"period_id": cls.quarter.id, "unit_id": cls.north.id})
        cls.summaries = {
            summary.unit_id: summary for summary in cls.env["perf.summary"].search([("period_id", "=", cls.quarter.id)])
        }

    def _finish(self, *logins):
        for sheet in (self.sheets[login] for login in logins):
            self._submit(sheet)
            sheet.with_user(sheet.sudo().reviewer_id.user_id or self.office2).action_review()

    def _submit_too_early(self, summary):
        form = Screen(summary.with_user(self.head))
        self.assertTrue(form.shows("//field[@name='waits_for']"))
        self.assertIn("Colleague", form.waits_for)
        with self.assertRefused(text="Colleague") as refusal:
            form.press("action_submit")
        self.assertNotIn("Coordinator", str(refusal.exception))
        self.assertState(summary, "draft")

    def test_from_the_group_s_opinion_to_the_confirmation_of_all_at_once(self):
        summary = self.summaries[self.township]
        self._finish("staff", "deputy", "coordinator", "head")
        self.start_tour("/odoo/appraisal-summaries", "perf_summary_write", login="coordinator")
        today = fields.Date.context_today(self.env.user)
        written = {"attendees": "Head, Deputy, Coordinator", "opinion": "A good quarter", "meeting_date": today}
        self.assertRecordValues(summary, [{"state": "draft", "submitted_by_id": False, **written}])

        self._submit_too_early(summary)

        self._finish("colleague")
        form = Screen(summary.with_user(self.head))
        self.assertFalse(form.shows("//field[@name='missing_names']"))
        self.assertEqual(form.opinion, "A good quarter")
        form.press("action_submit")
        self.assertEqual(form.state, "submitted")
        self.assertRecordValues(
            summary, [{"state": "submitted", "submitted_by_id": self.head.id, "submitted_for_id": False, **written}]
        )
        self.assertEqual((summary.handed_in_count, summary.missing_count, summary.mean), (5, 0, 97.0))

        self._finish("stranger", "other_head")
        (self.summaries[self.other] + self.summaries[self.north]).with_user(self.other_head).action_submit()
        self.env.flush_all()
        self.start_tour("/odoo/appraisal-board", "perf_summary_office", login="office")
        self.assertRecordValues(
            summary + self.summaries[self.north] + self.summaries[self.other],
            [
                *[{"state": "confirmed", "confirmed_by_id": self.office.id, "return_reason": False}] * 2,
                {"state": "draft", "confirmed_by_id": False, "return_reason": "The opinion is missing"},
            ],
        )
        township = [self.sheets[login] for login in ("staff", "colleague", "deputy", "coordinator", "head")]
        self.assertEqual({sheet.state for sheet in township}, {"confirmed"})
        self.assertEqual({self.sheets[login].state for login in ("stranger", "other_head")}, {"reviewed"})

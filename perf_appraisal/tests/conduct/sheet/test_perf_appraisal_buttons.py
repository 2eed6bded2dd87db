from ast import literal_eval

from lxml import etree

from odoo.tests import tagged

from ...common import PerfCommon
from ...screens import Screen, work_card


@tagged("post_install", "-at_install")
class TestPerfAppraisalButtons(PerfCommon):
    """From a card of My Work to the button that does it, without a browser."""

    def test_the_head_above_reviews_what_was_left(self):
        self._submit(self.sheet)
        self.month.sudo().review_deadline = "2000-01-01"
        self.env.flush_all()
        form = Screen.of_card(self.head, "review_above")
        self.assertEqual(form.state, "self_scored")
        form.press("action_review")
        self.assertEqual(form.state, "reviewed")
        self.assertRecordValues(self.sheet, [{"state": "reviewed", "reviewed_by_id": self.head.id}])

    def test_office_confirms_several_at_once(self):
        sheets = self.sheet + self.sheets["colleague"]
        for sheet in sheets:
            self._review(sheet)
        self.env.flush_all()
        card = work_card(self.office, "confirm")
        self.assertEqual((card["count"], card["context"]), (2, {}))
        action = self.env.ref(card["action"])
        screen = self.env["perf.appraisal"].with_user(self.office)
        arch = screen.get_views([view for view in action.views if view[1] == "list"])["views"]["list"]["arch"]
        self.assertTrue(etree.fromstring(arch).xpath("header/button[@name='action_confirm'][@confirm]"))
        domain = literal_eval(action.domain)
        self.assertEqual(screen.search(domain), sheets)
        self.assertIn("2 sheets confirmed", screen.search(domain).action_confirm()["params"]["message"])
        self.assertFalse(screen.search(domain))
        self.assertIn("Nothing to confirm", action.help)
        self.assertState(sheets, "confirmed")
        self.assertEqual(sheets.confirmed_by_id, self.office)

    def test_head_signs_a_plan(self):
        plan = self._create_plan(self.indicators, approved=False, scope="staff", unit_id=self.township.id)
        form = Screen.of_card(self.head, "sign")
        form.press("action_sign")
        self.assertEqual(form.state, "signed")
        self.assertRecordValues(plan, [{"state": "signed", "signed_by_id": self.head.id}])

from odoo import fields
from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfRectificationTours(SharedBrowserMixin, SpotCase, HttpCase):
    """What the head of a unit does with a phone about what was found in it."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()

    def test_the_head_writes_down_what_was_put_right_and_reports_it(self):
        day = fields.Date.add(self.env.company._perf_today(), days=5)
        finding = self._found(deadline=day, requirement="Open at eight.")
        finding.with_user(self.office).action_confirm()
        self.start_tour("/odoo/appraisal-work", "perf_unit_rectifies", login="head")
        self.assertTrue(finding.reported_on)
        self.assertEqual(finding.rectification_ids.mapped("text"), ["已安排轮岗"])

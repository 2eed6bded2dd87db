from odoo import fields
from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...common import PerfCommon

SHEETS = "/odoo/my-appraisal-sheets"


@tagged("post_install", "-at_install")
class TestPerfExtensionTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """The office grants a unit more time, and its people see it, in a real browser and in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()
        cls.day = fields.Date.subtract(fields.Date.context_today(cls.env.user), days=3)
        cls.month.sudo().write(dict.fromkeys(("self_deadline", "review_deadline", "confirm_deadline"), cls.day))
        cls.env.flush_all()

    def test_one_unit_gets_more_time_and_sees_how_many_days_are_left(self):
        self.start_tour(SHEETS, "perf_deadline_late", login="staff")
        self.start_tour("/odoo/appraisal-extensions", "perf_extension_grant", login="office")
        self.env.invalidate_all()
        extension = self.env["perf.extension"].search([])
        self.assertRecordValues(
            extension,
            [{"unit_id": self.township.id, "period_id": self.month.id, "days": 20, "reason": "The office moves"}],
        )
        self.assertGreaterEqual(self.sheet.self_deadline, fields.Date.add(self.day, days=26))
        self.assertEqual(self.sheet.self_deadline, extension.self_deadline)
        self.assertEqual(self.sheets["stranger"].self_deadline, self.day)
        self.start_tour(SHEETS, "perf_deadline_moved", login="staff")
        self.start_tour(SHEETS, "perf_deadline_late", login="stranger")

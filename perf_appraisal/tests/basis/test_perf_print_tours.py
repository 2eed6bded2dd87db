from odoo.tests import HttpCase, tagged

from ..browser import SharedBrowserMixin
from ..common import PerfCommon
from ..crowd import CrowdMixin


@tagged("post_install", "-at_install")
class TestPerfPrintTours(SharedBrowserMixin, CrowdMixin, PerfCommon, HttpCase):
    """More forms than are printed at once, chosen in their list and printed in a real browser."""

    def test_who_prints_many_forms_is_led_to_the_job(self):
        sheets = self._hire(101)
        self.env.flush_all()
        self.start_tour(f"/odoo/appraisal-periods/{sheets.period_id.id}", "perf_print_many", login="office")
        job = self.env["perf.print"].search([("create_uid", "=", self.office.id)])
        self.assertLessEqual(set(sheets.ids), set(job.record_ids))

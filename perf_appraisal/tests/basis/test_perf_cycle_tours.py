from odoo.tests import HttpCase, tagged

from ..browser import SharedBrowserMixin
from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfCycleTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """What the Performance Office makes by hand before anybody can be scored, in a real browser."""

    def test_office_sets_up_its_first_year(self):
        self.env["res.lang"]._activate_lang("en_US")  # the tour looks for source texts
        self.start_tour("/odoo/appraisal-board", "perf_first_year", login="admin_perf", timeout=120)
        cycle = self.env["perf.cycle"].search([("year", "=", 2025)])
        self.assertEqual(cycle.state, "open")
        self.assertRecordValues(
            self.env["perf.plan"].search([("cycle_id", "=", cycle.id)]),
            [{"state": "approved", "full_points": "100"}],
        )
        month = cycle.period_ids.filtered(lambda period: period.kind == "month").sorted("date_start")[:1]
        self.assertEqual(month.state, "opening")

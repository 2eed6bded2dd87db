from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfIndicatorSection(PerfCommon):
    def test_section_cannot_stand_below_itself(self):
        child = self.env["perf.indicator.section"].create({"name": "Below", "parent_id": self.indicator_section.id})
        with self.assertRefused(UserError, "Recursion"):
            self.indicator_section.parent_id = child

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfIndicatorSection(PerfCommon):
    def test_section_cannot_stand_below_itself(self):
        child = self.env["perf.indicator.section"].create({"name": "Below", "parent_id": self.indicator_section.id})
        with self.assertRefused(UserError, "Recursion"):
            self.indicator_section.parent_id = child

    def test_section_of_an_open_cycle_keeps_its_heading(self):
        used = self.indicator_section.with_user(self.office)
        above = self.env["perf.indicator.section"].with_user(self.office).create({"name": "Above"})
        for values in ({"name": "Other work"}, {"kind": "party"}, {"parent_id": above.id}):
            with self.assertRefused(UserError, "Make a new section"):
                used.write(values)
            above.write({**values, "parent_id": False})
        used.sequence = 5

import base64

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...common import PerfCommon

TABLE = """No,Name,Points,Target,Q1,Q2,Q3,Q4,Lead unit,Assisting units,Deadline,Level
1,Roads,10,40,,,,,East Township,West Township;Nowhere,2026-11-30,city
2,Income,20,100,10,30,60,100,West Township,,,region
3,Letters,5,about ten,,,,,,,soon,city
"""


@tagged("post_install", "-at_install")
class TestPerfSuperiorIndicatorImportLine(PerfCommon):
    def _read(self):
        wizard = (
            self.env["perf.superior.indicator.import"]
            .with_user(self.office)
            .create({"cycle_id": self.cycle.id, "file": base64.b64encode(TABLE.encode()), "filename": "table.csv"})
        )
        wizard.action_read()
        return wizard

    def test_preview_says_what_was_not_understood(self):
        lines = self._read().line_ids
        self.assertRecordValues(
            lines,
            [
                {"name": "Roads", "target": 40.0, "lead_unit_id": self.township.id, "level": "city"},
                {"name": "Income", "target": 100.0, "lead_unit_id": self.other.id, "level": "region"},
                {"name": "Letters", "target": 0.0, "lead_unit_id": False, "level": "city"},
            ],
        )
        self.assertIn("Nowhere", lines[0].notices)
        self.assertFalse(lines[1].notices)
        self.assertIn("Target", lines[2].notices)
        self.assertIn("Deadline", lines[2].notices)

    def test_quarters_that_do_not_fit_are_refused_with_their_name(self):
        wizard = self._read()
        wizard.line_ids[0].quarters = "1 / 2 / 3 / 4"
        with self.assertRefused(ValidationError, "Roads"):
            wizard.action_import()

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfBatchLine(PerfCommon):
    def test_every_appraisee_has_a_line_with_outcome(self):
        lines = self.month.batch_ids.line_ids
        people = self.cycle.appraisee_ids.filtered(lambda found: found.kind == "employee")
        self.assertEqual(set(lines.mapped("res_id")) & set(people.ids), set(people.ids))
        self.assertNotIn("todo", lines.mapped("outcome"))
        self.assertFalse(lines.filtered(lambda line: line.outcome == "skipped" and not line.reason))

    def test_lines_are_read_by_the_office_and_written_by_nobody(self):
        line = self.month.batch_ids.line_ids[:1]
        self.assertTrue(line.with_user(self.office).name)
        with self.assertRefused(AccessError):
            line.with_user(self.office).outcome = "todo"
        with self.assertRefused(AccessError):
            line.with_user(self.staff).read(["name"])

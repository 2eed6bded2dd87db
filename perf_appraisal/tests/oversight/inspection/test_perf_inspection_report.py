from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfInspectionReport(SpotCase):
    """The papers of an inspection: the record, filled in and blank, the notice, and the draw."""

    def _paper(self, record, user):
        record = record.with_user(user)
        report = self.env[f"report.perf_appraisal.report_{record._table}"].with_user(user)
        values = report._get_report_values(record.ids)
        return values["sheets"][0]

    def _rows(self, paper):
        """Return the rows of the tables of a paper, as lists of cells."""
        tables = [block for block in paper["blocks"] if block["kind"] == "table"]
        return [[row["cells"] for section in table["sections"] for row in section["rows"]] for table in tables]

    def test_the_blank_record_leaves_room_for_the_pen(self):
        items, findings = self._rows(self._paper(self.inspection, self.office))
        self.assertEqual(items[0][1:3], [["Desks"], "____ / 6"])
        self.assertEqual(len(findings), 6)
        self.assertFalse(any(any(row) for row in findings))

    def test_the_filled_in_record_says_what_was_found(self):
        self._start()
        self.inspection.item_ids.with_user(self.inspector)[:1].write({"is_checked": True, "given_points": 5.0})
        self._find()
        self._issue()
        paper = self._paper(self.inspection, self.head)
        items, findings = self._rows(paper)
        self.assertEqual(items[0][2], "5 / 6")
        facts = ["Nobody at the counter at nine.", "Staff"]
        self.assertEqual(findings[0][1:], [facts, "Absent without leave", "-0.5", "-0.2", "-1"])
        self.assertEqual(dict(pair for row in paper["head"] for pair in row)["File Number"], self.inspection.name)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_record_of_a_hidden_inspection_is_printed_for_nobody_of_the_unit(self):
        with self.assertRefused(AccessError):
            self._paper(self.inspection, self.head)

    def test_the_notice_has_a_reply_slip(self):
        self._start()
        finding = self._find(requirement="Open at eight.", deadline=Date.add(self.env.company._perf_today(), days=9))
        with self.assertRefused(UserError, "is not made for"):
            self._paper(finding, self.office)
        self._issue()
        paper = self._paper(finding, self.head)
        labels = [block.get("label") for block in paper["blocks"] if block["kind"] == "text"]
        self.assertEqual(labels, ["Problem", "Basis", "What has to be put right", "Reply slip: what was put right"])

    def test_the_record_of_a_draw_says_what_repeats_it(self):
        draw = self.env["perf.draw"].with_user(self.office)
        draw = draw.create({"period_id": self.quarter.id, "seed": "seven of spades", "witness": "The notary"})
        draw.action_draw()
        paper = self._paper(draw, self.auditor)
        self.assertEqual(dict(pair for row in paper["head"] for pair in row)["Seed"], "seven of spades")
        drawn, pool = self._rows(paper)
        self.assertEqual([row[2] for row in drawn], draw.drawn_ids.sorted("place").mapped("name"))
        self.assertEqual(len(pool), len(draw.line_ids))

    def test_the_list_of_problems_tells_each_reader_what_he_may_see(self):
        self._start()
        finding = self._find()
        self._issue()
        hidden = self._start(self._create_inspection())
        self._find(hidden)
        self.env.flush_all()
        self.env.invalidate_all()
        for user, told in ((self.office, True), (self.head, True), (self.other_head, False)):
            rows = self._rows(self._paper(self.quarter, user))[0]
            self.assertEqual([row[1] for row in rows], [finding.name] if told else [], user.login)

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
        self.assertEqual(len(findings), 4)
        self.assertFalse(any(any(row) for row in findings))
        paper = self._paper(self.inspection, self.office)
        tables = [block for block in paper["blocks"] if block["kind"] == "table"]
        rooms = {row["room"] for table in tables for section in table["sections"] for row in section["rows"]}
        self.assertEqual((rooms, paper["roomy"]), ({66}, True), "high enough to write in")

    def test_an_issued_record_has_no_empty_rows(self):
        self._start()
        self._issue()
        _items, findings = self._rows(self._paper(self.inspection, self.office))
        self.assertEqual([row[1] for row in findings], ["Nothing was found."])

    def test_the_record_says_who_was_there(self):
        self._start()
        spot = self.inspection.with_user(self.inspector)
        spot.action_call_roll()
        absent = spot.attendance_ids.filtered(lambda line: line.sudo().employee_id == self.staff.employee_id)
        absent.presence = "absent"
        spot.action_mark_present()
        self._issue()
        roll = next(block for block in self._paper(spot, self.head)["blocks"] if block["kind"] == "text")
        told = [text for text, _opens in roll["paragraphs"]]
        self.assertEqual(told[-1], "Not There 1: Staff")
        self.assertTrue(told[0].startswith("At the Post 5: "))

    def test_only_where_a_representative_speaks_there_is_room_for_him(self):
        for method, named in (("covert", False), ("onsite", True)):
            paper = self._paper(self._create_inspection(method=method), self.office)
            labels = [label for row in paper["head"] for label, _text in row]
            self.assertEqual("Representative of the unit" in labels, named, method)
            self.assertNotIn("", labels, "no empty pair")
            self.assertEqual(len(paper["blocks"][-1]["rows"]), 1 + named, method)

    def test_the_filled_in_record_says_what_was_found(self):
        self._start()
        self.inspection.item_ids.with_user(self.inspector)[:1].write({"is_checked": True, "given_points": 5.0})
        self._find()
        self._issue()
        paper = self._paper(self.inspection, self.head)
        items, findings = self._rows(paper)
        self.assertEqual(items[0][2], "5 / 6")
        facts = ["Nobody at the counter at nine.", "Staff"]
        total = [block["total"] for block in paper["blocks"] if block["kind"] == "table"][0]
        self.assertEqual(total[-1][0], "83.33% of the points that were looked at")
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
        slip = f"What was put right ({finding.name}, East Township)"
        self.assertEqual(labels, ["Problem", "Basis", "What has to be put right", slip])

    def test_the_record_of_a_draw_says_what_repeats_it(self):
        draw = self.env["perf.draw"].with_user(self.office)
        draw = draw.create({"period_id": self.quarter.id, "seed": "seven of spades", "witness": "The notary"})
        draw.action_draw()
        paper = self._paper(draw, self.auditor)
        head = dict(pair for row in paper["head"] for pair in row)
        told = (head["Seed"], head["Out of"], head["In the pool"], head["Drawn for"])
        of_all = ("seven of spades", "all units", str(len(draw.line_ids)))
        self.assertEqual(told, (*of_all, f"inspections in {self.quarter.display_name}"))
        drawn, pool = self._rows(paper)
        self.assertEqual([row[3] for row in drawn], draw.drawn_ids.sorted("place").mapped("name"))
        self.assertEqual(len(pool), len(draw.line_ids))
        self.assertEqual(pool[0], ["1", self.category_unit.name, draw.line_ids[0].name, "never", "730", pool[0][-1]])
        self.assertIn("days since it was visited last", paper["blocks"][0]["paragraphs"][0][0])

    def test_of_drawn_inspectors_it_says_for_which_inspections(self):
        values = {"kind": "inspector", "period_id": self.quarter.id, "seed": "seven", "number": 2}
        draw = self.env["perf.draw"].with_user(self.office).create({**values, "inspection_ids": self.inspection.ids})
        draw.action_draw()
        paper = self._paper(draw, self.auditor)
        visit = f"{self.inspection.name} East Township"
        self.assertEqual(dict(pair for row in paper["head"] for pair in row)["Drawn for"], visit)
        _how, drawn, _pool, boxes = paper["blocks"]
        headings = [column[0] for column in drawn["columns"]]
        self.assertEqual(headings, ["Drawn as No.", "Serial No.", "Inspection", "Inspector"])
        self.assertEqual({row["cells"][2] for row in drawn["sections"][0]["rows"]}, {visit})
        self.assertTrue(boxes["tall"], "room to sign")

    def test_no_column_of_a_draw_is_wider_than_the_page(self):
        report = self.env["report.perf_appraisal.report_perf_draw"]
        for kind in ("unit", "inspector", "line"):
            for columns in report._columns_of(kind):
                self.assertEqual(sum(column.width for column in columns) + 90 + 120, 968, kind)

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

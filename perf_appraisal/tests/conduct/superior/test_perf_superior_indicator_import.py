import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import PerfCommon

TABLE = """No,Name,Points,Target,Q1,Q2,Q3,Q4,Lead unit,Assisting units,Deadline,Level
1,Roads,10,40,,,,,East Township,West Township;Nowhere,2026-11-30,city
2,Income,20,100,10,30,60,100,West Township,,,region
3,Letters,5,about ten,,,,,,,soon,city
"""


@tagged("post_install", "-at_install")
class TestPerfSuperiorIndicatorImport(PerfCommon):
    def _read(self, text=TABLE, user=None):
        wizard = (
            self.env["perf.superior.indicator.import"]
            .with_user(user or self.office)
            .create({"cycle_id": self.cycle.id, "file": base64.b64encode(text.encode()), "filename": "table.csv"})
        )
        wizard.action_read()
        return wizard

    def test_import_makes_the_ticked_rows_and_does_not_repeat_them(self):
        wizard = self._read()
        wizard.line_ids[2].include = False
        made = self.env["perf.superior.indicator"].search(wizard.action_import()["domain"], order="id")
        self.assertRecordValues(
            made,
            [
                {"name": "Roads", "target_mode": "period", "target_q1": 10.0, "assist_unit_ids": self.other.ids},
                {"name": "Income", "target_mode": "cumulative", "target_q1": 10.0, "assist_unit_ids": []},
            ],
        )
        again = self._read()
        self.assertEqual(again.line_ids.mapped("include"), [False, False, True])
        self.assertIn("already", again.line_ids[0].notices)

    def test_what_is_imported_once_is_refused_the_second_time_by_its_row(self):
        wizard = self._read()
        wizard.line_ids[2].code = "1"
        with self.assertRefused(UserError, "by its number: row 4"):
            wizard.action_import()
        wizard.line_ids[2].code = "3"
        wizard.action_import()
        with self.assertRefused(UserError, "by its number: row 2"):
            wizard.action_import()

    def test_of_many_rows_that_are_there_the_first_are_named(self):
        wizard = self._read("No,Name\n" + "".join(f"{number},Task {number}\n" for number in range(1, 101)))
        wizard.action_import()
        with self.assertRefused(UserError, "90 more"):
            wizard.action_import()

    def test_a_row_without_a_name_is_shown_and_imported_once_it_has_one(self):
        wizard = self._read(TABLE + "4,,8,20,,,,,East Township,,,city\n,,,,,,,,,,,\n")
        self.assertEqual(wizard.display_name, "table.csv", "no technical name stands above it")
        nameless = wizard.line_ids[-1]
        self.assertEqual((len(wizard.line_ids), nameless.row_number, nameless.include), (4, 5, False))
        self.assertIn("It has no name", nameless.notices)
        nameless.include = True
        with self.assertRefused(UserError, "a name first: row 5"):
            wizard.action_import()
        nameless.name = "Bridges"
        made = self.env["perf.superior.indicator"].search(wizard.action_import()["domain"])
        self.assertIn("Bridges", made.mapped("name"))

    def test_names_of_units_are_understood_as_in_tables_of_indicators(self):
        make = self.env["hr.department"].create
        social, archive = make([{"name": "Qing County Social Bureau", "perf_is_unit": True}, {"name": "Archive"}])
        finance, water = make([{"name": f"青禾县{name}局", "perf_is_unit": True} for name in ("财政", "水利")])
        self.env["perf.import.memory"]._remember(
            "unit",
            self.cycle.company_id,
            [
                {"text": "HRSS", "department_ids": social.ids},
                {"text": "Old Papers", "department_ids": archive.ids},
            ],
        )
        head = "Name,Lead unit,Assisting units\n"
        lines = self._read(
            f"{head}a,财政局,HRSS;县水利局\nb,HRSS,财政局 水利局\nc,县财政局、水利局,Old Papers\nd,水保利局,\n"
        ).line_ids
        self.assertRecordValues(
            lines,
            [
                {"lead_unit_id": finance.id, "assist_unit_ids": (social | water).ids, "notices": ""},
                {"lead_unit_id": social.id, "assist_unit_ids": (finance | water).ids, "notices": ""},
                {
                    "lead_unit_id": finance.id,
                    "assist_unit_ids": water.ids,
                    "notices": "No unit is called Old Papers. "
                    "Several lead units are named: the first leads, the others assist.",
                },
                {
                    "lead_unit_id": False,
                    "assist_unit_ids": [],
                    "notices": "No unit is called 水保利局 (perhaps 青禾县水利局).",
                },
            ],
        )

    def test_a_lead_unit_that_was_asked_holds_for_its_rows_and_the_next_table(self):
        table = "Name,Lead unit\na,The Sluice\nb,The Sluice\nc,The Sluice;Nobody\nd,Nobody\n"
        wizard = self._read(table)
        asked, same, two, other = wizard.line_ids
        asked.lead_unit_id = self.township
        self.assertEqual((same.lead_unit_id, two.lead_unit_id | other.lead_unit_id), (self.township, two.lead_unit_id))
        same.lead_unit_id = self.other
        self.assertEqual(asked.lead_unit_id, self.township, "what is chosen stays")
        wizard.action_import()
        again = self._read(table.replace("a,", "e,"))
        self.assertEqual(again.line_ids[0].lead_unit_id, self.other, "what was said last is remembered")
        self.assertFalse(again.line_ids[3].lead_unit_id)

    def test_the_rows_appear_in_the_form_that_is_open(self):
        wizard = self._read()
        self.assertFalse(wizard.action_read(), "a second form would be a second step on the way back")

    def test_file_without_a_header_or_office_is_refused(self):
        with self.assertRefused(UserError, "No row could be read"):
            self._read("a,b\n1,2\n")
        with self.assertRefused(UserError, "Tick at least one row"):
            wizard = self._read()
            wizard.line_ids.include = False
            wizard.action_import()
        with self.assertRefused(AccessError):
            self._read(user=self.head)

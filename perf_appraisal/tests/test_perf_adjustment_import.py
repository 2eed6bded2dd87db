import base64
import io

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .crowd import FEW, MANY, CrowdMixin
from .register import RegisterCase

HEADER = ("单位", "规则", "数量", "事由", "日期", "文号")


@tagged("post_install", "-at_install")
class TestPerfAdjustmentImport(CrowdMixin, RegisterCase):
    """Entries of many units at once: in a grid, and from a table that names the units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category_office = cls.env["perf.category"].create({"name": "County offices", "kind": "unit"})
        cls.units = cls.env["hr.department"].create(
            [
                {
                    "name": f"第{number}镇",
                    "perf_is_unit": True,
                    "parent_id": cls.county.id,
                    "perf_category_id": cls.category_office.id,
                }
                for number in range(1, MANY + 1)
            ]
        )
        cls.env["perf.appraisee"].create(
            [
                {"cycle_id": cls.cycle.id, "kind": "unit", "unit_id": unit.id, "category_id": cls.category_office.id}
                for unit in cls.units
            ]
        )
        cls.env.flush_all()

    def _wizard(self, user=None, **values):
        return self.env["perf.adjustment.import"].with_user(user or self.other_head).create(values)

    def _read(self, content, filename="table.csv", **values):
        wizard = self._wizard(file=base64.b64encode(content), filename=filename, **values)
        wizard.action_read()
        return wizard

    def _csv(self, *rows):
        return "\n".join(",".join(map(str, row)) for row in (HEADER, *rows)).encode()

    def _xlsx(self, *rows):
        book, stream = openpyxl.Workbook(), io.BytesIO()
        for row in (HEADER, *rows):
            book.active.append(row)
        book.save(stream)
        return stream.getvalue()

    def _made(self, matter):
        return self.env["perf.adjustment"].search([("matter", "=", matter)])

    def test_forty_units_are_entered_in_one_grid(self):
        wizard = self._wizard(rule_id=self.rules["Letter"].id, matter="Letters", doc_no="No. 9")
        wizard.category_id = self.category_office
        wizard.action_add_category()
        self.assertEqual(wizard.line_ids.unit_id, self.units)
        wizard.line_ids[0].write({"quantity": 3.0, "matter": "Letters of March"})
        wizard.action_add_category()
        self.assertEqual(len(wizard.line_ids), MANY)
        wizard.action_create_submitted()
        made = self._made("Letters")
        self.assertEqual((len(made), set(made.mapped("doc_no"))), (MANY - 1, {"No. 9"}))
        self.assertState(made, "submitted")
        self.assertEqual(self._made("Letters of March").points, 1.5)
        self.assertEqual(made.reported_by_unit_id, self.other)

    def test_each_entry_gets_a_copy_of_the_evidence(self):
        file = self._create_attachment(self.other_head)
        wizard = self._wizard(
            rule_id=self.rules["Letter"].id,
            matter="Copied",
            evidence_ids=[Command.set(file.ids)],
            line_ids=[Command.create({"unit_id": unit.id}) for unit in self.units[:3]],
        )
        wizard.action_create()
        made = self._made("Copied")
        files = made.evidence_ids
        self.assertEqual(len(files), 3)
        self.assertEqual((set(files.mapped("res_id")), set(files.mapped("raw"))), (set(made.ids), {b"proof"}))

    def test_a_form_says_of_each_row_what_is_missing(self):
        form = Form(self.env["perf.adjustment.import"].with_user(self.other_head))
        with form.line_ids.new() as line:
            self.assertEqual(line.problem, "Choose the unit.")
            line.unit_id = self.township
            self.assertIn("Choose the rule", line.problem)
        form.rule_id = self.rules["Letter"]
        wizard = form.save()
        self.assertFalse(wizard.line_ids.problem)
        self.assertEqual(wizard.line_ids.points, -0.5)

    def test_a_table_is_read_by_the_names_of_the_units(self):
        rows = [
            (unit.name, "Letter", number, "信访件", self.today.isoformat(), f"No. {number}")
            for number, unit in enumerate(self.units[:40], 1)
        ]
        for content, name in ((self._csv(*rows), "a.csv"), (self._xlsx(*rows), "a.xlsx")):
            wizard = self._read(content, name)
            self.assertFalse([problem for problem in wizard.line_ids.mapped("problem") if problem])
            wizard.action_create()
            made = self._made("信访件")
            self.assertEqual(len(made), 40)
            self.assertEqual(made.unit_id, self.units[:40])
            self.assertEqual(sum(made.mapped("quantity")), 820.0)
            made.unlink()

    def test_of_several_sheets_the_first_table_is_read_and_the_others_are_named(self):
        book, stream = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["2026年一季度"])
        for name, unit in (("一月", "第1镇"), ("二月", "第2镇")):
            sheet = book.create_sheet(name)
            sheet.append(HEADER)
            sheet.append((unit, "Letter", 1, name, "", ""))
        book.save(stream)
        wizard = self._wizard(file=base64.b64encode(stream.getvalue()), filename="a.xlsx")
        told = wizard.action_read()
        self.assertEqual(wizard.line_ids.mapped("matter"), ["一月"])
        self.assertIn("files of their own: 二月.", told["params"]["message"])
        self.assertNotIn("2026", told["params"]["message"])
        self.assertFalse(self._wizard(file=base64.b64encode(self._xlsx(("第1镇",))), filename="a.xlsx").action_read())

    def test_bad_rows_are_named_and_nothing_is_lost(self):
        wizard = self._read(
            self._csv(
                ("第1镇", "Letter", 1, "好", "", ""),
                ("第一百镇", "Letter", 1, "坏", "", ""),
                ("第2镇", "Poem", 1, "坏", "", ""),
                ("第6镇", "Outside the table", 1, "坏", "", ""),
                ("第3镇", "Letter", "许多", "坏", "", ""),
                ("第4镇", "Letter", 1, "坏", "2026-02-31", ""),
                ("第5镇", "Letter", 1, "坏", "1999-01-01", ""),
                ("", "Letter", 1, "坏", "", ""),
            )
        )
        found = [line.problem or "" for line in wizard.line_ids]
        for text, problem in zip(
            (
                "",
                "No unit is known as “第一百镇”",
                "No rule is known as “Poem”",
                "“Outside the table” is one of: Honour",
                "“许多” is no quantity",
                "is no day",
                "lies in no open cycle",
                "Choose the unit",
            ),
            found,
            strict=True,
        ):
            self.assertIn(text, problem)
        self.assertEqual(wizard.line_ids.mapped("row_number"), [2, 3, 4, 5, 6, 7, 8, 9])
        told = wizard.action_create()
        self.assertIn("7 rows are left", told["params"]["message"])
        self.assertEqual((len(self._made("好")), len(self._made("坏")), len(wizard.line_ids)), (1, 0, 7))
        with self.assertRefused(UserError, "No row can be entered yet"):
            wizard.action_create()
        wizard.line_ids[0].unit_id = self.units[0]
        wizard.action_create()
        self.assertEqual((len(self._made("坏")), len(wizard.line_ids)), (1, 6))

    def test_a_column_of_points_says_how_often_by_the_rule(self):
        header = ("单位", "规则", "扣分", "事由")
        rows = [
            ("第1镇", "Letter", "-1.5", "三次"),  # 0.5 each
            ("第2镇", "City", "2.5", "市级"),  # 1 for each, doubled
            ("第3镇", "Poem", "2", "不明"),
            ("第4镇", "Letter", "", "一次"),
        ]
        wizard = self._read("\n".join(",".join(row) for row in (header, *rows)).encode())
        self.assertEqual(wizard.line_ids.mapped("quantity"), [3.0, 1.25, 0.0, 1.0])
        self.assertEqual(wizard.line_ids.mapped("points"), [-1.5, -2.5, 0.0, -0.5])
        wizard.line_ids[2].rule_id = self.rules["Letter"]
        self.assertIn("“2” is no quantity", wizard.line_ids[2].problem)

    def test_what_is_said_twice_is_entered_once(self):
        row = ("第1镇", "Letter", 1, "信", "", "")
        content = self._csv(row, row, ("第1镇", "Letter", 1, "信", "", "2号"))
        wizard = self._read(content)
        self.assertEqual([bool(problem) for problem in wizard.line_ids.mapped("problem")], [False, True, False])
        self.assertIn("A row above says the same", wizard.line_ids[1].problem)
        wizard.action_create()
        made = self._made("信")
        self.assertEqual((len(made), len(wizard.line_ids)), (2, 1))
        again = self._read(content)
        first = made.filtered(lambda adjustment: not adjustment.doc_no)
        self.assertIn(first.name, again.line_ids[0].problem)
        self.assertTrue(all(again.line_ids.mapped("problem")))
        made.with_user(self.other_head).action_submit()
        made.with_user(self.office).action_refuse("It was answered.")
        self.assertFalse(self._read(content).line_ids[0].problem)

    def test_a_name_that_the_office_has_chosen_is_known_next_time(self):
        content = self._csv(("一镇政府机关", "Letter", 1, "记", "", ""))
        wizard = self._wizard(self.office, file=base64.b64encode(content), filename="a.csv")
        wizard.action_read()
        wizard.line_ids.unit_id = self.units[0]
        wizard.action_create()
        again = self._read(content)
        self.assertEqual(again.line_ids.unit_id, self.units[0])

    def _template(self, user=None):
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(self._wizard(user).template)))

    def test_the_template_can_be_filled_in_and_read_back(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for lang in ("en_US", "zh_CN"):
            self.env = self.env(context={"lang": lang})
            book = self._template()
            self.assertIn("第1镇", [cell.value for cell in book.worksheets[1]["A"]])
            for column, text in enumerate(("第1镇", "Outside the table · Letter", 2, lang), 1):
                book.worksheets[0].cell(2, column, text)
            stream = io.BytesIO()
            book.save(stream)
            self._read(stream.getvalue(), "a.xlsx").action_create()
            self.assertEqual(self._made(lang).points, 1.0)

    def test_the_template_offers_the_rules_under_which_one_reports(self):
        name = "Outside the table · Letter"
        for user, offered in ((self.other_head, True), (self.office, True), (self.head, False)):
            names = [cell.value for cell in self._template(user).worksheets[1]["B"]]
            self.assertEqual(name in names, offered, user.login)

    def test_the_chinese_template_is_read_back_as_well(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        wizard = self._wizard().with_context(lang="zh_CN")
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.template)))
        for column, text in enumerate(("第1镇", "Outside the table · Letter", 2, "样表"), 1):
            book.worksheets[0].cell(2, column, text)
        stream = io.BytesIO()
        book.save(stream)
        wizard.write({"file": base64.b64encode(stream.getvalue()), "filename": "a.xlsx"})
        wizard.action_read()
        self.assertRecordValues(
            wizard.line_ids, [{"rule_id": self.rules["Letter"].id, "quantity": 2.0, "matter": "样表", "problem": ""}]
        )

    def test_without_a_day_a_row_asks_for_it(self):
        form = Form(self.env["perf.adjustment.import"].with_user(self.other_head))
        form.rule_id = self.rules["Letter"]
        form.date = False
        with form.line_ids.new() as line:
            line.unit_id = self.township
            self.assertIn("Choose the day", line.problem)
            line.date = self.today
            self.assertFalse(line.problem)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_reports_nothing_enters_nothing(self):
        for user in (self.staff, self.head):
            wizard = self._wizard(
                user, rule_id=self.rules["Letter"].id, line_ids=[Command.create({"unit_id": self.township.id})]
            )
            self.assertIn("entered by the offices", wizard.line_ids.problem)
            with self.assertRefused(UserError):
                wizard.action_create()
        with self.assertRefused(AccessError):
            self._wizard().with_user(self.stranger).read(["matter"])

    def test_rows_about_a_unit_of_one_s_own_are_left_to_colleagues(self):
        units = self.township + self.units[0]
        wizard = self._wizard(
            self.officer,
            rule_id=self.rules["Letter"].id,
            matter="Left",
            line_ids=[Command.create({"unit_id": unit.id}) for unit in units],
        )
        wizard.action_create()
        self.assertEqual(self._made("Left").unit_id, self.units[0])
        self.assertIn("a unit of your own", wizard.line_ids.problem)

    def test_to_say_what_is_wrong_takes_as_many_queries_for_few_rows_as_for_many(self):
        counts = []
        for number in (1, FEW, MANY):
            wizard = self._wizard(
                rule_id=self.rules["Letter"].id,
                date="1999-01-01",
                line_ids=[Command.create({"unit_id": unit.id}) for unit in self.units[:number]],
            )
            counts.append(self._queries(wizard.line_ids.browse(wizard.line_ids.ids).mapped, "problem")[0])
        self.assertFlat(*counts[1:], what="rows that cannot be entered")

    def test_queries_do_not_grow_with_the_units(self):
        counts = []
        for number in (1, FEW, MANY):
            file = self._create_attachment(self.other_head)
            wizard = self._wizard(
                rule_id=self.rules["Letter"].id,
                evidence_ids=[Command.set(file.ids)],
                line_ids=[Command.create({"unit_id": unit.id}) for unit in self.units[:number]],
            )
            counts.append(self._queries(wizard.action_create_submitted)[0])
        self.assertFlat(*counts[1:], rows=8 * (MANY - FEW), what="40 units in one go")

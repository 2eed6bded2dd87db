import base64
import io

import openpyxl

from odoo import Command
from odoo.tests import tagged

from ....models.conduct.grid.perf_grid_xlsx import HEADER_COLUMNS, HEADER_ROWS
from .test_perf_grid import PerfGridCommon


class WorkbookMixin:
    """Download the workbook of a grid, and upload it again."""

    def _book(self, user, kind="self"):
        """Download the grid, and return the workbook and what finds a cell in it."""
        _name, content = self.env["perf.grid"].with_user(user)._export_xlsx(kind, self.period.id)
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        ids = {cell.value: cell.column for cell in sheet[HEADER_ROWS] if cell.column > HEADER_COLUMNS and cell.value}
        rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=HEADER_ROWS + 1)}
        return book, lambda found, indicator, over=0: sheet.cell(rows[found.id], ids[indicator.id] + over)

    def _upload(self, user, book):
        buffer = io.BytesIO()
        book.save(buffer)
        values = {"file": base64.b64encode(buffer.getvalue()), "filename": "grid.xlsx"}
        wizard = self.env["perf.grid.import"].with_user(user).create(values)
        wizard.action_preview()
        return wizard


@tagged("post_install", "-at_install")
class TestPerfGridImportNames(WorkbookMixin, PerfGridCommon):
    """Names that do not fit the hidden ids beside them: nothing of the workbook is taken."""

    def setUp(self):
        super().setUp()
        self.colleague_sheet = self._sheet_of(self.colleague, self.period)

    def assertMisfits(self, wizard, *misfits):
        """Check the cells, rows and texts that are named, and that nothing can be applied."""
        found = [(line.place, line.row) for line in wizard.line_ids]
        self.assertEqual(found, [misfit[:2] for misfit in misfits])
        for line, (_place, _row, now, before) in zip(wizard.line_ids, misfits, strict=True):
            self.assertEqual(line.status, "refused")
            self.assertIn(f"“{now}” stands where “{before}” was", line.reason)
        self.assertFalse(wizard.change_count)
        wizard.action_apply()
        lines = (self.sheet + self.colleague_sheet).line_ids
        self.assertFalse(any(lines.mapped("self_value")), "nothing is written")

    def test_rows_sorted_without_the_hidden_ids_put_no_score_on_other_people(self):
        book, cell = self._book(self.coordinator)
        cell(self.sheet, self.judged).value = 17
        cell(self.colleague_sheet, self.judged).value = 5
        sheet = book.worksheets[0]
        first, second = sorted(cell(found, self.judged).row for found in (self.sheet, self.colleague_sheet))
        for column in range(2, sheet.max_column + 1):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value
        self.assertMisfits(
            self._upload(self.coordinator, book),
            (f"B{first}", "Staff", "Staff", "Colleague"),
            (f"B{second}", "Colleague", "Colleague", "Staff"),
        )

    def test_a_changed_name_or_post_is_refused_and_holds_up_the_rest(self):
        for column, text, before in (("B", "Colleague", "Staff"), ("B", "", "Staff"), ("C", "Chief", self.job.name)):
            with self.subTest(text):
                book, cell = self._book(self.coordinator)
                cell(self.colleague_sheet, self.judged).value = 5
                place = f"{column}{cell(self.sheet, self.judged).row}"
                book.worksheets[0][place].value = text
                name = text if column == "B" else "Staff"
                self.assertMisfits(self._upload(self.coordinator, book), (place, name, text, before))

    def test_spaces_about_a_name_change_nobody(self):
        book, cell = self._book(self.coordinator)
        cell(self.sheet, self.judged).value = 17
        book.worksheets[0][f"B{cell(self.sheet, self.judged).row}"].value = " Staff  "
        self.assertEqual(self._upload(self.coordinator, book).change_count, 1)

    def test_columns_moved_without_the_hidden_ids_are_refused(self):
        book, cell = self._book(self.coordinator)
        sheet = book.worksheets[0]
        heading = sheet.cell(HEADER_ROWS - 1, cell(self.sheet, self.judged).column)
        before, heading.value = heading.value, "Attendance"
        cell(self.sheet, self.level).value = 19
        self.assertMisfits(self._upload(self.coordinator, book), (heading.coordinate, "", "Attendance", before))

    def test_two_of_the_same_name_and_post_are_told_apart(self):
        self.colleague.employee_id.name = "Staff"
        self.env.flush_all()
        book, cell = self._book(self.coordinator)
        places = [f"C{cell(found, self.judged).row}" for found in (self.sheet, self.colleague_sheet)]
        one, other = (book.worksheets[0][place] for place in places)
        self.assertNotEqual(one.value, other.value)
        one.value, other.value = other.value, one.value
        cell(self.sheet, self.judged).value = 17
        self.assertFalse(self._upload(self.coordinator, book).change_count)

    def test_a_unit_under_another_name_is_refused(self):
        self.unit_indicators[0].lead_unit_ids = [Command.set(self.other.ids)]
        sheet = self._create_unit_sheet()
        self.period = sheet.period_id
        self._fill_in(sheet, self.head).action_submit()
        self.env.flush_all()
        book, cell = self._book(self.other_head, "lead")
        roads = cell(sheet, self.unit_indicators[0])
        roads.value, book.worksheets[0][f"B{roads.row}"].value = 50, "South Township"
        wizard = self._upload(self.other_head, book)
        self.assertEqual([(line.place, line.row) for line in wizard.line_ids], [(f"B{roads.row}", "South Township")])
        self.assertIn("“South Township” stands where “East Township” was", wizard.line_ids.reason)
        self.assertFalse(wizard.change_count)


@tagged("post_install", "-at_install")
class TestPerfGridImportZeros(WorkbookMixin, PerfGridCommon):
    """A 0 where nothing stood is no empty cell; one tick says of all of them that they are meant."""

    def _typed(self):
        """Return a workbook with four zeros that ask for a note, and one that does not; and the four lines."""
        colleague = self._sheet_of(self.colleague, self.period)
        sheets, indicators = self.sheet + colleague, self.judged + self.ratio
        lines = self.env["perf.appraisal.line"].union(*(self._of(one, sheet) for sheet in sheets for one in indicators))
        book, cell = self._book(self.coordinator)
        for line in lines:
            cell(line.appraisal_id, line.indicator_id).value = 0
        cell(self.sheet, self.counted).value = 0
        return book, cell, lines

    def test_zeros_are_asked_about_and_left_out(self):
        book, _cell, lines = self._typed()
        wizard = self._upload(self.coordinator, book)
        self.assertEqual((wizard.zero_count, wizard.change_count, wizard.refused_count), (4, 0, 0))
        self.assertTrue(all(line.place and "0 without a note" in line.reason for line in wizard.line_ids))
        wizard.action_apply()
        self.assertFalse(any(lines.mapped("is_filled_in")))

    def test_one_tick_says_that_all_zeros_are_meant(self):
        book, cell, lines = self._typed()
        cell(self.sheet, self.ratio, 1).value = "Nobody was at home"
        cell(self.sheet, self.level).value = 19
        wizard = self._upload(self.coordinator, book)
        self.assertEqual((wizard.zero_count, wizard.change_count), (3, 2), "a 0 with its note is a change")
        wizard.zeros_meant = True
        self.assertEqual(wizard.change_count, 5)
        wizard.action_apply()
        self.assertTrue(all(lines.mapped("is_filled_in")))
        notes = lines.mapped("self_note")
        self.assertEqual(sorted(notes), ["0 is meant."] * 3 + ["Nobody was at home"])
        self.assertEqual(self._of(self.level).self_value, 19.0)

    def test_a_zero_that_is_meant_does_not_overwrite_what_was_entered_meanwhile(self):
        book, _cell, lines = self._typed()
        lines[0].with_user(self.staff).self_value = 11.0
        wizard = self._upload(self.coordinator, book)
        self.assertEqual((wizard.zero_count, wizard.refused_count), (3, 1))
        self.assertIn("it is 11 now", wizard.line_ids.filtered(lambda line: line.status == "refused").reason)
        wizard.zeros_meant = True
        wizard.action_apply()
        self.assertEqual((lines[0].self_value, lines[0].self_note), (11.0, False))

    def test_a_leader_without_a_self_score_means_his_zeros(self):
        self._pass_deadlines(self.period)
        self.sheet.with_user(self.deputy).action_skip_self_score()
        grid = self._grid(self.deputy, "review")
        asking = {found.name: self._cell(grid, self.sheet, found)["zero_asks"] for found in self.indicators}
        expected = {"Duties": True, "Attendance": False, "Service": True, "Visits": True, "Reports": False}
        self.assertEqual(asking, expected)
        book, cell = self._book(self.deputy, "review")
        cell(self.sheet, self.judged).value = 0
        wizard = self._upload(self.deputy, book)
        self.assertEqual((wizard.zero_count, wizard.change_count), (1, 0))
        wizard.zeros_meant = True
        wizard.action_apply()
        self.assertEqual(self._of(self.judged).review_reason, "0 is meant.")

    def test_a_zero_after_a_self_score_asks_for_nothing_new(self):
        self._submit(self.sheet)
        cell = self._cell(self._grid(self.deputy, "review"), self.sheet, self.judged)
        self.assertFalse(cell["zero_asks"], "it needs the reason of a changed score, as before")


@tagged("post_install", "-at_install")
class TestPerfGridUnits(WorkbookMixin, PerfGridCommon):
    """What is counted in a column stands in its heading: on the screen, in the workbook, and on a telephone."""

    def test_a_column_of_households_says_so(self):
        visits = self._create_indicator("Households", method="ratio", default_target=20.0, uom="household")
        given = self._create_indicator("Files", uom="household")
        self.sheet = self._create_sheet(self.colleague, visits + given + self.counted)
        self.period = self.sheet.period_id
        columns = {column["name"]: column["counts_in"] for column in self._grid(self.coordinator)["columns"]}
        self.assertEqual(columns["Households"], "household")
        self.assertEqual(columns["Litter"], "time", "how often its rule applies")
        self.assertEqual(columns["Files"], "", "points are given there")
        book, cell = self._book(self.coordinator)
        headings = {
            found: book.worksheets[0].cell(HEADER_ROWS - 1, cell(self.sheet, found).column).value
            for found in (visits, given, self.counted)
        }
        self.assertIn("counted in: household", headings[visits])
        self.assertIn("counted in: time", headings[self.counted])
        self.assertNotIn("counted in", headings[given])

    def test_a_line_s_dialog_shows_the_unit_beside_the_value(self):
        arch = self.env["perf.appraisal.line"].get_view(self.env.ref("perf_appraisal.perf_appraisal_line_view_form").id)
        self.assertRegex(arch["arch"], r'(?s)<field name="actual_value"[^>]*/>\s*<field name="uom"')

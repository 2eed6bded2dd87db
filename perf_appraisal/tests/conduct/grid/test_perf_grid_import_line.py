import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.conduct.grid.perf_grid_xlsx import HEADER_COLUMNS, HEADER_ROWS, HIDDEN
from .test_perf_grid import PerfGridCommon
from .test_perf_grid_import import WorkbookMixin


@tagged("post_install", "-at_install")
class TestPerfGridImportLine(WorkbookMixin, PerfGridCommon):
    """A grid goes out as a workbook and comes back filled in, with every error named."""

    def test_a_filled_workbook_shows_its_changes_and_applies_them(self):
        book, cell = self._book(self.coordinator)
        cell(self.sheet, self.judged).value = 17
        cell(self.sheet, self.judged, 1).value = "=HYPERLINK(1)"
        cell(self.sheet, self.judged, 1).data_type = "s"
        cell(self.sheet, self.counted).value = 2
        wizard = self._upload(self.coordinator, book)
        self.assertEqual((wizard.change_count, wizard.refused_count), (2, 0))
        changed = wizard.line_ids.filtered(lambda line: "Duties" in line.column)
        self.assertEqual((changed.row, changed.old, changed.new), ("Staff", "0", "17"))
        line = self._of(self.judged)
        self.assertFalse(line.self_value, "a preview writes nothing")
        wizard.action_apply()
        self.assertEqual((line.self_value, line.self_note), (17.0, "=HYPERLINK(1)"))
        self.assertEqual(self._of(self.counted).claim_ids.quantity, 2.0)
        book, cell = self._book(self.coordinator)
        self.assertEqual(cell(self.sheet, self.judged, 1).data_type, "s", "what begins with = stays text")

    def test_ten_planted_errors_are_all_named(self):
        colleague = self._sheet_of(self.colleague, self.period)
        coordinator = self._sheet_of(self.coordinator, self.period)
        self._of(self.judged, coordinator).with_user(self.coordinator).self_value = 12.0
        book, cell = self._book(self.coordinator)
        sheet = book.worksheets[0]
        cell(self.sheet, self.judged).value = "eighteen"
        cell(self.sheet, self.level).value = 17.5
        cell(self.sheet, self.ratio).value = "=1+"
        cell(self.sheet, self.counted).value = -2
        cell(self.sheet, self.parts).value = 8
        cell(colleague, self.judged).value = 21
        cell(colleague, self.counted).value = 1
        cell(colleague, self.ratio).value = 4
        cell(coordinator, self.judged).value = None
        sheet.cell(sheet.max_row + 1, 1).value = colleague.id
        sheet.cell(sheet.max_row, HEADER_COLUMNS + 1).value = 3
        sheet.cell(sheet.max_row + 1, 1).value = 999999
        sheet.cell(sheet.max_row, HEADER_COLUMNS + 1).value = 3
        self._of(self.ratio, colleague).with_user(self.colleague).actual_value = 9.0  # meanwhile
        wizard = self._upload(self.coordinator, book)
        refused = wizard.line_ids.filtered(lambda line: line.status == "refused")
        reasons = " | ".join(refused.mapped("reason"))
        for text in (
            "“eighteen” is not a number",
            "none of the levels",
            "“=1+” is not a number",
            "not below zero",
            "not yours to change",
            "outside 0 to 20",
            "not in this plan",
            "it is 9 now",
            "write 0 if you mean 0",
            "repeats row",
            "is not of this workbook",
        ):
            self.assertIn(text, reasons)
        self.assertEqual(len(refused), 11, reasons)
        self.assertFalse(wizard.change_count)
        self.assertTrue(all(line.place for line in refused))

    def test_rows_and_columns_that_were_taken_out_are_named(self):
        book, cell = self._book(self.coordinator)
        sheet, row, column = book.worksheets[0], cell(self.sheet, self.judged).row, cell(self.sheet, self.level).column
        sheet.delete_rows(row)
        sheet.cell(HEADER_ROWS, column).value = None
        refused = self._upload(self.coordinator, book).line_ids
        found = [(line.row, line.column, line.reason) for line in refused]
        self.assertIn(("Staff", "", "the row is missing."), found)
        self.assertIn(("", self.level.display_name, "the column is missing."), found)
        self.assertEqual(set(refused.mapped("status")), {"refused"})

    def test_ids_moved_to_the_last_column_are_refused(self):
        book, cell = self._book(self.coordinator)
        sheet = book.worksheets[0]
        sheet.cell(HEADER_ROWS, sheet.max_column).value = self.judged.id
        sheet.cell(HEADER_ROWS, cell(self.sheet, self.judged).column).value = None
        reasons = self._upload(self.coordinator, book).line_ids.mapped("reason")
        self.assertIn("the column is not of this workbook, or stands there twice.", reasons)

    def test_what_changed_after_the_preview_stops_all(self):
        book, cell = self._book(self.coordinator)
        cell(self.sheet, self.judged).value = 17
        cell(self.sheet, self.ratio).value = 9
        wizard = self._upload(self.coordinator, book)
        self._of(self.ratio).with_user(self.staff).actual_value = 3.0
        with self.assertRefused(UserError, "it is 3 now"):
            wizard.action_apply()
        self.assertFalse(self._of(self.judged).self_value)

    def test_a_forged_workbook_is_refused(self):
        book, _cell = self._book(self.coordinator)
        hidden = book[HIDDEN]
        self.assertEqual(hidden.sheet_state, "hidden")
        hidden["A2"].value = hidden["A2"].value.replace("[", "[ ", 1)
        with self.assertRefused(UserError, "hidden part"):
            self._upload(self.coordinator, book)
        with self.assertRefused(UserError, "no workbook of a grid"):
            self._upload(self.coordinator, self._empty())

    def _empty(self):
        book = openpyxl.Workbook()
        book.active["A1"] = "Hello"
        return book

    def test_somebody_elses_workbook_changes_nothing(self):
        book, cell = self._book(self.coordinator)
        cell(self.sheet, self.judged).value = 17
        for user in (self.colleague, self.deputy, self.other_head):
            wizard = self._upload(user, book)
            self.assertFalse(wizard.change_count, user.login)
            self.assertTrue(wizard.refused_count, user.login)

    def test_a_leader_reviews_with_reasons_in_the_workbook(self):
        self._submit(self.sheet)
        book, cell = self._book(self.deputy, "review")
        cell(self.sheet, self.judged).value = 15
        self.assertEqual(
            self._upload(self.deputy, book).line_ids.reason, "the score was changed: write the reason beside it."
        )
        cell(self.sheet, self.judged, 1).value = "-2: late"
        self._upload(self.deputy, book).action_apply()
        line = self._of(self.judged)
        self.assertEqual((line.review_score, line.review_reason), (15.0, "-2: late"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_reads_or_changes_what_somebody_else_is_about_to_enter(self):
        book, cell = self._book(self.coordinator)
        cell(self.sheet, self.judged).value = 7
        wizard = self._upload(self.coordinator, book)
        found = self.env["perf.grid.import.line"].with_user(self.staff)
        self.assertFalse(found.search([]))
        line = found.browse(wizard.line_ids.ids)
        for attempt in (
            lambda: line.read(["row", "new"]),
            lambda: line.write({"payload": {"line_id": self._of(self.judged).id, "value": 20.0, "old": 0.0}}),
            lambda: line.unlink(),
            lambda: wizard.with_user(self.staff).read(["file"]),
            lambda: wizard.with_user(self.staff).action_apply(),
        ):
            with self.assertRefused(AccessError):
                attempt()
        wizard.action_apply()
        self.assertEqual(self._of(self.judged).self_value, 7.0)

    def test_a_change_without_a_line_is_refused(self):
        wizard = self.env["perf.grid.import"].with_user(self.coordinator).create({"kind": "self"})
        for payload in ({"value": 1.0}, {}, {"line_id": "all"}):
            wizard.line_ids = [Command.clear(), Command.create({"status": "change", "payload": payload})]
            with self.assertRefused(UserError, "which cell"):
                wizard.action_apply()

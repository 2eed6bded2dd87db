import base64
import io
import json
from unittest.mock import patch

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ....models.conduct.grid.perf_grid_xlsx import HEADER_COLUMNS, HEADER_ROWS, HIDDEN
from ....tools.xlsx_file import Workbook
from .test_perf_grid import PerfGridCommon

FORGED = "hidden part of the workbook was changed"


@tagged("post_install", "-at_install")
class TestPerfGridXlsx(PerfGridCommon, HttpCase):
    """What was done to a grid's workbook, or asked for in its place, ends in a sentence."""

    def _book(self):
        _name, content = self.env["perf.grid"].with_user(self.coordinator)._export_xlsx("self", self.period.id)
        return openpyxl.load_workbook(io.BytesIO(content))

    def _upload(self, book):
        buffer = io.BytesIO()
        book.save(buffer)
        values = {"file": base64.b64encode(buffer.getvalue()), "filename": "grid.xlsx"}
        wizard = self.env["perf.grid.import"].with_user(self.coordinator).create(values)
        wizard.action_preview()
        return wizard

    def test_a_checksum_of_other_letters_is_a_forged_one(self):
        for forged in ("é" * 64, "校验", "ａｂｃ", "0", "\u202e"):
            book = self._book()
            hidden = book[HIDDEN]
            hidden.cell(hidden.max_row, 1).value = forged
            with self.subTest(forged), self.assertRefused(UserError, FORGED):
                self._upload(book)

    def test_the_seal_is_read_before_anything_that_people_can_fill_in(self):
        book = self._book()
        hidden, asked = book[HIDDEN], []
        rows = Workbook.rows

        def watched(file, name):
            asked.append(name)
            return rows(file, name)

        with patch.object(Workbook, "rows", watched):
            self._upload(book)
            self.assertEqual(asked, [HIDDEN, book.sheetnames[0]])
            asked.clear()
            hidden.cell(1, 1).value += " "
            hidden.cell(2, 1).value = json.dumps([1, 2, 3])
            with self.assertRefused(UserError, FORGED):
                self._upload(book)
        self.assertEqual(asked, [HIDDEN])

    def test_a_visible_part_that_was_cut_or_filled_with_noise_ends_in_a_sentence(self):
        book = self._book()
        book.worksheets[0].delete_cols(2, 500)
        with self.assertRefused(UserError, "headings of the workbook are missing"):
            self._upload(book)
        book = self._book()
        sheet = book.worksheets[0]
        sheet.cell(HEADER_ROWS + 1, 1).value = "9" * 6000
        sheet.cell(HEADER_ROWS, HEADER_COLUMNS + 1).value = "9" * 6000
        for number in ("1e999", "9" * 400, "nan", "1e999999999999"):
            place = sheet.max_row, HEADER_COLUMNS + 3
            sheet.cell(*place).value = number
            with self.subTest(number):
                reasons = self._upload(book).line_ids.mapped("reason")
                self.assertIn(f"“{number[:40]}” is not a number.", reasons)

    @mute_logger("odoo.http")
    def test_a_grid_that_there_is_not_is_not_downloaded(self):
        self.authenticate("coordinator", "coordinator")
        for query in ("", "?kind=", "?kind=all", "?kind=self&kind=lead&period_id=x"):
            with self.subTest(query):
                answer = self.url_open(f"/perf_appraisal/grid.xlsx{query}")
                self.assertIn(answer.status_code, (200, 422))
                self.assertEqual(answer.status_code == 422, "kind=self" not in query)
        for number in ("9" * 5000, "-1", "٣", "²", "1e3"):
            with self.subTest(number[:9]):
                answer = self.url_open(f"/perf_appraisal/grid.xlsx?kind=self&period_id={number}&unit_id={number}")
                self.assertEqual(answer.status_code, 200)

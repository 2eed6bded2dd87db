import hashlib
import hmac
import io
import json
from collections import Counter

import xlsxwriter

from odoo import models
from odoo.exceptions import UserError

from ....tools import table_file

#: Name of the hidden sheet, and its layout: one line for what it is of, then one for each row, column and cell with
#: what was printed there, then the checksum.
HIDDEN = "perf"
VERSION = 2

#: First rows and columns of the visible sheet: title, hint, sections, names, hidden ids; then the people.
HEADER_ROWS = 5
HEADER_COLUMNS = 3


class PerfGrid(models.AbstractModel):
    """A grid as a workbook that can be filled in without network."""

    _inherit = "perf.grid"

    # === BUSINESS METHODS - XLSX === #

    def _export_xlsx(self, kind, period_id=False, unit_id=False):
        """Return a grid as a workbook, in the user's language.

        Only inputs can be changed; ids and old values stand on a hidden sheet that ends with a checksum.

        :param str kind: as in :meth:`get_grid`
        :return: ``(name of the file, content)``
        """
        grid = self.get_grid(kind, period_id, unit_id)
        self._check_size(grid)
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(
            buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self._write_visible(book, grid)
        self._write_hidden(book, grid)
        book.close()
        period = next((found["name"] for found in grid["periods"] if found["id"] == grid["period_id"]), "")
        return f"{self._grid_title(kind)} {period}.xlsx".replace("/", "-"), buffer.getvalue()

    def _check_size(self, grid):
        """Raise when a workbook could not be read back.

        :raise UserError: naming the way out
        """
        width = HEADER_COLUMNS + len(grid["columns"]) * (2 if grid["kind"] == "self" else 3)
        cells = sum(len(columns) for columns in grid["cells"].values())
        hidden = cells + len(grid["rows"]) + len(grid["columns"]) + 2
        if width > table_file.MAX_COLUMNS or hidden > table_file.MAX_ROWS:
            raise UserError(self.env._("This grid is too large for a workbook. Choose one unit."))
        if not cells:
            raise UserError(self.env._("Nothing is waiting here."))

    def _grid_title(self, kind):
        return {
            "self": self.env._("Fill in the Unit's Month"),
            "review": self.env._("Review in a Grid"),
            "lead": self.env._("Score as Lead Unit"),
        }[kind]

    def _grid_headings(self, kind, column):
        """Return the headings of the two or three workbook columns of an indicator."""
        full = f"{column['full']:g}"
        name = self.env._("%(name)s (full %(full)s)", name=column["name"], full=full)
        if column["rule"]:
            name = self.env._("%(name)s: how often “%(rule)s”", name=column["name"], rule=column["rule"])
        if column["counts_in"]:
            name = self.env._("%(name)s, counted in: %(unit)s", name=name, unit=column["counts_in"])
        if kind == "self":
            return [name, self.env._("Note")]
        return [self.env._("Self-score"), name, self.env._("Reason")]

    def _row_labels(self, grid):
        """Return what is printed beside each row: ``{row id: (name, what tells it apart from others)}``."""
        several = grid["kind"] != "lead" and len({row["unit"] for row in grid["rows"]}) > 1
        labels = {
            row["id"]: (
                row["name"],
                " · ".join(filter(None, [several and row["unit"] != row["name"] and row["unit"], row["hint"]])),
            )
            for row in grid["rows"]
        }
        twins = Counter(labels.values())
        return {
            key: (name, f"{hint} #{key}".strip() if twins[name, hint] > 1 else hint)
            for key, (name, hint) in labels.items()
        }

    def _write_visible(self, book, grid):
        """Write what people see and fill in."""
        kind, width = grid["kind"], 2 if grid["kind"] == "self" else 3
        sheet = book.add_worksheet(self.env._("Grid"))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E9ECEF"})
        sheet.write_string(0, 1, self._grid_title(kind), book.add_format({"bold": True, "font_size": 14}))
        hint = self.env._(
            "Fill in the white cells only. Grey cells are not yours to change. Do not move rows or columns."
        )
        sheet.write_string(1, 1, hint)
        sheet.write_string(3, 1, self.env._("Unit") if kind == "lead" else self.env._("Name"), bold)
        sheet.write_string(3, 2, "" if kind == "lead" else self.env._("Post"), bold)
        for place, column in enumerate(grid["columns"]):
            first = HEADER_COLUMNS + place * width
            sheet.write_string(2, first, column["section"], bold)
            for offset, heading in enumerate(self._grid_headings(kind, column)):
                sheet.write_string(3, first + offset, heading, bold)
            sheet.write_number(4, first + width - 2, column["id"])
        sheet.set_row(3, 60)
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(1, 2, 16)
        sheet.set_column(HEADER_COLUMNS, HEADER_COLUMNS + width * len(grid["columns"]), 11)
        sheet.freeze_panes(HEADER_ROWS, HEADER_COLUMNS)
        self._write_rows(book, sheet, grid, width)

    def _write_rows(self, book, sheet, grid, width):
        """Write the people or units with their cells."""
        look = {"border": 1, "valign": "top"}
        fixed = book.add_format({**look, "bg_color": "#E9ECEF"})
        number = book.add_format({**look, "locked": False})
        text = book.add_format({**look, "locked": False, "num_format": "@", "text_wrap": True})
        labels = self._row_labels(grid)
        for place, row in enumerate(grid["rows"], HEADER_ROWS):
            sheet.write_number(place, 0, row["id"])
            for offset, label in enumerate(labels[row["id"]], 1):
                sheet.write_string(place, offset, label, fixed)
            for index, column in enumerate(grid["columns"]):
                first = HEADER_COLUMNS + index * width
                cell = grid["cells"].get(row["id"], {}).get(column["id"])
                if not cell:
                    for offset in range(width):
                        sheet.write_blank(place, first + offset, None, fixed)
                    continue
                if width == 3:  # a blank where nobody gave a self-score
                    sheet.write(place, first, None if cell["self"] is False else cell["self"], fixed)
                value = self._shown(cell)
                if cell["input"] and not value and not cell["note"]:
                    sheet.write_blank(place, first + width - 2, None, number)
                else:
                    sheet.write_number(place, first + width - 2, value, number if cell["input"] else fixed)
                sheet.write_string(place, first + width - 1, cell["note"], text if cell["open"] else fixed)

    def _write_hidden(self, book, grid):
        """Write ids and old values, sealed by a checksum."""
        sheet = book.add_worksheet(HIDDEN)
        sheet.hide()
        sheet.protect("")
        lines = self._hidden_lines(grid)
        for place, line in enumerate([*lines, self._checksum(lines)]):
            sheet.write_string(place, 0, line)

    @staticmethod
    def _shown(cell):
        """Return the number that stands in the workbook for a cell."""
        return cell["value"] if cell["input"] else cell["score"]

    def _hidden_lines(self, grid):
        """Return the hidden sheet's lines: what the grid is of, its rows and columns, each cell with its old value."""
        kind = grid["kind"]
        head = {"version": VERSION, "kind": kind, "period": grid["period_id"], "unit": grid["unit_id"]}
        rows = [["row", key, label] for key, label in self._row_labels(grid).items()]
        value = 0 if kind == "self" else 1
        columns = [["column", found["id"], [self._grid_headings(kind, found)[value]]] for found in grid["columns"]]
        cells = [
            ["cell", row, column, cell["line_id"], self._shown(cell), cell["note"]]
            + [bool(cell[name]) for name in ("input", "open", "zero_asks")]
            for row, found in grid["cells"].items()
            for column, cell in found.items()
        ]
        return [json.dumps(line, ensure_ascii=False) for line in (head, *rows, *columns, *cells)]

    def _checksum(self, lines):
        """Return the checksum of the hidden lines; only this database can make it."""
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()

    def _is_sealed(self, lines, checksum):
        """Return whether the checksum is that of the lines."""
        return hmac.compare_digest(self._checksum(lines).encode(), checksum.encode())

import json
import math
from itertools import count

from openpyxl.utils import get_column_letter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.conduct.grid.perf_grid_xlsx import HEADER_COLUMNS, HEADER_ROWS, HIDDEN, VERSION
from ..tools import table_file
from ..tools.scoring import to_decimal

#: No id has more digits.
MAX_DIGITS = 19


class PerfGridImport(models.TransientModel):
    """Read a grid's workbook back: show each change and each refusal, then apply."""

    _name = "perf.grid.import"
    _description = "Upload of a Grid's Workbook"
    _inherit = ["perf.table.mixin"]

    state = fields.Selection(
        selection=[("upload", "Upload"), ("preview", "Check")], required=True, default="upload", readonly=True
    )
    file = fields.Binary(string="Workbook", help="The workbook that was downloaded from a grid and filled in.")
    kind = fields.Char(readonly=True)
    line_ids = fields.One2many("perf.grid.import.line", "wizard_id", string="Changes", readonly=True)
    change_count = fields.Integer(string="Changes to Make", compute="_compute_counts")
    refused_count = fields.Integer(string="Not Written", compute="_compute_counts")
    zero_count = fields.Integer(string="Zeros without a Note", compute="_compute_counts")
    zeros_meant = fields.Boolean(
        string="These zeros are meant",
        help="A 0 where nothing stood counts only with a note beside it. This writes one beside all of them.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.status", "zeros_meant")
    def _compute_counts(self):
        for wizard in self:
            statuses = wizard.line_ids.mapped("status")
            wizard.refused_count = statuses.count("refused")
            wizard.zero_count = statuses.count("zero")
            wizard.change_count = len(wizard._lines_to_apply())

    # === ACTION METHODS === #

    def action_preview(self):
        """Read the workbook and show what it would change; nothing is written yet.

        :return: the action that shows the wizard again
        :raise UserError: when the file is no workbook of a grid
        """
        self.ensure_one()
        head, known, printed, rows = self._read()
        found = self._changes(known, printed, rows)
        self._try(head["kind"], found)
        self.write(
            {
                "state": "preview",
                "kind": head["kind"],
                "line_ids": [Command.clear(), *(Command.create(change) for change in found)],
            },
        )
        return self._action_again()

    def action_back(self):
        """Choose another workbook."""
        self.write({"state": "upload", "line_ids": [Command.clear()]})
        return self._action_again()

    def action_apply(self):
        """Make all changes that the preview shows, or none.

        :raise UserError: when something changed between the preview and now
        """
        self.ensure_one()
        answer = self.env["perf.grid"].save(self.kind, self._lines_to_apply().mapped("payload"))
        if left := [*answer["refused"], *answer["conflicts"]]:
            lines = [
                self.env._("• %(record)s: %(reason)s", record=f"{row['row']} · {row['column']}", reason=row["reason"])
                for row in left[:20]
            ]
            raise UserError(self.env._("Nothing was changed, because:") + "\n" + "\n".join(lines))
        return {"type": "ir.actions.act_window_close"}

    def _lines_to_apply(self):
        """Return the changes, and the zeros when they are meant."""
        statuses = ("change", "zero") if self.zeros_meant else ("change",)
        return self.line_ids.filtered(lambda line: line.status in statuses)

    # === BUSINESS METHODS - READ === #

    def _read(self):
        """Return what a workbook is of, its cells and its names as they were, and its visible rows.

        The hidden part is read first, and nothing of the rest unless it is as it was written here.

        :return: ``(head, {(row id, column id): [line id, shown value, note, takes input, open, 0 needs a note]},
            {("row" or "column", id): [text that was printed]}, rows of texts)``
        :raise UserError: when it is no workbook of a grid, or its hidden part was changed
        """
        with self._telling_file_problems():
            file = table_file.open_file(self._file_content(), self.filename or "")
            visible = next((name for name in file.names if name != HIDDEN), None)
            hidden = file.rows(HIDDEN) if visible and HIDDEN in file.names else []
            return *self._read_hidden([row[0] for row in hidden if row[0]]), file.rows(visible)

    def _read_hidden(self, texts):
        """Return what the hidden sheet says.

        :param list texts: its lines, the checksum as the last one
        :return: head, cells and names as in :meth:`_read`
        :raise UserError: when they are not those of a grid of this database
        """
        if len(texts) < 2:
            raise UserError(self.env._("This is no workbook of a grid. Download one from the grid and fill it in."))
        if not self.env["perf.grid"]._is_sealed(texts[:-1], texts[-1]):
            raise UserError(
                self.env._(
                    "The hidden part of the workbook was changed, or it is of another system. Download it again."
                )
            )
        head, *lines = [json.loads(text) for text in texts[:-1]]
        if head["version"] != VERSION:
            raise UserError(self.env._("The workbook is of an older version. Download it again."))
        cells = {(row, column): rest for what, row, column, *rest in lines if what == "cell"}
        return head, cells, {(line[0], line[1]): line[2] for line in lines if line[0] != "cell"}

    def _changes(self, known, printed, rows):
        """Return what the visible rows change, as values of lines; those that cannot be read are refused.

        As soon as one name does not fit its hidden id, the points may stand beside the wrong people: then nothing of
        the workbook is taken.
        """
        if len(rows) < HEADER_ROWS or len(rows[0]) <= HEADER_COLUMNS:
            raise UserError(self.env._("The headings of the workbook are missing. Download it again."))
        columns, changes = self._column_places(known, rows)
        misfits = [
            self._misfit(printed["column", column_id], rows[HEADER_ROWS - 2][index:], index, HEADER_ROWS - 1)
            for column_id, index in columns.items()
        ]
        seen = {}
        for number, texts in enumerate(rows[HEADER_ROWS:], HEADER_ROWS + 1):
            row_id = self._id_in(texts[0])
            problem = self._row_problem(row_id, number, printed, seen)
            if not problem:
                misfits.append(self._misfit(printed["row", row_id], texts[1:], 1, number))
                changes += self._row_changes(number, texts, row_id, known, columns, rows[HEADER_ROWS - 2])
            elif any(texts[HEADER_COLUMNS:]):
                changes.append(self._refusal(f"A{number}", texts[1], "", problem))
        return list(filter(None, misfits)) or changes + self._missing_rows(printed, seen)

    def _column_places(self, known, rows):
        """Return where each indicator's values stand, and refusals for headings that were changed."""
        places, changes, indicators = {}, [], {column for _row, column in known}
        for index, text in enumerate(rows[HEADER_ROWS - 1]):
            if not text or index < HEADER_COLUMNS:
                continue
            column_id, place = self._id_in(text), f"{get_column_letter(index + 1)}{HEADER_ROWS}"
            if column_id in places or column_id not in indicators or index + 1 == len(rows[0]):
                problem = self.env._("the column is not of this workbook, or stands there twice.")
                changes.append(self._refusal(place, "", rows[HEADER_ROWS - 2][index], problem))
            else:
                places[column_id] = index
        lost = self.env["perf.indicator"].sudo().browse(sorted(indicators - set(places))).exists()
        changes += [
            self._refusal("", "", indicator.display_name, self.env._("the column is missing.")) for indicator in lost
        ]
        return places, changes

    def _missing_rows(self, printed, seen):
        """Return refusals for rows that were taken out; their names stood in the workbook."""
        reason = self.env._("the row is missing.")
        rows = {key: names[0] for (what, key), names in printed.items() if what == "row"}
        return [self._refusal("", name, "", reason) for key, name in rows.items() if key not in seen]

    def _misfit(self, printed, texts, column, number):
        """Return the refusal of names that are not those of the hidden id beside them, or nothing.

        :param list printed: what stood there when the workbook was downloaded
        :param list texts: what stands there now
        :param int column: the first of their columns, from 0
        :param int number: their row in the workbook, from 1
        """
        for letter, was, found in zip(map(get_column_letter, count(column + 1)), printed, texts, strict=False):
            if was.split() != found.split():
                reason = self.env._(
                    "“%(found)s” stands where “%(was)s” was: rows or columns were moved without their hidden ids, or "
                    "the name was changed. Put it back as it was; until then nothing of this workbook is taken.",
                    found=found[:80],
                    was=was,
                )
                return self._refusal(f"{letter}{number}", texts[0] if number > HEADER_ROWS else "", "", reason)
        return {}

    def _row_changes(self, number, texts, row_id, known, columns, headings):
        """Return what one row changes, as values of lines.

        :param int number: the row in the workbook, from 1
        :param list texts: what stands in it
        :param dict columns: where each indicator's values stand
        """
        changes = []
        for column_id, index in columns.items():
            change = self._cell_change(known.get((row_id, column_id)), texts[index], texts[index + 1])
            if change:
                place = f"{get_column_letter(index + 1)}{number}"
                changes.append({"place": place, "row": texts[1], "column": headings[index], **change})
        return changes

    def _row_problem(self, row_id, number, printed, seen):
        """Return why a row cannot be read, or nothing; keep in mind that it was there."""
        if ("row", row_id) not in printed:
            return self.env._("row %s is not of this workbook.", number)
        if row_id in seen:
            return self.env._("row %(row)s repeats row %(first)s.", row=number, first=seen[row_id])
        seen[row_id] = number
        return ""

    def _cell_change(self, cell, text, note):
        """Return the values of a changed cell, or nothing when it is as it was.

        :param list cell: as in :meth:`_read`, nothing when the indicator is not on that sheet
        """
        if not cell:
            return self._wrong(text or note, self.env._("not in this plan.")) if text or note else {}
        line_id, old, old_note, takes_input, is_open, zero_asks = cell
        value, problem = self._number(text, old)
        bare_zero = zero_asks and text and not (problem or value or note)
        if not problem and value == old and note == old_note and not bare_zero:
            return {}
        if problem:
            return self._wrong(text, problem, old)
        if (value != old and not takes_input) or (note != old_note and not is_open):
            return self._wrong(text, self.env._("this cell is not yours to change."), old)
        change = {"status": "change", "old": f"{old:g}", "new": f"{value:g}"}
        if bare_zero:
            note = self.env._("0 is meant.")
            change |= {"status": "zero", "reason": self.env._("0 without a note: write why, or tick that it is meant.")}
        payload = {"line_id": line_id}
        if value != old or bare_zero:  # a 0 that is meant is none once somebody has entered points
            payload |= {"value": value, "old": old}
        if note != old_note:
            payload |= {"note": note, "old_note": old_note}
        return {**change, "note": note, "payload": payload}

    def _number(self, text, old):
        """Return the number that a text stands for, and what is wrong with it; an empty text is no change."""
        if not text:
            return (old, "") if not old else (old, self.env._("empty: write 0 if you mean 0."))
        try:
            value = float(to_decimal(text))
        except ValueError:
            value = math.inf
        if not math.isfinite(value):
            return old, self.env._("“%s” is not a number.", text[:40])
        return value, ""

    # === HELPERS === #

    @staticmethod
    def _id_in(text):
        """Return the id that stands in a cell, 0 for anything else."""
        return int(text) if text.isdecimal() and len(text) < MAX_DIGITS else 0

    def _try(self, kind, changes):
        """Save the changes and take them back, and mark those that were refused."""
        cells = {change["payload"]["line_id"]: change for change in changes if change["status"] != "refused"}
        if not cells:
            return
        with self.env.cr.savepoint() as savepoint:
            answer = self.env["perf.grid"].save(kind, [change["payload"] for change in cells.values()])
            savepoint.rollback()
        for found in (*answer["refused"], *answer["conflicts"]):
            cells[found["line_id"]].update(status="refused", reason=found["reason"])

    def _wrong(self, text, reason, old=None):
        return {"status": "refused", "old": "" if old is None else f"{old:g}", "new": text, "reason": reason}

    def _refusal(self, place, row, column, reason):
        return {"place": place, "row": row, "column": column, "status": "refused", "reason": reason}

    def _action_again(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Upload a Workbook"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

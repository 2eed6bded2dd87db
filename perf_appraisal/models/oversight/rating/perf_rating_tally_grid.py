import base64
import io
import re
from urllib.parse import quote

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

#: A cell of the grid: rated, dimension and choice; both are 0 where a third party gives one number.
_CELL = re.compile(r"\d{1,9}-\d{1,9}-\d{1,9}")

#: What a computer does not take in the name of a file.
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')

#: No more votes are counted in one cell.
_MOST_VOTES = 10**7

#: A warning names so many, and only counts the rest.
_MOST_NAMES = 5


class PerfRatingTally(models.Model):
    """A tally as one grid: a row for each of those who are rated, a column for each answer to each question.

    What looks odd in it is said, and never refused: the protocol decides.
    """

    _inherit = "perf.rating.tally"

    _phase_fields = {"draft": frozenset({"grid"})}

    # rows, questions and numbers; written with “changes”: numbers by cell, nothing for a cell that is emptied
    grid = fields.Json(string="Counted Votes", compute="_compute_grid", inverse="_inverse_grid")
    warning = fields.Text(compute="_compute_warning", help="What looks odd in the numbers.")
    table = fields.Binary(compute="_compute_table", help="The grid as a workbook, to be filled in and read again.")

    # === COMPUTE METHODS === #

    @api.depends("group_id.expected", "line_ids.votes", "line_ids.percent", "line_ids.appraisee_id")
    @api.depends_context("lang")
    def _compute_grid(self):
        for tally in self:
            tally.grid = bool(tally.group_id) and {
                "rated": tally._grid_rated(),
                "questions": tally._grid_questions(),
                "cells": tally._cells(),
                "whole": tally.channel != "third_party",
                "expected": 0 if tally.group_id.rates == "own" else tally.group_id.expected,
            }

    def _inverse_grid(self):
        for tally in self:
            tally._write_cells(tally.grid.get("changes") if isinstance(tally.grid, dict) else None)
        self.invalidate_recordset(["grid"])  # what was written holds changes only

    @api.depends("group_id.expected", "line_ids.votes", "line_ids.percent", "line_ids.appraisee_id")
    @api.depends_context("lang")
    def _compute_warning(self):
        for tally in self:
            tally.warning = "\n".join(tally._odd_votes()) if tally.line_ids else False

    @api.depends_context("lang")
    def _compute_table(self):
        for tally in self:
            tally.table = base64.b64encode(tally._table_content())

    # === ACTION METHODS === #

    def action_download_table(self):
        """Download the grid as a workbook, with what is entered so far; it is called after rating and group.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        name = _NOT_IN_FILE_NAMES.sub("_", f"{self.rating_id.name} {self.group_id.name}")
        url = f"/web/content/{self._name}/{self.id}/table/{quote(name)}.xlsx?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_read_table(self):
        """Open the dialog that reads a workbook.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rating_tally_import_action")
        return {**action, "context": {"default_tally_id": self.id}}

    # === BUSINESS METHODS - GRID === #

    def _grid_rated(self):
        """Return the rows of the grid, in the order in which protocols list them: by category, then by name."""
        rated = self.group_id and self.group_id._rated()
        rated = (rated or self.env["perf.appraisee"]).sorted(
            lambda one: (one.category_id.sequence, one.category_id.id, one.unit_id.name or "", one.id)
        )
        return [
            {"id": one.id, "name": _name(one), "note": one.unit_id.name if one.employee_id else one.category_id.name}
            for one in rated
        ]

    def _grid_questions(self):
        """Return the questions of the grid with their columns; a third party gives one number."""
        if self.channel == "third_party":
            return [{"id": 0, "name": "", "columns": [{"key": "0-0", "name": self.env._("Score %")}]}]
        kind = self.rating_id.rating_type_id
        return [
            {
                "id": dimension.id,
                "name": dimension.name,
                "columns": [{"key": f"{dimension.id}-{choice.id}", "name": choice.name} for choice in kind.choice_ids],
            }
            for dimension in kind.dimension_ids
        ]

    def _cells(self):
        """Return the numbers of the grid by cell; once the rating is closed, the results tell what may be told."""
        if self.rating_state != "open":
            return {}
        name = "percent" if self.channel == "third_party" else "votes"
        return {line._cell(): line[name] for line in self.line_ids}

    def _write_cells(self, changes):
        """Change numbers of the grid.

        :param dict changes: numbers by cell, as in :meth:`_cells`; nothing for a cell that is emptied
        :raise UserError: naming a number that cannot be
        """
        if not changes:
            return
        by_votes = self.channel != "third_party"
        if not isinstance(changes, dict) or not all(_CELL.fullmatch(str(cell)) for cell in changes):
            raise UserError(self.env._("This is no cell of the tally. Open it again."))
        for number in changes.values():
            self._check_number(number, by_votes)
        self.line_ids.filtered(lambda line: line._cell() in changes).unlink()
        self.env["perf.rating.tally.line"].create(
            [self._prepare_line(cell, number, by_votes) for cell, number in changes.items() if number is not None]
        )

    def _check_number(self, number, by_votes):
        """Raise for what is no number of votes, or no score.

        :param number: whatever was typed
        :param bool by_votes: votes are counted
        :raise UserError: naming the number
        """
        if number is None:
            return
        plain = type(number) in (int, float) and (not by_votes or number == int(number))
        if not plain or not 0 <= number <= (_MOST_VOTES if by_votes else 100):
            raise UserError(
                self.env._("“%s” is no number of votes.", number)
                if by_votes
                else self.env._("“%s” is no score between 0 and 100.", number)
            )

    def _prepare_line(self, cell, number, by_votes):
        """Return the values of a line.

        :param str cell: as in :meth:`_cells`
        :param number: votes or percent
        :param bool by_votes: votes are counted
        """
        rated, dimension, choice = map(int, cell.split("-"))
        return {
            "tally_id": self.id,
            "appraisee_id": rated,
            "dimension_id": dimension or False,
            "choice_id": choice or False,
            "votes" if by_votes else "percent": number,
        }

    # === BUSINESS METHODS - WHAT LOOKS ODD === #

    def _odd_votes(self):
        """Return sentences on what looks odd: more votes than people, questions that differ, rows without a number."""
        rated, questions, cells = self._grid_rated(), self._grid_questions(), self._cells()
        sums = {
            one["id"]: {
                question["id"]: sum(given)
                for question in questions
                if (given := _given(cells, one["id"], question["columns"]))
            }
            for one in rated
        }
        odd = self._rows_without(rated, sums)
        if self.channel == "third_party":
            return odd
        return [*self._too_many(rated, questions, sums), *self._differing(rated, sums), *odd]

    def _rows_without(self, rated, sums):
        """Return a sentence that counts and names those for whom nothing is entered."""
        names = [one["name"] for one in rated if not sums[one["id"]]]
        if not names:
            return []
        numbers = {"number": len(names), "all": len(rated), "names": self._few(names)}
        return [self.env._("Nothing is entered for %(number)s of %(all)s: %(names)s.", **numbers)]

    def _too_many(self, rated, questions, sums):
        """Return a sentence that names those who got more votes than people are expected to answer."""
        expected, name = self.group_id.expected, {question["id"]: question["name"] for question in questions}
        if not expected:
            return []
        if self.group_id.rates == "own":
            total = sum(max(given.values(), default=0) for given in sums.values())
            return [self.env._("%(votes)s votes, %(expected)s expected.", votes=total, expected=expected)] * (
                total > expected
            )
        names = [
            self.env._("%(rated)s (%(question)s: %(votes)s)", rated=one["name"], question=name[question], votes=votes)
            for one in rated
            for question, votes in sums[one["id"]].items()
            if votes > expected
        ]
        return (
            [
                self.env._(
                    "More votes than the %(expected)s expected: %(names)s.", expected=expected, names=self._few(names)
                )
            ]
            if names
            else []
        )

    def _differing(self, rated, sums):
        """Return a sentence that names those whose questions were not answered by equally many."""
        names = [
            f"{one['name']} ({' / '.join(map(str, sums[one['id']].values()))})"
            for one in rated
            if len(set(sums[one["id"]].values())) > 1
        ]
        return [self.env._("Questions with different numbers of votes: %s.", self._few(names))] if names else []

    def _few(self, names):
        """Return some names in a list, the rest counted."""
        if len(names) > _MOST_NAMES:
            names = [*names[:_MOST_NAMES], self.env._("%s others", len(names) - _MOST_NAMES)]
        return format_list(self.env, names)

    # === HELPERS - WORKBOOK === #

    def _who_labels(self):
        """Return the names of the columns that say who is rated."""
        if self.rating_id.kind == "employee":
            return {"rated": self.env._("Name"), "unit": self.env._("Unit")}
        return {"rated": self.env._("Unit")}

    def _column_names(self):
        """Return the names of the columns of numbers by the second and third part of their cells."""
        questions = self._grid_questions()
        return {
            column["key"]: f"{question['name']}: {column['name']}" if len(questions) > 1 else column["name"]
            for question in questions
            for column in question["columns"]
        }

    def _table_content(self):
        """Return the grid as a workbook: the names of those who are rated stand in its rows."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
        sheet = book.add_worksheet(self.env._("Tally"))
        who, columns, cells = self._who_labels(), self._column_names(), self._cells()
        head = book.add_format(
            {
                "bold": True,
                "border": 1,
                "bg_color": "#E9ECEF",
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
            }
        )
        box = book.add_format({"border": 1})
        sheet.write_row(0, 0, [*who.values(), *columns.values()], head)
        sheet.set_row(0, 36)
        sheet.set_column(0, len(who) - 1, 26)
        sheet.set_column(len(who), len(who) + len(columns) - 1, 11)
        sheet.freeze_panes(1, len(who))
        for row, one in enumerate(self._grid_rated(), 1):
            sheet.write_row(row, 0, [one["name"], one["note"]][: len(who)], box)
            for column, key in enumerate(columns, len(who)):
                number = cells.get(f"{one['id']}-{key}")
                if number is None:
                    sheet.write_blank(row, column, None, box)
                else:
                    sheet.write_number(row, column, number, box)
        book.close()
        return buffer.getvalue()


def _name(appraisee):
    """Return how a row calls somebody: without the year."""
    return appraisee.employee_id.sudo().name or appraisee.unit_id.name


def _given(cells, rated, columns):
    """Return the numbers that are entered for one question about one of those who are rated."""
    found = (cells.get(f"{rated}-{column['key']}") for column in columns)
    return [number for number in found if number is not None]

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_compare, format_list

from .perf_grid import GRID_STATES

#: No value is larger than this.
LARGEST = 1e12

#: No id is larger than this.
LARGEST_ID = 2**31 - 1


class PerfGrid(models.AbstractModel):
    """Write a grid, and hand its sheets on."""

    _inherit = "perf.grid"

    # === BUSINESS METHODS - SAVE === #

    @api.model
    def save(self, kind, cells):
        """Write cells: what fits is saved, the rest comes back with its row, column and reason.

        What somebody else changed meanwhile is never overwritten.

        :param str kind: ``self``, ``review`` or ``lead``
        :param list cells: ``{"line_id", "value", "old", "note", "old_note"}``; without ``value`` or without ``note``
            that part stays as it is
        :return: ``{"saved": [line id], "refused": [{"line_id", "row", "column", "reason"}], "conflicts": [the same,
            "value", "current", "note", "current_note"], "rows": [row], "cells": {row: {column: cell}}}``; rows and
            cells as they are now
        """
        if kind not in GRID_STATES:
            raise UserError(self.env._("There is no such grid."))
        phase = "self" if kind == "self" else "review"
        entries = {cell["line_id"]: cell for cell in cells if self._names_line(cell)}
        lines, refused = self._cells_to_write(kind, entries)
        found = {line.id: self._conflict(phase, line, entries[line.id]) for line in lines}
        conflicts = {key: conflict for key, conflict in found.items() if conflict}
        fitting = {
            key: {name: entries[key][name] for name in ("value", "note") if entries[key].get(name) is not None}
            for key in found
            if key not in conflicts
        }
        refused |= self.env["perf.appraisal.line"]._write_cells(phase, fitting)
        readable = self.env["perf.appraisal.line"].browse(entries)._filtered_access("read")
        answered = self._tellable(kind, readable)
        places = {line.id: self._place(line) for line in readable if line.id in refused or line.id in conflicts}
        unknown, lost = {"row": "", "column": ""}, self.env._("it does not say which cell it is.")
        problems = [*refused.items(), *((False, lost) for cell in cells if not self._names_line(cell))]
        return {
            "saved": [key for key in fitting if key not in refused],
            "refused": [{"line_id": key, **places.get(key, unknown), "reason": why} for key, why in problems],
            "conflicts": [{"line_id": key, **places[key], **conflict} for key, conflict in conflicts.items()],
            "rows": self._rows(kind, answered),
            "cells": self._cells(kind, answered),
        }

    @api.model
    def submit(self, kind, appraisal_ids):
        """Hand in, or finish the review of, all sheets that are complete.

        :param str kind: ``self``, ``review`` or ``lead``
        :param list appraisal_ids: the sheets
        :return: ``{"done": [sheet id], "refused": [{"id", "row", "reasons": [sentence]}]}``
        """
        if kind not in GRID_STATES:
            raise UserError(self.env._("There is no such grid."))
        sheets = self.env["perf.appraisal"].browse(appraisal_ids)
        if kind == "lead":
            return self._submit_lead(sheets)
        sheets = sheets.exists()._filtered_access("read").filtered(lambda sheet: sheet.state == GRID_STATES[kind])
        refused = self._sheet_problems(kind, sheets)
        ready = sheets.filtered(lambda sheet: sheet.id not in refused)
        if ready and kind == "self":
            ready.action_submit()
        elif ready:
            ready.action_review()
        return {
            "done": ready.ids,
            "refused": [
                {"id": sheet.id, "row": sheet._who(), "reasons": refused[sheet.id]}
                for sheet in sheets
                if sheet.id in refused
            ],
        }

    def _submit_lead(self, sheets):
        """Finish the lead unit's lines of these sheets; see :meth:`submit`."""
        lines = self.env["perf.appraisal.line"].search(
            self._domain_lines("lead") & Domain("appraisal_id", "in", sheets.ids) & Domain("reviewed_on", "=", False),
        )
        refused = {}
        for line in lines:
            if problem := line._cell_problem("review"):
                refused.setdefault(line.appraisal_id.id, []).append(
                    self.env._("%(line)s: %(problem)s", line=line.indicator_id.display_name, problem=problem),
                )
            elif silent := line._unscored():
                refused.setdefault(line.appraisal_id.id, []).append(silent._unscored_message())
        ready = lines.filtered(lambda line: line.appraisal_id.id not in refused)
        if ready:
            ready.action_finish_lines()
        names = {line.appraisal_id.id: line.unit_id.name for line in lines}
        return {
            "done": list(dict.fromkeys(line.appraisal_id.id for line in ready)),
            "refused": [{"id": key, "row": names[key], "reasons": reasons} for key, reasons in refused.items()],
        }

    @api.model
    def reopen(self, appraisal_ids):
        """Take up again the lines of a lead unit that the user has finished on these sheets.

        :param list appraisal_ids: the sheets
        :return: how many lines
        """
        mine = Domain("appraisal_id", "in", appraisal_ids) & Domain("reviewed_by_id", "=", self.env.uid)
        lines = self.env["perf.appraisal.line"].search(self._domain_lines("lead") & mine)
        lines.action_reopen_lines()
        return len(lines)

    # === BUSINESS METHODS - WHAT IS MISSING === #

    def _sheet_problems(self, kind, sheets):
        """Return why sheets cannot be handed in, or their review not be finished, as sentences by sheet.

        :param str kind: ``self`` or ``review``
        :param sheets: ``perf.appraisal`` recordset
        :return: ``{sheet id: [sentence]}``, empty when all can
        """
        action = {"self": "action_submit", "review": "action_review"}[kind]
        refused = {key: [reason] for key, reason in sheets._refusals(action).items()}
        told = sheets - sheets._holding("unfinished")
        found = self._submit_sentences(sheets) if kind == "self" else self._review_sentences(told)
        for sheet_id, sentences in found.items():
            refused.setdefault(sheet_id, []).extend(sentences)
        return refused

    def _submit_sentences(self, sheets):
        """Return what keeps the sheets from being handed in: ``{sheet id: [sentence]}``.

        Something is missing on a line, or a matter is claimed that already counts elsewhere.
        """
        problems = [(line, problem) for line in sheets.line_ids for problem in line._submit_problems()]
        problems += [
            (claim.line_id, problem) for claim, problem in sheets.line_ids.claim_ids._matter_problems().items()
        ]
        found = {}
        for line, problem in problems:
            sentence = self.env._("%(line)s: %(problem)s", line=line.indicator_id.display_name, problem=problem)
            found.setdefault(line.appraisal_id.id, []).append(sentence)
        return found

    def _review_sentences(self, sheets):
        """Return what a review lacks: reasons of changed scores, any score, lines of one's own, a year's grade.

        :return: ``{sheet id: [sentence]}``
        """
        lines, found = self._lines_to_review(sheets).grouped("appraisal_id"), {}
        for sheet in sheets:
            if sheet.kind == "unit" and sheet not in lines:
                found[sheet.id] = [sheet._waiting_message()]
        for sheet, own in lines.items():
            if bare := own._without_reason():
                names = format_list(self.env, bare.mapped("indicator_id.display_name"))
                found[sheet.id] = [self.env._("changed without a reason: %s", names)]
            if silent := own._unscored():
                found.setdefault(sheet.id, []).append(silent._unscored_message())
        for sheet in sheets._without_grade():
            found.setdefault(sheet.id, []).append(self.env._("propose a grade for the year first."))
        return found

    def _lines_to_review(self, sheets):
        """Return the lines whose review the user finishes with these sheets: of units' sheets those that are his."""
        units = sheets.filtered(lambda sheet: sheet.kind == "unit")
        waiting = units.line_ids.filtered(lambda line: not line.reviewed_on)
        return (sheets - units).line_ids | waiting._filtered_access("write")

    # === HELPERS === #

    def _cells_to_write(self, kind, entries):
        """Return the lines that the user may write now, locked, and why the others are refused.

        :param dict entries: cells by line id
        :return: ``(lines, {line id: sentence})``
        """
        lines = self.env["perf.appraisal.line"].browse(entries)._filtered_access("read")
        lines.sudo().appraisal_id._lock_once()
        writable, waits = set(lines._filtered_access("write").ids), self.env._("it waits for its reviewer")
        refused = dict.fromkeys(set(entries) - set(lines.ids), self.env._("There is no such cell, or it is not yours."))
        reasons = lines.sudo().appraisal_id.sudo(False)._refuse_unwritable()
        for line in lines:
            reason = "" if line.id in writable else reasons.get(line.sudo().appraisal_id.id, waits)
            if problem := self._cell_refusal(kind, line, reason) or self._entry_problem(entries[line.id]):
                refused[line.id] = problem
        return lines.filtered(lambda line: line.id not in refused), refused

    def _cell_refusal(self, kind, line, reason):
        """Return why the user cannot write a line now, or nothing.

        :param str kind: kind of the grid
        :param line: the line
        :param str reason: why the rules do not let the user write it, if so
        """
        sheet = line.sudo().appraisal_id
        if sheet.state != GRID_STATES[kind]:
            return self.env._(
                "the sheet has gone on meanwhile, it is “%s” now.", sheet.with_env(self.env)._state_label()
            )
        if reason:
            return self.env._("you cannot write here: %s.", reason)
        if kind == "lead" and not line.i_lead:
            return self.env._("your unit does not score this indicator.")
        return ""

    @staticmethod
    def _names_line(cell):
        """Return whether what was sent says which line it is for."""
        line_id = cell.get("line_id") if isinstance(cell, dict) else None
        return type(line_id) is int and 0 < line_id <= LARGEST_ID

    def _entry_problem(self, entry):
        """Return why what was sent for a cell cannot be a value and a word, or nothing."""
        for value in (entry.get("value"), entry.get("old") or 0.0):
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                return self.env._("“%s” is not a number.", str(value)[:40])
            if not -LARGEST < value < LARGEST:
                return self.env._("the number is too large.")
        for note in (entry.get("note") or "", entry.get("old_note") or ""):
            if not isinstance(note, str) or "\0" in note:
                return self.env._("“%s” is no text.", str(note)[:40].replace("\0", ""))
        return ""

    def _conflict(self, phase, line, entry):
        """Return both values when the server's differs from the one that was shown, or nothing."""
        current, note = line._cell_value(phase), (line.self_note if phase == "self" else line.review_reason) or ""
        changed = "value" in entry and float_compare(entry.get("old") or 0.0, current, precision_digits=4)
        rewritten = "note" in entry and (entry.get("old_note") or "") != note
        if not (changed or rewritten):
            return {}
        return {
            "value": entry.get("value"),
            "current": current,
            "note": entry.get("note"),
            "current_note": note,
            "reason": self.env._("somebody changed it meanwhile, it is %s now.", f"{current:g} {note}".strip()),
        }

    def _place(self, line):
        """Return the names of the row and the column of a line."""
        return {"row": line.sudo().appraisal_id._who(), "column": line.indicator_id.display_name}

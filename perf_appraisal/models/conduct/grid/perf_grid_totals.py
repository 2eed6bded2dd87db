from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools import scoring
from .perf_grid import GRID_STATES


class PerfGrid(models.AbstractModel):
    """What the rows of a grid come to, with what is typed as well: the engine adds up, the screen shows."""

    _inherit = "perf.grid"

    # === BUSINESS METHODS - TOTALS === #

    @api.model
    @api.readonly
    def get_totals(self, kind, typed):
        """Return what sheets come to with points that are typed and not saved; nothing is written.

        :param str kind: ``self``, ``review`` or ``lead``
        :param dict typed: ``{line id: points}``; lines whose points follow from other input are passed over
        :return: ``{sheet id: {"score", "full"}}``
        """
        if kind not in GRID_STATES:
            raise UserError(self.env._("There is no such grid."))
        phase = "self" if kind == "self" else "review"
        given = {
            int(key): value
            for key, value in typed.items()
            if str(key).isdecimal() and self._names_line({"line_id": int(key)}) and self._is_number(value)
        }
        lines = self.env["perf.appraisal.line"]
        asked = self._tellable(kind, lines.browse(given).exists()._filtered_access("read"))
        scores = {
            line.id: line._engine_score(given[line.id], accepted_only=phase == "review")
            for line in asked.sudo()
            if line._cell_input(phase) in ("self_value", "review_value")
        }
        return self._totals(kind, self._shown_with(kind, asked), scores)

    def _shown_with(self, kind, lines):
        """Return all lines that a grid shows of the sheets of these lines: a lead unit sees only its own."""
        sheets = lines.sudo().appraisal_id
        if kind != "lead":
            return sheets.line_ids
        return lines.search(self._domain_lines(kind) & Domain("appraisal_id", "in", sheets.ids))

    def _is_number(self, value):
        """Return whether what was typed can be points."""
        return value is not None and not self._entry_problem({"value": value})

    def _totals(self, kind, lines, scores=()):
        """Return what the sheets of these lines come to: ``{sheet id: {"score", "full"}}``.

        :param lines: those that the grid shows of each sheet
        :param dict scores: ``{line id: points}`` that count instead of those that are stored
        """
        column = "self_score" if kind == "self" else "review_score"
        found = {}
        for sheet, own in lines.sudo().grouped("appraisal_id").items():
            engine_lines = [
                replace(line._engine_line(column), **({"score": scores[line.id]} if line.id in scores else {}))
                for line in own
            ]
            total = scoring.sheet_total(engine_lines, **sheet.scheme_id._engine_policy())
            found[sheet.id] = {"score": float(total.score), "full": float(total.full)}
        return found

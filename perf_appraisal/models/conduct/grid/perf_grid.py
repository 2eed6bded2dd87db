from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....const import MEASURED_METHODS
from .perf_appraisal_line_grid import QUANTITY

#: Kind of grid → the state in which its sheets wait.
GRID_STATES = {"self": "draft", "review": "self_scored", "lead": "self_scored"}

#: Kinds of periods in the order in which a grid offers them.
PERIOD_ORDER = ("month", "quarter", "half", "year")

#: A grid without a chosen unit shows all units up to so many rows.
MANY_ROWS = 80


class PerfGrid(models.AbstractModel):
    """Sheets of many people or units as one grid: rows are sheets, columns are indicators.

    *self*: the appraisal group fills in the month of its people. *review*: a leader scores the sheets that wait for
    him. *lead*: a lead unit scores its indicators on the sheets of many units. Who may write what is said by the
    record rules of the lines alone.
    """

    _name = "perf.grid"
    _description = "Scoring Grid"

    # === BUSINESS METHODS - LOAD === #

    @api.model
    @api.readonly
    def get_grid(self, kind, period_id=False, unit_id=False, indicator_ids=False):
        """Return a grid as plain data, in a fixed number of queries.

        :param str kind: ``self``, ``review`` or ``lead``
        :param int period_id: the period, else the one to begin with
        :param int unit_id: only this unit; else all, or the first of a great many
        :param list indicator_ids: only these indicators
        :return: ``{"kind", "periods", "period_id", "units", "unit_id", "columns", "rows", "cells"}``; cells are
            ``{row: {column: cell}}``, and a cell that is missing is on no sheet. A period or unit that was asked for
            stays, with nothing in it, when nothing waits there any more
        """
        domain = self._domain_lines(kind)
        periods, units = self._choices(domain, period_id)
        self._keep_asked(periods, "perf.period", period_id)
        self._keep_asked(units, "hr.department", unit_id)
        period = next((found for found in periods if found["id"] == period_id), periods[0] if periods else None)
        unit = next((found["id"] for found in units if found["id"] == unit_id), False)
        if not unit and sum(found["count"] for found in units) > MANY_ROWS:
            unit = units[0]["id"]
        lines = self._lines(domain, period, unit, indicator_ids)
        return {
            "kind": kind,
            "periods": periods,
            "period_id": period and period["id"],
            "units": units,
            "unit_id": unit,
            "columns": self._columns(lines),
            "rows": self._rows(kind, lines),
            "cells": self._cells(kind, lines),
        }

    @api.model
    def _idle_kinds(self):
        """Return the kinds of grids that hold nothing for the user now.

        One's own sheet alone makes no grid: it has its form.
        """
        lines = self.env["perf.appraisal.line"]
        others = {"self": Domain("appraisal_id.i_answer", "=", False)}
        return [
            kind
            for kind in GRID_STATES
            if not lines.search_count(self._domain_lines(kind) & others.get(kind, Domain.TRUE), limit=1)
        ]

    # === HELPERS - DOMAINS === #

    def _domain_lines(self, kind):
        """Return which lines a grid holds.

        :param str kind: ``self``, ``review`` or ``lead``
        :raise UserError: for any other kind
        """
        if kind not in GRID_STATES:
            raise UserError(self.env._("There is no such grid."))
        if kind == "lead":
            waiting = [("state", "=", GRID_STATES[kind]), ("period_id.state", "=", "open")]
            sheets = self.env["perf.appraisal"].sudo()._search(waiting)
            return Domain("i_lead", "=", True) & Domain("appraisal_id", "in", sheets)
        waiting = Domain("state", "=", GRID_STATES[kind]) & Domain("period_id.state", "=", "open")
        waiting &= Domain("i_write", "=", True)
        if kind == "self":
            waiting &= Domain("kind", "=", "employee")
        return Domain("appraisal_id", "any", waiting)

    def _tellable(self, kind, lines):
        """Return those of the lines of which a grid of this kind may tell the user.

        Rows show what a whole sheet comes to: only to whom may read it; lead units see nothing but their own lines.
        And nobody reads what somebody else is still deciding about him.

        :param str kind: ``self``, ``review`` or ``lead``
        :param lines: lines that the user may read
        """
        sheets = lines.sudo().appraisal_id.sudo(False)
        told = sheets - sheets._holding("unfinished")
        if kind != "lead":
            told = told._filtered_access("read")
        lines = lines.filtered(lambda line: line.sudo().appraisal_id in told)
        return lines._holding("lead") if kind == "lead" else lines

    def _choices(self, domain, period_id):
        """Return the periods of a grid, and the units of the chosen or the first one, as plain data."""
        line = self.env["perf.appraisal.line"]
        groups = line._read_group(domain, ["period_id", "unit_id"], ["appraisal_id:count_distinct"])
        periods = {period: 0 for period, _unit, _count in groups}
        ordered = sorted(periods, key=lambda period: (PERIOD_ORDER.index(period.kind), -period.date_end.toordinal()))
        first = ordered[0] if ordered and not period_id else None
        chosen = next((period for period in ordered if period.id == period_id), first)
        units = [(unit, count) for period, unit, count in groups if period == chosen]
        return (
            [{"id": period.id, "name": period.display_name, "count": 1} for period in ordered],
            [
                {"id": unit.id, "name": unit.name, "count": count}
                for unit, count in sorted(units, key=lambda pair: (pair[0].perf_category_id.id, pair[0].name))
            ],
        )

    def _keep_asked(self, found, model, asked_id):
        """Add what was asked for to the choices, when nothing waits there any more: the screen stays where it is.

        :param list found: choices as plain data
        :param str model: of what they are
        :param int asked_id: id of what was asked for, or nothing
        """
        if not asked_id or any(choice["id"] == asked_id for choice in found):
            return
        asked = self.env[model].browse(asked_id).exists()
        if asked and asked.has_access("read"):
            name = asked.display_name if model == "perf.period" else asked.name
            found.append({"id": asked.id, "name": name, "count": 0})

    def _lines(self, domain, period, unit_id, indicator_ids):
        """Return the lines of one grid."""
        lines = self.env["perf.appraisal.line"]
        if not period:
            return lines
        domain &= Domain("period_id", "=", period["id"])
        if unit_id:
            domain &= Domain("unit_id", "=", unit_id)
        if indicator_ids:
            domain &= Domain("indicator_id", "in", indicator_ids)
        return lines.search_fetch(domain)

    # === HELPERS - CONTENTS === #

    def _columns(self, lines):
        """Return one column for each indicator of the lines, by section."""
        found = {}
        for line in lines:
            found.setdefault(line.indicator_id, []).append(line)
        sections = self.env["perf.indicator.section"].browse({line.section_id.id for line in lines})
        order = {section.id: place for place, section in enumerate(sections.sorted())}
        columns = [self._column(indicator, own) for indicator, own in found.items()]
        return sorted(columns, key=lambda column: (order[column["section_id"]], column["sequence"], column["id"]))

    def _column(self, indicator, lines):
        """Return one column.

        :param indicator: its indicator
        :param list lines: the lines under it
        """
        fulls = sorted({line.full_score for line in lines})
        rule = lines[0]._cell_rule() if indicator.method == "deduction" else indicator.rule_ids.browse()
        return {
            "id": indicator.id,
            "name": indicator.name,
            "code": indicator.code or "",
            "section_id": lines[0].section_id.id,
            "section": lines[0].section_id.name,
            "sequence": min(line.sequence for line in lines),
            "full": fulls[-1],
            "full_min": fulls[0],
            "method": indicator.method,
            "method_label": dict(indicator._fields["method"]._description_selection(self.env))[indicator.method],
            "standard": lines[0].standard or "",
            "uom": indicator.uom or "",
            "counts_in": (rule.uom or self.env._("times") if rule else self._measured_in(indicator)) or "",
            "rule": rule.name or "",
            "rule_points": rule.points,
            "levels": indicator.level_ids.mapped("display_name"),
            "evidence": indicator.evidence_required,
        }

    def _measured_in(self, indicator):
        """Return the unit of what is entered in a column; of points there is none."""
        return indicator.uom if indicator.method in MEASURED_METHODS else ""

    def _rows(self, kind, lines):
        """Return one row for each sheet of the lines."""
        sheets = lines.sudo().appraisal_id
        whole = kind != "lead"  # a lead unit sees nothing else of the sheet: what its own lines come to
        led = {} if whole else self._totals(kind, self._shown_with(kind, lines))
        rows = [
            {
                "id": sheet.id,
                "name": sheet._who(),
                "hint": (sheet.job_id.name if sheet.kind == "employee" else "") or "",
                "unit": sheet.unit_id.name,
                "category": sheet.unit_id.perf_category_id.id,
                "score": sheet.live_score if whole else 0.0,
                "full": sheet.live_full if whole else 0.0,
                "led": led.get(sheet.id, False),
                "returned": (whole and sheet.return_reason) or "",
                "skipped": sheet.self_skipped,
                "mine": sheet.i_answer,
            }
            for sheet in sheets
        ]
        return sorted(rows, key=lambda row: (row["category"], row["unit"], row["name"], row["id"]))

    def _cells(self, kind, lines):
        """Return the cells of the lines: ``{row: {column: cell}}``."""
        phase = "self" if kind == "self" else "review"
        writable = set(lines._filtered_access("write").ids)
        cells = {}
        for line in lines:
            row = cells.setdefault(line.appraisal_id.id, {})
            row[line.indicator_id.id] = self._cell(phase, line, line.id in writable)
        return cells

    def _cell(self, phase, line, writable):
        """Return one cell as plain data; where ``zero_asks``, a 0 counts only with a word beside it.

        :param str phase: ``self`` or ``review``
        :param bool writable: whether the user may write the line now
        """
        column = line._cell_input(phase) if line.assessed else ""
        given = column in ("self_value", "review_value")
        return {
            "line_id": line.id,
            "input": column if writable else "",
            "open": writable,
            "assessed": line.assessed,
            "value": line._cell_value(phase),
            "max": line.full_score if given else False,
            "zero_asks": writable and column not in ("", QUANTITY) and (phase == "self" or line.self_skipped),
            "score": line.self_score if phase == "self" else line.review_score,
            "self": False if phase == "self" or line.self_skipped else line.self_score,
            "full": line.full_score,
            "weight": line.weight,
            "target": line.target_value,
            "previous": line.previous_score,
            "note": (line.self_note if phase == "self" else line.review_reason) or "",
            "word": "" if phase == "self" else line.self_note or "",
            "level": (line.level_id if phase == "self" else line.current_level_id).name or "",
            "claims": line.claim_count,
            "files": line.evidence_count,
            "filled": line.is_filled_in if phase == "self" else True,
            "done": self._done_by(line),
        }

    def _done_by(self, line):
        """Return who has finished the line: ``mine`` the user, ``other`` somebody else, or nothing for nobody."""
        if not line.reviewed_on:
            return ""
        return "mine" if line.reviewed_by_id.id == self.env.uid else "other"

from odoo import api, models
from odoo.fields import Domain


class PerfBoard(models.AbstractModel):
    """How far the sheets of the units are: by period and state, and for the office what is late and what not signed."""

    _name = "perf.board"
    _description = "Board"

    # === BUSINESS METHODS - BOARD === #

    @api.model
    @api.readonly
    def get_board(self, cycle_id=False, kind="month"):
        """Return units × periods of a cycle: how many sheets in which state.

        :param int cycle_id: the cycle, else the one of today
        :param str kind: ``month``, or anything else for quarters, halves and the year
        :return: ``{"cycles", "cycle_id", "states", "periods", "groups": [{"name", "units": [{"name", "cells"}]}]}``;
            cells are ``{period: {"counts": {state: count}, "late": count}}``
        """
        cycles = self.env["perf.cycle"].search_fetch(
            [("state", "!=", "draft")], ["name", "date_start"], order="year desc, id desc"
        )
        today = self.env.company._perf_today()
        cycle = (
            cycles.filtered(lambda cycle: cycle.id == cycle_id)
            or (cycles.filtered(lambda cycle: cycle.date_start <= today) or cycles)[:1]
        )
        kinds = ["month"] if kind == "month" else ["quarter", "half", "year"]
        periods = self.env["perf.period"].search(
            [("cycle_id", "=", cycle.id), ("kind", "in", kinds)],
            order="date_end, date_start desc",
        )
        return {
            "cycles": [{"id": found.id, "name": found.name} for found in cycles],
            "cycle_id": cycle.id,
            "states": self.env["perf.appraisal"]._fields["state"]._description_selection(self.env),
            "periods": [self._board_period(period, today) for period in periods],
            "groups": self._board_groups(cycle, self._board_cells(periods)),
        }

    def _board_period(self, period, today):
        """Return a column of the board."""
        return {
            "id": period.id,
            "name": period.display_name,
            "state": period.state,
            "current": period.date_start <= today <= period.date_end,
        }

    def _board_cells(self, of_periods):
        """Return how many sheets are in which state, and how many are late: ``{unit id: {period id: cell}}``.

        :param of_periods: ``perf.period`` recordset
        """
        cells = {}
        domain = Domain("period_id", "in", of_periods.ids)
        late = Domain("is_overdue", "=", True) & Domain("period_id.state", "=", "open")
        for unit, period, state, count in self.env["perf.appraisal"]._read_group(
            domain, ["unit_id", "period_id", "state"], ["__count"]
        ):
            cell = cells.setdefault(unit.id, {}).setdefault(period.id, {"counts": {}, "late": 0})
            cell["counts"][state] = count
        for unit, period, count in self.env["perf.appraisal"]._read_group(
            domain & late, ["unit_id", "period_id"], ["__count"]
        ):
            cells[unit.id][period.id]["late"] = count
        return cells

    def _board_groups(self, cycle, cells):
        """Return the rows of the board: units with their cells, by category.

        :param cycle: ``perf.cycle``
        :param dict cells: ``{unit id: {period id: cell}}``
        """
        units = (
            self.env["hr.department"]
            .with_context(active_test=False)
            .search(
                [
                    "|",
                    ("id", "in", list(cells)),
                    "&",
                    ("active", "=", True),
                    "&",
                    ("perf_is_unit", "=", True),
                    ("company_id", "in", [cycle.company_id.id, False]),
                ],
                order="perf_category_id, name, id",
            )
        )
        groups = {}
        for unit in units if cycle else units.browse():
            groups.setdefault(unit.perf_category_id, []).append(
                {"id": unit.id, "name": unit.name, "cells": cells.get(unit.id, {})},
            )
        return [
            {"id": category.id, "name": category.name or self.env._("Without category"), "units": rows}
            for category, rows in groups.items()
        ]

    # === BUSINESS METHODS - TRACKING === #

    @api.model
    @api.readonly
    def get_tracking(self, cycle_id=False):
        """Return units × months and quarters of a cycle: how far each unit is.

        :param int cycle_id: the cycle, else the one of today
        :return: ``{"cycle_id", "states", "summary_states", "periods", "can_remind", "groups": [{"name", "units":
            [{"name", "cells"}]}]}``; cells are ``{period: {"counts": {state: count}, "late", "unsigned",
            "summary": {"id", "state", "signed"}}}``
        """
        cycle = self._tracked_cycle(cycle_id)
        of_periods = self.env["perf.period"].search(
            [("cycle_id", "=", cycle.id), ("kind", "in", ("month", "quarter")), ("state", "!=", "pending")],
            order="date_end, date_start desc",
        )
        today = self.env.company._perf_today()
        return {
            "cycle_id": cycle.id,
            "states": self.env["perf.appraisal"]._fields["state"]._description_selection(self.env),
            "summary_states": self.env["perf.summary"]._fields["state"]._description_selection(self.env),
            "periods": [self._board_period(period, today) | {"kind": period.kind} for period in of_periods],
            "can_remind": self.env.user.has_group("perf_appraisal.group_perf_office"),
            "groups": self._board_groups(cycle, self._tracking_cells(of_periods)),
        }

    def _tracked_cycle(self, cycle_id):
        """Return the cycle asked for, else the latest one that has begun.

        :param int cycle_id: the cycle, if any
        """
        cycles = self.env["perf.cycle"].search([("state", "!=", "draft")], order="year desc, id desc")
        begun = cycles.filtered(lambda cycle: cycle.date_start <= self.env.company._perf_today())
        return cycles.filtered(lambda cycle: cycle.id == cycle_id) or (begun or cycles)[:1]

    def _tracking_cells(self, of_periods):
        """Return the cells of the units in a constant number of queries: ``{unit id: {period id: cell}}``.

        :param of_periods: ``perf.period`` recordset
        """
        cells = {}

        def cell(unit, period):
            empty = {"counts": {}, "late": {}, "unsigned": 0, "summary": False}
            return cells.setdefault(unit.id, {}).setdefault(period.id, empty)

        domain = Domain("period_id", "in", of_periods.ids)
        sealed = Domain("state", "=", "confirmed") & Domain("has_signed_copy", "=", False)
        late = Domain("is_overdue", "=", True) & Domain("period_id.state", "=", "open")
        by_state = ["unit_id", "period_id", "state"]
        for unit, period, state, count in self.env["perf.appraisal"]._read_group(domain, by_state, ["__count"]):
            cell(unit, period)["counts"][state] = count
        for unit, period, state, count in self.env["perf.appraisal"]._read_group(domain & late, by_state, ["__count"]):
            cell(unit, period)["late"][state] = count
        for unit, period, count in self.env["perf.appraisal"]._read_group(domain & sealed, by_state[:2], ["__count"]):
            cell(unit, period)["unsigned"] = count
        for summary in self.env["perf.summary"].search(domain):
            cell(summary.unit_id, summary.period_id)["summary"] = {
                "id": summary.id,
                "state": summary.state,
                "signed": summary.has_signed_copy,
            }
        return cells

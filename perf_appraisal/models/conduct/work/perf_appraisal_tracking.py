from odoo import api, fields, models
from odoo.fields import Domain


class PerfAppraisal(models.Model):
    """What the tracking board of the office shows: who has handed in, what is late, what is not signed."""

    _inherit = "perf.appraisal"

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
        today = fields.Date.context_today(self)
        return {
            "cycle_id": cycle.id,
            "states": self._fields["state"]._description_selection(self.env),
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
        begun = cycles.filtered(lambda cycle: cycle.date_start <= fields.Date.context_today(self))
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
        for unit, period, state, count in self._read_group(domain, by_state, ["__count"]):
            cell(unit, period)["counts"][state] = count
        for unit, period, state, count in self._read_group(domain & late, by_state, ["__count"]):
            cell(unit, period)["late"][state] = count
        for unit, period, count in self._read_group(domain & sealed, by_state[:2], ["__count"]):
            cell(unit, period)["unsigned"] = count
        for summary in self.env["perf.summary"].search(domain):
            cell(summary.unit_id, summary.period_id)["summary"] = {
                "id": summary.id,
                "state": summary.state,
                "signed": summary.has_signed_copy,
            }
        return cells

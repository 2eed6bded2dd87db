from odoo import api, models
from odoo.fields import Domain


class PerfCoverage(models.AbstractModel):
    """Which team has been to which unit in which quarter, when last, and where it goes next.

    Of inspections only those count that the user may see: of his own unit he finds here what he finds in lists.
    """

    _name = "perf.coverage"
    _description = "Coverage"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_coverage(self, cycle_id=False):
        """Return teams and their units × the quarters of a cycle.

        :param int cycle_id: the cycle, else the latest one that has begun
        :return: ``{"cycles", "cycle_id", "periods", "teams": [{"id", "name", "office", "units": [{"id", "name", "last",
            "days", "next", "cells": {quarter id: how many visits}}]}]}``; ``days`` since the last visit, false without
        """
        cycles = self.env["perf.cycle"].search([("state", "!=", "draft")], order="year desc, id desc")
        today = self.env.company._perf_today()
        begun = cycles.filtered(lambda cycle: cycle.date_start <= today)
        cycle = cycles.filtered(lambda cycle: cycle.id == cycle_id) or (begun or cycles)[:1]
        quarters = cycle.period_ids.filtered(lambda period: period.kind == "quarter").sorted("number")
        teams = self.env["perf.team"].search([])  # pylint: disable=no-search-all
        facts = self._visits(teams.unit_ids, quarters, today)
        return {
            "cycles": [{"id": found.id, "name": found.name} for found in cycles],
            "cycle_id": cycle.id,
            "periods": [
                {
                    "id": quarter.id,
                    "name": self.env._("Q%s", quarter.number),
                    "current": quarter.date_start <= today <= quarter.date_end,
                }
                for quarter in quarters
            ],
            "teams": [self._coverage_team(team, facts) for team in teams],
        }

    # === HELPERS === #

    @api.model
    def _coverage_team(self, team, facts):
        """Return a team with its units as the board shows them.

        :param team: ``perf.team`` record
        :param dict facts: ``{unit id: what is known of its visits}``
        """
        offices = dict(team._fields["office"]._description_selection(self.env))
        nothing = {"cells": {}, "last": False, "days": False, "next": False}
        units = [{"id": unit.id, "name": unit.name, **facts.get(unit.id, nothing)} for unit in team.unit_ids]
        longest_first = sorted(units, key=lambda unit: (unit["days"] is not False, -(unit["days"] or 0), unit["name"]))
        return {"id": team.id, "name": team.name, "office": offices[team.office], "units": longest_first}

    @api.model
    def _visits(self, units, quarters, today):
        """Return what is known of the visits to units, in four queries: ``{unit id: {name: what is known}}``.

        :param units: ``hr.department`` recordset
        :param quarters: ``perf.period`` recordset
        :param date today: of the company
        """
        inspections = self.env["perf.inspection"]
        of_units = Domain("unit_id", "in", units.ids)
        visited = of_units & inspections._visited_domain()
        facts = {unit.id: {"cells": {}, "last": False, "days": False, "next": False} for unit in units}
        for unit, period, count in inspections._read_group(
            visited & Domain("period_id", "in", quarters.ids), ["unit_id", "period_id"], ["__count"]
        ):
            facts[unit.id]["cells"][period.id] = count
        for unit, last in inspections._read_group(visited, ["unit_id"], ["date:max"]):
            if last:
                facts[unit.id].update(last=str(last), days=(today - last).days)
        ahead = of_units & Domain("state", "in", ("draft", "planned")) & Domain("date", ">=", today)
        for unit, due in inspections._read_group(ahead, ["unit_id"], ["date:min"]):
            facts[unit.id]["next"] = str(due)
        return facts

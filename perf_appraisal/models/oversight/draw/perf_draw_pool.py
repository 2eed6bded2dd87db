from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ....tools import drawing

#: Order in which lines are drawn by the focus of their indicator, after those that serve superior indicators.
_FOCUS_RANKS = {"major_project": 1, "livelihood": 2, "service": 3}


class PerfDraw(models.Model):
    """Who is in the pool of a draw, by which weight, and what comes of it."""

    _inherit = "perf.draw"

    # === ACTION METHODS === #

    def action_make_inspections(self):
        """Make an inspection of every unit that was drawn, each once.

        :return: an action dictionary that shows them
        """
        self.ensure_one()
        self._check_readable()
        if self.state != "drawn" or self.kind != "unit":
            raise UserError(self.env._("Draw units first."))
        todo = self.sudo().drawn_ids.filtered(lambda line: not line.inspection_id)
        values = [
            {"unit_id": line.unit_id.id, "period_id": self.period_id.id, "team_id": self.team_id.id} for line in todo
        ]
        for line, inspection in zip(todo, self.env["perf.inspection"].create(values), strict=True):
            line._unlocked().inspection_id = inspection
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_inspection_action")
        return {**action, "domain": [("id", "in", self.sudo().drawn_ids.inspection_id.ids)], "context": {}}

    # === BUSINESS METHODS === #

    def _keep_pool(self):
        """Keep the pool with its weights, draw, and keep the outcome; called as superuser.

        :raise UserError: when nobody is in the pool
        """
        rows = {"unit": self._unit_pool, "inspector": self._inspector_pool, "line": self._line_pool}[self.kind]()
        if not rows:
            raise UserError(self.env._("Nothing is in the pool: choose other categories, another team or unit."))
        lines = self.line_ids._unlocked().create(
            [{"draw_id": self.id, "place_in_pool": place, **row} for place, row in enumerate(rows, 1)]
        )
        for place, line_id in enumerate(self._draw_from(lines), 1):
            lines.browse(line_id)._unlocked().write({"drawn": True, "place": place})
        if self.kind == "inspector":
            for inspection in self.inspection_ids:
                people = lines.filtered(lambda line, found=inspection: line.drawn and line.inspection_id == found)
                inspection.sudo(False).with_user(self.env.uid).inspector_ids = people.employee_id

    def _unit_pool(self):
        """Return the units of the categories, weighted by the days since the last visit, without the drawer's own."""
        units = self.team_id.unit_ids or self.env["hr.department"].search(
            Domain("perf_is_unit", "=", True) & Domain("company_id", "in", [self.company_id.id, False])
        )
        if self.category_ids:
            units = units.filtered(lambda unit: unit.perf_category_id in self.category_ids)
        user_units = units.with_user(self.env.uid)
        own = user_units._holding("own") | user_units._holding("work_in")
        if own:
            self._unlocked().left_out = format_list(self.env, own.sudo().mapped("name"))
        units -= own.sudo()
        inspections, today = self.env["perf.inspection"].sudo(), self.company_id._perf_today()
        visited = Domain("unit_id", "in", units.ids) & inspections._visited_domain()
        last = dict(inspections._read_group(visited, ["unit_id"], ["date:max"]))
        return [
            {
                "stratum": unit.perf_category_id.name or "",
                "name": unit.name,
                "unit_id": unit.id,
                "last_visit": last.get(unit),
                "weight": drawing.visit_weight((today - last[unit]).days if last.get(unit) else None),
            }
            for unit in units.sorted("id")
        ]

    def _inspector_pool(self):
        """Return for each inspection whoever may inspect its unit, all with the same weight."""
        group = self.env.ref("perf_appraisal.group_perf_inspector")
        people = self.team_id.member_ids or group.all_user_ids.employee_ids
        people = people.filtered(
            lambda person: person.active and person.user_id.active and person.company_id == self.company_id
        )
        barred = {}
        for holder in self.inspection_ids._holders(["own"], Domain("id", "in", self.inspection_ids.ids)):
            barred.setdefault(holder.record_id, set()).add(holder.user_id)
        return [
            {
                "stratum": inspection.name,
                "name": person.name,
                "employee_id": person.id,
                "inspection_id": inspection.id,
                "weight": 1,
            }
            for inspection in self.inspection_ids.sorted("id")
            for person in people.sorted("id")
            if person.user_id.id not in barred.get(inspection.id, ())
        ]

    def _line_pool(self):
        """Return the self-assessed lines of the unit's sheet: what serves superior indicators first, then by focus."""
        own = self.unit_id.with_user(self.env.uid)
        if own._holding("own") or own._holding("work_in"):
            raise UserError(self.env._("%s is a unit of your own; somebody else draws.", self.unit_id.name))
        lines = self.env["perf.appraisal.line"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("period_id", "=", self.period_id.id)
            & Domain("appraisal_id.kind", "=", "unit")
            & Domain("appraisal_id.state", "not in", ("draft", "excused"))
        )
        return [
            {
                "name": line.indicator_id.name,
                "unit_id": line.unit_id.id,
                "line_id": line.id,
                "weight": 1,
                "rank": 0 if line.plan_line_id.superior_indicator_id else _FOCUS_RANKS.get(line.indicator_id.focus, 4),
            }
            for line in lines.sorted("id")
        ]

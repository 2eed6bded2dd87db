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
        self._lock_once()  # two of the office may press at once
        todo = self.sudo().drawn_ids.filtered(lambda line: not line.inspection_id)
        made = self.env["perf.inspection"].create(
            [{"unit_id": line.unit_id.id, "period_id": self.period_id.id, "team_id": self.team_id.id} for line in todo]
        )
        todo._bulk_update(["inspection_id"], list(zip(todo.ids, made.ids, strict=True)))
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
        pool = [
            {"draw_id": self.id, "place_in_pool": place, "stratum": "", "rank": 0, **row}
            for place, row in enumerate(rows, 1)
        ]
        for place, key in enumerate(self._draw_from(pool), 1):
            pool[key - 1].update(drawn=True, place=place)
        lines = self.line_ids._unlocked().create(pool)
        if self.kind == "inspector":
            drawn = lines.filtered("drawn").grouped("inspection_id")
            people = {found: drawn.get(found, lines.browse()).employee_id for found in self.inspection_ids}
            self.inspection_ids.sudo(False)._name_inspectors(people)

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
        found = self._found_last(lines.indicator_id)
        return [
            {
                "name": line.indicator_id.name,
                "unit_id": line.unit_id.id,
                "line_id": line.id,
                "weight": 1,
                "rank": 0 if line.plan_line_id.superior_indicator_id else _FOCUS_RANKS.get(line.indicator_id.focus, 4),
                "own_score": line.self_score,
                "evidence": "\n".join((line.evidence_ids | line.claim_ids.evidence_ids).mapped("name")),
                "last_finding": "\n".join(found.get(line.indicator_id, ())),
            }
            for line in lines.sorted("id")
        ]

    def _found_last(self, indicators):
        """Return what was found in the unit in the period before: ``{indicator: [number and facts]}``.

        :param indicators: ``perf.indicator`` recordset
        """
        before = self.env["perf.period"].search(
            Domain("kind", "=", self.period_id.kind)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_end", "<", self.period_id.date_start),
            order="date_end desc",
            limit=1,
        )
        findings = self.env["perf.finding"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("period_id", "child_of", before.ids)
            & Domain("state", "not in", ("draft", "withdrawn")),
            order="id",
        )
        found = {}
        for finding in findings.filtered(lambda finding: finding._indicator() in indicators):
            found.setdefault(finding._indicator(), []).append(f"{finding.name} {finding.facts}")
        return found

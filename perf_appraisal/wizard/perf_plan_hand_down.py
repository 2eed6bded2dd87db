from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..const import MEASURED_METHODS


class PerfPlanHandDown(models.TransientModel):
    """Hand lines of a unit's plan down to the people who answer for them, in one step.

    Each person gets the share into the own draft plan: the present draft, a revision of the approved one, or a new
    plan that begins with the lines by which the person is judged now.
    """

    _name = "perf.plan.hand.down"
    _description = "Hand Down to People"

    plan_id = fields.Many2one(comodel_name="perf.plan", required=True, readonly=True, ondelete="cascade")
    unit_id = fields.Many2one(related="plan_id.unit_id")
    line_ids = fields.Many2many(
        comodel_name="perf.plan.line",
        relation="perf_plan_hand_down_plan_line_rel",
        string="Lines",
        domain="[('plan_id', '=', plan_id)]",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        help="At first those with a measured target and people who answer for them; add others as you like.",
    )
    share_ids = fields.One2many(
        comodel_name="perf.plan.hand.down.line",
        inverse_name="wizard_id",
        string="Shares",
        compute="_compute_share_ids",
        store=True,
        readonly=False,
    )

    # === COMPUTE METHODS === #

    @api.depends("plan_id")
    def _compute_line_ids(self):
        for wizard in self:
            named = wizard.plan_id.line_ids.filtered(lambda line: line.responsible_id or line.assistant_ids)
            wizard.line_ids = named.filtered(lambda line: line.method in MEASURED_METHODS) or named

    @api.depends("line_ids")
    def _compute_share_ids(self):
        for wizard in self:
            wizard.share_ids = [
                Command.clear(),
                *(Command.create(vals) for line in wizard.line_ids for vals in wizard._prepare_shares(line._origin)),
            ]

    def _prepare_shares(self, line):
        """Return the values of the rows of one line: the responsible person first, shares alike."""
        people = (line.responsible_id | line.assistant_ids).sudo()
        if not people:
            return []
        frequency = "month" if line.frequency in ("month", "quarter") else "year"  # what sheets people have
        share = round(100 / len(people), 2)
        shares = [round(100 - share * (len(people) - 1), 2), *([share] * (len(people) - 1))]
        return [
            {"plan_line_id": line.id, "employee_id": person.id, "share": part, "frequency": frequency}
            for person, part in zip(people, shares, strict=True)
        ]

    # === ACTION METHODS === #

    def action_hand_down(self):
        """Write the shares into the people's draft plans.

        Note: self.ensure_one()

        :return: an action that lists the lines written
        :raise UserError: naming people outside the unit, people named twice for a line, or signed plans
        """
        self.ensure_one()
        self.plan_id.check_access("read")
        self._check_shares()
        people = self.share_ids.employee_id.sudo()
        drafts = self._find_drafts(people)
        indicators = self._find_indicators()
        lines = self._write_lines(drafts, indicators)
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_plan_line_action_handed")
        action["domain"] = [("id", "in", lines.ids)]
        return action

    # === BUSINESS METHODS === #

    def _check_shares(self):
        """Raise when the shares cannot be written.

        :raise UserError: naming people and lines
        """
        if self.plan_id.scope != "unit":
            raise UserError(self.env._("Only the lines of a unit's plan are handed down."))
        if not self.share_ids:
            raise UserError(self.env._("Name the responsible and assisting people of the lines first."))
        if self.share_ids.plan_line_id.plan_id - self.plan_id:
            raise UserError(self.env._("These lines belong to another plan."))
        unit = self.plan_id.unit_id
        people = self.share_ids.employee_id.sudo()
        strangers = people - people.filtered("active")._perf_of_unit(unit)
        if strangers:
            raise UserError(
                self.env._(
                    "%(people)s do not belong to %(unit)s (any more). Take them out of the list.",
                    people=format_list(self.env, strangers.mapped("name")),
                    unit=unit.name,
                ),
            )
        pairs = [(share.plan_line_id, share.employee_id) for share in self.share_ids]
        twice = {pair for pair in pairs if pairs.count(pair) > 1}
        if twice:
            names = [f"{person.sudo().name} · {line.display_name}" for line, person in twice]
            raise UserError(self.env._("Named twice: %s.", format_list(self.env, names)))

    def _find_drafts(self, people):
        """Return the draft plan of each person.

        :param people: ``hr.employee`` recordset
        :return: ``{employee id: perf.plan}``
        """
        serving = self.plan_id._serving(people)
        nothing = self.env["perf.plan"]
        vals_list = [
            {
                "cycle_id": self.plan_id.cycle_id.id,
                "scope": "employee",
                "unit_id": self.plan_id.unit_id.id,
                "employee_id": person.id,
                "line_ids": serving.get(person.id, nothing)._copied_lines(self.plan_id.unit_id),
            }
            for person in people
        ]
        return dict(zip(people.ids, self.env["perf.plan"]._drafts(vals_list), strict=True))

    def _find_indicators(self):
        """Return the personal indicator of every line and frequency: present ones, and copies of the unit's.

        Only the office makes indicators; what is copied here is the unit's own row, and binds nobody before the office
        approves the plan that holds it.

        :return: ``{(unit's indicator, frequency): perf.indicator}``
        """
        unit = self.plan_id.unit_id
        wanted = {(share.plan_line_id.indicator_id, share.frequency): None for share in self.share_ids}
        present = (
            self.env["perf.indicator"]
            .sudo()
            .search(
                [
                    ("source_indicator_id", "in", [indicator.id for indicator, _frequency in wanted]),
                    ("kind", "=", "employee"),
                    ("unit_id", "=", unit.id),
                ],
            )
        )
        found = {(indicator.source_indicator_id, indicator.frequency): indicator for indicator in present}
        missing = [pair for pair in wanted if pair not in found]
        sources = self.env["perf.indicator"].sudo().browse(indicator.id for indicator, _frequency in missing)
        vals_list = [
            {
                **vals,
                "name": indicator.name,
                "source_indicator_id": indicator.id,
                "kind": "employee",
                "frequency": frequency,
                "scope": "specific",
                "unit_id": unit.id,
                "scheme_id": False,
                "lead_unit_ids": False,
                "default_target": 0.0,
            }
            for (indicator, frequency), vals in zip(missing, self._copy_data(sources), strict=True)
        ]
        found.update(zip(missing, sources.create(vals_list), strict=True))
        return found

    @staticmethod
    def _copy_data(records):
        """Return the values of copies in the order of the records, one of which may stand there twice."""
        unique = records.browse(dict.fromkeys(records.ids))
        values = dict(zip(unique.ids, unique.copy_data(), strict=True))
        return [values[record_id] for record_id in records.ids]

    def _write_lines(self, drafts, indicators):
        """Replace what the drafts hold of these lines by the shares, in one call each.

        :param dict drafts: as from :meth:`_find_drafts`
        :param dict indicators: as from :meth:`_find_indicators`
        :return: the lines
        """
        plans = self.env["perf.plan"].browse(plan.id for plan in drafts.values())
        present = {(line.plan_id.id, line.indicator_id.id): line for line in plans.line_ids}
        wanted, outdated = [], self.env["perf.plan.line"]
        for share in self.share_ids:
            plan = drafts[share.employee_id.id]
            indicator = indicators[share.plan_line_id.indicator_id, share.frequency]
            outdated |= plan.line_ids.filtered(
                lambda line, share=share: line.parent_line_id == share.plan_line_id,
            )
            old = present.get((plan.id, indicator.id), self.env["perf.plan.line"])
            outdated |= old
            wanted.append((share, plan, indicator, old))
        kept = {line.id: line.standard for line in outdated}
        outdated.unlink()
        return self.env["perf.plan.line"].create(
            [
                {
                    "plan_id": plan.id,
                    "indicator_id": indicator.id,
                    "standard": kept.get(old.id) or share.plan_line_id.standard,
                    **share._prepare_line_values(),
                }
                for share, plan, indicator, old in wanted
            ],
        )

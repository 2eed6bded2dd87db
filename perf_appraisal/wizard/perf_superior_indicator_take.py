from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..const import MEASURED_METHODS, METHODS, PERIOD_KINDS, SCORE_DIGITS, VALUE_DIGITS
from ..models.abstract.notices import notice

#: What of a superior indicator's split goes into the plan line with its whole target.
_SPLIT = ("target_mode", "target_q1", "target_q2", "target_q3", "target_q4")


class PerfSuperiorIndicatorTake(models.TransientModel):
    """Take a superior indicator into the plan of a unit that answers for it: one line, linked to it."""

    _name = "perf.superior.indicator.take"
    _description = "Take into Plan"

    superior_indicator_id = fields.Many2one(
        comodel_name="perf.superior.indicator", required=True, readonly=True, ondelete="cascade"
    )
    cycle_id = fields.Many2one(related="superior_indicator_id.cycle_id")
    unit_ids = fields.Many2many(comodel_name="hr.department", string="Units", compute="_compute_unit_ids")
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', unit_ids)]",
    )
    indicator_id = fields.Many2one(
        comodel_name="perf.indicator",
        domain="[('kind', '=', 'unit'), ('is_register', '=', False), ('unit_id', 'in', (False, unit_id))]",
        help="Choose the county's indicator by which it is scored. Left empty, one is made for the unit.",
    )
    name = fields.Char(string="New Indicator", compute="_compute_proposal", store=True, readonly=False)
    section_id = fields.Many2one(
        comodel_name="perf.indicator.section", compute="_compute_section_id", store=True, readonly=False
    )
    method = fields.Selection(selection=METHODS, compute="_compute_proposal", store=True, readonly=False)
    frequency = fields.Selection(selection=PERIOD_KINDS, required=True, default="quarter")
    full_score = fields.Float(
        string="Full Points", compute="_compute_proposal", store=True, readonly=False, digits=SCORE_DIGITS
    )
    target_value = fields.Float(
        string="Target of the Unit",
        compute="_compute_target_value",
        store=True,
        readonly=False,
        digits=VALUE_DIGITS,
        help="What this unit does of it. A rate is proposed as it is; of an amount, say how much is the unit's.",
    )
    superior_target = fields.Float(string="Target of the Whole County", related="superior_indicator_id.target")
    uom = fields.Char(related="superior_indicator_id.uom")
    outlook = fields.Char(string="What Will Be Done", compute="_compute_outlook")

    # === COMPUTE METHODS === #

    @api.depends("superior_indicator_id")
    @api.depends_context("uid")
    def _compute_unit_ids(self):
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        units = self.superior_indicator_id._units()._origin
        mine = units if office else units._holding("lead")
        for wizard in self:
            wizard.unit_ids = wizard.superior_indicator_id._units()._origin & mine

    @api.depends("superior_indicator_id")
    def _compute_unit_id(self):
        for wizard in self:
            lead = wizard.superior_indicator_id.lead_unit_id
            wizard.unit_id = lead if lead in wizard.unit_ids._origin else wizard.unit_ids[:1]._origin

    @api.depends("superior_indicator_id", "indicator_id")
    def _compute_proposal(self):
        for wizard in self:
            superior, chosen = wizard.superior_indicator_id, wizard.indicator_id
            wizard.name = superior.name
            wizard.method = chosen.method or ("ratio" if superior.target else "judged")
            wizard.full_score = chosen.full_score or superior.full_score

    @api.depends("superior_indicator_id")
    def _compute_target_value(self):
        for wizard in self:
            superior = wizard.superior_indicator_id
            wizard.target_value = superior.target if superior._is_rate() else 0.0  # an amount is the whole county's

    @api.depends("superior_indicator_id", "unit_id")
    def _compute_outlook(self):
        for wizard in self:
            wizard.outlook = wizard._outlook() if wizard.cycle_id and wizard.unit_id else False

    @api.depends("superior_indicator_id", "unit_id")
    def _compute_section_id(self):
        for wizard in self:
            scheme = wizard._scheme()
            wizard.section_id = scheme.indicator_ids[:1].section_id or wizard.section_id

    # === ACTION METHODS === #

    def action_take(self):
        """Make the line in the unit's draft plan, in a revision of its approved plan, or in a new plan.

        Note: self.ensure_one()

        :return: an action that tells what was done and opens the plan
        :raise UserError: when the unit does not answer for the indicator, has taken it already, or points or its
            target are missing
        """
        self.ensure_one()
        self.superior_indicator_id.check_access("read")
        if problem := self._problem() or self._target_problem():
            raise UserError(problem)
        plans = self._take()
        return notice(self._taken_words(plans), follow=plans._open())

    # === BUSINESS METHODS === #

    @api.model
    def _take_many(self, pairs):
        """Take indicators into the plans of units as the dialog proposes it, all in one go.

        Rule: who leads answers for the whole target; assisting units take rates only.

        :param pairs: tuples ``(indicator id, unit id)``
        :return: the plans, a sentence on them, and a sentence for each pair that was left out
        """
        superiors = self.env["perf.superior.indicator"].browse([superior for superior, _unit in pairs])
        wizards = self.create(
            [
                {"superior_indicator_id": superior.id, "unit_id": unit, "target_value": superior.target}
                for superior, (_superior, unit) in zip(superiors, pairs, strict=True)
            ]
        )
        waiting = {plan.unit_id: plan for plan in wizards._present() if plan.state == "signed"}
        ready, problems = self.browse(), []
        for wizard in wizards:
            problem = wizard._problem() or wizard._share_problem()
            if plan := waiting.get(wizard.unit_id):
                problem = self.env._("%s is signed. Have it approved or returned first.", plan.display_name)
            if problem:
                problems.append(
                    self.env._(
                        "“%(indicator)s” for %(unit)s: %(problem)s",
                        indicator=wizard.superior_indicator_id.display_name,
                        unit=wizard.unit_id.name,
                        problem=problem,
                    )
                )
            else:
                ready += wizard
        plans = ready._take()
        return plans, ready._taken_words(plans) if plans else "", problems

    def _take(self):
        """Make the lines, and the indicators that are new, all in one call each.

        :return: the plans
        """
        plans = self.env["perf.plan"]._drafts([wizard._plan_key() for wizard in self])
        present = {(line.plan_id, line.indicator_id): line for line in plans.line_ids}
        indicators, vals_list = self._indicators(), []
        for wizard, plan in zip(self, plans, strict=True):
            values = wizard._prepare_line_values()
            if line := present.get((plan, indicators[wizard])):
                line.write(values)  # an indicator that was chosen by hand, in the dialog of one
            else:
                vals_list.append({"plan_id": plan.id, "indicator_id": indicators[wizard].id, **values})
        self.env["perf.plan.line"].create(vals_list)
        return plans.browse(dict.fromkeys(plans.ids))

    def _present(self):
        """Return the plans of the units, whatever their state, without those that a revision has replaced."""
        found = self.env["perf.plan"]._find_present([wizard._plan_key() for wizard in self])
        return self.env["perf.plan"].concat(*(plan for plans in found.values() for plan in plans))

    def _outlook(self):
        """Return what becomes of the plan of the unit."""
        plans = self._present()
        by_state = {plan.state: plan for plan in plans}
        if plan := by_state.get("signed"):
            return self.env._("%s is signed. Have it approved or returned first.", plan.display_name)
        if plan := by_state.get("draft"):
            return self.env._("The line goes into the draft %s.", plan.display_name)
        if plan := by_state.get("approved"):
            return self.env._(
                "%s is approved: a new version of it is made, for the head to sign and the office to approve. Until "
                "then the present one stays in force.",
                plan.display_name,
            )
        return self.env._("A new plan of %s is made.", self.unit_id.name)

    @api.model
    def _taken_words(self, plans):
        """Return what was done.

        :param plans: the plans that have taken indicators
        """
        names = format_list(self.env, plans.mapped("display_name"))
        words = self.env._("Taken into %s.", names)
        if versions := plans.previous_id.filtered(lambda plan: plan.state == "approved"):
            words += " " + self.env._(
                "New versions: until they are signed and approved, %s stay in force.",
                format_list(self.env, versions.mapped("display_name")),
            )
        return words

    def _plan_key(self):
        """Return the key of the plan that takes the line, as ``perf.plan._drafts`` wants it."""
        self.ensure_one()
        return {"cycle_id": self.cycle_id.id, "scope": "unit", "unit_id": self.unit_id.id}

    def _problem(self):
        """Return why the indicator cannot be taken into the plan of this unit, or nothing."""
        self.ensure_one()
        if self.unit_id not in self.unit_ids:
            return self.env._(
                "%(unit)s does not answer for “%(indicator)s”, or you do not lead it.",
                unit=self.unit_id.name,
                indicator=self.superior_indicator_id.display_name,
            )
        taken = self.superior_indicator_id.sudo().plan_line_ids.filtered(
            lambda line: line.plan_id.scope == "unit" and line.plan_id.unit_id == self.unit_id,
        )
        if taken:
            return self.env._("It stands in %s already. Change that line instead.", taken[0].plan_id.display_name)
        if self.full_score <= 0:
            return self.env._("Give the line full points above zero.")
        if not self.indicator_id and not (self.name and self.section_id and self.method):
            return self.env._("Name the new indicator, its section and how it is scored.")
        return ""

    def _target_problem(self):
        """Return that the unit's own target is missing, or nothing."""
        superior = self.superior_indicator_id
        if self.target_value or not superior.target or self.method not in MEASURED_METHODS:
            return ""
        return self.env._(
            "Give the target of the unit: of the whole county it is %(target)s %(uom)s.",
            target=f"{superior.target:g}",
            uom=superior.uom or "",
        )

    def _share_problem(self):
        """Return why an assisting unit does not take the whole target unasked: of an amount it does a share."""
        superior = self.superior_indicator_id
        if self.unit_id == superior.lead_unit_id or not superior.target or superior._is_rate():
            return ""
        return self.env._("The unit assists only. Take it by itself, and give the unit's share of the target.")

    def _scheme(self):
        """Return the scheme of the cycle that serves the unit."""
        category = self.unit_id.sudo().perf_category_id
        return self.cycle_id.scheme_ids.filtered(
            lambda scheme: scheme.kind == "unit" and category and category in scheme.category_ids,
        )[:1]

    def _indicators(self):
        """Return the indicator of each line: the chosen one, or a new one for the unit alone.

        Only the office makes indicators of its own choice; these serve the superior indicators alone and bind
        nobody before the office approves the plans that hold them.

        :return: ``{wizard: perf.indicator}``
        """
        new = self.filtered(lambda wizard: not wizard.indicator_id)
        made = self.env["perf.indicator"].sudo().create([wizard._prepare_indicator_values() for wizard in new])
        return {wizard: wizard.indicator_id for wizard in self - new} | dict(zip(new, made, strict=True))

    def _prepare_indicator_values(self):
        """Return the values of a new indicator of the unit."""
        superior = self.superior_indicator_id
        return {
            "name": self.name,
            "kind": "unit",
            "scope": "specific",
            "unit_id": self.unit_id.id,
            "scheme_id": self._scheme().id,
            "section_id": self.section_id.id,
            "company_id": superior.company_id.id,
            "method": self.method,
            "frequency": self.frequency,
            "full_score": self.full_score,
            "uom": superior.uom,
            "focus": superior.focus,
            "source_level": superior.level,
            "standard": superior.requirement,
        }

    def _prepare_line_values(self):
        """Return the values of the plan line that do not depend on the plan."""
        superior = self.superior_indicator_id
        values = {
            "superior_indicator_id": superior.id,
            "full_score": self.full_score,
            "weight": self.full_score,
            "target_value": self.target_value,
            "due_date": superior.deadline,
        }
        if self.target_value == superior.target:
            values.update({name: superior[name] for name in _SPLIT})
        if (self.indicator_id or self).frequency == "month":  # a month's target is not split over quarters
            values.update(dict.fromkeys(_SPLIT[1:], 0.0))
        return values

from odoo import api, fields, models
from odoo.exceptions import UserError


class PerfPlanDispatch(models.TransientModel):
    """Put the common indicators of a scheme into the plans of all its units in one go."""

    _name = "perf.plan.dispatch"
    _description = "Dispatch Indicators into Plans"

    cycle_id = fields.Many2one(
        comodel_name="perf.cycle",
        required=True,
        domain="[('state', 'in', ('draft', 'open'))]",
        default=lambda self: self.env["perf.cycle"].search([("state", "in", ("draft", "open"))], limit=1),
    )
    scheme_id = fields.Many2one(
        comodel_name="perf.scheme",
        required=True,
        domain="[('indicator_ids', '!=', False)]",
    )
    kind = fields.Selection(related="scheme_id.kind")
    category_ids = fields.Many2many(
        comodel_name="perf.category",
        string="Categories",
        compute="_compute_from_scheme",
        store=True,
        readonly=False,
        domain="[('kind', '=', kind)]",
    )
    indicator_ids = fields.Many2many(
        comodel_name="perf.indicator",
        string="Indicators",
        compute="_compute_from_scheme",
        store=True,
        readonly=False,
        domain="[('scheme_id', '=', scheme_id), ('is_register', '=', False)]",
    )
    with_specific = fields.Boolean(
        string="Also Unit-specific Ones",
        default=True,
        help="Each unit also gets the indicators meant for it alone.",
    )
    scope = fields.Selection(
        selection=[("category", "One plan for each category"), ("staff", "One plan for the staff of each unit")],
        string="Plans of People",
        default="category",
        required=True,
    )
    unit_count = fields.Integer(string="Plans", compute="_compute_unit_count")

    # === COMPUTE METHODS === #

    @api.depends("scheme_id")
    def _compute_from_scheme(self):
        for wizard in self:
            wizard.category_ids = wizard.scheme_id.category_ids
            wizard.indicator_ids = wizard.scheme_id.indicator_ids.filtered(
                lambda indicator: not indicator.is_register and indicator.scope == "common",
            )

    @api.depends("category_ids", "scope", "kind")
    def _compute_unit_count(self):
        for wizard in self:
            wizard.unit_count = len(wizard._prepare_keys())

    # === ACTION METHODS === #

    def action_dispatch(self):
        """Create the missing draft plans and add the indicators that they do not have yet.

        :return: an action that lists the plans
        :raise UserError: when there is nothing to dispatch
        """
        self.ensure_one()
        keys = self._prepare_keys()
        if not keys or not self.indicator_ids:
            raise UserError(self.env._("Choose categories with units, and at least one indicator."))
        plans = self._find_or_create_plans(keys)
        plans._add_indicators(self.indicator_ids)
        if self.with_specific:
            self._add_specific(plans)
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_plan_action")
        action.update(domain=[("id", "in", plans.ids)], context={})
        return action

    # === BUSINESS METHODS === #

    def _prepare_keys(self):
        """Return the values that tell the plans apart, one dict each."""
        self.ensure_one()
        if self.kind == "employee" and self.scope == "category":
            return [{"scope": "category", "category_id": category.id} for category in self.category_ids]
        domain = [("perf_is_unit", "=", True), ("company_id", "=", self.cycle_id.company_id.id)]
        if self.kind == "employee":
            return [{"scope": "staff", "unit_id": unit.id} for unit in self.env["hr.department"].search(domain)]
        domain.append(("perf_category_id", "in", self.category_ids.ids))
        return [{"scope": "unit", "unit_id": unit.id} for unit in self.env["hr.department"].search(domain)]

    def _find_or_create_plans(self, keys):
        """Return the draft plans for the keys; what is signed or approved stays as it is.

        :param list keys: as from :meth:`_prepare_keys`
        """
        scope = keys[0]["scope"]
        name = "category_id" if scope == "category" else "unit_id"
        existing = self.env["perf.plan"].search(
            [
                ("cycle_id", "=", self.cycle_id.id),
                ("scope", "=", scope),
                (name, "in", [key[name] for key in keys]),
                ("state", "!=", "superseded"),
            ],
        )
        taken = existing.mapped(name).ids
        missing = [{"cycle_id": self.cycle_id.id, **key} for key in keys if key[name] not in taken]
        return existing.filtered(lambda plan: plan.state == "draft") | self.env["perf.plan"].create(missing)

    def _add_specific(self, plans):
        """Add to the plan of each unit the indicators that are meant for it alone."""
        indicators = self.scheme_id.indicator_ids.filtered(
            lambda indicator: indicator.scope == "specific" and not indicator.is_register and indicator.unit_id,
        )
        by_unit = indicators.grouped("unit_id")
        self.env["perf.plan.line"].create(
            [
                {"plan_id": plan.id, **indicator._prepare_plan_line_values()}
                for plan in plans
                for indicator in by_unit.get(plan.unit_id, indicators.browse()) - plan.line_ids.indicator_id
            ],
        )

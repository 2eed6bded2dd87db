from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..models.abstract.notices import notice

#: How many plans are named before the rest is only counted.
_MOST_NAMES = 10


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
    outlook = fields.Text(string="What Will Be Done", compute="_compute_outlook")

    # === COMPUTE METHODS === #

    @api.depends("scheme_id")
    def _compute_from_scheme(self):
        for wizard in self:
            wizard.category_ids = wizard.scheme_id.category_ids
            wizard.indicator_ids = wizard.scheme_id.indicator_ids.filtered(
                lambda indicator: not indicator.is_register and indicator.scope == "common",
            )

    @api.depends("cycle_id", "scheme_id", "category_ids", "scope", "indicator_ids", "with_specific")
    def _compute_outlook(self):
        for wizard in self:
            wizard.outlook = "\n".join(wizard._outlook()) if wizard.cycle_id and wizard.scheme_id else False

    # === ACTION METHODS === #

    def action_dispatch(self):
        """Create the missing draft plans and add the indicators that they do not have yet.

        :return: an action that tells what was done and lists the plans
        :raise UserError: when there is nothing to dispatch
        """
        self.ensure_one()
        keys = self._prepare_keys()
        if not keys or not self.indicator_ids:
            raise UserError(self.env._("Choose categories with units, and at least one indicator."))
        missing, drafts, kept = self._sort_plans(keys)
        made = self.env["perf.plan"].create(missing)
        lacking = self._lacking(drafts | made)
        self.env["perf.plan.line"].create(
            [
                {"plan_id": plan.id, **indicator._prepare_plan_line_values()}
                for plan, indicators in lacking.items()
                for indicator in indicators
            ],
        )
        completed = drafts.filtered(lambda plan: lacking[plan])
        return self._tell_done(made, completed, drafts - completed, kept)

    # === BUSINESS METHODS === #

    def _prepare_keys(self):
        """Return the values that tell the plans apart, one dict each."""
        self.ensure_one()
        if self.kind == "employee" and self.scope == "category":
            return [{"scope": "category", "category_id": category.id} for category in self.category_ids._origin]
        domain = [("perf_is_unit", "=", True), ("company_id", "=", self.cycle_id.company_id.id)]
        if self.kind == "employee":
            return [{"scope": "staff", "unit_id": unit.id} for unit in self.env["hr.department"].search(domain)]
        domain.append(("perf_category_id", "in", self.category_ids.ids))
        return [{"scope": "unit", "unit_id": unit.id} for unit in self.env["hr.department"].search(domain)]

    def _sort_plans(self, keys):
        """Return what becomes of the plans.

        :param list keys: as from :meth:`_prepare_keys`
        :return: values of those to make, drafts that take the indicators, and those that stay as they are, because they
            are signed or approved
        """
        plan = self.env["perf.plan"]
        if not keys:
            return [], plan, plan
        name = "category_id" if keys[0]["scope"] == "category" else "unit_id"
        existing = plan.search(
            [
                ("cycle_id", "=", self.cycle_id.id),
                ("scope", "=", keys[0]["scope"]),
                (name, "in", [key[name] for key in keys]),
                ("state", "!=", "superseded"),
            ],
        )
        drafts = existing.filtered(lambda plan: plan.state == "draft")
        kept = (existing - drafts).filtered(lambda plan: plan[name] not in drafts.mapped(name))
        taken = set(existing.mapped(name).ids)
        return [{"cycle_id": self.cycle_id.id, **key} for key in keys if key[name] not in taken], drafts, kept

    def _lacking(self, plans):
        """Return the indicators that plans do not have yet, the unit's own included: ``{plan: perf.indicator}``."""
        chosen = self.indicator_ids._origin
        own = self._specific_indicators().filtered("unit_id")
        by_unit = own.grouped("unit_id") if self.with_specific else {}
        return {
            plan: (chosen | by_unit.get(plan.unit_id, chosen.browse())) - plan.line_ids.indicator_id for plan in plans
        }

    def _specific_indicators(self):
        """Return the scheme's indicators that are meant for single units, those whose unit is not known among them."""
        return self.scheme_id.indicator_ids._origin.filtered(
            lambda indicator: indicator.scope == "specific" and not indicator.is_register,
        )

    # === HELPERS === #

    def _outlook(self):
        """Return what will be done, as sentences."""
        missing, drafts, kept = self._sort_plans(self._prepare_keys())
        lacking = self._lacking(drafts)
        completed = drafts.filtered(lambda plan: lacking[plan])
        sentences = [self.env._("Plans that will be made: %s.", len(missing))]
        if completed:
            sentences.append(self.env._("Drafts that get what they lack: %s.", self._names(completed)))
        if drafts - completed:
            sentences.append(self.env._("Drafts that have all of it: %s.", self._names(drafts - completed)))
        if kept:
            sentences.append(self._kept_words(kept, self._names(kept)))
        new = self.env["perf.plan.line"]
        lines = new.concat(*(new.new({"indicator_id": indicator.id}) for indicator in self.indicator_ids._origin))
        if problem := lines._points_problem():
            sentences.append(self.env._("Mind the indicators chosen: %s.", problem))
        stranded = self._stranded() if self.kind == "unit" else ()
        if stranded:
            sentences.append(
                self.env._(
                    "Cannot be dispatched, as their unit is not known or in none of the categories: %(count)s "
                    "indicators with %(points)s points (%(names)s).",
                    count=len(stranded),
                    points=f"{sum(stranded.mapped('full_score')):g}",
                    names=self._names(stranded),
                ),
            )
        return sentences

    def _stranded(self):
        """Return the indicators meant for single units that come into no plan."""
        return self._specific_indicators().filtered(
            lambda indicator: indicator.unit_id.perf_category_id.id not in self.category_ids.ids,
        )

    def _tell_done(self, made, completed, complete, kept):
        """Return an action that tells what was done, with links to what stays as it is, and lists the other plans.

        :param made: new plans
        :param completed: drafts that got indicators
        :param complete: drafts that had all of them
        :param kept: plans that are signed or approved
        """
        sentences = [self.env._("Plans made: %s.", len(made))]
        if completed:
            sentences.append(self.env._("Drafts completed: %s.", self._names(completed)))
        if complete:
            sentences.append(self.env._("Drafts that had all of it: %s.", self._names(complete)))
        if kept:
            sentences.append(self._kept_words(kept, self._names(kept, links=True)))
        odd = (made | completed).filtered("points_problem")
        if odd:
            sentences.append(self.env._("Plans with other points than the scheme's: %s.", self._names(odd)))
        follow = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_plan_action")
        follow.update(domain=[("id", "in", (made | completed | complete or kept).ids)], context={})
        return notice(
            "\n".join(sentences),
            kind="warning" if kept or odd else "success",
            follow=follow,
            sticky=bool(kept or odd),
            className="text-prewrap",  # one line each
            links=[{"label": p.display_name, "url": f"/odoo/appraisal-plans/{p.id}"} for p in kept[:_MOST_NAMES]],
        )

    def _kept_words(self, plans, names):
        """Return the sentence on plans that stay as they are."""
        return self.env._(
            "Signed or approved already, and left as they are: %(count)s (%(names)s). Revise them to add indicators.",
            count=len(plans),
            names=names,
        )

    def _names(self, plans, links=False):
        """Return the names of plans or indicators; of many, the first ones and how many more there are.

        :param bool links: leave places for links instead
        """
        named = plans[:_MOST_NAMES]
        names = ["%s"] * len(named) if links else named.mapped("display_name")
        if len(plans) > _MOST_NAMES:
            names.append(self.env._("%s more", len(plans) - _MOST_NAMES))
        return format_list(self.env, names)

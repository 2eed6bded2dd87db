from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import KINDS, SCORE_DIGITS
from .scheme_templates import TEMPLATES

#: Columns of a component that change what it comes to.
_SHOWN = ("period_kind", "name", "source", "weight", "missing_policy", "sheet_kind", "bonus_cap", "deduction_cap")


class PerfSchemeSetup(models.TransientModel):
    """Make a scheme from a template in three steps: for whom, what counts with a live example, and which grades."""

    _name = "perf.scheme.setup"
    _description = "Scheme from a Template"

    state = fields.Selection(
        selection=[("template", "Template"), ("component", "What Counts"), ("grade", "Grades")],
        string="Step",
        required=True,
        readonly=True,
        default="template",
    )

    # For whom, and from what
    kind = fields.Selection(selection=KINDS, string="For", required=True, default="unit")
    name = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    category_ids = fields.Many2many(
        comodel_name="perf.category",
        relation="perf_scheme_setup_category_rel",
        string="Categories",
        compute="_compute_category_ids",
        store=True,
        readonly=False,
        domain="[('kind', '=', kind), ('company_id', '=', company_id)]",
        help="Whose scheme it is. They can be chosen later.",
    )
    unit_template = fields.Selection(
        selection=[
            ("quarters", "Quarters → year"),
            ("goals", "Self-score 10, goals 70, public review 20; verification capped"),
            ("public", "Work 80, public review 20"),
            ("thousand", "1000 points: work 500, inspections 100, ratings 400"),
            ("annual", "Quarters 20, annual sheet 60, public review 20"),
            ("boards", "Two boards of 100 points: 30 % and 70 %"),
        ],
        string="Template of Units",
        required=True,
        default="quarters",
    )
    person_template = fields.Selection(
        selection=[
            ("months", "Months → quarters → year"),
            ("rating", "Quarters 60, democratic rating 40; bonus capped"),
            ("unit", "Quarters 70, result of the unit 30"),
        ],
        string="Template of People",
        required=True,
        default="months",
    )
    hint = fields.Text(compute="_compute_hint")

    # What counts
    made_of = fields.Char(readonly=True, help="The template of which the components were made.")
    full_score = fields.Float(digits=SCORE_DIGITS, aggregator=None, default=100.0)
    component_ids = fields.One2many("perf.scheme.setup.component", "wizard_id", string="Components")
    has_ratings = fields.Boolean(compute="_compute_composition", help="Some component is a rating.")
    has_boards = fields.Boolean(compute="_compute_composition", help="Some component is of sections of its own.")
    problem = fields.Text(compute="_compute_composition", help="Why no result can be computed so.")
    example = fields.Text(compute="_compute_composition", help="What some percentages would come to.")

    # Which grades
    graded_by = fields.Char(readonly=True, help="By what the usual grades were made.")
    grade_ids = fields.One2many("perf.scheme.setup.grade", "wizard_id", string="Grades")

    # === COMPUTE METHODS === #

    @api.depends("kind")
    def _compute_category_ids(self):
        for wizard in self:
            wizard.category_ids = wizard.category_ids.filtered(lambda category, kind=wizard.kind: category.kind == kind)

    @api.depends("kind", "unit_template", "person_template")
    def _compute_hint(self):
        for wizard in self:
            wizard.hint = self.env._(wizard._template().hint)  # pylint: disable=gettext-variable

    @api.depends(
        "kind", "unit_template", "person_template", "full_score", *(f"component_ids.{name}" for name in _SHOWN)
    )
    def _compute_composition(self):
        for wizard in self:
            lines = wizard._lines()
            scheme = wizard._scheme(lines)
            components = scheme.component_ids
            problems = [
                self.env._("Component “%(name)s”: %(problem)s", name=component.name or "", problem=problem)
                for component in components
                if (problem := component._source_problem())
            ]
            problems += scheme._composition_problems()
            wizard.problem = "\n".join(problems)
            wizard.example = "" if problems else scheme.composition_example
            wizard.has_ratings = "rating" in components.mapped("source")
            wizard.has_boards = any(lines.mapped("apart"))

    # === ACTION METHODS === #

    def action_next(self):
        """Go to the next step.

        :return: the action that shows it
        :raise UserError: when no result could be computed with what is entered
        """
        return self._turn(1)

    def action_back(self):
        """Go back a step; what was entered stays.

        :return: the action that shows it
        """
        return self._turn(-1)

    def action_create_scheme(self):
        """Make the scheme with its components and grades, and the kinds of ratings and sections that it lacks.

        :return: the action that opens it
        :raise UserError: when no result could be computed with what is entered
        """
        self.ensure_one()
        if self.state != "grade" or self.made_of != self._key():
            raise UserError(self.env._("Go through the three steps first."))
        self._check_problem()
        scheme = self.env["perf.scheme"].create(self._prepare_scheme())
        self.component_ids._make(scheme)
        self.grade_ids._make(scheme)
        return {
            "type": "ir.actions.act_window",
            "res_model": "perf.scheme",
            "res_id": scheme.id,
            "views": [(False, "form")],
        }

    # === HELPERS === #

    def _key(self):
        """Return the kind and the name of the template that is chosen, as one text."""
        kind = self.kind or "unit"
        key = self.unit_template if kind == "unit" else self.person_template
        return f"{kind}/{key or next(iter(TEMPLATES[kind]))}"

    def _template(self):
        """Return the template that is chosen."""
        kind, key = self._key().split("/")
        return TEMPLATES[kind][key]

    def _prepare_lines(self):
        """Return the values of the components as the template has them."""
        lines, template = self.env["perf.scheme.setup.component"], self._template()
        return [
            lines._prepare_from_part(part, 10 * place, self.company_id) for place, part in enumerate(template.parts, 1)
        ]

    def _lines(self):
        """Return the components as entered; as long as none were made of the template, as it has them."""
        if self.made_of == self._key():
            return self.component_ids.sorted("sequence")
        lines = self.env["perf.scheme.setup.component"]
        return lines.union(*map(lines.new, self._prepare_lines()))

    def _prepare_scheme(self):
        """Return the values of the scheme, without its components and grades."""
        return {
            "name": self.name,
            "kind": self.kind,
            "company_id": self.company_id.id,
            "full_score": self.full_score,
            "category_ids": [Command.set(self.category_ids.ids)],
        }

    def _scheme(self, lines):
        """Return the scheme as it would be, in memory only.

        :param lines: ``perf.scheme.setup.component`` recordset
        """
        values = self._prepare_scheme()
        if self.made_of != self._key():
            values["full_score"] = self._template().full_score
        components = [Command.create(line._prepare_component(example=True)) for line in lines]
        return self.env["perf.scheme"].new({**values, "component_ids": components})

    def _check_problem(self):
        """Raise when no result could be computed with what is entered.

        :raise UserError: naming all that is wrong
        """
        if self.problem:
            raise UserError(self.problem)

    def _turn(self, steps):
        """Go so many steps on, or back.

        :return: the action that shows the dialog
        """
        self.ensure_one()
        states = list(dict(self._fields["state"].selection))
        state = states[min(max(states.index(self.state) + steps, 0), len(states) - 1)]
        if state == "component" and self.made_of != self._key():
            self._make_components()
        if state == "grade":
            self._check_problem()
            self._make_grades()
        self.state = state
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_scheme_setup_action")
        return action | {"res_id": self.id}

    def _make_components(self):
        """Begin with the components of the template."""
        lines = [Command.clear(), *map(Command.create, self._prepare_lines())]
        self.write({"made_of": self._key(), "full_score": self._template().full_score, "component_ids": lines})

    def _make_grades(self):
        """Begin with the usual grades of the kinds of periods that have results, and anew when these change."""
        composed = sorted(set(self.component_ids.mapped("period_kind")))
        key = f"{self.kind}/{self.full_score}/{composed}/{self.category_ids.sorted().ids}"
        if self.graded_by == key:
            return
        lines = [
            Command.create({**vals, "name": self.env._(term), "term": term._translate("en_US")})  # pylint: disable=gettext-variable
            for term, vals in self._scheme(self._lines())._prepare_usual_grades()
            if vals["period_kind"] in composed
        ]
        self.write({"graded_by": key, "grade_ids": [Command.clear(), *lines]})

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ...const import ORIGINS, PERIOD_KINDS, SCORE_DIGITS
from ...tools import result, scoring

#: Kinds of periods from the shortest to the longest.
LENGTHS = {kind: place for place, (kind, _name) in enumerate(PERIOD_KINDS)}

#: Kind of period → its months.
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}

#: More sheets or results than these are not shown one by one in an example.
_SHOWN = 4

#: Bonus and deduction of an example, of a hundred points, and how far they go beyond a cap.
_BONUS, _DEDUCTION = 3.0, 2.0
_BONUS_BEYOND, _DEDUCTION_BEYOND = 0.5, 3.0

#: Origin of bonuses and deductions → the column that says whether a component counts it.
TAKES = {origin: f"takes_{origin}" for origin, _name in [*ORIGINS, ("inspection", "Inspection")]}

#: Where a component comes from.
SOURCES = [
    ("sheet", "Sheets"),
    ("result", "Results of Shorter Periods"),
    ("unit_result", "Result of the Unit"),
    ("rating", "Rating"),
    ("inspection", "Inspections"),
    ("adjustment", "Bonuses and Deductions"),
]

MISSING_POLICIES = [
    ("reweight", "Share out its weight"),
    ("zero", "Count it as zero"),
    ("full", "Count it in full"),
]

SHEET_VALUES = [
    ("self", "Self-score"),
    ("review", "Leader's Score"),
    ("final", "Final Score"),
]

CHILD_VALUES = [
    ("base", "Without Bonuses and Deductions"),
    ("total", "With Bonuses and Deductions"),
]

#: Source → the column that it needs.
_NEEDED = {"sheet": "sheet_kind", "result": "child_kind", "rating": "rating_type_id"}


class PerfSchemeComponent(models.Model):
    """A part of what a period comes to: sheets, shorter results, a rating, inspections; or what counts beside them."""

    _name = "perf.scheme.component"
    _description = "Component of a Scheme"
    _inherit = ["perf.part.mixin"]
    _order = "scheme_id, period_kind desc, sequence, id"
    _part_of = "scheme_id"

    scheme_id = fields.Many2one("perf.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id")
    sequence = fields.Integer(default=10)
    period_kind = fields.Selection(selection=PERIOD_KINDS, string="Result of", required=True, default="year")
    name = fields.Char(required=True, translate=True)
    source = fields.Selection(selection=SOURCES, required=True, default="sheet")
    weight = fields.Float(
        string="Points",
        digits=SCORE_DIGITS,
        aggregator="sum",
        help="How many of the scheme's full points it may give. Bonuses and deductions have none: they count in full.",
    )
    missing_policy = fields.Selection(
        selection=MISSING_POLICIES,
        string="If Missing",
        required=True,
        default="reweight",
        help="What was not handed in without an excuse is not missing: it counts zero.",
    )

    # What it is made of
    sheet_kind = fields.Selection(selection=PERIOD_KINDS, string="Sheets of", help="The mean of these sheets.")
    sheet_value = fields.Selection(selection=SHEET_VALUES, string="Which Score", required=True, default="final")
    section_ids = fields.Many2many(
        comodel_name="perf.indicator.section",
        relation="perf_scheme_component_section_rel",
        string="Only Sections",
        help="Empty: the whole sheet.",
    )
    child_kind = fields.Selection(selection=PERIOD_KINDS, string="Results of", help="The mean of these results.")
    child_value = fields.Selection(selection=CHILD_VALUES, string="Which Result", required=True, default="total")
    rating_type_id = fields.Many2one(
        "perf.rating.type", string="Kind of Rating", index="btree_not_null", ondelete="restrict", check_company=True
    )

    # What counts beside it
    takes_register = fields.Boolean(string="Register", default=True)
    takes_superior = fields.Boolean(string="Superior Level", default=True)
    takes_award = fields.Boolean(string="Awards", default=True)
    takes_correction = fields.Boolean(string="Corrections", default=True)
    takes_inspection = fields.Boolean(string="Findings", default=True)
    bonus_cap = fields.Float(digits=SCORE_DIGITS, aggregator=None, help="Most that bonuses add. Zero means no cap.")
    deduction_cap = fields.Float(
        digits=SCORE_DIGITS, aggregator=None, help="Most that deductions take. Zero means no cap."
    )

    detail = fields.Char(string="Of What", compute="_compute_detail")

    _amounts_positive = models.Constraint(
        "CHECK(weight >= 0 AND bonus_cap >= 0 AND deduction_cap >= 0)", "Points and caps are not below zero."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "source",
        *("sheet_kind", "sheet_value", "section_ids.name", "child_kind", "child_value", "rating_type_id.name"),
        *("bonus_cap", "deduction_cap", *TAKES.values()),
    )
    @api.depends_context("lang")
    def _compute_detail(self):
        choices = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("sheet_kind", "sheet_value", "child_kind", "child_value")
        }
        for component in self:
            said = {name: labels.get(component[name]) for name, labels in choices.items()}
            parts = {
                "sheet": [said["sheet_kind"], said["sheet_value"], *component.section_ids.mapped("name")],
                "result": [said["child_kind"], said["child_value"]],
                "rating": [component.rating_type_id.name],
                "adjustment": component._counted_words(),
            }
            component.detail = " · ".join(filter(None, parts.get(component.source, [])))

    # === CONSTRAINT METHODS === #

    @api.constrains("source", "period_kind", "sheet_kind", "child_kind", "rating_type_id", "weight")
    def _check_source(self):
        for component in self:
            if problem := component._source_problem():
                raise ValidationError(
                    self.env._("Component “%(name)s”: %(problem)s", name=component.name, problem=problem)
                )

    # === CRUD METHODS === #

    def _check_unsettled(self, wholes):
        super()._check_unsettled(wholes)
        wholes._check_not_in_use()

    # === BUSINESS METHODS === #

    def _origins(self):
        """Return the origins of bonuses and deductions that the component counts."""
        self.ensure_one()
        return frozenset(origin for origin, column in TAKES.items() if self.source == "adjustment" and self[column])

    def _counted_words(self):
        """Return which bonuses and deductions the component counts, and up to how many points, as texts."""
        counted = [self._field_label(column) for column in TAKES.values() if self[column]]
        words = [] if len(counted) == len(TAKES) else [format_list(self.env, counted)]
        if self.bonus_cap:
            words.append(self.env._("bonuses up to %g", self.bonus_cap))
        if self.deduction_cap:
            words.append(self.env._("deductions up to %g", self.deduction_cap))
        return words

    def _source_problem(self):
        """Return what is wrong with where the component comes from, or nothing."""
        column = _NEEDED.get(self.source)
        if column and not self[column]:
            return self.env._("choose “%s”.", self._field_label(column))
        if self.source == "sheet" and LENGTHS[self.sheet_kind] > LENGTHS[self.period_kind]:
            return self.env._("its sheets are of a longer period than the result.")
        if self.source == "result" and LENGTHS[self.child_kind] >= LENGTHS[self.period_kind]:
            return self.env._("it is made of results of shorter periods.")
        if self.source == "unit_result" and self.scheme_id.kind == "unit":
            return self.env._("only people's results count that of their unit.")
        if self.source == "adjustment" and self.weight:
            return self.env._("bonuses and deductions count in full and have no points of their own.")
        if self.source != "adjustment" and not self.weight:
            return self.env._("give it points.")
        return ""

    # === BUSINESS METHODS - EXAMPLE === #

    def _example_values(self, percent):
        """Return percentages of an example that the component takes the mean of, as text.

        :param float percent: their mean
        """
        self.ensure_one()
        kind = {"sheet": self.sheet_kind, "result": self.child_kind}.get(self.source)
        count = _MONTHS[self.period_kind] // _MONTHS[kind] if kind else 1
        if count == 1:
            return f"{percent:g}"
        if count > _SHOWN:
            return self.env._("%s on average", f"{percent:g}")
        around = [percent + 3, percent - 3] + [percent] * (count - 2)
        return " / ".join(f"{value:g}" for value in around)

    def _example_amounts(self):
        """Return the bonus and the deduction of an example, a little beyond their caps: a ``result.Adjustment``."""
        self.ensure_one()
        scale = self.scheme_id.full_score / 100.0
        gives = self._origins() - {"inspection"}
        bonus = (self.bonus_cap + _BONUS_BEYOND * scale if self.bonus_cap else _BONUS * scale) if gives else 0.0
        beyond = self.deduction_cap + _DEDUCTION_BEYOND * scale
        deduction = beyond if self.deduction_cap else _DEDUCTION * scale
        amounts = (bonus, deduction, self.bonus_cap, self.deduction_cap)
        return result.Adjustment(*map(scoring.to_decimal, amounts))

    def _example_words(self, amounts):
        """Return the bonus and the deduction of an example in words, with their caps.

        :param amounts: as from :meth:`_example_amounts`
        :return: list of texts
        """
        words = []
        if amounts.bonus and amounts.bonus_cap:
            words.append(self.env._("bonus %(points)g (cap %(cap)g)", points=amounts.bonus, cap=amounts.bonus_cap))
        elif amounts.bonus:
            words.append(self.env._("bonus %(points)g", points=amounts.bonus))
        if amounts.deduction_cap:
            points, cap = amounts.deduction, amounts.deduction_cap
            words.append(self.env._("deduction %(points)g (cap %(cap)g)", points=points, cap=cap))
        else:
            words.append(self.env._("deduction %(points)g", points=amounts.deduction))
        return words

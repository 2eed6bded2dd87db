from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_list

from ...tools import result, scoring
from .perf_scheme_component import LENGTHS, TAKES

#: The percentages of the example, as they come: of sheets and whatever else is a mean.
_EXAMPLE = (93.0, 85.0, 88.0, 90.0, 80.0, 95.0)

#: Further columns of a component that its example shows.
_SHOWN = ("sheet_kind", "child_kind", "bonus_cap", "deduction_cap")


class PerfScheme(models.Model):
    """What the results of a scheme are made of, for each kind of period."""

    _inherit = "perf.scheme"

    component_ids = fields.One2many("perf.scheme.component", "scheme_id", string="Components", copy=True)
    composition_problem = fields.Text(compute="_compute_composition", help="Why no result can be computed so.")
    composition_example = fields.Text(
        string="Example", compute="_compute_composition", help="What some percentages would come to."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "full_score",
        *(
            f"component_ids.{name}"
            for name in ("period_kind", "source", "weight", "missing_policy", "name", *_SHOWN, *TAKES.values())
        ),
    )
    def _compute_composition(self):
        for scheme in self:
            problems = scheme._composition_problems()
            scheme.composition_problem = "\n".join(problems)
            scheme.composition_example = "" if problems else "\n".join(scheme._examples())

    # === BUSINESS METHODS === #

    def _result_kind(self):
        """Return the shortest kind of period for which results are computed; of schemes without components the year."""
        return min(self.component_ids.mapped("period_kind"), key=LENGTHS.get, default="year")

    def _check_composed(self):
        """Raise when results of one of the schemes could not be computed.

        :raise UserError: naming the scheme and all that is wrong
        """
        for scheme in self:
            if problems := scheme._composition_problems():
                raise UserError(
                    self.env._(
                        "Scheme “%(scheme)s” cannot be used:\n%(problems)s",
                        scheme=scheme.name,
                        problems="\n".join(f"• {problem}" for problem in problems),
                    )
                )

    def _composition_problems(self):
        """Return what keeps results from being computed, as sentences; nothing of a scheme without components."""
        self.ensure_one()
        kinds = dict(self.component_ids._fields["period_kind"]._description_selection(self.env))
        problems = []
        for kind, components in self._by_kind().items():
            points = sum(components.mapped("weight"))
            if float_compare(points, self.full_score, precision_digits=2):
                problems.append(
                    self.env._(
                        "%(kind)s: the points add up to %(points)g, not to %(full)g.",
                        kind=kinds[kind],
                        points=points,
                        full=self.full_score,
                    )
                )
            taken = [origin for component in components for origin in component._origins()]
            if twice := [origin for origin in TAKES if taken.count(origin) > 1]:
                problems.append(
                    self.env._("%(kind)s: %(origins)s would count twice.", kind=kinds[kind], origins=self._named(twice))
                )
            missing = [origin for origin in TAKES if origin not in taken]
            if missing and kind == max(self.component_ids.mapped("period_kind"), key=LENGTHS.get):
                problems.append(
                    self.env._(
                        "%(kind)s: %(origins)s would never count.", kind=kinds[kind], origins=self._named(missing)
                    )
                )
        return problems

    # === HELPERS === #

    def _by_kind(self):
        """Return the components by kind of period, the shortest first: ``{kind: components}``."""
        found = self.component_ids.grouped("period_kind")
        return {kind: found[kind] for kind in sorted(found, key=LENGTHS.get)}

    def _named(self, origins):
        """Return origins as a list in words."""
        components = self.env["perf.scheme.component"]
        return format_list(self.env, [components._field_label(TAKES[origin]) for origin in origins])

    def _examples(self):
        """Return for each kind of period what some percentages would come to, as a person would write it."""
        kinds = dict(self.component_ids._fields["period_kind"]._description_selection(self.env))
        return [
            self.env._("%(kind)s: %(sum)s", kind=kinds[kind], sum=self._example(components))
            for kind, components in self._by_kind().items()
        ]

    def _example(self, components):
        """Return what the components of a kind of period would come to, written out.

        :param components: ``perf.scheme.component`` recordset
        """
        parts = components.filtered(lambda component: component.source != "adjustment")
        beside = components - parts
        percents = [_EXAMPLE[place % len(_EXAMPLE)] for place in range(len(parts))]
        amounts = [part._example_amounts() for part in beside]
        found = result.result(
            [
                result.Component(scoring.to_decimal(part.weight), scoring.to_decimal(percent), part.missing_policy)
                for part, percent in zip(parts, percents, strict=True)
            ],
            amounts,
            full=scoring.to_decimal(self.full_score),
        )
        given = [f"{part.name} {part._example_values(value)}" for part, value in zip(parts, percents, strict=True)]
        counted = [said for part, amount in zip(beside, amounts, strict=True) for said in part._example_words(amount)]
        terms = [f"+ {points}" for points in (*found.points, *filter(None, found.bonuses))]
        terms += [f"− {points}" for points in filter(None, found.deductions)]
        shown = format_list(self.env, given)
        if counted:
            beside_them = format_list(self.env, counted)
            shown = self.env._("%(scores)s, with %(beside)s", scores=shown, beside=beside_them)
        return f"{shown} → {' '.join(terms).removeprefix('+ ')} = {found.total}"

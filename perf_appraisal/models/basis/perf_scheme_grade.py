# The terms are read before there is anybody to translate them for.
# pylint: disable=prefer-env-translation
from odoo import Command, api, fields, models
from odoo.tools import LazyTranslate

from ..abstract.given_names import give_names

_lt = LazyTranslate(__name__)

#: Kind of scheme → grades from the best down: kind of period, code, name, from which points (of 100), quota in
#: percent, whether the standard is reached, whether the year counts for promotion. Persons by the national rules:
#: at most 20 % excellent in a year, at most 40 % good in a quarter.
USUAL_GRADES = {
    "employee": (
        ("year", "A", _lt("Excellent"), 90.0, 20.0, True, True),
        ("year", "B", _lt("Competent"), 75.0, 0.0, True, True),
        ("year", "C", _lt("Basically Competent"), 60.0, 0.0, False, False),
        ("year", "D", _lt("Incompetent"), 0.0, 0.0, False, False),
        ("quarter", "1", _lt("Good"), 90.0, 40.0, True, False),
        ("quarter", "2", _lt("Fairly Good"), 75.0, 0.0, True, False),
        ("quarter", "3", _lt("Average"), 60.0, 0.0, False, False),
        ("quarter", "4", _lt("Poor"), 0.0, 0.0, False, False),
    ),
    "unit": (
        ("year", "A", _lt("Outstanding Unit"), 90.0, 20.0, True, False),
        ("year", "B", _lt("Unit up to Standard"), 75.0, 0.0, True, False),
        ("year", "C", _lt("Unit Partly up to Standard"), 60.0, 0.0, False, False),
        ("year", "D", _lt("Unit below Standard"), 0.0, 0.0, False, False),
    ),
}

#: What institution staff are called in a year instead; *excellent* is the same word.
OF_INSTITUTIONS = {"B": _lt("Qualified"), "C": _lt("Basically Qualified"), "D": _lt("Unqualified")}


class PerfScheme(models.Model):
    """The grades of a scheme."""

    _inherit = "perf.scheme"

    grade_ids = fields.One2many("perf.grade", "scheme_id", string="Grades", copy=True)
    quota_pool = fields.Selection(
        selection=[
            ("unit", "Unit"),
            ("unit_category", "Unit and Category"),
            ("category", "Category"),
            ("company", "All"),
        ],
        string="Quota within",
        compute="_compute_quota_pool",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Among whom the quota of a grade is counted. Heads of units are always counted apart from their people.",
    )
    quota_rounding = fields.Selection(
        selection=[("floor", "Down"), ("half_up", "To the Nearest"), ("ceil", "Up")],
        string="Round Quotas",
        required=True,
        default="floor",
        help="20 % of 14 people are 2.8: rounded down 2, else 3.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind")
    def _compute_quota_pool(self):
        for scheme in self:
            scheme.quota_pool = "category" if scheme.kind == "unit" else "unit"

    # === ACTION METHODS === #

    def action_usual_grades(self):
        """Give schemes without grades the usual ones, in every language of the database."""
        bare = self.filtered(lambda scheme: not scheme.grade_ids)
        rows = [
            (term, {"scheme_id": scheme.id, **vals}) for scheme in bare for term, vals in scheme._prepare_usual_grades()
        ]
        grades = self.env["perf.grade"].with_context(lang="en_US").create([vals for _term, vals in rows])
        give_names(grades, [term for term, _vals in rows])
        return True

    # === BUSINESS METHODS === #

    def _prepare_usual_grades(self):
        """Return the usual grades of the scheme, the best first: pairs of a name, a lazy translation, and values."""
        self.ensure_one()
        return [
            (name, self._prepare_usual_grade(10 * place, row, name, categories))
            for place, row in enumerate(USUAL_GRADES[self.kind], 1)
            for name, categories in self._usual_names(row)
        ]

    def _usual_names(self, row):
        """Return how a usual grade is called, and for which categories only: ``[(term, perf.category)]``.

        :param tuple row: a row of :data:`USUAL_GRADES`
        """
        kind, code, name = row[:3]
        everybody = self.category_ids.browse()
        staff = self.category_ids.filtered("is_institution")
        if kind != "year" or self.kind != "employee" or code not in OF_INSTITUTIONS or not staff:
            return [(name, everybody)]
        others = self.category_ids - staff
        if not others:
            return [(OF_INSTITUTIONS[code], everybody)]
        return [(name, others), (OF_INSTITUTIONS[code], staff)]

    def _prepare_usual_grade(self, sequence, row, name, categories):
        """Return the values of a usual grade of the scheme.

        :param int sequence: its place
        :param tuple row: a row of :data:`USUAL_GRADES`
        :param name: its name, a lazy translation
        :param categories: ``perf.category``, for whom only; none: for everybody
        """
        kind, code, _name, points, quota, met, counts = row
        return {
            "category_ids": [Command.set(categories.ids)],
            "period_kind": kind,
            "sequence": sequence,
            "code": code,
            "name": name._translate("en_US"),
            "min_score": points * self.full_score / 100.0,
            "quota_percent": quota,
            "standard_met": met,
            "counts_for_promotion": counts,
        }

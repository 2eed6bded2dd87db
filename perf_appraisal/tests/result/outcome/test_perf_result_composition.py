"""Every composition of real counties from its template to the stored result, with numbers worked out by hand."""

from typing import NamedTuple

from odoo import Command
from odoo.tests import Form, tagged

from ....wizard.scheme_templates import TEMPLATES
from ...results import ResultCase


class Composition(NamedTuple):
    """What is posted to one appraisee, and what its results must come to.

    :param posted: tuples of period, kind of entry, points and further values; a rating names its component
    :param expected: period → base, bonus, deduction and total
    :param parts: the points of the year's components, in their order
    """

    posted: tuple
    expected: dict
    parts: list


def sheets(kind, *percents, **values):
    """Return the sheets of the first periods of a kind."""
    return tuple(((kind, number), "sheet", percent, values) for number, percent in enumerate(percents, 1))


YEAR = ("year", 1)
Q1, Q2, Q3, Q4 = (("quarter", number) for number in (1, 2, 3, 4))

#: Bonuses and deductions that found their way into the register of the year.
REGISTER = ((YEAR, "bonus", 3.5, {}), (YEAR, "deduction", -2.0, {}))

#: Each quarter of a person: (96 + 90 + 93) ÷ 3 = 93.
MONTHS = sheets("month", *(96.0, 90.0, 93.0) * 4)

COMPOSITIONS = {
    # the first quarter 96 + 3.5 − 2 = 97.5; (97.5 + 90 + 93 + 85) ÷ 4 = 91.375
    "quarters": Composition(
        (
            *sheets("quarter", 96.0, 90.0, 93.0, 85.0),
            (Q1, "bonus", 3.5, {}),
            (Q1, "deduction", -2.0, {}),
            (YEAR, "bonus", 1.0, {}),
        ),
        {Q1: (96.0, 3.5, 2.0, 97.5), Q2: (90.0, 0.0, 0.0, 90.0), YEAR: (91.38, 1.0, 0.0, 92.38)},
        [91.38, 1.0],
    ),
    # self (94 + 90) ÷ 2 = 92 → 9.2; goals (86 + 90) ÷ 2 = 88 → 61.6; public 81.5 → 16.3; verification 23, at most 20
    "goals": Composition(
        (
            (Q1, "sheet", 86.0, {"self_points": 94.0}),
            (Q2, "sheet", 90.0, {"self_points": 90.0}),
            (YEAR, "rating", 81.5, {"of": "Public Review"}),
            (YEAR, "bonus", 3.0, {}),
            (YEAR, "deduction", -2.0, {}),
            (Q1, "deduction", -15.0, {"origin": "inspection"}),
            (Q2, "deduction", -8.0, {"origin": "inspection"}),
        ),
        {YEAR: (87.1, 3.0, 22.0, 68.1)},
        [9.2, 61.6, 16.3, 1.0, -20.0],
    ),
    # 80 : 20; the groups gave (3 × 100 + 2 × 65 + 2 × 80 + 3 × 90) ÷ 10 = 86
    "public": Composition(
        (*sheets("quarter", 96.0, 90.0, 93.0, 93.0), (YEAR, "rating", 86.0, {"of": "Public Review"}), *REGISTER),
        {YEAR: (91.6, 3.5, 2.0, 93.1)},
        [74.4, 17.2, 1.5],
    ),
    # of a thousand: 465 + 85 + 132 + 90 + 120, and 30 − 20
    "thousand": Composition(
        (
            *sheets("quarter", 96.0, 90.0, 93.0, 93.0),
            (Q1, "inspection", 80.0, {}),
            (Q3, "inspection", 90.0, {}),
            (YEAR, "rating", 88.0, {"of": "Leaders' Evaluation"}),
            (YEAR, "rating", 90.0, {"of": "Democratic Rating"}),
            (YEAR, "rating", 80.0, {"of": "Public Review"}),
            (YEAR, "bonus", 30.0, {}),
            (Q4, "deduction", -20.0, {}),
        ),
        {YEAR: (892.0, 30.0, 20.0, 902.0)},
        [465.0, 85.0, 132.0, 90.0, 120.0, 10.0],
    ),
    # a fifth of the quarters' bases 93, 60 × 85 %, 20 × 88 %; what the second quarter lost counts once in the year
    "annual": Composition(
        (
            *sheets("quarter", 96.0, 90.0, 93.0, 93.0),
            (YEAR, "sheet", 85.0, {}),
            (YEAR, "rating", 88.0, {"of": "Public Review"}),
            (YEAR, "bonus", 3.0, {}),
            (Q2, "deduction", -2.0, {}),
        ),
        {Q2: (90.0, 0.0, 2.0, 88.0), YEAR: (87.2, 3.0, 2.0, 88.2)},
        [18.6, 51.0, 17.6, 1.0],
    ),
    # two boards of 100 points each: 30 % of 93 and 70 % of 85
    "boards": Composition(
        (
            *sheets("quarter", 96.0, 90.0, 93.0, 93.0, of="First Board"),
            *sheets("quarter", 88.0, 82.0, 85.0, 85.0, of="Second Board"),
            *REGISTER,
        ),
        {YEAR: (87.4, 3.5, 2.0, 88.9)},
        [27.9, 59.5, 1.5],
    ),
    # the first quarter 93 + 3 − 2 = 94; (94 + 93 + 93 + 93) ÷ 4 = 93.25, and 1 of the year
    "months": Composition(
        (*MONTHS, (Q1, "bonus", 3.0, {}), (Q1, "deduction", -2.0, {}), (YEAR, "bonus", 1.0, {})),
        {Q1: (93.0, 3.0, 2.0, 94.0), Q4: (93.0, 0.0, 0.0, 93.0), YEAR: (93.25, 1.0, 0.0, 94.25)},
        [93.25, 1.0],
    ),
    # 60 × 93 % + 40 × 85 % + 3.5, at most 3, − 2
    "rating": Composition(
        (*MONTHS, (YEAR, "rating", 85.0, {"of": "Democratic Rating"}), *REGISTER),
        {Q1: (93.0, 0.0, 0.0, 93.0), YEAR: (89.8, 3.0, 2.0, 90.8)},
        [55.8, 34.0, 1.0],
    ),
    # 70 × 93 %, 30 % of the unit's 85
    "unit": Composition(
        (*MONTHS, (YEAR, "bonus", 3.0, {}), (YEAR, "deduction", -2.0, {})),
        {YEAR: (90.6, 3.0, 2.0, 91.6)},
        [65.1, 25.5, 1.0],
    ),
}


@tagged("post_install", "-at_install")
class TestPerfResultComposition(ResultCase):
    """A template goes through the dialog, its cycle is opened and over, its ledger filled, its periods computed."""

    @classmethod
    def _begin_year(cls):
        """Each template has a year of its own."""
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.cr.execute("UPDATE perf_leadership SET date_from = NULL")  # who leads has done so since before
        cls.year_of_results = cls.env.company._perf_today().year
        cls.kind_of_rating = cls.env["perf.rating.type"]  # each template names its own

    def _scheme(self, kind, key):
        """Make a scheme from a template, through all steps of the dialog."""
        form = Form(self.env["perf.scheme.setup"].with_user(self.office).with_context(lang="en_US"))
        form.kind = kind
        form.name = f"From {key}"
        form[{"unit": "unit_template", "employee": "person_template"}[kind]] = key
        form.category_ids.add(self.category_unit if kind == "unit" else self.category_staff)
        for _step in ("component", "grade"):
            wizard = form.save()
            wizard.action_next()
            form = Form(wizard)
        action = form.save().action_create_scheme()
        return self.env[action["res_model"]].browse(action["res_id"]).with_context(lang="en_US")

    def _open_year(self, schemes):
        """Open a cycle of the year before, and let all its periods be over."""
        cls = type(self)
        cls.year_of_results -= 1
        cls.past = self.env["perf.cycle"].create(
            {"year": self.year_of_results, "scheme_ids": [Command.set(schemes.ids)]}
        )
        self.past.with_user(self.admin).action_open()
        self.past.period_ids._unlocked().write({"state": "closed"})

    def _fill(self, appraisee, scheme, posted):
        """Post what a composition says to an appraisee."""
        for number, (period, kind, points, values) in enumerate(posted, 1):
            values = dict(values)
            name = values.pop("of", None)
            part = scheme.component_ids.filtered_domain([("name", "=", name)])
            if kind == "rating":
                values["rating_type_id"] = part.rating_type_id.id
            elif part:
                values["section_id"] = part.section_ids.id
            self._post(appraisee, self._of(*period), kind, points, number=number, **values)

    def test_each_template_comes_to_the_numbers_of_the_rules(self):
        self.assertEqual(list(COMPOSITIONS), [key for templates in TEMPLATES.values() for key in templates])
        for kind, templates in TEMPLATES.items():
            for key in templates:
                with self.subTest(key):
                    self._check(kind, key)

    def _check(self, kind, key):
        """Let a template go the whole way, and compare what is stored."""
        scheme = self._scheme(kind, key)
        of_unit = self._scheme("unit", "quarters") if kind == "employee" else scheme.browse()
        self._open_year(scheme + of_unit)
        whom = self.township if kind == "unit" else self.staff.employee_id
        enrolled = self.past.appraisee_ids
        appraisee = enrolled.filtered(lambda one: whom in (one.employee_id if kind == "employee" else one.unit_id))
        appraisee = appraisee.filtered(lambda one: one.kind == kind)
        if of_unit:
            unit = enrolled.filtered(lambda one: one.kind == "unit" and one.unit_id == appraisee.unit_id)
            self._fill(unit, of_unit, sheets("quarter", 85.0, 85.0, 85.0, 85.0))
        composition = COMPOSITIONS[key]
        self._fill(appraisee, scheme, composition.posted)
        quarters = self.past.period_ids.filtered(lambda period: period.kind == "quarter")
        if "quarter" in (scheme + of_unit).component_ids.mapped("period_kind"):
            quarters.with_user(self.office).action_compute()
        result = self._computed(self._of("year", 1), appraisee)
        for period, expected in composition.expected.items():
            found = self._result(self._of(*period), appraisee)
            self.assertEqual((found.base, found.bonus, found.deduction, found.total), expected, period)
        self.assertEqual(result.line_ids.mapped("points"), composition.parts)
        self.assertEqual(result.full_score, TEMPLATES[kind][key].full_score)
        self.assertFalse(result.outdated or result.late_count)

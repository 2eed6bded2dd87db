from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSchemeComponent(PerfCommon):
    """What the results of a scheme are made of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # examples are lists in its words
        cls.kind = cls.env["perf.rating.type"].create({"name": "Public review"})
        cls.composed = cls.env["perf.scheme"].with_context(lang="en_US").create({"name": "Composed", "kind": "unit"})

    def _component(self, user=None, **values):
        values = {
            "scheme_id": self.composed.id,
            "name": "Part",
            "source": "sheet",
            "sheet_kind": "quarter",
            "weight": 60.0,
            **values,
        }
        return self.env["perf.scheme.component"].with_user(user or self.office).create(values)

    def _compose(self):
        """Compose the year of quarters' sheets 60, a rating 40, and what counts beside them."""
        self._component(name="Quarters", sequence=1)
        self._component(name="Review", source="rating", rating_type_id=self.kind.id, weight=40.0, sequence=2)
        self._component(name="Beside", source="adjustment", weight=0.0, bonus_cap=3.0, sequence=3)

    def test_a_composition_that_adds_up_is_explained_by_an_example(self):
        self._compose()
        self.assertFalse(self.composed.composition_problem)
        self.assertEqual(
            self.composed.composition_example,
            "Year: Quarters 96 / 90 / 93 / 93 and Review 85, with bonus 3.5 (cap 3) and deduction 2"
            " → 55.80 + 34.00 + 3.00 − 2.00 = 90.80",
        )

    def test_the_example_of_a_quarter_of_months_is_written_as_a_person_would(self):
        common = {"period_kind": "quarter"}
        self._component(name="Months", sheet_kind="month", sequence=1, **common)
        self._component(name="Review", source="rating", rating_type_id=self.kind.id, weight=40.0, sequence=2, **common)
        beside = {"source": "adjustment", "weight": 0.0, **common}
        self._component(name="Beside", takes_inspection=False, sequence=3, **beside)
        of_others = dict.fromkeys(("takes_register", "takes_superior", "takes_award", "takes_correction"), False)
        self._component(name="Verification", deduction_cap=20.0, sequence=4, **of_others, **beside)
        self.assertFalse(self.composed.composition_problem)
        self.assertEqual(
            self.composed.composition_example,
            "Quarter: Months 96 / 90 / 93 and Review 85, with bonus 3, deduction 2, and deduction 23 (cap 20)"
            " → 55.80 + 34.00 + 3.00 − 2.00 − 20.00 = 70.80",
        )

    def test_the_example_follows_the_full_points_and_what_is_changed(self):
        self.composed.full_score = 1000.0
        self._component(name="Months", sheet_kind="month", weight=1000.0)
        beside = self._component(name="Beside", source="adjustment", weight=0.0)
        said = "Year: Months 93 on average, with bonus 30 and deduction 20 → 930.00 + 30.00 − 20.00 = 940.00"
        self.assertEqual(self.composed.composition_example, said)
        beside.bonus_cap = 10.0
        said = "Year: Months 93 on average, with bonus 15 (cap 10) and deduction 20 → 930.00 + 10.00 − 20.00 = 920.00"
        self.assertEqual(self.composed.composition_example, said)

    def test_the_list_says_of_what_a_component_is(self):
        said = {"lang": "en_US"}
        for values, expected in (
            ({"sheet_value": "self"}, "Quarter · Self-score"),
            ({"section_ids": [Command.set(self.indicator_section.ids)]}, "Quarter · Final Score · Work of the test"),
            ({"source": "result", "child_kind": "month"}, "Month · With Bonuses and Deductions"),
            ({"source": "rating", "rating_type_id": self.kind.id}, "Public review"),
            ({"source": "adjustment", "weight": 0.0}, ""),
            (
                {
                    "source": "adjustment",
                    "weight": 0.0,
                    "takes_award": False,
                    "takes_inspection": False,
                    "bonus_cap": 3,
                },
                "Register, Superior Level, and Corrections · bonuses up to 3",
            ),
        ):
            self.assertEqual(self._component(**values).with_context(**said).detail, expected)

    def test_impossible_schemes_are_told_and_never_opened(self):
        self._compose()
        quarters, review, beside = self.composed.component_ids
        cycle = self.env["perf.cycle"].create(
            {"name": "2037", "year": 2037, "scheme_ids": [Command.set(self.composed.ids)]}
        )
        for spoil, expected in (
            (lambda: quarters.write({"weight": 50.0}), "add up to 90, not to 100"),
            (lambda: beside.write({"takes_award": False}), "Awards would never count"),
            (lambda: self._component(source="adjustment", weight=0.0, name="Twice"), "would count twice"),
        ):
            with self.env.cr.savepoint() as savepoint:
                spoil()
                self.assertIn(expected, self.composed.composition_problem)
                with self.assertRefused(UserError, expected):
                    cycle.with_user(self.admin).action_open()
                self.assertEqual(cycle.state, "draft")
                savepoint.rollback()
            self.env.invalidate_all()
        cycle.with_user(self.admin).action_open()
        self.assertEqual(cycle.state, "open")
        self.assertTrue(review)

    def test_a_component_says_where_it_comes_from(self):
        for values, expected in (
            ({"sheet_kind": False}, "Sheets of"),
            ({"source": "result"}, "Results of"),
            ({"source": "rating"}, "Kind of Rating"),
            ({"period_kind": "quarter", "sheet_kind": "year"}, "longer period"),
            ({"source": "result", "period_kind": "quarter", "child_kind": "quarter"}, "shorter periods"),
            ({"source": "unit_result"}, "only people's results"),
            ({"source": "adjustment"}, "no points of their own"),
            ({"weight": 0.0}, "give it points"),
        ):
            with self.subTest(values), self.assertRefused(ValidationError, expected):
                self._component(**values)

    def test_the_shortest_composed_kind_is_that_of_the_register(self):
        self.assertEqual(self.composed._result_kind(), "year")
        self._compose()
        self._component(period_kind="quarter", weight=100.0)
        self.assertEqual(self.composed._result_kind(), "quarter")

    def test_components_of_an_open_cycle_stay(self):
        with self.assertRefused(UserError):
            self._component(scheme_id=self.scheme_unit.id)
        component = self._component()
        with self.assertRefused(UserError):
            component.with_user(self.office).scheme_id = self.scheme_unit
        for user in (self.staff, self.head, self.auditor, self.hr):
            with self.assertRefused((AccessError, UserError)):
                self._component(user)
            with self.assertRefused((AccessError, UserError)):
                component.with_user(user).weight = 1.0
            with self.assertRefused((AccessError, UserError)):
                component.with_user(user).unlink()
        component.with_user(self.office).unlink()

    def test_a_copy_of_a_scheme_has_its_components(self):
        self._compose()
        copy = self.composed.copy()
        self.assertEqual(copy.component_ids.mapped("name"), ["Quarters", "Review", "Beside"])
        self.assertEqual(copy.composition_example, self.composed.composition_example)

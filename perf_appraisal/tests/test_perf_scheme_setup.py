from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..wizard.scheme_templates import TEMPLATES
from .common import PerfCommon

#: Template → what its dialog shows before anything is changed, worked out by hand.
EXAMPLES = {
    "quarters": [
        "Quarter: Quarterly Sheet 93, with bonus 3 and deduction 2 → 93.00 + 3.00 − 2.00 = 94.00",
        "Year: Quarterly Results 96 / 90 / 93 / 93, with bonus 3 and deduction 2 → 93.00 + 3.00 − 2.00 = 94.00",
    ],
    "goals": [
        "Year: Self-score 96 / 90 / 93 / 93, Goals 88 / 82 / 85 / 85, and Public Review 88,"
        " with bonus 3, deduction 2, and deduction 23 (cap 20)"
        " → 9.30 + 59.50 + 17.60 + 3.00 − 2.00 − 20.00 = 67.40",
    ],
    "public": [
        "Year: Work 96 / 90 / 93 / 93 and Public Review 85, with bonus 3 and deduction 2"
        " → 74.40 + 17.00 + 3.00 − 2.00 = 92.40",
    ],
    "thousand": [
        "Year: Work 96 / 90 / 93 / 93, Inspections 85, Leaders' Evaluation 88, Democratic Rating 90,"
        " and Public Review 80, with bonus 30 and deduction 20"
        " → 465.00 + 85.00 + 132.00 + 90.00 + 120.00 + 30.00 − 20.00 = 902.00",
    ],
    "annual": [
        "Quarter: Quarterly Sheet 93, with bonus 3 and deduction 2 → 93.00 + 3.00 − 2.00 = 94.00",
        "Year: Quarterly Results 96 / 90 / 93 / 93, Annual Sheet 85, and Public Review 88,"
        " with bonus 3 and deduction 2 → 18.60 + 51.00 + 17.60 + 3.00 − 2.00 = 88.20",
    ],
    "boards": [
        "Year: First Board 96 / 90 / 93 / 93 and Second Board 88 / 82 / 85 / 85, with bonus 3 and deduction 2"
        " → 27.90 + 59.50 + 3.00 − 2.00 = 88.40",
    ],
    "months": [
        "Quarter: Monthly Sheets 96 / 90 / 93, with bonus 3 and deduction 2 → 93.00 + 3.00 − 2.00 = 94.00",
        "Year: Quarterly Results 96 / 90 / 93 / 93, with bonus 3 and deduction 2 → 93.00 + 3.00 − 2.00 = 94.00",
    ],
    "rating": [
        "Quarter: Monthly Sheets 96 / 90 / 93, with bonus 3 and deduction 2 → 93.00 + 3.00 − 2.00 = 94.00",
        "Year: Quarterly Results 96 / 90 / 93 / 93 and Democratic Rating 85,"
        " with bonus 3.5 (cap 3) and deduction 2 → 55.80 + 34.00 + 3.00 − 2.00 = 90.80",
    ],
    "unit": [
        "Quarter: Monthly Sheets 96 / 90 / 93, with bonus 3 and deduction 2 → 93.00 + 3.00 − 2.00 = 94.00",
        "Year: Quarterly Results 96 / 90 / 93 / 93 and Result of the Unit 85,"
        " with bonus 3 and deduction 2 → 65.10 + 25.50 + 3.00 − 2.00 = 91.60",
    ],
}


@tagged("post_install", "-at_install")
class TestPerfSchemeSetup(PerfCommon):
    """A scheme is made from a template in three steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # examples are lists in its words
        cls.wizards = cls.env["perf.scheme.setup"].with_user(cls.office).with_context(lang="en_US")

    def _form(self, kind, template):
        """Open the dialog and choose a template."""
        form = Form(self.wizards)
        form.kind = kind
        form.name = f"From {template}"
        form[{"unit": "unit_template", "employee": "person_template"}[kind]] = template
        return form

    def _next(self, form, state):
        """Press *Next*, and return the form of the step that follows."""
        wizard = form.save()
        action = wizard.action_next()
        self.assertEqual((action["res_id"], wizard.state), (wizard.id, state))
        return Form(wizard)

    def _step(self, kind, template, state="component"):
        """Go to the second or third step of a template."""
        form = self._next(self._form(kind, template), "component")
        return form if state == "component" else self._next(form, "grade")

    def _make(self, form):
        """Go through the steps that are left, and return the scheme."""
        states = ["template", "component", "grade"]
        for state in states[states.index(form.state) + 1 :]:
            form = self._next(form, state)
        action = form.save().action_create_scheme()
        return self.env[action["res_model"]].with_user(self.office).browse(action["res_id"])

    # === EVERY TEMPLATE === #

    def test_every_template_is_offered_and_every_one_offered_is_there(self):
        for kind, name in (("unit", "unit_template"), ("employee", "person_template")):
            self.assertEqual(list(dict(self.wizards._fields[name].selection)), list(TEMPLATES[kind]))

    def test_every_template_makes_a_scheme_whose_cycle_opens(self):
        made = self.env["perf.scheme"]
        for kind, templates in TEMPLATES.items():
            for key in templates:
                with self.subTest(key):
                    form = self._form(kind, key)
                    self.assertFalse(form.problem)
                    self.assertEqual(form.example.splitlines(), EXAMPLES[key])
                    scheme = self._make(form)
                    scheme._check_composed()
                    self.assertEqual(scheme.with_context(lang="en_US").composition_example.splitlines(), EXAMPLES[key])
                    self.assertEqual(scheme.full_score, templates[key].full_score)
                    self.assertFalse(any(part._source_problem() for part in scheme.component_ids))
                    made |= scheme.sudo(False)
        cycle = self.env["perf.cycle"].create({"name": "2037", "year": 2037, "scheme_ids": [(6, 0, made.ids)]})
        cycle.with_user(self.admin).action_open()
        self.assertEqual(cycle.state, "open")
        self.assertEqual(len(made), 9)

    def test_the_points_of_a_template_are_those_of_the_rules(self):
        for key, expected in (
            ("goals", [("sheet", 10.0), ("sheet", 70.0), ("rating", 20.0), ("adjustment", 0.0), ("adjustment", 0.0)]),
            ("public", [("sheet", 80.0), ("rating", 20.0), ("adjustment", 0.0)]),
            ("boards", [("sheet", 30.0), ("sheet", 70.0), ("adjustment", 0.0)]),
        ):
            scheme = self._make(self._form("unit", key))
            self.assertEqual([(part.source, part.weight) for part in scheme.component_ids], expected, key)
        verification = self._make(self._form("unit", "goals")).component_ids[-1]
        self.assertEqual(verification.deduction_cap, 20.0)
        self.assertEqual(verification._origins(), {"inspection"})
        own = self._make(self._form("unit", "goals")).component_ids[0]
        self.assertEqual((own.sheet_kind, own.sheet_value), ("quarter", "self"))

    # === WHAT IS CHANGED ON THE WAY === #

    def test_the_example_follows_every_change(self):
        form = self._step("unit", "public")
        with form.component_ids.edit(0) as line:
            line.weight = 85.0
        self.assertEqual(form.problem, "Year: the points add up to 105, not to 100.")
        self.assertFalse(form.example)
        with form.component_ids.edit(1) as line:
            line.weight = 15.0
            line.name = "Voice of the people"
        with form.component_ids.edit(2) as line:
            line.bonus_cap = 3.0
        self.assertFalse(form.problem)
        self.assertEqual(
            form.example,
            "Year: Work 96 / 90 / 93 / 93 and Voice of the people 85, with bonus 3.5 (cap 3) and deduction 2"
            " → 79.05 + 12.75 + 3.00 − 2.00 = 92.80",
        )
        scheme = self._make(form)
        self.assertEqual(scheme.component_ids.mapped("weight"), [85.0, 15.0, 0.0])
        self.assertEqual(scheme.component_ids[1].name, "Voice of the people")
        self.assertEqual(scheme.component_ids[1].rating_type_id.name, "Voice of the people")

    def test_an_impossible_scheme_is_not_made(self):
        form = self._step("unit", "goals")
        form.component_ids.remove(4)
        self.assertEqual(form.problem, "Year: Findings would never count.")
        wizard = form.save()
        with self.assertRefused(UserError, "would never count"):
            wizard.action_next()
        self.assertEqual(wizard.state, "component")
        with self.assertRefused(UserError, "three steps"):
            wizard.action_create_scheme()
        with self.assertRefused(UserError):
            wizard.write({"state": "grade"})
            wizard.action_create_scheme()

    def test_no_step_is_left_out(self):
        wizard = self._form("unit", "public").save()
        for values in ({}, {"state": "grade"}):
            with self.assertRefused(UserError, "three steps"):
                wizard.write(values)
                wizard.action_create_scheme()

    def test_what_was_entered_stays_when_one_goes_back(self):
        form = self._step("unit", "goals", "grade")
        with form.grade_ids.edit(0) as line:
            line.name = "Splendid"
        wizard = form.save()
        wizard.action_back()
        form = Form(wizard)
        with form.component_ids.edit(1) as line:
            line.name = "Goals of the year"
        wizard = form.save()
        wizard.action_back()
        self.assertEqual(wizard.state, "template")
        scheme = self._make(Form(wizard))
        self.assertEqual(scheme.component_ids[1].name, "Goals of the year")
        self.assertEqual(scheme.grade_ids[0].name, "Splendid")

    def test_a_component_without_points_is_told(self):
        form = self._step("unit", "public")
        with form.component_ids.edit(1) as line:
            line.weight = 0.0
        self.assertIn("Component “Public Review”: give it points.", form.problem)

    def test_another_template_begins_anew(self):
        form = self._step("unit", "public")
        self.assertEqual((form.full_score, len(form.component_ids)), (100.0, 3))
        wizard = form.save()
        wizard.action_back()
        form = Form(wizard)
        form.unit_template = "thousand"
        self.assertIn("inspections as a score", form.hint)
        self.assertEqual(form.example.splitlines(), EXAMPLES["thousand"])
        form = self._next(form, "component")
        self.assertEqual((form.full_score, len(form.component_ids)), (1000.0, 6))
        wizard = form.save()
        wizard.action_back()
        form = Form(wizard)
        form.kind = "employee"
        self.assertEqual(form.example.splitlines(), EXAMPLES["months"])
        form = self._next(form, "component")
        self.assertEqual((form.full_score, len(form.component_ids)), (100.0, 4))

    def test_categories_are_of_the_kind(self):
        form = self._form("unit", "quarters")
        form.category_ids.add(self.category_unit)
        scheme = self._make(form)
        self.assertEqual(scheme.category_ids, self.category_unit)
        form = self._form("unit", "quarters")
        form.category_ids.add(self.category_unit)
        form.kind = "employee"
        self.assertFalse(form.category_ids)

    # === RATINGS AND BOARDS === #

    def test_a_kind_of_rating_is_made_with_the_usual_choices_where_there_is_none(self):
        kinds = self.env["perf.rating.type"].with_context(lang="en_US")
        self.assertFalse(kinds.search([("name", "=", "Public Review")]))
        scheme = self._make(self._form("unit", "public"))
        kind = scheme.component_ids.rating_type_id
        self.assertEqual(kind.choice_ids.mapped("value"), [100.0, 70.0, 30.0, 0.0])
        again = self._make(self._form("unit", "goals"))
        self.assertEqual(again.component_ids.rating_type_id, kind, "the one that bears the name is taken")

    def test_a_kind_of_rating_that_is_there_may_be_chosen(self):
        kind = self.env["perf.rating.type"].create({"name": "Public review by telephone"})
        form = self._step("unit", "public")
        with form.component_ids.edit(1) as line:
            line.rating_type_id = kind
        before = self.env["perf.rating.type"].search_count([])
        self.assertEqual(self._make(form).component_ids.rating_type_id, kind)
        self.assertEqual(self.env["perf.rating.type"].search_count([]), before)

    def test_each_board_is_a_section(self):
        form = self._step("unit", "boards")
        with form.component_ids.edit(0) as line:
            line.section_ids.add(self.indicator_section)
        first, second, _beside = self._make(form).component_ids
        self.assertEqual(first.section_ids, self.indicator_section)
        self.assertEqual(second.section_ids.mapped("name"), ["Second Board"])

    # === GRADES === #

    def test_grades_are_the_usual_ones_and_may_be_changed(self):
        form = self._step("unit", "thousand", "grade")
        self.assertEqual([line["min_score"] for line in form.grade_ids._records], [900.0, 750.0, 600.0, 0.0])
        with form.grade_ids.edit(0) as line:
            line.name = "Splendid"
            line.quota_percent = 15.0
        form.grade_ids.remove(3)
        grades = self._make(form).grade_ids
        self.assertEqual(grades.mapped("min_score"), [900.0, 750.0, 600.0])
        self.assertEqual((grades[0].name, grades[0].quota_percent), ("Splendid", 15.0))

    def test_people_have_grades_of_the_year_and_of_the_quarter(self):
        scheme = self._make(self._form("employee", "months"))
        self.assertEqual(
            [(grade.period_kind, grade.code) for grade in scheme.grade_ids],
            [(kind, code) for kind, codes in (("year", "ABCD"), ("quarter", "1234")) for code in codes],
        )
        usual = self.env["perf.scheme"].create({"name": "Usual", "kind": "employee"})
        usual.action_usual_grades()
        names = ("name", "min_score", "quota_percent", "standard_met", "counts_for_promotion")
        for made, expected in zip(scheme.grade_ids, usual.grade_ids, strict=True):
            self.assertEqual([made[name] for name in names], [expected[name] for name in names])

    # === LANGUAGES === #

    def test_names_of_the_template_are_there_in_every_language(self):
        self._speak_chinese()
        chinese = self.wizards.with_context(lang="zh_CN")
        form = Form(chinese)
        form.name = "乡镇"
        form.unit_template = "public"
        form = self._next(form, "component")
        with form.component_ids.edit(2) as line:
            line.name = "其他加减分"
        scheme = self._make(form)
        work, public, beside = scheme.component_ids
        self.assertEqual(work.with_context(lang="en_US").name, "Work")
        self.assertEqual(public.with_context(lang="en_US").name, "Public Review")
        for lang in ("en_US", "zh_CN"):
            self.assertEqual(beside.with_context(lang=lang).name, "其他加减分")
        best = scheme.grade_ids[0]
        self.assertEqual(best.with_context(lang="en_US").name, "Outstanding Unit")
        self.assertNotEqual(best.with_context(lang="zh_CN").name, "Outstanding Unit")

    # === WHO MAY === #

    def test_who_may_make_schemes_may_and_nobody_else(self):
        for user in (self.office, self.admin):
            self.assertTrue(Form(self.env["perf.scheme.setup"].with_user(user)).example)
        for user in (self.staff, self.head, self.chief, self.hr, self.auditor):
            with self.assertRefused(AccessError):
                self.env["perf.scheme.setup"].with_user(user).create({"name": "Mine"})
        wizard = self._step("unit", "public", "grade").save()
        for user in (self.office2, self.staff):
            with self.assertRefused(AccessError):
                wizard.with_user(user).action_create_scheme()

    def test_the_lists_of_schemes_lead_to_it(self):
        action = str(self.env.ref("perf_appraisal.perf_scheme_setup_action").id)
        views = self.env["perf.scheme"]
        for user, there in ((self.office, True), (self.auditor, False)):
            for kind in ("list", "kanban"):
                arch = views.with_user(user).get_view(view_type=kind)["arch"]
                self.assertEqual(f'name="{action}"' in arch, there, (user.login, kind))
        self.assertIn(f'name="{action}"', self.env.ref("perf_appraisal.perf_scheme_action").help)

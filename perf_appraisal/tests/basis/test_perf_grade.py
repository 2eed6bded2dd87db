from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfGrade(PerfCommon):
    def test_usual_grades_of_persons_are_those_of_the_rules(self):
        self.scheme.with_user(self.office).action_usual_grades()
        found = [(grade.period_kind, grade.name, grade.quota_percent) for grade in self.scheme.grade_ids]
        self.assertEqual(
            found,
            [
                ("year", "Excellent", 20.0),
                ("year", "Competent", 0.0),
                ("year", "Basically Competent", 0.0),
                ("year", "Incompetent", 0.0),
                ("quarter", "Good", 40.0),
                ("quarter", "Fairly Good", 0.0),
                ("quarter", "Average", 0.0),
                ("quarter", "Poor", 0.0),
            ],
        )
        counting = self.scheme.grade_ids.filtered("counts_for_promotion").mapped("name")
        self.assertEqual(counting, ["Excellent", "Competent"])

    def test_usual_grades_are_given_once(self):
        self.scheme.action_usual_grades()
        self.scheme.action_usual_grades()
        self.assertEqual(len(self.scheme.grade_ids), 8)

    def test_lines_follow_the_full_points_of_the_scheme(self):
        scheme = self.env["perf.scheme"].create({"name": "Of a thousand", "kind": "unit", "full_score": 1000.0})
        scheme.action_usual_grades()
        self.assertEqual(scheme.grade_ids.mapped("min_score"), [900.0, 750.0, 600.0, 0.0])

    def test_amounts_are_sensible(self):
        scheme = self.scheme.copy({"name": "Next year"})
        scheme.action_usual_grades()
        for values in ({"min_score": -1.0}, {"quota_percent": 101.0}, {"people_quota_percent": -1.0}):
            with self.assertRefused(ValidationError):
                scheme.grade_ids[0].write(values)

    def test_grades_of_an_open_cycle_stay_as_they_were_given(self):
        """A kind of period that has no grades yet may still be given them, all at once."""
        office, values = self.scheme.with_user(self.office), {"scheme_id": self.scheme.id, "name": "Splendid"}
        office.action_usual_grades()
        for attempt in (
            lambda: office.grade_ids[0].write({"min_score": 50.0}),
            lambda: office.grade_ids[0].write({"quota_percent": 100.0}),
            lambda: office.grade_ids[0].unlink(),
            lambda: office.grade_ids.create(values),
            lambda: office.write({"grade_ids": [Command.create(values)]}),
        ):
            with self.assertRefused(UserError, "next cycle"):
                attempt()
        office.grade_ids.create({**values, "period_kind": "month"})
        copy = office.copy({"name": "Next year"})
        copy.grade_ids[0].min_score = 50.0
        with self.assertRefused(UserError, "next cycle"):
            copy.grade_ids[0].scheme_id = self.scheme

    def test_copy_of_a_scheme_has_its_grades(self):
        self.scheme.action_usual_grades()
        copy = self.scheme.copy({"name": "Next year"})
        self.assertEqual(copy.grade_ids.mapped("name"), self.scheme.grade_ids.mapped("name"))

    # === INSTITUTION STAFF === #

    def test_institution_staff_get_the_names_of_their_own(self):
        staff = self.category_staff.copy({"name": "Institution staff", "is_institution": True})
        values = {"name": "Mixed", "kind": "employee", "category_ids": (self.category_staff + staff).ids}
        mixed = self.env["perf.scheme"].create(values)
        alone = mixed.copy({"name": "Alone", "category_ids": staff.ids})
        (mixed + alone).with_user(self.office).action_usual_grades()
        for scheme, category, second in (
            (mixed, self.category_staff, "Competent"),
            (mixed, staff, "Qualified"),
            (alone, staff, "Qualified"),
        ):
            words = [second, f"Basically {second}", {"Competent": "Incompetent", "Qualified": "Unqualified"}[second]]
            self.assertEqual(scheme.grade_ids._of(category, "year").mapped("name"), ["Excellent", *words])
            self.assertEqual(scheme.grade_ids._of(category, "quarter").mapped("code"), ["1", "2", "3", "4"])
        self.assertEqual(
            mixed.grade_ids.filtered(lambda grade: grade.code == "B").mapped("counts_for_promotion"), [True] * 2
        )

    def test_only_the_office_sets_grades(self):
        self.scheme.with_user(self.office).action_usual_grades()
        for user in (self.staff, self.head, self.auditor, self.hr):
            with self.assertRefused(AccessError):
                self.scheme.grade_ids[0].with_user(user).name = "Splendid"

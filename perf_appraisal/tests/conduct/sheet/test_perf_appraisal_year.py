from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalYear(PerfCommon):
    """The year sheet of ``staff``, whose own plan has a monthly and a yearly line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.with_user(cls.office).action_usual_grades()
        cls.grade = cls.scheme.grade_ids.filtered(lambda grade: grade.code == "B")
        yearly = cls._create_indicator("The Year", frequency="year", full_score=100.0)
        cls._create_plan(
            cls.judged + yearly, scope="employee", unit_id=cls.township.id, employee_id=cls.staff.employee_id.id
        )
        year = cls.cycle.period_ids.filtered(lambda period: period.kind == "year")
        cls._open_period(year)
        cls.year_sheet = cls._sheet_of(cls.staff, year)

    def test_year_sheet_holds_the_yearly_lines(self):
        self.assertEqual(self.year_sheet.line_ids.mapped("indicator_id.name"), ["The Year"])
        self.assertTrue(self.year_sheet.is_year_of_person)
        self.assertFalse(self.sheet.is_year_of_person)

    def test_leader_proposes_a_grade_while_reviewing(self):
        with self.assertRefused((UserError, AccessError)):
            self.year_sheet.with_user(self.staff).proposed_grade_id = self.grade
        self._submit(self.year_sheet)
        for user in (self.staff, self.colleague, self.coordinator, self.office):
            with self.assertRefused((UserError, AccessError)):
                self.year_sheet.with_user(user).proposed_grade_id = self.grade
        self.year_sheet.with_user(self.deputy).proposed_grade_id = self.grade
        self.year_sheet.with_user(self.deputy).action_review()
        self.assertState(self.year_sheet, "reviewed")
        for user in (self.deputy, self.office):
            with self.assertRefused((UserError, AccessError)):
                self.year_sheet.with_user(user).proposed_grade_id = False

    def test_review_of_a_year_needs_a_grade(self):
        self._submit(self.year_sheet)
        with self.assertRefused(UserError, "Propose a grade"):
            self.year_sheet.with_user(self.deputy).action_review()
        self.assertState(self.year_sheet, "self_scored")

    def test_a_year_without_a_grade_does_not_hold_up_the_other_rows_of_a_grid(self):
        for sheet in (self.year_sheet, self.sheet):
            self._submit(sheet)
        grid, both = self.env["perf.grid"].with_user(self.deputy), self.year_sheet + self.sheet
        answer = grid.submit("review", both.ids)
        self.assertEqual((answer["done"], answer["refused"][0]["id"]), (self.sheet.ids, self.year_sheet.id))
        self.assertIn("propose a grade", answer["refused"][0]["reasons"][0])
        self.year_sheet.with_user(self.deputy).proposed_grade_id = self.grade
        self.assertEqual(grid.submit("review", both.ids)["done"], self.year_sheet.ids)

    def test_review_of_a_month_needs_none(self):
        self._review(self.sheet)
        self.assertState(self.sheet, "reviewed")

    def test_scheme_without_grades_needs_none(self):
        self.env.cr.execute("DELETE FROM perf_grade WHERE scheme_id = %s", [self.scheme.id])
        self.env.invalidate_all()
        self._review(self.year_sheet)
        self.assertState(self.year_sheet, "reviewed")

    def test_grade_is_one_of_the_year_of_the_sheet_s_scheme(self):
        self._submit(self.year_sheet)
        quarter = self.scheme.grade_ids.filtered(lambda grade: grade.period_kind == "quarter")[:1]
        self.scheme_unit.with_user(self.office).action_usual_grades()
        for grade in (quarter, self.scheme_unit.grade_ids[:1]):
            with self.assertRefused(ValidationError, "is no grade"):
                self.year_sheet.with_user(self.deputy).proposed_grade_id = grade

    def test_institution_staff_are_offered_their_own_grades_only(self):
        staff = self.category_staff.copy({"name": "Institution staff", "is_institution": True})
        scheme = self.scheme.copy({"name": "Mixed", "grade_ids": False})
        scheme.category_ids = self.category_staff + staff
        scheme.action_usual_grades()
        second = scheme.grade_ids.filtered(lambda grade: grade.code == "B" and grade.period_kind == "year")
        competent, qualified = second.sorted(lambda grade: grade.name != "Competent")
        self.env.cr.execute("UPDATE perf_appraisal SET scheme_id = %s", [scheme.id])
        self.env.invalidate_all()
        self._submit(self.year_sheet)
        reviewer = self.year_sheet.with_user(self.deputy)
        for category, own, foreign in ((self.category_staff, competent, qualified), (staff, qualified, competent)):
            self.env.cr.execute("UPDATE perf_appraisee SET category_id = %s", [category.id])
            self.env.invalidate_all()
            self.assertEqual(reviewer.year_grade_ids.filtered(lambda grade: grade.code == "B"), own)
            with self.subTest(category.name), self.assertRefused(ValidationError, "is no grade"):
                reviewer.proposed_grade_id = foreign
            reviewer.proposed_grade_id = own
        self.assertIn("year_grade_ids", reviewer.get_view(view_type="form")["arch"])

    def test_month_has_no_grade(self):
        self._submit(self.sheet)
        with self.assertRefused(ValidationError, "is no grade"):
            self.sheet.with_user(self.deputy).proposed_grade_id = self.grade

    def test_proposed_grade_is_not_deleted(self):
        self._submit(self.year_sheet)
        self.year_sheet.with_user(self.deputy).proposed_grade_id = self.grade
        with self.assertRefused(UserError, "next cycle"):
            self.grade.unlink()

"""What a grade asks for beside points."""

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfGradeCondition(ResultCase):
    """Excellent in the year asks for two quarters with the best grade."""

    @classmethod
    def _compose(cls):
        for kind in ("quarter", "year"):
            cls._component(cls.of_people, kind, "Work", "sheet", 100.0, sheet_kind="month")
            cls._component(cls.of_units, kind, "Work", "sheet", 100.0, sheet_kind="month")
            for scheme in (cls.of_people, cls.of_units):
                cls._component(scheme, kind, "Register", "adjustment", 0.0)

    def setUp(self):
        super().setUp()
        self.ladder = self.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "year")
        good = self.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "quarter")[0]
        self.ladder[0]._unlocked().write({"quota_percent": 100.0})
        good._unlocked().write({"quota_percent": 100.0})

    def _compute(self):
        for period in (self.q1, self.q2):
            period.with_user(self.office).action_compute()
        return self._computed(self.whole, self.clerk)

    def test_the_scheme_opens_them_in_a_telephone_s_width_too(self):
        """There a grade opens as a form; the button that opens its conditions is a column of the wide list."""
        form = etree.fromstring(self.env["perf.scheme"].get_view(view_type="form")["arch"])
        (grade,) = form.xpath("//field[@name='grade_ids']/form")
        self.assertTrue(grade.xpath(".//field[@name='condition_ids']/form//field[@name='kind']"))

    def test_too_few_good_quarters_give_the_next_grade(self):
        self._post_months(self.clerk, [95.0])
        self._post_months(self.mate, [95.0, 95.0, 95.0, 95.0])
        self.assertEqual(self._compute().grade_id, self.ladder[0])
        self._ask(self.ladder[0])
        result = self._compute()
        self.assertEqual(result.grade_id, self.ladder[1], "one good quarter of two")
        self.assertIn("“Excellent” is given only with: Quarter: at least 2", result.remarks)
        other = self._result(self.whole, self.mate)
        self.assertEqual(other.grade_id, self.ladder[0])
        self.assertNotIn("given only with", other.remarks)

    def test_quarters_that_reach_the_standard_may_do(self):
        self._post_months(self.clerk, [80.0, 80.0, 80.0, 98.0, 98.0, 98.0])
        self._post_months(self.clerk, [98.0, 98.0, 98.0], first=7)
        self._ask(self.ladder[0], n=3)
        self.q3.with_user(self.office).action_compute()
        self.assertEqual(self._compute().grade_id, self.ladder[1], "the first one is only fairly good")
        self.env["perf.grade.condition"].search([])._unlocked().write({"child_grade": "standard"})
        self.assertEqual(self._compute().grade_id, self.ladder[0])

    def test_an_open_sanction_at_the_end_of_the_period_bars_it(self):
        self._post_months(self.clerk, [95.0])
        self._ask(self.ladder[0], kind="no_sanction")
        self.assertEqual(self._compute().grade_id, self.ladder[0])
        end = self.whole.date_end
        values = {"employee_id": self.clerk.employee_id.id, "kind": "warning", "date_from": end.replace(day=1)}
        sanction = self.env["perf.sanction"].with_user(self.hr).create(values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE perf_sanction SET write_date = write_date + interval '1 hour'"
        )  # later than computed
        self.assertTrue(self._result(self.whole, self.clerk).outdated)
        self.assertEqual(self._compute().grade_id, self.ladder[1])
        sanction.with_user(self.hr).date_to = end.replace(day=30)
        self.assertEqual(self._compute().grade_id, self.ladder[0], "it was over the day before")

    def test_it_says_what_it_asks_for(self):
        condition = self._ask(self.ladder[0])
        self.assertEqual(condition.display_name, "Quarter: at least 2 with “The Best Grade”")
        self.assertEqual(self.ladder[0].conditions, condition.display_name)
        condition.sudo()._unlocked().write({"kind": "no_sanction"})
        self.assertEqual(self.ladder[0].conditions, "no open sanction")

    def test_what_cannot_be_is_refused(self):
        for values in ({"n": 0}, {"child_kind": "year"}, {"child_kind": False}, {"child_grade": False}):
            with self.assertRefused(ValidationError, "Condition of"):
                self._ask(self.ladder[0], **values)

    def test_the_small_form_of_a_grade_takes_conditions(self):
        grade = self.of_people.with_user(self.office).copy().grade_ids[0]
        with Form(self.env[grade._name].browse(grade.action_view_conditions()["res_id"])) as form:
            with form.condition_ids.new() as line:
                line.kind = "no_sanction"
            with form.condition_ids.new() as line:
                line.n = 3
        self.assertEqual([condition.n for condition in grade.condition_ids], [2, 3])
        self.assertIn("Quarter: at least 3 with “The Best Grade”", grade.conditions)

    def test_it_is_locked_with_its_scheme(self):
        condition = self._ask(self.ladder[0])
        with self.assertRefused(UserError, "was opened with this scheme"):
            condition.with_user(self.office).write({"n": 1})
        with self.assertRefused(UserError, "was opened with this scheme"):
            condition.with_user(self.office).unlink()
        with self.assertRefused(UserError, "was opened with this scheme"):
            self.ladder[0].with_user(self.office).write({"condition_ids": [Command.create({"kind": "no_sanction"})]})

    def test_only_the_office_sets_it(self):
        for user in (self.staff, self.head, self.auditor, self.hr):
            with self.assertRefused(AccessError):
                self.env["perf.grade.condition"].with_user(user).create({"grade_id": self.ladder[0].id})

    def test_a_copy_of_the_scheme_asks_for_the_same(self):
        condition = self._ask(self.ladder[0])
        copied = self.of_people.with_user(self.office).copy().grade_ids.condition_ids
        self.assertEqual(copied.mapped("display_name"), [condition.display_name])

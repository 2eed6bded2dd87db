"""Among whom quotas are counted, and what those keep whose results are on notice or final."""

from odoo.tests import tagged

from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResultStanding(ResultCase):
    """Four people of the township; in the year half of those who should take part may be excellent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grades = cls.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "year")
        cls.excellent, cls.competent = cls.grades[:2]
        cls.excellent._unlocked().write({"quota_percent": 50.0})
        cls.four = [cls._enrolled_as(user) for user in (cls.staff, cls.colleague, cls.deputy, cls.coordinator)]

    @classmethod
    def _enrolled_as(cls, user):
        return cls.people.filtered(lambda person: person.employee_id == user.employee_id)

    def _grades(self):
        self.env.invalidate_all()
        return [self._result(self.whole, person).grade_id.name for person in self.four]

    def _settle(self, *people):
        for person in people:
            self._result(self.whole, person).sudo()._unlocked().write({"state": "final"})

    # === SETTLED ONES === #

    def test_grades_on_notice_or_final_are_given_away_from_the_quota(self):
        first, second, third, _last = self.four
        for person, percent in zip(self.four, (96.0, 94.0, 92.0, 80.0), strict=True):
            self._post_months(person, [percent])
        self._computed(self.whole, first)
        self.assertEqual(self._grades()[:3], [self.excellent.name] * 2 + [self.competent.name])
        self._post(third, self.whole, "bonus", 9.0, number=70)
        self._settle(first, second)
        self._computed(self.whole, third)
        self.assertEqual(self._result(self.whole, third).total, 95.0, "at most 3 points")
        self.assertEqual(self._grades()[:3], [self.excellent.name] * 2 + [self.competent.name], "two of four are taken")

    def test_others_are_ranked_against_what_stands(self):
        first, second, *_rest = self.four
        for person, percent in zip(self.four, (90.0, 88.0, 70.0, 60.0), strict=True):
            self._post_months(person, [percent])
        self._computed(self.whole, first)
        self._post(second, self.whole, "deduction", -1.0, number=71)
        self._post(first, self.whole, "deduction", -9.0, number=72)  # whatever the ledger would say today
        self._settle(first)
        result = self._computed(self.whole, second)
        self.assertEqual((result.total, result.rank, result.rank_of), (87.0, 2, 4))
        self.assertEqual(self._result(self.whole, first).rank, 1)

    def test_settled_results_without_a_grade_are_no_obstacle(self):
        first, second, third, _last = self.four
        for person in (first, second, third):
            self._post_months(person, [96.0])
        reason = self.env.ref("perf_appraisal.perf_no_grade_reason_probation")
        second.with_user(self.office).write({"status": "no_grade", "no_grade_reason_id": reason.id})
        self._computed(self.whole, first)
        self._settle(first, second)
        self._post(third, self.whole, "bonus", 1.0, number=73)
        self.assertEqual(self._computed(self.whole, third).total, 97.0)
        self.assertEqual(self._result(self.whole, second).grade_id, self.env["perf.grade"])

    def test_who_is_left_out_after_his_notice_keeps_his_place_and_grade(self):
        first, second, third, fourth = self.four
        for person, percent in zip(self.four, (96.0, 94.0, 92.0, 80.0), strict=True):
            self._post_months(person, [percent])
        self._computed(self.whole, first)
        self._settle(first, second)
        first.with_user(self.office).status = "excluded"
        self._post(third, self.whole, "bonus", 1.0, number=74)
        result = self._computed(self.whole, third)
        self.assertEqual((result.rank, result.rank_of), (3, 4))
        self.assertEqual(self._grades()[:3], [self.excellent.name] * 2 + [self.competent.name], "two of four are taken")
        self.assertEqual(self._computed(self.whole, fourth).rank, 4)

    def test_who_had_no_category_is_compared_with_nobody_afterwards_either(self):
        first, second, *_rest = self.four
        for person, percent in zip(self.four, (96.0, 94.0, 92.0, 80.0), strict=True):
            self._post_months(person, [percent])
        category = first.category_id
        first.with_user(self.office).category_id = False
        first.with_user(self.office).scheme_id = self.of_people
        self._computed(self.whole, second)
        alone = self._result(self.whole, first)
        self.assertEqual((alone.total, alone.rank_of), (96.0, 1))
        self._settle(first)
        first.with_user(self.office).category_id = category
        result = self._computed(self.whole, second)
        self.assertEqual((result.rank, result.rank_of), (1, 3))

    # === WHO SHOULD TAKE PART === #

    def _post_two(self):
        """Let two of the four have anything, of whom half may be excellent."""
        for person, percent in zip(self.four[:2], (96.0, 94.0), strict=True):
            self._post_months(person, [percent])

    def _count(self):
        self._computed(self.whole, self.four[0])
        return self._grades()[:2].count(self.excellent.name)

    def test_who_was_enrolled_in_time_counts_without_a_sheet(self):
        self._post_two()
        self.assertEqual(self._count(), 1, "the others were enrolled after the year")
        query = "UPDATE perf_appraisee SET create_date = %s WHERE id = ANY(%s)"
        self.env.cr.execute(query, [self.whole.date_end, [person.id for person in self.four]])
        self.env.invalidate_all()
        self.assertEqual(self._count(), 2, "half of four")
        self.assertFalse(self._result(self.whole, self.four[2]), "of whom nothing is known has no result")
        self.four[2].with_user(self.office).status = "excluded"
        self.assertEqual(self._count(), 1, "half of three, rounded down")
        self.four[2].with_user(self.office).status = "active"
        self.four[3].employee_id.sudo().active = False
        self.assertEqual(self._count(), 1, "who is gone and has nothing does not count")

    def test_who_has_no_grade_counts_as_the_reason_says(self):
        self._post_two()
        query = "UPDATE perf_appraisee SET create_date = %s WHERE id = ANY(%s)"
        self.env.cr.execute(query, [self.whole.date_end, [person.id for person in self.four]])
        self.env.invalidate_all()
        for name, number in (("probation", 1), ("leave", 2)):
            reason = self.env.ref(f"perf_appraisal.perf_no_grade_reason_{name}")
            self.four[3].with_user(self.office).write({"status": "no_grade", "no_grade_reason_id": reason.id})
            self.assertEqual(self._count(), number, name)

    # === REMARKS === #

    def test_remarks_stay_as_they_were_computed(self):
        self._ask(self.excellent, kind="no_sanction")
        first, second, third, _last = self.four
        for person in (first, second, third):
            self._post_months(person, [96.0])
        sanctions = self.env["perf.sanction"].with_user(self.hr)
        values = {"kind": "investigation", "date_from": self.whole.date_start}
        open_one = sanctions.create({"employee_id": first.employee_id.id, **values})
        reason = self.env.ref("perf_appraisal.perf_no_grade_reason_probation")
        second.with_user(self.office).write({"status": "no_grade", "no_grade_reason_id": reason.id})
        self._computed(self.whole, first)
        told = [self._result(self.whole, person).remarks for person in (first, second)]
        self.assertIn("is given only with", told[0])
        self.assertIn("Probation", told[1])
        self._settle(first, second)
        open_one.date_to = self.whole.date_start
        second.with_user(self.office).write({"status": "active", "no_grade_reason_id": False})
        self.env.invalidate_all()
        self.assertEqual([self._result(self.whole, person).remarks for person in (first, second)], told)
        sanctions.create({"employee_id": third.employee_id.id, **values})
        self.env.invalidate_all()
        self.assertFalse(self._result(self.whole, third).remarks.count("is given only with"), "computed before")

"""What results come to, place and grade, and when they are out of date."""

from odoo.tests import tagged

from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResult(ResultCase):
    """The worked numbers of the design, written by hand."""

    def test_components_by_weight_then_bonuses_and_deductions(self):
        self._post_months(self.east, [96.0, 90.0, 93.0])
        self._post(self.east, self._of("month", 3), "rating", 85.0)
        self._post(self.east, self.q1, "bonus", 3.5)
        self._post(self.east, self.q1, "deduction", -2.0)
        result = self._computed(self.q1, self.east)
        self.assertEqual(
            (result.base, result.bonus, result.deduction, result.total, result.percent), (89.80, 3.0, 2.0, 90.80, 90.80)
        )
        self.assertEqual(result.line_ids.mapped("points"), [55.80, 34.00, 1.00])
        self.assertEqual(result.arithmetic, "55.80 + 34.00 + 1.00 = 90.80")
        self.assertEqual(
            result.line_ids.mapped("note"),
            [
                "(96.00 + 90.00 + 93.00) ÷ 3 = 93.00 %; 60 × 93.00 % = 55.80",
                "85.00 %; 40 × 85.00 % = 34.00",
                "+3.50, at most 3.00; −2.00 → +1.00",
            ],
        )

    def test_equal_points_share_a_place_and_the_quota_is_kept(self):
        for appraisee, percent in zip(self.units, [95.004, 94.996], strict=True):
            self._post_months(appraisee, [percent])
        first = self._computed(self.whole, self.units[0])
        both = first | self._result(self.whole, self.units[1])
        self.assertEqual([(result.rank, result.rank_of) for result in both], [(1, 2), (1, 2)])

    def test_a_new_entry_makes_it_out_of_date_until_it_is_computed_anew(self):
        self._post_months(self.east, [96.0])
        result = self._computed(self.q1, self.east)
        self.assertFalse(result.outdated)
        self._post(self.east, self.q1, "deduction", -2.0)
        result.invalidate_recordset()
        self.assertTrue(result.outdated)
        self.assertEqual(result.late_count, 1)
        self.assertIn(result, self.env["perf.result"].search([("outdated", "=", True)]))
        again = self._computed(self.q1, self.east)
        self.assertEqual((again, again.total, again.outdated), (result, 94.0, False))

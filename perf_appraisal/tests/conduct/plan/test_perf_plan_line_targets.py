from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanLineTargets(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unit = {"kind": "unit", "scheme_id": cls.scheme_unit.id, "method": "ratio", "full_score": 40.0}
        cls.roads = cls._create_indicator("Roads built", frequency="quarter", uom="km", default_target=10.0, **unit)
        cls.half = cls._create_indicator("Half-yearly", frequency="half", default_target=8.0, **unit)
        cls.rate = cls._create_indicator("Satisfied", frequency="quarter", uom="%", default_target=80.0, **unit)
        cls.draft = cls._create_plan(
            cls.roads + cls.half + cls.rate, approved=False, scope="unit", unit_id=cls.other.id
        ).with_user(cls.office)
        cls.line, cls.half_line, cls.rate_line = cls.draft.line_ids

    def _quarters(self, line):
        return [line[f"target_q{number}"] for number in (1, 2, 3, 4)]

    def _targets(self, line, kind):
        count = {"month": 12, "quarter": 4, "half": 2, "year": 1}[kind]
        return [line._target_in(self._period(kind, number)) for number in range(1, count + 1)]

    def test_target_is_split_evenly_and_a_rate_is_not(self):
        self.assertEqual(self._quarters(self.line), [2.5, 2.5, 2.5, 2.5])
        self.assertEqual((self.rate_line.target_mode, self._quarters(self.rate_line)), ("cumulative", [80.0] * 4))
        self.line.target_value = 20.0
        self.assertEqual(self._quarters(self.line), [5.0] * 4)
        self.line.target_mode = "cumulative"
        self.assertEqual(self._quarters(self.line), [5.0, 10.0, 15.0, 20.0])

    def test_quarters_must_add_up_to_the_year(self):
        with self.assertRefused(ValidationError, "“Roads built”: the quarters add up to 11") as caught:
            self.line.target_q1 = 3.5
        self.assertIn("the target of the year is 10", str(caught.exception))
        self.line.write({"target_q1": 1.0, "target_q2": 2.0, "target_q3": 3.0, "target_q4": 4.0})
        self.assertEqual(self._targets(self.line, "quarter"), [1.0, 2.0, 3.0, 4.0])

    def test_cumulative_targets_rise_to_the_year(self):
        self.line.target_mode = "cumulative"
        with self.assertRefused(ValidationError, "do not fall"):
            self.line.write({"target_q1": 6.0, "target_q2": 5.0})
        with self.assertRefused(ValidationError, "fourth quarter is 9"):
            self.line.target_q4 = 9.0
        self.line.write({"target_q1": 1.0, "target_q2": 1.0, "target_q3": 6.0})
        self.assertEqual(self._targets(self.line, "quarter"), [1.0, 1.0, 6.0, 10.0])

    def test_target_of_every_kind_of_period(self):
        self.assertEqual(self._targets(self.half_line, "half"), [4.0, 4.0])
        self.assertEqual(self._targets(self.half_line, "year"), [8.0])
        self.half_line.target_mode = "cumulative"
        self.assertEqual(self._targets(self.half_line, "half"), [4.0, 8.0])
        monthly = self.plan.line_ids.filtered(lambda line: line.method == "ratio")
        self.assertEqual(set(self._targets(monthly, "month")), {10.0})
        self.assertEqual(self._quarters(monthly), [0.0] * 4)

    def test_monthly_target_wins_in_months_and_adds_up_when_cumulative(self):
        draft = self._create_plan(self.ratio, approved=False, scope="staff", unit_id=self.township.id)
        line = draft.line_ids
        line.write({"target_value": 60.0, "target_month": 5.0})
        self.assertEqual(self._targets(line, "month"), [5.0] * 12)
        line.target_mode = "cumulative"
        self.assertEqual(self._targets(line, "month")[:3], [5.0, 10.0, 15.0])

    def test_sheet_takes_the_target_of_its_quarter_and_leaves_out_what_is_not_due(self):
        quarter = self._period("quarter", (self.month.number + 2) // 3)
        targets = {f"target_q{number}": 0.0 for number in (1, 2, 3, 4)}
        targets[f"target_q{quarter.number}"] = 4.0
        later = quarter.number % 4 + 1
        targets[f"target_q{later}"] = 6.0
        self.line.write(targets)
        self.half_line.unlink()
        self.draft.with_user(self.other_head).action_sign(points_meant=True)
        self.draft.action_approve(points_meant=True)
        sheet = self._create_unit_sheet(self.other)
        self.assertEqual(self._line(sheet, self.roads).target_value, 4.0)
        self.assertEqual(self._line(sheet, self.rate).target_value, 80.0)
        other_quarter = self._period("quarter", (later % 4) + 1)
        self.assertFalse(self.line._is_due_in(other_quarter))
        rows = self.env["perf.opening"]._due_lines(other_quarter, [self.draft.id])
        self.assertEqual([row[0] for row in rows[self.draft.id]], self.rate_line.ids)

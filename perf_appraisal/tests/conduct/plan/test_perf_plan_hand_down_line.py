from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanHandDownLine(PerfCommon):
    def _share(self, indicator, **values):
        """Return a share of one person in a line of a unit's draft plan."""
        draft = self._create_plan(indicator, approved=False, scope="unit", unit_id=self.other.id)
        wizard = self.env["perf.plan.hand.down"].with_user(self.other_head).create({"plan_id": draft.id})
        values = {"plan_line_id": draft.line_ids.id, "employee_id": self.stranger.employee_id.id, **values}
        return self.env["perf.plan.hand.down.line"].create({"wizard_id": wizard.id, **values})

    def _indicator(self, **values):
        values = {"kind": "unit", "frequency": "quarter", "method": "ratio", "default_target": 24.0, **values}
        return self._create_indicator("Roads built", scheme_id=self.scheme_unit.id, **values)

    def test_amount_is_divided(self):
        share = self._share(self._indicator(), share=25.0)
        self.assertRecordValues(share, [{"points": 5.0, "target": 6.0, "target_month": 0.5}])
        share.frequency = "quarter"
        self.assertEqual(share.target_month, 0.0)
        self.assertEqual(share._prepare_line_values()["target_mode"], "period")

    def test_rate_is_the_same_for_everybody(self):
        share = self._share(self._indicator(uom="%", default_target=80.0), share=25.0)
        self.assertRecordValues(share, [{"points": 5.0, "target": 80.0, "target_month": 80.0}])

    def test_monthly_line_of_a_unit_is_counted_for_the_year(self):
        share = self._share(self._indicator(frequency="month", default_target=2.0), share=50.0)
        self.assertRecordValues(share, [{"target": 12.0, "target_month": 1.0}])

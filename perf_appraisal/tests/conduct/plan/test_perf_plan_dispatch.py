from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanDispatch(PerfCommon):
    def _dispatch(self, scheme, **values):
        wizard = self.env["perf.plan.dispatch"].with_user(self.office)
        wizard = wizard.create({"cycle_id": self.cycle.id, "scheme_id": scheme.id, **values})
        return self.env["perf.plan"].search(wizard.action_dispatch()["params"]["next"]["domain"])

    def test_all_units_of_a_category_get_their_plan_in_one_go(self):
        third = self._create_department("South Township", parent_id=self.county.id)
        own = self._create_indicator(
            "Bridge",
            kind="unit",
            scheme_id=self.scheme_unit.id,
            scope="specific",
            unit_id=third.id,
            frequency="quarter",
        )
        plans = self._dispatch(self.scheme_unit)
        self.assertEqual(plans.unit_id, third + self.other)  # the township's plan is approved already
        by_unit = plans.grouped("unit_id")
        self.assertEqual(by_unit[self.other].line_ids.indicator_id, self.unit_indicators)
        self.assertEqual(by_unit[third].line_ids.indicator_id, self.unit_indicators + own)

    def test_dispatching_again_adds_only_what_is_new(self):
        first = self._dispatch(self.scheme_unit)
        new = self._create_indicator("New", kind="unit", scheme_id=self.scheme_unit.id, frequency="quarter")
        again = self._dispatch(self.scheme_unit)
        self.assertEqual(first, again)
        self.assertEqual(again.line_ids.indicator_id, self.unit_indicators + new)
        self.assertEqual(len(again.line_ids), 3 * len(again))

    def test_people_get_one_plan_for_each_unit_when_asked(self):
        plans = self._dispatch(self.scheme, scope="staff")
        self.assertEqual(set(plans.mapped("scope")), {"staff"})
        self.assertLessEqual(self.township + self.other, plans.unit_id)

    def test_register_and_specific_indicators_are_not_common(self):
        self._create_indicator("Praise", kind="unit", scheme_id=self.scheme_unit.id, full_score=0.0)
        wizard = self.env["perf.plan.dispatch"].create({"cycle_id": self.cycle.id, "scheme_id": self.scheme_unit.id})
        self.assertEqual(wizard.indicator_ids, self.unit_indicators)

    def test_nothing_to_dispatch_is_said(self):
        with self.assertRefused(UserError, "at least one indicator"):
            self._dispatch(self.scheme_unit, indicator_ids=False)

    # === BEFORE AND AFTER === #

    def _wizard(self, **values):
        values = {"cycle_id": self.cycle.id, "scheme_id": self.scheme_unit.id, **values}
        if "indicator_ids" in values:
            values["category_ids"] = self.category_unit.ids
        return self.env["perf.plan.dispatch"].with_user(self.office).create(values)

    def test_the_dialog_says_what_will_be_made_and_what_is_left_as_it_is(self):
        third = self._create_department("South Township", parent_id=self.county.id)
        self._create_plan(self.unit_indicators[0], approved=False, scope="unit", unit_id=third.id)
        words = self._wizard().outlook.splitlines()
        self.assertEqual(words[0], "Plans that will be made: 1.", "that of West Township")
        self.assertIn("get what they lack: South Township", words[1])
        self.assertIn(f"left as they are: 1 ({self.plan_unit.display_name})", words[2])
        self.assertEqual(len(words), 3)
        self.assertIn("Mind", self._wizard(indicator_ids=self.unit_indicators[:1].ids).outlook)

    def test_the_office_is_told_what_was_made_with_links_to_the_others(self):
        told = self._wizard().action_dispatch()["params"]
        self.assertIn("Plans made: 1.", told["message"])
        self.assertIn("left as they are: 1 (%s)", told["message"])
        link = {"label": self.plan_unit.display_name, "url": f"/odoo/appraisal-plans/{self.plan_unit.id}"}
        self.assertEqual((told["links"], told["type"], told["sticky"]), ([link], "warning", True))
        made = self.env["perf.plan"].search(told["next"]["domain"])
        self.assertEqual(made.unit_id, self.other)
        again = self._wizard().action_dispatch()["params"]["message"]
        self.assertIn("Plans made: 0.", again)
        self.assertIn("Drafts that had all of it: West Township", again)

    def test_plans_with_other_points_than_the_schemes_are_named_when_they_are_made(self):
        told = self._wizard(indicator_ids=self.unit_indicators[:1].ids).action_dispatch()["params"]
        self.assertIn("other points than the scheme's: West Township", told["message"])

    def test_only_the_office_dispatches(self):
        with self.assertRefused(AccessError):
            self.env["perf.plan.dispatch"].with_user(self.head).create(
                {"cycle_id": self.cycle.id, "scheme_id": self.scheme_unit.id},
            )

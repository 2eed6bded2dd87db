from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanPoints(PerfCommon):
    """Nobody signs or approves a plan that comes to other points than its scheme says without being asked."""

    def _draft(self, *points, indicators=None, **values):
        values = values or {"scope": "staff", "unit_id": self.township.id}
        plan = self._create_plan(indicators or self.indicators, approved=False, **values)
        for line, full in zip(plan.line_ids, points, strict=False):
            line.full_score = full
        return plan

    def _press(self, asked, user):
        """Press the button that the question offers."""
        _message, action_id, _label, context = asked.exception.args
        return self.env["ir.actions.server"].with_user(user).browse(action_id).with_context(**context).run()

    def test_signing_asks_first_and_signs_when_it_is_meant(self):
        for points, told in ((22.5, "102.5"), (25.0, "105")):
            plan = self._draft(points)
            self.assertIn(f"{told}; the scheme says 100", plan.points_problem)
            with self.assertRefused(RedirectWarning, f"{told}; the scheme says 100") as asked:
                plan.with_user(self.head).action_sign()
            self.assertState(plan, "draft")
            self.assertEqual(self._press(asked, self.head)["tag"], "soft_reload")
            self.assertRecordValues(plan, [{"state": "signed", "signed_by_id": self.head.id}])

    def test_approving_asks_as_well_and_a_category_plan_first_of_all(self):
        plan = self._draft(25.0)
        plan.with_user(self.head).action_sign(points_meant=True)
        category = self.category_staff.copy({"name": "Further"})
        common = self._draft(25.0, scope="category", category_id=category.id)
        for waiting, state in ((plan, "signed"), (common, "draft")):
            with self.assertRefused(RedirectWarning, "105") as asked:
                waiting.with_user(self.office).action_approve()
            self.assertState(waiting, state)
            self._press(asked, self.office)
            self.assertState(waiting, "approved")

    def test_an_unmeant_revision_leaves_the_plan_in_force(self):
        revision = self.plan.with_user(self.office)._revise()
        revision.line_ids[0].full_score = 1.0
        with self.assertRefused(RedirectWarning):
            revision.with_user(self.office).action_approve()
        self.assertState(self.plan, "approved")

    def test_of_several_plans_all_wait_for_the_answer(self):
        plans = self._draft() + self._draft(25.0, scope="staff", unit_id=self.township.id)
        with self.assertRefused(RedirectWarning) as asked:
            plans.with_user(self.head).action_sign()
        self.assertState(plans, "draft")
        self.assertEqual(asked.exception.args[3]["active_ids"], plans.ids)
        self._press(asked, self.head)
        self.assertState(plans, "signed")

    def test_the_scheme_s_points_need_no_question(self):
        quarterly = {"frequency": "quarter", "kind": "unit", "scheme_id": self.scheme_unit.id}
        whole = self._create_indicator("The Year", **{**quarterly, "frequency": "year"}, full_score=100.0)
        half = self._create_indicator("Half", **quarterly, full_score=60.0)
        rest = self._create_indicator("The Rest", **{**quarterly, "frequency": "year"}, full_score=40.0)
        unit = {"scope": "unit", "unit_id": self.other.id}
        for indicators in (self.unit_indicators, self.unit_indicators + whole, half + rest):
            self.assertFalse(self._draft(indicators=indicators, **unit).points_problem)
        self.assertTrue(self._draft(indicators=self.unit_indicators + rest, **unit).points_problem)

    def test_who_may_not_sign_hears_that_and_no_question(self):
        plan = self._draft(25.0)
        for user in (self.deputy, self.coordinator, self.office):
            for meant in (False, True):
                with self.subTest(user=user.login), self.assertRefused(UserError, "only the head"):
                    plan.with_user(user).action_sign(points_meant=meant)

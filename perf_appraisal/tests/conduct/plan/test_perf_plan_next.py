from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfCycleNext(PerfCommon):
    def _copy(self, user=None):
        action = self.cycle.with_user(user or self.admin).action_copy_next()
        return self.env["perf.cycle"].browse(action["res_id"])

    def _plans(self, following):
        return self.env["perf.plan"].search([("cycle_id", "=", following.id)], order="id")

    def test_next_year_has_copies_of_schemes_indicators_and_plans(self):
        following = self._copy()
        self.assertRecordValues(following, [{"state": "draft", "year": self.cycle.year + 1, "self_days": 5}])
        schemes = following.scheme_ids
        self.assertEqual(schemes.origin_id, self.scheme + self.scheme_unit)
        self.assertEqual(schemes.indicator_ids.origin_id, self.indicators + self.unit_indicators)
        self.assertTrue(self.judged.active, "this year's indicator goes on")
        copy = schemes.indicator_ids.filtered(lambda indicator: indicator.origin_id == self.judged)
        self.assertEqual(copy.rule_ids.mapped("name"), self.judged.rule_ids.mapped("name"))
        copy.full_score = 25.0
        plans = self._plans(following)
        self.assertEqual(plans.origin_id, self.plan + self.plan_unit)
        self.assertEqual(set(plans.mapped("state")), {"draft"})
        self.assertEqual(plans.line_ids.indicator_id.scheme_id, schemes)
        self.assertEqual(plans.mapped("full_points"), ["100", "100"])

    def test_done_again_it_only_adds_what_is_missing(self):
        following = self._copy()
        before = (following.scheme_ids, following.scheme_ids.indicator_ids, self._plans(following))
        self._plans(following)[0].with_user(self.admin).unlink()
        self.assertEqual(self._copy(), following)
        self.assertEqual((following.scheme_ids, following.scheme_ids.indicator_ids), before[:2])
        self.assertEqual(len(self._plans(following)), 2)

    def test_people_who_have_gone_are_left_out(self):
        revision = self.plan_unit.with_user(self.coordinator)._revise()
        line = revision.line_ids[0]
        line.write(
            {
                "responsible_id": self.colleague.employee_id.id,
                "assistant_ids": [Command.set((self.staff + self.colleague).employee_id.ids)],
            }
        )
        revision.with_user(self.head).action_sign()
        revision.with_user(self.office).action_approve()
        own = {"scope": "employee", "unit_id": self.township.id}
        self._create_plan(self.judged, **own, employee_id=self.colleague.employee_id.id)
        stays = self._create_plan(self.judged, **own, employee_id=self.staff.employee_id.id)
        self.colleague.employee_id.active = False
        plans = self._plans(self._copy())
        self.assertEqual(plans.origin_id, self.plan + revision + stays)
        copied = plans.filtered(lambda plan: plan.scope == "unit").line_ids.filtered("assistant_ids")
        self.assertRecordValues(copied, [{"responsible_id": False, "assistant_ids": self.staff.employee_id.ids}])

    def test_handed_down_lines_hang_on_next_years_lines(self):
        own = {"scope": "employee", "unit_id": self.township.id, "employee_id": self.staff.employee_id.id}
        child = self._create_plan(self.judged, approved=False, **own)
        child.line_ids.parent_line_id = self.plan_unit.line_ids[0]
        child.with_user(self.head).action_sign(points_meant=True)
        child.with_user(self.office).action_approve(points_meant=True)
        plans = self._plans(self._copy())
        copied = plans.filtered(lambda plan: plan.scope == "employee").line_ids
        self.assertEqual(copied.parent_line_id.plan_id, plans.filtered(lambda plan: plan.scope == "unit"))
        self.assertEqual(copied.parent_line_id.indicator_id.origin_id, self.unit_indicators[0])

    def test_only_the_administrator_and_only_into_a_draft(self):
        for user in (self.office, self.head, self.auditor):
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                self._copy(user)
        self._copy().with_user(self.admin).action_open()
        with self.assertRefused(UserError, "opened already"):
            self._copy()

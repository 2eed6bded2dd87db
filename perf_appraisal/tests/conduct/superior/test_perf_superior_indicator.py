from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSuperiorIndicator(PerfCommon):
    def _create(self, **values):
        values = {"cycle_id": self.cycle.id, "name": "Roads of the county", "target": 40.0, **values}
        return self.env["perf.superior.indicator"].with_user(self.office).create(values)

    def test_target_is_split_and_must_fit(self):
        indicator = self._create()
        self.assertEqual([indicator[f"target_q{number}"] for number in (1, 2, 3, 4)], [10.0] * 4)
        with self.assertRefused(ValidationError, "do not fit"):
            indicator.target_q1 = 12.0
        self.assertEqual(self._create(uom="%", target=90).target_q1, 90.0)

    def test_copy_bears_no_number(self):
        indicator = self._create(code="7")
        self.assertFalse(indicator.copy().code)

    def test_only_the_office_writes_and_only_answering_units_read(self):
        indicator = self._create(
            lead_unit_id=self.township.id, assist_unit_ids=[Command.set(self.other.ids)], level="region"
        )
        alone = self._create(name="Of nobody")
        self.env.flush_all()
        for user in (self.head, self.coordinator, self.deputy, self.other_head, self.chief, self.auditor):
            self.assertTrue(indicator.with_user(user).has_access("read"), user.login)
            with self.assertRefused(AccessError):
                indicator.with_user(user).name = "Mine"
        for user in (self.staff, self.stranger, self.hr):
            self.assertFalse(indicator.with_user(user).has_access("read"), user.login)
        self.assertFalse(alone.with_user(self.head).has_access("read"))
        self.assertTrue(alone.with_user(self.auditor).has_access("read"))

    def test_heads_and_groups_of_many_indicators_get_a_task_each(self):
        indicators = self._create(name="A") + self._create(name="B")
        indicators.write({"lead_unit_id": self.township.id, "assist_unit_ids": [Command.link(self.other.id)]})
        tasks = self.env["mail.activity"].search([("res_model", "=", indicators._name)])
        users = self.head + self.coordinator + self.other_head
        self.assertEqual(len(tasks), 6)
        self.assertEqual(tasks.user_id, users)
        indicators[0].lead_unit_id = False
        left = tasks.exists()
        self.assertEqual(left.filtered(lambda task: task.res_id == indicators[0].id).user_id, self.other_head)
        indicators[1].write({"deadline": "2026-01-01"})
        self.assertEqual({str(task.date_deadline) for task in left if task.res_id == indicators[1].id}, {"2026-01-01"})

    def test_my_work_and_the_lists_show_what_is_not_assigned_or_taken(self):
        indicator = self._create()
        model = self.env["perf.superior.indicator"]
        office = self.env["perf.my.work"].with_user(self.office)
        self.assertIn("superior_assign", [card["kind"] for card in office.get_my_work()["cards"]])
        indicator.lead_unit_id = self.township
        self.assertNotIn("superior_assign", [card["kind"] for card in office.get_my_work()["cards"]])
        self.assertIn(indicator, model.search([("is_taken", "=", False)]))
        self.assertEqual(model.with_user(self.head).search([("i_take", "=", True)]), indicator)
        self.assertTrue(indicator.with_user(self.coordinator).i_take)
        self.assertFalse(indicator.with_user(self.deputy).i_take)
        card = [card for card in model.with_user(self.head)._get_work() if card["kind"] == "superior"]
        self.assertEqual([found["res_id"] for found in card], indicator.ids)
        self.assertFalse(model.with_user(self.other_head)._get_work())

    def test_indicator_in_a_plan_is_not_deleted(self):
        indicator = self._create(lead_unit_id=self.township.id)
        draft = self._create_plan(self.unit_indicators[0], approved=False, scope="unit", unit_id=self.township.id)
        draft.line_ids.superior_indicator_id = indicator
        with self.assertRefused(UserError, "cannot be deleted"):
            indicator.unlink()

    def test_foreign_unit_cannot_claim_an_indicator(self):
        indicator = self._create(lead_unit_id=self.township.id)
        draft = self._create_plan(self.unit_indicators[0], approved=False, scope="unit", unit_id=self.other.id)
        with self.assertRefused(ValidationError, "does not answer"):
            draft.line_ids.superior_indicator_id = indicator

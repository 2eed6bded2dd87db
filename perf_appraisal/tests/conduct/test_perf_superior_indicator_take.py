from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSuperiorIndicatorTake(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.superior = (
            cls.env["perf.superior.indicator"]
            .with_user(cls.office)
            .create(
                {
                    "cycle_id": cls.cycle.id,
                    "name": "Roads of the county",
                    "target": 40.0,
                    "uom": "km",
                    "full_score": 10.0,
                    "lead_unit_id": cls.township.id,
                    "assist_unit_ids": [Command.set(cls.other.ids)],
                }
            )
        )
        cls.env.flush_all()

    def _take(self, user, **values):
        model = self.env["perf.superior.indicator.take"].with_user(user)
        form = Form(model.with_context(default_superior_indicator_id=self.superior.id))
        for name, value in values.items():
            setattr(form, name, value)
        return self.env["perf.plan"].browse(form.save().action_take()["res_id"])

    def test_head_takes_it_into_a_revision_of_the_plan(self):
        plan = self._take(self.head)
        self.assertRecordValues(plan, [{"state": "draft", "previous_id": self.plan_unit.id}])
        line = plan.line_ids.filtered("superior_indicator_id")
        self.assertRecordValues(
            line,
            [{"superior_indicator_id": self.superior.id, "full_score": 10.0, "target_value": 40.0, "target_q2": 10.0}],
        )
        self.assertRecordValues(
            line.indicator_id,
            [{"kind": "unit", "scope": "specific", "unit_id": self.township.id, "method": "ratio", "uom": "km"}],
        )
        self.assertTrue(self.superior.is_taken)
        tasks = self.env["mail.activity"].search([("res_model", "=", "perf.superior.indicator")])
        self.assertEqual(tasks.user_id, self.other_head, "the tasks of the unit that took it are closed")

    def test_assisting_unit_takes_a_new_plan_with_an_existing_indicator(self):
        plan = self._take(self.other_head, indicator_id=self.unit_indicators[0], full_score=7.0, target_value=8.0)
        self.assertRecordValues(plan, [{"state": "draft", "unit_id": self.other.id, "previous_id": False}])
        self.assertRecordValues(
            plan.line_ids, [{"indicator_id": self.unit_indicators[0].id, "full_score": 7.0, "target_q1": 2.0}]
        )
        self.assertFalse(self.superior.is_taken, "the lead unit has not taken it")

    def test_once_only_and_only_by_those_who_answer_for_it(self):
        self._take(self.coordinator)
        with self.assertRefused(UserError, "already"):
            self._take(self.head)
        model = self.env["perf.superior.indicator.take"]
        values = {"superior_indicator_id": self.superior.id, "unit_id": self.township.id, "full_score": 1.0}
        with self.assertRefused(AccessError):
            model.with_user(self.staff).create(values).action_take()
        with self.assertRefused(UserError, "do not lead it"):
            model.with_user(self.other_head).create(values).action_take()

    def test_only_the_units_own_and_the_common_indicators_are_taken(self):
        unit = {"kind": "unit", "scheme_id": self.scheme_unit.id, "frequency": "quarter"}
        own, foreign, common = (
            self._create_indicator(f"Bridges {place.name or ''}", **unit, unit_id=place.id)
            for place in (self.township, self.other, self.township.browse())
        )
        model = self.env["perf.superior.indicator.take"].with_user(self.head)
        values = {"superior_indicator_id": self.superior.id, "unit_id": self.township.id, "full_score": 5.0}
        for indicator in (foreign, self.judged):
            with self.subTest(indicator=indicator.name), self.assertRefused(ValidationError, "for others"):
                model.create({**values, "indicator_id": indicator.id}).action_take()
        for indicator in (own, common):
            with self.subTest(indicator=indicator.name), self.env.cr.savepoint() as savepoint:
                plan = self.env["perf.plan"].browse(
                    model.create({**values, "indicator_id": indicator.id}).action_take()["res_id"]
                )
                self.assertIn(indicator, plan.line_ids.indicator_id)
                savepoint.rollback()
            self.env.invalidate_all()

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...common import PerfCommon


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
        for name, value in {"target_value": 40.0, **values}.items():
            setattr(form, name, value)
        return self.env["perf.plan"].browse(form.save().action_take()["params"]["next"]["res_id"])

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
                    model.create({**values, "indicator_id": indicator.id}).action_take()["params"]["next"]["res_id"]
                )
                self.assertIn(indicator, plan.line_ids.indicator_id)
                savepoint.rollback()
            self.env.invalidate_all()

    # === BEFORE AND AFTER === #

    def _dialog(self, user):
        model = self.env["perf.superior.indicator.take"].with_user(user)
        return Form(model.with_context(default_superior_indicator_id=self.superior.id))

    def test_the_whole_countys_amount_is_shown_and_not_offered_as_the_units_own(self):
        for user in (self.head, self.other_head):
            form = self._dialog(user)
            self.assertEqual((form.target_value, form.superior_target, form.uom), (0.0, 40.0, "km"))
            with self.subTest(user.login), self.assertRefused(UserError, "of the whole county it is 40 km"):
                form.save().action_take()
        form = self._dialog(self.other_head)
        form.target_value = 8.0
        plan = self.env["perf.plan"].browse(form.save().action_take()["params"]["next"]["res_id"])
        self.assertEqual(plan.line_ids.target_value, 8.0)

    def test_a_rate_holds_for_every_unit_and_is_offered(self):
        self.superior.write({"uom": "%", "target": 95.0})
        self.assertEqual(self._dialog(self.other_head).target_value, 95.0)

    def test_the_dialog_says_that_a_new_version_is_made_and_then_that_it_was(self):
        form = self._dialog(self.head)
        self.assertIn(f"{self.plan_unit.display_name} is approved: a new version", form.outlook)
        form.target_value = 40.0
        told = form.save().action_take()["params"]
        revision = self.env["perf.plan"].browse(told["next"]["res_id"])
        self.assertIn(f"Taken into {revision.display_name}.", told["message"])
        self.assertIn(f"{self.plan_unit.display_name} stay in force", told["message"])
        self.assertIn(f"into the draft {revision.display_name}", self._dialog(self.head).outlook)
        self.assertIn("A new plan of West Township", self._dialog(self.other_head).outlook)
        revision.with_user(self.head).action_sign(points_meant=True)
        self.assertIn("is signed", self._dialog(self.head).outlook)

    # === MANY AT ONCE === #

    def _create_superior(self, count=1, **values):
        values = {
            "cycle_id": self.cycle.id,
            "target": 8.0,
            "full_score": 5.0,
            "lead_unit_id": self.township.id,
            **values,
        }
        superior = self.env["perf.superior.indicator"].with_user(self.office)
        found = superior.create([{**values, "name": f"Task {number}"} for number in range(count)])
        self.env.flush_all()
        return found

    def test_one_press_takes_all_selected_into_the_draft_plans_of_the_own_units(self):
        more = self._create_superior(2) + self._create_superior(lead_unit_id=self.other.id)
        selected = (self.superior + more).with_user(self.head)
        action = selected[:3].action_take_all()["params"]
        plan = self.env["perf.plan"].browse(action["next"]["res_id"])
        self.assertRecordValues(plan, [{"state": "draft", "previous_id": self.plan_unit.id}])
        lines = plan.line_ids.filtered("superior_indicator_id")
        self.assertEqual(lines.superior_indicator_id, selected[:3].with_user(self.office))
        self.assertEqual(lines.mapped("target_value"), [40.0, 8.0, 8.0])
        self.assertEqual((action["type"], action["sticky"]), ("success", False))
        with self.assertRefused(AccessError):
            selected.action_take_all()  # the last one is not for this unit to read
        with self.assertRefused(UserError, "None of these"):
            selected[:3].action_take_all()

    def test_the_office_takes_for_lead_units_only(self):
        more = self._create_superior(lead_unit_id=self.other.id, assist_unit_ids=[Command.set(self.township.ids)])
        action = (self.superior + more).with_user(self.office).action_take_all()["params"]
        plans = self.env["perf.plan"].search(action["next"]["domain"])
        self.assertEqual(plans.unit_id, self.township + self.other)
        lines = plans.line_ids.filtered("superior_indicator_id")
        taken = {(line.superior_indicator_id, line.plan_id.unit_id) for line in lines}
        self.assertEqual(taken, {(self.superior, self.township), (more, self.other)})

    def test_what_cannot_be_taken_is_named_and_the_rest_is_taken(self):
        pointless = self._create_superior(full_score=0.0)
        foreign = self._create_superior(lead_unit_id=self.other.id)
        plan = self._create_plan(self.unit_indicators, approved=False, scope="unit", unit_id=self.other.id)
        plan.with_user(self.other_head).action_sign()
        action = (self.superior + pointless + foreign).with_user(self.office).action_take_all()["params"]
        taken, *left = action["message"].splitlines()
        self.assertIn("Taken into", taken)
        signed = f"“{foreign.display_name}” for West Township: {plan.display_name} is signed."
        self.assertEqual([line.startswith(signed) for line in left], [False, True])
        self.assertEqual(
            left[0], f"“{pointless.display_name}” for East Township: Give the line full points above zero."
        )
        self.assertEqual((action["type"], action["sticky"]), ("warning", True))
        self.assertTrue(self.superior.is_taken)
        with self.assertRefused(UserError, "full points above zero"):
            pointless.with_user(self.head).action_take_all()

    def test_an_assisting_unit_takes_no_whole_target_unasked(self):
        rate = self._create_superior(uom="%", lead_unit_id=self.township.id)
        rate.with_user(self.office).assist_unit_ids = self.other
        self.env.flush_all()
        action = (self.superior + rate).with_user(self.other_head).action_take_all()["params"]
        self.assertIn("assists only", action["message"])
        plan = self.env["perf.plan"].browse(action["next"]["res_id"])
        self.assertRecordValues(plan.line_ids, [{"superior_indicator_id": rate.id, "target_value": 8.0}])

    def test_whoever_leads_none_of_the_units_takes_nothing(self):
        for user in (self.staff, self.stranger):
            with self.assertRefused(AccessError):
                self.superior.with_user(user).action_take_all()
        with self.assertRefused(UserError, "None of these"):
            self.superior.with_user(self.auditor).action_take_all()

    def test_queries_do_not_grow_with_the_selection(self):
        def queries(records):
            with self.env.cr.savepoint() as savepoint:
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                records.with_user(self.head).action_take_all()
                self.env.flush_all()
                count = self.env.cr.sql_log_count - start
                savepoint.rollback()
            return count

        many = self._create_superior(20)
        queries(many)
        self.assertLessEqual(queries(many), queries(many[:2]) + 2)

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanLine(PerfCommon):
    def setUp(self):
        super().setUp()
        self.draft = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)

    def test_line_takes_points_and_target_from_its_indicator(self):
        line = self.draft._add_indicators(self.ratio)
        self.assertRecordValues(line, [{"full_score": 20.0, "weight": 20.0, "target_value": 10.0}])
        line.full_score = 12.0
        self.assertEqual(line.weight, 12.0)

    def test_line_says_what_it_loses_at_most_where_its_standard_does_not(self):
        limit = "At most 2.5 points are lost by missing the target."
        values = {"method": "step", "default_target": 10.0, "loss_cap": 2.5}
        standards = {
            "One point for each road": f"One point for each road\n{limit}",
            "每少1条扣1分，最多扣2.5分。": "每少1条扣1分，最多扣2.5分。",
            "最多扣25分": f"最多扣25分\n{limit}",
            False: limit,
        }
        for standard, shown in standards.items():
            indicator = self._create_indicator("Roads", standard=standard, **values)
            self.assertEqual(self.draft._add_indicators(indicator).standard, shown)
        judged = self._create_indicator("Paths", standard="Swept", loss_cap=2.5)
        self.assertEqual(self.draft._add_indicators(judged).standard, "Swept")

    def test_plan_holds_an_indicator_once(self):
        self.assertFalse(self.draft._add_indicators(self.judged))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["perf.plan.line"].create({"plan_id": self.draft.id, "indicator_id": self.judged.id})

    def test_register_indicator_is_refused(self):
        register = self._create_indicator("Praise of the province", full_score=0.0)
        with self.assertRefused(ValidationError, "register"):
            self.env["perf.plan.line"].create({"plan_id": self.draft.id, "indicator_id": register.id})

    def test_line_cannot_be_moved_into_an_approved_plan(self):
        with self.assertRefused(UserError, "cannot be changed"):
            self.draft.line_ids.plan_id = self.plan
        with self.assertRefused(UserError, "cannot be changed"):
            self.env["perf.plan.line"].create({"plan_id": self.plan.id, "indicator_id": self.judged.copy().id})

    def test_who_answers_for_a_line_does_not_read_a_draft_for_other_people(self):
        self.draft.line_ids.with_user(self.coordinator).responsible_id = self.staff.employee_id
        self.assertNotIn(self.draft, self.env["perf.plan"].with_user(self.staff).search([]))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_answers_for_a_line_or_assists_reads_it_and_its_plan(self):
        plan = self._create_plan(self.unit_indicators, approved=False, scope="unit", unit_id=self.other.id)
        line = plan.line_ids[0]
        people = {self.staff: {"responsible_id": self.staff.employee_id.id}}
        people[self.colleague] = {"assistant_ids": [Command.set(self.colleague.employee_id.ids)]}
        for user in people:
            for record in (line, plan):
                with self.assertRefused(AccessError):
                    record.with_user(user).read(["display_name"])
        for user, values in people.items():
            line.with_user(self.other_head).write(values)
            self.assertEqual(
                self.env["perf.plan.line"].with_user(user).search([("plan_id", "=", plan.id)]), plan.line_ids
            )
            self.assertTrue(line.with_user(user).read(["target_value", "standard"]))
            self.assertTrue(plan.with_user(user).read(["display_name", "full_points"]))
            with self.assertRefused(AccessError):
                line.with_user(user).write({"target_value": 1.0})
        with self.assertRefused(AccessError):
            line.with_user(self.deputy).read(["display_name"])
        line.with_user(self.other_head).write({"assistant_ids": [Command.clear()]})
        with self.assertRefused(AccessError):
            line.with_user(self.colleague).read(["display_name"])

    def test_indicator_fits_the_kind_of_the_plan_and_its_unit(self):
        person, unit = self.judged.copy(), self.unit_indicators[0].copy()
        foreign = self.judged.copy({"scope": "specific", "unit_id": self.other.id})
        own = self.judged.copy({"scope": "specific", "unit_id": self.township.id})
        of_unit = {"unit_id": self.township.id}
        for fitting, wrong, values in (
            (unit, person, {"scope": "unit", **of_unit}),
            (person, unit, {"scope": "staff", **of_unit}),
            (own, foreign, {"scope": "staff", **of_unit}),
            (own, foreign, {"scope": "job", "job_id": self.job.id, **of_unit}),
            (own, unit, {"scope": "employee", "employee_id": self.staff.employee_id.id, **of_unit}),
            (person, own, {"scope": "category", "category_id": self.category_staff.id}),
            (unit, person, {"scope": "category", "category_id": self.category_unit.id}),
        ):
            with self.subTest(scope=values["scope"], wrong=wrong.name):
                self.assertTrue(self._create_plan(fitting, approved=False, **values).line_ids)
                with self.assertRefused(ValidationError, "for others"):
                    self._create_plan(wrong, approved=False, **values)

    def test_plan_with_own_indicators_is_not_given_to_another_unit(self):
        own = self.judged.copy({"scope": "specific", "unit_id": self.township.id})
        self.draft._add_indicators(own)
        with self.assertRefused(ValidationError, "for others"):
            self.draft.with_user(self.office).unit_id = self.other

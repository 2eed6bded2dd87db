from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PerfCommon


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

    def test_plan_may_be_left_to_others(self):
        line = self.draft.line_ids
        line.with_user(self.coordinator).responsible_id = self.staff.employee_id
        self.assertIn(self.draft, self.env["perf.plan"].with_user(self.staff).search([]))

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfIndicator(PerfCommon):
    def test_indicator_of_an_approved_plan_is_locked(self):
        self.assertTrue(self.judged.is_locked)
        with self.assertRefused(UserError, "new version"):
            self.judged.with_user(self.office).full_score = 30.0
        with self.assertRefused(UserError, "new version"):
            self.judged.rule_ids[:1].with_user(self.office).points = 9.0
        with self.assertRefused(UserError, "new version"):
            self.level.level_ids[:1].with_user(self.office).unlink()
        with self.assertRefused(UserError, "new version"):
            self.judged.with_user(self.office).rule_ids = [self._rule("bonus", "More", 5.0)]

    def test_indicator_in_no_plan_is_free(self):
        indicator = self._create_indicator("Free")
        indicator.with_user(self.office).full_score = 30.0
        self.assertFalse(indicator.is_locked)
        self.assertEqual(indicator.full_score, 30.0)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_what_a_line_loses_at_most_is_the_office_s_until_a_plan_is_approved(self):
        free = self._create_indicator("Roads mended", method="step", default_target=10.0, loss_cap=20.0)
        free.with_user(self.office).loss_cap = 5.0
        self.assertEqual(free.loss_cap, 5.0)
        for user in (self.staff, self.head, self.coordinator):
            with self.assertRefused(AccessError):
                free.with_user(user).loss_cap = 1.0
        with self.assertRefused(UserError, "new version"):
            self.ratio.with_user(self.office).loss_cap = 5.0
        copy = self.env["perf.indicator"].browse(self.ratio.with_user(self.office).action_new_version()["res_id"])
        copy.with_user(self.office).loss_cap = 5.0
        self.assertEqual((self.ratio.loss_cap, copy.loss_cap), (0.0, 5.0))

    def test_full_points_do_not_fall_below_what_can_be_lost(self):
        indicator = self._create_indicator("Roads mended", method="step", loss_cap=15.0)
        with self.assertRefused(ValidationError, "Roads mended"):
            indicator.with_user(self.office).full_score = 10.0
        indicator.with_user(self.office).write({"full_score": 10.0, "method": "judged"})
        self.assertEqual(indicator.full_score, 10.0)

    def test_new_version_copies_rules_and_archives_the_old_one(self):
        action = self.judged.with_user(self.office).action_new_version()
        copy = self.env["perf.indicator"].browse(action["res_id"])
        self.assertRecordValues(copy, [{"version": 2, "name": self.judged.name, "active": True}])
        self.assertEqual(copy.rule_ids.mapped("name"), self.judged.rule_ids.mapped("name"))
        self.assertFalse(self.judged.active)
        copy.full_score = 25.0

    def test_register_indicator_has_no_points(self):
        indicator = self._create_indicator("Praised by the city", full_score=0.0)
        self.assertTrue(indicator.is_register)

    def test_incomplete_method_is_refused_by_name(self):
        for values, text in (
            ({"method": "step", "step_size": 0.0}, "step size"),
            ({"method": "step", "loss_cap": 20.5}, "Indicator “Broken”: it can lose at most its full points"),
            ({"method": "ratio", "loss_cap": -1.0}, "Indicator “Broken”: it can lose at most its full points"),
            ({"method": "efficacy", "low_value": 5.0, "high_value": 5.0}, "two different marks"),
            (
                {
                    "method": "level",
                    "level_ids": [Command.create({"name": "Too much", "min_points": 0, "max_points": 99})],
                },
                "more than the full points",
            ),
        ):
            with self.subTest(values=values), self.assertRefused(ValidationError, text):
                self._create_indicator("Broken", **values)

    def test_indicator_is_for_whom_its_scheme_is(self):
        with Form(self.env["perf.indicator"].with_user(self.office)) as form:
            form.name = "Paths swept"
            form.scheme_id = self.scheme
            form.section_id = self.indicator_section
        self.assertEqual(form.record.kind, "employee")
        with self.assertRefused(ValidationError, "same kind of appraisee as its scheme"):
            form.record.kind = "unit"

    def test_a_scheme_does_not_turn_indicators_in_use_round(self):
        scheme = self.scheme.copy({"name": "Of no cycle yet", "category_ids": False})
        free = self._create_indicator("Paths swept", scheme_id=scheme.id)
        scheme.with_user(self.office).kind = "unit"
        self.assertEqual(free.kind, "unit")
        scheme.kind = "employee"
        self._create_plan(free, scope="staff", unit_id=self.township.id)
        with self.assertRefused(UserError, "An approved plan uses Paths swept"):
            scheme.with_user(self.office).kind = "unit"
        self.assertEqual(free.kind, "employee")

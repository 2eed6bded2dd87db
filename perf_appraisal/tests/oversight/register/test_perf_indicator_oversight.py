from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...register import RegisterCase


@tagged("post_install", "-at_install")
class TestPerfIndicatorOversight(RegisterCase):
    """Under what was submitted to the register nothing changes any more."""

    def test_rules_of_what_was_submitted_are_locked(self):
        draft, rule = self._enter(), self.rules["Letter"]
        rule.with_user(self.office).points = 0.4
        self.assertEqual((draft.points, draft.signed_points), (0.4, -0.4), "a draft follows")
        self.assertFalse(self.register.is_locked)
        draft.with_user(self.other_head).action_submit()
        self.register.invalidate_recordset(["is_locked"])
        self.assertTrue(self.register.is_locked)
        for values in ({"kind": "bonus"}, {"points": 4.0}, {"max_points": 1.0}, {"highest_only": True}):
            with self.assertRefused(UserError, "stand in the register"):
                rule.with_user(self.admin).write(values)
        with self.assertRefused(UserError, "stand in the register"):
            self.register.with_user(self.admin).full_score = 5.0
        self.assertEqual((draft.kind, draft.points), ("deduction", 0.4))
        self.register.with_user(self.office).lead_unit_ids = [Command.link(self.township.id)]
        self.rule_person.with_user(self.office).points = 2.0

    def test_a_new_version_takes_the_place_of_what_is_locked(self):
        self._submitted()
        made = self.register.with_user(self.office).action_new_version()
        version = self.env["perf.indicator"].browse(made["res_id"])
        rule = version.rule_ids.filtered(lambda rule: rule.name == "Letter")
        rule.with_user(self.office).points = 1.0
        self.assertEqual(self._enter(rule_id=rule.id).points, 1.0)

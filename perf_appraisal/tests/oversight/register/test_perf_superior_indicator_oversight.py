from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...register import RegisterCase


@tagged("post_install", "-at_install")
class TestPerfSuperiorIndicatorOversight(RegisterCase):
    """Points lost at city level are proposed as deductions, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lost = cls.env["perf.superior.indicator"].create(
            {"cycle_id": cls.cycle.id, "name": "Clean air", "lead_unit_id": cls.township.id, "lost_points": 1.25}
        )

    def _proposed(self):
        return self.env["perf.adjustment"].search([("superior_indicator_id", "in", self.lost.ids)], order="id")

    def test_the_lead_unit_loses_them_times_the_multiplier(self):
        self.lost.with_user(self.office).action_propose_deductions()
        self.assertRecordValues(
            self._proposed(),
            [
                {
                    "state": "draft",
                    "origin": "superior",
                    "unit_id": self.township.id,
                    "rule_id": self.rules["City"].id,
                    "quantity": 1.25,
                    "points": 2.5,
                    "matter": "Clean air",
                }
            ],
        )
        self.assertEqual(self.lost.with_user(self.office).perf_adjustment_count, 1)
        self.lost.with_user(self.office).action_view_perf_adjustments()

    def test_a_loss_is_proposed_once_and_what_it_grew_by(self):
        self.lost.with_user(self.office).action_propose_deductions()
        with self.assertRefused(UserError, "Nothing to propose"):
            self.lost.with_user(self.office2).action_propose_deductions()
        self.lost.lost_points = 2.0
        self.lost.with_user(self.office).action_propose_deductions()
        self.assertEqual(self._proposed().mapped("quantity"), [1.25, 0.75])
        first = self._proposed()[0]
        first.with_user(self.office).action_submit()
        first.with_user(self.office2).action_refuse(reason="Not the township's fault")
        with self.assertRefused(UserError, "Nothing to propose"):
            self.lost.with_user(self.office).action_propose_deductions()

    def test_confirmed_it_is_posted_as_of_the_superior(self):
        self.lost.with_user(self.office).action_propose_deductions()
        self._proposed().with_user(self.office).action_submit()
        self._proposed().with_user(self.office2).action_confirm()
        self.assertRecordValues(
            self._entries(self._proposed()), [{"kind": "deduction", "origin": "superior", "points": -2.5}]
        )
        self._proposed().with_user(self.office2).action_reverse(reason="Given back")
        self.lost.with_user(self.office).action_propose_deductions()
        self.assertEqual(len(self._proposed()), 2)

    def test_nobody_proposes_but_the_office(self):
        for user in (self.head, self.other_head, self.auditor, self.staff):
            with self.assertRefused(AccessError):
                self.lost.with_user(user).action_propose_deductions()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_proposes_about_a_unit_of_his_own_leaves_it_alone(self):
        self.lost.with_user(self.officer).action_propose_deductions()
        with self.assertRefused(AccessError, "concerns you or a unit of your own"):
            self._proposed().with_user(self.officer).quantity = 0.1
        with self.assertRefused(AccessError):
            self._proposed().with_user(self.officer).unlink()
        self._proposed().with_user(self.office).quantity = 1.0

    def test_without_unit_or_rule_it_says_what_to_do(self):
        self.lost.lead_unit_id = False
        with self.assertRefused(UserError, "Name the lead unit first: Clean air"):
            self.lost.with_user(self.office).action_propose_deductions()
        self.lost.lead_unit_id = self.township
        self.rules["City"].multiplier = 1.0
        with self.assertRefused(UserError, "No rule of the register has a multiplier"):
            self.lost.with_user(self.office).action_propose_deductions()

    def test_nobody_says_by_hand_on_what_it_was_lost(self):
        with self.assertRefused(UserError, "cannot be changed now"):
            self._enter(self.office, superior_indicator_id=self.lost.id)

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import OFFICE, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfTicketDeduction(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        register = cls._create_indicator(
            "Orders",
            kind="unit",
            scheme_id=cls.scheme_unit.id,
            frequency="year",
            full_score=0.0,
            rule_ids=[cls._rule("deduction", "Order not answered", 0.5)],
        )
        cls.rule = register.rule_ids
        cls.yesterday = fields.Date.today() - timedelta(days=2)

    def _order(self, unit=None, **values):
        values = {
            "kind": "order",
            "title": "Report on the flood",
            "order_no": "7",
            "unit_id": (unit or self.township).id,
            "deadline": self.yesterday,
            "rule_id": self.rule.id,
            **values,
        }
        return self.env["perf.ticket"].with_user(self.office).create(values)

    def test_an_overdue_order_is_proposed_as_a_deduction_once(self):
        ticket, due = self._order(), self._order(deadline=fields.Date.today() + timedelta(days=9))
        (ticket + due).action_propose_deductions()
        entry = self.env["perf.adjustment"].search([("ticket_id", "in", (ticket + due).ids)])
        self.assertRecordValues(
            entry,
            [
                {
                    "state": "draft",
                    "unit_id": self.township.id,
                    "rule_id": self.rule.id,
                    "ticket_id": ticket.id,
                    "points": 0.5,
                    "date": self.yesterday + timedelta(days=1),
                    "matter": "7 Report on the flood",
                }
            ],
        )
        with self.assertRefused(UserError, "in the register already"):
            ticket.action_propose_deductions()
        with self.assertRefused(UserError, "overdue"):
            due.action_propose_deductions()
        self.assertEqual(ticket.perf_adjustment_count, 1)

    def test_an_order_without_a_rule_says_what_to_do(self):
        with self.assertRefused(UserError, "No rule is named"):
            self._order(rule_id=False).action_propose_deductions()
        answer = (self._order(rule_id=False) + self._order()).action_propose_deductions()
        self.assertIn("No rule is named", answer["params"]["message"])

    def test_only_the_office_proposes_and_not_for_a_unit_of_its_own(self):
        ticket = self._order()
        for user in (self.head, self.coordinator, self.auditor, self.staff, self.other_head):
            with self.assertRefused((AccessError, UserError)):
                ticket.with_user(user).action_propose_deductions()
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.township.sudo().perf_coordinator_ids += officer.employee_id
        with self.assertRefused(UserError):
            ticket.with_user(officer).action_propose_deductions()
        self.assertTrue(ticket.with_user(self.office2).action_propose_deductions())

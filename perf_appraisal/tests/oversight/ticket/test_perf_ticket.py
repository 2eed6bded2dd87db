from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ...common import OFFICE, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfTicket(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tomorrow = fields.Date.today() + timedelta(days=1)
        cls.long_ago = fields.Date.today() - timedelta(days=30)

    def _difficulty(self, user=None, **values):
        values = {"title": "No car for the villages", "unit_id": self.township.id, **values}
        return self.env["perf.ticket"].with_user(user or self.coordinator).create(values)

    def _order(self, units=None, user=None, **values):
        dialog = (
            self.env["perf.ticket.order"]
            .with_user(user or self.office)
            .create(
                {
                    "title": "Report on the flood",
                    "source": "Supervision office",
                    "order_no": "7",
                    "deadline": self.tomorrow,
                    "unit_ids": [Command.set((units or self.township).ids)],
                    **values,
                }
            )
        )
        return self.env["perf.ticket"].search(dialog.action_give()["domain"], order="id")

    def _answer(self, ticket, user):
        asked = ticket.with_user(user).action_answer()
        reply = self.env[asked["res_model"]].with_user(user).with_context(**asked["context"])
        reply.create({"text": "Done."}).action_give()

    # === DIFFICULTIES === #

    def test_a_difficulty_is_raised_taken_up_answered_and_reopened(self):
        ticket = self._difficulty()
        self.assertEqual((ticket.kind, ticket.state), ("difficulty", "new"))
        ticket.with_user(self.office).action_accept()
        self._answer(ticket, self.office)
        self.assertRecordValues(
            ticket, [{"state": "resolved", "accepted_by_id": self.office.id, "resolved_by_id": self.office.id}]
        )
        with self.assertRefused(UserError, "reason"):
            ticket.with_user(self.head).action_reopen()
        ticket.with_user(self.head).action_reopen(reason="The car is broken.")
        self.assertRecordValues(
            ticket,
            [{"state": "accepted", "resolved_on": False, "reopen_reason": "The car is broken.", "reopen_count": 1}],
        )
        self._answer(ticket, self.office2)
        self.assertEqual(ticket.reply_ids.mapped("doubt"), ["The car is broken.", False])

    def test_who_raises_and_who_takes_up_a_difficulty(self):
        for user in (self.coordinator, self.head):
            self.assertTrue(self._difficulty(user))
        for user in (self.staff, self.deputy, self.other_head, self.office, self.auditor, self.hr):
            with self.assertRefused((AccessError, UserError)):
                self._difficulty(user)
        ticket = self._difficulty()
        for user in (self.head, self.auditor, self.staff, self.other_head):
            with self.assertRefused((AccessError, UserError)):
                ticket.with_user(user).action_accept()
        ticket.with_user(self.office).action_accept()
        self.assertState(ticket, "accepted")

    def test_the_office_does_not_answer_a_difficulty_of_a_unit_of_its_own(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.township.sudo().perf_coordinator_ids += officer.employee_id
        ticket = self._difficulty()
        with self.assertRefused(UserError, "unit of your own"):
            ticket.with_user(officer).action_accept()
        ticket.with_user(self.office).action_accept()
        self.assertState(ticket, "accepted")

    def test_it_is_changed_until_it_is_taken_up(self):
        ticket = self._difficulty()
        ticket.with_user(self.head).title = "No car, no boat"
        ticket.with_user(self.office).action_accept()
        for name, value in (("title", "Another matter"), ("deadline", self.tomorrow), ("unit_id", self.other.id)):
            with self.assertRefused((AccessError, UserError)):
                ticket.with_user(self.head).write({name: value})
        with self.assertRefused((AccessError, UserError)):
            ticket.with_user(self.head).unlink()
        fresh = self._difficulty()
        fresh.with_user(self.head).unlink()
        self.assertFalse(fresh.exists())

    def test_who_does_not_change_it_hears_why(self):
        for ticket, user in ((self._difficulty(), self.office), (self._order(), self.head)):
            with self.assertRefused(AccessError, "whoever wrote it changes it"):
                ticket.with_user(user).title = "Another matter"

    def test_whose_it_is_is_said_once(self):
        ticket, order = self._difficulty(), self._order()
        self.other.sudo().perf_coordinator_ids = self.coordinator.employee_id
        for values in ({"unit_id": self.other.id}, {"kind": "order"}):
            with self.assertRefused((AccessError, UserError)):
                ticket.with_user(self.coordinator).write(values)
        for values in ({"unit_id": self.other.id}, {"kind": "difficulty"}):
            with self.assertRefused((AccessError, UserError)):
                order.with_user(self.office).write(values)

    def test_state_and_signatures_are_never_written(self):
        ticket = self._difficulty()
        for vals in ({"state": "resolved"}, {"accepted_by_id": self.head.id}, {"reopen_count": 3}, {"name": "T1"}):
            with self.assertRefused((AccessError, UserError)):
                ticket.with_user(self.head).write(vals)

    # === ORDERS === #

    def test_an_order_to_many_units_makes_a_ticket_for_each(self):
        before = self.env["mail.notification"].search_count([])
        tickets = self._order(self.township + self.other)
        self.assertEqual(tickets.unit_id, self.township + self.other)
        self.assertEqual(set(tickets.mapped("order_no")), {"7"})
        self.assertEqual(len(set(tickets.mapped("name"))), 2)
        told = self.env["mail.notification"].search([("mail_message_id.model", "=", "perf.ticket")])
        people = self.head + self.coordinator + self.other_head
        self.assertEqual(told.res_partner_id, people.partner_id)
        self.assertEqual(self.env["mail.notification"].search_count([]) - before, len(people))
        self.assertNotIn("flood", "".join(told.mail_message_id.mapped("body")))

    def test_the_unit_takes_an_order_up_and_answers_it(self):
        ticket = self._order()
        for user in (self.office, self.deputy, self.other_head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                ticket.with_user(user).action_accept()
        ticket.with_user(self.coordinator).action_accept()
        with self.assertRefused(UserError, "write down the reply"):
            ticket.with_user(self.coordinator).action_resolve()
        self._answer(ticket, self.head)
        with self.assertRefused(UserError, "reopens"):
            ticket.with_user(self.head).action_reopen(reason="Not yet.")
        ticket.with_user(self.office).action_reopen(reason="Names are missing.")
        self.assertState(ticket, "accepted")

    def test_the_office_puts_the_deadline_off_while_the_unit_works_on_it(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.township.sudo().perf_coordinator_ids += officer.employee_id
        order = self._order()
        order.with_user(self.head).action_accept()
        self._answer(order, self.head)
        with freeze_time(self.tomorrow + timedelta(days=1)):
            order.with_user(self.office).action_reopen(reason="Names are missing.")
            self.assertTrue(order.is_overdue)
            later = self.tomorrow + timedelta(days=5)
            for user in (self.head, self.coordinator, self.auditor, self.staff, officer):
                with self.assertRefused((AccessError, UserError)):
                    order.with_user(user).deadline = later
            with self.assertRefused(UserError, "only the Performance Office"):
                order.with_user(self.head).deadline = later
            order.with_user(self.office).deadline = later
            self.assertFalse(order.is_overdue)
            with self.assertRefused(UserError, "cannot be changed"):
                order.with_user(self.office).title = "Another matter"
            self._answer(order, self.head)
            with self.assertRefused((AccessError, UserError)):
                order.with_user(self.office).deadline = later + timedelta(days=1)

    def test_the_office_settles_the_order_of_a_unit_that_is_no_more(self):
        ticket = self._order(self.other, deadline=self.long_ago)
        with self.assertRefused((AccessError, UserError)):
            ticket.with_user(self.office).action_accept()
        self.other.sudo().write({"manager_id": False, "active": False})
        self.assertEqual(self._cards(self.office), {"ticket_overdue": 1})
        self.assertIn("Performance Office", ticket.with_user(self.office).waits_for)
        for user in (self.auditor, self.head, self.chief):
            with self.assertRefused((AccessError, UserError)):
                ticket.with_user(user).action_accept()
        ticket.with_user(self.office).action_accept()
        self._answer(ticket, self.office)
        self.assertState(ticket, "resolved")
        self.assertEqual(self._cards(self.office), {})

    def test_only_the_office_gives_orders(self):
        for user in (self.head, self.chief, self.auditor, self.coordinator):
            with self.assertRefused((AccessError, UserError)):
                self._order(user=user)
        with self.assertRefused((AccessError, UserError)):
            self._difficulty(self.head, kind="order")

    def test_the_office_does_not_change_or_delete_an_order_to_a_unit_of_its_own(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.township.sudo().perf_coordinator_ids += officer.employee_id
        own, theirs = self._order(self.township + self.other, user=officer)
        later = self.tomorrow + timedelta(days=30)
        for attempt in (
            lambda: own.with_user(officer).write({"deadline": later}),
            own.with_user(officer).unlink,
        ):
            with self.assertRefused((AccessError, UserError)):
                attempt()
        theirs.with_user(officer).deadline = later
        own.with_user(self.office2).deadline = later
        own.with_user(self.office2).unlink()

    def test_every_unit_gets_its_own_copy_of_the_documents(self):
        file = self.env["ir.attachment"].with_user(self.office).create({"name": "order.txt", "raw": b"Report."})
        tickets = self._order(self.township + self.other, evidence_ids=[Command.set(file.ids)])
        files = tickets.evidence_ids
        self.assertEqual(len(files), 2)
        self.assertEqual(set(files.mapped("res_id")), set(tickets.ids))
        self.assertEqual(tickets[0].with_user(self.head).evidence_ids.raw, b"Report.")
        with self.assertRefused(AccessError):
            tickets[1].evidence_ids.with_user(self.head).read(["raw"])

    def test_an_order_is_given_once_however_often_it_is_pressed(self):
        dialog = self.env["perf.ticket.order"].with_user(self.office)
        dialog = dialog.create(
            {
                "title": "Report on the flood",
                "source": "Supervision office",
                "order_no": "7",
                "deadline": self.tomorrow,
                "unit_ids": [Command.set(self.township.ids)],
            }
        )
        first, second = dialog.action_give(), dialog.action_give()
        self.assertEqual(first["domain"], second["domain"])
        self.assertEqual(self.env["perf.ticket"].search_count([("order_no", "=", "7")]), 1)

    def test_tickets_are_of_units_only(self):
        with self.assertRefused(ValidationError, "no unit of appraisal"):
            self._order(self.section)
        self.section.sudo().manager_id = self.staff.employee_id
        with self.assertRefused((AccessError, UserError, ValidationError)):
            self._difficulty(self.staff, unit_id=self.section.id)

    def test_the_rule_of_an_order_is_a_deduction_of_units_in_the_register(self):
        register = {"scheme_id": self.scheme_unit.id, "kind": "unit", "frequency": "year", "full_score": 0.0}
        fitting = self._create_indicator("Orders", rule_ids=[self._rule("deduction", "Late", 0.5)], **register)
        bonus = self._create_indicator("Honours", rule_ids=[self._rule("bonus", "Praised", 0.5)], **register)
        persons = self._create_indicator(
            "Conduct outside", full_score=0.0, frequency="year", rule_ids=[self._rule("deduction", "Rude", 0.5)]
        )
        of_line = self.judged.rule_ids.filtered(lambda rule: rule.kind == "deduction")[:1]
        for rule in bonus.rule_ids + persons.rule_ids + of_line:
            with self.assertRefused(ValidationError, "register"):
                self._order(rule_id=rule.id)
        self.assertEqual(self._order(rule_id=fitting.rule_ids.id).rule_id, fitting.rule_ids)

    def test_an_order_says_who_gave_it_and_until_when(self):
        ticket = self._order()
        form = Form(ticket.with_user(self.office))
        for name in ("source", "order_no", "deadline"):
            with self.assertRaises(AssertionError, msg=name), form:
                form[name] = False
            form = Form(ticket.with_user(self.office))

    def test_the_dialog_adds_the_units_of_a_category(self):
        form = Form(self.env["perf.ticket.order"].with_user(self.office))
        form.category_ids.add(self.category_unit)
        self.assertEqual(set(form.unit_ids.ids), set((self.township + self.other).ids))
        self.assertEqual(form.unit_count, 2)

    def test_a_unit_sees_its_own_tickets_only(self):
        mine, theirs = self._order(self.township), self._order(self.other)
        tickets = self.env["perf.ticket"]
        for user in (self.head, self.deputy, self.coordinator):
            self.assertEqual(tickets.with_user(user).search([]), mine, user.login)
        self.assertFalse(tickets.with_user(self.staff).search([]))
        for user in (self.office, self.auditor, self.chief):
            self.assertEqual(tickets.with_user(user).search([]), mine + theirs, user.login)
        with self.assertRefused(AccessError):
            theirs.with_user(self.head).read(["title"])

    # === TIMES === #

    def test_overdue_is_what_is_not_resolved_by_its_day(self):
        late, due = self._order(deadline=self.long_ago), self._order()
        tickets = self.env["perf.ticket"].with_user(self.office)
        self.assertEqual(tickets.search([("is_overdue", "=", True)]), late)
        self.assertEqual((late + due).mapped("is_overdue"), [True, False])
        late.with_user(self.head).action_accept()
        self._answer(late, self.head)
        self.assertFalse(tickets.search([("is_overdue", "=", True)]))
        self.assertTrue(late.is_late)

    def test_times_are_measured(self):
        ticket = self._order()
        made = fields.Datetime.now() - timedelta(days=3)
        self.env.cr.execute("UPDATE perf_ticket SET create_date = %s WHERE id = %s", [made, ticket.id])
        self.env.invalidate_all()
        ticket.with_user(self.head).action_accept()
        self._answer(ticket, self.head)
        self.assertAlmostEqual(ticket.accept_hours, 72, 0)
        self.assertAlmostEqual(ticket.resolve_days, 3, 1)
        self.assertFalse(ticket.is_late)
        self._order()  # not resolved: it is no 0 in the mean
        [(days,)] = self.env["perf.ticket"]._read_group([], [], ["resolve_days:avg"])
        self.assertAlmostEqual(days, 3, 1)

    # === MY WORK === #

    def _cards(self, user):
        self.env.flush_all()
        kinds = {card["kind"]: card["count"] for card in self.env["perf.ticket"].with_user(user)._get_work()}
        return {kind: count for kind, count in kinds.items() if kind.startswith("ticket")}

    def test_tickets_stand_on_my_work_of_whose_turn_it_is(self):
        self._difficulty()
        order = self._order(deadline=self.long_ago)
        self.assertEqual(self._cards(self.office), {"ticket_difficulty": 1, "ticket_overdue": 1})
        self.assertEqual(self._cards(self.head), {"ticket_order": 1})
        self.assertEqual(self._cards(self.other_head), {})
        order.with_user(self.head).action_accept()
        self.assertEqual(self._cards(self.coordinator), {"ticket_carry_out": 1})

    def test_an_order_to_many_takes_as_many_queries_as_one_to_few(self):
        units = self.env["hr.department"].create(
            [{"name": f"Unit {n}", "perf_is_unit": True, "parent_id": self.county.id} for n in range(60)]
        )
        self._order(units[:2])
        counts = []
        for some in (units[:5], units[5:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._order(some)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

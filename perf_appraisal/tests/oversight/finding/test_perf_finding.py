from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ...common import OFFICE
from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfFinding(SpotCase):
    # === FOUND === #

    def test_points_follow_from_the_rule(self):
        self._start()
        finding = self._find(quantity=2.0)
        self.assertEqual((finding.unit_points, finding.leader_points, finding.person_points), (1.0, 0.4, 2.0))
        self.assertEqual(finding.leader_employee_id, self.head.employee_id)
        untidy = self._find(rule_id=self.rule_untidy.id, employee_id=False)
        self.assertEqual((untidy.unit_points, untidy.leader_points, untidy.leader_employee_id.id), (0.6, 0.0, False))
        self.assertRegex(finding.display_name, r"^F\d{4}-\d{5}$")

    def test_a_rule_of_people_s_sheets_costs_the_person_and_not_the_unit(self):
        self._start()
        rule = self.deduction.rule_ids.filtered(lambda rule: rule.kind == "deduction")[:1]
        finding = self._find(rule_id=rule.id)
        self.assertEqual((finding.unit_points, finding.person_points), (0.0, rule.points))
        nobody = self._find(rule_id=rule.id, employee_id=False)
        with self.assertRefused(UserError, f"{nobody.name} falls under a rule of people's sheets"):
            self._issue()
        nobody.with_user(self.inspector).employee_id = self.colleague.employee_id
        self._issue()

    def test_whom_it_concerns_finds_it_among_his_work(self):
        self._start()
        finding = self._find()

        def told(user):
            self.env.flush_all()
            self.env.invalidate_all()
            cards = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
            domain = safe_eval(self.env.ref("perf_appraisal.perf_finding_action_mine").domain)
            listed = self.env["perf.finding"].with_user(user).search(domain)
            return [card["count"] for card in cards if card["kind"] == "finding_concern"], listed

        nothing = ([], self.env["perf.finding"])
        self.assertEqual(told(self.staff), nothing, "a draft is told to nobody")
        self._issue()
        self.assertEqual(told(self.staff), ([1], finding))
        self.assertEqual(told(self.head), ([], finding), "it is he who replies")
        for user in (self.colleague, self.office, self.inspector):
            self.assertEqual(told(user), nothing, user.login)

    def test_a_guidance_visit_costs_nothing(self):
        visit = self._start(self._create_inspection(method="guidance"))
        finding = self._find(visit)
        self.assertEqual((finding.unit_points, finding.leader_points, finding.person_points), (0.0, 0.0, 0.0))
        with self.assertRefused(ValidationError, "guidance visit"):
            finding.with_user(self.inspector).unit_points = 1.0

    def test_points_need_a_rule(self):
        self._start()
        finding = self._find(rule_id=False)
        with self.assertRefused(ValidationError, "Choose the rule"):
            finding.with_user(self.inspector).unit_points = 1.0

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_the_inspectors_find_and_only_on_the_spot(self):
        values = {"inspection_id": self.inspection.id, "facts": "Dust"}
        with self.assertRefused(UserError):
            self.env["perf.finding"].with_user(self.inspector).create(values)
        self._start()
        for user in (self.office, self.head, self.insider):
            with self.assertRefused((AccessError, UserError)):
                self.env["perf.finding"].with_user(user).create(values)
        finding = self._find()
        finding.with_user(self.inspector2).facts = "Nobody at the counter at ten."
        self._issue()
        with self.assertRefused(UserError, "cannot be changed now"):
            finding.with_user(self.inspector).facts = "Somebody was there."
        with self.assertRefused(UserError):
            finding.with_user(self.inspector).unlink()

    def test_people_who_are_not_enrolled_are_refused_by_name(self):
        newcomer = self._create_user("newcomer", self.township)
        self._start()
        finding = self._find(employee_id=newcomer.employee_id.id)
        with self.assertRefused(UserError, "not everybody takes part in this cycle: Newcomer"):
            self._issue()
        self.assertState(finding, "draft")
        finding.with_user(self.inspector).person_points = 0.0
        self._issue()
        self.assertState(finding, "issued")

    # === REPLY === #

    def test_the_unit_replies_once_within_its_days(self):
        self._start()
        finding = self._find()
        self._issue()
        self.assertGreater(finding.reply_until, self.env.company._perf_today())
        for user in (self.staff, self.office, self.other_head):
            with self.assertRefused(UserError):
                finding.with_user(user).action_reply(reason="No")
        finding.with_user(self.coordinator).action_object(reason="He was at the bank.")
        self.assertEqual((finding.objects, finding.reply), (True, "He was at the bank."))
        with self.assertRefused(UserError, "replies once"):
            finding.with_user(self.head).action_reply(reason="Sorry")

    def test_it_is_decided_after_the_reply_or_when_the_days_are_over(self):
        self._start()
        finding = self._find()
        self._issue()
        with self.assertRefused(UserError, "may still reply"):
            finding.with_user(self.office).action_confirm()
        finding.sudo()._unlocked().reply_until = fields.Date.subtract(self.env.company._perf_today(), days=1)
        finding.with_user(self.office).action_confirm()
        self.assertState(finding, "confirmed")

    # === DECISION === #

    def test_neither_the_unit_nor_who_found_it_confirms(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.inspector.sudo().group_ids += self.env.ref(OFFICE)
        finding = self._found()
        for user, text in (
            (officer, "unit of your own"),
            (self.inspector, "found it yourself"),
            (self.head, "Performance Office decides"),
        ):
            with self.assertRefused(UserError, text):
                finding.with_user(user).action_confirm()
        finding.with_user(self.office).action_confirm()

    def test_the_office_sets_what_is_to_be_rectified(self):
        finding = self._found()
        day = fields.Date.add(self.env.company._perf_today(), days=10)
        finding.with_user(self.office).write({"requirement": "Open at eight.", "deadline": day})
        finding.with_user(self.office).action_confirm()
        self.assertState(finding, "rectifying")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_changes_points_after_it_was_issued(self):
        finding = self._found()
        for user in (self.inspector, self.office, self.admin, self.head):
            with self.assertRefused((UserError, AccessError)):
                finding.with_user(user).unit_points = 0.0

    def test_what_was_found_before_under_the_same_rule_is_marked(self):
        first = self._found()
        second = self._start(self._create_inspection())
        again, new = self._find(second), self._find(second, rule_id=self.rule_untidy.id)
        self._issue(second)
        self.assertEqual((first.is_repeated, again.is_repeated, new.is_repeated), (False, True, False))

    def test_what_was_withdrawn_makes_nothing_a_repetition(self):
        first = self._found()
        second, third = (self._start(self._create_inspection()) for _time in range(2))
        again, once_more = self._find(second), self._find(third)
        (second + third).with_user(self.inspector).action_issue()
        self.assertEqual((again.is_repeated, once_more.is_repeated), (True, True))
        first.with_user(self.office).action_withdraw(reason="Wrong unit")
        self.assertEqual((again.is_repeated, once_more.is_repeated), (False, True))

    def test_nobody_gives_a_number_by_hand(self):
        self._start()
        with self.assertRefused(UserError, "cannot be changed now"):
            self._find(name="F1")
        finding = self._find()
        with self.assertRefused(UserError, "cannot be changed now"):
            finding.with_user(self.inspector).name = "F1"

    def test_numbers_follow_one_another_whatever_counts_them(self):
        self._start()
        rows = [{"inspection_id": self.inspection.id, "facts": "Dust"}] * 3
        sequence = self.env.ref("perf_appraisal.sequence_perf_finding")
        for values in ({}, {"number_increment": 5}, {"use_date_range": True}):
            sequence.write(values)
            findings = self.env["perf.finding"].with_user(self.inspector).create([dict(row) for row in rows])
            findings += self._find()
            numbers = [int(finding.name.split("-")[1]) for finding in findings]
            step = sequence.number_increment
            self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 4 * step, step)), values)

    # === MY WORK === #

    def test_my_work_says_whose_turn_it_is(self):
        def cards(user):
            self.env.flush_all()
            found = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
            return {card["kind"] for card in found if card["kind"].startswith("finding_")}

        self._start()
        finding = self._find(deadline=self.env.company._perf_today())
        self.assertEqual((cards(self.head), cards(self.office)), (set(), set()))
        self._issue()
        self.assertEqual((cards(self.head), cards(self.office)), ({"finding_reply"}, set()))
        finding.with_user(self.head).action_reply(reason="True")
        self.assertEqual((cards(self.head), cards(self.office)), (set(), {"finding_confirm"}))
        finding.with_user(self.office).action_confirm()
        self.assertEqual((cards(self.head), cards(self.office)), ({"finding_rectify"}, set()))
        finding.sudo()._unlocked().deadline = fields.Date.subtract(self.env.company._perf_today(), days=1)
        self.assertEqual((cards(self.office), cards(self.chief)), ({"finding_overdue"}, {"finding_hear"}))

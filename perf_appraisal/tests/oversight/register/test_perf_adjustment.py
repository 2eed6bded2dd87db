from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...register import RegisterCase


@tagged("post_install", "-at_install")
class TestPerfAdjustment(RegisterCase):
    """What is entered in the register, by whom, and the way of an entry: of each step who may, and who may not."""

    # === ENTERED === #

    def test_points_follow_from_the_rule(self):
        letter, city = self._enter(quantity=3.0), self._enter(rule="City", quantity=1.25)
        self.assertEqual((letter.points, letter.signed_points, city.points), (1.5, -1.5, 2.5))
        self.assertRegex(letter.display_name, r"^R\d{4}-\d{5}$")
        with self.assertRefused(UserError, "cannot be changed now"):
            letter.with_user(self.other_head).points = 0.0

    def test_the_day_decides_the_period(self):
        adjustment = self._enter()
        self.assertEqual((adjustment.cycle_id, adjustment.period_id), (self.cycle, self.year))
        self.assertEqual(adjustment.appraisee_id.unit_id, self.township)
        self.assertFalse(adjustment.appraisee_id.employee_id)

    def test_days_that_nobody_can_count_are_refused(self):
        tomorrow = fields.Date.add(self.today, days=1)
        before = fields.Date.subtract(self.cycle.date_start, days=1)
        for day, text in ((tomorrow, "lies in the future"), (before, "lies in no open cycle")):
            with self.assertRefused(ValidationError, text):
                self._enter(date=day)
        self.env.cr.execute("UPDATE perf_period SET state = 'closed' WHERE id = %s", self.year.ids)
        self.env.invalidate_all()
        with self.assertRefused(ValidationError, "is closed"):
            self._enter()

    def test_without_a_day_nothing_is_entered(self):
        with self.assertRefused(ValidationError, "Choose the day"):
            self._enter().with_user(self.other_head).date = False

    def test_who_does_not_take_part_is_refused_by_name(self):
        stranger = self._create_department("Forestry Bureau", parent_id=self.county.id, perf_category_id=False)
        with self.assertRefused(ValidationError, "Forestry Bureau does not take part in"):
            self._enter(unit_id=stranger.id)
        enrolled = self._enter().appraisee_id
        enrolled.status = "excluded"
        with self.assertRefused(ValidationError, "is left out of"):
            self._enter()

    def test_rules_of_sheets_are_refused(self):
        praise = self.unit_indicators[0].rule_ids
        with self.assertRefused(ValidationError, "no rule of the register"):
            self._enter(self.office, rule_id=praise.id)
        with self.assertRefused(ValidationError, "name the person"):
            self._enter(self.office, rule_id=self.rule_person.id)
        with self.assertRefused(ValidationError, "leave the person empty"):
            self._enter(self.office, employee_id=self.staff.employee_id.id)

    def test_a_rule_for_persons_counts_for_the_person(self):
        adjustment = self._enter(self.office, rule_id=self.rule_person.id, employee_id=self.staff.employee_id.id)
        self.assertEqual(adjustment.appraisee_id.employee_id, self.staff.employee_id)

    # === WHO ENTERS === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_unit_applies_for_a_bonus_and_for_nothing_else(self):
        bonus = self._apply()
        self.assertEqual((bonus.reported_by_unit_id, bonus.is_application), (self.township, True))
        with self.assertRefused(UserError, "entered by the offices that report"):
            self._enter(self.coordinator, "Letter")
        for user in (self.staff, self.stranger, self.deputy, self.auditor, self.hr):
            with self.assertRefused((AccessError, UserError)):
                self._enter(user, "News")
        with self.assertRefused((AccessError, UserError)):
            self._enter(self.head, "News", unit_id=self.other.id)

    def test_a_form_begins_with_the_unit_that_applies(self):
        units = [Form(self.env["perf.adjustment"].with_user(user)).unit_id for user in (self.head, self.other_head)]
        self.assertEqual(units, [self.township, self.env["hr.department"]])

    def test_who_heads_an_office_of_the_unit_too_applies_for_the_unit(self):
        self.section.manager_id = self.coordinator.employee_id
        self.assertEqual(Form(self.env["perf.adjustment"].with_user(self.coordinator)).unit_id, self.township)

    def test_the_grid_is_offered_to_who_reports(self):
        reporters = (self.office, self.other_head)
        for user in (*reporters, self.head, self.deputy, self.staff, self.auditor):
            for view_type in ("list", "kanban"):
                view = self.env["perf.adjustment"].with_user(user).get_view(view_type=view_type)
                found = etree.fromstring(view["arch"]).xpath("//header/button[@type='action']")
                self.assertEqual(bool(found), user in reporters, (user.login, view_type))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_offices_that_lead_a_rule_report_under_it(self):
        adjustment = self._enter()
        self.assertEqual((adjustment.reported_by_unit_id, adjustment.is_application), (self.other, False))
        with self.assertRefused((AccessError, UserError)):  # in the name of another unit
            self._enter(self.coordinator, "Letter", reported_by_unit_id=self.other.id)
        self.register.lead_unit_ids = self.county
        with self.assertRefused(UserError, "entered by the offices that report"):
            self._enter()
        self.assertEqual(self._enter(self.chief).reported_by_unit_id, self.county)
        self.assertFalse(self._enter(self.office).reported_by_unit_id)

    def test_only_the_office_says_that_it_comes_from_elsewhere(self):
        with self.assertRefused(UserError, "Leave it at"):
            self._enter(origin="correction")
        self.assertEqual(self._enter(self.office, origin="correction").origin, "correction")

    # === SUBMITTED === #

    def test_the_appraisal_group_drafts_and_the_head_submits(self):
        bonus = self._apply()
        for user in (self.coordinator, self.office):
            with self.assertRefused(UserError, "the head of the unit submits"):
                bonus.with_user(user).action_submit()
        with self.assertRefused(AccessError):
            bonus.with_user(self.other_head).action_submit()
        bonus.with_user(self.head).action_submit()
        self.assertState(bonus, "submitted")

    def test_a_bonus_is_applied_for_with_its_document(self):
        for name, text in (("doc_no", "the number"), ("doc_issuer", "who issued it"), ("evidence_ids", "a scan")):
            bonus = self._apply(**{name: False})
            self.assertIn(f"Before it is applied for, add: {text}", bonus.with_user(self.head).waits_for)
            with self.assertRefused(UserError, f"add: {text}"):
                bonus.with_user(self.head).action_submit()

    def test_who_reports_submits(self):
        adjustment = self._enter()
        for user in (self.head, self.stranger):
            with self.assertRefused((UserError, AccessError)):
                adjustment.with_user(user).action_submit()
        adjustment.with_user(self.other_head).action_submit()
        with self.assertRefused(UserError, "cannot be changed now"):
            adjustment.with_user(self.other_head).quantity = 9.0
        with self.assertRefused(UserError):
            adjustment.with_user(self.other_head).unlink()

    # === SEEN === #

    def test_a_draft_is_seen_by_who_reports_and_by_the_unit_when_it_was_submitted(self):
        adjustment = self._enter()

        def seen(*logins):
            return [adjustment.with_user(getattr(self, login)).has_access("read") for login in logins]

        self.assertEqual(seen("other_head", "chief", "office", "auditor"), [True] * 4)
        self.assertEqual(seen("head", "coordinator", "staff", "stranger", "hr"), [False] * 5)
        adjustment.with_user(self.other_head).action_submit()
        self.assertEqual(seen("head", "coordinator", "deputy"), [True] * 3)
        self.assertEqual(seen("staff", "stranger", "hr"), [False] * 3)

    # === NOTICE === #

    def test_what_wants_notice_is_published_first(self):
        bonus = self._apply()
        bonus.with_user(self.head).action_submit()
        with self.assertRefused(UserError, "publish it first"):
            bonus.with_user(self.office).action_confirm()
        with self.assertRefused(UserError, "the Performance Office publishes"):
            bonus.with_user(self.head).action_publish()
        with self.assertRefused(UserError, "unit of your own"):
            bonus.with_user(self.officer).action_publish()
        bonus.with_user(self.office).action_publish()
        self.assertGreater(bonus.notice_end, fields.Date.add(self.today, days=4))
        with self.assertRefused(UserError, "on public notice"):
            bonus.with_user(self.office).action_confirm()
        self._end_notice(bonus)
        bonus.with_user(self.office).action_confirm()
        self.assertState(bonus, "confirmed")

    def test_what_wants_no_notice_is_confirmed_at_once(self):
        adjustment = self._submitted()
        with self.assertRefused(UserError, "no public notice"):
            adjustment.with_user(self.office).action_publish()
        adjustment.with_user(self.office).action_confirm()

    # === REPLY === #

    def test_the_unit_replies_once(self):
        adjustment = self._submitted()
        for user in (self.other_head, self.office, self.deputy):
            with self.assertRefused(UserError, "replies once"):
                adjustment.with_user(user).action_reply(reason="No")
        adjustment.with_user(self.coordinator).action_object(reason="It was answered by telephone.")
        self.assertEqual((adjustment.objects, adjustment.reply), (True, "It was answered by telephone."))
        with self.assertRefused(UserError, "replies once"):
            adjustment.with_user(self.head).action_reply(reason="Sorry")

    def test_a_person_replies_himself(self):
        adjustment = self._enter(self.office, rule_id=self.rule_person.id, employee_id=self.staff.employee_id.id)
        adjustment.with_user(self.office).action_submit()
        with self.assertRefused(UserError, "replies once"):
            adjustment.with_user(self.head).action_reply(reason="He was ill.")
        adjustment.with_user(self.staff).action_reply(reason="I was ill.")

    def _told(self, adjustments):
        """Return the messages about entries, and whom they tell."""
        about = [("model", "=", adjustments._name), ("res_id", "in", adjustments.ids)]
        messages = self.env["mail.message"].search([*about, ("message_type", "=", "user_notification")])
        return messages, set(messages.notification_ids.res_partner_id)

    def test_the_unit_is_told_of_a_deduction_and_of_a_notice(self):
        unit = set((self.head + self.coordinator).partner_id)
        messages, people = self._told(self._submitted())
        self.assertEqual(people, unit)
        self.assertNotIn("Letter", messages.body)
        bonus = self._apply()
        bonus.with_user(self.head).action_submit()
        self.assertFalse(self._told(bonus)[0])
        bonus.with_user(self.office).action_publish()
        self.assertEqual(self._told(bonus)[1], unit)

    def test_whom_it_concerns_is_told_what_was_decided(self):
        unit = set((self.head + self.coordinator).partner_id)
        bonus = self._apply(rule="News")
        bonus.with_user(self.head).action_submit()
        bonus.with_user(self.office).action_confirm()
        self.assertEqual(self._told(bonus)[1], unit)
        deductions = self._submitted() + self._submitted()
        before = self._told(deductions)[0]
        deductions[0].with_user(self.office).action_confirm()
        self.assertEqual(self._told(deductions)[0], before)  # it was told when it could reply
        deductions[0].with_user(self.office).action_reverse("It was answered.")
        deductions[1].with_user(self.office).action_refuse("It was answered.")
        messages, people = self._told(deductions)
        self.assertEqual((len(messages - before), people), (2, unit))
        self.assertFalse([body for body in messages.mapped("body") if "answered" in body])

    # === DECISION === #

    def test_neither_the_unit_nor_who_entered_it_confirms(self):
        mine = self._enter(self.office)
        mine.with_user(self.office).action_submit()
        for user, text in (
            (self.office, "you entered it yourself"),
            (self.officer, "unit of your own"),
            (self.head, "the Performance Office confirms it"),
        ):
            with self.assertRefused(UserError, text):
                mine.with_user(user).action_confirm()
        with self.assertRefused(AccessError):
            mine.with_user(self.stranger).action_confirm()
        mine.with_user(self.office2).action_confirm()
        self.assertState(mine, "confirmed")

    def test_who_led_the_unit_then_does_not_confirm(self):
        self.township.manager_id = self.office.employee_id
        adjustment = self._submitted()
        self.township.manager_id = self.head.employee_id
        self.env.flush_all()
        with self.assertRefused(UserError, "unit of your own"):
            adjustment.with_user(self.office).action_confirm()
        adjustment.with_user(self.office2).action_confirm()

    def test_only_the_office_refuses_and_not_its_own(self):
        adjustment = self._submitted()
        for user in (self.head, self.other_head, self.officer):
            with self.assertRefused(UserError):
                adjustment.with_user(user).action_refuse(reason="No")
        with self.assertRefused(UserError, "reason"):
            adjustment.with_user(self.office).action_refuse()
        adjustment.with_user(self.office).action_refuse(reason="Answered in time")
        self.assertState(adjustment, "refused")
        self.assertFalse(self._entries(adjustment))

    def test_only_the_office_reverses_and_not_its_own(self):
        adjustment = self._confirmed()
        for user in (self.head, self.other_head, self.officer):
            with self.assertRefused(UserError):
                adjustment.with_user(user).action_reverse(reason="No")
        with self.assertRefused(UserError, "reason"):
            adjustment.with_user(self.office).action_reverse()
        adjustment.with_user(self.office).action_reverse(reason="Another unit")
        self.assertState(adjustment, "reversed")

    def test_nothing_is_confirmed_into_a_closed_period(self):
        adjustment = self._submitted()
        self.env.cr.execute("UPDATE perf_period SET state = 'closed' WHERE id = %s", self.year.ids)
        self.env.invalidate_all()
        with self.assertRefused(UserError, "its period is closed"):
            adjustment.with_user(self.office).action_confirm()

    def test_nothing_is_reversed_in_a_closed_period(self):
        adjustment = self._confirmed()
        self.env.cr.execute("UPDATE perf_period SET state = 'closed' WHERE id = %s", self.year.ids)
        self.env.invalidate_all()
        with self.assertRefused(UserError, "its period is closed"):
            adjustment.with_user(self.office).action_reverse(reason="Another unit")
        self.assertEqual(len(self._entries(adjustment)), 1)

    def test_a_period_is_not_closed_while_entries_wait(self):
        adjustment, draft = self._submitted(), self._enter()
        period = adjustment.period_id
        self._open_period(period)
        with self.assertRefused(UserError, "1 entries of the register"):
            period.with_user(self.office).action_close(zeros_meant=True)
        adjustment.with_user(self.office).action_refuse("It was answered.")
        self.assertState(draft, "draft")
        period.with_user(self.office).action_close(zeros_meant=True)
        self.assertState(period, "closed")

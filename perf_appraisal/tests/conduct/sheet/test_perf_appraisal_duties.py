from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import ADMIN, OFFICE, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalDuties(PerfCommon):
    """Who fills in, who reviews and who confirms are three different people, whatever roles they hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_sheet = cls._create_unit_sheet()

    def grant(self, user, group):
        user.group_ids += self.env.ref(group)

    def as_(self, user, sheet=None):
        return (self.sheet if sheet is None else sheet).with_user(user)

    # === LATE REVIEWS GO UPWARD === #

    def test_a_late_review_is_open_to_those_above_the_reviewer_and_to_nobody_below(self):
        second = self._create_user("second", self.township)
        self.township.perf_deputy_ids += second.employee_id
        self.county.perf_deputy_ids = self._create_user("vice", self.county).employee_id
        vice = self.county.perf_deputy_ids.user_id
        sheets = {login: self._submit(self.sheets[login]) for login in ("staff", "deputy", "head")}
        self._pass_deadlines(self.month)
        allowed = {
            "staff": {self.deputy, self.head, self.chief},
            "deputy": {self.head, self.chief},
            "head": {self.chief},
        }
        everybody = (self.deputy, second, self.coordinator, self.head, vice, self.chief, self.other_head, self.office)
        for login, sheet in sheets.items():
            reviewing = {user for user in everybody if self.as_(user, sheet).i_review}
            self.assertEqual(reviewing, allowed[login], login)
        for user in (second, vice, self.coordinator, self.deputy):
            with self.subTest(user.login), self.assertRefused():
                self.as_(user, sheets["head"]).action_review()
        self.as_(self.chief, sheets["head"]).action_review()
        self.as_(self.head, sheets["deputy"]).action_review()
        self.as_(self.chief, sheets["staff"]).action_review()
        self.assertState(sheets["staff"] + sheets["deputy"] + sheets["head"], "reviewed")

    # === PEOPLE WITH TWO ROLES === #

    def test_a_member_of_the_office_decides_nothing_on_his_own_sheet(self):
        for group in (OFFICE, ADMIN):
            self.grant(self.staff, group)
        self._submit(self.sheet)
        for action in ("action_review", "action_confirm"):
            with self.subTest(action), self.assertRefused():
                getattr(self.as_(self.staff), action)()
        self.as_(self.deputy).action_review()
        for attempt in (
            lambda: self.as_(self.staff).action_confirm(),
            lambda: self.as_(self.staff).action_return("Better."),
            lambda: self._line(self.as_(self.staff), self.judged).write({"final_score": 20, "final_reason": "Me."}),
            lambda: self.as_(self.staff).write({"final_comment": "Good man."}),
        ):
            with self.assertRefused():
                attempt()
        self.as_(self.office).action_confirm()
        self.assertState(self.sheet, "confirmed")

    def test_a_reviewer_of_the_office_does_not_confirm(self):
        self.grant(self.deputy, ADMIN)
        self._review(self.sheet)
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.as_(self.deputy).action_confirm()
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.as_(self.deputy).action_return("Again.")
        self.as_(self.office).action_confirm()

    def test_who_filled_it_in_on_behalf_neither_reviews_nor_confirms(self):
        self.grant(self.coordinator, OFFICE)
        clerk = self._create_user("clerk", self.section, parent_id=self.coordinator.employee_id.id)
        month = self._next_month()
        self._open_period(month)
        sheet = self._sheet_of(clerk, month)
        self.assertEqual(sheet.reviewer_id.user_id, self.coordinator)
        claim = self._claim(self.coordinator, self._line(sheet, self.judged), "Reminder")
        self._submit(sheet, self.coordinator)
        with self.assertRefused(UserError, "you filled it in yourself"):
            self.as_(self.coordinator, sheet).action_review()
        for operation in ("create", "write", "unlink"):
            self.assertFalse(claim.with_user(self.coordinator).has_access(operation), operation)
        with self.assertRefused():
            self._line(self.as_(self.coordinator, sheet), self.judged).write({"review_value": 1, "review_reason": "x"})
        self._pass_deadlines(month)
        self.as_(self.head, sheet).action_review()
        with self.assertRefused(UserError, "you filled it in yourself"):
            self.as_(self.coordinator, sheet).action_confirm()
        self.as_(self.office, sheet).action_confirm()
        self.assertState(sheet, "confirmed")

    def test_every_member_of_the_office_is_refused_who_had_a_part_in_it(self):
        """With one colleague left, that one confirms."""
        self._review(self.sheet)
        for user in (self.staff, self.deputy):
            self.grant(user, OFFICE)
            with self.subTest(user.login), self.assertRefused():
                self.as_(user).action_confirm()
        self.as_(self.office).action_confirm()

    # === THE SHEET OF A UNIT === #

    def test_the_group_fills_in_and_the_head_submits_the_sheet_of_the_unit(self):
        sheet = self.unit_sheet
        for user in (self.deputy, self.staff, self.chief, self.office, self.admin, self.other_head):
            with self.subTest(user.login), self.assertRefused():
                self.as_(user, sheet).line_ids.write({"self_value": 30})
        self._fill_in(sheet, self.coordinator)
        for user in (self.coordinator, self.deputy, self.chief, self.office):
            with self.subTest(user.login), self.assertRefused():
                self.as_(user, sheet).action_submit()
        with self.assertRefused(UserError, "the head of the unit submits it"):
            self.as_(self.coordinator, sheet).action_submit()
        self.as_(self.head, sheet).action_submit()
        self.assertRecordValues(sheet, [{"state": "self_scored", "filled_by_id": self.head.id, "on_behalf": False}])

    def submitted_unit_sheet(self):
        self._fill_in(self.unit_sheet, self.coordinator)
        self.as_(self.head, self.unit_sheet).action_submit()
        return self.unit_sheet

    def test_the_office_reviews_and_another_of_the_office_confirms_the_sheet_of_the_unit(self):
        sheet = self.submitted_unit_sheet()
        for user in (self.head, self.deputy, self.coordinator, self.chief, self.staff):
            with self.subTest(user.login), self.assertRefused():
                self.as_(user, sheet).action_review()
        self.as_(self.office, sheet).action_review()
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.as_(self.office, sheet).action_confirm()
        self.as_(self.office2, sheet).action_confirm()
        self.assertState(sheet, "confirmed")

    def test_a_unit_never_decides_on_its_own_sheet(self):
        """Its head, leaders in charge and appraisal group, even as administrators of the appraisal."""
        sheet = self.submitted_unit_sheet()
        leaders = self.head + self.deputy + self.coordinator
        for user in leaders:
            self.grant(user, ADMIN)
        line = sheet.line_ids[0]
        for user in leaders:
            with self.subTest(user.login), self.assertRefused():
                self.as_(user, sheet).action_review()
            with self.subTest(user.login), self.assertRefused():
                line.with_user(user).write({"review_value": 60, "review_reason": "We are good."})
        self.as_(self.office, sheet).action_review()
        for user in leaders:
            for action, arguments in (("action_confirm", ()), ("action_return", ("No.",))):
                with self.subTest(action, user=user.login), self.assertRefused():
                    getattr(self.as_(user, sheet), action)(*arguments)
            with self.subTest(user.login), self.assertRefused():
                line.with_user(user).write({"final_score": 60, "final_reason": "We are good."})
        self.as_(self.office2, sheet).action_confirm()

    def test_leaders_of_another_unit_decide_when_they_belong_to_the_office(self):
        self.grant(self.other_head, OFFICE)
        sheet = self.submitted_unit_sheet()
        self.as_(self.other_head, sheet).action_review()
        self.as_(self.office, sheet).action_confirm()
        self.assertEqual(sheet.reviewed_by_id, self.other_head)

    def test_who_takes_over_a_unit_no_longer_decides_on_its_sheet(self):
        sheet = self.submitted_unit_sheet()
        self.township.perf_deputy_ids = [Command.link(self.office.employee_id.id)]
        self.env.flush_all()
        with self.assertRefused():
            self.as_(self.office, sheet).action_review()
        self.township.perf_deputy_ids = [Command.unlink(self.office.employee_id.id)]
        self.env.flush_all()
        self.as_(self.office, sheet).action_review()

    # === PLANS === #

    def test_a_plan_is_not_approved_by_who_signed_it_or_is_judged_by_it(self):
        for user in (self.head, self.staff):
            self.grant(user, OFFICE)
        unit = {"scope": "staff", "unit_id": self.township.id}
        plan = self._create_plan(self.indicators, approved=False, **unit)
        plan.with_user(self.head).action_sign()
        with self.assertRefused(UserError, "your own matter"):
            plan.with_user(self.head).action_approve()
        plan.with_user(self.office2).action_approve()
        own = {"scope": "employee", "unit_id": self.township.id, "employee_id": self.staff.employee_id.id}
        plan = self._create_plan(self.indicators, approved=False, **own)
        plan.with_user(self.head).action_sign()
        with self.assertRefused(UserError, "your own matter"):
            plan.with_user(self.staff).action_approve()
        plan.with_user(self.office).action_approve()
        self.assertState(plan, "approved")

    # === LATE REVIEW GOES UPWARD === #

    def _who_overrules(self, sheet, *users):
        """Return who of these people may review a sheet with which its reviewer is late."""
        self._pass_deadlines(sheet.period_id)
        self.env.flush_all()
        self.env.invalidate_all()
        able = {user.login for user in users if self.as_(user, sheet).i_review}
        for user in users:
            cards = {card["kind"] for card in self.env["perf.my.work"].with_user(user).get_my_work()["cards"]}
            self.assertEqual("review_above" in cards, user.login in able, user.login)
        return able

    def test_nobody_below_the_reviewer_reviews_what_is_late_with_him(self):
        sheet = self.sheets["head"]  # reviewed by the county's head
        self._submit(sheet)
        self.assertEqual(self._who_overrules(sheet, self.deputy, self.coordinator, self.office), set())
        with self.assertRefused(UserError, "waits for its reviewer"):
            self.as_(self.deputy, sheet).action_review()
        above = self._create_user("governor", self._create_department("Region", perf_is_unit=False))
        self.county.parent_id = above.employee_id.department_id
        self.county.parent_id.manager_id = above.employee_id
        self.assertEqual(self._who_overrules(sheet, self.deputy, above), {"governor"})
        self.as_(above, sheet).action_review()
        self.assertState(sheet, "reviewed")

    def test_the_head_of_a_section_does_not_review_the_leader_who_works_in_it(self):
        sheet = self.sheets["deputy"]
        self.section.manager_id = self.coordinator.employee_id
        self.head.employee_id.department_id = self.section  # where the reviewer works, too
        sheet.sudo()._unlocked().write({"department_id": self.section.id})
        self.assertEqual(sheet.reviewer_id, self.head.employee_id)
        self._submit(sheet)
        self.assertEqual(self._who_overrules(sheet, self.coordinator, self.chief), {"chief"})

    def test_a_reviewer_with_two_posts_is_followed_by_who_stands_above_both(self):
        mate = self._create_user("second_deputy", self.township)
        self.township.perf_deputy_ids += mate.employee_id
        self.section.manager_id = self.deputy.employee_id
        self._submit(self.sheet)
        self.assertEqual(self._who_overrules(self.sheet, mate, self.head, self.chief), {"head", "chief"})

    def test_whoever_reviews_without_a_post_is_followed_by_the_head(self):
        self.sheet.sudo()._unlocked().write({"reviewer_id": self.coordinator.employee_id.id})
        self._submit(self.sheet)
        self.assertEqual(self._who_overrules(self.sheet, self.head, self.other_head), {"head"})

    def test_a_leader_in_charge_does_not_choose_who_reviews_his_head(self):
        sheet, reason = self.sheets["head"], "On a journey"
        for reviewer in (self.coordinator, self.deputy):
            with self.assertRefused(UserError, "only the head of the unit or the Performance Office"):
                self.as_(self.deputy, sheet).action_change_reviewer(reviewer.employee_id.id, reason)
        self.as_(self.chief, sheet).action_change_reviewer(self.other_head.employee_id.id, reason)
        self.assertEqual(sheet.reviewer_id, self.other_head.employee_id)

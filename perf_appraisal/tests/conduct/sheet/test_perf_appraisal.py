from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisal(PerfCommon):
    """The flow of a sheet: who may do which step, and when."""

    def as_(self, user, sheet=None):
        return (self.sheet if sheet is None else sheet).with_user(user)

    # === THE WHOLE WAY === #

    def test_a_sheet_goes_from_draft_to_confirmed(self):
        self._confirm(self.sheet)
        self.assertScores(
            self.sheet,
            [[18, 18, 18], [20, 20, 20], [19, 19, 19], [20, 20, 20], [20, 20, 20], [97, 97, 97]],
        )
        self.assertState(self.sheet, "confirmed")
        self.assertEqual(self.sheet.percent, 97.0)
        self.assertEqual(
            (self.sheet.filled_by_id, self.sheet.reviewed_by_id, self.sheet.confirmed_by_id),
            (self.staff, self.deputy, self.office),
        )

    def test_saving_and_submitting_are_one_call(self):
        self._fill_in(self.sheet)
        self.as_(self.staff).save_and_submit({"next_plan": "More."})
        self.assertRecordValues(self.sheet, [{"state": "self_scored", "next_plan": "More.", "self_score": 97.0}])

    def test_what_cannot_be_submitted_is_not_saved_either(self):
        with self.assertRefused(UserError, "Duties: give points"):
            self.as_(self.staff).save_and_submit({"next_plan": "More."})
        self.assertRecordValues(self.sheet, [{"state": "draft", "next_plan": False}])

    # === SUBMIT === #

    def test_staff_submit_their_own_sheet(self):
        self._fill_in(self.sheet)
        self.as_(self.staff).action_submit()
        self.assertState(self.sheet, "self_scored")

    def test_nobody_submits_the_sheet_of_somebody_else(self):
        self._fill_in(self.sheet)
        for user in (self.deputy, self.head, self.office, self.admin, self.auditor):
            with self.subTest(user.login), self.assertRefused(UserError, "the person or the unit's appraisal group"):
                self.as_(user).action_submit()
        for user in (self.colleague, self.stranger, self.other_head, self.hr):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self.as_(user).action_submit()
        self.assertState(self.sheet, "draft")

    def test_the_appraisal_group_submits_on_behalf_and_it_shows(self):
        self._submit(self.sheet, self.coordinator)
        self.assertRecordValues(self.sheet, [{"on_behalf": True, "filled_by_id": self.coordinator.id}])
        self.as_(self.deputy).action_return("Please do it yourself.")
        self.as_(self.staff).action_submit()  # what the group wrote still stands on it
        self.assertRecordValues(self.sheet, [{"on_behalf": True, "filled_by_id": self.staff.id}])

    def test_every_missing_line_is_named(self):
        with self.assertRefused(UserError) as caught:
            self.as_(self.staff).action_submit()
        for line in ("Duties: give points", "Service: give points", "Visits: fill in the actual value"):
            self.assertIn(line, str(caught.exception))

    def test_zero_points_need_a_note(self):
        sheet = self._fill_in(self.sheet)
        line = self._line(sheet, self.judged)
        line.self_value = 0
        with self.assertRefused(UserError, "give points, or say in the note"):
            sheet.action_submit()
        line.self_note = "On leave all month."
        sheet.action_submit()
        self.assertState(sheet, "self_scored")

    # === WITHDRAW AND RETURN === #

    def test_who_filled_it_in_may_withdraw_it(self):
        self._submit(self.sheet)
        self.as_(self.staff).action_withdraw()
        self.assertState(self.sheet, "draft")

    def test_nobody_else_may_withdraw_it(self):
        self._submit(self.sheet)
        for user in (self.deputy, self.head, self.coordinator, self.office, self.admin):
            with self.subTest(user.login), self.assertRefused(UserError, "only who filled it in"):
                self.as_(user).action_withdraw()
        self.assertState(self.sheet, "self_scored")

    def test_a_reviewed_sheet_cannot_be_withdrawn(self):
        self._review(self.sheet)
        with self.assertRefused(UserError, "its state is “Reviewed”"):
            self.as_(self.staff).action_withdraw()

    def test_a_return_needs_a_reason(self):
        self._submit(self.sheet)
        for reason in (None, "", "  "):
            with self.assertRefused(UserError, "Write down the reason"):
                self.as_(self.deputy).action_return(reason)
        self.as_(self.deputy).action_return("Say what you did.")
        self.assertRecordValues(self.sheet, [{"state": "draft", "return_reason": "Say what you did."}])

    def test_the_office_returns_to_the_leader(self):
        self._review(self.sheet)
        with self.assertRefused(UserError):
            self.as_(self.deputy).action_return("I want it back.")
        self.as_(self.office).action_return("Look again at the visits.")
        self.assertState(self.sheet, "self_scored")
        self.as_(self.deputy).action_review()
        self.assertState(self.sheet, "reviewed")

    def test_the_person_cannot_return_the_own_sheet(self):
        self._submit(self.sheet)
        with self.assertRefused(UserError, "your own sheet"):
            self.as_(self.staff).action_return("Oh.")

    # === REVIEW === #

    def test_the_reviewer_reviews(self):
        self._submit(self.sheet)
        self.as_(self.deputy).action_review()
        self.assertRecordValues(self.sheet, [{"state": "reviewed", "reviewed_by_id": self.deputy.id}])
        self.assertEqual(self.sheet.line_ids.reviewed_by_id, self.deputy)

    def test_nobody_but_the_reviewer_reviews(self):
        self._submit(self.sheet)
        with self.assertRefused(UserError, "your own sheet"):
            self.as_(self.staff).action_review()
        for user in (self.head, self.chief, self.coordinator, self.office, self.admin, self.auditor):
            with self.subTest(user.login), self.assertRefused(UserError, "waits for its reviewer"):
                self.as_(user).action_review()
        for user in (self.colleague, self.stranger, self.other_head):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self.as_(user).action_review()
        self.assertState(self.sheet, "self_scored")

    def test_past_the_review_deadline_the_heads_above_may_review(self):
        self._submit(self.sheet)
        self._pass_deadlines(self.month)
        for user in (self.coordinator, self.office, self.other_head):
            with self.subTest(user.login), self.assertRefused():
                self.as_(user).action_review()
        self.as_(self.head).action_review()
        self.assertRecordValues(self.sheet, [{"state": "reviewed", "reviewed_by_id": self.head.id}])

    def test_a_deadline_passes_overnight_for_a_running_process(self):
        self._submit(self.sheet)
        self.assertFalse(self.as_(self.head).has_access("write"))
        with freeze_time(f"{self.month.review_deadline} 23:59:00"):
            self.assertFalse(self.as_(self.head).has_access("write"))
        with freeze_time(f"{self.month.review_deadline.replace(year=self.month.review_deadline.year + 1)} 00:01:00"):
            self.assertTrue(self.as_(self.head).has_access("write"))

    def test_a_head_late_with_his_own_sheet_does_not_review_it(self):
        self._submit(self.sheets["head"])
        self._pass_deadlines(self.month)
        with self.assertRefused(UserError, "your own sheet"):
            self.as_(self.head, self.sheets["head"]).action_review()
        self.as_(self.chief, self.sheets["head"]).action_review()
        self.assertState(self.sheets["head"], "reviewed")

    # === WITHOUT A SELF-SCORE === #

    def test_past_the_self_deadline_the_leader_scores_without_a_self_score(self):
        with self.assertRefused(UserError, "may be handed in until"):
            self.as_(self.deputy).action_skip_self_score()
        self._pass_deadlines(self.month)
        for user in (self.head, self.coordinator, self.office, self.staff):
            with self.subTest(user.login), self.assertRefused(UserError, "only its reviewer"):
                self.as_(user).action_skip_self_score()
        self.as_(self.deputy).action_skip_self_score()
        self.assertRecordValues(self.sheet, [{"state": "self_scored", "self_skipped": True, "filled_by_id": False}])
        line = self._line(self.as_(self.deputy), self.judged)
        praise = self.judged.rule_ids.filtered(lambda rule: rule.name == "Praise")
        line.write({"claim_ids": [Command.create({"rule_id": praise.id})]})  # before any points
        self.assertEqual(line.review_score, 1.0)
        with self.assertRefused(UserError, "Nobody has scored Duties"):
            self.as_(self.deputy).action_review()
        line.write({"review_value": 15, "review_reason": "Did his duties."})
        with self.assertRefused(UserError, "Nobody has scored Service"):
            self.as_(self.deputy).action_review()
        (self.as_(self.deputy).line_ids - line).filtered("input_column").review_reason = "Not seen at work."
        self.as_(self.deputy).action_review()
        self.assertEqual(line.review_score, 16.0)

    def test_what_the_leader_took_over_cannot_be_withdrawn(self):
        self._pass_deadlines(self.month)
        self.as_(self.deputy).action_skip_self_score()
        with self.assertRefused(UserError, "scores it without a self-score"):
            self.as_(self.staff).action_withdraw()

    # === THE HEAD AT THE TOP === #

    def test_the_office_reviews_the_head_at_the_top(self):
        harbour = self._create_department("Harbour Bureau")
        top = self._create_user("harbour", harbour)
        harbour.manager_id = top.employee_id
        month = self._next_month()
        self._open_period(month)
        sheet = self._sheet_of(top, month)
        self.assertFalse(sheet.reviewer_id)
        self._submit(sheet)
        with self.assertRefused(UserError, "your own sheet"):
            self.as_(top, sheet).action_review()
        line = self._line(self.as_(self.office, sheet), self.judged)
        line.write({"review_value": 17, "review_reason": "As agreed."})
        self.as_(self.office, sheet).action_review()
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.as_(self.office, sheet).action_confirm()
        self.as_(self.office2, sheet).action_confirm()
        self.assertState(sheet, "confirmed")

    def test_the_office_takes_over_the_late_head_at_the_top(self):
        harbour = self._create_department("Harbour Bureau")
        top = self._create_user("harbour", harbour)
        harbour.manager_id = top.employee_id
        month = self._next_month()
        self._open_period(month)
        sheet = self._sheet_of(top, month)
        self._pass_deadlines(month)
        with self.assertRefused(UserError):
            self.as_(self.chief, sheet).with_user(self.auditor).action_skip_self_score()
        self.as_(self.office, sheet).action_skip_self_score()
        self.assertRecordValues(sheet, [{"state": "self_scored", "self_skipped": True}])

    # === CONFIRM === #

    def test_the_office_confirms(self):
        self._review(self.sheet)
        for user in (self.staff, self.deputy, self.head, self.chief, self.coordinator, self.auditor):
            with self.subTest(user.login), self.assertRefused(UserError):
                self.as_(user).action_confirm()
        for user in (self.colleague, self.stranger, self.hr):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self.as_(user).action_confirm()
        self.as_(self.admin).action_confirm()
        self.assertState(self.sheet, "confirmed")

    def test_steps_cannot_be_left_out(self):
        self._fill_in(self.sheet)
        for user in (self.office, self.admin):
            for action in ("action_review", "action_confirm"):
                with self.subTest(user=user.login, action=action), self.assertRefused(UserError, "its state is"):
                    getattr(self.as_(user), action)()
        self.as_(self.staff).action_submit()
        with self.assertRefused(UserError, "its state is “Self-scored”"):
            self.as_(self.office).action_confirm()

    # === TWICE, AND MANY AT ONCE === #

    def test_pressing_twice_changes_nothing_more(self):
        for action, user in (
            ("action_submit", self.staff),
            ("action_review", self.deputy),
            ("action_confirm", self.office),
        ):
            if action == "action_submit":
                self._fill_in(self.sheet)
            getattr(self.as_(user), action)()
            before = self.sheet.read()
            getattr(self.as_(user), action)()
            self.assertEqual(self.sheet.read(), before, action)
        entries = self.env["perf.score.entry"].search([("res_id", "=", self.sheet.id)])
        self.assertEqual(sum(entries.mapped("points")), 97.0, "posted once")

    def test_a_mixed_batch_names_every_refused_sheet_and_moves_none(self):
        sheets = self.sheet + self.sheets["deputy"] + self.sheets["colleague"] + self.sheets["head"]
        self._review(self.sheet)
        self._submit(self.sheets["colleague"])
        self._review(self.sheets["deputy"])
        self._confirm(self.sheets["head"], self.office2)
        with self.assertRefused(UserError) as caught:
            self.as_(self.office, sheets).action_confirm()
        message = str(caught.exception)
        self.assertIn("Colleague", message)
        for name in ("Staff", "Deputy", "Head"):
            self.assertNotIn(name, message)
        self.assertState(self.sheet + self.sheets["deputy"], "reviewed")
        self.as_(self.office, sheets - self.sheets["colleague"]).action_confirm()
        self.assertState(sheets - self.sheets["colleague"], "confirmed")

    def test_a_batch_with_an_unreadable_sheet_is_refused(self):
        self._submit(self.sheet)
        self._submit(self.sheets["stranger"])
        with self.assertRefused(AccessError):
            self.as_(self.deputy, self.sheet + self.sheets["stranger"]).action_review()
        self.assertState(self.sheet, "self_scored")

    # === A CLOSED PERIOD === #

    def test_a_closed_period_closes_its_sheets(self):
        self._confirm(self.sheets["colleague"])
        self.month.with_user(self.office).action_close(zeros_meant=True)
        self._pass_deadlines(self.month)
        line = self._line(self.as_(self.staff), self.judged)
        with self.assertRefused(UserError, "is not open"):
            line.write({"self_value": 3})
        for action, user in (("action_submit", self.staff), ("action_skip_self_score", self.deputy)):
            line.sudo().env.invalidate_all()
            with self.subTest(action), self.assertRefused(UserError):
                getattr(self.as_(user), action)()
        self.assertState(self.sheet, "draft")

    def test_a_period_does_not_close_over_waiting_sheets(self):
        self._submit(self.sheet)
        with self.assertRefused(UserError, "1 sheets"):
            self.month.with_user(self.office).action_close()
        self.as_(self.deputy).action_review()
        with self.assertRefused(UserError, "1 sheets"):
            self.month.with_user(self.office).action_close()
        self.as_(self.office).action_confirm()
        self.month.with_user(self.office).action_close(zeros_meant=True)
        self.assertEqual(self.month.state, "closed")

    # === BUTTONS === #

    def test_buttons_say_what_the_actions_do(self):
        names = ("submit", "withdraw", "review", "return", "confirm", "skip_self_score")

        def shown(user):
            sheet = self.as_(user)
            sheet.invalidate_recordset()
            return {name for name in names if sheet[f"can_{name}"]}

        self.assertEqual(shown(self.staff), {"submit"})
        self.assertEqual(shown(self.deputy), set())
        self._submit(self.sheet)
        self.assertEqual(shown(self.staff), {"withdraw"})
        self.assertEqual(shown(self.deputy), {"review", "return"})
        self.assertEqual(shown(self.office), set())
        self.as_(self.deputy).action_review()
        self.assertEqual(shown(self.deputy), set())
        self.assertEqual(shown(self.office), {"confirm", "return"})
        self.as_(self.office).action_confirm()
        for user in (self.staff, self.deputy, self.office, self.admin):
            self.assertEqual(shown(user), set())

    # === ENTERED POINTS === #

    def test_points_outside_the_range_are_refused(self):
        line = self._line(self.as_(self.staff), self.judged)
        for points in (-0.01, 20.01, float("nan"), float("inf")):
            with self.subTest(points), self.assertRefused((ValidationError, ValueError, ArithmeticError)):
                line.write({"self_value": points})
        for points in (0, 20):
            line.write({"self_value": points})
            self.assertEqual(line.self_score, points)

    def test_points_outside_the_level_are_refused(self):
        line = self._line(self.as_(self.staff), self.level)
        good, fair, _poor = self.level.level_ids
        with self.assertRefused(ValidationError, "the level “Good” gives 18 to 20"):
            line.write({"level_id": good.id, "self_value": 17.5})
        line.write({"level_id": fair.id, "self_value": 17})
        self.assertEqual(line.self_score, 17.0)

    def test_a_level_of_another_indicator_is_refused(self):
        foreign = self._create_indicator(
            "Foreign", method="level", level_ids=[(0, 0, {"name": "A", "min_points": 0, "max_points": 20})]
        )
        with self.assertRefused(ValidationError, "belongs to another indicator"):
            self._line(self.as_(self.staff), self.level).write({"level_id": foreign.level_ids.id, "self_value": 20})

    def test_the_final_score_stays_in_its_range(self):
        self._review(self.sheet)
        line = self._line(self.as_(self.office), self.judged)
        for points in (-1, 20.01):
            with self.subTest(points), self.assertRefused(ValidationError, "outside"):
                line.write({"final_score": points, "final_reason": "Because."})
        line.write({"final_score": 20, "final_reason": "As proven."})
        self.as_(self.office).action_confirm()
        self.assertEqual(self.sheet.final_score, 99.0)

    def test_missing_evidence_is_refused(self):
        indicator = self._create_indicator("Files", evidence_required=True)
        sheet = self._create_sheet(self.staff, indicator).with_user(self.staff)
        line = sheet.line_ids
        line.self_value = 10
        with self.assertRefused(UserError, "Files: add the evidence"):
            sheet.action_submit()
        line.evidence_ids = self._create_attachment(self.staff)
        sheet.action_submit()
        self.assertState(sheet, "self_scored")

    # === DAYS === #

    def test_late_is_told_by_the_company_s_day_whatever_the_user_s_zone(self):
        self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        sheet = self.as_(self.staff).with_context(tz="America/Los_Angeles")
        day = sheet.deadline
        for hour, late in (("15:59", False), ("16:01", True)):  # midnight in Shanghai, morning in Los Angeles
            with self.subTest(hour), freeze_time(f"{day} {hour}:00"):
                sheet.invalidate_recordset(["is_overdue"])
                self.assertEqual(sheet.is_overdue, late)
                found = sheet.search([("is_overdue", "=", True), ("id", "=", sheet.id)])
                self.assertEqual(bool(found), late)

from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalBoard(PerfCommon):
    def _work(self, user):
        self.env.invalidate_all()
        return self.env["perf.appraisal"].with_user(user).get_my_work()

    def _kinds(self, user):
        return [card["kind"] for card in self._work(user)["cards"]]

    def _card(self, user, kind):
        return next(card for card in self._work(user)["cards"] if card["kind"] == kind)

    # === MY WORK === #

    def test_staff_first_fill_in_their_own_sheet(self):
        self.assertEqual(self._kinds(self.staff), ["fill"])
        card = self._card(self.staff, "fill")
        self.assertEqual((card["res_id"], card["filled"], card["total"]), (self.sheet.id, 2, 5))

    def test_progress_counts_points_and_notes(self):
        sheet = self.sheet.with_user(self.staff)
        self._line(sheet, self.judged).self_value = 5.0
        self._line(sheet, self.ratio).self_note = "No visit this month"
        self.assertEqual(self._card(self.staff, "fill")["filled"], 4)

    def test_a_submitted_sheet_moves_to_the_reviewer_and_then_to_the_office(self):
        self._submit(self.sheet)
        self.assertEqual(self._kinds(self.staff), [])
        self.assertEqual(self._work(self.staff)["sheets"][0]["state"], "self_scored")
        self.assertEqual(self._card(self.deputy, "review")["res_id"], self.sheet.id)
        self.assertNotIn("confirm", self._kinds(self.office))
        self.sheet.with_user(self.deputy).action_review()
        self.assertNotIn("review", self._kinds(self.deputy))
        self.assertEqual(self._card(self.office, "confirm")["res_id"], self.sheet.id)

    def test_a_returned_sheet_says_why(self):
        self._submit(self.sheet)
        self.sheet.with_user(self.deputy).action_return(reason="Add the evidence")
        self.assertEqual(self._card(self.staff, "fill")["returned"], "Add the evidence")

    def test_late_work_comes_first_and_is_counted(self):
        self._submit(self.sheet)
        self._submit(self.sheets["colleague"])
        self._pass_deadlines(self.month)
        cards = self._work(self.deputy)["cards"]
        self.assertEqual([card["kind"] for card in cards], ["fill", "review", "team"])
        self.assertEqual((cards[1]["count"], cards[1]["late"]), (2, 2))
        self.assertLess(cards[0]["days"], 0)

    def test_what_somebody_may_not_do_is_no_work_of_his(self):
        self._submit(self.sheet)
        self.assertNotIn("review", self._kinds(self.head))
        self.assertNotIn("confirm", self._kinds(self.staff))
        self.assertNotIn("approve", self._kinds(self.head))
        self.assertNotIn("team", self._kinds(self.staff))

    def test_the_head_signs_and_the_office_approves(self):
        plan = self._create_plan(self.indicators, approved=False, scope="staff", unit_id=self.township.id)
        self.assertEqual(self._card(self.head, "sign")["res_id"], plan.id)
        self.assertNotIn("sign", self._kinds(self.other_head))
        plan.with_user(self.head).action_sign()
        self.assertNotIn("sign", self._kinds(self.head))
        self.assertEqual(self._card(self.office, "approve")["res_id"], plan.id)

    def test_a_job_under_way_is_shown_to_the_office_only(self):
        self._next_month().with_user(self.office).action_open()
        self.assertIn("job_running", self._kinds(self.office))
        self.assertNotIn("job_running", self._kinds(self.head))

    def test_queries_do_not_grow_with_the_number_of_sheets(self):
        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["perf.appraisal"].with_user(self.deputy).get_my_work()
            return self.env.cr.sql_log_count - before

        self._submit(self.sheet)
        queries()
        few = queries()
        self._submit(self.sheets["colleague"])
        self._open_period(self._next_month())
        self.assertLessEqual(queries(), few)

    # === BOARD === #

    def _board(self, user=None, **kwargs):
        self.env.invalidate_all()
        return self.env["perf.appraisal"].with_user(user or self.office).get_board(self.cycle.id, **kwargs)

    def _cells(self, board, unit):
        rows = [row for group in board["groups"] for row in group["units"] if row["id"] == unit.id]
        return rows[0]["cells"]

    def test_the_board_counts_sheets_by_unit_month_and_state(self):
        self._submit(self.sheet)
        board = self._board()
        self.assertEqual(self._cells(board, self.township)[self.month.id], {"draft": 4, "self_scored": 1})
        self.assertEqual(self._cells(board, self.other)[self.month.id], {"draft": 2})
        self.assertEqual(len(board["periods"]), 12)
        self.assertIn(self.category_unit.name, [group["name"] for group in board["groups"]])

    def test_late_states_follow_the_deadlines(self):
        self.month.sudo().write({"self_deadline": "2000-01-01", "review_deadline": "2999-01-01"})
        period = next(period for period in self._board()["periods"] if period["id"] == self.month.id)
        self.assertEqual(period["late_states"], ["draft"])

    def test_the_board_shows_what_the_user_may_see(self):
        self.assertEqual(self._cells(self._board(self.auditor), self.township)[self.month.id], {"draft": 5})
        self.assertEqual(self._cells(self._board(self.staff), self.township)[self.month.id], {"draft": 1})

    def test_quarters_and_the_year_have_their_own_board(self):
        sheet = self._create_unit_sheet()
        board = self._board(kind="quarter")
        self.assertEqual(len(board["periods"]), 7)
        self.assertEqual(self._cells(board, self.township)[sheet.period_id.id], {"draft": 1})

    # === MANY AT ONCE === #

    def test_many_reviews_tell_how_many(self):
        sheets = self.sheet + self.sheets["colleague"]
        for sheet in sheets:
            self._submit(sheet)
        action = sheets.with_user(self.deputy).action_review()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("2 sheets", action["params"]["message"])
        self.assertState(sheets, "reviewed")

    def test_one_call_saves_and_reviews_or_does_nothing(self):
        self._submit(self.sheet)
        sheet, line = self.sheet.with_user(self.deputy), self._line(self.sheet, self.judged)
        vals = {"line_ids": [(1, line.id, {"review_value": 15.0})], "review_comment": "Good work"}
        with self.assertRefused(Exception, "reason"):
            sheet.save_and_review(vals)
        self.assertState(sheet, "self_scored")
        vals["line_ids"][0][2]["review_reason"] = "Late"
        sheet.save_and_review(vals)
        self.assertRecordValues(sheet, [{"state": "reviewed", "review_comment": "Good work", "review_score": 94.0}])

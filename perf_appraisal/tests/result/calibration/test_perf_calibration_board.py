"""The board of a meeting: quotas counted as the computation counts them, and moves inside them."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import OFFICE
from ...meeting import MeetingCase


@tagged("post_install", "-at_install")
class TestPerfCalibrationBoard(MeetingCase):
    """Four people of the township share a quota of two; their head is compared with heads."""

    def _board(self, user=None, result=None):
        boards = self.env["perf.calibration"].with_user(user or self.office)
        return boards.get_board(self.meeting.id, (result or self._result_of(self.staff)).id)

    def _names(self, board):
        return {grade["name"]: [card["name"] for card in grade["cards"]] for grade in board["grades"]}

    # === BOARD === #

    def test_a_group_by_grades_with_its_quotas(self):
        board = self._board()
        found = [(grade["name"], grade["number"], grade["most"], grade["broken"]) for grade in board["grades"]]
        self.assertEqual(
            found,
            [
                ("Excellent", 2, 2, False),
                ("Competent", 2, False, False),
                ("Basically Competent", 0, False, False),
                ("Incompetent", 0, False, False),
            ],
        )
        self.assertEqual((board["expected"], board["can_move"]), (4, True))
        self.assertIn("East Township", [group["name"] for group in board["groups"]][0])
        card = board["grades"][0]["cards"][0]
        self.assertEqual((card["total"], card["rank"], card["rank_of"], card["refused"]), (96.0, 1, 4, ""))
        self.assertEqual([choice["name"] for choice in card["grades"]], self.grades.mapped("name"))

    def test_an_auditor_looks_and_moves_nothing(self):
        board = self._board(self.auditor)
        self.assertFalse(board["can_move"])
        self.assertEqual(self._names(board), self._names(self._board()))

    def test_units_are_compared_inside_their_category(self):
        meeting = self._create_meeting(kind="unit")
        board = meeting.get_board(meeting.id)
        self.assertEqual([group["name"] for group in board["groups"]], [self.category_unit.name])
        self.assertEqual(board["grades"][0]["most"], 0)

    def test_more_groups_ask_no_more_of_the_database(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            groups = self.meeting.get_board(self.meeting.id)["groups"]
            return len(groups), self.env.cr.sql_log_count - before

        count()
        groups, queries = count()
        self._post_months(self._enrolled_as(self.stranger), [88.0])
        self._post_months(self._enrolled_as(self.head), [88.0])
        self._computed(self.whole, self.clerk)
        more, asked = count()
        self.assertEqual((groups, more), (1, 3))
        self.assertLessEqual(asked, queries)

    def test_the_decision_keeps_the_board_as_it_was(self):
        self._move(self.coordinator, self.basic)
        before = self._board()
        self._decide()
        self._post(self.clerk, self.q1, "deduction", -30.0)
        self._computed(self.whole, self.clerk)
        after = self._board()
        self.assertEqual(self._names(after), self._names(before))
        self.assertEqual((after["state"], after["can_move"]), ("decided", False))

    # === MOVES === #

    def test_a_move_keeps_the_proposal_and_says_why(self):
        self._move(self.coordinator, self.basic)
        result = self._result_of(self.coordinator)
        self.assertEqual((result.grade_id, result.proposed_grade_id), (self.basic, self.competent))
        self.assertFalse(result.standard_met)
        shift = result.shift_ids
        self.assertEqual((shift.old_grade_id, shift.new_grade_id), (self.competent, self.basic))
        self.assertEqual((shift.moved_by_id, shift.reason), (self.office, "Carried the flood relief"))
        card = self._board()["grades"][2]["cards"][0]
        self.assertEqual((card["place"], card["proposed_place"], card["reason"]), (2, 1, "Carried the flood relief"))

    def test_a_move_needs_a_reason_and_a_grade_of_its_own(self):
        with self.assertRefused(UserError, "Write down the reason"):
            self._move(self.coordinator, self.basic, reason="  ")
        of_units = self.of_units.grade_ids.filtered(lambda grade: grade.period_kind == "year")
        for grade in (of_units[0], self.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "quarter")[0]):
            with self.assertRefused(UserError, "cannot get the grade"):
                self._move(self.coordinator, grade)
        with self.assertRefused(UserError, "cannot get the grade"):
            self.meeting.action_move_grade(self._result_of(self.staff).id, 10**6, "Why")
        self.assertFalse(self.meeting.shift_ids)

    def test_a_quota_is_never_broken_and_the_numbers_are_told(self):
        with self.assertRefused(UserError, "“Excellent” is for at most 2 of 4, not for 3"):
            self._move(self.deputy, self.excellent)
        self._move(self.colleague, self.competent)
        self._move(self.deputy, self.excellent)
        self.assertEqual([grade["number"] for grade in self._board()["grades"]], [2, 2, 0, 0])

    def test_of_those_tied_at_the_edge_the_meeting_picks_one(self):
        self._post_months(self._enrolled_as(self.deputy), [96.0], first=2)
        self._computed(self.whole, self.clerk)
        self.assertEqual(self._board()["grades"][0]["number"], 1, "94 and 94 are tied: both fall")
        self._move(self.deputy, self.excellent)
        self.assertEqual(self._board()["grades"][0]["number"], 2)
        with self.assertRefused(UserError, "at most 2 of 4"):
            self._move(self.colleague, self.excellent)

    def test_no_move_goes_against_a_veto(self):
        rule = self.env["perf.indicator.rule"].search([("veto", "=", "none")], limit=1)
        self.env.cr.execute("UPDATE perf_indicator_rule SET veto = 'no_top_grade' WHERE id = %s", [rule.id])
        self._post(self.clerk, self.q1, "veto", 0.0, rule_id=rule.id)
        self.assertEqual(self._computed(self.whole, self.clerk).grade_id, self.competent)
        with self.assertRefused(UserError, "a veto stands against"):
            self._move(self.staff, self.excellent)
        self._move(self.staff, self.basic)

    def test_no_move_goes_against_a_condition(self):
        self._ask(self.excellent, n=1)
        self._move(self.staff, self.competent)
        with self.assertRefused(UserError, "“Excellent” is given only with: Quarter: at least 1"):
            self._move(self.deputy, self.excellent)

    def test_a_quarter_s_grade_makes_the_year_out_of_date_where_a_grade_asks_for_it(self):
        self.q1.with_user(self.office).action_compute()
        self._ask(self.excellent, n=1)
        self._computed(self.whole, self.clerk)
        self.assertEqual(self._result_of(self.staff).grade_id, self.excellent)
        meeting = self._create_meeting(period_id=self.q1.id)
        average = self.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "quarter")[2]
        meeting.action_move_grade(self._result(self.q1, self.clerk).id, average.id, "Warned")
        self.env.invalidate_all()
        self.assertTrue(self._result_of(self.staff).outdated)
        self._computed(self.whole, self.clerk)
        result = self._result_of(self.staff)
        self.assertEqual((result.outdated, result.grade_id), (False, self.competent))

    def test_nobody_moves_his_own_grade(self):
        self.staff.write({"group_ids": [(4, self.env.ref(OFFICE).id)]})
        with self.assertRefused(UserError, "your own matter"):
            self._move(self.staff, self.competent, by=self.staff)
        cards = {card["name"]: card for grade in self._board(self.staff)["grades"] for card in grade["cards"]}
        self.assertIn("your own matter", cards[self.clerk.employee_id.name]["refused"])
        self._move(self.staff, self.competent)

    def test_nobody_moves_or_decides_on_those_he_is_compared_with(self):
        self.staff.write({"group_ids": [(4, self.env.ref(OFFICE).id)]})
        with self.assertRefused(UserError, "your own result is compared with it"):
            self._move(self.coordinator, self.basic, by=self.staff)
        cards = {card["name"]: card for grade in self._board(self.staff)["grades"] for card in grade["cards"]}
        self.assertIn("is compared with it", cards["Coordinator"]["refused"])
        self._move(self.coordinator, self.basic)
        self._fill_in()
        with self.assertRefused(UserError, "your own result is among those compared"):
            self.meeting.with_user(self.staff).action_decide()
        units = self._create_meeting(kind="unit")
        units.with_user(self.staff).action_move_grade(
            self._result(self.whole, self.west).id, self._result(self.whole, self.west).grade_id.id, "Another group"
        )
        self.meeting.action_decide()

    def test_where_everybody_is_compared_an_administrator_enters_what_was_decided(self):
        office = self.env.ref(OFFICE)
        self.staff.write({"group_ids": [(4, office.id)]})
        self.colleague.write({"group_ids": [(4, self.env.ref("perf_appraisal.group_perf_admin").id)]})
        with self.assertRefused(UserError, "is compared with it"):
            self._move(self.coordinator, self.basic, by=self.colleague)
        self._fill_in()
        others = office.all_user_ids - self.staff - self.colleague
        others.write({"group_ids": [(3, office.id), (3, self.env.ref("perf_appraisal.group_perf_admin").id)]})
        with self.assertRefused(UserError, "is compared with it"):
            self._move(self.coordinator, self.basic, by=self.staff)
        with self.assertRefused(UserError, "your own matter"):
            self._move(self.colleague, self.competent, by=self.colleague)
        self._move(self.coordinator, self.basic, by=self.colleague)
        with self.assertRefused(UserError, "among those compared"):
            self.meeting.with_user(self.staff).action_decide()
        self.meeting.with_user(self.colleague).action_decide()

    def test_what_another_meeting_decides_on_is_not_to_be_moved(self):
        with self.assertRefused(AccessError):
            self.meeting.action_move_grade(self._result(self.whole, self.east).id, self.basic.id, "Why")

    def test_who_has_no_grade_or_is_on_notice_stays_where_he_is(self):
        self._enrolled_as(self.colleague).with_user(self.office).status = "no_grade"
        self._computed(self.whole, self.clerk)
        self._result_of(self.staff).sudo()._unlocked().write({"state": "notice"})
        board = self._board()
        (card,) = board["without"]
        self.assertEqual((card["name"], card["refused"]), ("Colleague", "no grade is proposed"))
        self.assertEqual(board["grades"][0]["cards"][0]["refused"], "it is on notice or final")
        with self.assertRefused(UserError, "cannot get the grade"):
            self._move(self.colleague, self.competent)
        with self.assertRefused(AccessError):
            self._move(self.staff, self.competent)

    def test_a_unit_s_grade_makes_its_people_s_results_out_of_date_where_it_sets_their_quota(self):
        meeting = self._create_meeting(kind="unit")
        ladder = self.of_units.grade_ids.filtered(lambda grade: grade.period_kind == "year")
        ladder[2]._unlocked().write({"people_quota_percent": 25.0})
        meeting.action_move_grade(self._result(self.whole, self.east).id, ladder[2].id, "Reported too late")
        self.env.invalidate_all()
        self.assertTrue(self._result_of(self.staff).outdated)
        self.assertEqual(self._board()["grades"][0]["most"], 1)
        self._computed(self.whole, self.clerk)
        self.assertFalse(self._result_of(self.staff).outdated)
        self.assertEqual(self._result_of(self.colleague).grade_id, self.competent)

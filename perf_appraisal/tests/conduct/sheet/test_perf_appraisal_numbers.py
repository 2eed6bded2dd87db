from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ...common import OFFICE, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalNumbers(PerfCommon):
    """Numbers that must not slip in, and people who must not decide."""

    def test_nothing_reported_earns_nothing_where_lower_is_better(self):
        lower = self._create_indicator(
            "Complaints", method="ratio", direction="lower", default_target=5.0, ratio_cap=1.1
        )
        sheet = self._create_sheet(self.staff, lower)
        self.assertEqual(sheet.line_ids.self_score, 0.0)
        self._pass_deadlines(sheet.period_id)
        leader = sheet.with_user(self.deputy)
        leader.action_skip_self_score()
        with self.assertRefused(UserError, "Nobody has scored Complaints yet"):
            leader.action_review()
        leader.line_ids.write({"assessed": False, "review_reason": "No books were kept"})
        leader.action_review()
        sheet.with_user(self.office).action_confirm()
        self.assertEqual((sheet.final_score, sheet.percent), (0.0, 0.0))

    def test_without_a_self_score_the_leader_fills_in_what_is_measured(self):
        sheet = self._create_sheet(self.staff, self.ratio + self.parts)
        self._pass_deadlines(sheet.period_id)
        leader = sheet.with_user(self.deputy)
        leader.action_skip_self_score()
        self._line(leader, self.ratio).actual_value = 5.0
        self._claim(self.deputy, self._line(sheet, self.parts), "Draft")
        self.assertEqual(leader.line_ids.mapped("review_score"), [10.0, 8.0])
        leader.action_review()
        self.assertEqual(sheet.review_score, 18.0)

    def test_a_zero_counts_with_a_word_beside_it(self):
        lower = self._create_indicator(
            "Complaints", method="ratio", direction="lower", default_target=5.0, ratio_cap=1.1
        )
        line = self._create_sheet(self.staff, lower).line_ids.with_user(self.staff)
        line.self_note = "No complaint this month"
        self.assertEqual(line.self_score, 22.0)

    def test_a_missed_target_costs_at_most_what_the_indicator_says(self):
        step = {"method": "step", "default_target": 100.0, "step_points": 1.0, "loss_cap": 5.0}
        rules = [self._rule("deduction", "Late", 2.0)]
        mended = self._create_indicator("Roads mended", rule_ids=rules, **step)
        seen = self._create_indicator("Roads seen", method="ratio", default_target=10.0, ratio_cap=1.2, loss_cap=4.0)
        sheet = self._create_sheet(self.staff, mended + seen)
        lines = [self._line(sheet, indicator).with_user(self.staff) for indicator in (mended, seen)]
        self.assertEqual([line.self_score for line in lines], [0.0, 0.0], "nothing is reported yet")
        with Form(lines[0], view="perf_appraisal.perf_appraisal_line_view_form") as form:
            form.actual_value = 98.0
            self.assertEqual((form.self_score, form.loss_cap), (18.0, 5.0))
            form.actual_value = 40.0
            self.assertEqual(form.self_score, 15.0)
        lines[1].actual_value = 1.0
        self.assertEqual(lines[1].self_score, 16.0)
        lines[1].actual_value = 11.0
        self.assertEqual(lines[1].self_score, 22.0)
        self._claim(self.staff, lines[0], "Late")
        self.assertEqual(lines[0].self_score, 13.0, "what a rule deducts comes on top")
        sheet.with_user(self.staff).action_submit()
        sheet.with_user(self.deputy).action_review()
        sheet.with_user(self.office).action_confirm()
        self.assertEqual(sheet.line_ids.mapped("final_score"), [13.0, 22.0])

    def test_levels_may_all_lie_above_zero(self):
        ranges = {"Good": (15, 20), "Fair": (8, 14)}
        commands = [
            Command.create({"name": name, "min_points": low, "max_points": high})
            for name, (low, high) in ranges.items()
        ]
        indicator = self._create_indicator("Care", method="level", level_ids=commands)
        sheet = self._create_sheet(self.staff, indicator)
        line = sheet.line_ids.with_user(self.staff)
        line.write({"level_id": indicator.level_ids[1].id, "self_value": 10.0})
        sheet.with_user(self.staff).action_submit()
        leader = line.with_user(self.deputy)
        with self.assertRefused(ValidationError, "none of the levels"):
            leader.write({"review_value": 5.0, "review_reason": "Little care"})
        leader.write({"review_value": 14.5, "review_reason": "Nearly good"})
        self.assertEqual(leader.review_score, 14.5)

    def test_a_self_score_is_not_withdrawn_under_the_leaders_pen(self):
        self._submit(self.sheet)
        line = self._line(self.sheet, self.judged).with_user(self.deputy)
        line.write({"review_value": 10.0, "review_reason": "Two duties are open"})
        with self.assertRefused(UserError, "changed scores already"):
            self.sheet.with_user(self.staff).action_withdraw()
        self.assertEqual(line.review_value, 10.0)

    def test_who_helped_to_fill_in_neither_reviews_nor_confirms(self):
        self.deputy.employee_id.department_id.perf_coordinator_ids += self.deputy.employee_id
        self.env.flush_all()
        self._fill_in(self.sheet, self.deputy)
        self.sheet.with_user(self.staff).action_submit()
        self.assertTrue(self.sheet.on_behalf)
        with self.assertRefused(UserError, "you filled it in yourself"):
            self.sheet.with_user(self.deputy).action_review()
        self.assertEqual(self.sheet.state, "self_scored")

    def test_an_office_member_who_helped_does_not_confirm(self):
        self.coordinator.group_ids += self.env.ref(OFFICE)
        self._fill_in(self.sheet, self.coordinator)
        self.sheet.with_user(self.staff).action_submit()
        self.sheet.with_user(self.deputy).action_review()
        with self.assertRefused(UserError, "you filled it in yourself"):
            self.sheet.with_user(self.coordinator).action_confirm()
        self.sheet.with_user(self.office).action_confirm()
        self.assertEqual(self.sheet.state, "confirmed")

    def test_a_line_left_out_is_assessed_again_after_a_return(self):
        self._submit(self.sheet)
        self._line(self.sheet, self.judged).with_user(self.deputy).write(
            {"assessed": False, "review_reason": "Not due this month"},
        )
        self.sheet.with_user(self.deputy).action_return(reason="Say more")
        self.assertTrue(all(self.sheet.line_ids.mapped("assessed")))

    def test_the_ledger_agrees_with_a_sheet_that_counts_what_was_not_assessed(self):
        self.env.cr.execute("UPDATE perf_scheme SET na_policy = 'full' WHERE id = %s", [self.scheme.id])
        self.scheme.invalidate_recordset()
        self._submit(self.sheet)
        self._line(self.sheet, self.judged).with_user(self.deputy).write(
            {"assessed": False, "review_reason": "Not due this month"},
        )
        self.sheet.with_user(self.deputy).action_review()
        self.sheet.with_user(self.office).action_confirm()
        entries = self.env["perf.score.entry"].search(
            [("res_model", "=", "perf.appraisal"), ("res_id", "=", self.sheet.id)]
        )
        self.assertAlmostEqual(sum(entries.mapped("points")), self.sheet.final_score)
        self.assertAlmostEqual(sum(entries.mapped("self_points")), self.sheet.self_score)
        self.assertAlmostEqual(sum(entries.mapped("full_points")), self.sheet.full_score)
        self.assertEqual(self.sheet.full_score, 100.0)

    def test_a_part_is_achieved_once(self):
        line = self._line(self.sheet, self.parts)
        self._claim(self.staff, line, "Draft")
        with self.assertRefused(ValidationError, "above the cap of 8"):
            self._claim(self.staff, line, "Draft")
        with self.assertRefused(ValidationError, "above the cap of 12"):
            self._claim(self.staff, line, "Final text", quantity=2.0)

    def test_no_rule_slips_into_an_indicator_in_use(self):
        loose = self._create_indicator("Loose", rule_ids=[self._rule("bonus", "Nine", 9.0)])
        with self.assertRefused(UserError, "new version"):
            loose.rule_ids.with_user(self.office).indicator_id = self.judged
        rules = self.env["perf.indicator.rule"].with_user(self.office).with_context(default_indicator_id=self.judged.id)
        with self.assertRefused(UserError, "new version"):
            rules.create({"kind": "bonus", "name": "Nine", "points": 9.0})

    def test_one_matter_is_not_claimed_on_two_sheets_handed_in_together(self):
        second = self._create_sheet(self.staff, self.judged)
        for sheet in (self.sheet, second):
            self._fill_in(sheet)
            self._claim(self.staff, self._line(sheet, self.judged), "Honour", matter="Flood relief")
        with self.assertRefused(UserError, "Flood relief"):
            (self.sheet + second).with_user(self.staff).action_submit()

    def test_what_is_no_number_is_refused_with_a_sentence(self):
        judged, ratio = (
            self._line(self.sheet, indicator).with_user(self.staff) for indicator in (self.judged, self.ratio)
        )
        claim = self._claim(self.staff, judged, "Praise")
        for odd in (float("nan"), float("inf"), float("-inf"), 1e300, "abc", [1]):
            for record, name in (
                (judged, "self_value"),
                (ratio, "actual_value"),
                (claim, "points"),
                (claim, "quantity"),
            ):
                with self.subTest(name, odd=odd), self.assertRefused(ValidationError, "enter a plain number"):
                    record.write({name: odd})
            with self.subTest("command", odd=odd), self.assertRefused(ValidationError, "enter a plain number"):
                self.sheet.with_user(self.staff).write({"line_ids": [(1, judged.id, {"self_value": odd})]})
            with self.subTest("create", odd=odd), self.assertRefused(ValidationError, "enter a plain number"):
                self._claim(self.staff, judged, "Praise", points=odd)

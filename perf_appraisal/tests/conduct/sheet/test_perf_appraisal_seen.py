from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalSeen(PerfCommon):
    """Two people in one form: the second is told what the first has saved; and refusals say why."""

    def _open(self, user, sheet=None):
        """Return what a form reads: the mark of the sheet, and those of its lines."""
        self.env.flush_all()
        self.env.invalidate_all()
        spec = {"seen": {}, "line_ids": {"fields": {"seen": {}}}}
        [read] = (sheet or self.sheet).with_user(user).web_read(spec)
        return read["seen"], {line["id"]: line["seen"] for line in read["line_ids"]}

    def _save(self, user, line, seen, **values):
        """Save a line as the form of its sheet does."""
        command = Command.update(line.id, {**values, "seen": seen[line.id]})
        return self.sheet.with_user(user).web_save({"line_ids": [command]}, {"line_ids": {"fields": {"seen": {}}}})

    # === TWO PEOPLE IN ONE FORM === #

    def test_the_second_to_save_a_line_is_told_and_overwrites_nothing(self):
        duties, visits = self._line(self.sheet, self.judged), self._line(self.sheet, self.ratio)
        _sheet, first = self._open(self.staff)
        _sheet, second = self._open(self.coordinator)
        self._save(self.staff, duties, first, self_value=18.0)
        with self.assertRefused(UserError, "“Duties” was changed meanwhile by Staff") as refusal:
            self._save(self.coordinator, duties, second, self_value=4.0)
        self.assertIn("What you entered is still in the form", str(refusal.exception))
        self.assertEqual(duties.self_value, 18.0)
        self._save(self.coordinator, visits, second, actual_value=7.0)  # nobody has touched it
        self.assertEqual(visits.actual_value, 7.0)

    def test_a_stale_mark_tells_nobody_of_the_sheet_of_somebody_else(self):
        line = self._line(self.sheet, self.judged)
        for user in (self.colleague, self.stranger):
            for record in (self.sheet, line):
                with self.subTest(record._name), self.assertRefused(AccessError) as refused:
                    record.with_user(user).write({"seen": "0"})
                self.assertNotIn("Staff", str(refused.exception))

    def test_one_s_own_next_save_is_no_surprise(self):
        duties = self._line(self.sheet, self.judged)
        _sheet, seen = self._open(self.staff)
        for value in (5.0, 6.0):
            [saved] = self._save(self.staff, duties, seen, self_value=value)
            seen = {line["id"]: line["seen"] for line in saved["line_ids"]}
        self.assertEqual(duties.self_value, 6.0)

    def test_a_claim_of_somebody_else_is_a_change_of_its_line(self):
        duties = self._line(self.sheet, self.judged)
        _sheet, seen = self._open(self.coordinator)
        self._claim(self.staff, duties, "Praise")
        rule = self.judged.rule_ids.filtered(lambda found: found.name == "Reminder")
        with self.assertRefused(UserError, "changed meanwhile"):
            self._save(self.coordinator, duties, seen, claim_ids=[Command.create({"rule_id": rule.id})])
        self.assertEqual(len(duties.claim_ids), 1)

    def test_words_of_the_sheet_are_not_overwritten(self):
        seen, _lines = self._open(self.coordinator)
        self.sheet.with_user(self.staff).self_summary = "What I did."
        with self.assertRefused(UserError, "changed meanwhile by Staff"):
            self.sheet.with_user(self.coordinator).web_save({"self_summary": "Other", "seen": seen}, {})
        self.assertEqual(self.sheet.self_summary, "What I did.")

    def test_a_sheet_that_has_moved_on_tells_that_first(self):
        self._fill_in(self.sheet)
        duties = self._line(self.sheet, self.judged)
        _sheet, seen = self._open(self.coordinator)
        duties.with_user(self.staff).self_value = 3.0
        self.sheet.with_user(self.staff).action_submit()
        with self.assertRefused(UserError, "it waits for its reviewer"):
            self._save(self.coordinator, duties, seen, self_value=4.0)

    def test_what_nobody_touched_keeps_its_mark(self):
        before = self._open(self.staff)
        self.assertEqual(self._open(self.coordinator), before)
        line = self._line(self.sheet, self.judged).with_user(self.staff)
        spec = {"seen": {}, "self_value": {}, "self_score": {}}
        values = {"self_value": 4.0, "seen": line.seen, "self_score": 0.0}
        answer = line.onchange(values, ["self_value"], spec)["value"]
        self.assertNotIn("seen", answer, "typing is no change of somebody else")

    # === REFUSALS SAY WHY === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whoever_reviewed_is_told_why_the_final_score_is_not_his(self):
        self._review(self.sheet)
        line = self._line(self.sheet, self.judged)
        for record, values in (
            (line, {"final_score": 12.0, "final_reason": "Better"}),
            (self.sheet, {"final_comment": "Good"}),
        ):
            with self.assertRefused(AccessError, "you reviewed it yourself; a colleague confirms it"):
                record.with_user(self.deputy).write(values)
        with self.assertRefused(AccessError, "it is your own sheet"):
            line.with_user(self.staff).write({"final_score": 20.0, "final_reason": "Mine"})

    def test_a_score_that_follows_from_another_line_gets_its_reason_by_itself(self):
        rules = [[self._rule("bonus", "Honour", points, highest_only=True)] for points in (3.0, 2.0)]
        indicators = [self._create_indicator(f"Item {index}", rule_ids=rule) for index, rule in enumerate(rules)]
        sheet = self._create_sheet(self.staff, self.env["perf.indicator"].union(*indicators))
        large, small = sheet.line_ids
        for line in (large, small):
            line.with_user(self.staff).self_value = 10.0
            self._claim(self.staff, line, "Honour", matter="Model Unit")
        sheet.with_user(self.staff).action_submit()
        self.assertEqual((large.review_score, small.review_score), (13.0, 10.0))
        claim = large.claim_ids.with_user(self.deputy)
        large.with_user(self.deputy).review_reason = "No proof"
        claim.write({"accepted": False, "refusal_reason": "No proof"})
        self.assertEqual((large.review_score, small.review_score), (10.0, 12.0))
        self.assertIn("Of one matter only the largest claim counts", small.review_reason)
        self.assertIn("Of one matter only", small.change_ids.reason)
        claim.write({"accepted": True, "refusal_reason": False})
        self.assertEqual((small.review_score, small.review_reason), (10.0, False))
        claim.write({"accepted": False, "refusal_reason": "No proof"})
        sheet.with_user(self.deputy).action_review()
        self.assertState(sheet, "reviewed")

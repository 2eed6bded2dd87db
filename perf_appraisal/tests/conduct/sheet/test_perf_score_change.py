from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfScoreChange(PerfCommon):
    """Every change of a score that had been handed in is kept, and nobody alters the record."""

    def change(self):
        self._submit(self.sheet)
        self._line(self.sheet, self.judged).with_user(self.deputy).write({"review_value": 15, "review_reason": "Open."})
        return self.sheet.change_ids

    def test_a_change_keeps_who_what_and_why(self):
        self.assertRecordValues(
            self.change(),
            [{"phase": "review", "old_score": 18, "new_score": 15, "user_id": self.deputy.id, "reason": "Open."}],
        )

    def test_before_the_first_submit_nothing_is_kept(self):
        line = self._line(self.sheet, self.judged).with_user(self.staff)
        line.self_value = 3
        line.self_value = 5
        self.assertFalse(self.sheet.change_ids)

    def test_changes_outlast_a_return_and_a_withdrawal(self):
        self.change()
        line = self._line(self.sheet, self.judged)
        self.sheet.with_user(self.deputy).action_return("Do it again.")
        line.with_user(self.staff).write({"self_value": 16, "self_note": "Agreed."})
        self.sheet.with_user(self.staff).action_submit()
        self.sheet.with_user(self.staff).action_withdraw()
        line.with_user(self.staff).write({"self_value": 17, "self_note": "Or rather."})
        self.sheet.with_user(self.staff).action_submit()
        self.sheet.with_user(self.deputy).action_review()
        line.with_user(self.office).write({"final_score": 12, "final_reason": "Checked."})
        self.sheet.with_user(self.office).action_return("Look again.")
        self.sheet.with_user(self.deputy).action_review()
        self.assertEqual(
            [(change.phase, change.old_score, change.new_score) for change in self.sheet.change_ids.sorted("id")],
            [("review", 18, 15), ("self", 18, 16), ("review", 15, 16), ("self", 16, 17), ("final", 17, 12)],
        )

    def test_leader_scores_that_start_anew_are_kept(self):
        change = self.change()
        line = change.line_id
        self.sheet.with_user(self.deputy).action_return("Look again.")
        self.sheet.with_user(self.staff).action_submit()
        self.assertRecordValues(
            self.sheet.change_ids - change,
            [
                {
                    "line_id": line.id,
                    "phase": "review",
                    "old_score": 15,
                    "new_score": 18,
                    "user_id": self.staff.id,
                    "reason": "Handed in anew.",
                },
            ],
        )
        self.sheet.with_user(self.deputy).action_return("And again.")
        self._pass_deadlines(self.month)
        line._unlocked().write({"review_value": 12})
        self.sheet.with_user(self.deputy).action_skip_self_score()
        self.assertRecordValues(
            self.sheet.change_ids.sorted("id")[-1:], [{"old_score": 12, "new_score": 18, "phase": "review"}]
        )
        self.assertEqual(len(self.sheet.change_ids), 3)

    def test_a_score_that_is_set_back_does_not_repeat_the_reason_of_the_change(self):
        line = self.change().line_id
        line.with_user(self.deputy).review_value = 18
        self.sheet.with_user(self.deputy).action_review()
        as_office = line.with_user(self.office)
        as_office.write({"final_score": 17.5, "final_reason": "Deducted."})
        as_office.final_score = 17
        as_office.write({"final_score": 18, "final_reason": ""})
        as_office.write({"final_score": 16, "final_reason": "Late."})
        as_office.write({"final_score": 18, "final_reason": "It was not late."})
        self.assertEqual(
            [(change.phase, change.new_score, change.reason) for change in self.sheet.change_ids.sorted("id")],
            [
                ("review", 15, "Open."),
                ("review", 18, "Set back."),
                ("final", 17.5, "Deducted."),
                ("final", 17, "Deducted."),
                ("final", 18, "Set back."),
                ("final", 16, "Late."),
                ("final", 18, "It was not late."),
            ],
        )

    def test_a_claim_that_counts_again_does_not_repeat_the_reason_of_its_refusal(self):
        line = self._line(self.sheet, self.deduction)
        claim = self._claim(self.staff, line, "Late")
        self._submit(self.sheet)
        line.with_user(self.deputy).review_reason = "It was a holiday."
        claim.with_user(self.deputy).write({"accepted": False, "refusal_reason": "No working day."})
        claim.with_user(self.deputy).accepted = True
        self.assertEqual(
            [(change.new_score, change.reason) for change in self.sheet.change_ids.sorted("id")],
            [(20, "It was a holiday."), (19.5, "Set back.")],
        )

    def test_nobody_touches_the_record(self):
        change = self.change()
        values = {
            "appraisal_id": self.sheet.id,
            "line_id": change.line_id.id,
            "phase": "final",
            "user_id": self.staff.id,
        }
        for user in (self.staff, self.deputy, self.office, self.admin, self.auditor, self.env.user):
            record = change.with_user(user)
            for label, attempt in {
                "write": lambda record=record: record.write({"reason": "Other."}),
                "unlink": lambda record=record: record.unlink(),
                "create": lambda record=record: record.create(values),
                "copy": lambda record=record: record.copy(),
                "token": lambda record=record: record.with_context(perf_write_token=True).write({"reason": "Other."}),
                "command": lambda record=record: record.appraisal_id.write({"change_ids": [(5,)]}),
            }.items():
                with self.subTest(label, user=user.login), self.assertRefused():
                    attempt()
        self.assertEqual(self.sheet.change_ids, change)

    def test_changes_are_read_with_the_sheet(self):
        change = self.change()
        self.sheet.with_user(self.deputy).action_review()  # before, the person is not told yet
        for user in (self.staff, self.deputy, self.head, self.chief, self.coordinator, self.office, self.auditor):
            self.assertTrue(change.with_user(user).has_access("read"), user.login)
        for user in (self.colleague, self.stranger, self.other_head, self.hr):
            self.assertFalse(change.with_user(user).has_access("read"), user.login)
            self.assertFalse(change.with_user(user).search([("id", "=", change.id)]), user.login)

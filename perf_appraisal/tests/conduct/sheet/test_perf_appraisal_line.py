from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalLine(PerfCommon):
    """Which columns of a line are open, by the state of the sheet and by what the user is to this very sheet."""

    def line(self, user, indicator=None, sheet=None):
        return self._line(self.sheet if sheet is None else sheet, indicator or self.judged).with_user(user)

    def assertOnly(self, open_to, values):
        """Only these users may write the values, each tried alone and undone."""
        people = (self.staff, self.colleague, self.deputy, self.head, self.coordinator, self.stranger, self.other_head)
        for user in (*people, self.chief, self.office, self.admin, self.auditor, self.hr):
            for column, value in values.items():
                line = self.line(user)
                with self.subTest(user=user.login, column=column, open=user in open_to):
                    if user in open_to:
                        with self.env.cr.savepoint() as savepoint:
                            line.write({column: value})
                            self.env.flush_all()
                            savepoint.rollback()
                        self.env.invalidate_all()
                    else:
                        with self.assertRefused():
                            line.write({column: value})

    # === COLUMNS BY STATE === #

    def test_a_draft_takes_the_self_score_of_its_person_and_of_the_appraisal_group(self):
        self.assertOnly(
            self.staff + self.coordinator,
            {"self_value": 9, "self_note": "Much work.", "actual_value": 3, "level_id": False, "evidence_ids": []},
        )

    def test_a_draft_takes_nothing_else(self):
        self.assertOnly(
            self.env["res.users"],
            {
                "review_value": 9,
                "review_reason": "No.",
                "final_score": 9,
                "final_reason": "No.",
                "assessed": False,
                "self_score": 9,
                "review_score": 9,
                "full_score": 9,
                "weight": 9,
                "target_value": 9,
                "appraisal_id": self.sheets["colleague"].id,
                "indicator_id": self.level.id,
                "reviewed_by_id": self.staff.id,
            },
        )

    def test_a_self_scored_sheet_takes_the_review_of_its_reviewer(self):
        self._submit(self.sheet)
        self.assertOnly(self.deputy, {"review_reason": "No.", "claim_ids": []})
        self.assertOnly(
            self.env["res.users"],
            {"self_value": 9, "self_note": "More.", "evidence_ids": [], "final_score": 9, "actual_value": 9},
        )

    def test_a_reviewed_sheet_takes_the_final_score_of_the_office(self):
        self._review(self.sheet)
        self.assertOnly(self.office + self.admin, {"final_reason": "As proven."})
        self.assertOnly(
            self.env["res.users"],
            {"self_value": 9, "review_value": 9, "review_reason": "No.", "assessed": False, "claim_ids": []},
        )

    def test_an_office_member_has_the_columns_of_the_relation_to_this_sheet_only(self):
        """A reviewer who also belongs to the office reviews as reviewer, and does not confirm."""
        self.deputy.group_ids += self.env.ref("perf_appraisal.group_perf_office")
        self._submit(self.sheet)
        with self.assertRefused():
            self.line(self.deputy).write({"self_value": 9})
        with self.assertRefused():
            self.line(self.deputy).write({"final_score": 9, "final_reason": "Because."})
        self.line(self.deputy).write({"review_value": 17, "review_reason": "Because."})
        self.sheet.with_user(self.deputy).action_review()
        with self.assertRefused():
            self.line(self.deputy).write({"final_score": 9, "final_reason": "Because."})
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.sheet.with_user(self.deputy).action_confirm()
        self.sheet.with_user(self.office).action_confirm()
        self.assertState(self.sheet, "confirmed")

    def test_lines_are_neither_added_nor_taken_away(self):
        other = self.line(self.staff, self.level)
        commands = (
            [Command.create({"indicator_id": self.judged.id})],
            [Command.delete(other.id)],
            [Command.unlink(other.id)],
            [Command.clear()],
            [Command.set([])],
            [Command.link(self._line(self.sheets["colleague"], self.level).id)],
        )
        for command in commands:
            with self.subTest(command), self.assertRefused():
                self.sheet.with_user(self.staff).write({"line_ids": command})
            with self.subTest(command), self.assertRefused():
                self.sheet.write({"line_ids": command})
        with self.assertRefused():
            other.unlink()
        with self.assertRefused():
            other.sudo().unlink()
        with self.assertRefused():
            other.copy()

    # === CHANGED SCORES === #

    def test_a_changed_score_needs_a_reason(self):
        self._submit(self.sheet)
        line = self.line(self.deputy)
        with self.assertRefused(UserError, "You changed the score of Duties"):
            line.write({"review_value": 15})
        with self.assertRefused(UserError, "You changed the score of Duties"):
            line.write({"review_value": 15, "review_reason": "  "})
        line.write({"review_value": 15, "review_reason": "Two tasks are open."})
        with self.assertRefused(UserError, "You changed the score of Duties"):
            line.write({"review_reason": ""})
            self.sheet.with_user(self.deputy).action_review()
        self.sheet.with_user(self.deputy).action_review()
        line = self.line(self.office)
        with self.assertRefused(UserError, "You changed the score of Duties"):
            line.write({"final_score": 16})
        line.write({"final_score": 16, "final_reason": "One is done."})
        self.sheet.with_user(self.office).action_confirm()
        self.assertEqual(self.sheet.final_score, 95.0)

    def test_an_unchanged_score_needs_no_reason(self):
        self._submit(self.sheet)
        self.line(self.deputy).write({"review_value": 18})
        self.sheet.with_user(self.deputy).action_review()
        self.assertFalse(self.sheet.change_ids)

    def test_leaving_a_line_out_needs_a_reason_and_is_kept(self):
        self._submit(self.sheet)
        line = self.line(self.deputy)
        with self.assertRefused(UserError, "say why the line is not assessed"):
            line.write({"assessed": False})
        line.write({"assessed": False, "review_reason": "The task was taken from him."})
        self.assertRecordValues(self.sheet.change_ids, [{"phase": "review", "old_score": 18, "new_score": 0}])
        self.sheet.with_user(self.deputy).action_review()
        self.assertRecordValues(self.sheet, [{"review_score": 79.0, "full_score": 80.0}])

    # === EVIDENCE === #

    def test_own_unbound_files_become_evidence(self):
        file = self._create_attachment(self.staff)
        pending = self._create_attachment(self.staff, res_model="perf.appraisal.line", res_id=0)
        self.line(self.staff).evidence_ids = file + pending
        for bound in (file, pending):
            self.assertRecordValues(bound, [{"res_model": "perf.appraisal.line", "res_id": self.line(self.staff).id}])

    def test_files_of_others_or_of_other_records_are_refused(self):
        note = self.env["res.partner"].create({"name": "Letter"})
        foreign = {
            "somebody else's": self._create_attachment(self.colleague),
            "public": self._create_attachment(self.colleague, public=True),
            "of another record": self._create_attachment(self.env.user, res_model=note._name, res_id=note.id),
            "pending elsewhere": self._create_attachment(self.staff, res_model="mail.compose.message", res_id=0),
        }
        other = self.line(self.staff, self.level)
        foreign["of another line"] = self._create_attachment(self.staff)
        other.evidence_ids = foreign["of another line"]
        for label, file in foreign.items():
            with self.subTest(label), self.assertRefused():
                self.line(self.staff).write({"evidence_ids": [Command.link(file.id)]})
            with self.subTest(label), self.assertRefused():
                self.sheet.with_user(self.staff).write(
                    {"line_ids": [Command.update(self.line(self.staff).id, {"evidence_ids": [Command.set(file.ids)]})]}
                )
        self.assertFalse(self.line(self.staff).evidence_ids)

    def test_evidence_stays_where_it_is_bound(self):
        """Whoever could bind it elsewhere would rewrite it there after the confirmation."""
        file = self._create_attachment(self.staff)
        self.line(self.staff).evidence_ids = file
        own = self._line(self.sheet, self.level)
        for values in (
            {"res_model": False, "res_id": False},
            {"res_id": 0},
            {"res_model": "res.partner", "res_id": self.staff.partner_id.id},
            {"res_id": own.id},
            {"res_field": "evidence_ids"},
        ):
            for user in (self.staff, self.env.user):
                with self.subTest(values, user=user.login), self.assertRefused():
                    file.with_user(user).write(values)

    def test_evidence_changes_only_while_the_sheet_is_filled_in(self):
        file = self._create_attachment(self.staff)
        self.line(self.staff).evidence_ids = file
        file.with_user(self.staff).raw = b"a better scan"
        self._submit(self.sheet)
        for user in (self.staff, self.deputy, self.head, self.coordinator, self.office, self.admin, self.env.user):
            for values in ({"raw": b"forged"}, {"name": "forged.txt"}, {"type": "url", "url": "https://example.com"}):
                with self.subTest(values, user=user.login), self.assertRefused():
                    file.with_user(user).write(values)
            with self.subTest("unlink", user=user.login), self.assertRefused():
                file.with_user(user).unlink()
        self.assertEqual(file.raw, b"a better scan")

    def test_points_outside_a_level_chosen_later_are_given_anew(self):
        line = self._line(self.sheet.with_user(self.staff), self.level)
        good, fair, _poor = self.level.level_ids
        with Form(line, view="perf_appraisal.perf_appraisal_line_view_form") as form:
            form.level_id = good
            self.assertEqual(form.self_value, 0.0, "nothing is given in his place")
            form.self_value = 19
            with self.assertLogs("odoo.tests.form.onchange", "WARNING") as told:
                form.level_id = fair
            self.assertIn("12 to 17", told.output[0])
            self.assertEqual(form.self_value, 0.0, "nothing is given in his place")
            form.self_value = 15
        self.assertRecordValues(line, [{"self_value": 15.0, "level_id": fair.id}])

    def test_claims_are_offered_where_there_are_rules(self):
        lines = self.sheet.line_ids.with_user(self.staff)
        self.assertTrue(self._line(lines.appraisal_id, self.parts).has_rules)
        self.assertFalse(self._line(lines.appraisal_id, self.level).has_rules)

    # === REFUSALS OF SEVERAL SHEETS === #

    def test_a_refusal_of_several_sheets_says_whose_line_it_is(self):
        sheets = self.sheet + self.sheets["colleague"]
        self._submit(self.sheet)
        self._submit(self.sheets["colleague"])
        self._change_silently(self.deputy, "review_value", "review_reason")
        named = f"the score of “Duties” of {self.sheet.display_name}. Write"
        with self.assertRefused(UserError, named):
            sheets.with_user(self.deputy).action_review()
        with self.assertRefused(UserError, "the score of Duties. Write"):
            self.sheet.with_user(self.deputy).action_review()
        self.line(self.deputy).review_value = 18
        sheets.with_user(self.deputy).action_review()
        self._change_silently(self.office, "final_score", "final_reason")
        sheets = sheets.with_user(self.office)
        with self.assertRefused(UserError, named):  # some from a list
            sheets.action_confirm()
        with self.assertRefused(UserError, named):  # a whole county
            sheets.line_ids._check_final_reasons(sheets)

    def _change_silently(self, user, score, reason):
        """Change a score, and take the reason back afterwards."""
        self.line(user).write({score: 15, reason: "Open."})
        self.line(user).write({reason: False})

    def test_lines_that_nobody_scored_are_named_with_their_sheet(self):
        sheets = self.sheet + self.sheets["colleague"]
        self._submit(self.sheet)
        self._pass_deadlines(self.month)
        left = self.sheets["colleague"].with_user(self.deputy)
        left.action_skip_self_score()
        with self.assertRefused(UserError, f"Nobody has scored “Duties” of {left.display_name}"):
            sheets.with_user(self.deputy).action_review()
        with self.assertRefused(UserError, "Nobody has scored Duties"):
            left.action_review()

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ...common import OFFICE, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalScreen(PerfCommon):
    """What the screens ask: which lines are filled in, what the sheet comes to, whose turn it is."""

    # === FILLED IN === #

    def _lines_filled_in(self):
        self.env.flush_all()
        found = self.sheet.line_ids.search([("appraisal_id", "=", self.sheet.id), ("is_filled_in", "=", True)])
        missing = self.sheet.line_ids.search([("appraisal_id", "=", self.sheet.id), ("is_filled_in", "=", False)])
        self.assertEqual(found | missing, self.sheet.line_ids)
        self.assertEqual(found, self.sheet.line_ids.filtered("is_filled_in"), "search and field disagree")
        return set(found.indicator_id.mapped("name"))

    def test_search_field_and_refusal_say_the_same(self):
        line = {record.indicator_id.name: record.with_user(self.staff) for record in self.sheet.line_ids}
        self.assertEqual(self._lines_filled_in(), {"Attendance", "Reports"})
        steps = [
            ("Duties", {"self_note": "  "}, set()),
            ("Duties", {"self_note": "Ill for the whole month"}, {"Duties"}),
            ("Visits", {"actual_value": 4.0}, {"Duties", "Visits"}),
            ("Visits", {"actual_value": 0.0}, {"Duties"}),
            ("Visits", {"self_note": "None was due"}, {"Duties", "Visits"}),
            ("Service", {"self_value": 15.0}, {"Duties", "Visits"}),
            ("Service", {"level_id": self.level.level_ids[1].id}, {"Duties", "Visits", "Service"}),
        ]
        for name, vals, filled in steps:
            with self.subTest(name, **vals):
                line[name].write(vals)
                self.assertEqual(self._lines_filled_in() - {"Attendance", "Reports"}, filled)
                if len(filled) < 3:
                    with self.assertRefused(UserError, "cannot be submitted yet") as refusal:
                        self.sheet.with_user(self.staff).action_submit()
                    named = {other for other in line if f"• {other}:" in str(refusal.exception)}
                    self.assertEqual(named, {"Duties", "Visits", "Service"} - filled)
        self.sheet.with_user(self.staff).action_submit()

    def test_every_method_has_its_input(self):
        columns = {line.method: line.input_column for line in self.sheet.line_ids}
        self.assertEqual(
            columns,
            {
                "judged": "self_value",
                "level": "self_value",
                "ratio": "actual_value",
                "deduction": False,
                "parts": False,
            },
        )

    # === TOTAL WHILE TYPING === #

    def _form(self, user):
        return Form(self.sheet.with_user(user), view="perf_appraisal.perf_appraisal_view_form")

    def _type(self, form, indicator, **values):
        index = self.sheet.line_ids.mapped("indicator_id").ids.index(indicator.id)
        with form.line_ids.edit(index) as line:
            for name, value in values.items():
                setattr(line, name, value)

    def test_the_total_while_typing_is_what_the_server_computes(self):
        form = self._form(self.staff)
        self.assertEqual((form.live_score, form.live_full), (20.0, 100.0))
        self._type(form, self.judged, self_value=18.0)
        self.assertEqual(form.live_score, 38.0)
        self._type(form, self.ratio, actual_value=5.0)
        self.assertEqual(form.live_score, 48.0)
        form.save()
        self._submit(self.sheet)
        self.assertEqual(self._form(self.deputy).live_score, self.sheet.self_score)

    def test_lines_not_assessed_are_left_out_or_count_full(self):
        self._submit(self.sheet)
        for policy, score, full in (("exclude", 79.0, 80.0), ("full", 99.0, 100.0)):
            with self.subTest(policy):
                self._set_na_policy(policy)
                typed = self.sheet.new(origin=self.sheet.with_user(self.deputy))
                self.assertEqual(typed.live_score, 97.0)
                typed.line_ids.filtered(
                    lambda line: line._origin == self._line(self.sheet, self.judged)
                ).assessed = False
                self.assertEqual((typed.live_score, typed.live_full), (score, full))
        line = self._line(self.sheet, self.judged).with_user(self.deputy)
        line.write({"assessed": False, "review_reason": "Not done this month"})
        self.sheet.with_user(self.deputy).action_review()
        self.assertRecordValues(self.sheet, [{"review_score": score, "full_score": full}])

    # === WHOSE TURN === #

    def _turn(self, user):
        """Return whether it is the user's turn, by the field and by the search alike."""
        self.env.flush_all()
        self.env.invalidate_all()
        sheet = self.sheet.with_user(user)
        found = sheet.search([("i_write", "=", True), ("id", "=", sheet.id)])
        self.assertEqual(bool(found), sheet.i_write)
        return sheet.i_write

    def _who(self):
        users = (self.staff, self.coordinator, self.deputy, self.head, self.chief, self.office, self.auditor)
        return {user.login for user in users if self._turn(user)}

    def test_the_turn_goes_from_one_to_the_next(self):
        self.assertEqual(self._who(), {"staff", "coordinator"})
        self._submit(self.sheet)
        self.assertEqual(self._who(), {"deputy"})
        self.month.sudo().review_deadline = "2000-01-01"
        self.assertEqual(self._who(), {"deputy", "head", "chief"})
        self.sheet.with_user(self.head).action_review()
        self.assertEqual(self._who(), {"office"})
        self.sheet.with_user(self.office).action_confirm()
        self.assertEqual(self._who(), set())

    def test_who_helped_to_fill_in_has_no_turn(self):
        self.office2.group_ids += self.env.ref(OFFICE)
        self.township.perf_coordinator_ids += self.office2.employee_id
        self._line(self.sheet, self.judged).with_user(self.office2).self_value = 5.0
        self._review(self.sheet)
        self.assertFalse(self._turn(self.office2))
        self.assertTrue(self._turn(self.office))

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

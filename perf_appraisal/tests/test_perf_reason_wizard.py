from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfReasonWizard(PerfCommon):
    def _ask(self, user, **values):
        values = {"res_model": "perf.appraisal", "res_ids": self.sheet.ids, "action": "action_return", **values}
        return self.env["perf.reason.wizard"].with_user(user).create({"reason": "The note is missing", **values})

    def test_reason_reaches_the_sheet(self):
        self._submit(self.sheet)
        self._ask(self.deputy).action_apply()
        self.assertRecordValues(self.sheet, [{"state": "draft", "return_reason": "The note is missing"}])

    def test_dialog_gives_no_further_right(self):
        self._submit(self.sheet)
        with self.assertRefused(UserError):
            self._ask(self.coordinator).action_apply()
        self.assertEqual(self.sheet.state, "self_scored")

    def test_dialog_runs_no_other_method(self):
        for values in (
            {"action": "unlink"},
            {"action": "action_submit"},
            {"res_model": "res.users"},
            {"res_model": "no.model"},
        ):
            with self.subTest(values=values), self.assertRefused(UserError, "takes no reason"):
                self._ask(self.deputy, **values).action_apply()

    def test_records_that_are_none_are_refused_with_a_sentence(self):
        for values in (
            {"res_ids": "abc"},
            {"res_ids": {"a": 1}},
            {"res_ids": ["abc"]},
            {"res_ids": [True]},
            {"states": "abc"},
            {"states": {"abc": "draft"}},
        ):
            with self.subTest(values), self.assertRefused(ValidationError, "does not know its records"):
                self._ask(self.deputy, **values)

    def test_a_second_press_does_not_return_the_sheet_a_second_step(self):
        sheet = self.sheets["head"]
        sheet._unlocked().write({"reviewer_id": False})
        self._submit(sheet)
        sheet.with_user(self.office).action_review()
        sheet = sheet.with_user(self.office2)
        opened = sheet.with_context(perf_action="action_return").action_ask_reason()["context"]
        wizard = self.env["perf.reason.wizard"].with_user(self.office2).with_context(**opened)
        dialogs = [wizard.create({"reason": "The note is missing"}) for _press in range(2)]
        for dialog in (dialogs[0], *dialogs):
            dialog.action_apply()
            self.assertState(sheet, "self_scored")

    def test_a_sheet_that_moved_on_meanwhile_is_not_returned(self):
        self._submit(self.sheet)
        dialog = self._ask(self.deputy)
        self.sheet.with_user(self.deputy).action_review()
        with self.assertRefused(UserError, "has moved on meanwhile"):
            dialog.action_apply()
        self.assertState(self.sheet, "reviewed")

    def test_the_dialog_says_what_it_is_about_and_what_happens(self):
        self._submit(self.sheet)
        opened = self.sheet.with_user(self.deputy).with_context(perf_action="action_return").action_ask_reason()
        self.assertEqual(opened["name"], "Return")
        dialog = self._ask(self.deputy)
        self.assertEqual(dialog.subject, self.sheet.display_name)
        self.assertIn("goes back one step", dialog.explanation)
        sheets = self.env["perf.appraisal"].union(*self.sheets.values())
        self.assertIn(f"{len(sheets) - 3} more", self._ask(self.office, res_ids=sheets.ids).subject)

    def test_every_action_with_a_reason_explains_itself(self):
        for model in map(self.env.__getitem__, self.registry.descendants(["perf.state.mixin"], "_inherit")):
            for action in filter(model._takes_reason, model._declared("_transitions")):
                dialog = self.env["perf.reason.wizard"].new({"res_model": model._name, "res_ids": [], "action": action})
                self.assertTrue(dialog.explanation, (model._name, action))

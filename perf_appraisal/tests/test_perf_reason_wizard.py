from odoo.exceptions import UserError
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

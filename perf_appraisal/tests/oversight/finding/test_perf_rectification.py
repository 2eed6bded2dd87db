from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfRectification(SpotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = fields.Date.add(cls.env.company._perf_today(), days=5)

    def _rectifying(self):
        finding = self._found(deadline=self.day, requirement="Open at eight.")
        finding.with_user(self.office).action_confirm()
        return finding

    def _write_down(self, finding, user=None, **values):
        values = {"finding_id": finding.id, "text": "We open at eight.", **values}
        return self.env["perf.rectification"].with_user(user or self.coordinator).create(values)

    def test_the_unit_reports_with_evidence_and_it_is_verified(self):
        finding = self._rectifying()
        with self.assertRefused(UserError, "write down first"):
            finding.with_user(self.head).action_report_rectified()
        report = self._write_down(finding)
        report.evidence_ids = self._create_attachment(self.coordinator)
        with self.assertRefused(UserError, "when the unit has reported"):
            finding.with_user(self.office).action_verify()
        finding.with_user(self.head).action_report_rectified()
        with self.assertRefused(UserError, "Office or an inspector verifies"):
            finding.with_user(self.head).action_verify()
        finding.with_user(self.inspector).action_verify()
        self.assertState(finding, "closed")
        self.assertEqual((report.verdict, finding.verified_by_id), ("accepted", self.inspector))

    def test_the_unit_writes_it_down_in_a_dialog_of_its_own(self):
        """It may not write on the finding, so that nothing could be added in the finding's form."""
        finding = self._rectifying()
        self.assertFalse(finding.with_user(self.coordinator).has_access("write"))
        for user in (self.office, self.inspector, self.staff, self.other_head):
            with self.assertRefused((AccessError, UserError)), mute_logger("odoo.addons.base.models.ir_rule"):
                finding.with_user(user).action_write_rectification()
        asked = finding.with_user(self.coordinator).action_write_rectification()
        self.assertEqual((asked["res_model"], asked["target"], asked["res_id"]), ("perf.rectification", "new", False))
        form = Form(self.env["perf.rectification"].with_user(self.coordinator).with_context(asked["context"]))
        form.text = "We open at eight."
        report = form.save()
        self.assertEqual(finding.with_user(self.head).action_write_rectification()["res_id"], report.id)
        finding.with_user(self.head).action_report_rectified()
        with self.assertRefused(UserError, "the unit reports it"):
            finding.with_user(self.head).action_write_rectification()

    def test_a_rejected_one_is_reported_anew_and_the_first_stays(self):
        finding = self._rectifying()
        first = self._write_down(finding)
        finding.with_user(self.head).action_report_rectified()
        with self.assertRefused(UserError):
            first.text = "Something else"
        with self.assertRefused(UserError, "reason"):
            finding.with_user(self.office).action_reject_rectification()
        finding.with_user(self.office).action_reject_rectification(reason="Nobody there at eight.")
        self.assertEqual((finding.state, finding.reported_on), ("rectifying", False))
        self.assertEqual((first.verdict, first.verdict_reason), ("rejected", "Nobody there at eight."))
        with self.assertRefused(UserError):
            first.text = "Something else"
        second = self._write_down(finding, text="Now we do.")
        finding.with_user(self.head).action_report_rectified()
        finding.with_user(self.office).action_verify()
        self.assertEqual((first.verdict, second.verdict), ("rejected", "accepted"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_the_unit_writes_it(self):
        finding = self._rectifying()
        for user in (self.office, self.inspector, self.other_head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                self._write_down(finding, user)
        report = self._write_down(finding)
        for user in (self.office, self.inspector, self.staff):
            with self.assertRefused((AccessError, UserError)):
                report.with_user(user).text = "Nothing"

    def test_what_is_late_is_shown(self):
        finding = self._rectifying()
        self.assertFalse(finding.is_overdue)
        finding.sudo()._unlocked().deadline = fields.Date.subtract(self.env.company._perf_today(), days=1)
        self.assertTrue(finding.is_overdue)
        self.assertIn(finding, self.env["perf.finding"].search([("is_overdue", "=", True)]))
        self._write_down(finding)
        finding.with_user(self.head).action_report_rectified()
        self.assertFalse(finding.is_overdue)

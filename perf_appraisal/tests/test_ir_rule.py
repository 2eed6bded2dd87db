from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestIrRule(PerfCommon):
    """Who may not see or change a record hears it in plain words."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_refusal_makes_no_jokes_and_says_whom_to_ask(self):
        sheet = self.sheets["stranger"].with_user(self.staff)
        with self.assertRefused(AccessError, "not yours to see. If you need it, ask the Performance Office") as refusal:
            sheet.check_access("read")
        self.assertNotIn("top-secret", str(refusal.exception))
        with self.assertRefused(AccessError, "not yours to change, or not now"):
            sheet.check_access("write")
        self.env["res.lang"]._activate_lang("zh_CN")
        with self.assertRefused(AccessError, "您无权查看该记录（"):
            sheet.with_context(lang="zh_CN").check_access("read")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_in_debug_mode_neither_rules_nor_records_are_named(self):
        sheet = self.sheets["stranger"].with_user(self.staff)
        with self.debug_mode(), self.assertRefused(AccessError, "not yours to see") as refusal:
            sheet.check_access("read")
        self.assertNotIn(sheet.sudo().display_name, str(refusal.exception))

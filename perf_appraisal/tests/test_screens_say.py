from lxml import etree

from odoo.models import BaseModel
from odoo.tests import tagged

from .common import PerfCommon

#: What would be left over of a name whose parts are empty.
_STRAY = ("·", "代", "for", "(", "0", "False")


@tagged("post_install", "-at_install")
class TestScreensSay(PerfCommon):
    """What screens of all models have in common."""

    def test_a_new_record_has_no_name_of_stray_marks(self):
        for model, records in self.env.items():
            if model.startswith("perf.") and not records._abstract:
                name = (BaseModel.new(records, {}).display_name or "").strip()  # some have a field called new
                self.assertFalse(name.startswith(_STRAY) or name.endswith("·"), f"{model}: {name}")

    def test_a_new_record_s_name_begins_with_the_first_part_that_is_known(self):
        period = {"period_id": self.month.id}
        for user, model, values, name in (
            (self.office, "perf.extension", period, self.month.display_name),
            (self.head, "perf.summary", period, self.month.display_name),
            (self.head, "perf.standin", {"employee_id": self.head.employee_id.id}, False),
        ):
            self.assertEqual(self.env[model].with_user(user).new(values).display_name, name)

    def test_lists_that_are_read_on_a_telephone_have_cards(self):
        for xmlid in ("perf_batch_action", "perf_period_action", "hr_department_action_units"):
            action = self.env.ref(f"perf_appraisal.{xmlid}")
            for user in (self.office, self.auditor):
                found = self.env[action.res_model].with_user(user).get_views(action.views)["views"]
                self.assertIn("kanban", found, xmlid)
                self.assertIn('create="0"', found["kanban"]["arch"])
            self.assertIn("kanban", action.view_mode)

    def test_every_list_that_a_menu_opens_has_cards_for_a_small_screen(self):
        ids = self.env["ir.model.data"].search(
            [("module", "=", "perf_appraisal"), ("model", "=", "ir.actions.act_window")]
        )
        actions = self.env["ir.actions.act_window"].browse(ids.mapped("res_id"))
        lists = actions.filtered(lambda action: action.view_mode.split(",")[0] == "list")
        self.assertGreater(len(lists), 20)
        self.assertFalse(
            [action.path for action in lists if "kanban" not in action.view_mode.split(",")], "lists without cards"
        )
        for action in lists:
            views = self.env[action.res_model].get_views(action.views)["views"]
            trees = {kind: etree.fromstring(view["arch"]) for kind, view in views.items()}
            with self.subTest(action.path):
                self.assertEqual(trees["list"].get("create"), trees["kanban"].get("create"), "what is made in both")

    def test_the_auditor_reads_and_is_offered_no_button_that_changes_anything(self):
        for model, name in (("perf.superior.indicator", "action_take"), ("perf.batch", "action_retry")):
            for user, offered in ((self.office, True), (self.auditor, False)):
                arch = self.env[model].with_user(user).get_view(view_type="form")["arch"]
                buttons = etree.fromstring(arch).xpath(f"//button[@name='{name}']")
                self.assertEqual(bool(buttons), offered, f"{user.login}: {name}")

    def test_what_a_lead_unit_gives_is_not_headed_as_the_leader_s(self):
        arch = self.env["perf.appraisal.line"].with_user(self.head).get_view(view_type="form")["arch"]
        [group] = etree.fromstring(arch).xpath("//group[@name='review']")
        self.assertFalse(group.get("string"))
        heads = {node.get("string"): node.get("invisible") for node in group.xpath("separator")}
        self.assertEqual(heads, {"Leader": "is_led", "Lead Unit's Score": "not is_led"})

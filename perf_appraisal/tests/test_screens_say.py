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

    def test_a_period_shows_its_jobs_to_those_who_read_them_and_opens_for_all(self):
        for user, offered in ((self.office, True), (self.auditor, True), (self.head, False), (self.staff, False)):
            arch = self.env["perf.period"].with_user(user).get_view(view_type="form")["arch"]
            jobs = etree.fromstring(arch).xpath("//field[@name='batch_ids']")
            self.assertEqual(bool(jobs), offered, user.login)

    def test_inner_lists_of_many_columns_have_cards_for_a_small_screen(self):
        for model, name in (
            ("perf.period", "batch_ids"),
            ("perf.superior.indicator", "plan_line_ids"),
            ("perf.superior.indicator", "progress_ids"),
            ("perf.appraisee", "appraisal_ids"),
            ("perf.batch", "listed_line_ids"),
        ):
            arch = self.env[model].with_user(self.office).get_view(view_type="form")["arch"]
            [field] = etree.fromstring(arch).xpath(f"//field[@name='{name}']")
            self.assertEqual({node.tag for node in field}, {"list", "kanban"}, f"{model}: {name}")

    def test_who_has_no_way_to_make_a_record_is_offered_no_new_one(self):
        roles = ("office", "chief", "head", "coordinator", "staff", "auditor", "hr")
        for model, makers in (
            ("perf.plan", ("office", "chief", "head", "coordinator")),
            ("perf.summary", ("chief", "head", "coordinator")),
            ("perf.standin", ("office", "chief", "head")),
            ("perf.adjustment", ("office", "chief", "head", "coordinator")),
            ("perf.ticket", ("office", "chief", "head", "coordinator")),
            ("perf.work.log", roles),
        ):
            for role in roles:
                arch = self.env[model].with_user(getattr(self, role)).get_view(view_type="list")["arch"]
                offered = etree.fromstring(arch).get("create", "1").lower() not in ("0", "false")
                self.assertEqual(offered, role in makers, f"{role}: {model}")

    def test_the_auditor_is_offered_nothing_new_but_his_own_work_log(self):
        ids = self.env["ir.model.data"].search(
            [("module", "=", "perf_appraisal"), ("model", "=", "ir.actions.act_window")]
        )
        actions = self.env["ir.actions.act_window"].browse(ids.mapped("res_id"))
        offered = set()
        for action in actions.filtered(lambda action: action.target != "new"):
            records = self.env[action.res_model].with_user(self.auditor)
            if records._transient or not records.has_access("read"):
                continue
            views = records.get_views(action.views)["views"]
            trees = [
                etree.fromstring(view["arch"]) for kind, view in views.items() if kind in ("list", "kanban", "form")
            ]
            offered |= {action.res_model for tree in trees if tree.get("create", "1").lower() not in ("0", "false")}
        self.assertEqual(offered, {"perf.work.log"})
        arch = self.env["perf.adjustment"].with_user(self.auditor).get_view(view_type="list")["arch"]
        self.assertFalse(etree.fromstring(arch).xpath("//button[@display='always']"))

    def test_job_positions_and_people_get_their_category_in_their_row(self):
        for model in ("hr.job", "hr.employee.public"):
            xmlid = f"perf_appraisal.{model.replace('.', '_')}_view_list"
            view = self.env[model].with_user(self.office).get_view(self.env.ref(xmlid).id, "list")
            self.assertTrue(etree.fromstring(view["arch"]).xpath("/list/button[@string='Set']"), model)

    def test_no_points_are_shown_of_what_nobody_has_looked_at(self):
        arch = self.env["perf.inspection"].with_user(self.office).get_view(view_type="form")["arch"]
        [points] = etree.fromstring(arch).xpath("//field[@name='item_ids']/list/field[@name='given_points']")
        self.assertEqual(points.get("invisible"), "not is_checked")

    def test_what_a_lead_unit_gives_is_not_headed_as_the_leader_s(self):
        arch = self.env["perf.appraisal.line"].with_user(self.head).get_view(view_type="form")["arch"]
        [group] = etree.fromstring(arch).xpath("//group[@name='review']")
        self.assertFalse(group.get("string"))
        heads = {node.get("string"): node.get("invisible") for node in group.xpath("separator")}
        self.assertEqual(heads, {"Leader": "is_led", "Lead Unit's Score": "not is_led"})

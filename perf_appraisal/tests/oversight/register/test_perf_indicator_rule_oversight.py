import base64

from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ...register import RegisterCase


@tagged("post_install", "-at_install")
class TestPerfIndicatorRuleOversight(RegisterCase):
    def test_rules_are_offered_to_those_who_report_under_them(self):
        rules = self.register.rule_ids
        for user, found in ((self.other_head, rules), (self.office, rules), (self.head, rules.browse())):
            mine = self.env["perf.indicator.rule"].with_user(user)
            self.assertEqual(mine.search([("i_report", "=", True), ("id", "in", rules.ids)]), found, user.login)
            self.assertFalse(mine.search([("i_report", "=", False), ("id", "in", rules.ids)]) & found)
            self.assertEqual(rules.with_user(user).filtered("i_report"), found, user.login)

    def test_next_year_s_table_leaves_this_year_s_alone(self):
        self.cycle.with_user(self.admin).action_copy_next()
        copy = self.env["perf.indicator"].search([("origin_id", "=", self.register.id)])
        rule = copy.rule_ids.filtered(lambda rule: rule.name == "Letter")
        with self.assertRefused(ValidationError, "is a rule of another year"):
            self._enter(rule_id=rule.id)
        form = Form(self.env["perf.adjustment"].with_user(self.other_head))
        for model in ("perf.adjustment", "perf.adjustment.import", "perf.ticket"):
            domain = safe_eval(self.env[model]._fields["rule_id"].domain, {"company_id": form.company_id.id})
            offered = self.env["perf.indicator.rule"].with_user(self.other_head).search(domain)
            self.assertIn(self.rules["Letter"], offered, model)
            self.assertNotIn(rule, offered, model)
        content = f"单位,规则,数量\n{self.township.name},Letter,2".encode()
        wizard = self.env["perf.adjustment.import"].with_user(self.other_head)
        wizard = wizard.create({"file": base64.b64encode(content), "filename": "a.csv"})
        wizard.action_read()
        self.assertRecordValues(wizard.line_ids, [{"rule_id": self.rules["Letter"].id, "problem": ""}])
        self.cycle.with_user(self.admin).action_copy_next()
        self.register.sequence = 99
        self.env.cr.execute("UPDATE perf_indicator SET sequence = 1 WHERE id = %s", copy.ids)
        self.env.invalidate_all()
        lost = self.env["perf.superior.indicator"].create(
            {"cycle_id": self.cycle.id, "name": "Air", "lead_unit_id": self.township.id, "lost_points": 1.0}
        )
        lost.with_user(self.office).action_propose_deductions()
        entry = self.env["perf.adjustment"].search([("superior_indicator_id", "=", lost.id)])
        self.assertEqual(entry.rule_id, self.rules["City"])

    def test_a_rule_is_named_with_its_item_where_that_says_more(self):
        rule = self.rules["Letter"]
        self.assertEqual(rule.display_name, "Letter (−0.5)")
        whole = rule.with_context(perf_whole_rule=True)
        self.assertEqual(whole.display_name, "Outside the table · Letter (−0.5)")
        rule.name = "Outside the table, letters"
        self.assertEqual(whole.display_name, "Outside the table, letters (−0.5)")

    def test_a_rule_is_found_by_its_item(self):
        found = self.env["perf.indicator.rule"].name_search("Outside the tab")
        self.assertEqual({key for key, _name in found}, set(self.register.rule_ids.ids))

    def test_a_search_on_a_small_screen_looks_at_the_item_too(self):
        view = etree.fromstring(self.env["perf.indicator.rule"].get_view(view_type="search")["arch"])
        self.assertEqual([field.get("name") for field in view.iter("field")], ["display_name"])

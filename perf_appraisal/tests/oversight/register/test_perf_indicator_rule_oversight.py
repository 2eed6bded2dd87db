from odoo.tests import tagged

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

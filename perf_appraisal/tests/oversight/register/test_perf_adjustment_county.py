from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from ....tools import register
from ...import_common import ImportCommon
from ...register import RegisterCase

#: What happened to one unit in a year under the county's rules: rule → quantity, and what it costs, by hand.
HAPPENED = {
    "不执行上级决定决议": (1, 5.0),
    "上级决定不按时完成": (2, 4.0),
    "专项督办件/领导批示件未办复": (3, 1.5),
    "督办件无法办理不说明": (1, 0.5),
    "网民留言未及时回复": (4, 0.4),
    "未执行重大事项报告制度": (1, 1.0),
    "领导外出未请销假": (2, 2.0),
    "媒体负面曝光": (1, 3.0),  # by the province
    "市级绩效被扣分": (1.25, 2.5),  # the county doubles it
    "会议无故缺席": (1, 1.0),
    "会议迟到/早退/擅自代会": (3, 1.5),
    "会上被点名批评": (1, 1.0),
}


@tagged("post_install", "-at_install")
class TestPerfAdjustmentCounty(ImportCommon, RegisterCase):
    """A county's twelve real rules, read from its table, applied, and summed by hand."""

    def _rules(self):
        wizard = self._real("county_2015_deductions.csv", scheme_id=self.scheme_unit.id)
        wizard.action_import()
        found = self.env["perf.indicator"].search([("scheme_id", "=", self.scheme_unit.id), ("is_register", "=", True)])
        return {indicator.name: indicator.rule_ids for indicator in found if indicator.name in HAPPENED}

    def test_twelve_rules_are_applied_and_summed(self):
        rules = self._rules()
        self.assertEqual(set(rules), set(HAPPENED))
        adjustments = self.env["perf.adjustment"].with_user(self.office)
        for name, (quantity, points) in HAPPENED.items():
            rule = rules[name].sorted("points")[-1:]
            adjustments += adjustments.create(
                {"unit_id": self.township.id, "rule_id": rule.id, "quantity": quantity, "matter": name}
            )
            self.assertEqual(adjustments[-1:].points, points, name)
        adjustments.action_submit()
        adjustments.with_user(self.office2).action_confirm()
        self.assertEqual(self._total(adjustments), Decimal("-23.40"))
        adjustments[0].with_user(self.office2).action_reverse(reason="It was carried out")
        self.assertEqual(self._total(adjustments), Decimal("-18.40"))

    def _total(self, adjustments):
        """Return what the ledger's entries come to, by the function that results use."""
        entries = self._entries(adjustments)
        return register.register_total(
            register.Entry(
                number=entry.id,
                kind=entry.kind,
                points=register.D(str(entry.points)),
                rule=entry.rule_id.id,
                period=entry.period_id.id,
                matter=entry.matter or "",
                highest_only=entry.rule_id.highest_only,
                max_points=register.D(str(entry.rule_id.max_points)),
                cap_period=entry.rule_id.cap_period,
                reverses=entry.reversal_of_id.id or None,
            )
            for entry in entries
        ).points

    def test_ten_points_in_a_quarter_are_ten_of_the_year_once(self):
        rule = self._create_indicator(
            "Honours",
            kind="unit",
            scheme_id=self.scheme_unit.id,
            full_score=0.0,
            lead_unit_ids=[Command.set(self.other.ids)],
            rule_ids=[self._rule("bonus", "Province", 10.0)],
        ).rule_ids
        adjustment = self._confirmed(rule_id=rule.id, date=self.quarter.date_start)
        self.assertEqual((adjustment.period_id, self._entries(adjustment).mapped("points")), (self.year, [10.0]))
        self.assertEqual(self._total(adjustment), Decimal("10.00"))

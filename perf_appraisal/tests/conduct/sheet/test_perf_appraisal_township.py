import base64

from odoo import Command
from odoo.tests import tagged
from odoo.tools.misc import file_open

from ...common import PerfCommon

#: What the township did not reach, of the real table: indicator → what is entered.
MISSED = {
    "完善四个到位": {"self_value": 4.0},  # 4 of 5
    "宣传教育": {"parts": ["媒体公益宣传", "进校园"]},  # 2 + 3 of 7
    "水质不达标河库治理": {"deductions": 1},  # 4 − 2
    "侵占水域岸线整治": {"deductions": 1},  # 1 + 3 − 2
    "水库水环境治理": {"actual_value": 75.0},  # 75 of 100 of 4 points
}


@tagged("post_install", "-at_install")
class TestPerfAppraisalTownship(PerfCommon):
    """A real township table, imported, as the year sheet of a unit: the total computed by hand."""

    def test_the_township_table_comes_to_the_total_computed_by_hand(self):
        sheet = self._year_sheet()
        self.assertEqual(sum(sheet.line_ids.mapped("weight")), 100.0)
        for line in sheet.with_user(self.coordinator).line_ids:
            self._enter(line, MISSED.get(line.indicator_id.name, {}))
        sheet.with_user(self.head).action_submit()
        # 100 − 1 (of 5) − 2 (a part of 7) − 2 − 2 − 1 (25 % of 4); a heading of 3 points has parts of 1 + 1 only: − 1
        self.assertEqual(sheet.self_score, 91.0)
        sheet.with_user(self.office).action_review()
        sheet.with_user(self.office2).action_confirm()
        self.assertEqual((sheet.final_score, sheet.full_score, sheet.percent), (91.0, 100.0, 91.0))
        entries = self.env["perf.score.entry"].search([("res_id", "=", sheet.id), ("kind", "=", "sheet")])
        self.assertEqual(round(sum(entries.mapped("points")), 2), 91.0)

    def _year_sheet(self):
        with file_open("perf_appraisal/tests/data/shicheng_2018_townships.csv", "rb") as file:
            values = {
                "scheme_id": self.scheme_unit.id,
                "file": base64.b64encode(file.read()),
                "filename": "shicheng_2018_townships.csv",
                "frequency": "year",
            }
        wizard = self.env["perf.indicator.import"].with_user(self.office).create(values)
        wizard.action_read()
        before = self.env["perf.indicator"].search([("scheme_id", "=", self.scheme_unit.id)])
        wizard.action_import()
        indicators = self.env["perf.indicator"].search([("scheme_id", "=", self.scheme_unit.id)]) - before
        revision = self.env["perf.plan"].browse(self.plan_unit.with_user(self.office).action_revise()["res_id"])
        revision.with_user(self.office)._add_indicators(indicators.filtered("full_score"))
        revision.with_user(self.head).action_sign(points_meant=True)
        revision.with_user(self.office2).action_approve(points_meant=True)
        year = self._period("year", 1)
        self._open_period(year)
        domain = [("kind", "=", "unit"), ("unit_id", "=", self.township.id), ("period_id", "=", year.id)]
        return self.env["perf.appraisal"].search(domain)

    def _enter(self, line, missed):
        """Enter what was reached: everything, but for what is missed."""
        rules = line.indicator_id.rule_ids
        parts = rules.filtered(lambda rule: rule.kind == "part" and rule.name in missed.get("parts", [rule.name]))
        claims = [Command.create({"rule_id": rule.id}) for rule in parts]
        if missed.get("deductions"):
            rule = rules.filtered(lambda rule: rule.kind == "deduction")
            claims.append(Command.create({"rule_id": rule.id, "quantity": missed["deductions"]}))
        values = {"claim_ids": claims} if claims else {}
        if line.method in ("judged", "level"):
            values["self_value"] = missed.get("self_value", line.full_score)
        if line.method == "level":
            values["level_id"] = line.indicator_id.level_ids.sorted("max_points")[-1].id
        if line.method == "ratio":
            values["actual_value"] = missed.get("actual_value", line.target_value)
        if values:
            line.write(values)

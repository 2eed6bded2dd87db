from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfInspectionPairs(SpotCase):
    """For each action somebody who may, and everybody who may not: the latter first."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def _walk(self, steps):
        """Let those who may not try each step, before who may does it.

        :param list steps: ``(records, method, arguments, who may, logins of who may not)``
        """
        for records, name, args, allowed, blocked in steps:
            for login in blocked.split():
                with self.assertRefused((AccessError, UserError)):
                    getattr(records.with_user(getattr(self, login)), name)(*args)
            self.env.flush_all()
            getattr(records.with_user(allowed), name)(*args)
            self.env.flush_all()
            self.env.invalidate_all()

    def test_an_inspection(self):
        visit = self._create_inspection(method="announced")
        outside = "head coordinator staff insider auditor stranger other_head"
        self._walk(
            [
                (visit, "write", [{"place": "Town hall"}], self.office, outside),
                (visit, "action_plan", [], self.office, outside),
                (visit, "action_start", [], self.inspector, f"office admin {outside}"),
                (visit, "write", [{"place": "First floor"}], self.inspector2, f"office admin {outside}"),
                (visit, "action_call_roll", [], self.inspector, f"office admin {outside}"),
                (visit, "write", [{"roll_rule_id": self.rule_absent.id}], self.inspector, f"office {outside}"),
                (visit, "action_mark_present", [], self.inspector2, f"office admin {outside}"),
            ]
        )
        called = visit.attendance_ids
        self._walk([(called, "write", [{"presence": "present"}], self.inspector, f"office admin {outside}")])
        absent = visit.attendance_ids.filtered(lambda line: line.employee_id == self.staff.employee_id)
        absent.with_user(self.inspector).presence = "absent"
        visit.with_user(self.inspector).write({"representative_opinion": "agrees"})
        visit.with_user(self.inspector).checked_at = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        self._walk(
            [
                (visit, "action_find_absent", [], self.inspector, f"office {outside}"),
                (visit, "action_issue", [], self.inspector, f"office admin {outside}"),
            ]
        )
        finding = visit.finding_ids
        self.assertEqual(finding.employee_id, self.staff.employee_id)
        finding.with_user(self.office).action_withdraw("He was ill")
        self._walk([(visit, "action_close", [], self.office, outside)])
        self.assertState(visit, "closed")

    def test_calling_it_off(self):
        outside = "inspector head staff insider auditor stranger"
        self._walk([(self.inspection, "action_cancel", ["Rain"], self.office, outside)])

    def test_a_finding(self):
        self._start()
        found = {"facts": "Nobody there"}
        finding = self._find(deadline=fields.Date.add(self.env.company._perf_today(), days=5), requirement="Be there")
        self._walk([(finding, "write", [found], self.inspector2, "office head staff insider auditor")])
        self._issue()
        report = self.env["perf.rectification"]
        values = {"finding_id": finding.id, "text": "We are there now."}
        unit = "staff insider stranger other_head auditor"
        self._walk(
            [
                (finding, "action_object", ["He was at the bank"], self.coordinator, f"office inspector {unit}"),
                (finding, "write", [{"requirement": "Be there at eight"}], self.office, f"inspector head {unit}"),
                (finding, "action_confirm", [], self.office, f"inspector head coordinator {unit}"),
                (finding, "action_write_rectification", [], self.coordinator, f"office inspector {unit}"),
                (report, "create", [[values]], self.coordinator, f"office inspector {unit}"),
                (finding, "action_report_rectified", [], self.head, f"office inspector {unit}"),
                (finding, "action_reject_rectification", ["Not yet"], self.inspector, f"head coordinator {unit}"),
                (report, "create", [[values]], self.head, f"office inspector {unit}"),
                (finding, "action_report_rectified", [], self.coordinator, f"office inspector {unit}"),
                (finding, "action_verify", [], self.office, f"head coordinator {unit}"),
                (finding, "action_withdraw", ["Wrong"], self.office2, f"inspector head coordinator {unit}"),
            ]
        )
        self.assertState(finding, "withdrawn")

    def test_a_draw(self):
        draw = self.env["perf.draw"].with_user(self.office)
        draw = draw.create({"period_id": self.quarter.id, "seed": "seven"}).with_user(self.env.user)
        outside = "inspector head staff stranger insider"
        self._walk(
            [
                (draw, "write", [{"seed": "eight"}], self.office, f"auditor {outside}"),
                (draw, "action_draw", [], self.office, f"auditor {outside}"),
                (draw, "action_repeat", [], self.auditor, outside),
                (draw, "action_make_inspections", [], self.office, f"auditor {outside}"),
            ]
        )

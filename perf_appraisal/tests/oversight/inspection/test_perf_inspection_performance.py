from odoo import Command
from odoo.tests import tagged

from ...crowd import FEW, MANY, CrowdMixin
from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfInspectionPerformance(CrowdMixin, SpotCase):
    """What a click on inspections, findings and draws costs does not depend on how many there are."""

    def assertCostsTheSame(self, make, act, rows=1, what=""):
        """Do something with few records, and with many, and compare the queries.

        :param make: makes so many records
        :param act: what is done with them
        :param int rows: rows written for each of them, at most
        """
        counts = []
        for number in (1, FEW, MANY):  # the first is for what a process loads once
            records = make(number)
            self.assertEqual(len(records), number)
            counts.append(self._queries(act, records)[0])
        self.assertFlat(*counts[1:], rows=rows * (MANY - FEW), what=what)

    def _inspections(self, number, **values):
        """Return so many announced checks of the township, as drafts."""
        values = {
            "unit_id": self.township.id,
            "period_id": self.quarter.id,
            "inspector_ids": [self._people("inspector", "inspector2")],
            "checklist_id": self.checklist.id,
            "method": "announced",
            **values,
        }
        return self.env["perf.inspection"].with_user(self.office).create([dict(values) for _number in range(number)])

    def _ongoing(self, number):
        inspections = self._inspections(number, method="covert")
        inspections.action_plan()
        inspections = inspections.with_user(self.inspector)
        inspections.action_start()
        inspections.item_ids.write({"is_checked": True})
        self._findings(inspections)
        return inspections

    def _findings(self, inspections):
        """Return a finding of each of the inspections, which are under way."""
        return self.env["perf.finding"].create(
            [
                {
                    "inspection_id": inspection.id,
                    "facts": "Nobody at the counter.",
                    "rule_id": self.rule_absent.id,
                    "employee_id": self.staff.employee_id.id,
                }
                for inspection in inspections
            ]
        )

    def _replied(self, number):
        """Return so many findings, to which the unit has replied."""
        inspections = self._ongoing(number)
        inspections.action_issue()
        findings = inspections.finding_ids
        findings.with_user(self.head).action_reply(reason="True")
        return self.env["perf.finding"].with_user(self.office).browse(findings.ids)  # as a call names them

    def test_making_inspections_with_their_check_lists(self):
        self.assertCostsTheSame(range, lambda numbers: self._inspections(len(numbers)), rows=7, what="create")

    def test_planning_and_telling_the_units(self):
        told = self.env["mail.notification"].search_count([("res_partner_id", "=", self.head.partner_id.id)])
        self.assertCostsTheSame(self._inspections, lambda found: found.action_plan(), rows=5, what="plan")
        now = self.env["mail.notification"].search_count([("res_partner_id", "=", self.head.partner_id.id)])
        self.assertEqual(now - told, 1 + FEW + MANY, "one for each inspection")

    def test_starting(self):
        def planned(number):
            inspections = self._inspections(number)
            inspections.action_plan()
            return inspections.with_user(self.inspector)

        self.assertCostsTheSame(planned, lambda found: found.action_start(), rows=2, what="start")

    def test_writing_down_findings(self):
        self.assertCostsTheSame(self._ongoing, self._findings, rows=3, what="find")

    def test_issuing(self):
        self.assertCostsTheSame(self._ongoing, lambda found: found.action_issue(), rows=7, what="issue")

    def test_deciding_and_posting(self):
        self.assertCostsTheSame(self._replied, lambda found: found.action_confirm(), rows=5, what="confirm")
        findings = self.env["perf.finding"].search([("unit_id", "=", self.township.id)])
        self.assertEqual(len(self._entries(findings)), 3 * (1 + FEW + MANY))

    def test_withdrawing(self):
        def confirmed(number):
            findings = self._replied(number)
            findings.action_confirm()
            return findings

        self.assertCostsTheSame(confirmed, lambda found: found.action_withdraw(reason="Wrong"), rows=5, what="withdraw")

    def test_drawing_units_and_making_their_inspections(self):
        def draw_all(units):
            values = {"period_id": self.quarter.id, "seed": "seven", "number": len(units)}
            values["category_ids"] = [Command.set(units.perf_category_id.ids)]
            draw = self.env["perf.draw"].with_user(self.office).create(values)
            draw.action_draw()
            self.assertEqual(draw.drawn_ids.unit_id, units)
            draw.action_make_inspections()

        def units(number):
            category = self.env["perf.category"].create({"name": f"Peers {number}", "kind": "unit"})
            values = {"perf_is_unit": True, "parent_id": self.county.id, "perf_category_id": category.id}
            return self.env["hr.department"].create([{"name": f"Unit {place}", **values} for place in range(number)])

        self.assertCostsTheSame(units, draw_all, rows=3, what="draw units")

    def test_drawing_inspectors_for_many_inspections(self):
        def draw_for(inspections):
            values = {"kind": "inspector", "period_id": self.quarter.id, "seed": "seven", "number": 2}
            draw = self.env["perf.draw"].with_user(self.office).create({**values, "inspection_ids": inspections.ids})
            draw.action_draw()
            self.assertTrue(all(len(inspection.inspector_ids) == 2 for inspection in inspections))

        self.assertCostsTheSame(
            lambda number: self._inspections(number, inspector_ids=False), draw_for, rows=8, what="draw inspectors"
        )

from odoo import models

#: No., finding, facts, rule, points of unit, leader and person, deadline, state; lying.
WIDTHS = (72, 158, 460, 268, 106, 106, 106, 124, 108)


class ReportPerfPeriod(models.AbstractModel):
    """The list of problems of a quarter: what was found and issued in every unit that the reader may see."""

    _name = "report.perf_appraisal.report_perf_period"
    _inherit = ["perf.paper.mixin"]
    _description = "List of Problems"

    _paper_model = "perf.period"
    _paper_domain = [("kind", "in", ("month", "quarter"))]
    _paper_landscape = True

    def _paper_values(self, doc):
        """Return the texts of one period's list."""
        findings = self.env["perf.finding"].search(
            [("period_id", "child_of", doc.id), ("state", "not in", ("draft", "withdrawn"))], order="unit_id, id"
        )
        by_unit = findings.grouped("unit_id")
        sections = [
            {"name": unit.name, "rows": [self._finding_row(place, one) for place, one in enumerate(found, 1)]}
            for unit, found in by_unit.items()
        ]
        return {
            "organisation": doc.company_id.name,
            "title": self.env._("List of Problems"),
            "running": doc.display_name,
            "issue": self.env._("printed %s", self._printed_on()),
            "period": self._period(doc),
            "head": self._pairs(
                [
                    (self.env._("Units"), str(len(by_unit))),
                    (self.env._("Findings"), str(len(findings))),
                    (self.env._("Repeated"), str(len(findings.filtered("is_repeated")))),
                    (self.env._("Overdue"), str(len(findings.filtered("is_overdue")))),
                ],
                count=4,
            ),
            "blocks": [self._table_block(self._columns(), sections or [{"name": "", "rows": []}])],
        }

    def _columns(self):
        """Return headings, widths and classes of the table."""
        headings = (
            (self.env._("Serial No."), "points"),
            (self.env._("File Number"), "small"),
            (self.env._("Facts"), ""),
            (self.env._("Rule"), ""),
            (self.env._("Taken from the Unit"), "points"),
            (self.env._("Taken from the Leader"), "points"),
            (self.env._("Taken from the Person"), "points"),
            (self.env._("Put right until"), "center"),
            (self.env._("State"), "center"),
        )
        return self._headed(WIDTHS, *headings)

    def _finding_row(self, place, finding):
        """Return the row of one finding."""
        costs = (finding.unit_points, finding.leader_points, finding.person_points)
        return {
            "cells": [
                str(place),
                finding.name,
                finding.facts,
                finding.rule_id.name or "",
                *(f"-{self._number(points)}" if points else "" for points in costs),
                self._short_day(finding.deadline) if finding.deadline else "",
                finding._state_label(),
            ],
            "below": [],
        }

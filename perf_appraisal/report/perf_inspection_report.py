from odoo import models
from odoo.tools import format_datetime, format_list

#: No., item and standard, points, what was seen: of the check-list.
ITEM_WIDTHS = (70, 468, 130, 300)

#: No., facts, rule, unit, leader, person: of the findings.
FINDING_WIDTHS = (70, 358, 240, 100, 100, 100)

#: Rows for the pen where nothing stands yet.
EMPTY_ROWS = 6


class ReportPerfInspection(models.AbstractModel):
    """The record of an inspection: filled in, or blank for villages without network."""

    _name = "report.perf_appraisal.report_perf_inspection"
    _inherit = ["perf.paper.mixin"]
    _description = "Inspection Record"

    _paper_model = "perf.inspection"

    def _paper_values(self, doc):
        """Return the texts of one record."""
        head = doc.sudo()
        blocks = [self._items_block(doc)] if doc.item_ids else []
        blocks += [self._findings_block(doc), self._box_block(self._boxes(head))]
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Inspection Record"),
            "running": f"{head.name} · {head.unit_id.name}",
            "issue": self._state_issue(doc),
            "period": self._period(head.period_id),
            "head": self._head(head),
            "blocks": blocks,
        }

    def _head(self, inspection):
        """Return number, unit, hour, place and people."""
        moment = inspection.checked_at and format_datetime(self.env, inspection.checked_at, dt_format="short")
        return self._pairs(
            [
                (self.env._("File Number"), inspection.name),
                (self.env._("Unit"), inspection.unit_id.name),
                (self.env._("Checked at"), moment),
                (self.env._("Location"), inspection.place),
                (self.env._("Way of Checking"), self._label(inspection, "method")),
                (self.env._("Subject of the Check"), self._label(inspection, "focus")),
                (self.env._("Inspectors"), format_list(self.env, inspection.inspector_ids.mapped("name"))),
                (self.env._("Representative of the unit"), inspection.representative),
            ]
        )

    def _label(self, record, name):
        """Return the label of what stands in a selection."""
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")

    def _items_block(self, inspection):
        """Return the check-list; what was not looked at is left to the pen."""
        number, item, points, seen = ITEM_WIDTHS
        columns = [
            (self.env._("No."), number, "points"),
            (self.env._("What Is Checked"), item, ""),
            (self.env._("Points Given"), points, "center"),
            (self.env._("What was seen"), seen, ""),
        ]
        rows = [
            {
                "cells": [
                    str(place),
                    [text for text in (line.name, line.standard) if text],
                    self._item_points(line),
                    line.note or "",
                ],
                "below": [],
            }
            for place, line in enumerate(inspection.item_ids, 1)
        ]
        return self._table_block(columns, [{"name": "", "rows": rows}])

    def _item_points(self, line):
        """Return the points of an item as they stand, or room for them."""
        full = self._points(line.full_points) if line.full_points else ""
        if not line.is_checked:
            return f"____ / {full}" if full else "____"
        return f"{self._points(line.given_points)} / {full}" if full else "✓"

    def _findings_block(self, inspection):
        """Return what was found, or empty rows."""
        number, facts, rule, *points = FINDING_WIDTHS
        columns = [
            (self.env._("No."), number, "points"),
            (self.env._("Facts"), facts, ""),
            (self.env._("Rule"), rule, ""),
            *(
                (label, width, "points")
                for label, width in zip(
                    (self.env._("Unit"), self.env._("Leader in Question"), self.env._("Person")), points, strict=True
                )
            ),
        ]
        rows = [self._finding_row(place, finding) for place, finding in enumerate(inspection.finding_ids, 1)]
        rows += [{"cells": [""] * len(columns), "below": []} for _row in range(0 if rows else EMPTY_ROWS)]
        return self._table_block(columns, [{"name": self.env._("Findings"), "rows": rows}])

    def _finding_row(self, place, finding):
        """Return the row of one finding."""
        person = finding.sudo().employee_id.name
        costs = (finding.unit_points, finding.leader_points, finding.person_points)
        return {
            "cells": [
                str(place),
                [text for text in (finding.facts, person) if text],
                finding.rule_id.name or "",
                *(f"-{self._number(points)}" if points else "" for points in costs),
            ],
            "below": [],
        }

    def _boxes(self, inspection):
        """Return the places of the two inspectors, the representative and the witness."""
        opinions = "　".join(
            f"{'☑' if key == inspection.representative_opinion else '☐'} {label}"
            for key, label in inspection._fields["representative_opinion"]._description_selection(self.env)
        )
        rows = [[{"label": self.env._("Inspectors"), "sign": self._places("signature", "signature", "date")}]]
        if inspection.method != "covert":
            rows.append(
                [
                    {
                        "label": self.env._("Representative of the unit"),
                        "text": " ".join(filter(None, (opinions, inspection.representative_remark))),
                        "drawn": inspection.representative_signature,
                        "sign": self._places("signature", "date"),
                    },
                    {
                        "label": self.env._("Witness, where the representative refused to sign"),
                        "text": inspection.witness or "",
                        "sign": self._places("signature"),
                    },
                ]
            )
        return rows

from odoo import models
from odoo.tools import format_datetime, format_list

#: No., item and standard, points, what was seen: of the check-list.
ITEM_WIDTHS = (70, 438, 130, 330)

#: No., facts, rule, unit, leader, person: of the findings.
FINDING_WIDTHS = (70, 318, 220, 120, 120, 120)

#: Rows for the pen where nothing stands yet, and how high one is in px.
EMPTY_ROWS = 4
ROOM = 66

#: Before anybody has set out, the record is filled in by hand.
BLANK = ("draft", "planned")


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
        blocks += [self._roll_block(doc), self._findings_block(doc), self._box_block(self._boxes(head), tall=True)]
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Inspection Record"),
            "running": f"{head.name} · {head.unit_id.name}",
            "issue": self._state_issue(doc),
            "period": self._period(head.period_id),
            "head": self._head(head),
            "roomy": head.state in BLANK,
            "blocks": blocks,
        }

    def _head(self, inspection):
        """Return number, unit, hour, place and people."""
        pairs = [
            (self.env._("File Number"), inspection.name),
            (self.env._("Unit"), inspection.unit_id.name),
            (self.env._("Checked at"), self._moment(inspection.checked_at)),
            (self.env._("Location"), inspection.place),
            (self.env._("Way of Checking"), self._label(inspection, "method")),
            (self.env._("Subject of the Check"), self._label(inspection, "focus")),
            (self.env._("Inspectors"), format_list(self.env, inspection.inspector_ids.mapped("name"))),
            (self.env._("Team"), inspection.team_id.name),
        ]
        if inspection.method == "covert":
            pairs.append((self.env._("Check-list"), inspection.checklist_id.name))
        else:
            pairs.append((self.env._("Representative of the unit"), inspection.representative))
        return self._pairs([*pairs, (self.env._("Entered at"), self._moment(inspection.issued_on))])

    def _moment(self, moment):
        """Return an hour as it is written on paper, nothing while there is none."""
        return moment and format_datetime(self.env, moment, dt_format="short")

    def _label(self, record, name):
        """Return the label of what stands in a selection."""
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")

    def _items_block(self, inspection):
        """Return the check-list; what was not looked at is left to the pen."""
        number, item, points, seen = ITEM_WIDTHS
        columns = [
            (self.env._("Serial No."), number, "points"),
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
                "room": ROOM if inspection.state in BLANK else 0,
            }
            for place, line in enumerate(inspection.item_ids, 1)
        ]
        total = []
        if inspection.state in inspection._signed_states and inspection.percent:
            percent = self.env._("%s%% of the points that were looked at", self._points(inspection.percent))
            total = [(self.env._("Total"), 2), (percent, 2)]
        return self._table_block(columns, [{"name": "", "rows": rows}], total)

    def _item_points(self, line):
        """Return the points of an item as they stand, or room for them."""
        full = self._points(line.full_points) if line.full_points else ""
        if not line.is_checked:
            return f"____ / {full}" if full else "____"
        return f"{self._points(line.given_points)} / {full}" if full else "✓"

    def _roll_block(self, inspection):
        """Return who was there and who was not, or room for it."""
        roll = inspection.sudo().attendance_ids if inspection.attendance_ids else inspection.attendance_ids
        labels = roll._fields["presence"]._description_selection(self.env)
        found = roll.grouped("presence")
        told = [
            self.env._(
                "%(answer)s %(count)s: %(names)s",
                answer=label,
                count=len(found[answer]),
                names=format_list(self.env, found[answer].employee_id.mapped("name")),
            )
            for answer, label in labels
            if answer in found
        ]
        return self._text_block(self.env._("Roll call: how many were there, and who was not"), "\n".join(told), lines=2)

    def _findings_block(self, inspection):
        """Return what was found, or empty rows."""
        number, facts, rule, *points = FINDING_WIDTHS
        lost = (
            self.env._("Taken from the Unit"),
            self.env._("Taken from the Leader"),
            self.env._("Taken from the Person"),
        )
        columns = [
            (self.env._("Serial No."), number, "points"),
            (self.env._("Facts"), facts, ""),
            (self.env._("Rule"), rule, ""),
            *((label, width, "points") for label, width in zip(lost, points, strict=True)),
        ]
        found = inspection.finding_ids.sorted("id")
        rows = [self._finding_row(place, finding) for place, finding in enumerate(found, 1)]
        empty = {"cells": [""] * len(columns), "below": [], "room": ROOM}
        rows += [empty] * (EMPTY_ROWS if inspection.state in BLANK else 0)
        if not rows:
            rows = [{"cells": ["", self.env._("Nothing was found."), *[""] * (len(columns) - 2)], "below": []}]
        return self._table_block(columns, [{"name": self.env._("Findings"), "rows": rows}])

    def _finding_row(self, place, finding):
        """Return the row of one finding."""
        person, files = finding.sudo().employee_id.name, len(finding.evidence_ids)
        evidence = self.env._("Evidence: %s files", files) if files else ""
        costs = (finding.unit_points, finding.leader_points, finding.person_points)
        return {
            "cells": [
                str(place),
                [text for text in (finding.facts, person, evidence) if text],
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
                        "text": "\n".join(filter(None, (opinions, inspection.representative_remark))),
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

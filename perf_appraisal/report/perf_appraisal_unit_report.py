from odoo import models

#: No., item, full points, standard, target, done, self-score, verified score, note.
WIDTHS = (60, 250, 76, 380, 130, 316, 84, 92, 120)


class ReportPerfAppraisalUnit(models.AbstractModel):
    """The self-assessment of a unit for its quarter, half-year or year: what was to be done and what was."""

    _name = "report.perf_appraisal.report_perf_appraisal_unit"
    _inherit = "report.perf_appraisal.report_perf_appraisal"
    _description = "Unit Self-assessment"

    _paper_domain = [("kind", "=", "unit")]
    _paper_landscape = True

    def _paper_values(self, sheet):
        """Return the texts of one unit's form."""
        head = sheet.sudo()
        return {
            "organisation": head.company_id.name,
            "title": self._title(sheet),
            "running": f"{head.unit_id.name} · {head.period_id.display_name}",
            "issue": self._state_issue(sheet),
            "period": self._period(head.period_id),
            "head": self._head(head),
            "blocks": [
                self._table_block(self._columns(), self._unit_sections(sheet), self._unit_total(sheet)),
                self._text_block(self.env._("Progress, experience, problems"), sheet.self_summary),
                self._text_block(self.env._("Plan for the next period"), sheet.next_plan, lines=2),
                self._box_block(self._unit_boxes(sheet)),
            ],
        }

    def _title(self, sheet):
        """Return the form's name."""
        titles = {
            "month": self.env._("Monthly Self-assessment of the Unit"),
            "quarter": self.env._("Quarterly Self-assessment of the Unit"),
            "half": self.env._("Half-yearly Self-assessment of the Unit"),
            "year": self.env._("Annual Self-assessment of the Unit"),
        }
        return titles[sheet.period_id.kind]

    def _head(self, sheet):
        """Return the head's row: who the unit is and who speaks for it."""
        filler = sheet.filled_by_id
        phone = filler.employee_id.work_phone or sheet.unit_id.manager_id.work_phone
        return self._pairs(
            [
                (self.env._("Unit"), sheet.unit_id.name),
                (self.env._("Category"), sheet.appraisee_id.category_id.name),
                (self.env._("Head of the unit"), self._head_of_sheet(sheet)),
                (self.env._("Filled in by"), filler.name),
                (self.env._("Telephone"), phone),
                (self.env._("Full points"), self._points(sheet.full_score or sum(sheet.line_ids.mapped("weight")))),
            ],
            count=3,
        )

    def _columns(self):
        """Return headings, widths and classes of the table."""
        labels = (
            self.env._("No."),
            self.env._("Item"),
            self.env._("Full points"),
            self.env._("Standard"),
            self.env._("Target"),
            self.env._("What was done"),
            self.env._("Self-score"),
            self.env._("Verified score"),
            self.env._("Note"),
        )
        classes = ("points", "", "points", "", "center", "", "points", "points", "small")
        return list(zip(labels, WIDTHS, classes, strict=True))

    def _unit_sections(self, sheet):
        """Return the rows of the table under their sections; numbers and scores are those of the scored form."""
        scored = [line for section in self._sections(sheet) for line in section["lines"]]
        sections = []
        for section, lines in zip(self._sections(sheet), sheet.line_ids.grouped("section_id").values(), strict=True):
            rows = [self._unit_row(line, scored.pop(0)) for line in lines]
            sections.append({"name": section["name"], "rows": rows})
        return sections

    def _unit_row(self, line, scored):
        """Return one row of the table.

        :param line: ``perf.appraisal.line`` record
        :param dict scored: its texts on the scored form
        """
        uom = line.uom or ""
        actual = line.actual_value if self._is_input_told(line) else 0.0
        done = [f"{self._number(actual)} {uom}".strip()] if actual else []
        level = self._level(line, "final_score")
        done += [level.name] if level else []
        done += [line.self_note] if line.self_note else []
        target = f"{self._number(line.target_value)} {uom}".strip() if line.target_value else ""
        verified = self._points(line.final_score) if line.state == "confirmed" and line.assessed else scored["final"][0]
        standard = (line.plan_line_id.sudo().standard or "").strip()
        notes = scored["facts"][-1:] if not line.assessed and self._is_decided(line) else []
        if line.state == "confirmed":
            notes += [text for text in (line.review_reason, line.final_reason) if text]
        if line.reviewed_for_id and line.state in ("reviewed", "confirmed"):
            notes.append(self.env._("Scored: %s", line._scored_in_place()))
        return {
            "cells": [
                scored["number"],
                scored["name"],
                scored["full"],
                standard,
                target,
                done + self._claims(line),
                scored["self"][0],
                verified,
                notes,
            ],
            "below": [],
        }

    def _unit_total(self, sheet):
        """Return the last row of the table."""
        totals = self._totals(sheet)
        label = self.env._("Total")
        return [
            (label, 2),
            (totals["full_score"], 1),
            ("", 3),
            (totals["self_score"], 1),
            (totals["final_score"], 1),
            ("", 1),
        ]

    def _unit_boxes(self, sheet):
        """Return the places for signatures and seals."""
        head = sheet.sudo()
        confirmed = sheet.state == "confirmed"
        return [
            [
                {
                    "label": self.env._("Filled in by"),
                    "sign": self._places("signature", "date"),
                    "done": self._filled(head),
                },
                {
                    "label": self.env._("Signature of the head of the unit"),
                    "sign": self._places("signature", "seal", "date"),
                },
                {
                    "label": self.env._("Verified by the Performance Office"),
                    "text": sheet.final_comment if confirmed else "",
                    "done": self._done(head.confirmed_by_id, head.confirmed_on, head.confirmed_for_id)
                    if confirmed
                    else "",
                    "sign": self._places("seal", "date"),
                },
            ],
        ]

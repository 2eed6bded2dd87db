from odoo import models
from odoo.tools import format_list

#: No., item, points, annual target, four quarters, standard, responsible, assisting, due date.
WIDTHS = (56, 232, 64, 112, 84, 84, 84, 84, 332, 140, 120, 116)

QUARTERS = ("target_q1", "target_q2", "target_q3", "target_q4")


class ReportPerfPlan(models.AbstractModel):
    """A target plan with the responsibility agreement that both sides sign and seal."""

    _name = "report.perf_appraisal.report_perf_plan"
    _inherit = ["perf.paper.mixin"]
    _description = "Target Plan and Agreement"

    _paper_model = "perf.plan"
    _paper_landscape = True

    def _paper_values(self, plan):
        """Return the texts of one plan."""
        head = plan.sudo()
        whom = head.employee_id.name or head.job_id.name or head.unit_id.name or head.category_id.name or ""
        parties = self._parties(head)
        blocks = [self._table_block(self._columns(), self._sections(plan), self._total(plan))]
        if parties:
            blocks += [
                self._text_block(self.env._("Responsibility agreement"), self._agreement(head, *parties)),
                self._box_block([self._boxes_of_parties(*parties)]),
            ]
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Target Plan and Responsibility Agreement") if parties else self.env._("Target Plan"),
            "running": f"{whom} · {head.cycle_id.display_name}",
            "issue": self._state_issue(plan),
            "period": plan.display_name,
            "head": self._head(head),
            "blocks": blocks,
        }

    def _head(self, plan):
        """Return the head's rows: who is responsible for the plan, and where it stands."""
        scopes = dict(plan._fields["scope"]._description_selection(self.env))
        return self._pairs(
            [
                (self.env._("Responsible unit"), plan.unit_id.name or plan.category_id.name),
                (self.env._("Head of the unit"), self._head_name(plan.unit_id, plan.signed_by_id, plan.signed_for_id)),
                (self.env._("Responsible person"), plan.employee_id.name or plan.job_id.name),
                (self.env._("Plan for"), scopes[plan.scope]),
                (self.env._("Full points"), plan.full_points),
                (self.env._("Revision"), str(plan.revision)),
            ],
            count=3,
        )

    def _columns(self):
        """Return headings, widths and classes of the table."""
        labels = (
            self.env._("No."),
            self.env._("Item"),
            self.env._("Points"),
            self.env._("Annual target"),
            *(self.env._("Q%s", number) for number in range(1, 5)),
            self.env._("Standard"),
            self.env._("Responsible"),
            self.env._("Assisting"),
            self.env._("Due"),
        )
        classes = ("points", "", "points", "center", *["center"] * 4, "", "", "small", "center")
        return list(zip(labels, WIDTHS, classes, strict=True))

    def _sections(self, plan):
        """Return the rows of the table under their sections."""
        sections, number = [], 0
        usual = next(iter(plan.line_ids._sheet_points()), "")
        for section, lines in plan.line_ids.grouped("section_id").items():
            rows = []
            for line in lines:
                number += 1
                rows.append({"cells": self._row(line, number, usual), "below": []})
            title = self.env._(
                "%(section)s (%(points)s points)",
                section=" · ".join(filter(None, [section.parent_id.name, section.name])),
                points=lines._points_text("full_score"),
            )
            sections.append({"name": title, "rows": rows})
        return sections

    def _row(self, line, number, usual):
        """Return the cells of one line.

        :param line: ``perf.plan.line`` record
        :param int number: number of the line
        :param str usual: the frequency that need not be told: that of the plan's most frequent sheets
        """
        people = line.sudo()
        frequency = dict(line.indicator_id._fields["frequency"]._description_selection(self.env))[line.frequency]
        uom = line.indicator_id.uom or ""
        target = f"{self._number(line.target_value)} {uom}".strip() if line.target_value else ""
        return [
            line.indicator_id.code or str(number),
            line.indicator_id.name if line.frequency == usual else f"{line.indicator_id.name} ({frequency})",
            self._points(line.full_score),
            target,
            *(self._number(line[name]) if line[name] else "" for name in QUARTERS),
            (line.standard or "").strip(),
            people.responsible_id.name or "",
            format_list(self.env, people.assistant_ids.mapped("name")),
            self._due(line),
        ]

    def _due(self, line):
        """Return the day a line is due: the year is written only when it is not the plan's own."""
        if not line.due_date:
            return ""
        own_year = line.due_date.year == line.plan_id.cycle_id.year
        return self._short_day(line.due_date) if own_year else self._day(line.due_date)

    def _total(self, plan):
        """Return the last row of the table."""
        if len(plan.line_ids._sheet_points()) > 1:  # too long for the column
            return [(self.env._("Total"), 2), (plan.full_points, 10)]
        return [(self.env._("Total"), 2), (plan.full_points, 1), ("", 9)]

    def _parties(self, plan):
        """Return the names of the two parties; a category's plan has none, because nobody signs it."""
        if plan.scope == "category":
            return ()
        if plan.scope == "unit":
            return plan.company_id.name, plan.unit_id.name
        party = plan.employee_id.name or plan.job_id.name or self.env._("the staff of %s", plan.unit_id.name)
        return plan.unit_id.name, party

    def _agreement(self, plan, giver, taker):
        """Return the words of the agreement, one paragraph a line."""
        return "\n".join(
            [
                self.env._(
                    "To reach the targets of %(year)s, %(giver)s (Party A) and %(taker)s (Party B) agree:",
                    year=plan.cycle_id.display_name,
                    giver=giver,
                    taker=taker,
                ),
                self.env._(
                    "1. Party B takes on the targets of this plan, divides them among named people and reports "
                    "truthfully.",
                ),
                self.env._(
                    "2. Party A guides and checks the work and helps with what Party B cannot settle by itself.",
                ),
                self.env._(
                    "3. What is reached is appraised by the standards of this plan; the result is used as the "
                    "appraisal rules of the year say.",
                ),
                self.env._(
                    "4. Each party keeps one copy. The agreement holds from the day both have signed and sealed."
                ),
            ],
        )

    def _boxes_of_parties(self, giver, taker):
        """Return the two parties' places for signature and seal."""
        labels = (self.env._("Party A: %s", giver), self.env._("Party B: %s", taker))
        return [{"label": label, "sign": self._places("signature", "seal", "date")} for label in labels]

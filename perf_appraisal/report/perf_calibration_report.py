from odoo import models
from odoo.tools import format_list

#: Group, how many should take part, grades with numbers and names.
GRADE_WIDTHS = (230, 110, 628)

#: Who, points, place, proposed, decided, reason.
MOVE_WIDTHS = (158, 90, 90, 150, 150, 330)


class ReportPerfCalibration(models.AbstractModel):
    """The minutes of a meeting that decided on grades: proposal, moves with their reasons, decision, signatures."""

    _name = "report.perf_appraisal.report_perf_calibration"
    _inherit = ["perf.paper.mixin"]
    _description = "Minutes of the Calibration Meeting"

    _paper_model = "perf.calibration"

    def _paper_values(self, doc):
        """Return the texts of one meeting's minutes."""
        groups = doc._groups()
        return {
            "organisation": doc.company_id.name,
            "title": self.env._("Minutes of the Calibration Meeting"),
            "running": doc.name,
            "issue": self._state_issue(doc),
            "period": self._period(doc.period_id),
            "head": self._head(doc),
            "blocks": [
                self._text_block(self.env._("Attendees"), doc.attendees, lines=2),
                self._grades_block(groups),
                self._moves_block(groups),
                *([self._text_block(self.env._("Course of the Meeting"), doc.minutes)] if doc.minutes else []),
                self._text_block(self.env._("Decision"), doc.decision),
                self._box_block([self._boxes(doc.sudo())], tall=True),
            ],
        }

    def _head(self, meeting):
        """Return when the leading group met, and on what it decided."""
        kinds = dict(meeting._fields["kind"]._description_selection(self.env))
        return self._pairs(
            [
                (self.env._("File Number"), meeting.name),
                (self.env._("Document Number"), meeting.doc_no),
                (self.env._("Held on"), self._day(meeting.date) if meeting.date else ""),
                (self.env._("Grades of"), kinds[meeting.kind]),
                (
                    self.env._("Categories"),
                    format_list(self.env, meeting.category_ids.mapped("name")) or self.env._("All"),
                ),
                (self.env._("Moves by Hand"), str(meeting.shift_count)),
            ]
        )

    def _grades_block(self, groups):
        """Return how many have each grade; who has one with a quota, or does not reach the standard, by name.

        :param list groups: boards of ``perf.calibration``
        """
        columns = self._headed(
            GRADE_WIDTHS,
            (self.env._("Compared Together"), ""),
            (self.env._("Should Take Part"), "points"),
            (self.env._("Grades, Numbers and Names"), ""),
        )
        rows = [
            {
                "cells": [
                    group["name"],
                    str(group["expected"]),
                    [self._grade(grade) for grade in group["grades"] if grade["number"] or grade["most"]],
                ],
                "below": [],
            }
            for group in groups
        ]
        return self._table_block(columns, [{"name": self.env._("Grades after the Meeting"), "rows": rows}])

    def _grade(self, grade):
        """Return a grade with how many have it, of how many who may, and who they are."""
        number = f"{grade['number']}" if grade["most"] is False else f"{grade['number']} / {grade['most']}"
        told = grade["cards"] and (grade["most"] is not False or not grade["standard_met"])
        names = format_list(self.env, [card["name"] for card in grade["cards"]]) if told else ""
        return " ".join(filter(None, (grade["name"], number, names)))

    def _moves_block(self, groups):
        """Return whose grade is another than the proposed one, before and after, with the reason."""
        columns = self._headed(
            MOVE_WIDTHS,
            (self.env._("Who"), ""),
            (self.env._("Points"), "points"),
            (self.env._("Place"), "center"),
            (self.env._("Proposed"), ""),
            (self.env._("Decided Grade"), ""),
            (self.env._("Reason"), ""),
        )
        rows = [
            {
                "cells": [
                    card["name"],
                    f"{card['total']:.2f}",
                    f"{card['rank']} / {card['rank_of']}",
                    card["proposed"],
                    grade["name"],
                    card["reason"],
                ],
                "below": [],
            }
            for group in groups
            for grade in group["grades"]
            for card in grade["cards"]
            if card["place"] != card["proposed_place"]
        ]
        if not rows:
            return self._text_block(self.env._("Moves by Hand"), self.env._("None: all grades are as proposed."))
        return self._table_block(columns, [{"name": self.env._("Moves by Hand"), "rows": rows}])

    def _boxes(self, meeting):
        """Return the places of who presided, who kept the minutes, and of the office."""
        return [
            {"label": self.env._("Presided by"), "sign": self._places("signature", "date")},
            {"label": self.env._("Minutes kept by"), "sign": self._places("signature", "date")},
            {
                "label": self.env._("Performance Office"),
                "done": self._done(meeting.decided_by_id, meeting.decided_on),
                "sign": self._places("seal", "date"),
            },
        ]

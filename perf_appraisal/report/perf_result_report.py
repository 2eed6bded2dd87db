from odoo import models

#: Component, points, percent, calculation, points reached.
WIDTHS = (220, 90, 90, 448, 120)


class ReportPerfResult(models.AbstractModel):
    """The notice of a result: every point written out, to be signed by whom it concerns, also with an objection."""

    _name = "report.perf_appraisal.report_perf_result"
    _inherit = ["perf.paper.mixin"]
    _description = "Notice of a Result"

    _paper_model = "perf.result"
    _paper_domain = [("state", "!=", "draft")]

    def _paper_values(self, doc):
        """Return the texts of one notice."""
        blocks = [self._parts_block(doc), self._text_block(self.env._("How it adds up"), doc.arithmetic)]
        if doc.remarks:
            blocks.append(self._text_block(self.env._("Remarks"), doc.remarks))
        blocks += [
            self._text_block(
                self.env._("Whoever does not agree"),
                self.env._(
                    "Whoever does not agree signs with an objection, and may ask for a re-examination within the days "
                    "that the public notice names. Asking never makes a result worse."
                ),
            ),
            self._box_block(self._boxes(doc), tall=True),
        ]
        return {
            "organisation": doc.company_id.name,
            "title": self.env._("Notice of a Result"),
            "running": doc._whose_name(),
            "issue": self._state_issue(doc),
            "period": self._period(doc.period_id),
            "head": self._head(doc),
            "blocks": blocks,
        }

    def _head(self, result):
        """Return whose it is, and what it comes to."""
        place = f"{result.rank} / {result.rank_of}" if result.rank else self.env._("Not ranked")
        cells = [
            (self.env._("Unit"), result.unit_id.name),
            (self.env._("Category"), result.category_id.name or "–"),
            (self.env._("Total Points"), f"{self._points(result.total)} / {self._points(result.full_score)}"),
            (self.env._("Place"), place),
            (self.env._("Grade"), result.grade_id.name or "–"),
            (self.env._("Standard Reached"), self.env._("Yes") if result.standard_met else self.env._("No")),
        ]
        if result.kind == "employee":
            cells[:0] = [(self.env._("Name"), result._whose_name())]
        return self._pairs(cells)

    def _parts_block(self, result):
        """Return the components with their arithmetic."""
        columns = self._headed(
            WIDTHS,
            (self.env._("Component"), ""),
            (self.env._("Points"), "points"),
            (self.env._("Percent"), "points"),
            (self.env._("Calculation"), "small"),
            (self.env._("Points Reached"), "points"),
        )
        rows = [
            {
                "cells": [
                    line.component_id.name,
                    self._points(line.weight) if line.weight else "–",
                    f"{line.raw:.2f}" if line._is_known() else "–",
                    line.note,
                    f"{line.points:.2f}",
                ],
                "below": [],
            }
            for line in result.line_ids
        ]
        total = [(self.env._("Total Points"), 4), (f"{result.total:.2f}", 1)]
        return self._table_block(columns, [{"name": "", "rows": rows}], total)

    def _boxes(self, result):
        """Return the places of whom it concerns and of the office."""
        words = {
            "yes": self.env._("I have seen it and agree."),
            "with_objection": self.env._("I have seen it and do not agree."),
        }
        own = {
            "label": self.env._("Opinion and signature of whom it concerns"),
            "text": words.get(result.acknowledged, ""),
            "done": self._done(result.acknowledged_by_id, result.acknowledged_on) if result.acknowledged_by_id else "",
            "sign": self._places("signature", "date"),
        }
        office = {
            "label": self.env._("Performance Office"),
            "text": "",
            "done": "",
            "sign": self._places("seal", "date"),
        }
        return [[own, office]]

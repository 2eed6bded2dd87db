from odoo import models
from odoo.tools import format_datetime

#: No., group, name, last visit, weight, drawn as.
WIDTHS = (80, 220, 338, 130, 100, 100)

#: Drawn as, name, self-score, evidence, last period's finding.
LINE_WIDTHS = (90, 248, 90, 240, 300)


class ReportPerfDraw(models.AbstractModel):
    """The record of a draw: pool, weights, seed and outcome, so that anybody can repeat it."""

    _name = "report.perf_appraisal.report_perf_draw"
    _inherit = ["perf.paper.mixin"]
    _description = "Draw Record"

    _paper_model = "perf.draw"
    _paper_domain = [("state", "=", "drawn")]

    def _paper_values(self, doc):
        """Return the texts of one record."""
        head = doc.sudo()
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Draw Record"),
            "running": head.name,
            "issue": self.env._("printed %s", self._printed_on()),
            "period": self._period(head.period_id),
            "head": self._pairs(
                [
                    (self.env._("File Number"), head.name),
                    (self.env._("What was drawn"), self._kind(head)),
                    (self.env._("Drawn on"), format_datetime(self.env, head.drawn_on, dt_format="short")),
                    (self.env._("How many of each"), str(head.number)),
                    (self.env._("Seed"), head.seed),
                    (self.env._("Left out"), head.left_out),
                ]
            ),
            "blocks": [
                self._drawn_block(head),
                self._pool_block(self.env._("Pool"), head.line_ids),
                self._box_block([[self._drawer(head), self._watcher(head)]]),
            ],
        }

    def _kind(self, draw):
        """Return what was drawn."""
        return dict(draw._fields["kind"]._description_selection(self.env))[draw.kind]

    def _drawn_block(self, draw):
        """Return what was drawn; of lines what the inspectors want to know before they set out."""
        label, lines = self.env._("Drawn"), draw.drawn_ids.sorted("place")
        if draw.kind != "line":
            return self._pool_block(label, lines)
        headings = (
            (self.env._("Drawn as No."), "points"),
            (self.env._("Name"), ""),
            (self.env._("Self-score"), "points"),
            (self.env._("Evidence"), ""),
            (self.env._("Last Period's Finding"), ""),
        )
        columns = [(text, width, look) for (text, look), width in zip(headings, LINE_WIDTHS, strict=True)]
        rows = [
            {
                "cells": [
                    str(line.place),
                    line.name,
                    self._points(line.own_score),
                    (line.evidence or self.env._("none")).splitlines(),
                    (line.last_finding or self.env._("none")).splitlines(),
                ],
                "below": [],
            }
            for line in lines
        ]
        return self._table_block(columns, [{"name": label, "rows": rows}])

    def _pool_block(self, label, lines):
        """Return lines of the pool as a table."""
        headings = (
            (self.env._("No."), "points"),
            (self.env._("Group"), ""),
            (self.env._("Name"), ""),
            (self.env._("Last visit"), "center"),
            (self.env._("Weight"), "points"),
            (self.env._("Drawn as No."), "points"),
        )
        columns = [(text, width, look) for (text, look), width in zip(headings, WIDTHS, strict=True)]
        rows = [
            {
                "cells": [
                    str(line.place_in_pool),
                    line.stratum or "",
                    line.name,
                    self._day(line.last_visit) if line.last_visit else "",
                    str(line.weight),
                    str(line.place) if line.drawn else "",
                ],
                "below": [],
            }
            for line in lines
        ]
        return self._table_block(columns, [{"name": label, "rows": rows}])

    def _drawer(self, draw):
        """Return the place of who drew."""
        return {
            "label": self.env._("Drawn by"),
            "done": self._done(draw.drawn_by_id, draw.drawn_on),
            "sign": self._places("signature", "date"),
        }

    def _watcher(self, draw):
        """Return the place of the witness."""
        return {"label": self.env._("Witness"), "text": draw.witness or "", "sign": self._places("signature", "date")}

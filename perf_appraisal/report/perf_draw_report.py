from typing import NamedTuple

from odoo import models
from odoo.tools import format_datetime, format_list


class Column(NamedTuple):
    """A column of the pool, or of what was drawn."""

    label: str
    width: int
    look: str
    text: object  # of a line of the draw


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
        place = Column(self.env._("Serial No."), 90, "points", lambda line: str(line.place_in_pool))
        drawn = Column(self.env._("Drawn as No."), 120, "points", lambda line: str(line.place) if line.drawn else "")
        of_pool, of_drawn = self._columns_of(head.kind)
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Draw Record"),
            "running": head.name,
            "issue": self.env._("printed %s", self._printed_on()),
            "period": self._period(head.period_id),
            "head": self._head(head),
            "blocks": [
                self._text_block(self.env._("How it is drawn"), self._ways()[head.kind]),
                self._lines_block(
                    self.env._("Names that were drawn"), [drawn, place, *of_drawn], head.drawn_ids.sorted("place")
                ),
                self._lines_block(self.env._("Pool"), [place, *of_pool, drawn], head.line_ids),
                self._box_block([[self._drawer(head), self._watcher(head)]], tall=True),
            ],
        }

    def _head(self, draw):
        """Return what was drawn, for what, out of what, how many, and by which seed."""
        kinds = dict(draw._fields["kind"]._description_selection(self.env))
        pairs = [
            (self.env._("File Number"), draw.name),
            (self.env._("What was drawn"), kinds[draw.kind]),
            (self.env._("Drawn for"), self._purpose(draw)),
            (self.env._("Out of"), self._origin(draw)),
            (self.env._("Drawn on"), format_datetime(self.env, draw.drawn_on, dt_format="short")),
            (self.env._("How many of each"), str(draw.number)),
            (self.env._("Seed"), draw.seed),
            (self.env._("In the pool"), str(len(draw.line_ids))),
        ]
        if draw.left_out:
            pairs.append((self.env._("Not in the pool: the drawer's own matter"), draw.left_out))
        return self._pairs(pairs)

    def _purpose(self, draw):
        """Return for what it was drawn."""
        if draw.kind == "inspector":
            return format_list(self.env, [self._visit(inspection) for inspection in draw.inspection_ids])
        if draw.kind == "line":
            return self.env._("verification at %s", draw.unit_id.name)
        return self.env._("inspections in %s", draw.period_id.display_name)

    def _origin(self, draw):
        """Return out of what it was drawn."""
        if draw.kind == "line":
            return self.env._("lines that the unit has scored itself")
        names = [draw.team_id.name] if draw.team_id else draw.category_ids.mapped("name")
        everybody = {"unit": self.env._("all units"), "inspector": self.env._("all inspectors")}
        return format_list(self.env, names) if names else everybody[draw.kind]

    def _ways(self):
        """Return by which rule each kind is drawn, in words: ``{kind: sentences}``."""
        repeat = self.env._("The numbers come from SHA-256 of the seed: from pool and seed anybody draws the same.")
        return {
            "unit": self.env._(
                "Of each group so many are drawn, one after the other. The chance of a unit is in proportion to its "
                "weight: the days since it was visited last; one that was never visited weighs 730."
            )
            + repeat,
            "inspector": self.env._(
                "For each inspection so many are drawn, one after the other, all with the same chance. Nobody is in "
                "the pool for a unit of his own."
            )
            + repeat,
            "line": self.env._(
                "Lines that serve superior indicators are drawn first, then major projects, practical projects for the "
                "people, government services, and all others; among those of one order all have the same chance."
            )
            + repeat,
        }

    def _columns_of(self, kind):
        """Return the columns between the numbers: of the pool, and of what was drawn.

        :param str kind: what is drawn
        """
        if kind == "line":
            name = Column(self.env._("Indicator"), 668, "", lambda line: line.name)
            order = Column(self.env._("Order of Drawing"), 90, "points", lambda line: str(line.rank + 1))
            return [name, order], [
                name._replace(width=228),
                Column(self.env._("Self-score"), 90, "points", lambda line: self._points(line.own_score)),
                Column(self.env._("Evidence"), 200, "", lambda line: self._told(line.evidence)),
                Column(self.env._("Last Period's Finding"), 240, "", lambda line: self._told(line.last_finding)),
            ]
        if kind == "inspector":
            visit = Column(self.env._("Inspection"), 400, "", lambda line: self._visit(line.inspection_id))
            columns = [visit, Column(self.env._("Inspector"), 358, "", lambda line: line.name)]
            return columns, columns
        columns = [
            Column(self.env._("Category"), 190, "", lambda line: line.stratum or ""),
            Column(self.env._("Unit"), 268, "", lambda line: line.name),
            Column(self.env._("Last visit"), 190, "center", self._visited),
            Column(self.env._("Weight"), 110, "points", lambda line: str(line.weight)),
        ]
        return columns, columns

    def _told(self, text):
        """Return the lines of a text, and *none* where there is none."""
        return (text or self.env._("none")).splitlines()

    def _visited(self, line):
        """Return the day of the last visit to a unit."""
        return self._day(line.last_visit) if line.last_visit else self.env._("never")

    @staticmethod
    def _visit(inspection):
        """Return number and unit of an inspection."""
        return f"{inspection.name} {inspection.unit_id.name}" if inspection else ""

    def _lines_block(self, label, columns, lines):
        """Return lines of the draw as a table.

        :param str label: its heading
        :param list columns: :class:`Column` tuples
        :param lines: ``perf.draw.line`` recordset
        """
        rows = [{"cells": [column.text(line) for column in columns], "below": []} for line in lines]
        return self._table_block([column[:3] for column in columns], [{"name": label, "rows": rows}])

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

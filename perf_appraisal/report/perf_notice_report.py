from odoo import models


class ReportPerfNotice(models.AbstractModel):
    """The public notice as it is pinned to the board: text, list, days, and where to object."""

    _name = "report.perf_appraisal.report_perf_notice"
    _inherit = ["perf.paper.mixin"]
    _description = "Public Notice"

    _paper_model = "perf.notice"
    _paper_domain = [("state", "!=", "draft")]

    #: Column of the lines → width in px beside name and unit; points are narrow.
    _widths = {
        "category": (180, "center"),
        "rank": (84, "points"),
        "base": (84, "points"),
        "bonus": (84, "points"),
        "deduction": (84, "points"),
        "review": (84, "points"),
        "total": (96, "points"),
        "grade": (150, "center"),
    }

    def _paper_values(self, doc):
        """Return the texts of one notice."""
        return {
            "organisation": doc.company_id.sudo().name,
            "title": self.env._("Public Notice"),
            "running": f"{doc.name} · {doc.title}",
            "issue": doc.name,
            "period": doc.title,
            "head": self._pairs(
                [
                    (self.env._("On Notice from"), self._day(doc.date_from)),
                    (self.env._("On Notice until"), self._day(doc.date_to)),
                    (self.env._("Telephone"), doc.phone),
                    (self.env._("Office Address"), doc.address),
                ]
            ),
            "blocks": [
                *([self._text_block(self.env._("Withdrawn"), doc.withdrawn_reason)] if doc.withdrawn_reason else []),
                *([self._text_block(self.env._("Notice"), doc.text)] if doc.text else []),
                self._list(doc),
                self._text_block(self.env._("How to Object"), doc.how_to_object, lines=2),
                self._box_block(
                    [[{"label": self.env._("Performance Office"), "sign": self._places("seal", "date")}]], tall=True
                ),
            ],
        }

    def _list(self, doc):
        """Return the table of the lines, with the columns that were chosen; among units no column says the unit."""
        who = ["name", "unit"] if any(doc.line_ids.mapped("unit")) else ["name"]
        told = [column for column in self._widths if doc[f"show_{column}"]]
        left = 968 - 90 - sum(self._widths[column][0] for column in told)
        label = doc.line_ids._field_label
        columns = [
            (self.env._("Number"), 90, "points"),
            *((label(column), left // len(who), "") for column in who),
            *((label(column), *self._widths[column]) for column in told),
        ]
        rows = [
            {"cells": [str(line.sequence), *(self._cell(line, name) for name in (*who, *told))]}
            for line in doc.line_ids
        ]
        return self._table_block(columns, [{"name": "", "rows": rows}])

    @staticmethod
    def _cell(line, name):
        """Return what a column tells, nothing for what is not known."""
        field = line._fields[name]
        if field.type != "float":
            return line[name] or ""
        value = line[name]
        return "" if field._is_empty(line) else f"{value:.2f}"

from odoo import models
from odoo.tools import format_list

from ..models.conduct.summary.perf_summary import counted_percent
from ..tools.scoring_sheet import mean_and_spread

#: No., name, section, post, mean of the quarter; what is left goes to its months.
WIDTHS = (64, 200, 320, 260, 124)
MONTHS_WIDTH = 540


class ReportPerfSummary(models.AbstractModel):
    """The summary of a unit's quarter: its people's months, figures, and the appraisal group's opinion."""

    _name = "report.perf_appraisal.report_perf_summary"
    _inherit = ["perf.paper.mixin"]
    _description = "Quarterly Summary"

    _paper_model = "perf.summary"
    _paper_landscape = True

    def _papers(self, docs):
        """Return one form for each summary; the sheets are those that the reader may read."""
        sheets = self.env["perf.appraisal"].search(
            [
                ("kind", "=", "employee"),
                ("unit_id", "in", docs.unit_id.ids),
                ("period_id.parent_id", "in", docs.period_id.ids),
                ("period_id.kind", "=", "month"),
            ],
        )
        found = sheets.grouped(lambda sheet: (sheet.unit_id, sheet.period_id.parent_id))
        return [self._summary_values(doc, found.get((doc.unit_id, doc.period_id), sheets.browse())) for doc in docs]

    def _summary_values(self, summary, sheets):
        """Return the texts of one summary.

        :param summary: ``perf.summary`` record
        :param sheets: the monthly sheets of the unit's people
        """
        head = summary.sudo()
        months = head.period_id.child_ids.filtered(lambda period: period.kind == "month").sorted("date_start")
        rows = [
            self._person_row(number, own, months)
            for number, own in enumerate(sheets.grouped("employee_id").values(), start=1)
        ]
        blocks = [self._table_block(self._columns(months), [{"name": "", "rows": rows}])]
        for label, names in (
            (self.env._("Missing"), summary.missing_names),
            (self.env._("Excused"), summary.excused_names),
        ):
            if names:
                blocks.append(self._text_block(label, format_list(self.env, names.split("\n"))))
        blocks += [
            self._text_block(self.env._("Opinion of the appraisal group"), summary.opinion),
            self._box_block(self._summary_boxes(head)),
        ]
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Quarterly Summary of Appraisals"),
            "running": f"{head.unit_id.name} · {head.period_id.display_name}",
            "issue": self._state_issue(summary),
            "period": self._period(head.period_id),
            "head": self._head(summary, head),
            "blocks": blocks,
        }

    def _head(self, summary, head):
        """Return the unit, its figures and the meeting."""
        return self._pairs(
            [
                (self.env._("Unit"), head.unit_id.name),
                (
                    self.env._("Head of the unit"),
                    self._head_name(head.unit_id, head.submitted_by_id, head.submitted_for_id),
                ),
                (self.env._("Expected"), str(summary.expected_count)),
                (
                    self.env._("Handed in"),
                    self.env._(
                        "%(handed)s, confirmed %(confirmed)s",
                        handed=summary.handed_in_count,
                        confirmed=summary.confirmed_count,
                    ),
                ),
                (
                    self.env._("Missing, excused"),
                    self.env._(
                        "%(missing)s missing, %(excused)s excused",
                        missing=summary.missing_count,
                        excused=summary.excused_count,
                    ),
                ),
                (
                    self.env._("Mean of all months, spread"),
                    self.env._(
                        "%(mean)s%%, spread %(spread)s",
                        mean=self._points(summary.mean),
                        spread=self._points(summary.spread),
                    )
                    if summary.mean
                    else "",
                ),
                (self.env._("Met on"), summary.meeting_date and self._day(summary.meeting_date)),
                (self.env._("Present"), summary.attendees),
            ],
            count=4,
        )

    def _columns(self, months):
        """Return headings, widths and classes of the table."""
        number, name, section, post, mean = WIDTHS
        width = MONTHS_WIDTH // max(len(months), 1)
        return [
            (self.env._("Serial No."), number, "points"),
            (self.env._("Full name"), name, ""),
            (self.env._("Department"), section, ""),
            (self.env._("Post"), post, ""),
            *((month.display_name, width, "center") for month in months),
            (self.env._("Mean"), mean, "points"),
        ]

    def _person_row(self, number, sheets, months):
        """Return one person's row: percent where a sheet is reviewed, else how far it is."""
        of_month = {sheet.period_id: sheet for sheet in sheets}
        last = sheets[-1:].sudo()
        cells = [self._month_cell(of_month.get(month)) for month in months]
        percents = [percent for sheet in sheets if (percent := self._percent(sheet)) is not None]
        mean = f"{self._points(mean_and_spread(percents)[0])}%" if percents else ""
        return {
            "cells": [
                str(number),
                last.employee_id.name,
                last.department_id.name,
                last.job_id.name or "",
                *cells,
                mean,
            ],
            "below": [],
        }

    def _month_cell(self, sheet):
        """Return what stands for one month of a person."""
        if not sheet:
            return "—"
        percent = self._percent(sheet)
        if percent is None:
            return sheet._state_label()
        if sheet.state == "confirmed":
            return f"{self._points(percent)}%"
        return self.env._("%(percent)s%% (%(state)s)", percent=self._points(percent), state=sheet._state_label())

    @staticmethod
    def _percent(sheet):
        """Return the percent by which a sheet counts in the summary's mean, ``None`` while it counts for nothing."""
        sealed = str(sheet.percent) if sheet.state == "confirmed" and sheet.full_score else None
        score = str(sheet.review_score) if sheet.state == "reviewed" else None
        return counted_percent(sealed, score, str(sheet.full_score), str(sheet.sudo().scheme_id.sheet_bonus_cap))

    def _summary_boxes(self, summary):
        """Return the places for signatures and seals."""
        confirmed = summary.state == "confirmed"
        return [
            [
                {
                    "label": self.env._("Filled in by"),
                    "done": self._done(summary.submitted_by_id, summary.submitted_on, summary.submitted_for_id),
                    "sign": self._places("signature", "date"),
                },
                {
                    "label": self.env._("Signature of the head of the unit"),
                    "sign": self._places("signature", "seal", "date"),
                },
                {
                    "label": self.env._("Performance Office"),
                    "done": self._done(summary.confirmed_by_id, summary.confirmed_on) if confirmed else "",
                    "sign": self._places("seal", "date"),
                },
            ],
        ]

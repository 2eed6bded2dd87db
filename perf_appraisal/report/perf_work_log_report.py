from odoo import models
from odoo.tools import date_utils, format_date

#: Date, what was done, indicator, evidence.
WIDTHS = (150, 448, 220, 150)


class ReportPerfWorkLog(models.AbstractModel):
    """The work log of a person for a whole month, whichever of its entries were chosen."""

    _name = "report.perf_appraisal.report_perf_work_log"
    _inherit = ["perf.paper.mixin"]
    _description = "Work Log of the Month"

    _paper_model = "perf.work.log"

    def _one_a_form(self, docs):
        """Return one entry for each person and month: the form holds the others, too."""
        months = self._months(docs)
        first = {}
        for log in docs.sorted("date"):
            first.setdefault((log.employee_id.id, months[log.date][:2]), log.id)
        return docs.browse(first.values())

    def _papers(self, docs):
        """Return one form for each person and month."""
        months = self._months(docs)
        wanted = dict.fromkeys((log.employee_id.id, months[log.date][:2]) for log in docs.sorted("date"))
        names = {months[log.date][:2]: months[log.date][2] for log in docs}
        logs = docs.search(
            [
                ("employee_id", "in", docs.employee_id.ids),
                ("date", ">=", min(start for _person, (start, _end) in wanted)),
                ("date", "<=", max(end for _person, (_start, end) in wanted)),
            ],
            order="date, id",
        )
        of_person = logs.grouped(lambda log: log.employee_id.id)
        return [
            self._month_values(
                of_person[person].filtered(lambda log, start=start, end=end: start <= log.date <= end),
                names[start, end],
            )
            for person, (start, end) in wanted
        ]

    def _months(self, docs):
        """Return the month of each day: ``{date: (first day, last day, name)}``, by the cycle, else by the calendar."""
        days = sorted(set(docs.mapped("date")))
        periods = self.env["perf.period"].search(
            [("kind", "=", "month"), ("date_start", "<=", days[-1]), ("date_end", ">=", days[0])],
        )
        months = {}
        for day in days:
            period = periods.filtered(lambda found, day=day: found.date_start <= day <= found.date_end)[:1]
            months[day] = (
                (period.date_start, period.date_end, self._period(period))
                if period
                else (
                    date_utils.start_of(day, "month"),
                    date_utils.end_of(day, "month"),
                    format_date(self.env, day, date_format="yMMMM"),
                )
            )
        return months

    def _month_values(self, logs, month):
        """Return the texts of one person's month.

        :param logs: all its entries
        :param str month: its name
        """
        head = logs[:1].sudo()
        columns = [
            (self.env._("Date"), WIDTHS[0], "center"),
            (self.env._("What was done"), WIDTHS[1], ""),
            (self.env._("Indicator"), WIDTHS[2], ""),
            (self.env._("Evidence"), WIDTHS[3], "small"),
        ]
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Work Log of the Month"),
            "running": f"{head.employee_id.name} · {month}",
            "issue": self.env._("printed %s", self._printed_on()),
            "period": month,
            "head": self._pairs(
                [
                    (self.env._("Unit"), head.unit_id.name),
                    (self.env._("Department"), head.department_id.name),
                    (self.env._("Full name"), head.employee_id.name),
                    (self.env._("Entries"), str(len(logs))),
                ],
            ),
            "blocks": [
                self._table_block(columns, [{"name": "", "rows": [self._log_row(log) for log in logs]}]),
                self._box_block(
                    [
                        [
                            {"label": self.env._("Person's signature"), "sign": self._places("signature", "date")},
                            {"label": self.env._("Read by the leader"), "sign": self._places("signature", "date")},
                        ],
                    ],
                ),
            ],
        }

    def _log_row(self, log):
        """Return one entry."""
        text = [log.text]
        if log.filled_by_id:
            text.append(self.env._("Written on behalf by %s", log.sudo().filled_by_id.name))
        return {
            "cells": [
                self._short_day(log.date, "MMMEd"),
                text,
                log.indicator_id.name or "",
                log.evidence_ids.mapped("name"),
            ],
            "below": [],
        }

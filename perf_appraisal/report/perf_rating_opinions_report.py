from odoo import models

#: No., unit, opinion, what was done, when.
WIDTHS = (70, 150, 276, 284, 188)


class ReportPerfRatingOpinions(models.AbstractModel):
    """What people wrote and what was done about it, as it is published."""

    _name = "report.perf_appraisal.report_perf_rating_opinions"
    _inherit = ["perf.paper.mixin"]
    _description = "Opinions and What Was Done"

    _paper_model = "perf.rating"
    _paper_domain = [("state", "=", "closed")]

    def _paper_values(self, doc):
        """Return the texts of one publication: only what the Performance Office has made fit for it.

        :raise AccessError: for anybody but the Performance Office and auditors
        """
        comments = self.env["perf.rating.comment"].search(
            [("rating_id", "=", doc.id), ("published_text", "!=", False)], order="appraisee_id, id"
        )
        return {
            "organisation": doc.company_id.name,
            "title": self.env._("Opinions and What Was Done"),
            "running": doc.name,
            "issue": self.env._("printed %s", self._printed_on()),
            "period": self._period(doc.period_id),
            "head": self._pairs(
                [
                    (self.env._("Rating"), doc.name),
                    (self.env._("Days of Voting"), f"{self._day(doc.date_start)} – {self._day(doc.date_end)}"),
                    (self.env._("Opinions"), str(len(comments))),
                    (self.env._("Rectified"), str(len(comments.filtered(lambda one: one.handling == "done")))),
                ]
            ),
            "blocks": [
                self._opinions_block(comments),
                self._box_block(
                    [[{"label": self.env._("Performance Office"), "sign": self._places("seal", "date")}]], tall=True
                ),
            ],
        }

    def _opinions_block(self, comments):
        """Return what people wrote, with what was done about each.

        :param comments: ``perf.rating.comment`` recordset
        """
        headings = (
            (self.env._("Serial No."), "points"),
            (self.env._("Unit"), ""),
            (self.env._("Opinion"), ""),
            (self.env._("How It Was Handled"), ""),
            (self.env._("When"), "center"),
        )
        replies = self._last_replies(comments.ticket_id)
        rows = [
            {
                "cells": [
                    str(place),
                    comment.appraisee_id.unit_id.name or self.env._("all"),
                    comment.published_text.splitlines(),
                    *self._done_about(comment, replies.get(comment.ticket_id)),
                ],
                "below": [],
            }
            for place, comment in enumerate(comments, 1)
        ]
        columns = self._headed(WIDTHS, *headings)
        return self._table_block(columns, [{"name": "", "rows": rows}])

    @staticmethod
    def _last_replies(tickets):
        """Return the last reply that was given to each ticket: ``{ticket: reply}``."""
        return {reply.ticket_id: reply for reply in tickets.reply_ids.filtered("given_on").sorted("id")}

    def _done_about(self, comment, reply):
        """Return the cells of what was done about a comment, and when.

        :param comment: ``perf.rating.comment`` record
        :param reply: the last ``perf.ticket.reply`` that was given to its ticket, if any
        """
        if comment.handling == "done" and reply:
            return [reply.text.splitlines(), self._day(comment.ticket_id._resolved_day())]
        if comment.handling == "nothing":
            return [comment.nothing_why, ""]
        if comment.ticket_id:
            until = comment.ticket_id.deadline
            doing = self.env._("The unit is at work on it.")
            return [doing, self.env._("until %s", self._day(until)) if until else ""]
        return [self.env._("It is being looked into."), ""]

from odoo import models
from odoo.tools import format_list

#: Group, channel, weight, whom it rates, expected, ballots, least answers, shown; lying.
GROUP_WIDTHS = (288, 220, 120, 260, 150, 150, 150, 170)

#: Group, what, before, after, reason, who and when; lying.
CHANGE_WIDTHS = (240, 200, 130, 130, 500, 308)

#: No., who was rated, category, score, answers; what is left goes to the groups; lying.
RESULT_WIDTHS = (90, 300, 220, 120, 120)
WIDTH = 1508

#: So many groups have a column of their own; more of them stand one below the other.
MOST_COLUMNS = 6


class ReportPerfRating(models.AbstractModel):
    """The protocol of a rating: who was asked, how it was counted, and what it came to, to be signed."""

    _name = "report.perf_appraisal.report_perf_rating"
    _inherit = ["perf.paper.mixin"]
    _description = "Protocol of a Rating"

    _paper_model = "perf.rating"
    _paper_domain = [("state", "=", "closed")]
    _paper_landscape = True

    def _papers(self, docs):
        """Return the protocols; who may not see what was changed gets none.

        :raise AccessError: for anybody but the Performance Office and auditors
        """
        docs.env["perf.rating.change"].check_access("read")
        return super()._papers(docs)

    def _paper_values(self, doc):
        """Return the texts of one protocol."""
        blocks = [self._groups_block(doc)]
        if doc.change_ids:
            blocks.append(self._changes_block(doc))
        absent = doc.tally_ids.filtered("absent_reason")
        if absent:
            told = [self.env._("%(group)s: %(why)s", group=one.group_id.name, why=one.absent_reason) for one in absent]
            blocks.append(self._text_block(self.env._("Why no votes came"), "\n".join(told)))
        blocks += [
            self._text_block(self.env._("How it was counted"), "\n".join(self._counting(doc))),
            self._results_block(doc),
            self._box_block(self._boxes(doc.sudo()), tall=True),
        ]
        return {
            "organisation": doc.company_id.name,
            "title": self.env._("Protocol of a Rating"),
            "running": doc.name,
            "issue": self._state_issue(doc),
            "period": self._period(doc.period_id),
            "head": self._head(doc),
            "blocks": blocks,
        }

    def _head(self, rating):
        """Return what was asked, when, of how many."""
        kinds = dict(rating._fields["kind"]._description_selection(self.env))
        choices = [f"{choice.name} {self._points(choice.value)} %" for choice in rating._counted_choices()]
        dimensions = [f"{part.name} {self._points(part.weight)}" for part in rating.rating_type_id.dimension_ids]
        days = f"{self._day(rating.date_start)} – {self._day(rating.date_end)}"
        return self._pairs(
            [
                (self.env._("Rating"), rating.name),
                (self.env._("Kind of Rating"), rating.rating_type_id.name),
                (self.env._("Days of Voting"), days),
                (self.env._("Rated Are"), f"{kinds[rating.kind]} ({len(rating.appraisee_ids)})"),
                (self.env._("Choices"), format_list(self.env, choices)),
                (self.env._("Dimensions and Weights"), format_list(self.env, dimensions)),
            ]
        )

    def _groups_block(self, rating):
        """Return who was asked: ballots of a group below its minimum are not told."""
        columns = self._headed(
            GROUP_WIDTHS,
            (self.env._("Group"), ""),
            (self.env._("Way"), ""),
            (self.env._("Weight"), "points"),
            (self.env._("Rates"), ""),
            (self.env._("Expected Answers"), "points"),
            (self.env._("Ballots"), "points"),
            (self.env._("Least Answers"), "points"),
            (self.env._("Counted"), "center"),
        )
        channels, rates = (
            dict(rating.group_ids._fields[name]._description_selection(self.env)) for name in ("channel", "rates")
        )
        absent = {tally.group_id: tally.absent_reason for tally in rating.tally_ids}
        rows = [
            {
                "cells": [
                    group.name,
                    channels[group.channel],
                    self._points(group.weight),
                    rates[group.rates],
                    str(group.expected) if group.expected else "",
                    str(group.ballots) if group.ballots and not group.is_missing else "–",
                    str(group.min_answers),
                    absent.get(group) or (self.env._("below its minimum") if group.is_missing else "✓"),
                ],
                "below": [],
            }
            for group in rating.group_ids
        ]
        return self._table_block(columns, [{"name": self.env._("Who Was Asked"), "rows": rows}])

    def _changes_block(self, rating):
        """Return what was changed after the rating was opened."""
        columns = self._headed(
            CHANGE_WIDTHS,
            (self.env._("Group"), ""),
            (self.env._("What"), ""),
            (self.env._("Before"), "points"),
            (self.env._("After"), "points"),
            (self.env._("Reason"), ""),
            (self.env._("Changed by"), "small"),
        )
        rows = [
            {
                "cells": [
                    change.group_id.name,
                    change.what,
                    self._points(change.old_value),
                    self._points(change.new_value),
                    change.reason,
                    self._done(change.sudo().changed_by_id, change.changed_on),
                ],
                "below": [],
            }
            for change in rating.change_ids
        ]
        return self._table_block(columns, [{"name": self.env._("Changed after Opening"), "rows": rows}])

    def _counting(self, rating):
        """Return in sentences how the scores came about."""
        policies = {
            "reweight": self.env._("The weight of a group that is missing is shared out to the others."),
            "zero": self.env._("A group that is missing counts as zero."),
            "full": self.env._("A group that is missing counts in full."),
        }
        return [
            self.env._(
                "On each dimension the mean is taken over all answers of a group, each worth what its choice is worth; "
                "answers that say nothing are left out."
            ),
            self.env._(
                "A dimension with fewer answers than the group's minimum is left out, and its weight is shared out; a "
                "group without any dimension left is missing."
            ),
            self.env._("The score is the mean of the groups by their weights. %s", policies[rating.missing_policy]),
            self.env._(
                "Answers of which there were too few are neither shown nor counted. No answer can be traced to a "
                "person; codes were deleted at closing."
            ),
        ]

    def _results_block(self, rating):
        """Return what everybody came to, the best first, with what each group gave."""
        scores = self.env["perf.rating.score"].search([("rating_id", "=", rating.id), ("dimension_id", "=", False)])
        given = {(score.appraisee_id, score.group_id): self._points(score.score) for score in scores}
        groups = rating.group_ids if len(rating.group_ids) <= MOST_COLUMNS else rating.group_ids.browse()
        width = (WIDTH - sum(RESULT_WIDTHS)) // (len(groups) or 1)
        columns = self._headed(
            (*RESULT_WIDTHS, *[width] * len(groups)),
            (self.env._("Serial No."), "points"),
            (self.env._("Rated"), ""),
            (self.env._("Category"), ""),
            (self.env._("Score %"), "points"),
            (self.env._("Answers"), "points"),
            *((group.name, "points") for group in groups),
        )
        totals = scores.filtered(lambda score: not score.group_id).sorted(lambda score: -score.score)
        rows = [
            {
                "cells": [
                    str(place),
                    list(dict.fromkeys((score._rated_name(), score.unit_id.name))),
                    score.category_id.name or "",
                    self._points(score.score),
                    str(score.answers) if score.answers else "–",
                    *(given.get((score.appraisee_id, group), "–") for group in groups),
                ],
                "below": [],
            }
            for place, score in enumerate(totals, 1)
        ]
        return self._table_block(columns, [{"name": self.env._("Results"), "rows": rows}])

    def _boxes(self, rating):
        """Return the places of those who counted, checked and watched."""
        tallies = rating.tally_ids
        entered, checked = (
            format_list(self.env, tallies[name].mapped("name")) for name in ("entered_by_id", "checked_by_id")
        )
        closed = self._done(rating.closed_by_id, rating.closed_on)
        return [
            [
                {"label": self.env._("Counted by"), "text": entered, "sign": self._places("signature", "date")},
                {"label": self.env._("Checked by"), "text": checked, "sign": self._places("signature", "date")},
                {"label": self.env._("Supervised by"), "sign": self._places("signature", "date")},
                {"label": self.env._("Performance Office"), "done": closed, "sign": self._places("seal", "date")},
            ]
        ]

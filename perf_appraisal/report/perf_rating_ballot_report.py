from odoo import models


class ReportPerfRatingBallot(models.AbstractModel):
    """Ballots on paper, to be counted by hand: one form for each group whose votes are tallied.

    They hold no code: handed out to be copied, they are all the same.
    """

    _name = "report.perf_appraisal.report_perf_rating_ballot"
    _inherit = ["perf.paper.mixin"]
    _description = "Paper Ballot"

    _paper_model = "perf.rating"
    _paper_domain = [("group_ids.channel", "=", "tally")]

    def _papers(self, docs):
        """Return one ballot for each group that votes on paper; where it rates only its own unit, one for each unit."""
        return [
            self._ballot(group, rated)
            for rating in docs.sudo()
            for group in rating.group_ids
            if group.channel == "tally"
            for rated in self._rated_together(group)
        ]

    def _rated_together(self, group):
        """Return whom one ballot of a group asks about, for each of its ballots."""
        rated = group._rated()
        return list(rated.grouped("unit_id").values()) if group.rates == "own" else [rated]

    def _ballot(self, group, rated):
        """Return the texts of one ballot.

        :param group: ``perf.rating.group`` record, as superuser
        :param rated: ``perf.appraisee`` recordset, as superuser
        """
        rating = group.rating_id
        who = f"{group.name} · {rated.unit_id.name}" if group.rates == "own" else group.name
        blocks = [self._questions_block(rating.rating_type_id, rated)]
        blocks.append(self._text_block(self.env._("Is there anything else that you want to say?"), "", lines=4))
        if rating.intro:
            blocks.insert(0, self._text_block(self.env._("Introduction"), rating.intro))
        return {
            "organisation": rating.company_id.name,
            "title": rating.name,
            "running": who,
            "issue": self.env._("Do not write your name on it."),
            "period": self.env._("Until %s", self._day(rating.date_end)),
            "head": self._pairs([(self.env._("Group"), who), (self.env._("How"), self._how())]),
            "blocks": blocks,
        }

    def _how(self):
        """Return what to do with the boxes."""
        return self.env._("Tick one box in each row.")

    def _questions_block(self, kind, rated):
        """Return the questions with a box for each choice; where only one thing is asked, it needs no headings.

        :param kind: ``perf.rating.type`` record
        :param rated: ``perf.appraisee`` recordset
        """
        names = self.env["perf.rating.group"]._ballot_names(rated)
        boxes = ["☐"] * len(kind.choice_ids)
        if len(kind.dimension_ids) == 1:
            sections = [{"name": kind.dimension_ids.name, "rows": [self._row(name, boxes) for name in names.values()]}]
        else:
            sections = [
                {"name": name, "rows": [self._row(asked.name, boxes) for asked in kind.dimension_ids]}
                for name in names.values()
            ]
        width = min(150, 600 // max(len(boxes), 1))
        columns = [(self.env._("Rated"), 968 - width * len(boxes), "")]
        columns += [(choice.name, width, "points") for choice in kind.choice_ids]
        return self._table_block(columns, sections)

    @staticmethod
    def _row(name, boxes):
        """Return a row of a name and its boxes."""
        return {"cells": [name, *boxes], "below": []}

from odoo import models

from ....tools import scoring


class PerfAppraisal(models.Model):
    """Sheets post to the score ledger when they are confirmed, or closed without having been handed in."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - POSTING === #

    def _post_many(self, scored, policies):
        """Post one entry for each section of each sheet; their points add up to the sheet's points to the cent.

        :param dict scored: ``{sheet id: ScoredSheet}``
        :param dict policies: how each sheet is added up
        """
        super()._post_many(scored, policies)
        rows = []
        for sheet, lines in scored.items():
            final, own, review = self._totals_many(lines, policies[sheet]["na_policy"])
            rows += [
                (sheet, section, total.score, total.full, own[section].score, review[section].score)
                for section, total in final.items()
            ]
        self.env["perf.score.entry"]._post_sheets(rows)

    def _unpost(self, reason):
        """Reverse what the sheets posted.

        :param str reason: why
        """
        super()._unpost(reason)
        entries = self.env["perf.score.entry"].sudo()
        posted = entries.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        posted._reverse(reason)

    def _post_missing(self):
        """Post 0 for sheets that were not handed in when their period closed.

        Rule: not handed in without an excuse counts 0.
        """
        scored, policies = self._score_many()
        rows = [
            (sheet, section, 0, total.full, 0, 0)
            for sheet, lines in scored.items()
            for section, total in self._totals_many(lines, policies[sheet]["na_policy"])[0].items()
        ]
        self.env["perf.score.entry"]._post_sheets(rows, reason=self.env._("Not handed in"))

    @staticmethod
    def _totals_many(lines, policy):
        """Return the totals of the sections for final, own and leader's scores; most are the same as the ones before.

        :param lines: ``ScoredSheet``
        :param str policy: what is done with lines that were not assessed
        """
        columns, totals = (lines.final, lines.review, lines.own), []
        for place, column in enumerate(columns):
            if place and column == columns[place - 1]:
                totals.append(totals[-1])
            else:
                totals.append(scoring.section_totals(zip(lines.sections, column, strict=True), na_policy=policy))
        final, review, own = totals
        return final, own, review

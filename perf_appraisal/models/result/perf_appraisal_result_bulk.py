from odoo import models

from ...tools import scoring


class PerfAppraisal(models.Model):
    """Many confirmed sheets post to the ledger at once."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - POSTING === #

    def _post_many(self, scored, policies):
        """Post one entry for each section of each sheet, the same as one by one.

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

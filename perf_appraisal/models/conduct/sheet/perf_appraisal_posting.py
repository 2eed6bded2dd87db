from odoo import models
from odoo.tools import SQL

from ....tools import scoring
from ....tools.posting import Posting


class PerfAppraisal(models.Model):
    """Sheets post to the score ledger when they are confirmed, or closed without having been handed in."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - POSTING === #

    def _post_sheets(self, scored, policies):
        """Post one entry for each section of each sheet; their points add up to the sheet's points to the cent.

        :param dict scored: ``{sheet id: ScoredSheet}``
        :param dict policies: how each sheet is added up
        """
        headings, postings = self._headings(), []
        for sheet, lines in scored.items():
            final, own, review = self._totals_many(lines, policies[sheet]["na_policy"])
            postings += [
                Posting(
                    **headings[sheet],
                    section_id=section,
                    points=total.score,
                    full_points=total.full,
                    self_points=own[section].score,
                    review_points=review[section].score,
                )
                for section, total in final.items()
            ]
        self._post(postings)

    def _post_missing(self):
        """Post 0 for sheets that were not handed in when their period closed.

        Rule: not handed in without an excuse counts 0.
        """
        scored, policies = self._score_many()
        headings, reason = self._headings(), self.env._("Not handed in")
        nothing = {"points": 0, "self_points": 0, "review_points": 0, "reason": reason}
        self._post(
            [
                Posting(**headings[sheet], **nothing, section_id=section, full_points=total.full)
                for sheet, lines in scored.items()
                for section, total in self._totals_many(lines, policies[sheet]["na_policy"])[0].items()
            ],
        )

    def _headings(self):
        """Return what the postings of each sheet have in common: ``{sheet id: {name: value}}``."""
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT a.id AS res_id, a.appraisee_id, a.unit_id, a.period_id, p.date_end AS date"
                " FROM perf_appraisal a JOIN perf_period p ON p.id = a.period_id WHERE a.id = ANY(%s)",
                self.ids,
            ),
        )
        return {row["res_id"]: {"kind": "sheet", "res_model": self._name, **row} for row in rows}

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

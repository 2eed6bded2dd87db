from odoo import models

from ...tools import scoring


class PerfAppraisal(models.Model):
    """A confirmed sheet posts to the score ledger."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - POSTING === #

    def _seal(self):
        """Seal confirmed sheets and post them to the ledger."""
        super()._seal()
        self.env["perf.score.entry"]._post(self._prepare_entries())

    def _prepare_entries(self):
        """Return the values of the ledger entries: one for each section of each sheet.

        The points of the sections add up to the sheet's points to the cent.
        """
        vals_list = []
        for sheet in self:
            final, own, review = (sheet._section_totals(f"{phase}_score") for phase in ("final", "self", "review"))
            vals_list += [
                {
                    **sheet._prepare_entry_values(),
                    "section_id": section,
                    "points": float(total.score),
                    "full_points": float(total.full),
                    "self_points": float(own[section].score),
                    "review_points": float(review[section].score),
                }
                for section, total in final.items()
            ]
        return vals_list

    def _section_totals(self, column):
        """Return the totals of one column of scores by section.

        :param str column: ``self_score``, ``review_score`` or ``final_score`` of the lines
        """
        self.ensure_one()
        return scoring.section_totals(
            [(line.section_id.id, line._engine_line(column)) for line in self.line_ids],
            na_policy=self.scheme_id.na_policy or "exclude",
        )

    def _prepare_entry_values(self):
        """Return what all ledger entries of the sheet have in common."""
        self.ensure_one()
        return {
            "appraisee_id": self.appraisee_id.id,
            "unit_id": self.unit_id.id,
            "company_id": self.company_id.id,
            "cycle_id": self.cycle_id.id,
            "period_id": self.period_id.id,
            "kind": "sheet",
            "date": self.period_id.date_end,
            "res_model": self._name,
            "res_id": self.id,
        }

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
        vals_list = [
            {**vals, "points": 0.0, "self_points": 0.0, "review_points": 0.0, "reason": self.env._("Not handed in")}
            for vals in self._prepare_entries()
        ]
        self.env["perf.score.entry"]._post(vals_list)

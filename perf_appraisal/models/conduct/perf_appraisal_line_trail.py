from odoo import models
from odoo.tools import float_compare

from .perf_appraisal_line import PHASES


class PerfAppraisalLine(models.Model):
    """Every change of a score that was handed in is kept."""

    _inherit = "perf.appraisal.line"

    # === BUSINESS METHODS - TRAIL === #

    def _scores(self):
        """Return the scores that a write may change, by line id, of sheets that were handed in before.

        A line that is not assessed counts nothing.
        """
        return {
            line.id: tuple(
                line[column] if line.assessed else 0.0 for column in ("self_score", "review_score", "final_score")
            )
            for line in self.sudo()  # a lead unit has no right on the sheet
            if line.appraisal_id.filled_on or line.state != "draft"
        }

    def _log_changes(self, before):
        """Keep what a write changed, and refuse a change of these lines without a reason.

        :param dict before: as from :meth:`_scores`, also of lines whose scores depend on these
        """
        phases = {
            "draft": ("self", "self_score"),
            "self_scored": ("review", "review_score"),
            "reviewed": ("final", "final_score"),
        }
        changes = []
        for line in self.browse(before).sudo().filtered(lambda line: line.state in phases):
            phase, column = phases[line.state]
            old = before[line.id][("self", "review", "final").index(phase)]
            new = line[column] if line.assessed else 0.0
            if not float_compare(old, new, precision_digits=2):
                continue
            if phase in PHASES and line in self:
                line._check_reasons(phase)
            changes.append(line._prepare_change_values(phase, old, new))
        if changes:
            self.env["perf.score.change"].sudo()._unlocked().create(changes)

    def _returned_scores(self):
        """Return the leader's scores by line id, of sheets that were given back with them."""
        return {
            line.id: line.review_score if line.assessed else 0.0 for line in self if line.appraisal_id.return_reason
        }

    def _log_reset(self, before):
        """Keep how the leader's scores started anew when sheets that were given back were handed in again.

        :param dict before: as from :meth:`_returned_scores`
        """
        again = self.filtered(lambda line: line.id in before)
        changes = [
            line._prepare_change_values("review", before[line.id], line.review_score, self.env._("Handed in anew."))
            for line in again
            if float_compare(before[line.id], line.review_score, precision_digits=2)
        ]
        if changes:
            self.env["perf.score.change"].sudo()._unlocked().create(changes)

    def _prepare_change_values(self, phase, old, new, reason=None):
        """Return the values of the record of a change."""
        reasons = {"self": self.self_note, "review": self.review_reason, "final": self.final_reason}
        return {
            "appraisal_id": self.appraisal_id.id,
            "line_id": self.id,
            "phase": phase,
            "old_score": old,
            "new_score": new,
            "user_id": self.env.uid,
            "reason": reason or reasons[phase],
        }

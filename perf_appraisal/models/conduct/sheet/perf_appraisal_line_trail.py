from odoo import api, fields, models
from odoo.tools import SQL, float_compare

from .perf_appraisal_line import PHASES

#: Phase → the score and the word beside it.
COLUMNS = {
    "self": ("self_score", "self_note"),
    **{phase: (score, word) for phase, (score, _earlier, word) in PHASES.items()},
}


class PerfAppraisalLine(models.Model):
    """Every change of a score that was handed in is kept."""

    _inherit = "perf.appraisal.line"

    reviewed_for_id = fields.Many2one(
        comodel_name="hr.employee",
        string="In Place of",
        ondelete="restrict",
        help="Who was absent when a stand-in scored the line.",
    )

    # === BUSINESS METHODS - TRAIL === #

    def _scores(self):
        """Return the scores that a write may change and the words beside them, of sheets that were handed in before.

        A line that is not assessed counts nothing.

        :return: ``{line id: {phase: (score, word)}}``
        """
        return {
            line.id: {
                phase: (line[score] if line.assessed else 0.0, line[word]) for phase, (score, word) in COLUMNS.items()
            }
            for line in self.sudo()  # a lead unit has no right on the sheet
            if line.appraisal_id.filled_on or line.state != "draft"
        }

    def _log_changes(self, before):
        """Keep what a write changed, and refuse a change of these lines without a reason.

        :param dict before: as from :meth:`_scores`, also of lines whose scores depend on these
        """
        phases = {"draft": "self", "self_scored": "review", "reviewed": "final"}
        changes = []
        for line in self.browse(before).sudo().filtered(lambda line: line.state in phases):
            phase = phases[line.state]
            old, said = before[line.id][phase]
            new = line[COLUMNS[phase][0]] if line.assessed else 0.0
            if not float_compare(old, new, precision_digits=2):
                continue
            if phase in PHASES:
                line._check_reasons(phase) if line in self else line._explain_following(phase)
            changes.append(line._prepare_change_values(phase, old, new, line._set_back(phase, said)))
        if changes:
            absent = self.browse(vals["line_id"] for vals in changes)._in_place_of("write")
            for vals in changes:
                vals["changed_for_id"] = absent.get(self.browse(vals["line_id"]), self.env["hr.employee"]).id
            self.env["perf.score.change"].sudo()._unlocked().create(changes)

    def _explain_following(self, phase):
        """Write beside a score why it follows from what was decided on another line, where nothing stands yet.

        :param str phase: in which it was changed
        """
        score, earlier, word = PHASES[phase]
        why = self.env._("Of one matter only the largest claim counts: follows from the decision on another line.")
        changed = float_compare(self[score], self[earlier], precision_digits=2)
        if changed and not (self[word] or "").strip():
            self._unlocked().write({word: why})
        elif not changed and self[word] == why:
            self._unlocked().write({word: False})

    def _set_back(self, phase, said):
        """Return the reason of a score that is the same again as in the phase before, unless a new one was written.

        :param str phase: in which it was changed
        :param str said: the reason before, which was that of the change that is undone
        """
        if phase not in PHASES or not self.assessed or (phase == "review" and self.self_skipped):
            return None
        score, earlier, word = PHASES[phase]
        same = not float_compare(self[score], self[earlier], precision_digits=2)
        return self.env._("Set back.") if same and self[word] in (said, False, "") else None

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
        return {
            "appraisal_id": self.appraisal_id.id,
            "line_id": self.id,
            "phase": phase,
            "old_score": old,
            "new_score": new,
            "user_id": self.env.uid,
            "reason": reason or self[COLUMNS[phase][1]],
        }

    # === BUSINESS METHODS - STAND-INS === #

    def _scored_in_place(self):
        """Return who scored the line in whose place, or nothing."""
        line = self.sudo()
        if not line.reviewed_for_id:
            return ""
        return self.env._(
            "%(name)s in place of %(absent)s", name=line.reviewed_by_id.name, absent=line.reviewed_for_id.name
        )

    @api.model
    def _check_final_reasons(self, sheets):
        """Raise when the office changed a score without a reason: only such lines are loaded.

        :param sheets: ``perf.appraisal`` recordset
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM perf_appraisal_line WHERE appraisal_id = ANY(%s) "
                "AND final_score IS DISTINCT FROM review_score AND COALESCE(final_reason, '') !~ '\\S'",
                sheets.ids,
            ),
        )
        self.browse([line_id for (line_id,) in rows])._check_reasons("final", sheets)

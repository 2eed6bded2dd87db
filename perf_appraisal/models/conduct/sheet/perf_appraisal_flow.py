from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...abstract.given_ids import readable_ids

#: Actions after which the office may have nothing left to confirm.
_OF_THE_OFFICE = frozenset({"action_confirm", "action_return"})


class PerfAppraisal(models.Model):
    """The way of a sheet: handed in, reviewed, confirmed; and what is not daily: excused, corrected, given back."""

    _inherit = "perf.appraisal"

    # === ACTION METHODS === #

    def action_submit(self):
        """Hand the self-score to the leader.

        :raise UserError: with everything that is still missing, line by line
        """
        self._check_readable()
        todo = self.filtered(lambda sheet: sheet.state == "draft")
        todo.line_ids._check_submit()
        scores = todo.line_ids._returned_scores()
        done = self._transition("action_submit")
        done._start_review()
        done.line_ids._log_reset(scores)
        return True

    def save_and_submit(self, vals):
        """Write the sheet and hand it in, in one call.

        :param dict vals: values as for ``write``
        :raise UserError: as :meth:`action_submit`; nothing is written then
        """
        self._save_one(vals)
        return self.action_submit()

    def action_skip_self_score(self):
        """Let the leader score without a self-score, once its deadline is past.

        :raise UserError: when the deadline is not past or the user is not the reviewer
        """
        self._check_readable()
        scores = self.filtered(lambda sheet: sheet.state == "draft").line_ids._returned_scores()
        done = self._transition("action_skip_self_score", self_skipped=True)
        done._start_review()
        done.line_ids._log_reset(scores)
        return True

    def action_withdraw(self):
        """Take a self-score back before the leader has reviewed it.

        :raise UserError: when the sheet is reviewed already or somebody else's
        """
        self._transition("action_withdraw")._log_step(self.env._("Withdrawn."))
        return True

    def action_review(self):
        """Finish the review; of units' sheets finish the lines that are the user's, the others wait for lead units.

        :return: a notification for several sheets, else true
        :raise UserError: naming lines that nobody has scored, or whose changed score has no reason, years of persons
            without a proposed grade, and units' sheets of which only lines of lead units are left
        """
        self._check_readable()
        own = self._holding("unfinished")
        own._check_movable("action_review", own)  # whoever may not hears nothing of what is still missing
        self._check_grades_proposed()
        units = self.filtered(lambda sheet: sheet.kind == "unit" and sheet.state == "self_scored")
        moved = units._review_units()
        done = moved | (self - units)._review()
        return self._tell_done("action_review", done, waiting=len(units - moved))

    def save_and_review(self, vals):
        """Write what the leader changed and finish the review, in one call.

        :param dict vals: values as for ``write``
        :raise UserError: as :meth:`action_review`; nothing is written then
        """
        self._save_one(vals)
        return self.action_review()

    def action_confirm(self):
        """Confirm the sheets, freeze their totals and post them to the ledger.

        :return: a notification for several sheets, else true
        :raise UserError: naming the sheets that the user may not confirm, and why
        """
        return self._tell_done("action_confirm", self._confirm())

    def action_return(self, reason=None):
        """Give the sheets back one step: from the leader to the person, from the office to the leader.

        :param str reason: what to change
        :raise UserError: without a reason, or when it is not the user's turn
        """
        done = self._transition("action_return", reason=reason)
        done._reopen_lines()
        done._log_step(self.env._("Returned. The reason stands on the sheet."))
        return True

    def action_excuse(self, reason=None):
        """Excuse the sheets: nothing is asked for, and they leave the mean.

        :param str reason: why
        :raise UserError: without a reason, or when the sheet is reviewed or the user's own
        """
        done = self._transition("action_excuse", reason=reason)
        done._log_step(self.env._("Excused. The reason stands on the sheet."))
        return True

    def action_correct(self, reason=None):
        """Open confirmed sheets again: their entries are reversed, and another colleague confirms them anew.

        :param str reason: what is wrong
        :raise UserError: without a reason, when the period is not open or the sheet is the user's own matter
        """
        done = self._transition("action_correct", reason=reason)
        done.sudo()._unpost(reason)
        done._log_step(self.env._("Opened again for correction. The reason stands on the sheet."))
        return True

    def action_change_reviewer(self, reviewer_id, reason):
        """Let somebody else review the sheets that are not reviewed yet.

        :param int reviewer_id: id of the new reviewer's employee
        :param str reason: why
        :raise UserError: without a reason, or naming the sheets that keep their reviewer, and why
        """
        self._check_readable()
        if not (reason or "").strip():
            raise UserError(self.env._("Write down the reason first."))
        reviewer = self.env["hr.employee"].sudo().browse(readable_ids(self.env, "hr.employee", [reviewer_id]))
        if not reviewer.active or not reviewer.user_id.active:
            raise UserError(self.env._("Choose a reviewer who has an account."))
        self._lock_states()
        if refused := self._refuse_reviewer(reviewer):
            raise UserError(self._refusal_message(refused))
        self.sudo()._unlocked().write({"reviewer_id": reviewer.id, "reviewer_reason": reason})
        self._log_step(self.env._("The reviewer was changed. The reason stands on the sheet."))
        return True

    # === BUSINESS METHODS - PERMISSION === #

    def _refuse_unwritable(self):
        """Tell whoever had to do with a sheet before so, rather than whose turn it is."""
        refused = self._refuse_without("write")
        handed_in = self.browse(refused).filtered(lambda sheet: sheet.sudo().state != "draft")
        for bar in ("reviewed", "filled", "answer"):
            refused |= dict.fromkeys(handed_in._holding(bar).ids, self._refusal(bar))
        return refused

    def _refuse_writing(self):
        return self._refuse_unwritable()

    def _refuse_review(self):
        return self._refuse_unwritable()

    def _refuse_confirm(self):
        refused = self._refuse_without("confirm")
        return refused | self.browse(refused)._refuse_unwritable()

    def _refuse_skip_self_score(self):
        refused = self._refuse_without("skip")
        for sheet in self.sudo().filtered(lambda sheet: not sheet._is_self_score_late()):
            refused.setdefault(
                sheet.id,
                self.env._("the self-score may be handed in until %s", format_date(self.env, sheet.self_deadline)),
            )
        return refused

    def _is_self_score_late(self):
        """Return whether the day is past until which the self-score was to be handed in."""
        return bool(self.self_deadline) and self.self_deadline < self.company_id._perf_today()

    def _refuse_withdraw(self):
        refused = self._refuse_without("withdraw")
        for sheet in self.sudo():
            if sheet._is_being_reviewed():
                sentence = self.env._("the leader has changed scores already; ask the leader to return it")
                refused.setdefault(sheet.id, sentence)
            elif sheet.self_skipped:
                sentence = self.env._("the leader scores it without a self-score, because it was late")
                refused.setdefault(sheet.id, sentence)
        return refused

    def _is_being_reviewed(self):
        """Return whether the leader has changed or finished anything since the sheet was handed in."""
        given_back = self.return_reason and not self.self_skipped  # by the office: handing in empties the reason
        return bool(given_back) or any(line.review_reason or line.reviewed_on for line in self.line_ids)

    def _refuse_return(self):
        """Refuse to return what waits for somebody else; only the office takes an excuse back."""
        excused = self.filtered(lambda sheet: sheet.state == "excused")
        return {**(self - excused)._refuse_unwritable(), **excused._refuse_without("settle")}

    # === BUSINESS METHODS - TRANSITIONS === #

    def _in_whose_place(self, action):
        """Return in whose place the user moves the sheets; of units' sheets by whose lines he scored."""
        units = self.filtered(lambda sheet: action == "action_review" and sheet.kind == "unit")
        scored = {sheet: absent for sheet in units if (absent := sheet._absent_reviewer())}
        return super(PerfAppraisal, self - units)._in_whose_place(action) | scored

    def _after_transition(self, action):
        """Let a sheet that moves on take its reminders with it, and one given back have the deadlines of today.

        Sealed and excused sheets do not follow when deadlines move.
        """
        super()._after_transition(action)
        self.env["perf.reminder"]._close_moved(self, done_by_office=action in _OF_THE_OFFICE)
        if action in ("action_return", "action_correct"):
            self.env["perf.extension"]._refresh_deadlines(self.sudo().period_id, sheet_ids=self.ids)

    @api.model
    def _done_words(self, action, count, **facts):
        words = {
            "action_review": self.env._("%s sheets reviewed. They are with the Performance Office now.", count),
            "action_confirm": self.env._("%s sheets confirmed and posted to the score ledger.", count),
        }
        said = [words.get(action) or super()._done_words(action, count, **facts)]
        if waiting := facts.get("waiting"):
            said.append(self.env._("%s sheets still wait for their lead units.", waiting))
        return " ".join(said)

    # === HELPERS === #

    def _save_one(self, vals):
        """Write what a form has changed before it goes on.

        Note: self.ensure_one()

        :param dict vals: values as for ``write``
        """
        self.ensure_one()
        if vals:
            self.write(vals)

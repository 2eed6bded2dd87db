from odoo import fields, models
from odoo.exceptions import UserError


class PerfAppraisal(models.Model):
    """What is not the daily way of a sheet: it is excused, corrected, or moved by a stand-in."""

    _inherit = "perf.appraisal"

    excuse_reason = fields.Char(help="Why no sheet is asked for in this period. It leaves the mean.")
    excused_by_id = fields.Many2one("res.users", string="Excused by")
    reviewer_reason = fields.Char(string="Reason of the Reviewer", help="Why the reviewer was changed.")
    correction_reason = fields.Char(help="Why the sheet was opened again after its confirmation.")
    filled_for_id = fields.Many2one("hr.employee", string="Submitted in Place of", ondelete="restrict")
    reviewed_for_id = fields.Many2one("hr.employee", string="Reviewed in Place of", ondelete="restrict")
    confirmed_for_id = fields.Many2one("hr.employee", string="Confirmed in Place of", ondelete="restrict")

    can_excuse = fields.Boolean(compute="_compute_can")
    can_correct = fields.Boolean(compute="_compute_can")

    # === ACTION METHODS === #

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
        reviewer = self.env["hr.employee"].sudo().browse(reviewer_id).exists()
        if not reviewer.active or not reviewer.user_id.active:
            raise UserError(self.env._("Choose a reviewer who has an account."))
        self._lock_states()
        if refused := self._refuse_reviewer(reviewer):
            raise UserError(self._refusal_message(refused))
        self.sudo()._unlocked().write({"reviewer_id": reviewer.id, "reviewer_reason": reason})
        self._log_step(self.env._("The reviewer was changed. The reason stands on the sheet."))
        return True

    # === BUSINESS METHODS === #

    def _refuse_reviewer(self, reviewer):
        """Return why the user may not give sheets this reviewer, by id.

        Rule: the office, or a head of the unit or above, names him; nobody for his own sheet.
        """
        refused = self._refuse_without("assign")
        for sheet in self.sudo().filtered(lambda sheet: sheet.id not in refused):
            if sheet.kind == "unit":
                refused[sheet.id] = self.env._("lead units and the Performance Office review a unit")
            elif sheet.state not in ("draft", "self_scored"):
                refused[sheet.id] = self._stray_reason(sheet)
            elif reviewer.company_id != sheet.company_id:
                refused[sheet.id] = self.env._("the reviewer belongs to another company")
            elif sheet.employee_id == reviewer or reviewer._perf_accounts() in (sheet.filled_by_id | sheet.filler_ids):
                refused[sheet.id] = self.env._("%s filled it in", reviewer.name)
        return refused

    def _refuse_return(self):
        """Refuse to return what waits for somebody else; only the office takes an excuse back."""
        excused = self.filtered(lambda sheet: sheet.state == "excused")
        return {**(self - excused)._refuse_unwritable(), **excused._refuse_without("settle")}

    def _in_whose_place(self, action):
        """Return in whose place the user moves the sheets; of units' sheets by whose lines he scored."""
        units = self.filtered(lambda sheet: action == "action_review" and sheet.kind == "unit")
        scored = {sheet: absent for sheet in units if (absent := sheet._absent_reviewer())}
        return super(PerfAppraisal, self - units)._in_whose_place(action) | scored

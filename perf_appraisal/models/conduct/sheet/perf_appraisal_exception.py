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
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        uid = self.env.uid
        refused = {}
        for sheet in self.sudo():
            if not office and uid not in sheet.department_id.perf_head_user_ids.ids:
                refused[sheet.id] = self.env._(
                    "only the head of the unit or the Performance Office changes the reviewer"
                )
            elif uid in sheet._own_accounts().ids:
                refused[sheet.id] = self.env._("it is your own matter; a colleague decides on it")
            elif sheet.kind == "unit":
                refused[sheet.id] = self.env._("lead units and the Performance Office review a unit")
            elif sheet.state not in ("draft", "self_scored"):
                refused[sheet.id] = self._stray_reason(sheet)
            elif reviewer.company_id != sheet.company_id:
                refused[sheet.id] = self.env._("the reviewer belongs to another company")
            elif sheet.employee_id == reviewer or reviewer.user_id in (sheet.filled_by_id | sheet.filler_ids):
                refused[sheet.id] = self.env._("%s filled it in", reviewer.name)
        return refused

    def _refuse_excuse(self):
        return self._refuse_outsiders()

    def _refuse_correct(self):
        return self._refuse_outsiders()

    def _refuse_return(self):
        """Refuse to return what waits for somebody else; only the office takes an excuse back."""
        excused = self.filtered(lambda sheet: sheet.state == "excused")
        return {**(self - excused)._refuse_unwritable(), **excused._refuse_outsiders()}

    def _refuse_outsiders(self):
        """Return why the user may not decide on these sheets for the Performance Office, by id."""
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        refused = {}
        for sheet in self.sudo():
            if not office:
                refused[sheet.id] = self.env._("only the Performance Office may do this")
            elif self.env.uid in sheet._own_accounts().ids:
                refused[sheet.id] = self.env._("it is your own matter; a colleague decides on it")
            elif sheet.period_id.state != "open":
                refused[sheet.id] = self.env._("its period is not open; an administrator may reopen it")
        return refused

    def _unpost(self, reason):
        """Take back what the sheets posted. The result stage knows how."""

    def _in_whose_place(self, action):
        """Return in whose place the user moves the sheets; of units' sheets by whose lines he scored."""
        standin = self.env["perf.standin"].sudo()
        units = self.filtered(lambda sheet: sheet.kind == "unit")
        if action == "action_submit":
            return standin._acting_as_head(units)
        if action == "action_confirm":
            return standin._acting_for("confirmer", self)
        if action == "action_review":
            found = standin._acting_for("reviewer", self - units)
            for absent, sheets in units.grouped(lambda sheet: sheet._absent_reviewer()).items():
                if absent:
                    found[absent] = found.get(absent, sheets) | sheets
            return found
        return super()._in_whose_place(action)

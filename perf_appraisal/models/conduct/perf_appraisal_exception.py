from odoo import fields, models


class PerfAppraisal(models.Model):
    """What is not the daily way of a sheet: it is excused, corrected, or moved by a stand-in."""

    _inherit = "perf.appraisal"

    excuse_reason = fields.Char(help="Why no sheet is asked for in this period. It leaves the mean.")
    excused_by_id = fields.Many2one("res.users", string="Excused by")
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
        done = self._transition("action_excuse", reason=reason, excuse_reason=reason, excused_by_id=self.env.uid)
        done._log_step(self.env._("Excused. The reason stands on the sheet."))
        return True

    def action_correct(self, reason=None):
        """Open confirmed sheets again: their entries are reversed, and another colleague confirms them anew.

        :param str reason: what is wrong
        :raise UserError: without a reason, when the period is not open or the sheet is the user's own matter
        """
        done = self._transition(
            "action_correct",
            reason=reason,
            correction_reason=reason,
            confirmed_by_id=False,
            confirmed_on=False,
            confirmed_for_id=False,
        )
        done.sudo()._unpost(reason)
        done._log_step(self.env._("Opened again for correction. The reason stands on the sheet."))
        return True

    # === BUSINESS METHODS === #

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

    def _note_standin(self, role, column):
        """Note for whom the user acted on sheets that were just moved on.

        :param str role: role of ``perf.standin``
        :param str column: the column that takes the absent person
        """
        found = self.env["perf.standin"].sudo()._acting_for(role, self)
        for absent, sheets in found.items():
            sheets.sudo()._unlocked().write({column: absent.id})

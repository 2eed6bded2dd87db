from odoo import models
from odoo.fields import Domain

#: Actions after which the office may have nothing left to confirm.
_OF_THE_OFFICE = frozenset({"action_confirm", "action_return"})


class PerfAppraisal(models.Model):
    """A sheet that moves on takes its reminders with it."""

    _inherit = "perf.appraisal"
    _systray_view = "kanban"

    # === BUSINESS METHODS - REMINDERS === #

    def _after_transition(self, action):
        """Close the reminders of the sheets that were moved."""
        super()._after_transition(action)
        self._close_reminders(done_by_office=action in _OF_THE_OFFICE)

    def _close_reminders(self, done_by_office=False):
        """Remove the activities of sheets that were handed in, and the user's reminders for which nothing is left.

        :param bool done_by_office: whether nothing may be left to confirm now, so that nobody is to be reminded of it
        """
        if handed_in := self.filtered(lambda sheet: sheet.state != "draft"):
            activities = self.env["mail.activity"].sudo()
            kind = self.env.ref("perf_appraisal.mail_activity_type_own").id
            activities.search(
                [("res_model", "=", self._name), ("res_id", "in", handed_in.ids), ("activity_type_id", "=", kind)]
            ).unlink()
        asked = Domain("user_id", "=", self.env.uid)
        if done_by_office:
            asked |= Domain("kind", "=", "confirm")
        of_periods = Domain("period_id", "in", self.sudo().period_id.ids)
        self.env["perf.reminder"].sudo().search(of_periods & asked)._close_done(self.env.uid, done_by_office)

from odoo import models


class PerfAppraisal(models.Model):
    """A sheet that moves on takes its reminders with it."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - REMINDERS === #

    def _transition(self, action, reason=None, **values):
        """Close the reminders of the sheets that were moved."""
        done = super()._transition(action, reason=reason, **values)
        done._close_reminders()
        return done

    def _follow(self, action, **values):
        """Close the reminders of the sheets that were moved."""
        done = super()._follow(action, **values)
        done._close_reminders()
        return done

    def _close_reminders(self):
        """Remove the activities of sheets that were handed in, and the user's reminders for which nothing is left."""
        handed_in = self.filtered(lambda sheet: sheet.state != "draft")
        if not handed_in:
            return
        activities = self.env["mail.activity"].sudo()
        kind = self.env.ref("perf_appraisal.mail_activity_type_own").id
        activities.search(
            [("res_model", "=", self._name), ("res_id", "in", handed_in.ids), ("activity_type_id", "=", kind)]
        ).unlink()
        of_periods = handed_in.sudo().period_id
        reminders = self.env["perf.reminder"].sudo().search([("period_id", "in", of_periods.ids)])
        uid = self.env.uid
        asked = reminders.filtered(lambda found: found.user_id.id == uid or found.kind == "confirm")
        if asked:
            asked._close_done(uid)

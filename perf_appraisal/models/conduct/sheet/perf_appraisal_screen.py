from odoo import api, fields, models

from ...abstract.perf_flag_mixin import flag_field

#: State of a sheet → the column of scores that is written, or was written last.
LIVE_COLUMNS = {
    "draft": "self_score",
    "self_scored": "review_score",
    "reviewed": "final_score",
    "confirmed": "final_score",
    "excused": "self_score",
}


class PerfAppraisal(models.Model):
    """What the screens ask of a sheet: whose turn it is, and what it comes to while it is being written."""

    _inherit = "perf.appraisal"

    is_my_turn = flag_field("is_my_turn", "state")
    live_score = fields.Float(
        string="Points so far",
        compute="_compute_live",
        compute_sudo=True,
        help="What the sheet comes to with what is entered now.",
    )
    live_full = fields.Float(string="Full Points so far", compute="_compute_live", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "scheme_id.na_policy",
        "line_ids.assessed",
        "line_ids.self_score",
        "line_ids.review_score",
        "line_ids.final_score",
    )
    def _compute_live(self):
        for sheet in self:
            total = sheet._total(LIVE_COLUMNS[sheet.state])
            sheet.live_score = float(total.score)
            sheet.live_full = float(total.full)

    # === ACTION METHODS === #

    def save_and_review(self, vals):
        """Write what the leader changed and finish the review, in one call.

        :param dict vals: values as for ``write``
        :raise UserError: as :meth:`action_review`; nothing is written then
        """
        self.ensure_one()
        if vals:
            self.write(vals)
        return self.action_review()

    def action_review(self):
        """Finish the review; of several sheets, tell how many.

        :return: a notification for several sheets, else true
        """
        waiting = len(self.filtered(lambda sheet: sheet.state == "self_scored"))
        result = super().action_review()
        if len(self) == 1:
            return result
        return self._notify_done(self.env._("%s sheets reviewed. They are with the Performance Office now.", waiting))

    def action_confirm(self):
        """Confirm; of several sheets, tell how many.

        :return: a notification for several sheets, else true
        """
        waiting = len(self.filtered(lambda sheet: sheet.state == "reviewed"))
        result = super().action_confirm()
        if len(self) == 1:
            return result
        return self._notify_done(self.env._("%s sheets confirmed and posted to the score ledger.", waiting))

    # === HELPERS === #

    def _notify_done(self, message):
        """Return an action that tells what was done and reloads the list."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }

from odoo import api, fields, models

#: State of a sheet → the column of scores that is written, or was written last.
LIVE_COLUMNS = {
    "draft": "self_score",
    "self_scored": "review_score",
    "reviewed": "final_score",
    "confirmed": "final_score",
    "excused": "self_score",
}

#: Actions after which the office may have nothing left to confirm.
_OF_THE_OFFICE = frozenset({"action_confirm", "action_return"})


class PerfAppraisal(models.Model):
    """What a sheet comes to while it is being written, and the reminders that end when it moves on."""

    _inherit = "perf.appraisal"
    _systray_view = "kanban"

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

    # === BUSINESS METHODS - REMINDERS === #

    def _after_transition(self, action):
        """Let a sheet that moves on take its reminders with it."""
        super()._after_transition(action)
        self.env["perf.reminder"]._close_moved(self, done_by_office=action in _OF_THE_OFFICE)

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

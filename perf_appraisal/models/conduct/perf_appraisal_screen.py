from odoo import api, fields, models

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

    is_my_turn = fields.Boolean(
        compute="_compute_is_my_turn",
        search="_search_is_my_turn",
        help="You may fill in, review or confirm the sheet now.",
    )
    live_score = fields.Float(
        string="Points so far",
        compute="_compute_live",
        compute_sudo=True,
        help="What the sheet comes to with what is entered now.",
    )
    live_full = fields.Float(string="Full Points so far", compute="_compute_live", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_my_turn(self):
        mine = self.filtered(lambda sheet: sheet.state != "confirmed").sudo(False)._filtered_access("write")
        for sheet in self:
            sheet.is_my_turn = sheet in mine

    def _search_is_my_turn(self, operator, value):
        """Return the sheets that the record rules let the user write, so that no list tells another story."""
        if operator != "in":
            return NotImplemented
        sheets = self.sudo(False)
        mine = fields.Domain.FALSE
        if sheets.has_access("write"):
            writable = sheets.env["ir.rule"]._compute_domain(self._name, "write")
            mine = fields.Domain("id", "in", self.sudo()._search(writable))
        return mine if True in value else ~mine

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

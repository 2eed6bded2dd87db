from odoo import Command, api, fields, models


class PerfReviewerChange(models.TransientModel):
    """Give many sheets another reviewer at once: those of a list, or all open ones of a reviewer who is gone."""

    _name = "perf.reviewer.change"
    _description = "Change the Reviewer"
    _inherit = ["hr.mixin"]

    former_id = fields.Many2one("hr.employee", string="Reviewer until Now", readonly=True)
    appraisal_ids = fields.Many2many(
        comodel_name="perf.appraisal",
        relation="perf_reviewer_change_sheet_rel",
        string="Sheets",
        required=True,
        default=lambda self: self._default_appraisal_ids(),
    )
    reviewer_id = fields.Many2one("hr.employee", string="New Reviewer", required=True)
    reason = fields.Char(required=True)

    # === DEFAULTS === #

    @api.model
    def _default_appraisal_ids(self):
        former = self.env.context.get("default_former_id")
        if not former:
            return [Command.set(self.env.context.get("active_ids", []))]
        stuck = [("reviewer_id", "=", former), ("i_unblock", "=", True)]
        return [Command.set(self.env["perf.appraisal"].search(stuck).ids)]

    # === ACTION METHODS === #

    def action_apply(self):
        """Change the reviewer of all sheets, or of none.

        :raise UserError: naming the sheets that keep theirs, and why
        """
        self.ensure_one()
        self.appraisal_ids.action_change_reviewer(self.reviewer_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}

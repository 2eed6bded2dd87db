from odoo import Command, api, fields, models
from odoo.fields import Domain

from ..models.abstract.notices import notice


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
    reviewer_domain = fields.Binary(compute="_compute_reviewer_domain", help="Whom the dialog offers as reviewer.")
    unit_id = fields.Many2one(related="appraisal_ids.unit_id", help="Whose people are offered first.")
    reason = fields.Char(required=True)

    # === DEFAULTS === #

    @api.model
    def _default_appraisal_ids(self):
        former = self.env.context.get("default_former_id")
        if not former:
            return [Command.set(self.env.context.get("active_ids", []))]
        stuck = [("reviewer_id", "=", former), ("i_unblock", "=", True)]
        return [Command.set(self.env["perf.appraisal"].search(stuck).ids)]

    # === COMPUTE METHODS === #

    @api.depends("appraisal_ids")
    def _compute_reviewer_domain(self):
        """Offer whoever has an account; to a head, those of what he heads, and of the departments above the sheets.

        Whom the right allows is asked when the reviewer changes.
        """
        has_account = Domain("user_id", "!=", False)
        everywhere = self.env.user.has_group("perf_appraisal.group_perf_office")
        departments = self.env["hr.department"].sudo()
        headed = departments.search(departments._right_domain("command") | departments._right_domain("head"))
        for dialog in self:
            paths = dialog.appraisal_ids.sudo().department_id.mapped("parent_path")
            above = {int(key) for path in paths for key in path.split("/") if key}
            near = Domain("department_id", "child_of", headed.ids) | Domain("department_id", "in", list(above))
            dialog.reviewer_domain = list(has_account if everywhere else has_account & near)

    # === ACTION METHODS === #

    def action_apply(self):
        """Change the reviewer of all sheets, or of none.

        :return: an action that says what was done
        :raise UserError: naming the sheets that keep theirs, and why
        """
        self.ensure_one()
        self.appraisal_ids.action_change_reviewer(self.reviewer_id.id, self.reason)
        said = self.env._(
            "Sheets that %(name)s reviews from now on: %(count)s.",
            name=self.reviewer_id.sudo().name,
            count=len(self.appraisal_ids),
        )
        return notice(said)

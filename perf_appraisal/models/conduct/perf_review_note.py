from odoo import fields, models
from odoo.exceptions import UserError


class PerfReviewNote(models.Model):
    """A private note of a reviewer about a sheet. Nobody but its author reads it."""

    _name = "perf.review.note"
    _description = "Private Note"
    _inherit = ["perf.guard.mixin"]
    _order = "id desc"

    _guarded_fields = frozenset({"user_id"})

    appraisal_id = fields.Many2one(
        comodel_name="perf.appraisal",
        string="Sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Author",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    text = fields.Text(required=True)

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        super()._guard_create(vals_list)
        sheets = {vals["appraisal_id"] for vals in vals_list if vals.get("appraisal_id")}
        self.env["perf.appraisal"].browse(sheets)._check_readable()

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if "appraisal_id" in vals:
            raise UserError(self.env._("A note stays with its sheet. Write a new one on the other sheet."))

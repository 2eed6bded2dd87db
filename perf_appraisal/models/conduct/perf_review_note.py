from odoo import fields, models


class PerfReviewNote(models.Model):
    """A private note of a reviewer about a sheet. Nobody but its author reads it."""

    _name = "perf.review.note"
    _description = "Private Note"
    _order = "id desc"

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

from odoo import fields, models


class HrVersion(models.Model):
    """The rank of a person, which changes with a date like the post."""

    _inherit = "hr.version"

    perf_rank_id = fields.Many2one(
        comodel_name="perf.rank",
        string="Rank",
        groups="hr.group_hr_user",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    perf_rank_date = fields.Date(
        string="In the Rank since",
        groups="hr.group_hr_user",
        tracking=True,
        help="The day from which the years in the present rank count.",
    )

from odoo import fields, models


class HrJob(models.Model):
    """A post gives its people their category."""

    _inherit = "hr.job"

    perf_category_id = fields.Many2one(
        comodel_name="perf.category",
        string="Appraisal Category",
        domain="[('kind', '=', 'employee')]",
        index="btree_not_null",
        ondelete="restrict",
        help="The category of the people on this post: leading cadres, staff and institution staff are never "
        "ranked together.",
    )

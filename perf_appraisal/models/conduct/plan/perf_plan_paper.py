from odoo import fields, models


class PerfPlan(models.Model):
    """For whom a plan was signed."""

    _inherit = "perf.plan"

    signed_for_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Signed in Place of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # === BUSINESS METHODS === #

    def _in_whose_place(self, action):
        if action != "action_sign":
            return super()._in_whose_place(action)
        return self.env["perf.standin"]._acting_as_head(self)

from odoo import api, fields, models


class ResUsers(models.Model):
    """An account knows for whom its person stands in."""

    _inherit = "res.users"

    perf_acting_ids = fields.Many2many(
        comodel_name="perf.standin",
        string="Stands in for",
        compute="_compute_perf_acting_ids",
        groups="base.group_system",
    )

    @api.depends("employee_ids.user_id", "employee_ids.perf_acting_ids")
    def _compute_perf_acting_ids(self):
        standins = self.env["perf.standin"].sudo().search_fetch([("standin_id.user_id", "in", self.ids)])
        acting = standins.grouped(lambda standin: standin.standin_id.user_id)
        for user in self:
            user.perf_acting_ids = acting.get(user, standins.browse())

from odoo import api, models


class MailActivity(models.Model):
    """Whoever gets an activity on a sheet does not follow the sheet."""

    _inherit = "mail.activity"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Let documents without followers pass over that Odoo subscribes whoever is to act."""
        activities = super(MailActivity, self.with_context(perf_by_the_way=True)).create(vals_list)
        return activities.with_env(self.env)

    def write(self, vals):
        """Let documents without followers pass over that Odoo subscribes whoever is to act."""
        return super(MailActivity, self.with_context(perf_by_the_way=True)).write(vals)

from odoo import models


class ResourceResource(models.Model):
    """The account of an employee is that of his resource, which HR may write by itself."""

    _inherit = "resource.resource"

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep which account leads the departments of the employees from now on."""
        if "user_id" not in vals:
            return super().write(vals)
        people = self.env["hr.employee"].sudo().with_context(active_test=False)
        with people.search([("resource_id", "in", self.ids)])._perf_account_kept([vals["user_id"]]):
            return super().write(vals)

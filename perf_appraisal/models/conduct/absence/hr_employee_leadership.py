from odoo import models


class HrEmployee(models.Model):
    """An account that changes hands takes the rights of a leader along: that is kept as a change of who leads."""

    _inherit = "hr.employee"

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep which account leads the departments of these employees from now on."""
        if "user_id" not in vals:
            return super().write(vals)
        leading = self.env["perf.leadership"].sudo().search([("employee_id", "in", self.ids), ("date_to", "=", False)])
        if not leading:
            return super().write(vals)
        with leading.unit_id.with_env(self.env)._perf_leaders_kept(self.env._("Another account.")):
            return super().write(vals)

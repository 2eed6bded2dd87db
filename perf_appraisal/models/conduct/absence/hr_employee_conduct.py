from odoo import fields, models

from ...abstract.rights import Right, Way


class HrEmployee(models.Model):
    """An employee may be absent, and somebody stands in."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "perf.rights.mixin"]

    _rights = {
        # he is still there, and has an account
        "attend": Right(ways=(Way("user_id"),), when=[("active", "=", True)]),
        # he is asked to review what waits for the employee
        "review_due": Right(ways=(Way(right="attend"), Way("perf_standin_ids", "act_reviewer"))),
        # he reviews what waits for the employee: himself, or as his stand-in
        "review": Right(ways=(Way("user_id"), Way("perf_standin_ids", "act_reviewer"))),
    }

    perf_standin_ids = fields.One2many(
        comodel_name="perf.standin",
        inverse_name="employee_id",
        string="Stand-ins",
        groups="hr.group_hr_user",
    )
    perf_acting_ids = fields.One2many(
        comodel_name="perf.standin",
        inverse_name="standin_id",
        string="Stands in for",
        groups="hr.group_hr_user",
    )

    # === HELPERS === #

    def _perf_accounts(self):
        """Return the accounts of these employees."""
        return self.sudo().user_id

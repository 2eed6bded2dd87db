from odoo import fields, models


class HrEmployee(models.Model):
    """An employee may be absent, and somebody stands in."""

    _inherit = "hr.employee"

    perf_standin_ids = fields.One2many(
        comodel_name="perf.standin",
        inverse_name="employee_id",
        string="Stand-ins",
        groups="hr.group_hr_user",
    )

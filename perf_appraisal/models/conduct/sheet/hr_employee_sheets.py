from odoo import fields, models


class HrEmployee(models.Model):
    """The sheets of an employee, for HR."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "perf.sheets.mixin"]

    perf_appraisal_count = fields.Integer(groups="hr.group_hr_user")

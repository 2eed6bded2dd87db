from odoo import models


class HrEmployeePublic(models.Model):
    """What colleagues see of an employee: the sheets that they may see."""

    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "perf.sheets.mixin"]

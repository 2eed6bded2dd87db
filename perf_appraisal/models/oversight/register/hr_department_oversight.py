from odoo import models


class HrDepartment(models.Model):
    """What the register holds about a unit."""

    _name = "hr.department"
    _inherit = ["hr.department", "perf.registered.mixin"]
    _registered_in = "unit_id"

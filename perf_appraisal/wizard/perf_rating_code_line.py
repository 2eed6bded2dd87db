from odoo import fields, models


class PerfRatingCodeLine(models.TransientModel):
    """How many codes of a unit to make."""

    _name = "perf.rating.code.line"
    _description = "Number of Codes"
    _inherit = ["hr.mixin"]
    _order = "id"

    code_id = fields.Many2one(comodel_name="perf.rating.code", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(comodel_name="hr.department", ondelete="cascade")
    number = fields.Integer(string="Number of Codes", aggregator=None)

    _number_positive = models.Constraint("CHECK(number >= 0)", "A number of codes is not below zero.")

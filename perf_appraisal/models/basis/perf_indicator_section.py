from odoo import fields, models


class PerfIndicatorSection(models.Model):
    """A heading of an indicator table."""

    _name = "perf.indicator.section"
    _description = "Indicator Section"
    _parent_store = True
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("functional", "Functional Work"),
            ("routine", "Routine Work"),
            ("party", "Party Building"),
            ("other", "Other"),
        ],
        required=True,
        default="functional",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    parent_id = fields.Many2one(
        comodel_name="perf.indicator.section",
        string="Parent Section",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(comodel_name="perf.indicator.section", inverse_name="parent_id")

from odoo import fields, models


class PerfNoGradeReason(models.Model):
    """Why somebody takes part without a grade (不定等次): probation, long leave, an open investigation."""

    _name = "perf.no_grade.reason"
    _description = "Reason for No Grade"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    counts_in_quota = fields.Boolean(
        string="Counts for Quotas", help="Whether such people count among those who should take part."
    )

    _name_uniq = models.Constraint("UNIQUE(name, company_id)", "There is already a reason of this name.")

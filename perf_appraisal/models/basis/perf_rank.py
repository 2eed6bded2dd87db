from odoo import fields, models


class PerfRank(models.Model):
    """A rank of the ladder on which civil servants rise apart from their post."""

    _name = "perf.rank"
    _description = "Rank"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="The lowest rank comes first.")
    base_years = fields.Integer(
        string="Years to Reach It",
        aggregator=None,
        help="Years in the rank below after which this one may be proposed, before excellent years shorten them.",
    )
    next_id = fields.Many2one("perf.rank", string="Next Rank", index="btree_not_null", ondelete="set null")
    active = fields.Boolean(default=True)

    _years_positive = models.Constraint("CHECK(base_years >= 0)", "Years cannot be negative.")

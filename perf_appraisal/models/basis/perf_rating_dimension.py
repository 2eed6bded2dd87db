from odoo import fields, models

from ...const import SCORE_DIGITS


class PerfRatingDimension(models.Model):
    """Something that people are asked about, such as attitude or effect, and how much it weighs."""

    _name = "perf.rating.dimension"
    _description = "Dimension of a Rating"
    _inherit = ["perf.part.mixin"]
    _order = "type_id, sequence, id"
    _part_of = "type_id"
    _given_once = frozenset({"type_id"})

    type_id = fields.Many2one("perf.rating.type", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    weight = fields.Float(
        required=True,
        default=100.0,
        digits=SCORE_DIGITS,
        aggregator=None,
        help="In any proportion: 20, 20, 20, 40 is the same as 1, 1, 1, 2.",
    )

    _weight_positive = models.Constraint("CHECK(weight > 0)", "A dimension weighs more than zero.")

    # === CRUD METHODS === #

    def _check_unsettled(self, wholes):
        super()._check_unsettled(wholes)
        wholes._check_not_asked()

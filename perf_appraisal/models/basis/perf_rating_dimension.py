from odoo import api, fields, models

from ...const import SCORE_DIGITS


class PerfRatingDimension(models.Model):
    """Something that people are asked about, such as attitude or effect, and how much it weighs."""

    _name = "perf.rating.dimension"
    _description = "Dimension of a Rating"
    _inherit = ["perf.guard.mixin"]
    _order = "type_id, sequence, id"
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

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a further dimension once people were asked."""
        dimensions = super().create(vals_list)
        dimensions.type_id._check_not_asked()
        return dimensions

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self.check_access("write")
        self.type_id._check_not_asked()

    def _guard_unlink(self):
        self.check_access("unlink")
        self.type_id._check_not_asked()

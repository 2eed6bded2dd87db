from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import SCORE_DIGITS


class PerfRatingChoice(models.Model):
    """One of the answers that people choose from, and what it is worth."""

    _name = "perf.rating.choice"
    _description = "Choice of a Rating"
    _inherit = ["perf.guard.mixin"]
    _order = "type_id, sequence, id"
    _given_once = frozenset({"type_id"})

    type_id = fields.Many2one("perf.rating.type", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10, help="The best comes first.")
    name = fields.Char(required=True, translate=True)
    value = fields.Float(string="Worth %", digits=SCORE_DIGITS, aggregator=None)
    counts = fields.Boolean(
        string="Says Something", default=True, help="Off for “don't know”: such an answer leaves the mean."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("value", "counts")
    def _check_value(self):
        for choice in self:
            if not 0 <= choice.value <= 100:
                raise ValidationError(
                    self.env._("“%s”: a choice is worth between 0 and 100 percent.", choice.name),
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a further choice once people were asked."""
        choices = super().create(vals_list)
        choices.type_id._check_not_asked()
        return choices

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self.check_access("write")
        self.type_id._check_not_asked()

    def _guard_unlink(self):
        self.check_access("unlink")
        self.type_id._check_not_asked()

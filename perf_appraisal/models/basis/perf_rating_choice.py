from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import SCORE_DIGITS


class PerfRatingChoice(models.Model):
    """One of the answers that people choose from, and what it is worth."""

    _name = "perf.rating.choice"
    _description = "Choice of a Rating"
    _inherit = ["perf.part.mixin"]
    _order = "type_id, sequence, id"
    _part_of = "type_id"
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

    def _check_unsettled(self, wholes):
        super()._check_unsettled(wholes)
        wholes._check_not_asked()

from odoo import fields, models
from odoo.exceptions import UserError

from ....const import VALUE_DIGITS
from ...abstract.rights import Right, Way
from ...abstract.score_field import Known, Score


class PerfResultLine(models.Model):
    """What one component of the scheme gives to a result."""

    _name = "perf.result.line"
    _description = "Component of a Result"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "result_id, sequence, id"

    _rights = {"see": Right(ways=(Way("result_id", "see"),))}

    result_id = fields.Many2one("perf.result", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    component_id = fields.Many2one(
        "perf.scheme.component", required=True, readonly=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True)
    source = fields.Selection(related="component_id.source")
    weight = fields.Float(string="Of Points", digits=(12, 2), readonly=True, aggregator=None)
    raw = Known(
        string="Percent",
        digits=VALUE_DIGITS,
        readonly=True,
        aggregator="avg",
        help="The mean of what it is made of. Empty: nothing of it is known.",
    )
    points = Score(readonly=True, aggregator="sum", help="The parts add up to the base; bonuses less deductions.")
    note = fields.Char(string="How", compute="_compute_note")

    _component_uniq = models.Constraint("UNIQUE(result_id, component_id)", "A result has each component once.")

    # === COMPUTE METHODS === #

    def _compute_note(self):
        """Write out how the points came about, as a person would."""
        told = self.result_id.sudo()._explained()
        for line in self:
            line.note = told.get((line.result_id.id, line.component_id.id), "")

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Components of a result are computed with it."))

    def _guard_write(self, vals):
        raise UserError(self.env._("Components of a result are computed with it."))

    def _guard_unlink(self):
        raise UserError(self.env._("Components of a result are computed with it."))

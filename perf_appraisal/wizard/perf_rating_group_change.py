from odoo import api, fields, models

from ..const import SCORE_DIGITS
from ..models.oversight.rating.perf_rating_group import FROZEN


class PerfRatingGroupChange(models.TransientModel):
    """Change what a group weighs, and how many answer, while its rating is open: with a reason, on the protocol."""

    _name = "perf.rating.group.change"
    _description = "Change of a Group"

    group_id = fields.Many2one("perf.rating.group", required=True, readonly=True, ondelete="cascade")
    weight = fields.Float(
        compute="_compute_numbers", store=True, readonly=False, precompute=True, digits=SCORE_DIGITS, aggregator=None
    )
    expected = fields.Integer(
        string="Expected Answers",
        compute="_compute_numbers",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    min_answers = fields.Integer(
        string="Least Answers",
        compute="_compute_numbers",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="With fewer answers about a unit or a person those are not shown and count nothing.",
    )
    reason = fields.Char(required=True, help="It stands on the printed protocol.")

    # === COMPUTE METHODS === #

    @api.depends("group_id")
    def _compute_numbers(self):
        for dialog in self:
            dialog.update({name: dialog.group_id[name] for name in FROZEN})

    # === ACTION METHODS === #

    def action_apply(self):
        """Change the group; pressed again, nothing differs any more.

        Note: self.ensure_one()

        :raise UserError: without a reason, or when the rating is not open
        """
        self.ensure_one()
        self.group_id.action_change({name: self[name] for name in FROZEN}, self.reason)
        return {"type": "ir.actions.act_window_close"}

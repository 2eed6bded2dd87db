from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....const import SCORE_DIGITS
from ...abstract.rights import Right, Way


class PerfScoreChange(models.Model):
    """A change of a score that had been handed in: who, when, why, from what to what."""

    _name = "perf.score.change"
    _description = "Change of a Score"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "id desc"
    _rec_name = "line_id"

    _rights = {
        "review": Right(ways=(Way("user_id"),), when=Domain("phase", "=", "review")),
        "unknown": Right(ways=(Way("appraisal_id", "unfinished"),), when=Domain("phase", "=", "review")),
        "see": Right(ways=(Way("appraisal_id", "see"),), never=("unknown",)),
    }

    appraisal_id = fields.Many2one(
        "perf.appraisal", string="Sheet", required=True, readonly=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one("perf.appraisal.line", required=True, readonly=True, index=True, ondelete="cascade")
    phase = fields.Selection(
        selection=[("self", "Self-score"), ("review", "Leader review"), ("final", "Office confirmation")],
        required=True,
        readonly=True,
    )
    old_score = fields.Float(string="Before", readonly=True, digits=SCORE_DIGITS, aggregator=None)
    new_score = fields.Float(string="After", readonly=True, digits=SCORE_DIGITS, aggregator=None)
    user_id = fields.Many2one("res.users", string="Changed by", required=True, readonly=True, ondelete="restrict")
    changed_for_id = fields.Many2one(
        "hr.employee",
        string="In Place of",
        readonly=True,
        ondelete="restrict",
        help="Who was absent when a stand-in changed the score.",
    )
    create_date = fields.Datetime(string="Changed on", readonly=True)
    reason = fields.Char(readonly=True)

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Changes of scores are kept by themselves."))

    def _guard_write(self, vals):
        raise UserError(self.env._("The record of a change cannot be altered."))

    def _guard_unlink(self):
        raise UserError(self.env._("The record of a change cannot be deleted."))

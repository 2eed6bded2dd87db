from odoo import api, fields, models
from odoo.exceptions import UserError

from ...abstract.rights import AUDITOR, OFFICE, Right, Way
from ...abstract.score_field import Score


class PerfRatingScore(models.Model):
    """What a rating came to: of a unit or person, of each group, on each dimension. What is not shown is not there."""

    _name = "perf.rating.score"
    _description = "Score of a Rating"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "rating_id desc, score desc, id"

    _rights = {
        "see": Right(ways=(Way("unit_id", "lead"), OFFICE, AUDITOR), when=[("rating_id.state", "=", "closed")]),
    }

    rating_id = fields.Many2one("perf.rating", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    appraisee_id = fields.Many2one(
        "perf.appraisee", string="Rated", required=True, readonly=True, index=True, ondelete="cascade"
    )
    unit_id = fields.Many2one("hr.department", required=True, readonly=True, index=True, ondelete="restrict")
    category_id = fields.Many2one("perf.category", readonly=True, index="btree_not_null", ondelete="restrict")
    group_id = fields.Many2one(
        "perf.rating.group",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: all groups together.",
    )
    dimension_id = fields.Many2one(
        "perf.rating.dimension",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: all dimensions together.",
    )
    answers = fields.Integer(readonly=True, aggregator=None, help="Those that say something.")
    votes = fields.Json(readonly=True, help="How often each choice was taken: pairs of choice and number.")
    score = Score(readonly=True, aggregator="avg", help="In percent of the best choice.")

    # === COMPUTE METHODS === #

    @api.depends("rating_id")
    def _compute_display_name(self):
        for score in self:
            score.display_name = f"#{score.id}"

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Scores of a rating come from its answers, when it is closed."))

    def _guard_write(self, vals):
        raise UserError(self.env._("Scores of a rating come from its answers, when it is closed."))

    def _guard_unlink(self):
        raise UserError(self.env._("Scores of a rating come from its answers, when it is closed."))

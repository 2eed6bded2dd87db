from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ....const import SCORE_DIGITS
from ...abstract.rights import Right, Way


class PerfRatingTallyLine(models.Model):
    """How often one answer was given to one question, or what a third party gave to one of those who are rated."""

    _name = "perf.rating.tally.line"
    _description = "Line of a Tally"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "tally_id, appraisee_id, dimension_id, choice_id, id"
    _given_once = frozenset({"tally_id"})

    _rights = {
        # closed, the results show what may be shown: numbers of which there were too few are nobody's to read
        "see": Right(ways=(Way("tally_id", "see"),), when=[("tally_id.rating_id.state", "=", "open")]),
        "write": Right(ways=(Way("tally_id", "enter"),)),
    }

    tally_id = fields.Many2one("perf.rating.tally", required=True, index=True, ondelete="cascade")
    appraisee_id = fields.Many2one("perf.appraisee", string="Rated", required=True, index=True, ondelete="cascade")
    dimension_id = fields.Many2one("perf.rating.dimension", index="btree_not_null", ondelete="restrict")
    choice_id = fields.Many2one("perf.rating.choice", index="btree_not_null", ondelete="restrict")
    votes = fields.Integer(aggregator=None)
    percent = fields.Float(
        string="Score %", digits=SCORE_DIGITS, aggregator=None, help="What a third party gave, of 100."
    )

    _votes_positive = models.Constraint("CHECK(votes >= 0)", "Votes are not below zero.")
    _percent_range = models.Constraint("CHECK(percent >= 0 AND percent <= 100)", "A score lies between 0 and 100.")
    _question_uniq = models.UniqueIndex(
        "(tally_id, appraisee_id, COALESCE(dimension_id, 0), COALESCE(choice_id, 0))",
        "These votes are entered already.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("appraisee_id", "dimension_id", "choice_id")
    def _check_question(self):
        for line in self:
            group = line.tally_id.group_id
            kind = group.rating_id.rating_type_id
            by_votes = group.channel == "tally"
            fits = bool(line.dimension_id) == bool(line.choice_id) == by_votes
            if by_votes and fits:
                fits = line.dimension_id.type_id == kind == line.choice_id.type_id
            if not fits or line.appraisee_id not in group._rated():
                raise ValidationError(
                    self.env._(
                        "%(rated)s: “%(group)s” is not asked this.",
                        rated=line.appraisee_id.display_name,
                        group=group.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Add lines to tallies that are being entered."""
        lines = super().create(vals_list)
        lines._check_being_entered()
        return lines

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self.check_access("write")
        self._check_being_entered()

    def _guard_unlink(self):
        self.check_access("unlink")
        self._check_being_entered()

    def _check_being_entered(self):
        """Raise when a tally is entered or checked.

        :raise UserError: naming the group
        """
        if sealed := self.sudo().tally_id.filtered(lambda tally: tally.state != "draft"):
            raise UserError(self.env._("The tally of “%s” is entered: take it back first.", sealed[0].group_id.name))

    # === HELPERS === #

    def _cell(self):
        """Return where the line stands in the grid of its tally."""
        return f"{self.appraisee_id.id}-{self.dimension_id.id or 0}-{self.choice_id.id or 0}"

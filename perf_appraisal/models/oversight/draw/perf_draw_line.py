from odoo import api, fields, models
from odoo.exceptions import UserError

from ....const import SCORE_DIGITS
from ...abstract.rights import Right, Way


class PerfDrawLine(models.Model):
    """One of the pool of a draw, with its weight as it was then, and whether it was drawn."""

    _name = "perf.draw.line"
    _description = "Line of a Draw"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "draw_id, place_in_pool"
    _is_secret = True

    _rights = {
        "know": Right(ways=(Way("draw_id", "know"),)),
        "see": Right(ways=(Way("draw_id", "see"),)),
    }

    draw_id = fields.Many2one("perf.draw", required=True, readonly=True, index=True, ondelete="cascade")
    place_in_pool = fields.Integer(string="Serial No.", required=True, readonly=True, aggregator=None)
    stratum = fields.Char(readonly=True, help="So many are drawn of each.")
    name = fields.Char(required=True, readonly=True, help="As it was called then.")
    unit_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null", ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", string="Inspector", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    line_id = fields.Many2one(
        "perf.appraisal.line", string="Sheet Line", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    own_score = fields.Float(
        string="Self-score", digits=SCORE_DIGITS, readonly=True, aggregator=None, help="As it stood when it was drawn."
    )
    evidence = fields.Text(readonly=True, help="Files that the unit had handed in when it was drawn.")
    evidence_ids = fields.Many2many("ir.attachment", string="Files", compute="_compute_evidence_ids")
    last_finding = fields.Text(
        string="Last Period's Finding", readonly=True, help="What was found about it in the period before."
    )
    last_visit = fields.Date(readonly=True)
    weight = fields.Integer(required=True, readonly=True, aggregator=None)
    rank = fields.Integer(
        string="Order of Drawing", readonly=True, aggregator=None, help="Those of a lower rank are drawn first."
    )
    drawn = fields.Boolean(readonly=True)
    place = fields.Integer(string="Drawn as No.", readonly=True, aggregator=None)
    inspection_id = fields.Many2one("perf.inspection", readonly=True, index="btree_not_null", ondelete="set null")

    # === COMPUTE METHODS === #

    @api.depends("place_in_pool")
    def _compute_display_name(self):
        for line in self:
            line.display_name = str(line.place_in_pool) if line.place_in_pool else False

    @api.depends("line_id")
    def _compute_evidence_ids(self):
        for line in self:
            line.evidence_ids = line.line_id.evidence_ids | line.line_id.claim_ids.evidence_ids

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("The pool of a draw is kept by itself."))

    def _guard_write(self, vals):
        self._guard_create([vals])

    def _guard_unlink(self):
        self._guard_create([])

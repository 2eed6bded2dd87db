from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ....tools import drawing
from ...abstract.notices import notice
from ...abstract.perf_state_mixin import Step
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field

_lt = LazyTranslate(__name__)

#: What is settled before the draw.
_PREPARED = frozenset(
    {"kind", "period_id", "team_id", "category_ids", "unit_id", "inspection_ids", "number", "seed", "witness"}
)

#: What a draw asks of the lines of its pool, in the order of ``drawing.Candidate``, and what stands for nothing.
_KEPT = {"place_in_pool": 0, "weight": 0, "stratum": "", "rank": 0}


class PerfDraw(models.Model):
    """A random draw of units, inspectors or lines, that can be repeated from what it keeps.

    Pool, weights and seed are kept as they were, whatever has happened to units, inspectors and visits since. Nobody
    draws, or sees drawn, a unit of his own.
    """

    _name = "perf.draw"
    _description = "Draw"
    _inherit = [
        "perf.inspected.mixin",
        "perf.state.mixin",
        "perf.unfollowed.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _sealed_states = frozenset({"drawn"})
    _mail_post_access = "write"
    _check_company_auto = True

    _transitions = {"action_draw": Step({"draft": "drawn"}, right="write", signs="drawn")}
    _phase_fields = {"draft": _PREPARED}
    _why_unfollowed = _lt("Draws have no followers: who may know of one follows from the units in it.")

    _rights = {
        "own": Right(
            ways=(Way("line_ids.unit_id", "own"), Way("line_ids.unit_id", "work_in"), Way("inspection_ids", "own")),
            refusal=_lt("a unit of your own is in it; somebody else draws"),
        ),
        "touch": Right(ways=(Way(),), never=("own",)),
        "know": Right(ways=(Way(right="touch"),)),
        "see": Right(ways=(OFFICE, AUDITOR)),
        "write": Right(ways=(OFFICE,), never=("own",), refusal=_lt("the Performance Office draws")),
    }

    kind = fields.Selection(
        selection=[("unit", "Units"), ("inspector", "Inspectors"), ("line", "Lines of a Sheet")],
        string="What Is Drawn",
        required=True,
        default="unit",
    )
    period_id = fields.Many2one(
        comodel_name="perf.period",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["perf.inspection"]._default_period_id(),
        domain="[('kind', 'in', ('month', 'quarter')), ('cycle_id.state', '=', 'open')]",
    )
    company_id = fields.Many2one("res.company", related="period_id.company_id", store=True, precompute=True, index=True)
    team_id = fields.Many2one(
        comodel_name="perf.team",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only units, or members, of this team. Empty: all units, and all inspectors.",
    )
    category_ids = fields.Many2many(
        comodel_name="perf.category",
        relation="perf_draw_category_rel",
        string="Categories",
        check_company=True,
        domain="[('kind', '=', 'unit')]",
        help="Of each of these so many units are drawn. Empty: of every category.",
    )
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        string="Unit of the Sheet",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
    )
    inspection_ids = fields.Many2many(
        comodel_name="perf.inspection",
        relation="perf_draw_inspection_rel",
        string="For the Inspections",
        check_company=True,
        domain="[('state', '=', 'draft')]",
    )
    number = fields.Integer(
        string="How Many",
        required=True,
        default=1,
        aggregator=None,
        help="Of each category, for each inspection, or of the sheet.",
    )
    seed = fields.Char(
        required=True,
        help="Any words or numbers, said aloud before the draw. With them anybody can repeat it.",
    )
    witness = fields.Char(help="Who watched the draw.")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("drawn", "Drawn")], required=True, default="draft", group_expand=True
    )
    line_ids = fields.One2many("perf.draw.line", "draw_id", string="Pool")
    drawn_ids = fields.One2many("perf.draw.line", "draw_id", domain=[("drawn", "=", True)])
    drawn_by_id = fields.Many2one("res.users", string="Drawn by", readonly=True, ondelete="restrict")
    drawn_on = fields.Datetime(readonly=True)
    left_out = fields.Char(readonly=True, help="Units that are the drawer's own matter: somebody else draws them.")

    can_draw = fields.Boolean(compute="_compute_can")
    i_write = right_field("write", "state")

    _number_positive = models.Constraint("CHECK(number > 0)", "Draw at least one.")

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda record: record.state != "draft"):
            raise UserError(self.env._("A draw stays on record: without it nobody could repeat it."))

    # === ACTION METHODS === #

    def action_draw(self):
        """Draw, before the witness, and keep pool, weights and outcome.

        Note: self.ensure_one()

        :raise UserError: when the pool is empty
        """
        self.ensure_one()
        self._transition("action_draw").sudo()._keep_pool()
        return True

    def action_repeat(self):
        """Draw again from what was kept, and tell whether it gives the same.

        :return: a notification
        """
        self.ensure_one()
        self._check_readable()
        kept = self.line_ids.filtered("drawn").sorted("place").mapped("place_in_pool")
        if self._draw_from(self.line_ids) == kept:
            return notice(self.env._("Drawn again from pool, weights and seed: the same, in the same order."))
        return notice(self.env._("Drawn again, it gives others: something of the record was changed."), "warning")

    # === HELPERS === #

    def _draw_from(self, pool):
        """Return what is drawn, in its order, by the places in the pool.

        :param pool: ``perf.draw.line`` recordset, or what will be one as a list of values
        """
        candidates = [drawing.Candidate(*(line[name] or empty for name, empty in _KEPT.items())) for line in pool]
        counts = dict.fromkeys({candidate.stratum for candidate in candidates}, self.number)
        return drawing.draw(candidates, counts, self.seed)

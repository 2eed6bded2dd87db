import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...const import PERIOD_KINDS
from ..abstract.perf_state_mixin import Step
from ..abstract.perf_work_mixin import Card

_lt = LazyTranslate(__name__)

#: Columns that the cycle sets when it is opened.
_CALENDAR = frozenset({"cycle_id", "company_id", "kind", "number", "date_start", "date_end", "parent_id"})


class PerfPeriod(models.Model):
    """A month, quarter, half-year or year of a cycle, with the deadlines of its sheets."""

    _name = "perf.period"
    _description = "Appraisal Period"
    _inherit = ["perf.state.mixin", "perf.work.mixin", "mail.thread"]
    _order = "date_end desc, date_start desc, id"
    _check_company_auto = True

    _transitions = {
        "action_open": Step({"pending": "opening"}),
        "action_opened": Step({"opening": "open"}),
        "action_close": Step({"open": "closed"}),
        "action_reopen": Step(
            {"closed": "open"},
            reason="reopen_reason",
            title=_lt("Reopen"),
            hint=_lt(
                "Its sheets can be worked on again. The zeros posted for those that were not handed in are reversed."
            ),
        ),
    }

    _work_cards = {
        "period": Card(
            group="perf_appraisal.group_perf_office",
            domain=(("kind", "=", "month"), ("cycle_id.state", "=", "open")),
            rank=1,
            finder="_find_work_to_open",
            icon="fa-calendar-plus-o",
            title=_lt("Open %(period)s for everybody"),
            hint=_lt("Everybody who takes part gets a sheet."),
            button=_lt("Open Period"),
        ),
    }

    cycle_id = fields.Many2one(
        comodel_name="perf.cycle",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="cycle_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    kind = fields.Selection(selection=PERIOD_KINDS, required=True)
    number = fields.Integer(
        required=True, aggregator=None, help="1 to 12 for months, 1 to 4 for quarters, 1 or 2 for halves."
    )
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To", required=True)
    parent_id = fields.Many2one(
        comodel_name="perf.period",
        string="Part of",
        index=True,
        ondelete="cascade",
    )
    child_ids = fields.One2many(comodel_name="perf.period", inverse_name="parent_id", string="Periods Inside")
    self_deadline = fields.Date(string="Self-score until")
    review_deadline = fields.Date(string="Review until")
    confirm_deadline = fields.Date(string="Confirm until")
    state = fields.Selection(
        selection=[("pending", "Pending"), ("opening", "Opening"), ("open", "Open"), ("closed", "Closed")],
        required=True,
        default="pending",
        tracking=True,
        group_expand=True,
    )
    batch_ids = fields.One2many(comodel_name="perf.batch", inverse_name="period_id", string="Jobs")

    can_open = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")
    reopen_reason = fields.Char(readonly=True, help="Why the period was opened again after it was closed.")

    _number_uniq = models.Constraint(
        "UNIQUE(cycle_id, kind, number)",
        "A cycle has each period once.",
    )
    _dates_check = models.Constraint("CHECK(date_start <= date_end)", "A period cannot end before it starts.")

    # === COMPUTE METHODS === #

    @api.depends("kind", "number", "cycle_id.year")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for period in self:
            year = period.cycle_id.year
            if period.kind == "month":
                name = self.env._("%(year)s-%(month)02d", year=year, month=period.number)
            elif period.kind == "quarter":
                name = self.env._("%(year)s Q%(quarter)s", year=year, quarter=period.number)
            elif period.kind == "half":
                first = period.number == 1
                name = self.env._("%(year)s H1", year=year) if first else self.env._("%(year)s H2", year=year)
            else:
                name = self.env._("Year %(year)s", year=year)
            period.display_name = name

    @api.model
    def _search_display_name(self, operator, value):
        """Find periods by the numbers in their name: the year, and the number inside it."""
        if operator not in ("ilike", "=", "in") or not isinstance(value, str):
            return [("cycle_id.name", operator, value)]
        numbers = [int(number) for number in re.findall(r"\d{1,4}", value)]
        years = [number for number in numbers if number > 12]
        found = Domain("cycle_id.year", "in", years) if years else Domain.TRUE
        if inside := [number for number in numbers if number <= 12]:
            found &= Domain("number", "in", inside)
        return found if numbers else Domain("cycle_id.name", operator, value)

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if not _CALENDAR.isdisjoint(vals):
            raise UserError(self.env._("The calendar of a period comes from its cycle; only its deadlines can change."))

    # === ACTION METHODS === #

    def action_open(self):
        """Start the job that makes the sheets of the period.

        :return: an action that shows the job's progress
        :raise UserError: when a period is not pending, or its cycle not open
        """
        opened = self._transition("action_open")
        if opened:
            batches = self.env["perf.batch"]._start("open", opened)
        else:  # pressed again: it may have been cut off
            batches = self.batch_ids
            batches._wake()
        return batches[:1]._action_form()

    def action_reopen(self, reason=None):
        """Open closed periods again; what was posted for sheets that were not handed in is reversed.

        :param str reason: why
        :raise UserError: without a reason, for anybody but an administrator, or when the cycle is closed
        """
        self._transition("action_reopen", reason=reason)
        return True

    # === BUSINESS METHODS === #

    def _inside(self):
        """Return the period with those inside it."""
        self.ensure_one()
        return self.sudo().cycle_id.period_ids.filtered(
            lambda period: self.date_start <= period.date_start and period.date_end <= self.date_end
        )

    def _refuse_reopen(self):
        if not self.env.user.has_group("perf_appraisal.group_perf_admin"):
            return dict.fromkeys(self.ids, self.env._("only an administrator reopens it"))
        closed = self.filtered(lambda period: period.cycle_id.state != "open")
        return dict.fromkeys(closed.ids, self.env._("its cycle is closed"))

    def _refuse_open(self):
        refused = self._refuse_unwritable()
        for period in self.filtered(lambda period: period.cycle_id.state != "open"):
            refused[period.id] = self.env._("open its cycle first")
        return refused

    # === BUSINESS METHODS - MY WORK === #

    @api.model
    def _find_work_to_open(self, kind, card):
        """Return the card of the current month while it is not opened."""
        begun = self._work_domain(card) & Domain("date_start", "<=", self.env.company._perf_today())
        due = self.search(begun, order="date_start desc", limit=1)
        pending = due.filtered(lambda period: period.state == "pending")
        return [self._work_card(kind, card, res_id=period.id, period=period.display_name) for period in pending]


def inside(shorter, longer):
    """Return whether a period lies inside another one of its cycle, or is it.

    :param str shorter: alias of ``perf_period``
    :param str longer: alias of the other one
    """
    return SQL(
        "(%(p)s.cycle_id = %(w)s.cycle_id"
        " AND %(p)s.date_start >= %(w)s.date_start AND %(p)s.date_end <= %(w)s.date_end)",
        p=SQL.identifier(shorter),
        w=SQL.identifier(longer),
    )

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ...tools import periods
from ..abstract.notices import notice
from ..abstract.perf_state_mixin import Step


class PerfCycle(models.Model):
    """One appraisal year of one company, with its tree of periods."""

    _name = "perf.cycle"
    _description = "Appraisal Cycle"
    _inherit = ["perf.state.mixin", "mail.thread"]
    _order = "year desc, id desc"
    _check_company_auto = True

    _transitions = {
        "action_open": Step({"draft": "open"}),
        "action_close": Step({"open": "closed"}),
    }

    name = fields.Char(compute="_compute_name", store=True, readonly=False, required=True, precompute=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    year = fields.Integer(required=True, default=lambda self: self.env.company._perf_today().year, aggregator=None)
    month_start_day = fields.Integer(
        required=True,
        default=1,
        help="The day on which a month begins. With 26, the month runs from the 26th of the month before to the 25th.",
    )
    date_start = fields.Date(string="From", compute="_compute_dates", store=True)
    date_end = fields.Date(string="To", compute="_compute_dates", store=True)
    notice_days = fields.Integer(default=5, help="Working days that results stay on public notice.")
    auto_open = fields.Boolean(string="Open Periods by Itself")
    self_days = fields.Integer(
        string="Days to Self-score",
        default=5,
        help="Working days after the end of a period.",
    )
    review_days = fields.Integer(
        string="Days to Review",
        default=5,
        help="Working days after the deadline of the self-score.",
    )
    confirm_days = fields.Integer(
        string="Days to Confirm",
        default=5,
        help="Working days after the deadline of the review.",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed"), ("archived", "Archived")],
        required=True,
        default="draft",
        tracking=True,
        group_expand=True,
    )
    scheme_ids = fields.Many2many(comodel_name="perf.scheme", string="Schemes", check_company=True)
    period_ids = fields.One2many(comodel_name="perf.period", inverse_name="cycle_id", string="Periods")

    can_open = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    _year_uniq = models.Constraint("UNIQUE(year, company_id)", "There is already a cycle for this year.")
    _days_check = models.Constraint(
        "CHECK(self_days >= 0 AND review_days >= 0 AND confirm_days >= 0 AND notice_days >= 0)",
        "Numbers of days cannot be negative.",
    )

    # === COMPUTE METHODS === #

    @api.depends("year")
    def _compute_name(self):
        """Name a cycle after its year, as long as nobody gave it words."""
        for cycle in self:
            if not cycle.name or cycle.name.isdigit():
                cycle.name = str(cycle.year)

    @api.depends("year", "month_start_day")
    def _compute_dates(self):
        for cycle in self:
            if not 1900 < cycle.year < 3000 or not 1 <= cycle.month_start_day <= 28:
                cycle.date_start = cycle.date_end = False
                continue
            year = periods.build_periods(cycle.year, cycle.month_start_day)[0]
            cycle.date_start, cycle.date_end = year.start, year.end

    # === CONSTRAINT METHODS === #

    @api.constrains("year", "month_start_day")
    def _check_calendar(self):
        for cycle in self:
            if not cycle.date_start:
                raise ValidationError(
                    self.env._(
                        "Cycle “%s”: give a year of four digits and a first day of the month between 1 and 28.",
                        cycle.name,
                    ),
                )

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        frozen = {"year", "month_start_day", "company_id"} & set(vals)
        if frozen and self.filtered(lambda cycle: cycle.state != "draft"):
            raise UserError(self.env._("The calendar of an open cycle cannot be changed. Make a new cycle instead."))

    def write(self, vals):
        """Let a category that is late join an open cycle by a scheme of its own: whoever gets it is enrolled at once.

        :raise UserError: when the schemes of those who take part already would change
        """
        begun = self.filtered(lambda cycle: cycle.state != "draft") if "scheme_ids" in vals else self.browse()
        before = {cycle: cycle.scheme_ids for cycle in begun}
        result = super().write(vals)
        for cycle, schemes in before.items():
            cycle._check_joining(schemes)
        begun.filtered(lambda cycle: cycle.scheme_ids != before[cycle])._enrol()
        return result

    def _check_joining(self, before):
        """Raise unless the schemes only grew by some of categories that had none, in time for a period.

        :param before: ``perf.scheme`` recordset, the schemes until now
        :raise UserError: naming the cycle and the way out
        """
        joining = self.scheme_ids - before
        if before - self.scheme_ids or joining.category_ids & before.category_ids:
            raise UserError(
                self.env._(
                    "%s has been opened, and its appraisees are judged by its schemes: these stay. "
                    "Choose other schemes, for instance copies of these, in a new cycle. "
                    "Only a scheme of categories that have none yet can join.",
                    self.display_name,
                ),
            )
        if joining and (self.state != "open" or not self.period_ids.filtered(lambda period: period.state == "pending")):
            raise UserError(self.env._("%s has no period left in which a scheme could join.", self.display_name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if self.filtered(lambda cycle: cycle.state != "draft"):
            raise UserError(self.env._("Only a draft cycle can be deleted."))

    # === ACTION METHODS === #

    def action_open(self):
        """Open the cycle: make its tree of periods and enrol units and people.

        :raise UserError: when a cycle has no scheme, one by which no result can be computed, or is not a draft
        """
        bare = self.filtered(lambda cycle: cycle.state == "draft" and not cycle.scheme_ids)
        if bare:
            raise UserError(
                self.env._(
                    "Choose the schemes of %s before you open it.", format_list(self.env, bare.mapped("display_name"))
                ),
            )
        self.filtered(lambda cycle: cycle.state == "draft").scheme_ids._check_composed()
        opened = self._transition("action_open")
        opened._make_periods()
        opened._enrol()
        return True

    def action_close(self):
        """Close the cycle when all its periods are closed.

        :raise UserError: naming the periods that are still open
        """
        busy = self.period_ids.filtered(lambda period: period.state in ("opening", "open"))
        if busy:
            raise UserError(
                self.env._("Close these periods first: %s.", format_list(self.env, busy.mapped("display_name"))),
            )
        self._transition("action_close")
        return True

    def action_count_deadlines(self):
        """Count the deadlines of the periods that are not open yet anew, after the holidays of the year are known.

        :return: an action that tells how many periods have new deadlines
        :raise UserError: when the cycle is not open
        """
        if shut := self.filtered(lambda cycle: cycle.state != "open"):
            raise UserError(
                self.env._(
                    "%s: only the deadlines of an open cycle are counted anew.",
                    format_list(self.env, shut.mapped("display_name")),
                ),
            )
        pending = self.period_ids.filtered(lambda period: period.state == "pending")
        pending.check_access("write")
        works = {cycle: cycle._working_days() for cycle in self}
        counted = [(period, period.cycle_id._deadlines(period.date_end, works[period.cycle_id])) for period in pending]
        moved = [(period, days) for period, days in counted if any(period[name] != day for name, day in days.items())]
        if moved:
            pending._bulk_update(list(moved[0][1]), [(period.id, *days.values()) for period, days in moved])
        message = self.env._("%s periods that are not open yet have new deadlines.", len(moved))
        return notice(message, follow={"type": "ir.actions.client", "tag": "soft_reload"})

    # === BUSINESS METHODS === #

    def _make_periods(self):
        """Create the periods of the cycles, parents before children."""
        works = {cycle: cycle._working_days() for cycle in self}
        specs = [(cycle, spec) for cycle in self for spec in periods.build_periods(cycle.year, cycle.month_start_day)]
        made = {}
        for kind in ("year", "half", "quarter", "month"):
            level = [(cycle, spec) for cycle, spec in specs if spec.kind == kind]
            vals_list = [
                {
                    "cycle_id": cycle.id,
                    "kind": kind,
                    "number": spec.number,
                    "date_start": spec.start,
                    "date_end": spec.end,
                    "parent_id": made.get((cycle.id, spec.parent)),
                    **cycle._deadlines(spec.end, works[cycle]),
                }
                for cycle, spec in level
            ]
            created = self.env["perf.period"].sudo().create(vals_list)  # one call for each of the four kinds
            made.update({(cycle.id, spec.key): period.id for (cycle, spec), period in zip(level, created, strict=True)})

    def _deadlines(self, date_end, works):
        """Return the deadlines of a period, on working days.

        :param date date_end: last day of the period
        :param works: predicate that tells working days
        :return: values of ``perf.period``
        """
        self_deadline = periods.add_working_days(date_end, self.self_days, works)
        review_deadline = periods.add_working_days(self_deadline, self.review_days, works)
        return {
            "self_deadline": self_deadline,
            "review_deadline": review_deadline,
            "confirm_deadline": periods.add_working_days(review_deadline, self.confirm_days, works),
        }

    def _working_days(self):
        """Return the predicate that tells the working days of the company's calendar."""
        calendar = self.company_id.resource_calendar_id
        return self._working_days_of(calendar)[calendar.id]

    def _working_days_of(self, calendars):
        """Return the predicates that tell working days: weekdays with hours and worked weekends, save holidays.

        :param calendars: ``resource.calendar`` recordset; none stands for Monday to Friday
        :return: ``{calendar id, or False: predicate}``
        """
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("company_id", "in", (self.company_id.id, False)),
                    ("calendar_id", "in", (*calendars.ids, False)),
                ],
            )
        )
        off, worked = self.env["perf.official.day"]._days_of(self.company_id)
        found = {}
        for calendar in calendars.sudo() or [calendars]:
            weekend = set(range(7)) - {int(day) for day in calendar.attendance_ids.mapped("dayofweek")}
            zone = ZoneInfo(calendar.tz or "UTC")
            spans = [
                [
                    moment.replace(tzinfo=timezone.utc).astimezone(zone).date()
                    for moment in (leave.date_from, leave.date_to)
                ]
                for leave in leaves
                if leave.calendar_id in (calendar, leave.calendar_id.browse())
            ]
            holidays = {
                first + timedelta(days=days) for first, last in spans for days in range((last - first).days + 1)
            }
            weekend = weekend if len(weekend) < 7 else (5, 6)
            found[calendar.id] = periods.working_days(holidays | off, worked, weekend)
        return found

    def _enrol(self):
        """Enrol units and people. The conduct stage knows how."""

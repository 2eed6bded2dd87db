from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ....tools import periods
from ...abstract.perf_bulk_mixin import flush_tables
from ...abstract.rights import AUDITOR, OFFICE, Right, Way

#: Columns of a period and of its sheets that say until when each step is due.
DEADLINE_COLUMNS = ("self_deadline", "review_deadline", "confirm_deadline")


class PerfExtension(models.Model):
    """More working days for the sheets of one unit and period, granted by the Performance Office with a reason."""

    _name = "perf.extension"
    _description = "Extension of Deadlines"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    _guarded_fields = frozenset({"company_id"})

    _rights = {
        "own": Right(ways=(Way("unit_id", "own"),)),
        "touch": Right(ways=(Way(),), never=("own",)),
        "see": Right(ways=(Way("unit_id", "lead"), OFFICE, AUDITOR)),
        "write": Right(ways=(OFFICE,)),
    }

    period_id = fields.Many2one(
        comodel_name="perf.period",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_period_id(),
        domain="[('state', '!=', 'closed')]",
    )
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
    )
    period_state = fields.Selection(string="Period's State", related="period_id.state")
    company_id = fields.Many2one(
        comodel_name="res.company", related="period_id.company_id", store=True, precompute=True, index=True
    )
    days = fields.Integer(
        string="Working Days",
        required=True,
        default=3,
        aggregator=None,
        tracking=True,
        help="Added to every deadline, on working days of the company's calendar.",
    )
    reason = fields.Char(required=True, tracking=True)
    active = fields.Boolean(
        default=True,
        tracking=True,
        help="Off: the extension was taken back, and the period's own deadlines count again.",
    )
    self_deadline = fields.Date(string="Self-score until", compute="_compute_deadlines")
    review_deadline = fields.Date(string="Review until", compute="_compute_deadlines")
    confirm_deadline = fields.Date(string="Confirm until", compute="_compute_deadlines")

    _days_check = models.Constraint("CHECK(days BETWEEN 1 AND 60)", "An extension has 1 to 60 working days.")
    _live_uniq = models.UniqueIndex(
        "(period_id, unit_id) WHERE active IS TRUE",
        "This unit already has an extension for this period. Change its number of days instead.",
    )

    # === DEFAULTS === #

    @api.model
    def _default_period_id(self):
        """Return the latest month that is open: nearly always the one that is asked for."""
        return self.env["perf.period"].search([("state", "=", "open"), ("kind", "=", "month")], limit=1)

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for extension in self:
            parts = [extension.unit_id.name, extension.period_id.display_name]
            extension.display_name = " · ".join(filter(None, parts))

    @api.depends("days", *(f"period_id.{name}" for name in DEADLINE_COLUMNS))
    def _compute_deadlines(self):
        for cycle, extensions in self.grouped(lambda extension: extension.period_id.cycle_id).items():
            works = cycle._working_days() if cycle else None
            for extension in extensions:
                for name in DEADLINE_COLUMNS:
                    day = extension.period_id[name]
                    extension[name] = day and periods.add_working_days(day, extension.days, works)

    # === CONSTRAINT METHODS === #

    @api.constrains("unit_id", "reason")
    def _check_unit(self):
        for extension in self:
            if not extension.unit_id.perf_is_unit:
                raise ValidationError(self.env._("%s is no unit of appraisal.", extension.unit_id.name))
            if not (extension.reason or "").strip():
                raise ValidationError(self.env._("Write down the reason first."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Grant extensions: the deadlines of the units' sheets move at once.

        :raise UserError: when a period is closed
        """
        extensions = super().create(vals_list)
        extensions._check_period_open()
        extensions._apply()
        return extensions

    def write(self, vals):
        """Change or take back extensions: the deadlines of the units' sheets follow."""
        result = super().write(vals)
        if not {"days", "active"}.isdisjoint(vals):
            self._apply()
        return result

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if not {"period_id", "unit_id"}.isdisjoint(vals):
            raise UserError(self.env._("Take this extension back and grant another one for the other unit or period."))
        if not {"days", "active"}.isdisjoint(vals):
            self._check_period_open()

    def _guard_unlink(self):
        raise UserError(self.env._("An extension stays on record. Archive it to take it back."))

    # === HELPERS === #

    def _check_period_open(self):
        """Raise when one of the periods is closed already.

        :raise UserError: naming the period
        """
        if closed := self.period_id.filtered(lambda period: period.state == "closed")[:1]:
            raise UserError(
                self.env._("%s is closed: its deadlines no longer count.", closed.display_name),
            )

    def _apply(self):
        """Let the deadlines of the units' sheets follow."""
        self._refresh_deadlines(self.period_id, self.unit_id)

    @api.model
    def _refresh_deadlines(self, of_periods, units=None, sheet_ids=None):
        """Write the deadlines on the sheets of periods that are not sealed yet; three statements, however many.

        :param of_periods: ``perf.period`` recordset
        :param units: ``hr.department`` recordset; none is all
        :param list sheet_ids: only these sheets, as those of one chunk; none is all
        """
        if not of_periods:
            return
        shifted = self._shifted_deadlines(of_periods, units)
        asked = SQL("a.period_id = ANY(%s)", of_periods.ids)
        if units:
            asked = SQL("%s AND a.unit_id = ANY(%s)", asked, units.ids)
        if sheet_ids is not None:
            asked = SQL("%s AND a.id = ANY(%s)", asked, list(sheet_ids))
        flush_tables(self.env, "perf.appraisal", "perf.period")
        self.env["perf.appraisal"]._bulk_update(
            DEADLINE_COLUMNS,
            SQL(
                """
                SELECT a.id, d.self_deadline, d.review_deadline, d.confirm_deadline
                  FROM perf_appraisal a
                  JOIN perf_period p ON p.id = a.period_id
             LEFT JOIN (%(shifted)s) AS x(period_id, unit_id, self_deadline, review_deadline, confirm_deadline)
                    ON x.period_id = a.period_id AND x.unit_id = a.unit_id
            CROSS JOIN LATERAL (SELECT COALESCE(x.self_deadline, p.self_deadline) AS self_deadline,
                                       COALESCE(x.review_deadline, p.review_deadline) AS review_deadline,
                                       COALESCE(x.confirm_deadline, p.confirm_deadline) AS confirm_deadline) d
                 WHERE %(asked)s AND a.state NOT IN ('confirmed', 'excused')
                   AND (a.self_deadline, a.review_deadline, a.confirm_deadline)
                       IS DISTINCT FROM (d.self_deadline, d.review_deadline, d.confirm_deadline)
                """,
                shifted=self.env["perf.appraisal"]._rows_query(["period_id", "unit_id", *DEADLINE_COLUMNS], shifted),
                asked=asked,
            ),
        )

    @api.model
    def _shifted_deadlines(self, of_periods, units=None):
        """Return the deadlines of the units that have more time.

        :param of_periods: ``perf.period`` recordset
        :param units: ``hr.department`` recordset; none is all
        :return: tuples ``(period id, unit id, self, review, confirm)``
        """
        domain = [("period_id", "in", of_periods.ids)]
        if units:
            domain.append(("unit_id", "in", units.ids))
        extensions = self.sudo().search(domain)
        return [
            (extension.period_id.id, extension.unit_id.id, *(extension[name] or None for name in DEADLINE_COLUMNS))
            for extension in extensions
        ]

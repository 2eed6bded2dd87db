from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_date

from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field

#: What is copied when an entry is made and stays.
_COPIED = frozenset({"company_id", "unit_id", "department_id", "filled_by_id"})


class PerfWorkLog(models.Model):
    """One line of what somebody did on a day, with the proof, for the self-score at the end of the month.

    An entry may change until the sheet of its month is confirmed.
    """

    _name = "perf.work.log"
    _description = "Work Log Entry"
    _inherit = ["perf.evidence.mixin", "perf.rights.mixin"]
    _order = "date desc, id desc"
    _rec_name = "text"
    _rec_names_search = ["text", "employee_id.name"]
    _check_company_auto = True

    _guarded_fields = _COPIED

    _make_right = "write"
    _rights = {
        "answer": Right(ways=(Way("employee_id.user_id"),)),
        "sealed": Right(
            ways=(Way(),), when=[("sheet_ids", "any", [("state", "=", "confirmed"), ("period_id.kind", "=", "month")])]
        ),
        # one's own entries, those of the people below, and those of a period that one reviews
        "see": Right(
            ways=(Way(right="answer"), Way("department_id", "lead"), Way("sheet_ids", "appraise"), OFFICE, AUDITOR)
        ),
        # one's own entries, and those of the people of one's appraisal group, until the month is confirmed
        "write": Right(ways=(Way(right="answer"), Way("department_id", "coordinate")), never=("sealed",)),
        "touch": Right(ways=(Way(),), never=("sealed",)),
    }

    date = fields.Date(required=True, index=True, default=lambda self: self.env.company._perf_today())
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
        check_company=True,
    )
    text = fields.Char(string="What Was Done", required=True)
    indicator_id = fields.Many2one(
        comodel_name="perf.indicator",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', 'in', plan_indicator_ids)]",
        help="The line of your plan that this work is for.",
    )
    plan_indicator_ids = fields.Many2many(
        comodel_name="perf.indicator",
        string="Indicators of the Plan",
        compute="_compute_plan_indicator_ids",
    )
    evidence_ids = fields.Many2many(relation="perf_work_log_evidence_rel")

    # Copied when the entry is made
    company_id = fields.Many2one("res.company", required=True, index=True)
    unit_id = fields.Many2one("hr.department", index=True, ondelete="restrict")
    department_id = fields.Many2one("hr.department", index=True, ondelete="restrict")
    filled_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Written on Behalf by",
        ondelete="restrict",
        help="Who of the appraisal group wrote the entry for the person.",
    )

    is_sealed = fields.Boolean(
        string="Read Only",
        compute="_compute_is_sealed",
        search="_search_is_sealed",
        help="The sheet of the month is confirmed.",
    )
    sheet_ids = fields.Many2many(
        comodel_name="perf.appraisal",
        string="Sheets of That Day",
        compute="_compute_sheet_ids",
        search="_search_sheet_ids",
        compute_sudo=True,
        help="The person's sheets whose period holds the day.",
    )
    i_answer = right_field("answer", "employee_id", string="Mine")
    i_see = right_field("see", "employee_id", "date", string="I May Read It")
    i_write = right_field("write", "employee_id", "date", string="I May Change It")

    _text_filled = models.Constraint("CHECK(btrim(text) <> '')", "Write down in a few words what was done.")

    # === COMPUTE METHODS === #

    @api.depends("employee_id", "date")
    def _compute_plan_indicator_ids(self):
        plans = self._plans()
        for log in self:
            log.plan_indicator_ids = plans.get(
                (log.employee_id.id, log.date), self.env["perf.plan"]
            ).line_ids.indicator_id

    @api.depends("employee_id", "date")
    def _compute_sheet_ids(self):
        query = SQL(
            "SELECT l.id, array_agg(a.id) %s WHERE l.id = ANY(%s) GROUP BY l.id", self._from_sheets(), self._origin.ids
        )
        found = dict(self.env.execute_query(query))
        for log in self:
            log.sheet_ids = found.get(log._origin.id, ())

    def _search_sheet_ids(self, operator, value):
        if operator == "in":
            named = fields.Domain("sheet_ids", "any", [("id", "in", [found for found in value if found])])
            return named | ~fields.Domain("sheet_ids", "any", []) if False in value else named
        if operator not in ("any", "any!"):
            return NotImplemented
        sheets = self.env["perf.appraisal"].with_context(active_test=False)
        found = sheets.sudo(self.env.su or operator == "any!")._search(value, order="id")
        return fields.Domain(
            "id", "in", SQL("(SELECT l.id %s WHERE a.id IN %s)", self._from_sheets(), found.subselect())
        )

    @api.depends("employee_id", "date")
    def _compute_is_sealed(self):
        sealed = self._origin._holding("sealed")
        for log in self:
            log.is_sealed = log._origin in sealed

    def _search_is_sealed(self, operator, value):
        if operator != "in":
            return NotImplemented
        sealed = fields.Domain("id", "in", self.sudo()._search(self._right_domain("sealed")))
        return sealed if True in value else ~sealed

    # === CONSTRAINT METHODS === #

    @api.constrains("date")
    def _check_date(self):
        today = {company: company._perf_today() for company in self.company_id}
        for log in self:
            if log.date > today[log.company_id]:
                raise ValidationError(
                    self.env._(
                        "%(date)s is still to come. What is planned stands in the plan for the next period.",
                        date=format_date(self.env, log.date),
                    ),
                )

    @api.constrains("indicator_id", "employee_id", "date")
    def _check_indicator(self):
        for log in self:
            if log.indicator_id - log.plan_indicator_ids:
                raise ValidationError(
                    self.env._("“%s” does not stand in the person's plan.", log.indicator_id.display_name),
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Copy company, unit and section of the person, and mark what somebody else writes."""
        self._refuse_foreign_ids(vals_list)
        self._guard_create(vals_list)
        employees = (
            self.env["hr.employee"]
            .sudo()
            .browse(
                {vals.get("employee_id") or self.env.user.employee_id.id for vals in vals_list} - {False},
            )
        )
        employees.fetch(["company_id", "user_id", "department_id"])
        copied = {
            employee.id: {
                "company_id": employee.company_id.id,
                "unit_id": employee.department_id.perf_unit_id.id,
                "department_id": employee.department_id.id,
                "filled_by_id": self.env.uid if employee._perf_accounts() != self.env.user else False,
            }
            for employee in employees
        }
        own = self.env.user.employee_id.id
        if not all((vals.get("employee_id") or own) in copied for vals in vals_list):
            raise UserError(self.env._("Your account has no employee. Ask the administrator to link it."))
        prepared = [
            {**vals, "employee_id": vals.get("employee_id") or own, **copied[vals.get("employee_id") or own]}
            for vals in vals_list
        ]
        logs = super(PerfWorkLog, self._unlocked()).create(prepared)
        logs._lock_sheets()
        return logs

    def write(self, vals):
        """Refuse to date an entry into a month that is confirmed."""
        self._lock_sheets()
        result = super().write(vals)
        if "date" in vals:
            self._lock_sheets()
            self.check_access("write")
        return result

    def unlink(self):
        """Keep the entries of confirmed months."""
        self._lock_sheets()
        return super().unlink()

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if "employee_id" in vals:
            raise UserError(self.env._("An entry stays with its person. Delete it and write another one."))
        self.check_access("read")
        self._check_evidence_open()

    def _guard_unlink(self):
        self.check_access("read")
        self._check_evidence_open()

    def _check_evidence_open(self):
        """Raise when the sheet of the month is confirmed.

        :raise UserError: naming the way out
        """
        if self.sudo().filtered("is_sealed"):
            raise UserError(
                self.env._("The sheet of this month is confirmed, and the work log of the month with it."),
            )

    def _lock_sheets(self):
        """Lock the sheets of the entries, so that nobody confirms one while its log is being written."""
        query = SQL("SELECT a.id %s WHERE l.id = ANY(%s)", self._from_sheets(), list(self.ids))
        sheets = [sheet for (sheet,) in self.env.execute_query(query)]
        self.env["perf.appraisal"].browse(sheets)._lock_once()
        self.invalidate_recordset(["sheet_ids", "is_sealed"])

    # === HELPERS === #

    @api.model
    def _from_sheets(self):
        """Return what joins entries ``l`` and the sheets ``a`` of their person whose period holds the day."""
        sheets, periods = self.env["perf.appraisal"]._fields, self.env["perf.period"]._fields
        return SQL(
            "FROM perf_work_log l JOIN perf_appraisal a ON a.employee_id = l.employee_id AND a.kind = 'employee' "
            "JOIN perf_period p ON p.id = a.period_id AND l.date BETWEEN p.date_start AND p.date_end",
            to_flush=[
                *(self._fields[name] for name in ("employee_id", "date")),
                *(sheets[name] for name in ("employee_id", "kind", "period_id")),
                *(periods[name] for name in ("date_start", "date_end")),
            ],
        )

    def _plans(self):
        """Return the plan that serves each person on each day: ``{(employee id, date): perf.plan}``.

        That of the last sheet whose period had begun by then; before the first sheet the one of the enrolment.
        """
        people = self.employee_id
        sheets = (
            self.env["perf.appraisal"]
            .sudo()
            .search_fetch(
                [("employee_id", "in", people.ids), ("kind", "=", "employee")],
                ["employee_id", "period_id", "plan_id"],
            )
        )
        begun = sheets.sorted(lambda sheet: (sheet.period_id.date_start, sheet.period_id.kind == "month"))
        of_person = begun.grouped("employee_id")
        appraisees = self.env["perf.appraisee"].sudo().search([("employee_id", "in", people.ids)], order="cycle_id")
        enrolled = {appraisee.employee_id: appraisee.plan_id for appraisee in appraisees if appraisee.plan_id}
        plans = {}
        for log in self:
            own = of_person.get(log.employee_id, sheets.browse())
            past = own.filtered(lambda sheet, day=log.date: not day or sheet.period_id.date_start <= day)
            plan = (past[-1:] or own[:1]).plan_id or enrolled.get(log.employee_id)
            if plan:
                plans[log.employee_id.id, log.date] = plan.sudo(self.env.su)
        return plans

    @api.model
    def _of_sheets(self, sheets):
        """Return the entries of the days of sheets, as far as the user may read them.

        :param sheets: ``perf.appraisal`` recordset
        :return: ``{(employee id, period id): perf.work.log}``
        """
        found = {}
        people = sheets.sudo().filtered("employee_id")
        for period, of_period in people.grouped("period_id").items():  # of one screen: one period, seldom more
            days = [("date", ">=", period.date_start), ("date", "<=", period.date_end)]
            logs = self.search([("employee_id", "in", of_period.employee_id.ids), *days])
            found.update({(person.id, period.id): own for person, own in logs.grouped("employee_id").items()})
        return found

    @api.model
    def _counts_of_sheets(self, sheets):
        """Return how many entries each indicator has: ``{(employee id, period id, indicator id): count}``."""
        return Counter(
            (employee, period, indicator.id)
            for (employee, period), logs in self._of_sheets(sheets).items()
            for indicator in (log.indicator_id for log in logs)
            if indicator
        )

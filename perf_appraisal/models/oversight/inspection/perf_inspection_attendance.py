from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools import periods
from ...abstract.rights import Right, Way


class PerfInspectionAttendance(models.Model):
    """A line of a roll call: a person of the inspected unit, and whether he was there."""

    _name = "perf.inspection.attendance"
    _description = "Line of a Roll Call"
    _inherit = ["perf.inspected.mixin"]
    _order = "inspection_id, id"
    _rec_names_search = ["employee_id.name"]
    _state_when_made = "ongoing"
    _given_once = frozenset({"inspection_id", "employee_id"})

    _phase_fields = {"ongoing": frozenset({"presence", "note"})}

    _rights = {
        "know": Right(ways=(Way("inspection_id", "know_findings"),)),
        "touch": Right(ways=(Way("inspection_id", "touch"),)),
        "see": Right(ways=(Way("inspection_id", "see_findings"),)),
        "write": Right(ways=(Way("inspection_id", "check"),)),
    }

    inspection_id = fields.Many2one("perf.inspection", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="inspection_id.state", string="State of the Inspection")
    employee_id = fields.Many2one("hr.employee", string="Person", required=True, index=True, ondelete="restrict")
    presence = fields.Selection(
        selection=[
            ("present", "At the Post"),
            ("duty", "On Duty Elsewhere"),
            ("leave", "On Leave"),
            ("absent", "Not There"),
            ("late", "Came Late"),
        ],
        help="Empty: not called yet.",
    )
    note = fields.Char()
    days_without_log = fields.Integer(
        compute="_compute_days_without_log",
        compute_sudo=True,
        help="Working days of the period until today for which the person has written nothing into the work log.",
    )
    finding_id = fields.Many2one("perf.finding", readonly=True, index="btree_not_null", ondelete="set null")

    _employee_uniq = models.Constraint(
        "UNIQUE(inspection_id, employee_id)", "A person stands on the list of a roll call once."
    )

    # === COMPUTE METHODS === #

    @api.depends("inspection_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.sudo().inspection_id.name

    @api.depends("employee_id", "inspection_id.period_id")
    def _compute_days_without_log(self):
        for period, lines in self.grouped(lambda line: line.inspection_id.period_id).items():
            today = period.company_id._perf_today() if period else False
            works = period.cycle_id._working_days() if period else None
            last = min(period.date_end, today) if period else False
            written = lines._logged_days(period.date_start, last) if period else {}
            due = periods.count_working_days(period.date_start, last, works) if period else 0
            for line in lines:
                days = written.get(line.employee_id, ())
                line.days_without_log = max(due, 0) - sum(map(works, days)) if period else 0

    # === ACTION METHODS === #

    def action_mark(self):
        """Tick people off as the button says that was tapped.

        :raise UserError: for anything that is no answer to a roll call
        """
        presence = self.env.context.get("perf_presence")
        if presence not in dict(self._fields["presence"].selection):
            raise UserError(self.env._("Choose whether the person is there."))
        self.write({"presence": presence})
        return True

    # === BUSINESS METHODS === #

    def _logged_days(self, first, last):
        """Return on which days these people have written something into their work logs: ``{employee: days}``.

        :param date first: first day asked for
        :param date last: last day
        """
        logs = self.env["perf.work.log"]._read_group(
            [("employee_id", "in", self.employee_id.ids), ("date", ">=", first), ("date", "<=", last)],
            ["employee_id", "date:day"],
        )
        days = {}
        for employee, day in logs:
            days.setdefault(employee, set()).add(day)
        return days

    def _prepare_findings(self):
        """Return the values of the findings about these people, under the rule for absence."""
        labels = dict(self._fields["presence"]._description_selection(self.env))
        return [
            {
                "inspection_id": line.inspection_id.id,
                "employee_id": line.employee_id.id,
                "rule_id": line.inspection_id.roll_rule_id.id,
                "facts": ", ".join(filter(None, (labels[line.presence], line.note))),
            }
            for line in self
        ]

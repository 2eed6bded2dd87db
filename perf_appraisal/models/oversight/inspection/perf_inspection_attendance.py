from odoo import api, fields, models
from odoo.fields import Domain

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

    # === BUSINESS METHODS - WHAT IS KNOWN === #

    @api.model
    def _on_leave(self, people, moment):
        """Return who of these is on an approved leave; nobody unless Time Off is installed.

        :param people: ``hr.employee`` recordset
        :param datetime moment: when they are called, in UTC
        """
        if "hr.leave" not in self.env:
            return people.browse()
        day = self._local(people.company_id, moment).date()
        leaves = (
            self.env["hr.leave"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", people.ids),
                    ("state", "=", "validate"),
                    ("request_date_from", "<=", day),
                    ("request_date_to", ">=", day),
                ]
            )
        )
        # of a leave of half a day or some hours the hours count, of another the whole day
        return leaves.filtered(
            lambda leave: (
                not (leave.request_unit_half or leave.request_unit_hours) or leave.date_from <= moment <= leave.date_to
            )
        ).employee_id

    @api.model
    def _clocked_in(self, people, moment):
        """Return what Attendance says of these, in words, by employee id: the inspector compares it with what he sees.

        :param people: ``hr.employee`` recordset
        :param datetime moment: when they are called, in UTC
        """
        if "hr.attendance" not in self.env:
            return {}
        present = Domain("check_out", "=", False) | Domain("check_out", ">", moment)
        found = (
            self.env["hr.attendance"]
            .sudo()
            .search(Domain("employee_id", "in", people.ids) & Domain("check_in", "<=", moment) & present)
        )
        return {
            entry.employee_id.id: self.env._(
                "Clocked in at %s", self._local(entry.employee_id.company_id, entry.check_in).strftime("%H:%M")
            )
            for entry in found
        }

    def _local(self, company, moment):
        """Return a moment where a company works.

        :param company: ``res.company`` recordset, of several the first
        :param datetime moment: in UTC
        """
        return company[:1]._perf_local(moment)

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

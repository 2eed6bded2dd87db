from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, LazyTranslate

from ....const import VALUE_DIGITS
from ...abstract.notices import notice
from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way

_lt = LazyTranslate(__name__)

#: Days that a unit has to take an indicator without a deadline into its plan.
TASK_DAYS = 14


class PerfSuperiorIndicator(models.Model):
    """A superior indicator becomes a task of its units until it stands in their plans."""

    _name = "perf.superior.indicator"
    _inherit = ["perf.superior.indicator", "perf.rights.mixin", "perf.work.mixin"]

    _work_cards = {
        "superior": Card(
            right="i_take",
            icon="fa-level-down",
            title=_lt("Take 1 superior indicator into the plan"),
            titles=_lt("Take %(count)s superior indicators into the plan"),
            hint=_lt("Region or city asks for it, and your unit answers for it."),
            button=_lt("Take into Plan"),
            action="perf_appraisal.perf_superior_indicator_action",
            filters=("to_take",),
        ),
        "superior_assign": Card(
            group="perf_appraisal.group_perf_office",
            domain=(("lead_unit_id", "=", False), ("cycle_id.state", "in", ("draft", "open"))),
            icon="fa-share-alt",
            title=_lt("Name the lead unit of 1 superior indicator"),
            titles=_lt("Name the lead units of %(count)s superior indicators"),
            hint=_lt("Region or city handed them down; no unit answers for them yet."),
            button=_lt("Assign"),
            action="perf_appraisal.perf_superior_indicator_action",
            filters=("not_assigned",),
        ),
    }

    _rights = {
        "see": Right(ways=(Way("lead_unit_id", "lead"), Way("assist_unit_ids", "lead"), OFFICE, AUDITOR)),
        "write": Right(ways=(OFFICE,)),
    }

    plan_line_ids = fields.One2many(
        comodel_name="perf.plan.line",
        inverse_name="superior_indicator_id",
        string="Lines in Plans",
        domain=[("plan_id.state", "!=", "superseded")],
        copy=False,
    )
    progress_ids = fields.One2many(
        comodel_name="perf.superior.progress",
        inverse_name="superior_indicator_id",
        string="Progress per Quarter",
    )
    done = fields.Float(
        compute="_compute_done",
        digits=VALUE_DIGITS,
        help="Reached so far by confirmed sheets of units: added up. Rates are not: the latest value of each unit in "
        "this cycle holds, and of several units their mean.",
    )
    gap = fields.Float(compute="_compute_done", digits=VALUE_DIGITS, help="What is missing to the target of the year.")
    is_taken = fields.Boolean(
        string="In the Lead Unit's Plan",
        compute="_compute_is_taken",
        search="_search_is_taken",
    )
    i_take = fields.Boolean(
        string="To Take by Me",
        compute="_compute_i_take",
        search="_search_i_take",
        help="A unit that you head or coordinate answers for it and has not taken it into its plan yet.",
    )

    # === COMPUTE METHODS === #

    def _compute_done(self):
        rows = self.env["perf.superior.progress"].search_fetch(
            [("superior_indicator_id", "in", self.ids), ("quarter", "=", "4")],
            ["superior_indicator_id", "done", "gap"],
        )
        found = {row.superior_indicator_id.id: row for row in rows}
        for indicator in self:
            row = found.get(indicator.id)
            indicator.done, indicator.gap = (row.done, row.gap) if row else (0.0, indicator.target)

    def _compute_is_taken(self):
        missing = {indicator for indicator, _unit in self._missing_lines()}
        for indicator in self:
            indicator.is_taken = bool(indicator.lead_unit_id) and indicator.id not in missing

    def _search_is_taken(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = {indicator for indicator, _unit in self._missing_lines()}
        taken = fields.Domain("lead_unit_id", "!=", False) & fields.Domain("id", "not in", list(missing))
        return taken if True in value else ~taken

    @api.depends_context("uid")
    def _compute_i_take(self):
        waiting = {indicator for indicator, _unit in self._missing_lines(self._my_units())}
        for indicator in self:
            indicator.i_take = indicator.id in waiting

    def _search_i_take(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = {indicator for indicator, _unit in self._missing_lines(self._my_units())}
        return fields.Domain("id", "in" if True in value else "not in", list(waiting))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the units that they answer for the new indicators."""
        indicators = super().create(vals_list)
        indicators._assign_tasks()
        return indicators

    def write(self, vals):
        """Tell the units that come to answer for the indicators, and nobody any more who does not."""
        result = super().write(vals)
        if not {"lead_unit_id", "assist_unit_ids", "deadline"}.isdisjoint(vals):
            self._assign_tasks()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        line = self.env["perf.plan.line"].sudo().search([("superior_indicator_id", "in", self.ids)], limit=1)
        if line:
            raise UserError(
                self.env._(
                    "%(indicator)s stands in %(plan)s and cannot be deleted.",
                    indicator=line.superior_indicator_id.display_name,
                    plan=line.plan_id.display_name,
                ),
            )

    # === ACTION METHODS === #

    def action_take(self):
        """Open the dialog that takes the indicator into the plan of a unit.

        :return: an action dictionary
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_superior_indicator_take_action")
        action["context"] = {"default_superior_indicator_id": self.id, "hierarchical_naming": False}
        return action

    def action_take_all(self):
        """Take the indicators into the draft plans of the user's units; of the office: of their lead units.

        :return: an action that tells what was left out and why, and opens the plans
        :raise UserError: when nothing can be taken, with the reasons
        """
        self.check_access("read")
        if self.env.user.has_group("perf_appraisal.group_perf_office"):  # what assisting units do is theirs to say
            units = self.lead_unit_id
            wanted = [(superior.id, superior.lead_unit_id.id) for superior in self if superior.lead_unit_id]
        else:
            units = self._units()._holding("lead")
            wanted = [(superior.id, unit.id) for superior in self for unit in superior._units() & units]
        missing = set(self._missing_lines(units))
        plans, message, problems = self.env["perf.superior.indicator.take"]._take_many(
            [pair for pair in wanted if pair in missing]
        )
        if not plans:
            raise UserError("\n".join(problems) or self.env._("None of these has to be taken into a plan of yours."))
        return notice(
            "\n".join([message, *problems]),
            kind="warning" if problems else "success",
            follow=plans._open(),
            sticky=bool(problems),
            className="text-prewrap",  # one line each
        )

    # === BUSINESS METHODS === #

    @api.model
    def _my_units(self):
        """Return the units that the user heads or coordinates."""
        units = self.env["hr.department"].sudo()
        return units.search(units._right_domain("run"))

    def _missing_lines(self, units=None):
        """Return the pairs of indicator and unit where the unit's plan lacks the indicator, in one query.

        :param units: ``hr.department``, leading or assisting; not given: the lead unit of each indicator
        :return: list of ``(indicator id, unit id)`` in cycles that are not closed
        """
        self.env["perf.plan.line"].flush_model(["superior_indicator_id", "plan_id"])
        self.flush_model(["lead_unit_id", "assist_unit_ids", "cycle_id"])
        answers = SQL("SELECT id AS indicator_id, lead_unit_id AS unit_id FROM perf_superior_indicator")
        chosen = SQL("r.unit_id IS NOT NULL")
        if units is not None:
            answers = SQL(
                "%s UNION SELECT perf_superior_indicator_id, hr_department_id FROM perf_superior_indicator_assist_rel",
                answers,
            )
            chosen = SQL("r.unit_id = ANY(%s)", units.ids)
        return self.env.execute_query(
            SQL(
                """
                SELECT r.indicator_id, r.unit_id
                  FROM (%s) r
                  JOIN perf_superior_indicator s ON s.id = r.indicator_id
                  JOIN perf_cycle c ON c.id = s.cycle_id AND c.state IN ('draft', 'open')
                 WHERE %s AND NOT EXISTS (
                       SELECT 1 FROM perf_plan_line l JOIN perf_plan p ON p.id = l.plan_id
                        WHERE l.superior_indicator_id = r.indicator_id AND p.unit_id = r.unit_id
                          AND p.cycle_id = s.cycle_id AND p.scope = 'unit' AND p.state != 'superseded')
                """,
                answers,
                chosen,
            ),
        )

    def _assign_tasks(self):
        """Give heads and appraisal groups of the units a task each, in one batch; take it from all others."""
        self.env.flush_all()  # who may read an indicator follows from its units
        wanted = self._prepare_tasks()
        todo = self.env.ref("mail.mail_activity_data_todo")
        present = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "=", todo.id)],
            )
        )
        kept = present.filtered(lambda task: (task.res_id, task.user_id.id) in wanted)
        (present - kept).unlink()
        for deadline, tasks in kept.grouped(lambda task: wanted[task.res_id, task.user_id.id]).items():
            tasks.filtered(lambda task, deadline=deadline: task.date_deadline != deadline).date_deadline = deadline
        there = {(task.res_id, task.user_id.id) for task in kept}
        model = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model,
                    "res_id": indicator,
                    "user_id": user,
                    "activity_type_id": todo.id,
                    "summary": self.env._("Take it into the plan of your unit"),
                    "date_deadline": deadline,
                }
                for (indicator, user), deadline in wanted.items()
                if (indicator, user) not in there
            ],
        )

    def _prepare_tasks(self):
        """Return who has to take which indicator into a plan, and until when.

        :return: ``{(indicator id, user id): date}``
        """
        soon = fields.Date.add(self.env.company._perf_today(), days=TASK_DAYS)
        units = self.sudo()._units()
        missing = set(self._missing_lines(units))
        running = {}
        for holder in units._holders(["run"], fields.Domain("id", "in", units.ids)):
            running.setdefault(holder.record_id, []).append(holder.user_id)
        wanted = {}
        for indicator in self.sudo():
            due = min(indicator.deadline or soon, soon)
            for unit in indicator._units():
                users = running.get(unit.id, ()) if (indicator.id, unit.id) in missing else ()
                wanted.update({(indicator.id, user): due for user in users})
        return wanted

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ....tools.decimals import to_decimal
from ....tools.posting import Posting
from ....tools.scoring_sheet import sheet_percent
from ...abstract.notices import notice
from ...abstract.perf_work_mixin import Card

_lt = LazyTranslate(__name__)

#: So many go at least.
LEAST_INSPECTORS = 2

#: Methods without a representative of the unit who signs.
UNSIGNED = frozenset({"covert", "guidance"})


class PerfInspection(models.Model):
    """The way of an inspection: planned, carried out, issued to the unit, closed when everything in it is settled."""

    _name = "perf.inspection"
    _inherit = ["perf.inspection", "perf.work.mixin"]

    _work_cards = {
        "inspection_check": Card(
            right="i_check",
            deadline="date",
            icon="fa-search",
            title=_lt("Carry out an inspection"),
            titles=_lt("Carry out %(count)s inspections"),
            lates=_lt("%(late)s of %(count)s inspections late"),
            hint=_lt("Check-list, roll call and what you find are entered on the spot, or afterwards from the paper."),
            button=_lt("Begin"),
            action="perf_appraisal.perf_inspection_action_mine",
            filters=("to_check",),
        ),
        "inspection_await": Card(
            right="i_await",
            deadline="date",
            tone="info",
            icon="fa-calendar",
            title=_lt("An inspection of your unit is announced"),
            titles=_lt("%(count)s inspections of your unit are announced"),
            lates=_lt("%(late)s of %(count)s inspections late"),
            hint=_lt("See when the inspectors come and what they look at."),
            button=_lt("Read It"),
            action="perf_appraisal.perf_inspection_action_unit",
        ),
        "inspection_close": Card(
            right="i_close",
            domain=(("undecided_count", "=", 0),),
            group="perf_appraisal.group_perf_office",
            icon="fa-check-square-o",
            title=_lt("Close an inspection"),
            titles=_lt("Close %(count)s inspections"),
            hint=_lt("Everything that was found is decided. Its percent is posted to the ledger."),
            button=_lt("Read and close"),
            action="perf_appraisal.perf_inspection_action",
            filters=("issued",),
        ),
    }

    can_plan = fields.Boolean(compute="_compute_can")
    can_start = fields.Boolean(compute="_compute_can")
    can_issue = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    waits_for = fields.Char(compute="_compute_waits_for", help="Why the next step cannot be done now, or not by you.")
    undecided_count = fields.Integer(
        string="Findings to Decide", compute="_compute_undecided_count", search="_search_undecided_count"
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "inspector_ids", "representative_opinion", "checked_at", "finding_ids")
    @api.depends_context("uid", "lang")
    def _compute_waits_for(self):
        steps = {"draft": "action_plan", "planned": "action_start", "ongoing": "action_issue", "issued": "action_close"}
        reasons = {}
        for state, inspections in self._origin.grouped("state").items():
            if state in steps:
                reasons |= inspections._refusals(steps[state])
        for inspection in self:
            inspection.waits_for = reasons.get(inspection._origin.id, False)

    def _compute_undecided_count(self):
        for inspection in self:
            inspection.undecided_count = len(inspection.finding_ids.filtered(lambda finding: finding.state == "issued"))

    def _search_undecided_count(self, operator, value):
        if operator != "in" or set(value) != {0}:
            return NotImplemented
        return ~Domain("finding_ids", "any", [("state", "=", "issued")])

    # === ACTION METHODS === #

    def action_plan(self):
        """Settle who goes when; an announced inspection is known to the unit from now on.

        :raise UserError: naming inspectors of their own unit, and what is missing
        """
        done = self._transition("action_plan").filtered(lambda inspection: inspection.method == "announced")
        done._tell_units(self.env._("An inspection of your unit is announced. You find it under Appraisal ▸ My Work."))
        return True

    def action_start(self):
        """Begin to enter what is found on the spot.

        :raise UserError: for anybody but its inspectors
        """
        done = self._transition("action_start")
        done.filtered(lambda inspection: not inspection.checked_at).write({"checked_at": fields.Datetime.now()})
        return True

    def action_issue(self):
        """Tell the unit what was found: it replies within its days.

        :raise UserError: naming what is missing, and people who are not enrolled
        """
        done = self._transition("action_issue")
        done._keep_percent()
        done.sudo().finding_ids._issue()
        done._tell_units(self.env._("An inspection of your unit was issued. You find it under Appraisal ▸ My Work."))
        return True

    def action_close(self):
        """Close inspections in which everything is decided, and post their percent to the ledger.

        :raise UserError: while a finding waits for its decision
        """
        self._transition("action_close")._post_percent()
        return True

    def action_cancel(self, reason=None):
        """Call inspections off that were not issued.

        :param str reason: why
        :raise UserError: without a reason, or for anybody but the Performance Office
        """
        self._transition("action_cancel", reason=reason)
        return True

    def action_view_findings(self):
        """Open what was found.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_finding_action")
        return {**action, "domain": [("inspection_id", "in", self.ids)], "context": {}}

    def action_call_roll(self):
        """List the people of the unit, to be ticked off; who is on the list stays as he is.

        :raise UserError: when it is not under way
        """
        self.ensure_one()
        self._check_under_way()
        people = self.env["hr.employee"].sudo().search([("department_id.perf_unit_id", "=", self.sudo().unit_id.id)])
        self.env["perf.inspection.attendance"]._bulk_insert(
            ["inspection_id", "employee_id", "presence", "note"],
            self._prepare_roll(people.sorted("name")),
            on_conflict=SQL("(inspection_id, employee_id) DO NOTHING"),  # two inspectors may press at once
        )
        self.invalidate_recordset(["attendance_ids"])
        if not self.roll_rule_id:
            self.roll_rule_id = self._usual_roll_rule()
        return True

    def action_mark_present(self):
        """Let everybody be at his post who was not called otherwise.

        Note: self.ensure_one()

        :raise UserError: when it is not under way
        """
        self.ensure_one()
        self._check_under_way()
        self.attendance_ids.filtered(lambda line: not line.presence).write({"presence": "present"})
        return True

    def action_find_absent(self):
        """Make a finding of everybody who is absent or late, under the chosen rule; each once.

        Note: self.ensure_one()

        :return: a notification
        :raise UserError: when no rule is chosen
        """
        self.ensure_one()
        self._check_under_way()
        if not self.roll_rule_id:
            raise UserError(self.env._("Choose the rule for absence first."))
        missing = self.attendance_ids.filtered(lambda line: line.presence in ("absent", "late") and not line.finding_id)
        for line, finding in zip(missing, self.env["perf.finding"].create(missing._prepare_findings()), strict=True):
            line.sudo()._unlocked().finding_id = finding
        if not missing:
            return notice(self.env._("Nobody is absent or late who is not a finding already."), "warning")
        return notice(self.env._("%s findings were made. You find them under Findings.", len(missing)))

    def _usual_roll_rule(self):
        """Return the rule under which absentees were found last in this cycle, if they were."""
        before = self.sudo().search([("cycle_id", "=", self.cycle_id.id), ("roll_rule_id", "!=", False)], limit=1)
        return before.roll_rule_id

    def _prepare_roll(self, people):
        """Return the rows of a roll call: who is on leave by Time Off, and since when people are clocked in.

        :param people: ``hr.employee`` recordset, as superuser
        :return: tuples of inspection, employee, presence and note
        """
        roll, moment = self.env["perf.inspection.attendance"], self.checked_at or fields.Datetime.now()
        away, clocked_in = roll._on_leave(people, moment), roll._clocked_in(people, moment)
        return [
            (self.id, person.id, "leave" if person in away else None, clocked_in.get(person.id)) for person in people
        ]

    # === BUSINESS METHODS - PERMISSION === #

    def _refuse_plan(self):
        refused = self._refuse_without("prepare")
        refused = self._refuse_own_inspectors() | refused
        inspect = set(self.env.ref("perf_appraisal.group_perf_inspector").sudo().all_user_ids.ids)
        for inspection in self.sudo():
            if problem := inspection._plan_problem(inspect):
                refused.setdefault(inspection.id, problem)
        return refused

    def _refuse_start(self):
        return self._refuse_own_inspectors() | self._refuse_without("check")

    def _refuse_issue(self):
        refused = self._refuse_own_inspectors() | self._refuse_without("check")
        costly = self.sudo().finding_ids._issue_problems()
        for inspection in self.sudo():
            problems = filter(None, (inspection._issue_problem(), *map(costly.get, inspection.finding_ids)))
            if problem := next(problems, ""):
                refused.setdefault(inspection.id, problem)
        return refused

    def _refuse_close(self):
        refused = self._refuse_without("close")
        for inspection in self.filtered("undecided_count"):
            refused.setdefault(inspection.id, self.env._("what was found is not decided yet"))
        return refused

    def _plan_problem(self, inspect):
        """Return what is missing before an inspection can be planned, or nothing.

        :param set inspect: ids of the accounts that may inspect at all
        """
        if len(self.inspector_ids) < LEAST_INSPECTORS:
            return self.env._("at least two inspectors go")
        if without := self.inspector_ids.filtered(lambda person: not person.user_id.active):
            return self.env._("these inspectors have no account: %s", self._named_people(without))
        if barred := self.inspector_ids.filtered(lambda person: person.user_id.id not in inspect):
            return self.env._("these people are not in the group of inspectors: %s", self._named_people(barred))
        return ""

    def _issue_problem(self):
        """Return what is missing before an inspection can be issued, or nothing."""
        if not self.checked_at or self.checked_at > fields.Datetime.now():
            return self.env._("say when the check was")
        if self.method not in UNSIGNED and not self.representative_opinion:
            return self.env._("say whether the unit's representative agrees, objects or refused to sign")
        if self.representative_opinion == "refused" and not (self.witness or "").strip():
            return self.env._("name the witness who saw that the representative refused to sign")
        return ""

    def _check_under_way(self):
        """Raise unless the user inspects the unit just now.

        :raise UserError: naming who does
        """
        self._check_readable()
        if self.state != "ongoing":
            raise UserError(self.env._("%(record)s: %(reason)s.", record=self.name, reason=self._stray_reason(self)))
        if refused := self._refuse_without("check"):
            raise UserError(self._refusal_message(refused))

    # === BUSINESS METHODS - PERCENT === #

    def _keep_percent(self):
        """Keep the points of the check-list in percent of those that were looked at; a guidance visit gives none."""
        rows = []
        for inspection in self.sudo().filtered(lambda inspection: inspection.method != "guidance"):
            looked_at = inspection.item_ids.filtered("is_checked")
            given, full = (sum(map(to_decimal, looked_at.mapped(name))) for name in ("given_points", "full_points"))
            if (percent := sheet_percent(to_decimal(given), to_decimal(full))) is not None:
                rows.append((inspection.id, float(percent)))
        self.sudo()._scored()._bulk_update(["percent"], rows)

    def _post_percent(self):
        """Post the percent of the inspections that gave points, for units that take part."""
        inspections = self.sudo()
        scored = inspections.filtered(lambda inspection: any(inspection.item_ids.mapped("full_points")))
        scored = scored.filtered(lambda inspection: inspection.method != "guidance")
        enrolled = scored._enrolled_units()
        scored._post(
            [
                Posting(
                    appraisee_id=enrolled[inspection.cycle_id.id, inspection.unit_id.id],
                    unit_id=inspection.unit_id.id,
                    period_id=inspection.period_id.id,
                    kind="inspection",
                    points=to_decimal(inspection.percent),
                    full_points=to_decimal(100),
                    date=inspection.date,
                    res_model=self._name,
                    res_id=inspection.id,
                )
                for inspection in scored
                if (inspection.cycle_id.id, inspection.unit_id.id) in enrolled
            ]
        )

    def _enrolled_units(self):
        """Return the enrolments of the inspected units: ``{(cycle id, unit id): appraisee id}``."""
        enrolments = (
            self.env["perf.appraisee"]
            .sudo()
            .search(
                [
                    ("kind", "=", "unit"),
                    ("unit_id", "in", self.unit_id.ids),
                    ("cycle_id", "in", self.cycle_id.ids),
                    ("status", "!=", "excluded"),
                ]
            )
        )
        return {(found.cycle_id.id, found.unit_id.id): found.id for found in enrolments}

    # === BUSINESS METHODS - COVERAGE === #

    @api.model
    def _visited_domain(self):
        """Return the domain of the inspections that were carried out."""
        return Domain("state", "in", ("ongoing", "issued", "closed"))

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate, format_list

from ....const import KINDS
from ...abstract.perf_state_mixin import Step
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field

_lt = LazyTranslate(__name__)

#: So many names stand in a sentence.
_NAMED = 5


class PerfCalibration(models.Model):
    """The leading group meets and decides on the grades of a period: what was computed is its proposal.

    A grade is moved by hand with a reason, inside the quota, and never against a veto. Before the notice nobody but the
    office and auditors knows of it.
    """

    _name = "perf.calibration"
    _description = "Calibration Meeting"
    _inherit = [
        "perf.inspected.mixin",
        "perf.signed.mixin",
        "perf.unfollowed.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _sealed_states = frozenset({"decided"})
    _signed_states = frozenset({"decided"})
    _mail_post_access = "write"
    _check_company_auto = True
    _why_unfollowed = _lt("Meetings have no followers: only the Performance Office and auditors know of them.")

    _transitions = {"action_decide": Step({"draft": "decided"}, right="decide", signs="decided")}
    _given_once = frozenset({"period_id", "kind", "category_ids"})
    _phase_fields = {"draft": frozenset({"date", "attendees", "decision", "doc_no", "minutes"})}

    _rights = {
        "own": Right(ways=(Way("result_ids", "own"),)),
        "see": Right(ways=(OFFICE, AUDITOR)),
        "write": Right(ways=(OFFICE,), states=("draft",), refusal=_lt("the meeting is over")),
        "decide": Right(ways=(OFFICE,), refusal=_lt("the Performance Office enters what was decided")),
        "attach": Right(ways=(OFFICE,)),
    }

    # On what
    period_id = fields.Many2one(
        comodel_name="perf.period",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'closed'), ('result_ids', '!=', False)]",
    )
    cycle_id = fields.Many2one(related="period_id.cycle_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="period_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(selection=KINDS, string="Grades of", required=True, default="unit")
    category_ids = fields.Many2many(
        comodel_name="perf.category",
        relation="perf_calibration_category_rel",
        string="Categories",
        check_company=True,
        domain="[('kind', '=', kind)]",
        help="Only these. Empty: all.",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("decided", "Decided")], required=True, default="draft", group_expand=True
    )

    # What was said
    date = fields.Date(string="Held on", help="The day of the meeting.")
    attendees = fields.Text(help="Who was there, and who presided.")
    decision = fields.Text(help="What was decided, in words.")
    doc_no = fields.Char(string="Document Number", help="Of the leading group's decision.")
    minutes = fields.Text(help="Who said what, as far as it is to be kept.")

    # What came of it
    result_ids = fields.One2many("perf.result", "calibration_id", string="Results", readonly=True)
    shift_ids = fields.One2many("perf.result.shift", "calibration_id", string="Moves", readonly=True)
    shift_count = fields.Integer(string="Number of Moves", compute="_compute_shift_count")
    kept = fields.Json(readonly=True, copy=False, help="The grades of all groups as they were decided on.")
    decided_by_id = fields.Many2one("res.users", string="Entered by", readonly=True, ondelete="restrict")
    decided_on = fields.Datetime(string="Entered on", readonly=True)

    i_write = right_field("write", "state")

    # === COMPUTE METHODS === #

    @api.depends("shift_ids")
    def _compute_shift_count(self):
        groups = self.env["perf.result.shift"]._read_group(
            [("calibration_id", "in", self.ids), ("dropped_on", "=", False)], ["calibration_id"], ["__count"]
        )
        counts = {meeting.id: count for meeting, count in groups}
        for meeting in self:
            meeting.shift_count = counts.get(meeting.id, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("period_id", "kind", "category_ids")
    def _check_scope(self):
        for meeting in self:
            if meeting.period_id.state != "closed" or not self.env["perf.result"].search_count(
                meeting._scope(), limit=1
            ):
                raise ValidationError(
                    self.env._(
                        "%s: there are no computed results that a meeting could decide on. Close the period and compute"
                        " it first.",
                        meeting.period_id.display_name,
                    )
                )
            if other := meeting._overlapping():
                raise ValidationError(
                    self.env._("%s is still open on the same results: decide there, or delete it.", other[0].name)
                )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_untouched(self):
        if self.filtered(lambda meeting: meeting.state != "draft" or meeting.sudo().shift_ids):
            raise UserError(self.env._("A meeting at which grades were moved or decided on stays on record."))

    # === ACTION METHODS === #

    def action_decide(self):
        """Enter what the meeting decided: the grades stand, and can go on notice.

        :raise UserError: naming what is missing, results that are out of date, or quotas that are broken
        """
        self._transition("action_decide")
        return True

    def action_view_board(self):
        """Open the board on which grades are compared and moved.

        :return: an action dictionary
        """
        action = self.env["ir.actions.client"]._for_xml_id("perf_appraisal.perf_calibration_action_board")
        return {**action, "context": {"active_id": self[:1].id}}

    # === BUSINESS METHODS - DECIDING === #

    @api.model
    def _decided_on(self, results):
        """Return the meetings that decided on the grades of results, nothing while one was not decided on.

        :param results: ``perf.result`` recordset
        """
        meetings = results.sudo().calibration_id
        left = results.sudo().filtered(lambda result: result.calibration_id.state != "decided")
        return self.browse() if left else meetings.with_env(self.env)

    def _lock_above(self):
        """Let who computes the periods, or moves a grade at another meeting, come first or wait."""
        self.period_id.sudo()._collide()

    def _refuse_decide(self):
        refused = self._refuse_deciding() | self._refuse_without("decide")
        for meeting in self.sudo():
            if missing := meeting._missing():
                refused.setdefault(meeting.id, "; ".join(missing))
        return refused

    def _missing(self):
        """Return what the meeting still lacks, as sentences."""
        missing = []
        needed = [name for name in ("date", "attendees", "decision") if not self[name]]
        if needed:
            labels = format_list(self.env, [f"“{self._field_label(name)}”" for name in needed])
            missing.append(self.env._("fill in %s", labels))
        if self.date and self.date > self.company_id._perf_today():
            missing.append(self.env._("the day of the meeting is still to come"))
        if self.period_id.state != "closed":
            missing.append(self.env._("close %s and compute it anew", self.period_id.display_name))
        results = self.env["perf.result"].sudo().search(self._scope())
        if outdated := results.filtered("outdated"):
            names = outdated[:_NAMED].appraisee_id.mapped("display_name")
            if len(outdated) > _NAMED:
                names.append(self.env._("%s more", len(outdated) - _NAMED))
            missing.append(self.env._("compute the period anew: out of date are %s", format_list(self.env, names)))
        return missing + [
            self.env._(
                "%(group)s: %(numbers)s",
                group=group["name"],
                numbers=self._quota_words(grade, grade["number"], group["expected"]),
            )
            for group in self._groups()
            for grade in group["grades"]
            if grade["broken"]
        ]

    def _after_transition(self, action):
        """Keep the grades of all groups as they were decided on."""
        super()._after_transition(action)
        for meeting in self.sudo().with_context(lang=self.env.user.lang):
            results = self.env["perf.result"].sudo().search(meeting._scope())
            results._unlocked().write({"calibration_id": meeting.id})
            meeting._unlocked().write({"kept": {"groups": meeting._groups()}})

    # === HELPERS === #

    def _scope(self):
        """Return the domain of the results that the meeting decides on."""
        domain = Domain("period_id", "=", self.period_id.id) & Domain("kind", "=", self.kind)
        domain &= Domain("state", "=", "draft") & Domain("appraisee_id.status", "!=", "excluded")
        return domain & Domain("category_id", "in", self.category_ids.ids) if self.category_ids else domain

    def _overlapping(self):
        """Return other open meetings on some of the same results."""
        others = self.search(
            Domain("period_id", "=", self.period_id.id)
            & Domain("kind", "=", self.kind)
            & Domain("state", "=", "draft")
            & Domain("id", "!=", self.id)
        )
        return others.filtered(
            lambda other: (
                not self.category_ids or not other.category_ids or bool(self.category_ids & other.category_ids)
            )
        )

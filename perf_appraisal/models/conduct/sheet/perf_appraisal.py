from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ....const import KINDS
from ...abstract.perf_state_mixin import Step
from ...abstract.score_field import Score

_lt = LazyTranslate(__name__)

#: State of a sheet → its deadline that counts then.
DEADLINES = {"draft": "self_deadline", "self_scored": "review_deadline", "reviewed": "confirm_deadline"}

#: Columns of the chatter, written by Odoo itself after its own access check.
CHATTER_PREFIXES = ("message_ids", "message_main_", "activity_")


class PerfAppraisal(models.Model):
    """The sheet of one appraisee for one period: self-scored, reviewed, confirmed.

    Unit, section, reviewer and plan are copied when the sheet is made and stay. Totals are plain
    columns, frozen when the sheet moves on.
    """

    _name = "perf.appraisal"
    _description = "Appraisal Sheet"
    _inherit = [
        "perf.signed.mixin",
        "perf.posting.mixin",
        "perf.sheet.tasks",
        "perf.sheet.log",
        "perf.unfollowed.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "period_id, unit_id, employee_id, id"
    _rec_names_search = ["employee_id.name", "unit_id.name"]
    _mail_post_access = "write"
    _check_company_auto = True
    _why_unfollowed = _lt(
        "Sheets have no followers: who reads one follows from who leads the unit today. "
        "What waits for you stands under Appraisal ▸ My Work."
    )

    # Who handed in stays when it is given back: from then on every change of a score is kept.
    _transitions = {
        "action_submit": Step(
            {"draft": "self_scored"}, right="submit", signs="filled", empties=("self_skipped", "return_reason")
        ),
        "action_skip_self_score": Step({"draft": "self_scored"}, undoes=("filled",)),
        "action_withdraw": Step({"self_scored": "draft"}),
        "action_review": Step({"self_scored": "reviewed"}, right="review", signs="reviewed"),
        "action_confirm": Step({"reviewed": "confirmed"}, right="confirm", signs="confirmed"),
        "action_return": Step(
            {"self_scored": "draft", "reviewed": "self_scored", "excused": "draft"},
            undoes=("reviewed", "excused"),
            empties=("excuse_reason",),
            reason="return_reason",
            title=_lt("Return"),
            hint=_lt("It goes back one step. Whoever has it then reads your reason, changes it and hands it in again."),
        ),
        "action_excuse": Step(
            {"draft": "excused", "self_scored": "excused"},
            right="settle",
            signs="excused",
            reason="excuse_reason",
            title=_lt("Excuse"),
            hint=_lt("Nothing is asked for, and it leaves the mean. Give it back if it is to be filled in after all."),
        ),
        "action_correct": Step(
            {"confirmed": "reviewed"},
            right="settle",
            undoes=("confirmed",),
            reason="correction_reason",
            title=_lt("Correct"),
            hint=_lt(
                "Its entries in the score ledger are reversed, it is open again, and a colleague confirms it anew."
            ),
        ),
    }
    _phase_fields = {
        "draft": frozenset({"self_summary", "next_plan", "line_ids"}),
        "self_scored": frozenset({"review_comment", "line_ids"}),
        "reviewed": frozenset({"final_comment", "line_ids"}),
    }
    _signed_states = frozenset({"reviewed", "confirmed"})

    # Identity, copied when the sheet is made
    appraisee_id = fields.Many2one("perf.appraisee", required=True, index=True, ondelete="restrict")
    period_id = fields.Many2one("perf.period", required=True, index=True, ondelete="restrict")
    cycle_id = fields.Many2one("perf.cycle", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(selection=KINDS, required=True)
    unit_id = fields.Many2one("hr.department", required=True, index=True, ondelete="restrict")
    department_id = fields.Many2one("hr.department", required=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one("hr.employee", string="Person", index="btree_not_null", ondelete="restrict")
    job_id = fields.Many2one("hr.job", string="Post", ondelete="restrict")
    reviewer_id = fields.Many2one(
        comodel_name="hr.employee",
        index="btree_not_null",
        ondelete="restrict",
        help="Who reviews the sheet. Empty for the head at the top, whom the Performance Office reviews.",
    )
    plan_id = fields.Many2one("perf.plan", required=True, index=True, ondelete="restrict")
    scheme_id = fields.Many2one("perf.scheme", ondelete="restrict")

    # Progress
    state = fields.Selection(
        selection=[
            ("draft", "To Self-score"),
            ("self_scored", "Self-scored"),
            ("reviewed", "Reviewed"),
            ("confirmed", "Confirmed"),
            ("excused", "Excused"),
        ],
        required=True,
        default="draft",
        index=True,
        group_expand=True,
    )
    is_overdue = fields.Boolean(string="Late", compute="_compute_is_overdue", search="_search_is_overdue")
    self_deadline = fields.Date(string="Self-score until", help="As of the period, with the unit's extension.")
    review_deadline = fields.Date(string="Review until")
    confirm_deadline = fields.Date(string="Confirm until")
    deadline = fields.Date(compute="_compute_deadline", help="The day by which the next step is due.")
    self_skipped = fields.Boolean(
        string="Without Self-score",
        help="The self-score was not handed in in time; the leader scored without it.",
    )
    filler_ids = fields.Many2many(
        "res.users",
        "perf_appraisal_filler_rel",
        string="Helped to Fill in",
        help="Who else than the person wrote on the sheet before it was handed in: they neither review nor confirm.",
    )
    on_behalf = fields.Boolean(string="Filled in on Behalf", help="Somebody else than the person filled in the sheet.")
    return_reason = fields.Char(help="Why the sheet was last given back.")

    # What people write
    line_ids = fields.One2many("perf.appraisal.line", "appraisal_id", string="Lines")
    self_summary = fields.Text(string="This Period's Work")
    next_plan = fields.Text(string="Plan for the Next Period")
    review_comment = fields.Text(string="Leader's Opinion")
    final_comment = fields.Text(string="Office's Opinion")
    note_ids = fields.One2many("perf.review.note", "appraisal_id", string="Private Notes")

    # Totals, frozen at the transitions
    self_score = Score(aggregator="avg")
    review_score = Score(string="Leader's Score", aggregator="avg")
    final_score = Score(aggregator="avg")
    full_score = Score(string="Full Points", aggregator="avg")
    percent = Score(aggregator="avg", help="Final points in percent of the full points.")
    change_ids = fields.One2many("perf.score.change", "appraisal_id", string="Changes of Scores")
    change_count = fields.Integer(string="Changes", compute="_compute_change_count")

    # Who did it
    filled_by_id = fields.Many2one("res.users", string="Filled in by")
    filled_on = fields.Datetime()
    reviewed_by_id = fields.Many2one("res.users", string="Reviewed by")
    reviewed_on = fields.Datetime()
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by")
    confirmed_on = fields.Datetime()
    evidence_checksums = fields.Json(help="Checksum of every piece of evidence, kept at the confirmation.")

    can_submit = fields.Boolean(compute="_compute_can")
    can_skip_self_score = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    can_review = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")
    can_return = fields.Boolean(compute="_compute_can")

    _appraisee_uniq = models.Constraint(
        "UNIQUE(appraisee_id, period_id)",
        "There is already a sheet of this appraisee for this period.",
    )

    # === COMPUTE METHODS === #

    @api.depends("employee_id.name", "unit_id.name", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            who = sheet.employee_id.sudo().name or sheet.unit_id.name or ""
            sheet.display_name = f"{who} · {sheet.period_id.display_name or ''}"

    @api.depends("state", "self_deadline", "review_deadline", "confirm_deadline")
    def _compute_deadline(self):
        for sheet in self:
            sheet.deadline = sheet[DEADLINES[sheet.state]] if sheet.state in DEADLINES else False

    @api.depends("deadline")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for sheet in self:
            sheet.is_overdue = bool(sheet.deadline) and sheet.deadline < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = fields.Domain.OR(
            fields.Domain("state", "=", state) & fields.Domain(deadline, "<", today)
            for state, deadline in DEADLINES.items()
        )
        return late if True in value else ~late

    def _compute_change_count(self):
        groups = self.env["perf.score.change"]._read_group(
            [("appraisal_id", "in", self.ids)],
            ["appraisal_id"],
            ["__count"],
        )
        counts = {sheet.id: count for sheet, count in groups}
        for sheet in self:
            sheet.change_count = counts.get(sheet.id, 0)

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Sheets are made by opening a period, not by hand."))

    def _guard_write(self, vals):
        names = {name for name in vals if not name.startswith(CHATTER_PREFIXES)}
        if names:
            self._check_phase(names)
        if "line_ids" in names:  # they are written one by one: load them, and what their checks read, at once
            lines = self.sudo().line_ids  # whoever may read the sheet may read its lines
            lines.claim_ids.mapped("points")
            lines.indicator_id.mapped("method")
            lines.indicator_id.level_ids.mapped("min_points")

    def _guard_unlink(self):
        raise UserError(self.env._("A sheet is never deleted."))

    # === ACTION METHODS === #

    def action_submit(self):
        """Hand the self-score to the leader.

        :raise UserError: with everything that is still missing, line by line
        """
        self._check_readable()
        todo = self.filtered(lambda sheet: sheet.state == "draft")
        todo.line_ids._check_submit()
        scores = todo.line_ids._returned_scores()
        done = self._transition("action_submit")
        done._start_review()
        done.line_ids._log_reset(scores)
        return True

    def save_and_submit(self, vals):
        """Write the sheet and hand it in, in one call.

        :param dict vals: values as for ``write``
        :raise UserError: as :meth:`action_submit`; nothing is written then
        """
        self._save_one(vals)
        return self.action_submit()

    def action_skip_self_score(self):
        """Let the leader score without a self-score, once its deadline is past.

        :raise UserError: when the deadline is not past or the user is not the reviewer
        """
        self._check_readable()
        scores = self.filtered(lambda sheet: sheet.state == "draft").line_ids._returned_scores()
        done = self._transition("action_skip_self_score", self_skipped=True)
        done._start_review()
        done.line_ids._log_reset(scores)
        return True

    def action_withdraw(self):
        """Take a self-score back before the leader has reviewed it.

        :raise UserError: when the sheet is reviewed already or somebody else's
        """
        self._transition("action_withdraw")._log_step(self.env._("Withdrawn."))
        return True

    def action_review(self):
        """Finish the review; of units' sheets finish the lines that are the user's, the others wait for lead units.

        :return: a notification for several sheets, else true
        :raise UserError: naming lines that nobody has scored, or whose changed score has no reason, years of persons
            without a proposed grade, and units' sheets of which only lines of lead units are left
        """
        self._check_readable()
        self._check_grades_proposed()
        units = self.filtered(lambda sheet: sheet.kind == "unit" and sheet.state == "self_scored")
        moved = units._review_units()
        done = moved | (self - units)._review()
        return self._tell_done("action_review", done, waiting=len(units - moved))

    def save_and_review(self, vals):
        """Write what the leader changed and finish the review, in one call.

        :param dict vals: values as for ``write``
        :raise UserError: as :meth:`action_review`; nothing is written then
        """
        self._save_one(vals)
        return self.action_review()

    def action_confirm(self):
        """Confirm the sheets, freeze their totals and post them to the ledger.

        :return: a notification for several sheets, else true
        :raise UserError: naming the sheets that the user may not confirm, and why
        """
        return self._tell_done("action_confirm", self._confirm())

    def action_return(self, reason=None):
        """Give the sheets back one step: from the leader to the person, from the office to the leader.

        :param str reason: what to change
        :raise UserError: without a reason, or when it is not the user's turn
        """
        done = self._transition("action_return", reason=reason)
        done._reopen_lines()
        done._log_step(self.env._("Returned. The reason stands on the sheet."))
        return True

    def action_view_changes(self):
        """Open the changes of scores of these sheets.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_score_change_action")
        action["domain"] = [("appraisal_id", "in", self.ids)]
        return action

    # === HELPERS === #

    def _save_one(self, vals):
        """Write what a form has changed before it goes on.

        Note: self.ensure_one()

        :param dict vals: values as for ``write``
        """
        self.ensure_one()
        if vals:
            self.write(vals)

    def _who(self):
        """Return the name of the person or unit."""
        self.ensure_one()
        return self.sudo().employee_id.name or self.unit_id.name

    def _log_step(self, text):
        """Leave a neutral line in the chatter: no score, no fact, no name."""
        if self:
            self.sudo()._message_log_batch(bodies=dict.fromkeys(self.ids, text))

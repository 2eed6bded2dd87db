from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, LazyTranslate

from ....const import KINDS
from ...abstract.perf_state_mixin import Step
from ...abstract.rights import compared_with_today
from ...abstract.score_field import Score

_lt = LazyTranslate(__name__)

#: State of a sheet → its deadline that counts then.
DEADLINES = {"draft": "self_deadline", "self_scored": "review_deadline", "reviewed": "confirm_deadline"}

#: State of a sheet → the column of scores that is written, or was written last.
LIVE_COLUMNS = {
    "draft": "self_score",
    "self_scored": "review_score",
    "reviewed": "final_score",
    "confirmed": "final_score",
    "excused": "self_score",
}

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
        "perf.seen.mixin",
        "perf.signed.mixin",
        "perf.posting.mixin",
        "perf.sheet.tasks",
        "perf.sheet.log",
        "perf.sheet.correction",
        "perf.sheet.reviewer",
        "perf.led.mixin",
        "perf.sheet.changes",
        "perf.sheet.grade",
        "perf.unfollowed.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "period_id, unit_id, employee_id, id"
    _rec_names_search = ["employee_id.name", "unit_id.name"]
    _mail_post_access = "write"
    _systray_view = "kanban"
    _check_company_auto = True
    _why_unfollowed = _lt(
        "Sheets have no followers: who reads one follows from who leads the unit today. "
        "What waits for you stands under Appraisal ▸ My Work."
    )

    # Who handed in stays when it is given back: from then on every change of a score is kept. Totals that are not given
    # any more are emptied: they are no part of a mean.
    _transitions = {
        "action_submit": Step(
            {"draft": "self_scored"}, right="submit", signs="filled", empties=("self_skipped", "return_reason")
        ),
        "action_skip_self_score": Step({"draft": "self_scored"}, undoes=("filled",)),
        "action_withdraw": Step({"self_scored": "draft"}, empties=("self_score",)),
        "action_review": Step({"self_scored": "reviewed"}, right="review", signs="reviewed"),
        "action_confirm": Step({"reviewed": "confirmed"}, right="confirm", signs="confirmed"),
        "action_return": Step(
            {"self_scored": "draft", "reviewed": "self_scored", "excused": "draft"},
            undoes=("reviewed", "excused"),
            empties=("excuse_reason", "review_score", "final_score", "percent"),
            reason="return_reason",
            title=_lt("Return"),
            hint=_lt("It goes back one step. Whoever has it then reads your reason, changes it and hands it in again."),
        ),
        "action_excuse": Step(
            {"draft": "excused", "self_scored": "excused"},
            right="settle",
            signs="excused",
            empties=("self_score",),
            reason="excuse_reason",
            title=_lt("Excuse"),
            hint=_lt("Nothing is asked for, and it leaves the mean. Give it back if it is to be filled in after all."),
        ),
        "action_correct": Step(
            {"confirmed": "reviewed"},
            right="settle",
            undoes=("confirmed",),
            empties=("final_score", "percent"),
            reason="correction_reason",
            title=_lt("Correct"),
            hint=_lt(
                "Its entries in the score ledger are reversed, it is open again, and a colleague confirms it anew."
            ),
        ),
    }
    _phase_fields = {
        "draft": frozenset({"self_summary", "next_plan", "line_ids"}),
        "self_scored": frozenset({"review_comment", "proposed_grade_id", "line_ids"}),
        "reviewed": frozenset({"final_comment", "line_ids"}),
    }
    _phase_hints = {
        "draft": _lt("Only the self-score can be filled in now; the leader's turn comes after it is submitted."),
        "self_scored": _lt("It is with the leader now. Withdraw it, or ask the leader to return it."),
        "reviewed": _lt("It is with the Performance Office now. Ask the office to return it."),
        "confirmed": _lt("It is confirmed and sealed. Tell the Performance Office if it is wrong."),
        "excused": _lt("It is excused. Tell the Performance Office if it is to be filled in after all."),
    }
    _signed_states = frozenset({"reviewed", "confirmed"})
    _sealed_states = frozenset({"confirmed", "excused"})
    _led_until = ("reviewed_on", "filled_on")
    _seen_apart = frozenset({"line_ids"})

    # Identity, copied when the sheet is made
    appraisee_id = fields.Many2one("perf.appraisee", required=True, index=True, ondelete="restrict")
    period_id = fields.Many2one("perf.period", required=True, index=True, ondelete="restrict")
    cycle_id = fields.Many2one("perf.cycle", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(selection=KINDS, required=True)
    unit_id = fields.Many2one("hr.department", required=True, index=True, ondelete="restrict")
    former_unit_ids = fields.Many2many(
        "hr.department", "perf_appraisal_former_unit_rel", string="Handed over by", help="Units whose sheet it was."
    )
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
    excuse_reason = fields.Char(help="Why no sheet is asked for in this period. It leaves the mean.")
    excused_by_id = fields.Many2one("res.users", string="Excused by", ondelete="restrict")
    reviewer_reason = fields.Char(string="Reason of the Reviewer", help="Why the reviewer was changed.")
    correction_reason = fields.Char(help="Why the sheet was opened again after its confirmation.")

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
    live_score = fields.Float(
        string="Points so far",
        compute="_compute_live",
        compute_sudo=True,
        help="What the sheet comes to with what is entered now.",
    )
    live_full = fields.Float(string="Full Points so far", compute="_compute_live", compute_sudo=True)

    # Who did it
    filled_by_id = fields.Many2one("res.users", string="Filled in by", ondelete="restrict")
    filled_on = fields.Datetime()
    reviewed_by_id = fields.Many2one("res.users", string="Reviewed by", ondelete="restrict")
    reviewed_on = fields.Datetime()
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", ondelete="restrict")
    confirmed_on = fields.Datetime()
    filled_for_id = fields.Many2one("hr.employee", string="Submitted in Place of", ondelete="restrict")
    reviewed_for_id = fields.Many2one("hr.employee", string="Reviewed in Place of", ondelete="restrict")
    confirmed_for_id = fields.Many2one("hr.employee", string="Confirmed in Place of", ondelete="restrict")
    evidence_checksums = fields.Json(help="Checksum of every piece of evidence, kept at the confirmation.")

    can_submit = fields.Boolean(compute="_compute_can")
    can_skip_self_score = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    can_review = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")
    can_return = fields.Boolean(compute="_compute_can")
    can_excuse = fields.Boolean(compute="_compute_can")
    can_correct = fields.Boolean(compute="_compute_can")

    _appraisee_uniq = models.Constraint(
        "UNIQUE(appraisee_id, period_id)",
        "There is already a sheet of this appraisee for this period.",
    )

    # === COMPUTE METHODS === #

    @api.depends("employee_id.name", "appraisee_id.unit_id.name", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = " · ".join(filter(None, [sheet._who(), sheet.period_id.display_name]))

    @api.depends("state", "self_deadline", "review_deadline", "confirm_deadline")
    def _compute_deadline(self):
        for sheet in self:
            sheet.deadline = sheet[DEADLINES[sheet.state]] if sheet.state in DEADLINES else False

    @api.depends("deadline")
    def _compute_is_overdue(self):
        today = {company: company._perf_today() for company in self.company_id}
        for sheet in self:
            sheet.is_overdue = bool(sheet.deadline) and sheet.deadline < today[sheet.company_id]

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Let lists be sorted by the day by which the next step is due."""
        if field_name != "deadline":
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        due = SQL(" ").join(
            SQL("WHEN %s THEN %s", state, self._field_to_sql(alias, column, query))
            for state, column in DEADLINES.items()
        )
        return SQL("CASE %s %s END %s %s", self._field_to_sql(alias, "state", query), due, direction, nulls)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain.OR(
            fields.Domain("state", "=", state) & compared_with_today(deadline, "<")
            for state, deadline in DEADLINES.items()
        )
        return late if True in value else ~late

    @api.depends(
        "state",
        "scheme_id.na_policy",
        "line_ids.assessed",
        "line_ids.self_score",
        "line_ids.review_score",
        "line_ids.final_score",
    )
    def _compute_live(self):
        for sheet in self:
            total = sheet._total(LIVE_COLUMNS[sheet.state])
            sheet.live_score = float(total.score)
            sheet.live_full = float(total.full)

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

    def write(self, vals):
        """Write private notes by their own rights: a reviewer takes them while the sheet is not his turn yet."""
        if "note_ids" not in vals:
            return super().write(vals)
        rest = {name: value for name, value in vals.items() if name != "note_ids"}
        result = super().write(rest) if rest else True
        self._refuse_foreign_ids([{"note_ids": vals["note_ids"]}], nested=True)
        self.env["perf.review.note"]._apply_commands(self, vals["note_ids"])
        return result

    def _guard_files(self, files, names):
        """Seal scans and the files of the chatter together with the sheet.

        :raise UserError: naming the sheet
        """
        super()._guard_files(files, names)
        if columns := set(files.mapped("res_field")) - {False}:
            self._check_phase(columns)
        if sealed := self.sudo().filtered(lambda sheet: sheet.state == "confirmed"):
            raise UserError(self.env._("%s is confirmed, and its files are sealed with it.", sealed[0].display_name))

    # === BUSINESS METHODS - PHASES === #

    def _check_phase(self, names, inside=None, opened=None):
        """Raise when a column is not open in the phase of one of the sheets.

        :param set names: names of the fields to write
        :param inside: the lines or claims to write; not given: the sheets themselves
        :param dict opened: what is open, for records that are not there yet; not given: the table of the model
        :raise UserError: naming the sheet, the fields and the way out
        """
        written = self if inside is None else inside
        if inside is None:  # lines and claims have checked themselves, and are read with their sheet only
            self._check_readable()
        self._lock_once()
        for sheet in self.sudo():
            if sheet.period_id.state != "open":
                raise UserError(
                    self.env._(
                        "%(period)s is not open, so the sheet of %(who)s cannot change. Ask the Performance Office.",
                        period=sheet.period_id.display_name,
                        who=sheet._who(),
                    ),
                )
            phases = sheet._phases()
            if refused := names - (opened.get(phases[0], set()) if opened else written._open_fields(*phases)):
                raise UserError(sheet._phase_message(refused, written))
        self._note_fillers()
        if inside is not None:
            self._note_correctors()

    def _phases(self):
        """Return the state and, where the leader scores without a self-score, ``skipped``: more is open then."""
        return (self.state, "skipped") if self.state == "self_scored" and self.self_skipped else (self.state,)

    def _note_fillers(self):
        """Remember who else than the person writes on a sheet that is being filled in."""
        foreign = self.sudo().filtered(lambda sheet: sheet.state == "draft" and not sheet.i_answer)
        if helped := foreign.filtered(lambda sheet: self.env.uid not in sheet.filler_ids.ids):
            helped._unlocked().write({"filler_ids": [fields.Command.link(self.env.uid)]})

    # === BUSINESS METHODS - RACES === #

    def _lock_above(self):
        self._share_periods()

    def _lock_lines(self):
        """Lock the lines: one written meanwhile makes the request run again, so that the frozen totals are theirs."""
        self._lock_rows("perf_appraisal_line", "appraisal_id")

    # === HELPERS === #

    def _who(self):
        """Return the name of the person or unit: that of the one appraised, also where a successor goes on with it."""
        self.ensure_one()
        appraised = self.sudo()
        return appraised.employee_id.name or appraised.appraisee_id.unit_id.name

    def _log_step(self, text):
        """Leave a neutral line in the chatter: no score, no fact, no name."""
        if self:
            self.sudo()._message_log_batch(bodies=dict.fromkeys(self.ids, text))

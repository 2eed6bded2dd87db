from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ....const import CLAIM_DIGITS
from ...abstract.perf_posting_mixin import READERS
from ...abstract.perf_state_mixin import Step

_lt = LazyTranslate(__name__)


class PerfAppeal(models.Model):
    """An objection to a line of a public notice, or a re-examination or an appeal in one's own matter.

    It is named by its number alone, has no talk, and keeps nowhere who made it: see ``perf.objector``.
    """

    _name = "perf.appeal"
    _description = "Objection or Appeal"
    _inherit = ["perf.inspected.mixin", "perf.state.mixin", "perf.posting.mixin", "perf.numbered.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "about"]
    _log_access = False
    _sealed_states = frozenset({"submitted", "reviewing", "upheld", "rejected", "withdrawn"})

    _transitions = {
        "action_submit": Step({"draft": "submitted"}, right="fill", signs="submitted"),
        "action_accept": Step({"submitted": "reviewing"}, right="accept", signs="accepted"),
        "action_uphold": Step(
            {"reviewing": "upheld"},
            right="handle",
            signs="decided",
            reason="decision",
            title=_lt("Uphold"),
            hint=_lt("What is corrected is posted, the group is computed anew and goes on notice again."),
        ),
        "action_reject": Step(
            {"reviewing": "rejected"},
            right="handle",
            signs="decided",
            reason="decision",
            title=_lt("Dismiss"),
            hint=_lt("The result stays as it is. What you write is the written reply."),
        ),
        "action_withdraw": Step({"submitted": "withdrawn", "reviewing": "withdrawn"}, right="withdraw"),
    }
    _phase_fields = {
        "draft": frozenset({"asked", "facts", "appraisal_line_id", "objector_name", "objector_phone"}),
        "reviewing": frozenset({"entry_id", "points", "points_checked"}),
    }

    # About what
    kind = fields.Selection(
        selection=[("objection", "Objection"), ("reexamination", "Re-examination"), ("appeal", "Appeal")],
        required=True,
        readonly=True,
    )
    notice_line_id = fields.Many2one(
        "perf.notice.line", string="Line of the Notice", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    notice_id = fields.Many2one(
        "perf.notice",
        related="notice_line_id.notice_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    result_id = fields.Many2one("perf.result", required=True, readonly=True, index=True, ondelete="restrict")
    period_id = fields.Many2one("perf.period", related="result_id.period_id", store=True, precompute=True, index=True)
    cycle_id = fields.Many2one("perf.cycle", related="result_id.cycle_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one("res.company", related="result_id.company_id", store=True, precompute=True, index=True)
    about = fields.Char(string="Concerns", required=True, readonly=True, help="Whose result it is about.")
    appraisee_id = fields.Many2one(related="result_id.appraisee_id")
    previous_id = fields.Many2one(
        "perf.appeal", string="Level before", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    appraisal_line_id = fields.Many2one(
        "perf.appraisal.line",
        string="Line of the Sheet",
        index="btree_not_null",
        ondelete="restrict",
        help="The line of your own sheet that you think is wrong, if it is one.",
    )
    asked = fields.Text(string="What Is Asked for")
    facts = fields.Text(string="Facts and Reasons")
    # for rights alone: whoever might read or search it could ask who objects
    objector_ids = fields.One2many(
        "perf.objector", "appeal_id", string="Who Objects", readonly=True, groups=fields.NO_ACCESS
    )
    objector_name = fields.Char(
        string="Name of the Person",
        compute="_compute_objector",
        inverse="_inverse_objector",
        help="Who objects. Only whoever handles it reads this.",
    )
    may_name = fields.Boolean(compute="_compute_may_name", help="The Performance Office enters it for a citizen.")
    objector_phone = fields.Char(string="Telephone", compute="_compute_objector", inverse="_inverse_objector")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Handed in"),
            ("reviewing", "Being Examined"),
            ("upheld", "Upheld"),
            ("rejected", "Dismissed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        group_expand=True,
    )

    # The way of it
    submitted_on = fields.Datetime(string="Handed in on", readonly=True)
    deadline = fields.Date(string="Decided until", readonly=True, index="btree_not_null")
    accepted_on = fields.Datetime(string="Taken up on", readonly=True)
    handler_id = fields.Many2one("res.users", string="Handled by", readonly=True, index=True, ondelete="restrict")
    last_resort = fields.Boolean(
        string="Nobody Else Was Left",
        readonly=True,
        help="Everybody of the Performance Office was concerned with it before: an administrator took it up, and enters"
        " what the leading group decided.",
    )
    entry_id = fields.Many2one(
        "perf.score.entry",
        string="Entry that Was Wrong",
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
        help="Upheld, it is reversed and posted anew with the right points. Empty: points are added or deducted.",
    )
    offered_entry_ids = fields.Many2many(
        related="result_id.entry_ids",
        string="Entries Offered",
        groups=READERS,
    )
    points = fields.Float(
        string="Right Points",
        digits=CLAIM_DIGITS,
        aggregator=None,
        groups=READERS,
        help="With an entry: what it should have been, below zero for a deduction; 0 takes it away. Without: what is "
        "added or, below zero, deducted as a correction.",
    )
    decision = fields.Text(readonly=True, help="The written reply.")
    decided_on = fields.Datetime(string="Decision Made on", readonly=True)
    # another's total may be on no notice: whose result it is reads it there
    total_before = fields.Char(string="Total before", readonly=True, groups=READERS)
    total_after = fields.Char(string="Total after", readonly=True, groups=READERS)

    # === COMPUTE METHODS === #

    @api.depends("objector_ids.name", "objector_ids.phone")
    @api.depends_context("uid")
    def _compute_objector(self):
        known = self.env["perf.objector"].search([("appeal_id", "in", self.ids)])
        found = {objector.appeal_id.id: objector for objector in known}
        for appeal in self:
            objector = found.get(appeal._origin.id, known.browse())
            appeal.objector_name, appeal.objector_phone = objector.name, objector.phone

    @api.depends("kind")
    @api.depends_context("uid")
    def _compute_may_name(self):
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        for appeal in self:
            appeal.may_name = office and appeal.kind == "objection"

    def _inverse_objector(self):
        for appeal in self:
            values = {"phone": appeal.objector_phone}
            if appeal.may_name:  # all others object in their own name
                values["name"] = appeal.objector_name
            appeal.sudo().objector_ids._unlocked().write(values)

    # === CONSTRAINT METHODS === #

    @api.constrains("entry_id", "result_id")
    def _check_entry(self):
        for appeal in self.sudo():
            if appeal.entry_id and appeal.entry_id not in appeal.result_id.entry_ids:
                raise UserError(self.env._("The entry is none of those that the result counts."))

    @api.constrains("appraisal_line_id")
    def _check_line(self):
        for appeal in self.sudo().filtered("appraisal_line_id"):
            if appeal.appraisal_line_id.appraisal_id.appraisee_id != appeal.result_id.appraisee_id:
                raise UserError(self.env._("The line is none of a sheet of whom it is about."))

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(
            self.env._("Object by the button on a line of a public notice, or ask for re-examination on your result.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda appeal: appeal.state != "draft"):
            raise UserError(self.env._("What was handed in is withdrawn, never deleted."))

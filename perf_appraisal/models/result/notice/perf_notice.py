from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ....const import KINDS
from ...abstract.perf_state_mixin import Step
from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field

_lt = LazyTranslate(__name__)

READERS = "perf_appraisal.group_perf_office,perf_appraisal.group_perf_auditor"

#: What may be told of everybody beside name and unit: column of the notice → column of its lines.
COLUMNS = {
    "show_category": "category",
    "show_rank": "rank",
    "show_total": "total",
    "show_base": "base",
    "show_bonus": "bonus",
    "show_deduction": "deduction",
    "show_review": "review",
    "show_grade": "grade",
}

_PUBLISHED = Domain("state", "in", ("published", "ended", "withdrawn"))
_RUNNING = Domain("state", "=", "published") & ~compared_with_today("date_to", "<")


class PerfNotice(models.Model):
    """A public notice: for some working days everybody may read what came of it, and object.

    Its lines are copies of the columns that were chosen, and of no other; the results stay with those whose they are.
    """

    _name = "perf.notice"
    _description = "Public Notice"
    _inherit = [
        "perf.inspected.mixin",
        "perf.signed.mixin",
        "perf.work.mixin",
        "perf.unfollowed.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "title"]
    _sealed_states = frozenset({"published", "ended", "withdrawn"})
    _signed_states = frozenset({"draft", "published", "ended"})
    _mail_post_access = "write"
    _check_company_auto = True
    _make_right = "fill"
    _given_once = frozenset({"period_id"})

    _transitions = {
        "action_publish": Step({"draft": "published"}, right="fill", signs="published"),
        "action_end": Step({"published": "ended"}, right="end", signs="ended"),
        "action_withdraw": Step({"published": "withdrawn", "ended": "withdrawn"}),
    }
    _phase_fields = {
        "draft": frozenset(
            {
                *("title", "kind", "category_ids", "days", "text", "phone", "address", "how_to_object"),
                *("decision_date", "decision_no"),
                *COLUMNS,
            }
        )
    }

    _rights = {
        "early": Right(ways=(Way(),), when=_RUNNING, refusal=_lt("its days are not over")),
        "own": Right(ways=(Way("published_by_id"),), refusal=_lt("you published it; a colleague replaces the scan")),
        "attach": Right(ways=(OFFICE,)),
        "fill": Right(ways=(OFFICE,), states=("draft",), refusal=_lt("the Performance Office publishes it")),
        "end": Right(
            ways=(OFFICE,), states=("published",), never=("early",), refusal=_lt("the Performance Office ends it")
        ),
        "finish": Right(
            ways=(OFFICE,),
            states=("published", "ended"),
            never=("early",),
            refusal=_lt("the Performance Office makes results final"),
        ),
        "see": Right(ways=(OFFICE, AUDITOR, Way(when=_PUBLISHED))),
        "write": Right(ways=(Way(right="fill"),), refusal=_lt("it is published: what everybody has read stays so")),
    }

    _work_cards = {
        "notice_publish": Card(
            right="i_fill",
            group="perf_appraisal.group_perf_office",
            icon="fa-bullhorn",
            title=_lt("Publish results"),
            titles=_lt("Publish %(count)s notices of results"),
            hint=_lt("It is a draft. Everybody reads it from the day on which it is published."),
            button=_lt("Read and publish"),
            action="perf_appraisal.perf_notice_action",
            filters=("draft",),
        ),
        "notice_end": Card(
            right="i_end",
            group="perf_appraisal.group_perf_office",
            icon="fa-flag-checkered",
            title=_lt("Make results final"),
            titles=_lt("Make the results of %(count)s notices final"),
            hint=_lt("Their days are over. Objections are answered first."),
            button=_lt("Look and close"),
            action="perf_appraisal.perf_notice_action",
            filters=("over",),
        ),
    }

    # What it is about
    title = fields.Char(required=True)
    period_id = fields.Many2one("perf.period", required=True, index=True, ondelete="restrict")
    cycle_id = fields.Many2one("perf.cycle", related="period_id.cycle_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one("res.company", related="period_id.company_id", store=True, precompute=True, index=True)
    period_kind = fields.Selection(related="period_id.kind", string="Kind of Period")
    kind = fields.Selection(selection=KINDS, string="Only of", help="Empty: units and people.")
    category_ids = fields.Many2many(
        "perf.category", string="Only Categories", check_company=True, help="Empty: all that are computed."
    )
    ranking_group = fields.Char(readonly=True, copy=False, help="Only those who are compared with each other.")
    replaces_id = fields.Many2one(
        "perf.notice",
        string="Issued again after",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("published", "Published"),
            ("ended", "Notice Over"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        group_expand=True,
    )

    # What is told
    show_category = fields.Boolean(string="Category", default=True)
    show_rank = fields.Boolean(string="Place")
    show_total = fields.Boolean(string="Total Points")
    show_base = fields.Boolean(string="Base Points")
    show_bonus = fields.Boolean(string="Bonus")
    show_deduction = fields.Boolean(string="Deduction")
    show_review = fields.Boolean(string="Public Review")
    show_grade = fields.Boolean(string="Grade", default=True)
    text = fields.Text()
    phone = fields.Char(string="Telephone")
    address = fields.Char(string="Office Address")
    how_to_object = fields.Text(
        string="How to Object", help="By whom, where and in which form an objection is handed in."
    )
    line_ids = fields.One2many("perf.notice.line", "notice_id", string="List", readonly=True)
    line_count = fields.Integer(string="Number of Lines", compute="_compute_line_count")

    # How long
    days = fields.Integer(string="Working Days", required=True, help="The day of publication does not count.")
    date_from = fields.Date(string="On Notice from", readonly=True, copy=False)
    date_to = fields.Date(string="On Notice until", readonly=True, copy=False, index="btree_not_null")
    published_by_id = fields.Many2one("res.users", string="Published by", readonly=True, ondelete="restrict")
    published_on = fields.Datetime(readonly=True)
    ended_by_id = fields.Many2one("res.users", string="Notice Ended by", readonly=True, ondelete="restrict")
    ended_on = fields.Datetime(string="Notice Ended on", readonly=True)
    withdrawn_reason = fields.Char(
        string="Why It Was Withdrawn", readonly=True, copy=False, help="All results on it were taken back."
    )

    # The leading group decided on it
    decision_date = fields.Date(string="Day of the Meeting", copy=False, help="The meeting of the leading group.")
    decision_no = fields.Char(string="Number of the Decision", copy=False)
    signed_copy = fields.Binary(string="Scan of the Decision", groups=READERS)

    i_fill = right_field("fill", "state")
    i_end = right_field("end", "state", "date_to")
    can_publish = fields.Boolean(compute="_compute_can")
    can_end = fields.Boolean(compute="_compute_can")
    can_finalize = fields.Boolean(compute="_compute_can_finalize")
    waits_for = fields.Char(compute="_compute_waits_for", help="What is missing before the next step.")

    _days_positive = models.Constraint("CHECK(days > 0)", "A notice lasts one working day at least.")

    # === COMPUTE METHODS === #

    def _compute_line_count(self):
        groups = self.env["perf.notice.line"]._read_group([("notice_id", "in", self.ids)], ["notice_id"], ["__count"])
        counts = {notice.id: count for notice, count in groups}
        for notice in self:
            notice.line_count = counts.get(notice.id, 0)

    @api.depends("state", "date_to")
    @api.depends_context("uid")
    def _compute_can_finalize(self):
        over = self._origin._holding("finish")
        lines = [("notice_id", "in", over.ids), ("superseded", "=", False), ("result_id.state", "=", "notice")]
        groups = self.env["perf.notice.line"].sudo()._read_group(lines, ["notice_id"])
        waiting = {notice.id for (notice,) in groups}
        for notice in self:
            notice.can_finalize = notice._origin.id in waiting

    @api.depends("state", "date_to", "decision_date", "decision_no", "signed_copy_name", "kind", "category_ids")
    @api.depends_context("uid", "lang")
    def _compute_waits_for(self):
        mine = self._origin._holding("fill")
        for notice in self:
            notice.waits_for = notice._origin._publish_problem() if notice._origin in mine else False

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda found: found.state != "draft"):
            raise UserError(self.env._("What was published stays on record."))

    # === HELPERS === #

    def _refuse_writing(self):
        return self._refuse_without("write")

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate, format_date

from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field
from ...conduct.absence.perf_leadership import LED

_lt = LazyTranslate(__name__)

_DRAFT = Domain("state", "=", "draft")
_APPLIED = Domain("is_application", "=", True)

#: Its rule wants public notice, and it was not published.
_UNPUBLISHED = Domain("state", "=", "submitted") & Domain("rule_id.notice_days", ">", 0)

#: The days of its public notice are not over.
_ON_NOTICE = Domain("state", "=", "notice") & ~compared_with_today("notice_end", "<")

#: The period that would count it, or its cycle, is closed.
_CLOSED = Domain("period_id.state", "=", "closed") | Domain("cycle_id.state", "!=", "open")

#: Who led the unit on the day when it happened.
_ROWS_THEN = """
        SELECT a.id, l.user_id, NULL::int4 AS absent_id
          FROM perf_adjustment a
          JOIN %s l ON l.unit_id = a.unit_id
           AND COALESCE(l.date_from, '-infinity') < a.date + 1
           AND COALESCE(l.date_to, 'infinity') >= a.date
"""


class PerfAdjustment(models.Model):
    """Who may know of an entry of the register, who enters, replies and decides, and whose task it is.

    Rule: nobody decides on what concerns a unit of his own or himself, today or on the day when it happened; and
    whoever entered it does not confirm it: somebody else of the Performance Office does.
    """

    _name = "perf.adjustment"
    _inherit = ["perf.adjustment", "perf.work.mixin"]

    _make_right = "fill"
    _rights = {
        "then": Right(rows="_rows_then"),
        "own": Right(
            ways=(
                Way("employee_id.user_id"),
                Way("unit_id", "own"),
                Way("unit_id", "work_in", when=Domain("employee_id", "=", False)),
                Way(right="then"),
            ),
            refusal=_lt("it concerns you or a unit of your own; somebody else decides on it"),
        ),
        "entered": Right(
            ways=(Way("create_uid"), Way("submitted_by_id")),
            refusal=_lt("you entered it yourself; a colleague of the Performance Office decides on it"),
        ),
        "unpublished": Right(
            ways=(Way(),), when=_UNPUBLISHED, refusal=_lt("its rule wants public notice; publish it first")
        ),
        "published": Right(
            ways=(Way(),), when=~_UNPUBLISHED, refusal=_lt("its rule wants no public notice; confirm it")
        ),
        "early": Right(ways=(Way(),), when=_ON_NOTICE, refusal=_lt("it is on public notice until its days are over")),
        "closed": Right(ways=(Way(),), when=_CLOSED, refusal=_lt("its period is closed; nothing more can be posted")),
        "clear": Right(ways=(Way(),), never=("own",)),
        "touch": Right(ways=(Way(when=_DRAFT), Way(right="clear"))),
        "see": Right(
            ways=(
                Way("reported_by_unit_id", "lead"),
                Way("unit_id", "lead", when=~_DRAFT),
                Way("employee_id.user_id", when=~_DRAFT),
                OFFICE,
                AUDITOR,
            )
        ),
        # who is told
        "hear": Right(
            ways=(Way("unit_id", "run", when=Domain("employee_id", "=", False)), Way("employee_id.user_id")),
        ),
        # the Performance Office, not of a unit of his own
        "keep": Right(ways=(OFFICE,), states=("draft",), never=("own",), refusal=_lt("it is not waiting for you")),
        # whose turn it is
        "fill": Right(
            ways=(Way("reported_by_unit_id", "run"), Way(right="keep")),
            states=("draft",),
            refusal=_lt("it is not waiting for you"),
        ),
        "submit": Right(
            ways=(
                Way("reported_by_unit_id", "head", when=_APPLIED),
                Way("reported_by_unit_id", "run", when=~_APPLIED),
                OFFICE._replace(when=Domain("reported_by_unit_id", "=", False)),
            ),
            states=("draft",),
            refusal=_lt("the head of the unit submits a bonus that it applies for, and who reports it anything else"),
        ),
        "publish": Right(
            ways=(OFFICE,),
            states=("submitted",),
            never=("published", "closed", "own"),
            refusal=_lt("the Performance Office publishes it"),
        ),
        "reply": Right(
            ways=(Way(right="hear", when=Domain("state", "=", "notice") | ~_APPLIED),),
            when=Domain("replied_on", "=", False),
            states=("submitted", "notice"),
            refusal=_lt("whom it concerns replies once: the unit by its head or appraisal group"),
        ),
        "decide": Right(
            ways=(OFFICE, Way("unit_id", "confirm")),
            states=("submitted", "notice"),
            never=("own",),
            refusal=_lt("the Performance Office decides on it"),
        ),
        "confirm": Right(
            ways=(OFFICE, Way("unit_id", "confirm")),
            states=("submitted", "notice"),
            never=("unpublished", "early", "closed", "own", "entered"),
            refusal=_lt("the Performance Office confirms it"),
        ),
        "reverse": Right(
            ways=(OFFICE,),
            states=("confirmed",),
            never=("closed", "own"),
            refusal=_lt("the Performance Office reverses it"),
        ),
        "write": Right(ways=(Way(right="fill"), Way(right="decide")), refusal=_lt("it is not waiting for you")),
    }

    _work_cards = {
        "adjustment_submit": Card(
            right="i_submit",
            domain=(("reported_by_unit_id", "!=", False),),
            icon="fa-plus-square-o",
            title=_lt("Submit an entry of the register"),
            titles=_lt("Submit %(count)s entries of the register"),
            hint=_lt("They are drafts. The Performance Office reads them when they are submitted."),
            button=_lt("Read and submit"),
            action="perf_appraisal.perf_adjustment_action_unit",
            filters=("draft",),
        ),
        "adjustment_submit_office": Card(
            right="i_submit",
            domain=(("reported_by_unit_id", "=", False),),
            group="perf_appraisal.group_perf_office",
            icon="fa-plus-square-o",
            title=_lt("Submit an entry of the register"),
            titles=_lt("Submit %(count)s entries of the register"),
            hint=_lt("They are drafts of the Performance Office. A colleague confirms them."),
            button=_lt("Read and submit"),
            action="perf_appraisal.perf_adjustment_action",
            filters=("to_submit",),
        ),
        "adjustment_reply": Card(
            right="i_reply",
            deadline="notice_end",
            icon="fa-comment-o",
            title=_lt("Reply to an entry of the register"),
            titles=_lt("Reply to %(count)s entries of the register"),
            hint=_lt("It concerns your unit. Say what you think of it, or object. You need not."),
            button=_lt("Read and reply"),
            action="perf_appraisal.perf_adjustment_action_unit",
            filters=("to_reply",),
        ),
        "adjustment_publish": Card(
            right="i_publish",
            group="perf_appraisal.group_perf_office",
            icon="fa-bullhorn",
            title=_lt("Publish an entry of the register"),
            titles=_lt("Publish %(count)s entries of the register"),
            hint=_lt("Their rules want public notice before they are confirmed."),
            button=_lt("Read and publish"),
            action="perf_appraisal.perf_adjustment_action",
            filters=("to_publish",),
        ),
        "adjustment_confirm": Card(
            right="i_confirm",
            group="perf_appraisal.group_perf_office",
            icon="fa-gavel",
            title=_lt("Confirm an entry of the register"),
            titles=_lt("Confirm %(count)s entries of the register"),
            hint=_lt("Confirmed, they are posted to the score ledger. Several can be confirmed at once in the list."),
            button=_lt("Read and confirm"),
            action="perf_appraisal.perf_adjustment_action",
            filters=("to_confirm",),
        ),
    }

    i_hear = right_field("hear", string="It Concerns Me")
    i_fill = right_field("fill", "state", "reported_by_unit_id")
    i_submit = right_field("submit", "state")
    i_publish = right_field("publish", "state")
    i_reply = right_field("reply", "state", "replied_on")
    i_confirm = right_field("confirm", "state")
    waits_for = fields.Char(compute="_compute_waits_for", help="Why the next step cannot be done now, or not by you.")

    # === COMPUTE METHODS === #

    @api.depends("state", "notice_end", "is_application", "doc_no", "doc_issuer", "evidence_ids")
    @api.depends_context("uid", "lang")
    def _compute_waits_for(self):
        for adjustment in self:
            adjustment.waits_for = adjustment._waiting_sentence()

    # === BUSINESS METHODS - RIGHTS === #

    def _rows_then(self):
        """Return who led the unit on the day when it happened; see ``Right.rows``."""
        return SQL(
            _ROWS_THEN,
            LED,
            to_flush=[
                *(self._fields[name] for name in ("unit_id", "date")),
                self.env["hr.employee"]._fields["user_id"],
            ],
        )

    def _refuse_writing(self):
        return self._refuse_without("write")

    def _waiting_sentence(self):
        """Return for whom the entry waits, nothing when it is settled."""
        if self.state == "draft" and (missing := self._missing_document()):
            return self.env._("Before it is applied for, add: %s.", missing)
        if self.state == "draft" and self.is_application:
            return self.env._("The head of the unit submits it.")
        if self.state == "draft":
            return self.env._("Not submitted yet.")
        if self.state == "submitted" and self.sudo().rule_id.notice_days:
            return self.env._("The Performance Office puts it on public notice.")
        if self.state == "notice" and self.notice_end and self.notice_end >= self.company_id._perf_today():
            return self.env._("On public notice until %s.", format_date(self.env, self.notice_end))
        if self.state in ("submitted", "notice"):
            return self.env._("The Performance Office confirms or refuses it.")
        return False

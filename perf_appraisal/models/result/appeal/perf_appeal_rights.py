from odoo import api, fields, models
from odoo.tools import SQL, LazyTranslate

from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field

_lt = LazyTranslate(__name__)

_OPEN = ("submitted", "reviewing", "upheld", "rejected", "withdrawn")

#: Who reviewed or confirmed what the result rests on, and who decided on the level before.
_ROWS_CONCERNED = """
        SELECT a.id, u.user_id, NULL::int4 AS absent_id
          FROM perf_appeal a
          JOIN perf_result r ON r.id = a.result_id
          JOIN perf_period p ON p.id = r.period_id
          JOIN perf_appraisal s ON s.appraisee_id = r.appraisee_id
          JOIN perf_period q ON q.id = s.period_id AND q.date_start >= p.date_start AND q.date_end <= p.date_end
     LEFT JOIN perf_appraisal_line l ON l.appraisal_id = s.id AND s.kind = 'unit'
    CROSS JOIN LATERAL (VALUES (s.reviewed_by_id), (s.confirmed_by_id), (l.reviewed_by_id)) u(user_id)
         WHERE a.kind != 'objection' AND u.user_id IS NOT NULL
         UNION
        SELECT a.id, b.handler_id, NULL::int4
          FROM perf_appeal a
          JOIN perf_appeal b ON b.id = a.previous_id
         WHERE b.handler_id IS NOT NULL
"""


class PerfAppeal(models.Model):
    """Who may know of an objection or an appeal, and whose turn it is.

    Rule: whoever handles it was never concerned with the matter before; who objects is known to the handler alone.
    """

    _name = "perf.appeal"
    _inherit = ["perf.appeal", "perf.work.mixin"]

    _rights = {
        "filed": Right(
            ways=(Way("objector_ids.user_id"),), refusal=_lt("you handed it in; somebody else decides on it")
        ),
        "own": Right(ways=(Way("result_id", "own"),), refusal=_lt("it is your own matter; a colleague decides on it")),
        "concerned": Right(
            rows="_rows_concerned", refusal=_lt("you reviewed, confirmed or decided it before; a colleague decides now")
        ),
        "clear": Right(ways=(Way(),), never=("own", "concerned")),
        "touch": Right(ways=(Way(right="filed"), Way(right="clear"))),
        "handled": Right(ways=(Way("handler_id"),)),
        # whom it is about learns of an objection when it is answered, from his result
        "watch": Right(ways=(OFFICE, AUDITOR), states=_OPEN, never=("own",)),
        "see": Right(ways=(Way(right="filed"), Way(right="watch"))),
        "fill": Right(ways=(Way(right="filed"),), states=("draft",), refusal=_lt("whoever wrote it hands it in")),
        "withdraw": Right(
            ways=(Way(right="filed"),),
            states=("submitted", "reviewing"),
            refusal=_lt("whoever handed it in withdraws it"),
        ),
        "accept": Right(
            ways=(OFFICE,),
            states=("submitted",),
            never=("own", "filed", "concerned"),
            refusal=_lt("the Performance Office takes it up"),
        ),
        "handle": Right(
            ways=(Way("handler_id"),),
            states=("reviewing",),
            never=("own", "filed", "concerned"),
            refusal=_lt("whoever took it up decides on it"),
        ),
        "write": Right(ways=(Way(right="fill"), Way(right="handle")), refusal=_lt("it is not waiting for you")),
    }

    _work_cards = {
        "appeal_submit": Card(
            right="i_fill",
            icon="fa-comment-o",
            title=_lt("Hand in what you have begun"),
            titles=_lt("Hand in %(count)s objections or appeals that you have begun"),
            hint=_lt("It is a draft: nobody but you knows of it."),
            button=_lt("Fill in"),
            action="perf_appraisal.perf_appeal_action_mine",
            filters=("draft",),
        ),
        "appeal_accept": Card(
            right="i_accept",
            group="perf_appraisal.group_perf_office",
            deadline="deadline",
            icon="fa-balance-scale",
            title=_lt("Take up an objection or appeal"),
            titles=_lt("Take up %(count)s objections or appeals"),
            hint=_lt("Whoever takes it up reads who stands behind it, and decides."),
            button=_lt("Read and take up"),
            action="perf_appraisal.perf_appeal_action",
            filters=("to_accept",),
        ),
        "appeal_decide": Card(
            right="i_handle",
            group="perf_appraisal.group_perf_office",
            deadline="deadline",
            icon="fa-gavel",
            title=_lt("Decide on an objection or appeal"),
            titles=_lt("Decide on %(count)s objections or appeals"),
            hint=_lt("You have taken it up. The written reply goes to whoever handed it in."),
            button=_lt("Examine and decide"),
            action="perf_appraisal.perf_appeal_action",
            filters=("to_decide",),
        ),
        "appeal_answered": Card(
            right="i_filed",
            domain=(("state", "in", ("upheld", "rejected")), ("decided_on", ">", "today -15d")),
            rank=90,
            icon="fa-envelope-open-o",
            tone="secondary",
            title=_lt("What you handed in is decided"),
            titles=_lt("%(count)s objections or appeals of yours are decided"),
            hint=_lt("Read the written reply, and what you can do."),
            button=_lt("Read It"),
            action="perf_appraisal.perf_appeal_action_mine",
        ),
    }

    i_filed = right_field("filed", "state")
    i_fill = right_field("fill", "state")
    i_accept = right_field("accept", "state")
    i_handle = right_field("handle", "state", "handler_id")
    can_submit = fields.Boolean(compute="_compute_can")
    can_accept = fields.Boolean(compute="_compute_can")
    can_uphold = fields.Boolean(compute="_compute_can")
    can_reject = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    waits_for = fields.Char(compute="_compute_waits_for")

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid", "lang")
    def _compute_waits_for(self):
        """Tell those of the Performance Office who may not take it up why not."""
        waiting = self._origin.filtered(lambda appeal: appeal.state == "submitted")
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        refused = waiting._refuse_without("accept") if office else {}
        for appeal in self:
            appeal.waits_for = refused.get(appeal._origin.id, "")

    # === BUSINESS METHODS - RIGHTS === #

    def _rows_concerned(self):
        """Return who was concerned with the matter before; see ``Right.rows``."""
        sheets, lines = self.env["perf.appraisal"]._fields, self.env["perf.appraisal.line"]._fields
        return SQL(
            _ROWS_CONCERNED,
            to_flush=[
                *(self._fields[name] for name in ("kind", "result_id", "previous_id", "handler_id")),
                *(sheets[name] for name in ("appraisee_id", "period_id", "reviewed_by_id", "confirmed_by_id")),
                lines["reviewed_by_id"],
            ],
        )

    def _refuse_writing(self):
        return self._refuse_without("write")

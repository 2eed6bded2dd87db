from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field
from ...basis.perf_period import inside

_lt = LazyTranslate(__name__)

_OPEN = ("submitted", "reviewing", "upheld", "rejected", "withdrawn")

#: Who reviewed or confirmed sheets that the result rests on; posted or found what counts beside them, other than by
#: upholding; moved its grade; or decided, before this was handed in, on another objection or appeal about it.
_ROWS_CONCERNED = """
        SELECT a.id, u.user_id, NULL::int4 AS absent_id
          FROM perf_appeal a
          JOIN perf_result r ON r.id = a.result_id
          JOIN perf_period p ON p.id = r.period_id
          JOIN perf_appraisal s ON s.appraisee_id = r.appraisee_id
          JOIN perf_period q ON q.id = s.period_id AND %s
     LEFT JOIN perf_appraisal_line l ON l.appraisal_id = s.id AND s.kind = 'unit'
    CROSS JOIN LATERAL (VALUES (s.reviewed_by_id), (s.confirmed_by_id), (l.reviewed_by_id)) u(user_id)
         WHERE u.user_id IS NOT NULL
         UNION
        SELECT a.id, u.user_id, NULL::int4
          FROM perf_appeal a
          JOIN perf_result_entry_rel c ON c.result_id = a.result_id
          JOIN perf_score_entry e ON e.id = c.entry_id AND e.kind NOT IN ('sheet', 'rating')
     LEFT JOIN perf_finding f ON e.res_model = 'perf.finding' AND f.id = e.res_id
     LEFT JOIN perf_inspection_inspector_rel i
            ON i.perf_inspection_id = CASE e.res_model WHEN 'perf.inspection' THEN e.res_id ELSE f.inspection_id END
     LEFT JOIN hr_employee h ON h.id = i.hr_employee_id
    CROSS JOIN LATERAL (VALUES (e.posted_by), (h.user_id)) u(user_id)
         WHERE u.user_id IS NOT NULL
           AND NOT EXISTS (SELECT 1
                             FROM perf_appeal b
                        LEFT JOIN perf_score_entry w ON w.id = b.entry_id AND w.id < e.id
                            WHERE b.name = e.reason AND b.handler_id = u.user_id AND b.state = 'upheld'
                              AND (e.res_model, e.res_id) IN (('perf.appeal', b.id), (w.res_model, w.res_id)))
         UNION
        SELECT a.id, s.moved_by_id, NULL::int4
          FROM perf_appeal a
          JOIN perf_result_shift s ON s.result_id = a.result_id
         UNION
        SELECT a.id, b.handler_id, NULL::int4
          FROM perf_appeal a
          JOIN perf_appeal b
            ON b.id = a.previous_id OR (b.result_id = a.result_id AND b.id != a.id AND b.decided_on < a.submitted_on)
         WHERE b.handler_id IS NOT NULL
"""

#: Whose own result is compared with one about which something waits, by the holders of results.
_ROWS_COMPARED = """
        SELECT a.id, h.user_id, NULL::int4 AS absent_id
          FROM perf_appeal a
          JOIN perf_result r ON r.id = a.result_id
          JOIN perf_result o ON o.period_id = r.period_id AND o.ranking_group = r.ranking_group AND o.id != r.id
          JOIN (%s) h ON h.id = o.id
         WHERE a.state IN ('submitted', 'reviewing')
"""

#: Results with which one is compared about which something waits.
_COMPARED = """
       (SELECT o.id
          FROM perf_appeal a
          JOIN perf_result r ON r.id = a.result_id
          JOIN perf_result o ON o.period_id = r.period_id AND o.ranking_group = r.ranking_group AND o.id != r.id
         WHERE a.state IN ('submitted', 'reviewing'))
"""


def _nobody_left():
    """Return the domain of what nobody of the Performance Office can take up who was not concerned with it before."""

    def to_sql(records, alias, query):
        takers = records.env["perf.appeal"].sudo()._holders_sql(("take",), Domain("state", "=", "submitted"))
        return SQL("%s NOT IN (SELECT t.id FROM (%s) t)", records._field_to_sql(alias, "id", query), takers)

    return Domain.custom(to_sql=to_sql)


class PerfAppeal(models.Model):
    """Who may know of an objection or an appeal, and whose turn it is.

    Rule: whoever handles it was never concerned with the matter before, and his own result is not compared with it;
    where nobody of the Performance Office is left, an administrator takes it up and enters what the leading group
    decided. Who objects is known to the handler alone.
    """

    _name = "perf.appeal"
    _inherit = ["perf.appeal", "perf.work.mixin"]

    _rights = {
        "filed": Right(
            ways=(Way("objector_ids.user_id"),), refusal=_lt("you handed it in; somebody else decides on it")
        ),
        "own": Right(ways=(Way("result_id", "own"),), refusal=_lt("it is your own matter; a colleague decides on it")),
        "concerned": Right(
            rows="_rows_concerned",
            refusal=_lt(
                "you reviewed, confirmed or decided it before; a colleague decides now, or, where nobody of the"
                " Performance Office is left, an administrator"
            ),
        ),
        "compared": Right(
            rows="_rows_compared",
            refusal=_lt(
                "your own result is compared with it; a colleague decides, or, where nobody of the Performance Office"
                " is left, an administrator"
            ),
        ),
        "clear": Right(ways=(Way(),), never=("own", "concerned")),
        "touch": Right(ways=(Way(right="filed"), Way(right="clear"), Way(right="decide_last"))),
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
        "take": Right(
            ways=(OFFICE,),
            states=("submitted",),
            never=("own", "filed", "concerned", "compared"),
            refusal=_lt("the Performance Office takes it up"),
        ),
        "take_last": Right(
            ways=(Way(group="perf_appraisal.group_perf_admin"),),
            states=("submitted",),
            when=_nobody_left(),
            never=("own", "filed"),
            refusal=_lt("the Performance Office takes it up"),
        ),
        "accept": Right(
            ways=(Way(right="take"), Way(right="take_last")), refusal=_lt("the Performance Office takes it up")
        ),
        "decide": Right(
            ways=(Way("handler_id"),),
            states=("reviewing",),
            never=("own", "filed", "concerned", "compared"),
            refusal=_lt("whoever took it up decides on it"),
        ),
        "decide_last": Right(
            ways=(Way("handler_id", when=[("last_resort", "=", True)]),),
            states=("reviewing",),
            never=("own", "filed"),
            refusal=_lt("whoever took it up decides on it"),
        ),
        "handle": Right(
            ways=(Way(right="decide"), Way(right="decide_last")), refusal=_lt("whoever took it up decides on it")
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
    i_take_last = right_field("take_last", "state")
    i_handle = right_field("handle", "state", "handler_id", "last_resort")
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
        inspections, findings = self.env["perf.inspection"]._fields, self.env["perf.finding"]._fields
        return SQL(
            _ROWS_CONCERNED,
            inside("q", "p"),
            to_flush=[
                *(self._fields[name] for name in ("name", "state", "result_id", "previous_id", "handler_id")),
                *(self._fields[name] for name in ("entry_id", "submitted_on", "decided_on")),
                *(sheets[name] for name in ("appraisee_id", "period_id", "reviewed_by_id", "confirmed_by_id")),
                lines["reviewed_by_id"],
                inspections["inspector_ids"],
                findings["inspection_id"],
                self.env["perf.result.shift"]._fields["moved_by_id"],
                self.env["hr.employee"]._fields["user_id"],
            ],
        )

    def _rows_compared(self):
        """Return whose own result is compared with that about which something waits; see ``Right.rows``."""
        compared = Domain("id", "in", SQL(_COMPARED))
        results = self.env["perf.result"]._fields
        return SQL(
            _ROWS_COMPARED,
            self.env["perf.result"].sudo()._holders_sql(("own",), compared),
            to_flush=[
                *(self._fields[name] for name in ("state", "result_id")),
                *(results[name] for name in ("period_id", "ranking_group")),
            ],
        )

    def _refuse_writing(self):
        return self._refuse_without("write")

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate, format_date

from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field

_lt = LazyTranslate(__name__)

#: The unit, and whom it concerns, know of it.
_TOLD = Domain("state", "!=", "draft")

#: The unit has said what it wanted to say, or its days are over.
_HEARD = Domain("replied_on", "!=", False) | compared_with_today("reply_until", "<")


class PerfFinding(models.Model):
    """Who may know of a finding, who replies, who decides, and whose task it is.

    Rule: nobody decides on what was found in a unit of his own, or about himself; and whoever found it does not confirm
    it: somebody else of the Performance Office does.
    """

    _name = "perf.finding"
    _inherit = ["perf.finding", "perf.work.mixin"]

    _rights = {
        "own": Right(
            ways=(
                Way("inspection_id", "own"),
                Way("employee_id.user_id"),
                Way("leader_employee_id.user_id"),
            ),
            refusal=_lt("it concerns you or a unit of your own; somebody else decides on it"),
        ),
        "found": Right(
            ways=(Way("create_uid"), Way("inspection_id.inspector_ids.user_id")),
            refusal=_lt("you found it yourself; a colleague of the Performance Office decides on it"),
        ),
        "early": Right(
            ways=(Way(),), when=~_HEARD, refusal=_lt("the unit may still reply; it is decided when its days are over")
        ),
        "touch": Right(ways=(Way(),), never=("own",)),
        "know": Right(ways=(Way(when=_TOLD), Way(right="touch"))),
        "see": Right(
            ways=(
                Way("unit_id", "lead", when=_TOLD),
                Way("employee_id.user_id", when=_TOLD),
                Way("leader_employee_id.user_id", when=_TOLD),
                Way("inspection_id.inspector_ids.user_id"),
                OFFICE,
                AUDITOR,
            )
        ),
        # whose turn it is
        "find": Right(ways=(Way("inspection_id", "check"),), states=("draft",)),
        "reply": Right(
            ways=(Way("unit_id", "run"),),
            when=Domain("replied_on", "=", False),
            states=("issued",),
            refusal=_lt("the unit replies once, by its head or appraisal group"),
        ),
        "decide": Right(
            ways=(OFFICE,),
            states=("issued",),
            never=("own", "found"),
            refusal=_lt("the Performance Office decides on it"),
        ),
        "confirm": Right(
            ways=(OFFICE,),
            states=("issued",),
            never=("early", "own", "found"),
            refusal=_lt("the Performance Office decides on it"),
        ),
        "withdraw": Right(
            ways=(OFFICE,),
            states=("issued", "confirmed", "rectifying", "closed"),
            never=("own",),
            refusal=_lt("the Performance Office withdraws it"),
        ),
        "report": Right(
            ways=(Way("unit_id", "run"),),
            when=Domain("reported_on", "=", False),
            states=("rectifying",),
            refusal=_lt("the unit reports it, by its head or appraisal group"),
        ),
        # whom it costs points knows of it, and may tell his unit what it should reply
        "concern": Right(
            ways=(Way("employee_id.user_id"), Way("leader_employee_id.user_id")),
            when=_TOLD,
        ),
        # late rectifications are told to the head above
        "hear": Right(ways=(Way("unit_id.parent_id", "head"),), states=("rectifying",)),
        "verify": Right(
            ways=(OFFICE, Way("inspection_id.inspector_ids.user_id")),
            when=Domain("reported_on", "!=", False),
            states=("rectifying",),
            never=("own",),
            refusal=_lt("the Performance Office or an inspector verifies it when the unit has reported"),
        ),
        "write": Right(ways=(Way(right="find"), Way(right="decide")), refusal=_lt("it is not waiting for you")),
    }

    _work_cards = {
        "finding_reply": Card(
            right="i_reply",
            deadline="reply_until",
            icon="fa-comment-o",
            title=_lt("Reply to a finding"),
            titles=_lt("Reply to %(count)s findings"),
            lates=_lt("%(late)s of %(count)s findings late"),
            hint=_lt("Say what you think of it, or object. Then the Performance Office decides."),
            button=_lt("Read and reply"),
            action="perf_appraisal.perf_finding_action_unit",
            filters=("issued",),
        ),
        "finding_concern": Card(
            right="i_concern",
            domain=(("state", "=", "issued"), ("replied_on", "=", False), ("i_reply", "=", False)),
            deadline="reply_until",
            tone="info",
            icon="fa-user-o",
            title=_lt("A finding concerns you"),
            titles=_lt("%(count)s findings concern you"),
            hint=_lt("Read it; your unit replies within its days, and then the Performance Office decides."),
            button=_lt("Read It"),
            action="perf_appraisal.perf_finding_action_mine",
        ),
        "finding_rectify": Card(
            right="i_report",
            deadline="deadline",
            icon="fa-wrench",
            title=_lt("Report a rectification"),
            titles=_lt("Report %(count)s rectifications"),
            lates=_lt("%(late)s of %(count)s rectifications late"),
            hint=_lt("Put right what was found, and report it with evidence."),
            button=_lt("Report"),
            action="perf_appraisal.perf_finding_action_unit",
            filters=("rectifying",),
        ),
        "finding_confirm": Card(
            right="i_confirm",
            group="perf_appraisal.group_perf_office",
            icon="fa-gavel",
            title=_lt("Decide on a finding"),
            titles=_lt("Decide on %(count)s findings"),
            hint=_lt("The unit has replied, or its days are over: confirm or withdraw."),
            button=_lt("Read and decide"),
            action="perf_appraisal.perf_finding_action",
            filters=("to_decide",),
        ),
        "finding_verify": Card(
            right="i_verify",
            icon="fa-check-square-o",
            deadline="deadline",
            title=_lt("Verify a rectification"),
            titles=_lt("Verify %(count)s rectifications"),
            lates=_lt("%(late)s of %(count)s rectifications late"),
            hint=_lt("The unit has reported: close it, or reject it with a reason."),
            button=_lt("Verify"),
            action="perf_appraisal.perf_finding_action",
            filters=("to_verify",),
        ),
        "finding_hear": Card(
            right="i_hear",
            domain=(("is_overdue", "=", True),),
            deadline="deadline",
            icon="fa-bell-o",
            title=_lt("A rectification is overdue in a unit below yours"),
            titles=_lt("%(count)s rectifications are overdue in units below yours"),
            lates=_lt("%(late)s of %(count)s rectifications late"),
            hint=_lt("The unit has not reported by the deadline."),
            button=_lt("See"),
            action="perf_appraisal.perf_finding_action_unit",
            filters=("overdue",),
        ),
        "finding_overdue": Card(
            domain=(("is_overdue", "=", True),),
            group="perf_appraisal.group_perf_office",
            deadline="deadline",
            icon="fa-bell-o",
            title=_lt("A rectification is overdue"),
            titles=_lt("%(count)s rectifications are overdue"),
            lates=_lt("%(late)s of %(count)s rectifications late"),
            hint=_lt("The unit has not reported by the deadline."),
            button=_lt("See"),
            action="perf_appraisal.perf_finding_action",
            filters=("overdue",),
        ),
    }

    i_hear = right_field("hear", "state")
    i_concern = right_field("concern", "state", string="Concerns Me")
    i_reply = right_field("reply", "state", "replied_on")
    i_decide = right_field("decide", "state")
    i_confirm = right_field("confirm", "state")
    i_report = right_field("report", "state", "reported_on")
    i_verify = right_field("verify", "state", "reported_on")
    i_find = right_field("find", "state")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    waits_for = fields.Char(compute="_compute_waits_for", help="Why the next step cannot be done now, or not by you.")

    # === COMPUTE METHODS === #

    @api.depends("state", "deadline", "reported_on")
    def _compute_is_overdue(self):
        late = self._in_domain(self._overdue_domain())
        for finding in self:
            finding.is_overdue = finding in late

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._overdue_domain() if True in value else ~self._overdue_domain()

    @api.depends("state", "replied_on", "reported_on")
    @api.depends_context("uid", "lang")
    def _compute_waits_for(self):
        for finding in self:
            finding.waits_for = finding._waiting_sentence()

    # === BUSINESS METHODS === #

    @api.model
    def _overdue_domain(self):
        """Return the domain of the findings whose unit has not reported by the deadline."""
        waiting = Domain("state", "=", "rectifying") & Domain("reported_on", "=", False)
        return waiting & compared_with_today("deadline", "<")

    def _refuse_unwritable(self):
        return self._refuse_without("write")

    def _refuse_writing(self):
        return self._refuse_without("write")

    def _waiting_sentence(self):
        """Return for whom the finding waits, nothing when it is settled."""
        if self.state == "issued" and not self.replied_on and self.reply_until:
            return self.env._("The unit may reply until %s.", format_date(self.env, self.reply_until))
        if self.state == "issued":
            return self.env._("The Performance Office decides.")
        if self.state == "rectifying" and self.reported_on:
            return self.env._("The rectification is being verified.")
        if self.state == "rectifying" and self.deadline:
            return self.env._("The unit reports its rectification until %s.", format_date(self.env, self.deadline))
        return False

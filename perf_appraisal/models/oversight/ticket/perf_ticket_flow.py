from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate, format_date

from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field

_lt = LazyTranslate(__name__)

_DIFFICULTY, _ORDER = Domain("kind", "=", "difficulty"), Domain("kind", "=", "order")

#: Whose turn it is to take a ticket up, and to answer it.
_ADDRESSEE = (Way("unit_id", "run", when=_ORDER), Way(right="help"), Way(right="settle"))


class PerfTicket(models.Model):
    """The way of a ticket: whose turn it is, taken up, answered, resolved, reopened, and what follows when it is late.

    An order that was not answered by its deadline is proposed as a deduction; nothing is deducted by itself.
    """

    _name = "perf.ticket"
    _inherit = ["perf.ticket", "perf.work.mixin", "perf.registered.mixin"]
    _registered_in = "ticket_id"

    _make_right = "write"
    _rights = {
        "own": Right(
            ways=(Way("unit_id", "own"),), refusal=_lt("it is a matter of a unit of your own; a colleague sees to it")
        ),
        "see": Right(ways=(Way("unit_id", "lead"), OFFICE, AUDITOR)),
        # the Performance Office, of difficulties and of orders; each not of a unit of his own
        "help": Right(
            ways=(OFFICE,),
            when=_DIFFICULTY,
            states=("new", "accepted"),
            never=("own",),
            refusal=_lt("the Performance Office sees to difficulties, the unit to its orders"),
        ),
        # the unit was dissolved: nobody else is there to answer
        "settle": Right(
            ways=(OFFICE,),
            when=_ORDER & Domain("unit_id.active", "=", False),
            never=("own",),
            refusal=_lt("the Performance Office sees to difficulties, the unit to its orders"),
        ),
        "check": Right(ways=(OFFICE,), when=_ORDER, never=("own",)),
        "doubt": Right(
            ways=(OFFICE,),
            when=_ORDER,
            states=("resolved",),
            never=("own",),
            refusal=_lt("the unit reopens its difficulties, the Performance Office its orders"),
        ),
        # whose turn it is
        "raise": Right(
            ways=(Way("unit_id", "run", when=_DIFFICULTY),),
            states=("new",),
            refusal=_lt("whoever wrote it changes it until it is taken up"),
        ),
        "order": Right(ways=(OFFICE,), when=_ORDER, states=("new",)),
        "make": Right(ways=(Way(right="raise"), Way(right="order"))),
        "mend": Right(
            ways=(Way(right="order"),),
            never=("own",),
            refusal=_lt("whoever wrote it changes it until it is taken up"),
        ),
        "accept": Right(
            ways=_ADDRESSEE,
            states=("new",),
            refusal=_lt("the Performance Office sees to difficulties, the unit to its orders"),
        ),
        "answer": Right(
            ways=_ADDRESSEE,
            states=("accepted",),
            refusal=_lt("the Performance Office sees to difficulties, the unit to its orders"),
        ),
        "reopen": Right(
            ways=(Way("unit_id", "run", when=_DIFFICULTY), Way(right="doubt")),
            states=("resolved",),
            refusal=_lt("the unit reopens its difficulties, the Performance Office its orders"),
        ),
        "fill": Right(ways=(Way(right="raise"), Way(right="mend"))),
        # the unit works on it: it is given more time, as when its answer in time was not enough
        "extend": Right(
            ways=(OFFICE,),
            when=_ORDER,
            states=("accepted",),
            never=("own",),
            refusal=_lt("it was taken up; only the Performance Office still changes the deadline of an order"),
        ),
        "write": Right(
            ways=(Way(right="fill"), Way(right="extend")),
            refusal=_lt("whoever wrote it changes it until it is taken up"),
        ),
    }

    _work_cards = {
        "ticket_order": Card(
            right="i_accept",
            domain=(("kind", "=", "order"), ("unit_id.active", "=", True)),
            deadline="deadline",
            icon="fa-envelope-open-o",
            title=_lt("Take up a supervision order"),
            titles=_lt("Take up %(count)s supervision orders"),
            hint=_lt("Read what is ordered, and take it up."),
            button=_lt("Read and take up"),
            action="perf_appraisal.perf_ticket_action_unit",
            filters=("new",),
        ),
        "ticket_carry_out": Card(
            right="i_answer",
            domain=(("kind", "=", "order"), ("unit_id.active", "=", True)),
            deadline="deadline",
            icon="fa-reply",
            title=_lt("Answer a supervision order"),
            titles=_lt("Answer %(count)s supervision orders"),
            hint=_lt("Carry it out, and write down what was done."),
            button=_lt("Answer"),
            action="perf_appraisal.perf_ticket_action_unit",
            filters=("accepted",),
        ),
        "ticket_difficulty": Card(
            right="i_accept",
            domain=(("kind", "=", "difficulty"),),
            group="perf_appraisal.group_perf_office",
            icon="fa-life-ring",
            title=_lt("A unit has a difficulty"),
            titles=_lt("%(count)s difficulties of units"),
            hint=_lt("Take it up, so that the unit knows that somebody sees to it."),
            button=_lt("Read and see to it"),
            action="perf_appraisal.perf_ticket_action",
            filters=("new",),
        ),
        "ticket_help": Card(
            right="i_answer",
            domain=(("kind", "=", "difficulty"),),
            group="perf_appraisal.group_perf_office",
            deadline="deadline",
            icon="fa-reply",
            title=_lt("Answer a difficulty"),
            titles=_lt("Answer %(count)s difficulties"),
            hint=_lt("Write down how it was solved."),
            button=_lt("Answer"),
            action="perf_appraisal.perf_ticket_action",
            filters=("accepted",),
        ),
        "ticket_overdue": Card(
            right="i_check",
            domain=(("is_overdue", "=", True),),
            group="perf_appraisal.group_perf_office",
            deadline="deadline",
            icon="fa-bell-o",
            title=_lt("A supervision order is overdue"),
            titles=_lt("%(count)s supervision orders are overdue"),
            hint=_lt("The unit has not answered by the deadline."),
            button=_lt("See"),
            action="perf_appraisal.perf_ticket_action",
            filters=("overdue",),
        ),
    }

    can_accept = fields.Boolean(compute="_compute_can")
    can_resolve = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")
    i_accept = right_field("accept", "state")
    i_answer = right_field("answer", "state")
    i_check = right_field("check", "kind")
    i_fill = right_field("fill", "state", "kind", "unit_id")
    i_extend = right_field("extend", "state", "kind")
    waits_for = fields.Char(compute="_compute_waits_for", help="Whose turn it is.")

    # === COMPUTE METHODS === #

    @api.depends("state", "kind", "deadline", "unit_id.active")
    @api.depends_context("uid", "lang")
    def _compute_waits_for(self):
        for ticket in self:
            ticket.waits_for = ticket._waiting_sentence()

    # === ACTION METHODS === #

    def action_accept(self):
        """Take tickets up: whoever raised them sees that somebody works on them.

        :return: a notification for several tickets, else true
        :raise UserError: naming those that are not the user's to take up
        """
        return self._tell_done("action_accept", self._transition("action_accept"))

    def action_answer(self):
        """Open the dialog in which the reply is written; what was begun there is still there.

        :return: an action dictionary
        """
        self.ensure_one()
        begun = self.reply_ids.filtered(lambda reply: not reply.given_on)[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply"),
            "res_model": "perf.ticket.reply",
            "res_id": begun.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_resolve(self):
        """Resolve tickets with what was written down in reply.

        :return: a notification for several tickets, else true
        :raise UserError: where nothing was written down since it was last resolved
        """
        done = self._transition("action_resolve")
        done.sudo().reply_ids._hand_in()
        done._tell_asker()
        return self._tell_done("action_resolve", done)

    def action_reopen(self, reason=None):
        """Ask for another answer.

        :param str reason: what is still open
        :raise UserError: without a reason, or for anybody but whoever asked
        """
        done = self._transition("action_reopen", reason=reason)
        done.sudo().reply_ids._keep_doubt(reason)
        done.sudo()._bulk_update(["reopen_count"], [(ticket.id, ticket.reopen_count + 1) for ticket in done.sudo()])
        done.filtered(lambda ticket: ticket.kind == "order")._tell_units(
            self.env._("A supervision order was reopened.")
        )
        return True

    def action_propose_deductions(self):
        """Draft the deduction of each order that is overdue or was resolved late, once.

        :return: an action that lists what was proposed
        :raise UserError: when nothing can be proposed, with the reasons
        """
        self._check_proposing()
        late = self.filtered(lambda ticket: ticket.kind == "order" and (ticket.is_overdue or ticket.is_late))
        if not late:
            raise UserError(self.env._("None of these orders is overdue."))
        if refused := late._refuse_without("check"):
            raise UserError(self._refusal_message(refused))
        bare = late.filtered(lambda ticket: not ticket.rule_id)
        without_rule = self.env._("No rule is named on the order: enter the deduction in the register yourself.")
        return late._propose_each_once(bare, without_rule, type(self)._prepare_deduction)

    # === BUSINESS METHODS - STATE === #

    @api.model
    def _done_words(self, action, count, **facts):
        words = {
            "action_accept": self.env._("%s tickets taken up.", count),
            "action_resolve": self.env._("%s tickets resolved.", count),
        }
        return words.get(action) or super()._done_words(action, count, **facts)

    def _refuse_resolve(self):
        refused = self._refuse_without("answer")
        # searched for: who may not see a draft reads the replies from the same cache
        begun = self.env["perf.ticket.reply"].sudo().search([("ticket_id", "in", self.ids), ("given_on", "=", False)])
        bare = set(self.ids) - set(begun.ticket_id.ids)
        return dict.fromkeys(bare, self.env._("write down the reply first")) | refused

    def _refuse_writing(self):
        return self._refuse_without("write")

    def _waiting_sentence(self):
        """Return whose turn it is, nothing when it is resolved."""
        if self.state == "resolved" or not self.id:
            return False
        of_unit = self.kind == "order" and self.sudo().unit_id.active
        until = format_date(self.env, self.deadline) if self.deadline else ""
        if self.state == "new":
            return self.env._("The unit takes it up.") if of_unit else self.env._("The Performance Office takes it up.")
        if of_unit and until:
            return self.env._("The unit answers until %s.", until)
        return self.env._("The unit answers.") if of_unit else self.env._("The Performance Office answers.")

    # === BUSINESS METHODS - MESSAGES === #

    def _tell_asker(self):
        """Tell whoever raised a difficulty that it is answered, and whoever gave an order.

        Of a difficulty those hear who run the unit today, where who raised it does no more.
        """
        text = self.env._("It was answered.")
        askers = {ticket.id: ticket.create_uid.id for ticket in self.sudo()}
        holders = self._holders(["reopen"], Domain("id", "in", self.ids), list(set(askers.values())))
        people = {h.record_id: [h.user_id] for h in holders if askers[h.record_id] == h.user_id}
        self._tell(people, text)
        self.filtered(lambda ticket: ticket.kind == "difficulty" and ticket.id not in people)._tell_units(text)

    # === HELPERS === #

    def _prepare_deduction(self):
        """Return the values of the entry that is proposed: it happened on the day after the deadline."""
        return {
            "unit_id": self.unit_id.id,
            "rule_id": self.rule_id.id,
            "ticket_id": self.id,
            "matter": " ".join(filter(None, (self.order_no, self.title))),
            "doc_no": self.doc_no,
            "doc_issuer": self.source,
            "date": self.deadline + timedelta(days=1),
        }

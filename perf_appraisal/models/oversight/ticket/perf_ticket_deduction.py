from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PerfTicket(models.Model):
    """An order that was not answered by its deadline is proposed as a deduction; nothing is deducted by itself."""

    _name = "perf.ticket"
    _inherit = ["perf.ticket", "perf.registered.mixin"]
    _registered_in = "ticket_id"

    # === ACTION METHODS === #

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
        standing = Domain("ticket_id", "in", late.ids) & Domain("state", "!=", "reversed")
        proposed = self.env["perf.adjustment"].sudo().search(standing).ticket_id
        values = [ticket._prepare_deduction() for ticket in late - bare - proposed]
        without_rule = self.env._("No rule is named on the order: enter the deduction in the register yourself.")
        if not values:
            nothing = self.env._("Nothing to propose: the deduction stands in the register already.")
            raise UserError(without_rule if bare else nothing)
        return self._propose(values, without_rule if bare else "")

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

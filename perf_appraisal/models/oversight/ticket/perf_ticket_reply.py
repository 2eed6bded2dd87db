from odoo import api, fields, models
from odoo.fields import Domain

from ...abstract.rights import Right, Way

_GIVEN = Domain("given_on", "!=", False)


class PerfTicketReply(models.Model):
    """What was done about a ticket, with evidence; one for each time that it was resolved."""

    _name = "perf.ticket.reply"
    _description = "Reply to a Ticket"
    _inherit = ["perf.handed.mixin"]
    _order = "ticket_id, id"
    _state_when_made = "accepted"
    _given_once = frozenset({"ticket_id"})
    _handed_on = "given_on"

    _phase_fields = {"accepted": frozenset({"text", "evidence_ids"})}

    _rights = {
        # what is not given yet is a draft of those who answer
        "see": Right(ways=(Way("ticket_id", "see", when=_GIVEN), Way("ticket_id", "answer"))),
        "write": Right(ways=(Way("ticket_id", "answer"),), when=~_GIVEN),
    }

    ticket_id = fields.Many2one("perf.ticket", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="ticket_id.state", string="State of the Ticket")
    text = fields.Text(string="Reply", required=True)
    evidence_ids = fields.Many2many(relation="perf_ticket_reply_evidence_rel")
    given_on = fields.Datetime(readonly=True)
    doubt = fields.Char(string="What Is still Open", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("ticket_id")
    def _compute_display_name(self):
        for reply in self:
            reply.display_name = reply.sudo().ticket_id.name

    # === ACTION METHODS === #

    def action_give(self):
        """Give the reply: its ticket is resolved.

        :raise UserError: when it is not the user's to answer
        """
        self.ensure_one()
        self.ticket_id.action_resolve()
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _keep_doubt(self, reason):
        """Keep why the replies given last were not enough.

        :param str reason: what is still open
        """
        last = {}
        for reply in self.filtered("given_on"):
            last[reply.ticket_id.id] = reply
        self.browse([reply.id for reply in last.values()])._unlocked().write({"doubt": reason})

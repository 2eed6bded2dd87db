from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...abstract.rights import Right, Way

_GIVEN = Domain("given_on", "!=", False)


class PerfTicketReply(models.Model):
    """What was done about a ticket, with evidence; one for each time that it was resolved."""

    _name = "perf.ticket.reply"
    _description = "Reply to a Ticket"
    _inherit = ["perf.inspected.mixin", "perf.evidence.mixin"]
    _order = "ticket_id, id"
    _state_when_made = "accepted"
    _given_once = frozenset({"ticket_id"})

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

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self._check_not_given()

    def _guard_unlink(self):
        self.check_access("unlink")
        self._check_not_given()

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    def _check_not_given(self):
        """Raise for what was given already.

        :raise UserError: naming the way out
        """
        if self.sudo().filtered("given_on"):
            raise UserError(self.env._("This reply was given and stays as it is. Write down anew what was done since."))

    # === ACTION METHODS === #

    def action_give(self):
        """Give the reply: its ticket is resolved.

        :raise UserError: when it is not the user's to answer
        """
        self.ensure_one()
        self.ticket_id.action_resolve()
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _hand_in(self):
        """Seal what was not given before."""
        self.filtered(lambda reply: not reply.given_on)._unlocked().write({"given_on": fields.Datetime.now()})

    def _keep_doubt(self, reason):
        """Keep why the replies given last were not enough.

        :param str reason: what is still open
        """
        last = {}
        for reply in self.filtered("given_on"):
            last[reply.ticket_id.id] = reply
        self.browse([reply.id for reply in last.values()])._unlocked().write({"doubt": reason})

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.oversight.ticket.perf_ticket import OVERDUE_RULES


class PerfTicketOrder(models.TransientModel):
    """Give a supervision order to many units at once: each gets a ticket of its own."""

    _name = "perf.ticket.order"
    _description = "Supervision Order"
    _inherit = ["hr.mixin"]

    title = fields.Char(string="Matter to Settle", required=True)
    text = fields.Text(string="What Has to Be Done")
    source = fields.Char(string="Ordered by", required=True, help="Who gives the order, as a supervision office.")
    order_no = fields.Char(string="Order Number", required=True)
    doc_no = fields.Char(string="Document Number")
    deadline = fields.Date(required=True)
    rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        string="When Overdue",
        domain=OVERDUE_RULES,
        help="The deduction rule that is proposed when a unit has not answered by the deadline.",
    )
    category_ids = fields.Many2many(
        comodel_name="perf.category",
        relation="perf_ticket_order_category_rel",
        string="All Units of",
        domain="[('kind', '=', 'unit')]",
        help="Adds all units of a category.",
    )
    unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_ticket_order_unit_rel",
        string="Units",
        compute="_compute_unit_ids",
        store=True,
        readonly=False,
        domain="[('perf_is_unit', '=', True)]",
    )
    unit_count = fields.Integer(string="Number of Units", compute="_compute_unit_count")
    evidence_ids = fields.Many2many(
        comodel_name="ir.attachment", relation="perf_ticket_order_evidence_rel", string="Documents"
    )

    comment_ids = fields.Many2many(
        comodel_name="perf.rating.comment",
        relation="perf_ticket_order_comment_rel",
        string="What People Wrote",
        help="Each unit is told what was said of it.",
    )

    ticket_ids = fields.Many2many(
        comodel_name="perf.ticket", relation="perf_ticket_order_ticket_rel", string="Given", readonly=True
    )

    # === COMPUTE METHODS === #

    @api.depends("category_ids")
    def _compute_unit_ids(self):
        for order in self:
            added = order.category_ids._origin
            units = self.env["hr.department"].search(
                Domain("perf_is_unit", "=", True) & Domain("perf_category_id", "in", added.ids)
            )
            order.unit_ids = [Command.link(unit.id) for unit in units - order.unit_ids._origin]

    @api.depends("unit_ids")
    def _compute_unit_count(self):
        for order in self:
            order.unit_count = len(order.unit_ids)

    # === ACTION METHODS === #

    def action_give(self):
        """Give the order: every unit gets a ticket, and its head and appraisal group are told.

        Pressed again, it shows what was given.

        :return: an action that shows the tickets
        :raise UserError: without units, or naming what is not a unit
        """
        self.ensure_one()
        if not self.ticket_ids:
            self.ticket_ids = self._give()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_ticket_action")
        return {**action, "domain": [("id", "in", self.ticket_ids.ids)], "context": {}}

    # === BUSINESS METHODS === #

    def _give(self):
        """Make a ticket for every unit, tell the units, and return the tickets.

        :raise UserError: without units
        """
        if not self.unit_ids:
            raise UserError(self.env._("Choose the units that the order goes to."))
        common = {
            "kind": "order",
            **{name: self[name] for name in ("title", "text", "source", "order_no", "doc_no", "deadline")},
            "rule_id": self.rule_id.id,
        }
        files = self._copied_files()
        said = self.comment_ids._of_units(self.unit_ids) if self.comment_ids else {}
        texts = {unit: "\n".join(filter(None, (self.text, comments._words()))) for unit, comments in said.items()}
        tickets = self.env["perf.ticket"].create(
            [
                {
                    **common,
                    "unit_id": unit.id,
                    "text": texts.get(unit, self.text),
                    "evidence_ids": [Command.set(copied)],
                }
                for unit, copied in zip(self.unit_ids, files, strict=True)
            ]
        )
        given = tickets.grouped("unit_id")
        self.comment_ids._link({comment: given[unit].id for unit, found in said.items() for comment in found._ids})
        tickets._tell_units(self.env._("There is a supervision order for your unit."))
        return tickets

    # === HELPERS === #

    def _copied_files(self):
        """Return for every unit the ids of its own copies of the documents: evidence stays with one record."""
        files, units = self.evidence_ids, len(self.unit_ids)
        if not files:
            return [[] for _unit in self.unit_ids]
        copies = self.env["ir.attachment"].create(
            [
                {"name": file.name, "raw": file.raw, "mimetype": file.mimetype, "res_model": "perf.ticket"}
                for _unit in range(units)
                for file in files
            ]
        )
        return [copies[start : start + len(files)].ids for start in range(0, len(copies), len(files))]

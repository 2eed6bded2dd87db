from odoo import api, fields, models
from odoo.exceptions import UserError

from ...abstract.rights import Right, Way


class PerfObjector(models.Model):
    """Who stands behind an objection or an appeal: known to himself and to whoever handles it, to nobody else.

    A model of its own, because field groups cannot follow a handler; nothing tells who made a record, or when.
    """

    _name = "perf.objector"
    _description = "Who Objects"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "id"
    _log_access = False

    _rights = {"see": Right(ways=(Way("user_id"), Way("appeal_id", "handled")))}

    appeal_id = fields.Many2one("perf.appeal", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="appeal_id.company_id", store=True, precompute=True, index=True)
    # an account that could not be deleted would be known to have objected; the name stays
    user_id = fields.Many2one(
        "res.users", string="Handed in by", readonly=True, index="btree_not_null", ondelete="set null"
    )
    name = fields.Char(string="Name of the Person", readonly=True)
    phone = fields.Char(string="Telephone", readonly=True)

    _appeal_uniq = models.Constraint("UNIQUE(appeal_id)", "One person stands behind it.")

    # === COMPUTE METHODS === #

    @api.depends("name")
    def _compute_display_name(self):
        for objector in self:
            objector.display_name = f"#{objector.id}"

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Who objects is kept with the objection. Use the button on the notice."))

    def _guard_write(self, vals):
        raise UserError(self.env._("Who objects is kept with the objection, and stays so."))

    def _guard_unlink(self):
        raise UserError(self.env._("Who objects is kept with the objection, and stays so."))

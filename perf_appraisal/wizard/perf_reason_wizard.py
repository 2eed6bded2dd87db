from odoo import fields, models
from odoo.exceptions import UserError


class PerfReasonWizard(models.TransientModel):
    """Ask for the reason of an action and do it."""

    _name = "perf.reason.wizard"
    _description = "Reason of an Action"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True)
    action = fields.Char(required=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        """Do the action on the records with the reason given.

        :raise UserError: when the action is not one that takes a reason
        """
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or self.action not in getattr(model, "_reason_actions", ()):
            raise UserError(self.env._("This action takes no reason."))
        getattr(model.browse(self.res_ids), self.action)(reason=self.reason)
        return {"type": "ir.actions.act_window_close"}

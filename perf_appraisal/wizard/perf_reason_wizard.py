from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

#: How many records the dialog names before it only counts the rest.
_MOST_NAMES = 3


class PerfReasonWizard(models.TransientModel):
    """Ask for the reason of an action and do it."""

    _name = "perf.reason.wizard"
    _description = "Reason of an Action"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True)
    states = fields.Json(help="State of each record when the dialog was opened.")
    action = fields.Char(required=True)
    reason = fields.Text(required=True)
    subject = fields.Char(compute="_compute_subject", help="What the action is done on.")
    explanation = fields.Char(compute="_compute_explanation", help="What happens.")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_ids", "action")
    def _compute_subject(self):
        for wizard in self:
            records = wizard._records()
            names = records[:_MOST_NAMES].mapped("display_name")
            if len(records) > _MOST_NAMES:
                names.append(self.env._("%s more", len(records) - _MOST_NAMES))
            wizard.subject = format_list(self.env, names) if names else False

    @api.depends("res_model", "action")
    def _compute_explanation(self):
        for wizard in self:
            wizard.explanation = wizard._records()._reason_words(wizard.action)[1]

    # === CONSTRAINT METHODS === #

    @api.constrains("res_ids", "states")
    def _check_records(self):
        for wizard in self:
            ids, states = wizard.res_ids, wizard.states or {}
            named = isinstance(ids, list) and all(type(record_id) is int and record_id > 0 for record_id in ids)
            if not named or not isinstance(states, dict) or not {*map(str, ids)}.issuperset(states):
                raise ValidationError(self.env._("This dialog does not know its records. Open it again."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Remember the states of the records, where the dialog that was opened has not done so."""
        wizards = super().create(vals_list)
        for wizard in wizards.filtered(lambda wizard: not wizard.states):
            wizard.states = {str(record.id): record.state for record in wizard._records()}
        return wizards

    # === ACTION METHODS === #

    def action_apply(self):
        """Do the action on the records with the reason given; pressed again, it does nothing more.

        :raise UserError: when the action is not one that takes a reason, or a record has moved on meanwhile
        """
        self.ensure_one()
        states = {int(record_id): state for record_id, state in self.states.items()}
        self._records()._act_once(self.action, self.reason, states)
        return {"type": "ir.actions.act_window_close"}

    # === HELPERS === #

    def _records(self):
        """Return the records of the action.

        :raise UserError: when the action is not one that takes a reason, or the records are none
        """
        if self.res_ids:
            self._check_records()
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_transitions") or not model._takes_reason(self.action):
            raise UserError(self.env._("This action takes no reason."))
        return model.browse(self.res_ids).exists()

from odoo import api, fields, models
from odoo.exceptions import UserError


class PerfSignedCopy(models.TransientModel):
    """Take the scan of a signed paper and attach it to its document."""

    _name = "perf.signed.copy"
    _description = "Attach a Signed Copy"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    data = fields.Binary(string="Scan", required=True, attachment=False, help="PDF, JPEG or PNG.")
    filename = fields.Char()
    replaces = fields.Boolean(compute="_compute_replaces")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id")
    def _compute_replaces(self):
        for wizard in self:
            record = wizard._record()
            wizard.replaces = record.has_access("read") and bool(record._signed_copies())

    # === ACTION METHODS === #

    def action_attach(self):
        """Attach the scan.

        :raise UserError: as ``action_attach_signed_copy`` of the document
        """
        self.ensure_one()
        self._record().action_attach_signed_copy(self.filename, self.with_context(bin_size=False).data)
        return {"type": "ir.actions.act_window_close"}

    # === HELPERS === #

    def _record(self):
        """Return the document.

        :raise UserError: when it is none that takes a signed copy
        """
        model = self.env.get(self.res_model or "")
        record = model.browse(self.res_id).exists() if hasattr(model, "_signed_states") else None
        if not record:
            raise UserError(self.env._("This takes no signed copy."))
        return record

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import inheritance

#: Columns that say who wrote what about which document, and when.
_CONTENT = frozenset(
    {
        "attachment_ids",
        "author_guest_id",
        "author_id",
        "body",
        "date",
        "email_from",
        "is_internal",
        "message_type",
        "model",
        "parent_id",
        "record_name",
        "res_id",
        "subject",
        "subtype_id",
    }
)


class MailMessage(models.Model):
    """What was written about a sealed document is sealed with it, for its author too."""

    _inherit = "mail.message"

    # === CRUD METHODS === #

    def write(self, vals):
        """Refuse to rewrite a message about a sealed document."""
        if not _CONTENT.isdisjoint(vals):
            self._check_perf_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._check_perf_sealed()

    # === HELPERS === #

    def _check_perf_sealed(self):
        """Raise when one of the messages belongs to a sealed document of the appraisal.

        Odoo's own notices to single people are no part of the document.

        :raise UserError: naming the document
        """
        kept = self.sudo().filtered(
            lambda message: (
                message.res_id
                and (message.model or "").startswith("perf.")
                and message.message_type != "user_notification"
            ),
        )
        for name, messages in kept.grouped("model").items():
            model = self.env.get(name)
            if not hasattr(model, "_sealed_states"):
                continue
            states = inheritance.declared(type(model), "_sealed_states")
            documents = model.sudo().browse(messages.mapped("res_id")).exists()
            if sealed := documents.filtered(lambda document, states=states: document.state in states):
                raise UserError(
                    self.env._(
                        "%s is sealed, and what was written about it stays as it is.",
                        sealed[0].display_name,
                    ),
                )

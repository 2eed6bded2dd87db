from collections.abc import Collection

from odoo import SUPERUSER_ID, api, models

from .abstract import door
from .abstract.given_ids import PLAIN_IDS, refuse_unreadable

#: Models of the appraisal.
_OWN = "perf."


class Base(models.AbstractModel):
    """What a caller sends to any model of the appraisal is never trusted.

    Computes of stored and related fields run as superuser, and so would tell whatever stands behind an id. Here, for
    all models, ids that the caller may not read are refused before anything is computed from them.
    """

    _inherit = "base"

    #: The model looks at the ids itself, before whatever else it asks about the values.
    _asks_ids_first = False

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse ids that the user may not read."""
        if not self._asks_ids_first:
            self._refuse_foreign_ids(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse ids that the user may not read, but for those that the records hold already."""
        if not self._asks_ids_first:
            self._refuse_foreign_ids([vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """Refuse ids that the user may not read, also inside lines and parents."""
        self._refuse_foreign_ids([values], nested=True)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        """Refuse ids from the context that the user may not read, also where a compute asks as superuser."""
        context = self.env.context
        if not self._name.startswith(_OWN) or self.env.uid == SUPERUSER_ID:
            return super().default_get(fields)
        asked = [*(fields if isinstance(fields, Collection) else ()), *PLAIN_IDS.values()]
        given = {name: context[f"default_{name}"] for name in asked if f"default_{name}" in context}
        if given:
            refuse_unreadable(self.sudo(False).browse(), [given])
        defaults = super().default_get(fields)
        if "active_id" in context or "active_ids" in context:
            refuse_unreadable(self.sudo(False).browse(), [defaults])
        return defaults

    # === HELPERS === #

    def _refuse_foreign_ids(self, vals_list, nested=False):
        """Raise when values name records that the user may not read; see :func:`refuse_unreadable`."""
        if self._name.startswith(_OWN) and not self.env.su:
            refuse_unreadable(self, vals_list, nested)

    def _register_hook(self):
        super()._register_hook()
        if self._name.startswith(_OWN):
            door.guard(type(self))

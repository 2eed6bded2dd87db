import functools
from collections.abc import Collection

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import MissingError

from .abstract import door
from .abstract.given_ids import PLAIN_IDS, refuse_unreadable, unseen

#: Models of the appraisal, and columns that it adds to models of Odoo's.
_OWN, _OWN_COLUMN = "perf.", "perf_"


class Base(models.AbstractModel):
    """What a caller sends to any model of the appraisal is never trusted.

    Computes of stored and related fields run as superuser, and so would tell whatever stands behind an id. Here, for
    all models, and for the columns that Odoo's models have from it, ids that the caller may not read are refused before
    anything is computed from them.
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

    @api.readonly
    def read(self, fields=None, load="_classic_read"):
        """Answer for records that are not there as for those that the user may not see."""
        found = super().read(fields, load)
        if len(found) < len(self) and self._name.startswith(_OWN) and not self.env.su:
            raise unseen(self)
        return found

    def onchange(self, values, field_names, fields_spec):
        """Refuse ids that the user may not read, also inside lines and parents."""
        self._refuse_foreign_ids([values], nested=True)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        """Refuse ids from the context that the user may not read, also where a compute asks as superuser."""
        if self.env.uid == SUPERUSER_ID:
            return super().default_get(fields)
        context = self.env.context
        asked = [*(fields if isinstance(fields, Collection) else ()), *PLAIN_IDS.values()]
        given = self._own_values({name: context[f"default_{name}"] for name in asked if f"default_{name}" in context})
        if given:
            refuse_unreadable(self.sudo(False).browse(), [given])
        defaults = super().default_get(fields)
        if "active_id" in context or "active_ids" in context:
            refuse_unreadable(self.sudo(False).browse(), [self._own_values(defaults)])
        return defaults

    # === HELPERS === #

    def _check_access(self, operation):
        """Let nobody have access to what is not there."""
        try:
            return super()._check_access(operation)
        except MissingError:
            present = self.exists()
            if present == self or not self._name.startswith(_OWN):
                raise
        refused, _error = present._check_access(operation) or (present.browse(), None)
        return self - present | refused, functools.partial(unseen, self, operation)

    def _refuse_foreign_ids(self, vals_list, nested=False):
        """Raise when values name records that the user may not read; see :func:`refuse_unreadable`."""
        if not self.env.su and isinstance(vals_list, (list, tuple)):
            refuse_unreadable(self, list(filter(None, map(self._own_values, vals_list))), nested)

    @api.model
    def _own_values(self, vals):
        """Return those of the values that belong to the appraisal: on a model of Odoo's the columns that it adds.

        :param dict vals: values by the names of their fields
        """
        if self._name.startswith(_OWN) or not isinstance(vals, dict):
            return vals
        return {name: value for name, value in vals.items() if isinstance(name, str) and name.startswith(_OWN_COLUMN)}

    def _register_hook(self):
        super()._register_hook()
        if self._name.startswith(_OWN):
            door.guard(type(self))

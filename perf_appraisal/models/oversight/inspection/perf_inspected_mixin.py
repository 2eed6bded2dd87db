from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...abstract.given_ids import unseen

#: Columns of the chatter, written by Odoo itself after its own access check.
_CHATTER = ("message_", "activity_")


class PerfInspectedMixin(models.AbstractModel):
    """Columns of an inspection, and of what belongs to it, are open by its state; the rules say to whom.

    The model has a column ``state``: its own, or that of the document to which it belongs.
    """

    _name = "perf.inspected.mixin"
    _description = "Columns Open by State"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]

    #: Of what is not the user's to see he hears the same, whatever it is.
    _is_secret = True

    #: State in which new records may be made.
    _state_when_made = "draft"

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        names = {name for vals in vals_list for name in vals}
        self._check_open(names - self._given_once, self._state_when_made)

    def _guard_write(self, vals):
        self.check_access("read")  # of what is hidden nothing is told, not even its state
        names = {name for name in vals if not name.startswith(_CHATTER)}
        for record in self.sudo():
            record.sudo(False)._check_open(names, record.state)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Tell the same of what is hidden and of what is not there."""
        if _is_toplevel_call and self and not self.has_access("read"):
            raise unseen(self)
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    @api.model
    def _guarded_names(self):
        """Return the names of the fields that only the model's own code sets: all that a new record is not given."""
        opened = self._open_fields(self._state_when_made) | self._given_once
        return super()._guarded_names() | (self._fields.keys() - opened)

    def _check_open(self, names, state):
        """Raise when a column is not open in a state.

        :param set names: names of the fields to write
        :param str state: the state
        :raise UserError: naming the fields
        """
        if refused := sorted(names - self._open_fields(state)):
            raise UserError(
                self.env._(
                    "%(record)s: %(fields)s cannot be changed now.",
                    record=self.sudo().display_name or self.env["ir.model"]._get(self._name).name,
                    fields=format_list(self.env, [self._field_label(name) for name in refused]),
                ),
            )

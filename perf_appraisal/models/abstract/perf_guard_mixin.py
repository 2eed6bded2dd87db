import math

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ...const import TOKEN_KEY, WRITE_TOKEN
from ...tools import inheritance

#: No score, target or amount comes near it.
_LARGEST = 1e12


def _is_countable(value):
    """Return whether a value given to a field is a finite number of a sensible size."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return False
    return math.isfinite(number) and abs(number) < _LARGEST


class PerfGuardMixin(models.AbstractModel):
    """Refuse what no form, RPC call or superuser may write.

    A model overrides the ``_guard_*`` methods. They run on every ``create``, ``write`` and
    ``unlink`` that does not carry the write token; the token opens one call and is taken out
    of the context before the call goes on, so nothing further down inherits it.
    """

    _name = "perf.guard.mixin"
    _inherit = ["perf.bulk.mixin"]
    _description = "Guarded Columns"
    _asks_ids_first = True

    #: Fields that only the model's own code sets, never a caller's values or defaults. Extensions add theirs.
    _guarded_fields = frozenset()

    #: Columns that are given once, when the record is made: what it belongs to. Extensions add theirs.
    _given_once = frozenset()

    #: Columns that people fill in, by the phase of the document: its state, or what is open beside that (`skipped`).
    #: Everything else is closed. Extensions add theirs.
    _phase_fields = {}

    #: Who has the document in a state, and what whoever wants to change it does: lazy translations.
    _phase_hints = {}

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Check the values, unless the write token opens this call."""
        unlocked, records = self._take_token()
        records = records._without_guarded_defaults()
        records._refuse_odd_numbers(vals_list)
        records._refuse_foreign_ids(vals_list)
        if vals_list and not unlocked:
            records._guard_create(vals_list)
        return super(PerfGuardMixin, records).create(vals_list)

    def write(self, vals):
        """Check the values, unless the write token opens this call."""
        unlocked, records = self._take_token()
        records._refuse_odd_numbers([vals])
        records._refuse_foreign_ids([vals])
        if not unlocked:
            records._guard_write(vals)
        return super(PerfGuardMixin, records).write(vals)

    def copy_data(self, default=None):
        """Leave guarded fields out of a copy, which has a life of its own, unless they are given."""
        left_out = self._guarded_names().difference(default or ())
        return [
            {name: value for name, value in vals.items() if name not in left_out} for vals in super().copy_data(default)
        ]

    def unlink(self):
        """Check the records, unless the write token opens this call."""
        unlocked, records = self._take_token()
        if records and not unlocked:
            records._guard_unlink()
        return super(PerfGuardMixin, records).unlink()

    # === HOOKS === #

    def _guard_create(self, vals_list):
        """Raise when a new record may not be made with these values.

        :param list vals_list: values as given to ``create``
        :raise UserError: when a guarded field is given
        """
        self._refuse_guarded({name for vals in vals_list for name in vals})

    def _guard_write(self, vals):
        """Raise when the records may not take these values.

        :param dict vals: values as given to ``write``
        :raise UserError: when a guarded field is given, or the records would come to belong to something else
        """
        self._refuse_guarded(vals)
        self._refuse_moved(vals)

    def _guard_unlink(self):
        """Raise when the records may not be deleted."""

    def _guard_files(self, files, names):
        """Raise when files that belong to the records may not change.

        :param files: ``ir.attachment`` recordset
        :param names: names of the files' columns to write
        :raise UserError: when the records are sealed
        """

    def _receive_files(self, files):
        """Change files that come to belong to records of this model, or wait to, into what is kept of them.

        :param files: ``ir.attachment`` recordset, as superuser
        """

    # === HELPERS === #

    @api.model
    def _declared(self, name):
        """Return a table that the model, its mixins and its extensions declare, each adding to those before.

        :param str name: name of the class attribute, such as ``_guarded_fields``
        """
        return inheritance.declared(type(self), name)

    @api.model
    def _guarded_names(self):
        """Return the names of the fields that only the model's own code sets."""
        return self._declared("_guarded_fields") | self._score_names()

    @api.model
    def _open_fields(self, *phases):
        """Return the names of the fields that people fill in during a phase; of several, those of each."""
        opened = self._declared("_phase_fields")
        return frozenset().union(*(opened.get(phase, ()) for phase in phases))

    def _phase_message(self, refused, labels):
        """Return why fields cannot be written in the state of the document.

        :param set refused: names of the fields
        :param labels: recordset of the model that has the fields
        """
        known = [labels._field_label(name) for name in sorted(refused) if name in labels._fields]
        return self.env._(
            "%(sheet)s: %(fields)s cannot be changed. %(hint)s",
            sheet=self.display_name,
            fields=format_list(self.env, known),
            hint=self.env._(self._declared("_phase_hints")[self.state]),  # pylint: disable=gettext-variable
        )

    def _unlocked(self):
        """Return the records with the write token for one call."""
        return self.with_context(**{TOKEN_KEY: WRITE_TOKEN})

    def _take_token(self):
        """Return whether the token is there, and the records without it."""
        context = self.env.context
        if TOKEN_KEY not in context:
            return False, self
        unlocked = context[TOKEN_KEY] is WRITE_TOKEN
        return unlocked, self.with_context({key: value for key, value in context.items() if key != TOKEN_KEY})  # pylint: disable=context-overridden

    def _without_guarded_defaults(self):
        """Return the records without ``default_*`` keys of guarded fields in the context."""
        context, guarded = self.env.context, self._guarded_names()
        kept = {
            key: value
            for key, value in context.items()
            if not (key.startswith("default_") and key.removeprefix("default_") in guarded)
        }
        return self if len(kept) == len(context) else self.with_context(kept)  # pylint: disable=context-overridden

    def _refuse_guarded(self, names):
        """Raise when one of the names is a guarded field.

        :param names: iterable of field names
        :raise UserError: naming the fields
        """
        refused = sorted(self._guarded_names().intersection(names))
        if refused:
            raise UserError(
                self.env._(
                    "%(model)s: %(fields)s cannot be set directly. Use the buttons of the form.",
                    model=self.env["ir.model"]._get(self._name).name,
                    fields=format_list(self.env, [self._field_label(name) for name in refused]),
                ),
            )

    def _refuse_moved(self, vals):
        """Raise when the records would come to belong to something else, past what keeps that as it is.

        :param dict vals: values as given to ``write``
        :raise UserError: naming the fields
        """
        records = self.sudo()
        moved = [name for name in sorted(self._given_once.intersection(vals)) if records[name].ids != [vals[name]]]
        if records and moved:
            raise UserError(
                self.env._(
                    "%(record)s: %(fields)s cannot be changed now.",
                    record=records[:1].display_name,
                    fields=format_list(self.env, [self._field_label(name) for name in moved]),
                ),
            )

    def _refuse_odd_numbers(self, vals_list):
        """Raise when one of the values is no number that anybody counts with.

        :param list vals_list: values as given to ``create``
        :raise ValidationError: naming the field
        """
        for vals in vals_list:
            for name, value in vals.items():
                if value and name in self._fields and self._fields[name].type == "float" and not _is_countable(value):
                    raise ValidationError(self.env._("%s: enter a plain number.", self._field_label(name)))

    def _field_label(self, name):
        """Return the field's label in the user's language."""
        return self.fields_get([name], ["string"]).get(name, {}).get("string", name)

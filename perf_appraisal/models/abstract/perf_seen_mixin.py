import hashlib

from odoo import fields, models
from odoo.exceptions import UserError


class PerfSeenMixin(models.AbstractModel):
    """Two people in one form: what somebody else saved meanwhile is told, never overwritten.

    A form reads ``seen``, a mark of what people fill in on the record, and sends it back with what it saves. A caller
    that sends none is not asked.
    """

    _name = "perf.seen.mixin"
    _description = "As Seen in a Form"

    #: It changes with what somebody else is still deciding.
    _unfinished_fields = {"seen": lambda record: False}

    #: Columns that tell for themselves, such as lines with marks of their own.
    _seen_apart = frozenset()

    seen = fields.Char(compute="_compute_seen", compute_sudo=True, help="What stood there when the form was read.")

    # === COMPUTE METHODS === #

    def _compute_seen(self):
        for record in self:
            record.seen = record._origin._mark() if record._origin else False

    # === CRUD METHODS === #

    def write(self, vals):
        """Refuse to overwrite what somebody changed since the form was read.

        :raise UserError: naming the record and who changed it
        """
        if "seen" not in vals:
            return super().write(vals)
        vals = dict(vals)
        seen = vals.pop("seen")
        if changed := self.filtered(lambda record: seen and record.sudo()._mark() != seen):
            changed.check_access("read")  # of what is not his to read he hears nothing
            message = changed[0]._changed_message()
            self._guard_write(vals)  # where it has moved on altogether, that is told
            raise UserError(message)
        self.invalidate_recordset(["seen"])
        return super().write(vals) if vals else True

    # === HELPERS === #

    def _mark(self):
        """Return a short mark of what people have filled in on the record."""
        return hashlib.sha256(repr(self._filled_in()).encode()).hexdigest()[:16]

    def _filled_in(self):
        """Return what people have filled in on the record, as plain values; of its own records theirs."""
        values = [self.id]
        for name in sorted(self._open_fields(*self._declared("_phase_fields")) - self._seen_apart):
            value = self[name]
            if self._fields[name].type == "one2many":
                value = [record._filled_in() for record in value]
            values.append(value.ids if isinstance(value, models.BaseModel) else value)
        return values

    def _changed_message(self):
        """Return who changed the record meanwhile, and what to do."""
        record = self.sudo()
        return self.env._(
            "“%(record)s” was changed meanwhile by %(name)s, and nothing of yours was saved. What you entered is still "
            "in the form: note it, discard it to see what stands there now, and enter it anew where it is still right.",
            record=record.display_name,
            name=record.write_uid.name,
        )

from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from .notices import notice
from .perf_rights_mixin import FEW


class Step(NamedTuple):
    """An action that moves documents on, and what it leaves on them."""

    #: {state before: state after}
    moves: dict = {}

    #: Name of the right by which it is done; none: who may write the record.
    right: str = ""

    #: ``confirmed`` signs ``confirmed_by_id``, ``confirmed_on`` and ``confirmed_for_id`` (in whose place), those of
    #: them that the model has.
    signs: str = ""

    #: Signatures that the step takes back.
    undoes: tuple = ()

    #: Further columns that it empties.
    empties: tuple = ()

    #: The column that takes the written reason; a step that names one needs a reason.
    reason: str = ""

    #: Title of the dialog that asks for the reason, and what happens when it is confirmed: lazy translations.
    title: Any = ""
    hint: Any = ""


class PerfStateMixin(models.AbstractModel):
    """Move documents through one table of transitions.

    A model declares ``_transitions``; the guard, the buttons (``can_<action>``) and the actions
    all read it. Permission is a matter of record rules and rights first, of ``_refuse_<action>`` for
    what no right can say.
    """

    _name = "perf.state.mixin"
    _inherit = ["perf.guard.mixin", "perf.lock.mixin", "perf.rights.mixin"]
    _description = "State Machine"

    _guarded_fields = frozenset({"state"})

    #: States in which nothing that was written about a document changes any more. Extensions add theirs.
    _sealed_states = frozenset()

    #: action → :class:`Step`. Extensions add theirs.
    _transitions = {}

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        """Tell for every declared ``can_<action>`` whether the user may do it now."""
        saved = self.filtered("id") if all(self.ids) else self._origin
        for action, step in self._declared("_transitions").items():
            name = action.replace("action_", "can_", 1)
            if name not in self._fields:
                continue
            ready = saved.filtered(lambda record, moves=step.moves: record.state in moves)
            allowed = set(ready.ids) - set(ready._refusals(action)) if ready else set()
            for record in self:
                record[name] = record._origin.id in allowed

    # === ACTION METHODS === #

    def action_ask_reason(self):
        """Open the dialog that asks for the reason of the action named in the context.

        :return: an action dictionary
        :raise UserError: when the action is unknown or takes no reason
        """
        action = self.env.context.get("perf_action")
        if not self._takes_reason(action):
            raise UserError(self.env._("This action takes no reason."))
        return {
            "type": "ir.actions.act_window",
            "name": self._reason_words(action)[0],
            "res_model": "perf.reason.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_states": {str(record.id): record.state for record in self},
                "default_action": action,
            },
        }

    # === BUSINESS METHODS === #

    def _transition(self, action, reason=None, *, follows=False, each=None, **values):
        """Do one action on all records, or on none: the only door for a state.

        Idempotent: records that are already where the action leads are left alone.

        :param str action: a key of ``_transitions``
        :param str reason: why, for the actions that need one
        :param bool follows: the action follows from what happened to another document, whoever did that: nobody's
            rights are asked, and records in other states are left alone
        :param each: method that gives every record plain values of its own, in stored columns that no compute depends
            on: called with the locked records, it returns names of fields and tuples ``(id, value, …)``
        :param values: further plain values, the same for all
        :return: the records that were moved
        :raise UserError: naming every record that may not be moved, and why
        """
        step = self._declared("_transitions")[action]
        if step.reason and not (reason or "").strip():
            raise UserError(self.env._("Write down the reason first."))
        if not follows:
            self._check_readable()
        self._lock_states()
        ready = self.filtered(lambda record: record.state in step.moves)
        if not follows:
            self._check_movable(action, ready)
        if ready:
            ready._write_step(action, {**self._step_values(step, reason), **values}, each)
            ready._after_transition(action)
        return ready

    def _act_once(self, action, reason, states):
        """Do an action with a reason on the records that are still where its dialog was opened.

        :param str action: an action that needs a reason
        :param str reason: why
        :param dict states: state of each record, by id, when the dialog was opened
        :return: the records on which it was done; those that it has moved already are left alone
        :raise UserError: naming a record that something else moved meanwhile
        """
        self._check_readable()
        self._lock_states()
        moves = self._declared("_transitions")[action].moves
        waiting = self.filtered(lambda record: record.state == states.get(record.id, record.state))
        for record in self - waiting:
            if record.state != moves.get(states[record.id]):
                raise UserError(
                    self.env._(
                        "%s has moved on meanwhile. Open it again and see whether this is still right.",
                        record.display_name,
                    ),
                )
        if waiting:
            getattr(waiting, action)(reason=reason)
        return waiting

    # === HOOKS === #

    def _after_transition(self, action):
        """Do what follows on the records that were just moved.

        :param str action: a key of ``_transitions``
        """

    def _in_whose_place(self, action):
        """Return in whose place the user acts on records that are about to be moved.

        :param str action: a key of ``_transitions`` that signs
        :return: ``{record: absent employee}``, without those where the user acts in his own right
        """
        right = self._declared("_transitions")[action].right
        return self._in_place_of(right) if right else {}

    @api.model
    def _done_words(self, action, count, **facts):  # pylint: disable=unused-argument
        """Return what a notification says after an action on several records, or nothing.

        :param str action: a key of ``_transitions``
        :param int count: how many records were moved
        :param facts: further numbers that the action tells
        """
        return ""

    def _refusals(self, action):
        """Return why the user may not do the action, by record id.

        :param str action: a key of ``_transitions``
        :return: ``{id: sentence}``, empty when all may be moved
        """
        if check := getattr(self, action.replace("action_", "_refuse_", 1), None):
            return check()
        right = self._declared("_transitions")[action].right
        return self._refuse_without(right) if right else self._refuse_unwritable()

    def _refuse_unwritable(self):
        """Return a sentence for every record that the rules do not let the user write."""
        blocked = self - self._filtered_access("write")
        return dict.fromkeys(blocked.ids, self.env._("it is not waiting for you"))

    # === HELPERS === #

    @api.model
    def _takes_reason(self, action):
        """Return whether an action needs a written reason."""
        step = self._declared("_transitions").get(action)
        return bool(step and step.reason)

    @api.model
    def _reason_words(self, action):
        """Return how the dialog that asks for the reason of an action is called, and what happens then."""
        step = self._declared("_transitions")[action]
        return self.env._(step.title), self.env._(step.hint)  # pylint: disable=gettext-variable

    @api.model
    def _guarded_names(self):
        """Return the names of the fields that only the model's own code sets: those that its steps write, too."""
        names = set(super()._guarded_names())
        for step in self._declared("_transitions").values():
            names.update(self._signature(step.signs), filter(None, (*step.empties, step.reason)))
        return names

    @api.model
    def _signature(self, name):
        """Return the columns that keep who, when and in whose place.

        :param str name: as in :class:`Step`
        """
        return [column for column in (f"{name}_by_id", f"{name}_on", f"{name}_for_id") if column in self._fields]

    def _step_values(self, step, reason):
        """Return what a step writes on every record: signature, reason, and what it empties.

        :param step: :class:`Step`
        :param str reason: why
        """
        emptied = [*step.empties, *(column for name in step.undoes for column in self._signature(name))]
        values = dict.fromkeys([*emptied, *self._signature(step.signs)], False)
        signed = {f"{step.signs}_by_id": self.env.uid, f"{step.signs}_on": fields.Datetime.now()}
        values.update({column: value for column, value in signed.items() if column in values})
        if step.reason:
            values[step.reason] = reason
        return values

    def _tell_done(self, action, done, **facts):
        """Return what an action answers: of several records, a notification that tells how many were moved.

        :param str action: a key of ``_transitions``
        :param done: the records that were moved
        :param facts: further numbers, as for :meth:`_done_words`
        :return: an action dictionary that reloads the list, or true
        """
        message = "" if len(self) == 1 else self._done_words(action, len(done), **facts)
        return notice(message) if message else True

    def _check_movable(self, action, ready):
        """Raise unless the user may do an action on all records that are not there yet.

        :param str action: a key of ``_transitions``
        :param ready: those of the records whose state allows it
        :raise UserError: naming every record that may not be moved, and why
        """
        targets = self._declared("_transitions")[action].moves.values()
        strays = (self - ready).filtered(lambda record: record.state not in targets)
        refusals = ready._refusals(action) if ready else {}
        refusals.update({record.id: self._stray_reason(record) for record in strays})
        if refusals:
            raise UserError(self._refusal_message(refusals))

    def _write_step(self, action, values, each):
        """Write what an action leaves on the records, once for all that get the same.

        :param str action: a key of ``_transitions``
        :param dict values: the same for all
        :param each: as in :meth:`_transition`
        """
        step = self._declared("_transitions")[action]
        place = f"{step.signs}_for_id"
        own = {record.id: {"state": step.moves[record.state]} for record in self}
        if place in values:
            values = {name: value for name, value in values.items() if name != place}
            absent = {record.id: employee.id for record, employee in self._in_whose_place(action).items()}
            for record_id, signed in own.items():
                signed[place] = absent.get(record_id)
        if each:
            self._write_each(own, values, *each(self))
            return
        for signed, records in self.grouped(lambda record: tuple(own[record.id].items())).items():
            records.sudo()._unlocked().write({**values, **dict(signed)})

    def _write_each(self, own, values, names, rows):
        """Write plain values on the records in one statement.

        :param dict own: ``{id: {"state": …}}``, the values of the step that differ
        :param dict values: the same for all
        :param names: names of the fields that get values of their own
        :param rows: tuples ``(id, value, …)`` in the order of ``names``
        """
        shared = {name: self._fields[name].convert_to_column_insert(value, self) for name, value in values.items()}
        signed = [name for name in next(iter(own.values())) if name != "state"]
        rows = [(row[0], *own[row[0]].values(), *shared.values(), *row[1:]) for row in rows]
        self.sudo()._bulk_update(["state", *signed, *shared, *names], rows)
        self.env.invalidate_all()  # what is computed from the state, here and on lines

    def _check_readable(self):
        """Raise a plain AccessError for records of other people; the rules are asked for many by one query."""
        if len(self) > FEW and self.with_context(active_test=False).search_count([("id", "in", self.ids)]) == len(self):
            return
        self.check_access("read")

    def _state_label(self):
        """Return the label of the record's state in the user's language."""
        return dict(self._fields["state"]._description_selection(self.env)).get(self.state, self.state)

    def _stray_reason(self, record):
        """Return the sentence for a record whose state does not allow the action."""
        return self.env._("its state is “%s”", record._state_label())

    def _refusal_message(self, refusals):
        """Return one message that names every refused record and why."""
        records = self.browse(refusals).sudo()
        lines = [
            self.env._("• %(record)s: %(reason)s", record=record.display_name, reason=refusals[record.id])
            for record in records[:20]
        ]
        if len(records) > 20:
            lines.append(self.env._("… and %s more", len(records) - 20))
        return self.env._("Nothing was changed, because:") + "\n" + "\n".join(lines)

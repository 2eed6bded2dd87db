from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PerfStateMixin(models.AbstractModel):
    """Move documents through one table of transitions.

    A model declares ``_transitions``; the guard, the buttons (``can_<action>``) and the actions
    all read it. Permission is a matter of record rules first, of ``_refuse_<action>`` for what no
    rule can say.
    """

    _name = "perf.state.mixin"
    _inherit = ["perf.guard.mixin"]
    _description = "State Machine"

    _guarded_fields = frozenset({"state"})

    #: action → {state before: state after}
    _transitions = {}

    #: Actions that need a written reason.
    _reason_actions = frozenset()

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        """Tell for every declared ``can_<action>`` whether the user may do it now."""
        saved = self.filtered("id") if all(self.ids) else self._origin
        for action, moves in self._declared("_transitions").items():
            name = action.replace("action_", "can_", 1)
            if name not in self._fields:
                continue
            ready = saved.filtered(lambda record, moves=moves: record.state in moves)
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
            "name": self.env["perf.reason.wizard"]._title(action),
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

    def _transition(self, action, reason=None, **values):
        """Do one action on all records, or on none.

        Idempotent: records that are already where the action leads are left alone.

        :param str action: a key of ``_transitions``
        :param str reason: why, for the actions that need one
        :param values: further plain values written with the new state
        :return: the records that were moved
        :raise UserError: naming every record that may not be moved, and why
        """
        moves = self._declared("_transitions")[action]
        if self._takes_reason(action) and not (reason or "").strip():
            raise UserError(self.env._("Write down the reason first."))
        self._check_readable()
        self._lock_states()
        ready = self.filtered(lambda record: record.state in moves)
        strays = (self - ready).filtered(lambda record: record.state not in moves.values())
        refusals = ready._refusals(action) if ready else {}
        refusals.update({record.id: self._stray_reason(record) for record in strays})
        if refusals:
            raise UserError(self._refusal_message(refusals))
        for target, records in ready.grouped(lambda record: moves[record.state]).items():
            records.sudo()._unlocked().write({"state": target, **values})
        return ready

    def _act_once(self, action, reason, states):
        """Do an action with a reason on the records that are still where its dialog was opened.

        :param str action: one of ``_reason_actions``
        :param str reason: why
        :param dict states: state of each record, by id, when the dialog was opened
        :return: the records on which it was done; those that it has moved already are left alone
        :raise UserError: naming a record that something else moved meanwhile
        """
        self._check_readable()
        self._lock_states()
        waiting = self.filtered(lambda record: record.state == states.get(record.id, record.state))
        for record in self - waiting:
            if record.state != self._declared("_transitions")[action].get(states[record.id]):
                raise UserError(
                    self.env._(
                        "%s has moved on meanwhile. Open it again and see whether this is still right.",
                        record.display_name,
                    ),
                )
        if waiting:
            getattr(waiting, action)(reason=reason)
        return waiting

    def _follow(self, action, **values):
        """Do an action that follows from what happened to another document, whoever did that.

        Records in other states are left alone.

        :param str action: a key of ``_transitions``
        :param values: further plain values written with the new state
        :return: the records that were moved
        """
        moves = self._declared("_transitions")[action]
        self._lock_states()
        ready = self.filtered(lambda record: record.state in moves)
        for target, records in ready.grouped(lambda record: moves[record.state]).items():
            records.sudo()._unlocked().write({"state": target, **values})
        return ready

    def _transition_many(self, action, names, rows):
        """Do one action on very many records in one statement; each gets plain values of its own with the new state.

        The caller has locked the records, which all are where the action begins.

        :param str action: a key of ``_transitions`` with one target
        :param list names: names of further stored fields
        :param list rows: tuples ``(id, value, …)`` in the order of ``names``
        :raise UserError: naming every record that may not be moved, and why
        """
        [target] = set(self._declared("_transitions")[action].values())
        if refusals := self._refusals(action):
            raise UserError(self._refusal_message(refusals))
        self.sudo()._bulk_update(["state", *names], [(row[0], target, *row[1:]) for row in rows])

    # === HOOKS === #

    def _refusals(self, action):
        """Return why the user may not do the action, by record id.

        :param str action: a key of ``_transitions``
        :return: ``{id: sentence}``, empty when all may be moved
        """
        check = getattr(self, action.replace("action_", "_refuse_", 1), None)
        return check() if check else self._refuse_unwritable()

    def _refuse_unwritable(self):
        """Return a sentence for every record that the rules do not let the user write."""
        blocked = self - self._filtered_access("write")
        return {record.id: record._why_unwritable() for record in blocked.sudo()}

    def _why_unwritable(self):
        """Return why the user cannot write this record now."""
        return self.env._("it is not waiting for you")

    # === HELPERS === #

    @api.model
    def _takes_reason(self, action):
        """Return whether an action needs a written reason."""
        return action in self._declared("_reason_actions")

    def _check_readable(self):
        """Raise a plain AccessError for records of other people."""
        self.check_access("read")

    def _lock_states(self):
        """Lock the rows, so that two users who press at once are settled one after the other."""
        if not self.ids:
            return
        self.flush_recordset(["state"])
        self._lock_rows(self._table, "id")
        self.invalidate_recordset(["state"])

    def _lock_rows(self, table, column):
        """Lock rows of a table in the order of their ids.

        :param str table: name of the table
        :param str column: its column that holds the ids of the records
        """
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE %s = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(table),
                SQL.identifier(column),
                list(self.ids),
            ),
            log_exceptions=False,  # a collision is no error: the whole call is repeated and finds the new state
        )

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

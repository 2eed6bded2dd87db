from odoo import models
from odoo.tools import SQL


class PerfLockMixin(models.AbstractModel):
    """Lock rows before they are written, so that two who press at once are settled one after the other.

    Whoever comes second finds the rows changed under his feet, and his request is run again.
    """

    _name = "perf.lock.mixin"
    _description = "Row Locks"

    # === BUSINESS METHODS - RACES === #

    def _lock_once(self):
        """Lock the records before one of their columns is written, once in a transaction."""
        locked = self.env.cr.precommit.data.setdefault(f"{self._table}_locked", set())
        if fresh := set(self.ids) - locked:
            self.browse(fresh)._lock_above()
            self.browse(fresh)._lock_rows(self._table, "id")
            locked |= fresh

    def _lock_states(self):
        """Lock the records, and read their state, before it is changed."""
        self._lock_once()
        self.invalidate_recordset(["state"])
        self.sudo().fetch(["state"])  # who may read them was asked: the rules would be asked again for the one column

    def _collide(self):
        """Mark the records as changed without changing them: of two who add to them at once, the second is run again.

        A row lock alone would let the second go on and not see what the first has added.
        """
        self.env.cr.execute(
            SQL("UPDATE %s SET write_date = write_date WHERE id = ANY(%s)", SQL.identifier(self._table), self.ids),
            log_exceptions=False,  # a collision is no error: the whole call is repeated and finds what was added
        )

    # === HOOKS === #

    def _lock_above(self):
        """Lock first what must not be closed meanwhile."""

    # === HELPERS === #

    def _share_periods(self):
        """Keep the periods as they are until the records are written; any number of users may hold them at once.

        Whoever closes a period waits for those who write in it, and they find it closed when they come second.
        """
        self.env.cr.execute(
            SQL(
                "SELECT id FROM perf_period WHERE id IN (SELECT period_id FROM %s WHERE id = ANY(%s)) "
                "ORDER BY id FOR SHARE",
                SQL.identifier(self._table),
                self.ids,
            ),
            log_exceptions=False,  # a collision is no error: the whole call is repeated and finds the new state
        )

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

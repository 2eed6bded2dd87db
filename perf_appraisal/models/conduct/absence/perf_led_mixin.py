from odoo import models
from odoo.tools import SQL

from ...abstract.rights import Right
from .perf_leadership import LED


class PerfLedMixin(models.AbstractModel):
    """A document of a unit knows who led the unit while it was written: then as today, it is his own matter.

    Rule: whoever headed, deputised or coordinated the unit at any time between the moment when the document was made
    and the one when it was signed last decides on it no more than who does today. The model has a column ``unit_id``.
    """

    _name = "perf.led.mixin"
    _inherit = ["perf.rights.mixin"]
    _description = "Who Led the Unit Then"

    _rights = {"led_then": Right(rows="_rows_led_then")}

    #: Columns that keep when the document was signed, the last signature first.
    _led_until: tuple[str, ...] = ()

    # === BUSINESS METHODS - RIGHTS === #

    def _rows_led_then(self):
        """Return who led the unit while the document was written; see ``Right.rows``."""
        return self._rows_led(SQL.identifier("d", "unit_id"))

    def _rows_led(self, unit, join=None):
        """Return who led a unit while the document ``d`` was written; see ``Right.rows``.

        :param SQL unit: id of the unit
        :param SQL join: the table where it stands, when it is another one
        """
        return SQL(
            """
            SELECT DISTINCT d.id, l.user_id, NULL::int4 AS absent_id
              FROM %s d %s
              JOIN %s l ON l.unit_id = %s
               AND COALESCE(l.date_from, '-infinity') < COALESCE(%s)
               AND COALESCE(l.date_to, 'infinity') > d.create_date
            """,
            SQL.identifier(self._table),
            join or SQL(),
            LED,
            unit,
            SQL(", ").join(SQL.identifier("d", name) for name in self._led_until),
            to_flush=[
                *(self._fields[name] for name in ("unit_id", *self._led_until)),
                self.env["hr.employee"]._fields["user_id"],
            ],
        )

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field
from ...conduct.absence.perf_leadership import LED

_lt = LazyTranslate(__name__)

#: The unit knows of it: it was issued, or announced when it was planned.
_OPEN = Domain("state", "in", ("issued", "closed")) | (
    Domain("method", "=", "announced") & Domain("planned_on", "!=", False)
)

#: The unit knows what was found.
_TOLD = Domain("state", "in", ("issued", "closed"))

#: Who led the inspected unit or worked in it, in person or on loan, at any time in the period.
_ROWS_THEN = """
        SELECT i.id, l.user_id, NULL::int4 AS absent_id
          FROM perf_inspection i
          JOIN perf_period p ON p.id = i.period_id
          JOIN %s l ON l.unit_id = i.unit_id
           AND COALESCE(l.date_from, '-infinity') < p.date_end + 1
           AND COALESCE(l.date_to, 'infinity') >= p.date_start
         UNION
        SELECT i.id, e.user_id, NULL::int4
          FROM perf_inspection i
          JOIN perf_period p ON p.id = i.period_id
          JOIN hr_department d ON d.perf_unit_id = i.unit_id
          JOIN hr_version v ON v.department_id = d.id AND v.active
          JOIN hr_employee e ON e.id = v.employee_id AND e.user_id IS NOT NULL
         WHERE (v.date_version <= p.date_end
                OR NOT EXISTS (SELECT 1 FROM hr_version w
                                WHERE w.employee_id = v.employee_id AND w.active
                                  AND w.date_version < v.date_version))
           AND NOT EXISTS (SELECT 1 FROM hr_version w
                            WHERE w.employee_id = v.employee_id AND w.active
                              AND w.date_version > v.date_version AND w.date_version <= p.date_start)
         UNION
        SELECT i.id, e.user_id, NULL::int4
          FROM perf_inspection i
          JOIN perf_period p ON p.id = i.period_id
          JOIN hr_department d ON d.perf_unit_id = i.unit_id
          JOIN hr_employee e ON e.perf_host_unit_id = d.id AND e.user_id IS NOT NULL
           AND COALESCE(e.perf_host_from, '-infinity') <= p.date_end
           AND COALESCE(e.perf_host_to, 'infinity') >= p.date_start
"""

_INSPECTORS = Way("inspector_ids.user_id")

_PREPARING = _INSPECTORS._replace(when=Domain("state", "=", "draft"))


class PerfInspection(models.Model):
    """Who may know of an inspection, and who inspects.

    Rule: nobody inspects a unit of his own, and nobody of it knows of an inspection before it is issued, or announced.
    A unit is one's own who heads, deputises or coordinates it, stands in for its head, or works in it; and who did so
    at any time in the period.
    """

    _inherit = "perf.inspection"

    _rights = {
        "then": Right(rows="_rows_then"),
        "own": Right(
            ways=(Way("unit_id", "own"), Way("unit_id", "work_in"), Way(right="then")),
            refusal=_lt("it is a unit of your own, or was during the period; somebody else inspects it"),
        ),
        # what a global rule lets through: of one's own unit only what is open, and that to read
        "touch": Right(ways=(Way(),), never=("own",)),
        "know": Right(ways=(Way(when=_OPEN), Way(right="touch"))),
        "know_findings": Right(ways=(Way(when=_TOLD), Way(right="touch"))),
        # whose turn it is
        "inspect": Right(ways=(_INSPECTORS,), never=("own",), refusal=_lt("its inspectors do this")),
        "see": Right(ways=(Way("unit_id", "lead", when=_OPEN), _INSPECTORS, OFFICE, AUDITOR)),
        "see_findings": Right(ways=(Way("unit_id", "lead", when=_TOLD), _INSPECTORS, OFFICE, AUDITOR)),
        "prepare": Right(
            ways=(OFFICE, _INSPECTORS),
            states=("draft", "planned"),
            never=("own",),
            refusal=_lt("the Performance Office and its inspectors plan it"),
        ),
        # whoever goes cannot leave out what he was sent to look at
        "arrange": Right(
            ways=(OFFICE, _PREPARING),
            states=("draft", "planned"),
            never=("own",),
            refusal=_lt("once it is planned, only the Performance Office changes what is looked at"),
        ),
        "check": Right(
            ways=(_INSPECTORS,),
            states=("planned", "ongoing"),
            never=("own",),
            refusal=_lt("its inspectors do this"),
        ),
        "write": Right(ways=(Way(right="prepare"), Way(right="check")), refusal=_lt("it is not waiting for you")),
        "cancel": Right(
            ways=(OFFICE,),
            states=("draft", "planned", "ongoing"),
            never=("own",),
            refusal=_lt("the Performance Office cancels it"),
        ),
        "close": Right(
            ways=(OFFICE, _INSPECTORS),
            states=("issued",),
            never=("own",),
            refusal=_lt("the Performance Office and its inspectors close it"),
        ),
        "attach": Right(ways=(_INSPECTORS, OFFICE)),
        # an announced check stands in the unit's list of what to do
        "await": Right(
            ways=(Way("unit_id", "run"),),
            when=Domain("method", "=", "announced"),
            states=("planned",),
        ),
    }

    i_prepare = right_field("prepare", "state")
    i_arrange = right_field("arrange", "state")
    i_check = right_field("check", "state", string="I Inspect It")
    i_await = right_field("await", "state")
    i_close = right_field("close", "state")

    # === BUSINESS METHODS - RIGHTS === #

    def _rows_then(self):
        """Return who led the unit or worked in it at any time in the period; see ``Right.rows``.

        Whoever has left during the period is as much of the unit as who is there today.
        """
        return SQL(
            _ROWS_THEN,
            LED,
            to_flush=[
                *(self._fields[name] for name in ("unit_id", "period_id")),
                *(self.env["hr.employee"]._fields[name] for name in ("user_id", "perf_host_unit_id")),
                *(self.env["hr.version"]._fields[name] for name in ("department_id", "date_version")),
                self.env["hr.department"]._fields["perf_unit_id"],
            ],
        )

    def _check_arranges(self):
        """Raise unless the user may change what is looked at.

        :raise UserError: naming who may
        """
        if refused := self._refuse_without("arrange"):
            raise UserError(self._refusal_message(refused))

    # === BUSINESS METHODS - RECUSAL === #

    def _refuse_own_inspectors(self):
        """Return why inspectors may not inspect: ``{id: sentence}``, naming everybody whose own unit it is."""
        accounts = self.sudo().inspector_ids.user_id
        if not accounts:
            return {}
        barred = {}
        for holder in self._holders(["own"], Domain("id", "in", self.ids), accounts.ids):
            barred.setdefault(holder.record_id, set()).add(holder.user_id)
        people = {
            inspection: inspection.inspector_ids.filtered(
                lambda person, users=barred[inspection.id]: person.user_id.id in users
            )
            for inspection in self.sudo().filtered(lambda inspection: inspection.id in barred)
        }
        return {
            inspection.id: self.env._(
                "nobody inspects a unit of his own, or one that was his own during the period: %s",
                inspection._named_people(found),
            )
            for inspection, found in people.items()
            if found
        }

    def _refuse_writing(self):
        return self._refuse_without("write")

    def _refuse_unwritable(self):
        return self._refuse_without("write")

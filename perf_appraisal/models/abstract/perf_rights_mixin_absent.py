from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from .rights import ABSENT, IN_PERSON


class PerfRightsMixin(models.AbstractModel):
    """Whoever acts in the place of others may do no more than they: what bars them bars him.

    Rule: on the way of a stand-in nobody acts on a record on which anybody for whom he stands in is barred, as from his
    own matter or from what he has filled in or reviewed. What he may do in person stays.
    """

    _inherit = "perf.rights.mixin"

    # === HOOKS === #

    @api.model
    def _acts_for_anybody(self):
        """Return whether the user acts in anybody's place today: nearly nobody does, and nothing more is asked then."""
        return False

    @api.model
    def _absent_accounts(self):
        """Return the domain of the accounts in whose place the user acts today."""
        return Domain.FALSE

    @api.model
    def _acting_rows(self):
        """Return who acts today in whose place: ``SELECT user_id, absent_user_id`` of accounts."""
        return SQL("SELECT NULL::int4 AS user_id, NULL::int4 AS absent_user_id WHERE FALSE")

    # === HELPERS === #

    @api.model
    def _unbarred_domain(self, name):
        """Return the domain of the records on which no absent person bars the user, or that need none to be absent.

        It is put together for the few who act for anybody only, when it is evaluated: rules may be kept.

        :param str name: name of the right
        """
        uid = self.env.uid

        def asked(records):
            records = records.with_user(uid).sudo().with_context(active_test=False)
            if not records._acts_for_anybody():
                return records, Domain.TRUE
            barred = Domain.OR(records._right_domain(never, ABSENT) for never in records._right(name).never)
            return records, records._right_domain(name, IN_PERSON) | ~barred

        def to_sql(records, alias, query):
            records, domain = asked(records)
            return domain.optimize_full(records)._to_sql(records, alias, query)

        def holds(record):
            record, domain = asked(record)
            return bool(record.filtered_domain(domain))

        return Domain.custom(to_sql=to_sql, predicate=holds)

    @api.model
    @ormcache("name")
    def _bars_absent(self, name):
        """Return whether a right is had in the place of absent people, who may be barred from it.

        :param str name: name of the right
        """
        right = self._right(name)
        barred = any(not self._right(never).of_nobody for never in right.never)
        return barred and any(self._leads_to_absent(way) for way in right.ways)

    @api.model
    def _leads_to_absent(self, way):
        """Return whether accounts come by a way to a right in the place of absent people."""
        if not way.right:
            return False
        model = self._path_model(way.path)
        right = model._right(way.right)
        return bool(right.absent) or any(model._leads_to_absent(further) for further in right.ways)

"""How a right is declared; see ``perf.rights.mixin``."""

import operator
from typing import NamedTuple

from odoo import api, fields
from odoo.fields import Domain
from odoo.tools import SQL

#: How a day is compared, in Python and in SQL.
_COMPARISONS = {
    "<": (operator.lt, SQL("<")),
    "<=": (operator.le, SQL("<=")),
    ">": (operator.gt, SQL(">")),
    ">=": (operator.ge, SQL(">=")),
}


class Way(NamedTuple):
    """A way by which accounts come to a right on a record. Without path, right and group it is everybody's.

    - ``path``: fields from the record to accounts, or, with ``right``, to records that have that right themselves;
      with ``right`` alone it is another right of the same record
    - ``right``: name of a right of the model where the path ends
    - ``group``: external id of a group; all its accounts in the record's company
    - ``when``: domain of the records for which the way is open; it says nothing about the user
    """

    path: str = ""
    right: str = ""
    group: str = ""
    when: object = Domain.TRUE


#: Whose right is asked for: the user's, also in the place of others; what he has in person only; or that of anybody in
#: whose place he acts today.
USER, IN_PERSON, ABSENT = "user", "in_person", "absent"

#: Ways of those who see or keep everything of the allowed companies.
OFFICE = Way(group="perf_appraisal.group_perf_office")
AUDITOR = Way(group="perf_appraisal.group_perf_auditor")


class Right(NamedTuple):
    """A right on the records of a model: who has it, and when.

    - ``ways``: by which accounts come to it, any of them
    - ``states``: states in which it holds, all when empty
    - ``when``: further domain of the records on which it holds; it says nothing about the user
    - ``never``: names of rights whose holders are left out, as those whose own matter it is; the first that applies
      tells why. Whoever acts in the place of such a holder is left out as well, save where he has the right in person
    - ``absent``: column of the employee in whose place its holders act
    - ``rows``: method that returns, instead of ways, ``SELECT id, user_id, absent_id`` of all records and accounts
    - ``refusal``: sentence for those who do not have it
    """

    ways: tuple = ()
    states: tuple = ()
    when: object = Domain.TRUE
    never: tuple = ()
    absent: str = ""
    rows: str = ""
    refusal: object = ""

    @property
    def of_nobody(self):
        """Return whether it says something about the record only, as that its period is closed."""
        personal = self.never or any(way.path or way.right or way.group for way in self.ways)
        return bool(self.ways) and not personal


class Holder(NamedTuple):
    """An account that has a right on a record, and the employee in whose place, none in its own right."""

    right: str
    record_id: int
    user_id: int
    absent_id: int


def compared_with_today(name, comparison):
    """Return the domain of the records whose day lies before or after today, as it is in their company's time zone.

    Today is asked when the domain is evaluated: rules may be kept as long as Odoo likes.

    :param str name: name of a date column; the model has a column ``company_id``
    :param str comparison: ``<``, ``<=``, ``>`` or ``>=``
    """

    compare, sign = _COMPARISONS[comparison]

    def to_sql(records, alias, query):
        day = records._field_to_sql(alias, name, query)
        today = records.env["res.company"]._perf_today_sql(records._field_to_sql(alias, "company_id", query))
        return SQL("%s %s %s", day, sign, today)

    def holds(record):
        return bool(record[name]) and compare(record[name], record.company_id._perf_today())

    return Domain.custom(to_sql=to_sql, predicate=holds)


def _one_of(query):
    """Return the domain of the records of a query, which is asked once, and before all else: they are mostly few.

    :param query: of ids, as ``_search`` returns it
    """

    def to_sql(records, alias, outer):
        return SQL("%s = ANY(ARRAY%s)", records._field_to_sql(alias, "id", outer), query.subselect())

    return Domain.custom(to_sql=to_sql)


def right_field(right, *depends, string=None, prefix=""):
    """Return the boolean field ``i_<right>``, which tells whether the user has a right, and can be searched.

    :param str right: name of the right
    :param str depends: columns with which the answer changes
    :param str string: the label; without one it is made of the field's name
    :param str prefix: what stands before the field's name, on models of other modules
    """

    def compute(records):
        holding = records._holding(right)
        for record in records:
            record[f"{prefix}i_{right}"] = record in holding

    def search(records, comparison, value):
        if comparison != "in":
            return NotImplemented
        if len(set(map(bool, value))) != 1:
            return Domain(bool(value))  # both, or neither
        domain = records._right_domain(right)
        if not records.env.su:  # a right does not depend on what else the user may read
            found = records.sudo().with_context(active_test=False)._search(domain)
            domain = _one_of(found) if True in value else Domain("id", "in", found)
        return domain if True in value else ~domain

    return fields.Boolean(
        **({"string": string} if string else {}),
        compute=api.depends(*depends)(api.depends_context("uid")(compute)),
        search=search,
    )

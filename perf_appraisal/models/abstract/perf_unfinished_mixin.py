from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import inheritance


def _words(order):
    """Return the words of an order, as ``review_score:sum desc, id``."""
    return set((order or "").replace(",", " ").split())


def _names(asked):
    """Return the columns that are asked for.

    :param asked: columns, with what is done with them
    """
    return {text.split(".")[0].split(":")[0].strip('"') for text in asked}


class PerfUnfinishedMixin(models.AbstractModel):
    """Do not tell a person what somebody else is still deciding about him: he reads what stood before.

    The model declares a right ``unfinished``: who does not know yet, and as long as what. Everything that leaves the
    server goes through the methods here; the model's own code reads the columns as they are.
    """

    _name = "perf.unfinished.mixin"
    _inherit = ["perf.rights.mixin"]
    _description = "Decisions That Are Not Told Yet"

    #: Name of a column → function that returns, of a record, what it showed before.
    _unfinished_fields = {}

    # === CRUD METHODS === #

    def _read_format(self, fnames, load="_classic_read"):
        """Show what stood in the columns before."""
        rows = super()._read_format(fnames, load)
        names = self._unfinished_names().intersection(fnames)
        before = inheritance.declared(type(self), "_unfinished_fields")
        for record in self._untold() if names else ():
            for row in (row for row in rows if (row["id"] or row["id"].origin) == record.id):
                for name in names:
                    value = before[name](record)
                    row[name] = self._fields[name].convert_to_read(value, record, load == "_classic_read")
        return rows

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Refuse to write the columns into a file.

        :raise UserError: until the decision is made
        """
        if not self._unfinished_names().isdisjoint(path[0] for path in fields if path) and self._untold():
            raise UserError(self.env._("What is not decided yet cannot be exported. Leave these columns out."))
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def copy_data(self, default=None):
        """Leave the columns out."""
        left_out = self._unfinished_names().difference(default or ()) if self._untold() else ()
        rows = super().copy_data(default)
        return [{name: value for name, value in vals.items() if name not in left_out} for vals in rows]

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        """Find nothing by the columns."""
        domain = Domain(domain)
        asked = {condition.field_expr for condition in domain.iter_conditions()} | _words(order)
        return super()._search(domain & self._told(asked), offset, limit, order, **options)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        """Group, add up, compare and order nothing by the columns."""
        compared = [term[0] for term in having if isinstance(term, (list, tuple))]
        domain = Domain(domain) & self._told([*groupby, *aggregates, *compared, *_words(order)])
        return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """Group, add up and order nothing by the columns."""
        groupby = [spec for grouping_set in grouping_sets for spec in grouping_set]
        domain = Domain(domain) & self._told([*groupby, *aggregates, *_words(order)])
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group the records of another model, along a path to these, by nothing that stands in the columns."""
        term = super()._read_group_groupby(alias, groupby_spec, query)
        if alias == self._table or self.env.su or self._unfinished_names().isdisjoint(_names([groupby_spec])):
            return term
        untold = self.sudo().with_context(active_test=False)._search(self._right_domain("unfinished"))
        return SQL("CASE WHEN %s NOT IN %s THEN %s END", SQL.identifier(alias, "id"), untold.subselect(), term)

    # === HELPERS === #

    @api.model
    def _unfinished_names(self):
        """Return the names of the columns."""
        return frozenset(inheritance.declared(type(self), "_unfinished_fields"))

    def _untold(self):
        """Return those of the saved records about which the user does not know everything yet."""
        saved = self._origin
        return saved.browse() if self.env.su or not saved else saved._holding("unfinished").sudo()

    @api.model
    def _told(self, asked):
        """Return the domain of the records that may be found by what is asked for.

        :param asked: columns, with what is done with them
        """
        if self.env.su or self._unfinished_names().isdisjoint(_names(asked)):
            return Domain.TRUE
        everything = self.sudo().with_context(active_test=False)
        return Domain("id", "not in", everything._search(self._right_domain("unfinished")))

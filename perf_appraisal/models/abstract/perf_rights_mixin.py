import functools

from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import inheritance
from .rights import ABSENT, IN_PERSON, USER, Holder

#: Up to so many records are looked at in memory, where forms and single actions have them already.
FEW = 100


class PerfRightsMixin(models.AbstractModel):
    """Declare a right once, for record rules, searches, forms, refusals, reminders and *My Work* alike.

    A model lists its rights in ``_rights``; what its extensions list is added. From one declaration come

    - the domain of the records on which the user has the right (:meth:`_right_domain`): record rules write
      ``perf('perf.appraisal', 'see')``, searches and forms have a field ``i_see``;
    - the sentence for those who do not have it (:meth:`_refuse_without`);
    - the rows of all accounts that have it, and in whose place (:meth:`_holders`).

    Domains are paths that end in the account: nothing of the organisation is kept between requests.
    """

    _name = "perf.rights.mixin"
    _description = "Rights of the User"

    #: name → :class:`Right`. Extensions add theirs, and further ways to those that are there.
    _rights = {}

    # === BUSINESS METHODS - OF THE USER === #

    @api.model
    def _right(self, name):
        """Return the declaration of a right.

        :param str name: name of the right
        """
        declared = inheritance.declared(type(self), "_rights")
        if name not in declared:
            raise KeyError(f"{self._name} declares no right {name}")
        return declared[name]

    @api.model
    @tools.ormcache("self.env.uid", "name", "whose")
    def _right_domain(self, name, whose=USER):
        """Return the domain of the records on which the user has a right.

        It depends on the user's groups only, and is kept, as the domains of record rules are, until these change.

        :param str name: name of the right
        :param str whose: ``USER``, ``IN_PERSON`` or ``ABSENT``
        """
        model, right = self.sudo(), self._right(name)
        if right.rows:
            return model._rows_domain(right, whose)
        # who is barred is barred as a stand-in, too
        barred = [model._right_domain(never, ABSENT if whose == ABSENT else USER) for never in right.never]
        domain = Domain.AND([model._ways_domain(right, whose), *(~bar for bar in barred)])
        if right.absent and whose == IN_PERSON:
            domain &= Domain(right.absent, "=", False)  # in nobody's place: the post is vacant
        if whose == USER and model._bars_absent(name):
            domain &= model._unbarred_domain(name)
        return domain.optimize(model)

    def _holding(self, name):
        """Return the records on which the user has a right now.

        :param str name: name of the right
        """
        return self._in_domain(self._right_domain(name))

    def _in_domain(self, domain):
        """Return which of the records lie in a domain, whether the user may read them or not."""
        if not self:
            return self
        records = self.sudo().with_context(active_test=False)
        if len(self) > FEW and all(self._ids):  # asked by one query instead of one by one
            holding = records.search(Domain("id", "in", self.ids) & domain)
        else:
            holding = records.filtered_domain(domain)
        return self.browse(holding._ids)

    def _refuse_without(self, name):
        """Return why the user does not have a right: ``{id: sentence}`` of the records on which he has not.

        Where nobody has it now, that is told; whoever has no way to it hears who has; who has one, but is barred, why.

        :param str name: name of the right
        """
        right = self._right(name)
        missing = self - self._holding(name)
        if not missing:
            return {}
        closed = [never for never in right.never if self._right(never).of_nobody]
        refused = missing._refused_in_turn(right)
        refused |= (missing - self.browse(refused))._barred_by(closed)
        reached = (missing - self.browse(refused))._in_domain(self._ways_domain(right))
        refused |= reached._barred_by(never for never in right.never if never not in closed)
        if self._bars_absent(name) and (left := reached - self.browse(refused)):
            sentence = self.env._(
                "the person in whose place you act might not do it either; somebody else decides on it"
            )
            refused |= dict.fromkeys(left.ids, sentence)
        return dict.fromkeys(missing.ids, self._refusal(name)) | refused

    def _refused_in_turn(self, right):
        """Return why the user does not have that one of several rights whose turn it is: ``{id: sentence}``."""
        refused = {}
        for name in (way.right for way in right.ways if way.right and not way.path):
            states = self._right(name).states
            due = self.filtered(lambda record, states=states: states and record.sudo().state in states)
            refused = due._refuse_without(name) | refused
        return refused

    def _barred_by(self, names):
        """Return the sentence of the first of these rights that the user has: ``{id: sentence}``.

        :param names: names of rights whose holders are left out
        """
        left, refused = self, {}
        for name in names:
            barred = left._holding(name)
            refused |= dict.fromkeys(barred.ids, self._refusal(name))
            left -= barred
        return refused

    @api.model
    def _refusal(self, name):
        """Return the sentence of a right in the user's language.

        :param str name: name of the right
        """
        return self.env._(self._right(name).refusal)  # pylint: disable=gettext-variable

    def _in_place_of(self, *names):
        """Return in whose place the user exercises rights, by record, without those where he has one himself.

        :param str names: names of rights
        :return: ``{record: absent employee}``
        """
        if not self or not self._acts_for_anybody():
            return {}
        found = {}
        for holder in self._holders(names, Domain("id", "in", self.ids), [self.env.uid]):
            found.setdefault(holder.record_id, []).append(holder.absent_id)
        employees = self.env["hr.employee"].sudo()
        return {self.browse(record): employees.browse(absent[0]) for record, absent in found.items() if all(absent)}

    def _check_access(self, operation):
        """Let who may read a record, and not write it, hear why; of what he may not read, Odoo tells nothing."""
        found = super()._check_access(operation)
        if not found or operation != "write" or not any(found[0]._ids):
            return found
        return found[0], functools.partial(found[0]._access_error, found[1])

    def _access_error(self, make_error):
        """Return the error of records that the user may not write.

        :param make_error: what makes Odoo's own
        """
        refused = self._refuse_writing() if self.has_access("read") else {}
        if not refused:
            return make_error()
        lines = [
            self.env._("• %(record)s: %(reason)s", record=record.display_name, reason=refused[record.id])
            for record in self.browse(refused).sudo()[:20]
        ]
        return AccessError(self.env._("Nothing was changed, because:") + "\n" + "\n".join(lines))

    def _refuse_writing(self):
        """Return why the user may not write records that he may read: ``{id: sentence}``, else Odoo tells."""
        return {}

    # === BUSINESS METHODS - OF EVERYBODY === #

    @api.model
    def _holders(self, names, domain, user_ids=None):
        """Return who has rights on the records of a domain: all active accounts, in one query.

        :param names: names of rights
        :param domain: which records
        :param list user_ids: only these accounts
        :return: list of :class:`Holder`, of one record and account first the own right, then by the nearest way
        """
        query = SQL(
            "SELECT h.name, h.id, h.user_id, h.absent_id FROM (%s) h WHERE %s"
            " ORDER BY h.name, h.id, h.user_id, h.absent_id IS NOT NULL, h.place, h.absent_id",
            self._holders_sql(names, domain),
            SQL("TRUE") if user_ids is None else SQL("h.user_id = ANY(%s)", list(user_ids)),
        )
        return [Holder(*row) for row in self.env.execute_query(query)]

    @api.model
    def _holders_sql(self, names, domain):
        """Return the query of :meth:`_holders`: rows ``name, id, user_id, absent_id, place``, in any order."""
        model = self.sudo().with_context(active_test=False)
        parts = {"asked": model._search(domain).select()}
        found = [
            SQL("SELECT %s AS name, h.* FROM %s h", name, SQL.identifier(model._right_rows(name, parts, self._name)))
            for name in names
        ]
        return SQL(
            "WITH %s SELECT f.* FROM (%s) f JOIN res_users u ON u.id = f.user_id AND u.active",
            SQL(", ").join(SQL("%s AS (%s)", SQL.identifier(name), part) for name, part in parts.items()),
            SQL(" UNION ALL ").join(found),
            to_flush=self.env["res.users"]._fields["active"],
        )

    # === HELPERS - DOMAINS === #

    @api.model
    def _ways_domain(self, right, whose=USER):
        """Return the domain of the records to which the user has a way, whether he is barred from them or not."""
        domain = Domain("state", "in", right.states) if right.states else Domain.TRUE
        # what is cheap to tell comes first: of the rest nothing is read then
        return domain & Domain(right.when) & Domain.OR(self._way_domain(way, whose) for way in right.ways)

    @api.model
    def _way_domain(self, way, whose):
        """Return the domain of the records on which the user has a right by one of its ways."""
        if way.group:  # nobody is barred by his groups, so those of the absent are never asked for
            domain = Domain.TRUE if whose != ABSENT and self.env.user.has_group(way.group) else Domain.FALSE
        elif way.path and way.right:
            domain = Domain(way.path, "any", self._path_model(way.path)._right_domain(way.right, whose))
        elif way.path and whose == ABSENT:
            domain = Domain(way.path, "any", self._absent_accounts())
        elif way.path:
            domain = Domain(way.path, "=", self.env.uid)
        else:
            domain = self._right_domain(way.right, whose) if way.right else Domain.TRUE
        return Domain(way.when) & domain

    @api.model
    def _rows_domain(self, right, whose):
        """Return the domain of a right that is given by rows."""
        uid = self.env.uid

        def to_sql(records, alias, query):
            records = records.with_user(uid).sudo().with_context(active_test=False)
            accounts = SQL("(%s)", uid)
            if whose == ABSENT:
                accounts = records.env["res.users"]._search(records._absent_accounts()).subselect()
            return SQL(
                "%s IN (SELECT h.id FROM (%s) h WHERE h.user_id IN %s)",
                records._field_to_sql(alias, "id", query),
                getattr(records, right.rows)(),
                accounts,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _path_model(self, path):
        """Return the model where a path of fields ends."""
        model = self
        for name in path.split(".") if path else ():
            model = model.env[model._fields[name].comodel_name]
        return model

    # === HELPERS - ROWS === #

    @api.model
    def _right_rows(self, name, parts, asked):
        """Add the rows of a right to the parts of a query, after those that it reads.

        :param str name: name of the right
        :param dict parts: ``{name of the part: SQL}``; ``asked`` holds the records that are asked for
        :param str asked: model of the records that are asked for; empty along a path to others
        :return: name of the part: rows ``id, user_id, absent_id, place``, the nearer way with the lower place
        """
        part = f"{name}_of_{self._table}{'_asked' if asked == self._name else ''}"
        if part not in parts:
            right = self._right(name)
            if right.rows:
                rows = SQL("SELECT r.*, 0 AS place FROM (%s) r", getattr(self, right.rows)())
            else:
                ways = enumerate(right.ways)
                rows = SQL(" UNION ").join(self._way_rows(right, way, place, parts, asked) for place, way in ways)
            parts[part] = rows
        return part

    @api.model
    def _way_rows(self, right, way, place, parts, asked):
        """Return the rows of one way of a right; see :meth:`_right_rows`.

        :param int place: of the way among those of the right
        """
        condition = Domain(way.when) & Domain(right.when)
        if right.states:
            condition &= Domain("state", "in", right.states)
        for never in filter(lambda never: self._right(never).of_nobody, right.never):
            condition &= ~self._right_domain(never)
        query = self._search(condition)
        record = SQL.identifier(self._table, "id")
        if asked == self._name:
            query.add_where(SQL("%s IN (SELECT id FROM asked)", record))
        user, absent, nearer = self._way_end(query, way, parts, asked)
        if right.absent:
            absent = SQL.identifier(self._table, right.absent, to_flush=self._fields[right.absent])
        for never in right.never:
            if self._right(never).of_nobody:
                continue
            barred = SQL.identifier(self._right_rows(never, parts, asked))
            query.add_where(
                SQL("NOT EXISTS (SELECT 1 FROM %s n WHERE n.id = %s AND n.user_id = %s)", barred, record, user)
            )
            if self._leads_to_absent(way):
                parts.setdefault("acting", self._acting_rows())
                query.add_where(
                    SQL(
                        "(%s IS NULL OR NOT EXISTS (SELECT 1 FROM %s n JOIN acting s ON s.absent_user_id = n.user_id"
                        " WHERE n.id = %s AND s.user_id = %s))",
                        absent,
                        barred,
                        record,
                        user,
                    )
                )
        return query.select(
            SQL("%s AS id", record),
            SQL("%s AS user_id", user),
            SQL("%s AS absent_id", absent),
            SQL("%s + %s AS place", nearer, place),
        )

    @api.model
    def _way_end(self, query, way, parts, asked):
        """Join what a way leads to.

        :return: account, absent employee, and place among the ways of the right that it leads to, as ``SQL``
        """
        nobody, first = SQL("NULL::int4"), SQL("0")
        if way.group:
            users = self.env.ref(way.group).sudo().all_user_ids.ids
            company = SQL.identifier(self._table, "company_id", to_flush=self._fields["company_id"])
            query.add_join(
                "JOIN",
                "way",
                SQL.identifier("res_company_users_rel"),
                SQL("way.cid = %s AND way.user_id = ANY(%s)", company, users),
            )
            return SQL("way.user_id"), nobody, first
        if not way.path and not way.right:
            active = SQL("way.active", to_flush=self.env["res.users"]._fields["active"])
            query.add_join("JOIN", "way", SQL.identifier("res_users"), active)
            return SQL("way.id"), nobody, first
        end, model = self._join_path(query, way.path)
        if not way.right:
            query.add_where(SQL("%s IS NOT NULL", end))
            return end, nobody, first
        # a path may lead back to the model that is asked about: there to others of its records, too
        rows = SQL.identifier(model._right_rows(way.right, parts, "" if way.path else asked))
        query.add_join("JOIN", "way", rows, SQL("way.id = %s", end))
        return SQL("way.user_id"), SQL("way.absent_id"), SQL("way.place")

    @api.model
    def _join_path(self, query, path):
        """Join the tables along a path of stored fields.

        :return: id of the record at its end, as ``SQL``, and its model
        """
        model, alias, end, read = self, self._table, SQL.identifier(self._table, "id"), []
        names = path.split(".") if path else []
        for place, name in enumerate(names):
            field = model._fields[name]
            comodel = model.env[field.comodel_name]
            read.append(comodel._fields[field.inverse_name] if field.type == "one2many" else field)
            column = name
            if field.type == "one2many":
                alias, column = query.join(alias, "id", comodel._table, field.inverse_name, name), "id"
            elif field.type == "many2many":
                alias, column = query.join(alias, "id", field.relation, field.column1, name), field.column2
            end = SQL.identifier(alias, column)
            if place < len(names) - 1 and field.type != "one2many":
                alias = query.join(alias, column, comodel._table, "id", f"{name}_to")
            model = comodel
        return SQL("%s", end, to_flush=read), model

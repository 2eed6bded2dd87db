from odoo import api, fields, models
from odoo.fields import Domain


def search_flag(records, operator, value, domain):
    """Return the domain that a search for a flag stands for.

    A right does not depend on what else of the organisation the user may read.

    :param records: recordset that is searched
    :param str operator: only ``in`` is meant, as Odoo asks for booleans
    :param value: collection of truth values
    :param domain: the records for which the flag holds
    """
    if operator != "in":
        return NotImplemented
    if not records.env.su:
        domain = Domain("id", "in", records.sudo().with_context(active_test=False)._search(domain))
    return domain if True in value else ~domain


def flag_field(name, *depends, string=None):
    """Return a boolean field that tells whether a right holds for the user, and that can be searched.

    :param str name: name of the flag; the model has a method ``_flag_<name>`` that returns its domain
    :param str depends: columns with which the answer changes
    :param str string: the label; without one it is made of the name
    """

    def compute(records):
        mine = records._flagged(name)
        for record in records:
            record[name] = record in mine

    def search(records, operator, value):
        return search_flag(records, operator, value, records._flag(name))

    return fields.Boolean(
        **({"string": string} if string else {}),
        compute=api.depends(*depends)(api.depends_context("uid")(compute)),
        search=search,
    )


class PerfFlagMixin(models.AbstractModel):
    """Name a right once, for record rules, searches, forms and Python alike.

    A flag is a domain of stored columns that ends in the user's account. Record rules write
    ``perf('perf.appraisal', 'i_see')`` and get that domain: nothing of the organisation is kept between requests.
    """

    _name = "perf.flag.mixin"
    _description = "Rights of the User"

    # === HELPERS === #

    def _flag(self, name):
        """Return the domain of the records for which a right of the user holds.

        :param str name: name of the flag
        """
        return getattr(self.sudo(), f"_flag_{name}")()

    def _flagged(self, name):
        """Return the records for which a right of the user holds now.

        :param str name: name of the flag
        """
        if not self:
            return self
        holds = self.sudo().with_context(active_test=False).filtered_domain(self._flag(name))
        return self.browse(holds.ids)

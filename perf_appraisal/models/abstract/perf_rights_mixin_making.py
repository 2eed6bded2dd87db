from lxml import etree

from odoo import api, models
from odoo.fields import Domain


class PerfRightsMixin(models.AbstractModel):
    """Who is offered a new record. The rules refuse it to others, but only when it is saved."""

    _inherit = "perf.rights.mixin"

    #: Right of whoever makes records; who has no way to it on any is offered no new one. Empty: all whom access allows.
    _make_right = ""

    # === CRUD METHODS === #

    @api.model
    def _get_view_cache(self, view_id=None, view_type="form", **options):
        """Offer no new record to who has no way to make one: asked each time, what Odoo keeps is the same for all."""
        result = super()._get_view_cache(view_id, view_type, **options)
        if self._make_right and not self._has_way(self._make_right):
            arch = etree.fromstring(result["arch"])
            arch.set("create", "False")
            result = {**result, "arch": etree.tostring(arch, encoding="unicode")}
        return result

    # === HELPERS === #

    @api.model
    def _has_way(self, name):
        """Return whether some record that is not made yet might give the user a right.

        :param str name: name of the right
        """
        right = self._right(name)
        return bool(right.rows) or any(self._is_open_way(way) for way in right.ways)

    @api.model
    def _is_open_way(self, way):
        """Return whether there is anything beyond the first field of a way that leads to the user."""
        if way.group or not way.path:
            return self.env.user.has_group(way.group) if way.group else not way.right or self._has_way(way.right)
        first, __, rest = way.path.partition(".")
        if not rest and not way.right:  # the record names the account itself
            return True
        if way.right:
            found = self._path_model(way.path)._right_domain(way.right)
            found = Domain(rest, "any", found) if rest else found
        else:
            found = Domain(rest, "=", self.env.uid) | Domain(rest, "any", self._absent_accounts())
        model = self._path_model(first).sudo().with_context(active_test=False)
        return bool(model.search_count(found, limit=1))

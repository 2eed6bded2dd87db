from odoo import api, models
from odoo.fields import Domain

from .given_ids import is_id

#: Names in the context whose people come first: a unit, or the unit of somebody.
_NEAR = ("perf_near_unit_id", "perf_near_employee_id")


class PerfNearMixin(models.AbstractModel):
    """People, as HR sees them or as everybody does: a dialog may offer those of a unit first, and name their units."""

    _name = "perf.near.mixin"
    _description = "People near by First"

    # === COMPUTE METHODS === #

    @api.depends_context("perf_with_unit")
    def _compute_display_name(self):
        """Tell people of the same name apart by their unit, where a dialog asks for it."""
        super()._compute_display_name()
        if self.env.context.get("perf_with_unit"):
            for person, known in zip(self, self.sudo(), strict=True):
                unit = known.department_id.perf_unit_id or known.department_id
                person.display_name = " · ".join(filter(None, [person.display_name, unit.name]))

    # === CRUD METHODS === #

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer the people of a unit before those of the whole county, where a dialog names the unit.

        The context has ``perf_near_unit_id``, a unit, or ``perf_near_employee_id``, somebody of it; where both are
        empty, it is the user's own.
        """
        named = {key: self.env.context[key] for key in _NEAR if key in self.env.context}
        if not named:
            return super().name_search(name, domain, operator, limit)
        given_unit, given_person = (key if is_id(key) else () for key in map(named.get, _NEAR))
        person = self.env["hr.employee"].sudo().browse(given_person) or self.env.user.sudo().employee_id
        unit = self.env["hr.department"].sudo().browse(given_unit) or person.department_id.perf_unit_id
        everybody = Domain(domain or Domain.TRUE)
        near = Domain("department_id.perf_unit_id", "=", unit.id)
        found = super().name_search(name, everybody & near, operator, limit) if unit else []
        if limit and len(found) >= limit:
            return found
        others = everybody & Domain("id", "not in", [employee_id for employee_id, _name in found])
        return found + super().name_search(name, others, operator, limit and limit - len(found))

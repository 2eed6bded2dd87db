from odoo import api, models
from odoo.fields import Domain


class IrUiMenu(models.Model):
    """Menus of leaders are for leaders."""

    _inherit = "ir.ui.menu"

    @api.model
    def load_menus(self, debug):
        """Hide the menus of leaders from those who lead nothing and review nobody.

        The answer of Odoo is cached for each user, and nothing clears it when somebody becomes or ceases to be a
        leader: hence the menus are taken out of the answer here, and not by ``_load_menus_blacklist``.
        """
        menus = super().load_menus(debug)
        hidden, branches = set(), self._perf_hidden(menus)
        while branches:
            branch = branches.pop()
            hidden.add(branch)
            branches += menus[branch]["children"]
        return {
            key: {**menu, "children": [child for child in menu["children"] if child not in hidden]}
            for key, menu in menus.items()
            if key not in hidden
        }

    def _perf_hidden(self, menus):
        """Return the ids of the menus that hold nothing for the user: of leaders, grids without a sheet, sanctions.

        :param dict menus: as from :meth:`load_menus`
        """
        names = []
        if not self._perf_leads_anything():
            names.append("perf_unit_menu")
        sanctions = self.env["perf.sanction"]
        if not sanctions.sudo().search_count(sanctions._right_domain("own"), limit=1):
            names.append("perf_sanction_menu_mine")
        names += [f"perf_grid_menu_{kind}" for kind in self.env["perf.grid"]._idle_kinds()]
        found = [self.env.ref(f"perf_appraisal.{name}", raise_if_not_found=False) for name in names]
        return [menu.id for menu in found if menu and menu.id in menus]

    def _perf_leads_anything(self):
        """Return whether the user leads a department or reviews anybody."""
        units = self.env["hr.department"]
        if units.sudo().search_count(units._right_domain("lead"), limit=1):
            return True
        reviewed = Domain("reviewer_id", "any", self.env["hr.employee"]._right_domain("review"))
        return bool(self.env["perf.appraisal"].sudo().search_count(reviewed, limit=1))

from odoo import api, models


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
        unit_menu = self.env.ref("perf_appraisal.perf_unit_menu", raise_if_not_found=False)
        if not unit_menu or unit_menu.id not in menus or self.env["perf.appraisal"]._leads_anything():
            return menus
        hidden, branches = set(), [unit_menu.id]
        while branches:
            branch = branches.pop()
            hidden.add(branch)
            branches += menus[branch]["children"]
        return {
            key: {**menu, "children": [child for child in menu["children"] if child not in hidden]}
            for key, menu in menus.items()
            if key not in hidden
        }

from odoo import models


class IrUiMenu(models.Model):
    """Menus of leaders are for leaders."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Hide the menus of leaders from those who lead nothing and review nobody."""
        hidden = super()._load_menus_blacklist()
        if not self.env["perf.appraisal"]._leads_anything():
            menu = self.env.ref("perf_appraisal.perf_unit_menu", raise_if_not_found=False)
            if menu:
                hidden.append(menu.id)
        return hidden

from odoo import models


class IrUiMenu(models.Model):
    """The integrity board is for heads, not for all who lead."""

    _inherit = "ir.ui.menu"

    def _perf_hidden(self, menus):
        hidden = super()._perf_hidden(menus)
        board = self.env.ref("perf_appraisal.perf_integrity_menu_unit", raise_if_not_found=False)
        if board and board.id in menus and not self.env["perf.integrity"]._headed_units(limit=1):
            hidden.append(board.id)
        return hidden

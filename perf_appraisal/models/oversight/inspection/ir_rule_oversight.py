from odoo import models


class IrRule(models.Model):
    """Of what is kept from a unit, a refusal tells everybody the same: in debug mode, too."""

    _inherit = "ir.rule"

    # === HELPERS === #

    def _make_access_error(self, operation, records):
        """Name no rules: by them one could tell a hidden inspection of one's own unit from any other."""
        error = super()._make_access_error(operation, records)
        if getattr(records, "_is_secret", False):
            error.args = (self._refusal(operation, records._name),)
        return error

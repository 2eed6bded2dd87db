from odoo import api, models


class IrDefault(models.Model):
    """Anybody may keep defaults of his own for any field, whether he may write it or not."""

    _inherit = "ir.default"

    # === HELPERS === #

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        """Leave out what only the model's own code sets."""
        found = super()._get_model_defaults(model_name, condition)
        model = self.env.get(model_name)
        if not found or not hasattr(model, "_guarded_names"):
            return found
        guarded = model._guarded_names()
        return {name: value for name, value in found.items() if name not in guarded}

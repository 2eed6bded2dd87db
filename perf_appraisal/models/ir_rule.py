from odoo import models


class IrRule(models.Model):
    """Record rules name the rights of ``perf.flag.mixin`` instead of spelling them out for each model."""

    _inherit = "ir.rule"

    # === HELPERS === #

    def _eval_context(self):
        """Add ``perf(model, flag)``: the domain of a right of the user."""
        return {**super()._eval_context(), "perf": lambda model, flag: self.env[model]._flag(flag)}

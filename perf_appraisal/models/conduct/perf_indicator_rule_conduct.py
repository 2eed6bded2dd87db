from odoo import api, models


class PerfIndicatorRule(models.Model):
    """The rules of an indicator in use are locked with it."""

    _inherit = "perf.indicator.rule"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a new rule for an indicator in use."""
        indicators = {vals["indicator_id"] for vals in vals_list if vals.get("indicator_id")}
        self.env["perf.indicator"].browse(indicators)._check_unlocked()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse a change under an indicator in use."""
        self.indicator_id._check_unlocked()
        return super().write(vals)

    def unlink(self):
        """Refuse to take a rule away from an indicator in use."""
        self.indicator_id._check_unlocked()
        return super().unlink()

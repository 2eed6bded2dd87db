from odoo import api, models


class PerfIndicatorRule(models.Model):
    """The rules of an indicator in use are locked with it."""

    _inherit = "perf.indicator.rule"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a new rule for an indicator in use."""
        records = super().create(vals_list)
        records.indicator_id._check_unlocked()
        return records

    def write(self, vals):
        """Refuse a change under an indicator in use."""
        self.indicator_id._check_unlocked()
        result = super().write(vals)
        if "indicator_id" in vals:
            self.indicator_id._check_unlocked()
        return result

    def unlink(self):
        """Refuse to take a rule away from an indicator in use."""
        self.indicator_id._check_unlocked()
        return super().unlink()

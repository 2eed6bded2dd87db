from odoo import api, models


class PerfIndicatorLockMixin(models.AbstractModel):
    """Parts of an indicator, by which it is scored, are locked with it.

    The model has a field ``indicator_id``.
    """

    _name = "perf.indicator.lock.mixin"
    _description = "Locked with the Indicator"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a new part for an indicator in use."""
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
        """Refuse to take a part away from an indicator in use."""
        self.indicator_id._check_unlocked()
        return super().unlink()

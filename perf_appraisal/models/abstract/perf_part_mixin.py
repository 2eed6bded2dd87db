from odoo import api, models


class PerfPartMixin(models.AbstractModel):
    """Parts of a whole, which stay with it: where the whole is settled, none is added, changed or taken away."""

    _name = "perf.part.mixin"
    _inherit = ["perf.guard.mixin"]
    _description = "Settled with Its Whole"

    #: Column that names the whole.
    _part_of = ""

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a further part of what is settled."""
        parts = super().create(vals_list)
        parts._check_unsettled(parts[self._part_of])
        return parts

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self.check_access("write")
        wholes = self[self._part_of]
        self._check_unsettled(wholes | wholes.browse(vals.get(self._part_of) or []))

    def _guard_unlink(self):
        self.check_access("unlink")
        self._check_unsettled(self[self._part_of])

    # === HOOKS === #

    def _check_unsettled(self, wholes):
        """Raise when one of the wholes is settled.

        :param wholes: records to which parts belong, or come
        :raise UserError: naming it and the way out
        """

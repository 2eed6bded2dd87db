from odoo import models
from odoo.exceptions import ValidationError


class PerfClaim(models.Model):
    """Change the quantities of many claims at once."""

    _inherit = "perf.claim"

    # === BUSINESS METHODS - CELLS === #

    def _put_quantities(self, quantities):
        """Write quantities in one statement, checked and kept as by the normal write.

        :param dict quantities: ``{claim id: how often}``
        :raise ValidationError: when the points of a claim do not fit its rule
        """
        self.check_access("write")
        self._guard_write({"quantity": False})
        self._bulk_update(["quantity"], list(quantities.items()))
        self.modified(["quantity"])
        for claim in self:
            if problem := claim._points_problem():
                raise ValidationError(problem)

from odoo import models


class PerfClaim(models.Model):
    """Change the quantities of many claims at once."""

    _inherit = "perf.claim"

    # === BUSINESS METHODS - CELLS === #

    def _put_quantities(self, quantities):
        """Write quantities and points at once, guarded as the normal write is; the caller undoes what does not fit.

        :param dict quantities: ``{claim id: how often}``
        :return: ``{claim id: sentence}`` of claims whose points do not fit their rule
        """
        self.check_access("write")
        self._guard_write({"quantity": False})
        self._bulk_update(["quantity"], list(quantities.items()))
        with self.env.protecting([self._fields["points"]], self):  # a recomputation would raise for all at once
            self.modified(["quantity"])
        self._bulk_update(["points"], [(claim.id, float(claim._rule_points())) for claim in self])
        self.modified(["points"])
        return {claim.id: problem for claim in self if (problem := claim._points_problem())}

from odoo import fields, models
from odoo.exceptions import UserError


class PerfHandedMixin(models.AbstractModel):
    """What somebody writes down about a document stays as it is when it was handed in; more is written down anew."""

    _name = "perf.handed.mixin"
    _description = "Handed in Once"
    _inherit = ["perf.inspected.mixin", "perf.evidence.mixin"]

    #: Column that keeps when it was handed in.
    _handed_on = ""

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self._check_not_handed_in()

    def _guard_unlink(self):
        self.check_access("unlink")
        self._check_not_handed_in()

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    # === BUSINESS METHODS === #

    def _hand_in(self):
        """Seal what was not handed in before."""
        begun = self.filtered(lambda record: not record[self._handed_on])
        begun._unlocked().write({self._handed_on: fields.Datetime.now()})

    # === HELPERS === #

    def _check_not_handed_in(self):
        """Raise for what was handed in already.

        :raise UserError: naming the way out
        """
        if self.sudo().filtered(self._handed_on):
            raise UserError(self.env._("This was handed in and stays as it is. Write down anew what was done since."))

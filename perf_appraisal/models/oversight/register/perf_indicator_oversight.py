from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class PerfIndicator(models.Model):
    """What was submitted to the register counts by the rule that was written then."""

    _inherit = "perf.indicator"

    # === COMPUTE METHODS === #

    def _compute_is_locked(self):
        super()._compute_is_locked()
        self._used_in_register().is_locked = True

    # === BUSINESS METHODS === #

    def _check_unlocked(self):
        """Raise when entries of the register that are no drafts fall under one of the indicators.

        :raise UserError: naming the indicators and the way out
        """
        super()._check_unlocked()
        if used := self._used_in_register():
            raise UserError(
                self.env._(
                    "Entries under %s stand in the register, so its rules cannot change. Make a new version.",
                    format_list(self.env, used.mapped("display_name")),
                )
            )

    def _used_in_register(self):
        """Return the indicators under whose rules something was submitted to the register."""
        entries = self.env["perf.adjustment"].sudo()
        rules = entries._read_group(
            [("rule_id.indicator_id", "in", self.ids), ("state", "!=", "draft")], [], ["rule_id:recordset"]
        )[0][0]
        return self & rules.indicator_id.sudo(False)

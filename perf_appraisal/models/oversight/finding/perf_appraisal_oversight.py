from odoo import models


class PerfAppraisal(models.Model):
    """What inspections have verified on lines is their final score from the start."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - REVIEWED === #

    def _start_confirmation(self):
        """Start with what was verified where an inspection has verified something."""
        super()._start_confirmation()
        lines = self.env["perf.appraisal.line"].sudo()
        verified = lines.search([("appraisal_id", "in", self.ids), ("verified_reason", "!=", False)])
        verified._apply_verified()

    # === BUSINESS METHODS - TRANSITIONS === #

    def _after_transition(self, action):
        """Let a sheet that is opened again hold what was found, and the ledger no more of it."""
        super()._after_transition(action)
        if action == "action_correct":
            findings = self.env["perf.finding"].sudo()
            found = findings.search([("line_id.appraisal_id", "in", self.ids), ("effect", "=", "line")])
            found._settle_anew(self.env._("The sheet was opened again"))

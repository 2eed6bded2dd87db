from odoo import api, fields, models


class PerfAppraisalLine(models.Model):
    """What the screens show of a line beside its scores."""

    _inherit = "perf.appraisal.line"

    evidence_count = fields.Integer(
        string="Pieces of Evidence",
        compute="_compute_evidence_count",
        help="Files on the line and on its claims.",
    )

    # === COMPUTE METHODS === #

    @api.depends("evidence_ids", "claim_ids.evidence_ids")
    def _compute_evidence_count(self):
        for line in self:
            line.evidence_count = len(line.evidence_ids | line.claim_ids.evidence_ids)

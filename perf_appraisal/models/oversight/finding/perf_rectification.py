from odoo import api, fields, models
from odoo.fields import Domain

from ...abstract.rights import Right, Way


class PerfRectification(models.Model):
    """What a unit has done about a finding, with evidence; one for each time that it reports."""

    _name = "perf.rectification"
    _description = "Rectification"
    _inherit = ["perf.handed.mixin"]
    _order = "finding_id, id"
    _rec_names_search = ["finding_id.name"]
    _state_when_made = "rectifying"
    _given_once = frozenset({"finding_id"})
    _handed_on = "reported_on"

    _phase_fields = {"rectifying": frozenset({"text", "evidence_ids"})}

    _rights = {
        "know": Right(ways=(Way("finding_id", "know"),)),
        # the unit writes it, and nobody else
        "touch": Right(ways=(Way("finding_id", "report"),), when=Domain("reported_on", "=", False)),
        "see": Right(ways=(Way("finding_id", "see"),)),
        "write": Right(ways=(Way("finding_id", "report"),), when=Domain("reported_on", "=", False)),
    }

    finding_id = fields.Many2one("perf.finding", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="finding_id.state", string="State of the Finding")
    text = fields.Text(string="What Was Put Right", required=True)
    evidence_ids = fields.Many2many(relation="perf_rectification_evidence_rel")
    reported_on = fields.Datetime(readonly=True)
    verdict = fields.Selection(selection=[("accepted", "Found in Order"), ("rejected", "Rejected")], readonly=True)
    verdict_reason = fields.Char(readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("finding_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = report.sudo().finding_id.name

    # === BUSINESS METHODS === #

    def _judge(self, verdict, reason=False):
        """Keep the verdict on what was reported last.

        :param str verdict: ``accepted`` or ``rejected``
        :param str reason: why it was rejected
        """
        judged = self.filtered(lambda report: report.reported_on and not report.verdict)
        judged._unlocked().write({"verdict": verdict, "verdict_reason": reason})

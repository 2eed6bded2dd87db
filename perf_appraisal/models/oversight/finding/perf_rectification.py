from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...abstract.rights import Right, Way


class PerfRectification(models.Model):
    """What a unit has done about a finding, with evidence; one for each time that it reports."""

    _name = "perf.rectification"
    _description = "Rectification"
    _inherit = ["perf.inspected.mixin", "perf.evidence.mixin"]
    _order = "finding_id, id"
    _rec_names_search = ["finding_id.name"]
    _state_when_made = "rectifying"
    _given_once = frozenset({"finding_id"})

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

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self._check_not_reported()

    def _guard_unlink(self):
        self.check_access("unlink")
        self._check_not_reported()

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    def _check_not_reported(self):
        """Raise for what was reported already.

        :raise UserError: naming the way out
        """
        if self.sudo().filtered("reported_on"):
            raise UserError(self.env._("This was reported and stays as it is. Write down anew what was done since."))

    # === BUSINESS METHODS === #

    def _hand_in(self):
        """Seal what was not reported before."""
        self.filtered(lambda report: not report.reported_on)._unlocked().write({"reported_on": fields.Datetime.now()})

    def _judge(self, verdict, reason=False):
        """Keep the verdict on what was reported last.

        :param str verdict: ``accepted`` or ``rejected``
        :param str reason: why it was rejected
        """
        judged = self.filtered(lambda report: report.reported_on and not report.verdict)
        judged._unlocked().write({"verdict": verdict, "verdict_reason": reason})

from odoo import models


class ReportPerfFinding(models.AbstractModel):
    """The rectification notice of a finding, with the reply slip that comes back."""

    _name = "report.perf_appraisal.report_perf_finding"
    _inherit = ["perf.paper.mixin"]
    _description = "Rectification Notice"

    _paper_model = "perf.finding"
    _paper_domain = [("state", "!=", "draft")]

    def _paper_values(self, doc):
        """Return the texts of one notice."""
        head = doc.sudo()
        return {
            "organisation": head.company_id.name,
            "title": self.env._("Rectification Notice"),
            "running": f"{head.name} · {head.unit_id.name}",
            "issue": self._state_issue(doc),
            "period": self._period(head.period_id),
            "head": self._pairs(
                [
                    (self.env._("File Number"), head.name),
                    (self.env._("To the unit"), head.unit_id.name),
                    (self.env._("Inspection"), head.inspection_id.name),
                    (self.env._("Put right until"), head.deadline and self._day(head.deadline)),
                ]
            ),
            "blocks": [
                self._text_block(self.env._("Problem"), head.facts),
                self._text_block(self.env._("Basis"), head.rule_id.display_name or "", lines=1),
                self._text_block(self.env._("What has to be put right"), head.requirement),
                self._box_block([[self._issuer(head), self._receiver()]], tall=True),
                self._cut_block(self.env._("Reply Slip")),
                self._text_block(
                    self.env._("What was put right (%(number)s, %(unit)s)", number=head.name, unit=head.unit_id.name),
                    self._reported(head),
                    lines=8,
                ),
                self._box_block([[self._slip_head(head), self._slip_verdict(head)]], tall=True),
            ],
        }

    def _issuer(self, finding):
        """Return the place of who issues the notice."""
        return {
            "label": self.env._("Performance Office"),
            "done": self._done(finding.confirmed_by_id, finding.confirmed_on),
            "sign": self._places("seal", "date"),
        }

    def _receiver(self):
        """Return the place of who received it."""
        return {"label": self.env._("Received by"), "sign": self._places("signature", "date")}

    def _slip_head(self, finding):
        """Return the place of the unit on the reply slip."""
        return {
            "label": self.env._("Head of the unit"),
            "done": self._done(finding.reported_by_id, finding.reported_on),
            "sign": self._places("signature", "seal", "date"),
        }

    def _slip_verdict(self, finding):
        """Return the place of who verified what was put right."""
        return {
            "label": self.env._("Verified"),
            "done": self._done(finding.verified_by_id, finding.verified_on),
            "sign": self._places("signature", "date"),
        }

    @staticmethod
    def _reported(finding):
        """Return what the unit reported last, nothing while it has not."""
        return finding.rectification_ids.filtered("reported_on")[-1:].text or ""

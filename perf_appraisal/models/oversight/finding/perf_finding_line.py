from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....const import SCORE_DIGITS
from ....tools import scoring


class PerfFinding(models.Model):
    """A finding about a line of the unit's sheet: it settles what the line is worth.

    Rule: while the sheet is not confirmed, what was verified becomes the final score. On a confirmed sheet the
    difference is posted as points, and so is what is withdrawn after the sheet was sealed.
    """

    _inherit = "perf.finding"

    _phase_fields = {"draft": frozenset({"effect", "line_id", "verified_value"})}
    _guarded_fields = frozenset({"on_line"})

    effect = fields.Selection(
        selection=[("points", "Points by the Rule"), ("line", "Score of a Line")],
        required=True,
        default="points",
    )
    line_id = fields.Many2one(
        comodel_name="perf.appraisal.line",
        string="Line of the Sheet",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('unit_id', '=', unit_id), ('period_id', '=', period_id), ('appraisal_id.kind', '=', 'unit')]",
    )
    verified_value = fields.Float(string="Worth", digits=SCORE_DIGITS, help="What the line is worth as it was found.")
    on_line = fields.Boolean(
        string="Counts on the Sheet", readonly=True, copy=False, help="It has settled the score of the line."
    )

    # === COMPUTE METHODS === #

    @api.depends("effect")
    def _compute_points(self):
        of_lines = self.filtered(lambda finding: finding.effect == "line")
        super(PerfFinding, self - of_lines)._compute_points()
        of_lines.update({"unit_points": 0.0, "leader_points": 0.0, "person_points": 0.0})

    # === CONSTRAINT METHODS === #

    @api.constrains("effect", "line_id", "verified_value")
    def _check_line(self):
        for finding in self.sudo().filtered(lambda finding: finding.effect == "line"):
            line = finding.line_id
            fits = (line.unit_id, line.period_id) == (finding.unit_id, finding.period_id)
            if not fits or line.appraisal_id.kind != "unit":
                raise ValidationError(self.env._("Choose the line of the unit's sheet of this period."))
            if not 0 <= finding.verified_value <= line.full_score:
                raise ValidationError(self.env._("The line is worth 0 to %(full)g points.", full=line.full_score))

    # === BUSINESS METHODS - LINES === #

    def _charged(self):
        """Charge the unit with what a confirmed sheet gives above what was verified."""
        sealed = self.filtered(
            lambda finding: finding.effect == "line" and finding.line_id.state == "confirmed" and not finding.on_line
        )
        return super()._charged() + [
            (
                finding,
                None,
                scoring.to_decimal(finding.line_id.final_score) - scoring.to_decimal(finding.verified_value),
            )
            for finding in sealed
        ]

    def _post_points(self):
        """Settle lines whose sheet is not confirmed, before the rest is posted."""
        findings = self.sudo()
        for finding in findings.filtered(lambda finding: finding.effect == "line"):
            finding.line_id.appraisal_id._lock_states()
            if finding.line_id.state != "confirmed":
                finding.line_id._set_verified(scoring.to_decimal(finding.verified_value), finding.name)
                finding._unlocked().on_line = True
        super()._post_points()

    def _take_back(self):
        """Take back what was settled on lines; of sealed sheets the difference is posted as points."""
        super()._take_back()
        for finding in self.sudo().filtered("on_line"):
            line = finding.line_id
            line.appraisal_id._lock_states()
            if line.state != "confirmed":
                line._set_verified(None)
                finding._unlocked().on_line = False
                continue
            missing = scoring.to_decimal(line.review_score) - scoring.to_decimal(finding.verified_value)
            finding._post_charges([(finding, None, -missing)])

    def _indicator(self):
        return self.line_id.indicator_id if self.effect == "line" else super()._indicator()

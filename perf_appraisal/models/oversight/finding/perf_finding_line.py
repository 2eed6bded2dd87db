from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ....const import SCORE_DIGITS
from ....tools import scoring

#: States in which a finding counts.
_STANDING = frozenset({"confirmed", "rectifying", "closed"})


class PerfFinding(models.Model):
    """A finding about a line of the unit's sheet: it settles what the line is worth.

    Rule: while the sheet is not confirmed, what was verified becomes the final score. On a confirmed sheet the
    difference is posted as points, and so is what is withdrawn after the sheet was sealed. One finding at a time
    settles a line.
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

    @api.constrains("effect", "line_id", "verified_value", "unit_points")
    def _check_line(self):
        for finding in self.sudo().filtered(lambda finding: finding.effect == "line"):
            line = finding.line_id
            fits = (line.unit_id, line.period_id) == (finding.unit_id, finding.period_id)
            if not fits or line.appraisal_id.kind != "unit":
                raise ValidationError(self.env._("Choose the line of the unit's sheet of this period."))
            if not line.assessed:
                raise ValidationError(self.env._("This line is not assessed, and counts nothing."))
            if finding.unit_points:
                raise ValidationError(self.env._("The unit loses what the line loses, and no further points."))
            if not 0 <= finding.verified_value <= line.full_score:
                raise ValidationError(self.env._("The line is worth 0 to %(full)g points.", full=line.full_score))

    # === BUSINESS METHODS - PERMISSION === #

    def _refuse_confirm(self):
        """Refuse to settle a line twice: which of two findings counts would be anybody's guess."""
        refused = self._refuse_without("confirm")
        settled = {found.line_id: found for found in self.sudo()._of_same_lines() if found.state in _STANDING}
        for finding in self.sudo().filtered(lambda finding: finding.effect == "line"):
            other = settled.setdefault(finding.line_id, finding)
            if other != finding:
                refused.setdefault(
                    finding.id,
                    self.env._("%s settles the score of this line already; withdraw one of them first", other.name),
                )
        return refused

    def _lock_above(self):
        """Lock what else was found about the lines, too: of two that are confirmed at once, one comes second."""
        super()._lock_above()
        records = self.sudo()
        records.line_id.appraisal_id._lock_once()
        if alike := records._of_same_lines():
            alike._lock_rows(self._table, "id")

    # === BUSINESS METHODS - LINES === #

    def _of_same_lines(self):
        """Return all findings about the same lines."""
        lines = self.filtered(lambda finding: finding.effect == "line").line_id
        return self.search(Domain("line_id", "in", lines.ids) & Domain("effect", "=", "line"))

    def _charged(self):
        """Charge the unit with what a sealed line counts above what it was found to be worth."""
        sealed = self.filtered(
            lambda finding: finding.effect == "line" and finding.line_id.state == "confirmed" and not finding.on_line
        )
        counted = sealed._counted()
        return super()._charged() + [
            (finding, None, counted[finding.line_id] - finding._sheet_points(finding.verified_value))
            for finding in sealed
        ]

    def _counted(self):
        """Return what sealed lines count now, on the sheet and in the ledger together: ``{line: points}``."""
        counted = {finding.line_id: finding._sheet_points(finding.line_id.final_score) for finding in self}
        for entry in self._of_same_lines()._difference_entries():
            line = self.browse(entry.res_id).line_id
            counted[line] += scoring.to_decimal(entry.points)
        return counted

    def _difference_entries(self):
        """Return what was posted because a sealed sheet counts something else: entries of the unit itself."""
        return self.env["perf.score.entry"].search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("appraisee_id.kind", "=", "unit")
        )

    def _sheet_points(self, value):
        """Return how many points of the sheet its line gives when it is worth so much."""
        line = replace(self.line_id._engine_line("final_score"), score=scoring.to_decimal(value))
        return scoring.sheet_total([line]).score

    def _post_points(self):
        """Settle lines whose sheet is not confirmed, before the rest is posted."""
        findings = self.sudo()
        findings.line_id.appraisal_id._lock_states()
        findings._settle_lines()
        super()._post_points()

    def _settle_lines(self):
        """Let lines of sheets that are not confirmed be worth what was found."""
        due = self.filtered(lambda finding: finding.effect == "line" and finding.line_id.state != "confirmed")
        due.line_id._set_verified({found.line_id.id: (found.verified_value, found.name) for found in due})
        due._unlocked().write({"on_line": True})

    def _take_back(self):
        """Take back what was settled on lines; of sealed sheets the difference is posted as points."""
        super()._take_back()
        settled = self.sudo().filtered("on_line")
        settled.line_id.appraisal_id._lock_states()
        sealed = settled.filtered(lambda finding: finding.line_id.state == "confirmed")
        (settled - sealed)._release_lines()
        counted = sealed._counted()
        sealed._post_charges(
            [
                (finding, None, counted[finding.line_id] - finding._sheet_points(finding.line_id.review_score))
                for finding in sealed
            ]
        )

    def _release_lines(self):
        """Let the leader's scores count again on lines of sheets that are not confirmed."""
        self.line_id._set_verified(dict.fromkeys(self.line_id.ids, (None, None)))
        self._unlocked().write({"on_line": False})

    def _settle_anew(self, reason):
        """Carry what was posted of sealed lines back to their sheet, which was opened again.

        :param str reason: why it was opened
        """
        self._difference_entries()._unpost(reason)
        self.filtered(lambda finding: finding.on_line and finding.state == "withdrawn")._release_lines()
        self.filtered(lambda finding: not finding.on_line and finding.state in _STANDING)._settle_lines()

    def _indicator(self):
        return self.line_id.indicator_id if self.effect == "line" else super()._indicator()

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list

from ....tools import scoring
from ...abstract.rights import Right, Way
from ...abstract.score_field import Score


class PerfAppraisalLine(models.Model):
    """What an inspection has verified is the final score; its inspectors read what the unit says of itself."""

    _inherit = "perf.appraisal.line"

    _rights = {
        "verify": Right(rows="_rows_verify"),
        "see": Right(ways=(Way(right="verify"),)),
    }

    verified_score = Score(
        readonly=True, copy=False, help="What an inspection found the line to be worth: it is the final score."
    )
    verified_reason = fields.Char(string="Verified by", readonly=True, copy=False)

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        """Let nobody give another final score to what was verified."""
        super()._guard_write(vals)
        if "final_score" not in vals:
            return
        if verified := self.sudo().filtered("verified_reason"):
            raise UserError(
                self.env._(
                    "An inspection has verified %s: that is the final score, until the finding is withdrawn.",
                    format_list(self.env, verified.mapped("display_name")),
                ),
            )

    # === BUSINESS METHODS - RIGHTS === #

    def _rows_verify(self):
        """Return who inspects the unit just now, with the handed-in lines of its sheet; see ``Right.rows``."""
        return SQL(
            """
            SELECT l.id, e.user_id, NULL::int4 AS absent_id
              FROM perf_inspection i
              JOIN perf_appraisal a ON a.unit_id = i.unit_id AND a.period_id = i.period_id
               AND a.kind = 'unit' AND a.state NOT IN ('draft', 'excused')
              JOIN perf_appraisal_line l ON l.appraisal_id = a.id
              JOIN perf_inspection_inspector_rel r ON r.perf_inspection_id = i.id
              JOIN hr_employee e ON e.id = r.hr_employee_id
             WHERE i.state = 'ongoing' AND e.user_id IS NOT NULL
            """,
            to_flush=[
                *(self.env["perf.inspection"]._fields[name] for name in ("unit_id", "period_id", "state")),
                self.env["perf.inspection"]._fields["inspector_ids"],
                *(self.env["perf.appraisal"]._fields[name] for name in ("unit_id", "period_id", "state")),
                self.env["hr.employee"]._fields["user_id"],
            ],
        )

    # === BUSINESS METHODS - VERIFIED === #

    def _set_verified(self, found):
        """Let lines of sheets that are not confirmed be worth what an inspection found.

        :param dict found: ``{line id: (points, number of the finding)}``; ``(None, None)`` takes it back
        """
        before = self._scores()
        rows = [
            (line_id, None if points is None else float(scoring.round_points(scoring.to_decimal(points))), number)
            for line_id, (points, number) in found.items()
        ]
        self._scored()._bulk_update(["verified_score", "verified_reason"], rows)
        self._apply_verified()
        self._log_changes(before)

    def _apply_verified(self):
        """Let what was verified be the final score where the office has the sheet, else the leader's score again."""
        reviewed = self.filtered(lambda line: line.state == "reviewed")
        rows = [
            (line.id, line.verified_score, line.verified_reason)
            if line.verified_reason
            else (line.id, line.review_score, None)
            for line in reviewed
        ]
        reviewed._scored()._bulk_update(["final_score", "final_reason"], rows)
        reviewed.modified(["final_score", "final_reason"])

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, float_compare, float_round


class PerfAppraisal(models.Model):
    """What inspections have verified is the final score from the start; self-scores far above it can be followed up."""

    _name = "perf.appraisal"
    _inherit = ["perf.appraisal", "perf.registered.mixin"]
    _registered_in = "appraisal_id"

    is_beyond_tolerance = fields.Boolean(
        string="Self-score beyond the Tolerance",
        compute="_compute_is_beyond_tolerance",
        search="_search_is_beyond_tolerance",
        help="The self-score lies above the final one by more than the scheme tolerates.",
    )

    # === COMPUTE METHODS === #

    def _compute_is_beyond_tolerance(self):
        for sheet in self:
            tolerance = sheet.sudo().scheme_id.self_gap_tolerance
            known = sheet.state == "confirmed" and sheet.full_score and not sheet.self_skipped
            own = float_round(100 * sheet.self_score / sheet.full_score, 2) if known else 0.0  # as the final percent is
            beyond = known and float_compare(own - sheet.percent, tolerance, 2) > 0
            sheet.is_beyond_tolerance = bool(tolerance) and bool(beyond)

    def _search_is_beyond_tolerance(self, operator, value):
        if operator != "in":
            return NotImplemented
        beyond = Domain.custom(to_sql=self._beyond_tolerance_sql, predicate=lambda sheet: sheet.is_beyond_tolerance)
        return beyond if True in value else ~beyond

    @staticmethod
    def _beyond_tolerance_sql(sheets, alias, query):
        columns = {
            name: sheets._field_to_sql(alias, name, query)
            for name in ("state", "self_score", "full_score", "percent", "scheme_id")
        }
        return SQL(
            "(%(state)s = 'confirmed'"
            " AND COALESCE(ROUND(100 * %(self_score)s / NULLIF(%(full_score)s, 0), 2) - %(percent)s >"
            " (SELECT NULLIF(s.self_gap_tolerance, 0) FROM perf_scheme s WHERE s.id = %(scheme_id)s), FALSE))",
            **columns,
            to_flush=sheets.env["perf.scheme"]._fields["self_gap_tolerance"],
        )

    # === ACTION METHODS === #

    def action_propose_deductions(self):
        """Draft the scheme's deduction for each sheet whose self-score lies too far above the final one, once.

        :return: an action that lists what was proposed
        :raise UserError: when nothing can be proposed, with the reasons
        """
        self._check_proposing()
        beyond = self.filtered("is_beyond_tolerance")
        if not beyond:
            raise UserError(self.env._("None of these sheets has a self-score beyond what its scheme tolerates."))
        bare = beyond.filtered(lambda sheet: not sheet.scheme_id.self_gap_rule_id)
        without_rule = self.env._("The scheme names no rule for it: choose one there.")
        return beyond._propose_each_once(bare, without_rule, type(self)._prepare_gap_deduction)

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

    # === HELPERS === #

    def _prepare_gap_deduction(self):
        """Return the values of the entry that is proposed for a self-score far above the final one."""
        return {
            "unit_id": self.appraisee_id.unit_id.id,
            "employee_id": self.employee_id.id,
            "rule_id": self.scheme_id.self_gap_rule_id.id,
            "appraisal_id": self.id,
            "matter": self.env._(
                "%(period)s: self-score %(own)s, final %(final)s",
                period=self.period_id.display_name,
                own=f"{self.self_score:g}",
                final=f"{self.final_score:g}",
            ),
            "date": min(self.period_id.date_end, self.company_id._perf_today()),
        }

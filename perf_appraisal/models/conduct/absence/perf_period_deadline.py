from odoo import api, fields, models

from .perf_extension import DEADLINE_COLUMNS


class PerfPeriod(models.Model):
    """A period whose deadlines reach its sheets."""

    _inherit = "perf.period"

    extension_ids = fields.One2many("perf.extension", "period_id", string="Extensions")

    # === CRUD METHODS === #

    def write(self, vals):
        """Let the sheets follow when deadlines change."""
        result = super().write(vals)
        if not set(DEADLINE_COLUMNS).isdisjoint(vals):
            self.env["perf.appraisal"]._refresh_deadlines(self)
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _cron_open(self):
        """Open the periods that have begun, of cycles whose periods open by themselves."""
        for company in (
            self.env["perf.cycle"].sudo().search([("auto_open", "=", True), ("state", "=", "open")]).company_id
        ):
            self._due_to_open(company).action_open()

    @api.model
    def _due_to_open(self, company):
        """Return the periods of a company that have begun, can still be handed in in time and hold lines for anybody.

        A quarter is opened in any case: its summaries are made then.

        :param company: ``res.company`` record
        """
        today = fields.Date.context_today(self.with_context(tz=company.resource_calendar_id.tz or "UTC"))
        begun = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("cycle_id.state", "=", "open"),
                ("cycle_id.auto_open", "=", True),
                ("state", "=", "pending"),
                ("date_start", "<=", today),
                ("self_deadline", ">=", today),
            ],
            order="date_end, date_start desc",
        )
        groups = (
            self.env["perf.plan.line"]
            .sudo()
            ._read_group(
                [("plan_id.cycle_id", "in", begun.cycle_id.ids), ("plan_id.state", "=", "approved")],
                ["plan_id.cycle_id", "indicator_id.frequency"],
            )
        )
        used = set(groups)
        return begun.filtered(
            lambda period: period.kind == "quarter" or (period.cycle_id, period.kind) in used,
        )

import logging

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_date, format_list

from ..absence.perf_extension import DEADLINE_COLUMNS


class PerfPeriod(models.Model):
    """A period holds the sheets that were made by opening it; its deadlines reach them."""

    _inherit = "perf.period"

    appraisal_ids = fields.One2many("perf.appraisal", "period_id", string="Sheets")
    sheet_count = fields.Integer(string="Number of Sheets", compute="_compute_sheet_counts")
    confirmed_count = fields.Integer(string="Confirmed Sheets", compute="_compute_sheet_counts")
    confirmed_percent = fields.Float(
        string="Confirmed", compute="_compute_sheet_counts", help="In percent of the sheets."
    )
    extension_ids = fields.One2many("perf.extension", "period_id", string="Extensions")

    # === COMPUTE METHODS === #

    def _compute_sheet_counts(self):
        groups = self.env["perf.appraisal"]._read_group(
            [("period_id", "in", self.ids)],
            ["period_id", "state"],
            ["__count"],
        )
        counts = {}
        for period, state, count in groups:
            counts.setdefault(period.id, {})[state] = count
        for period in self:
            found = counts.get(period.id, {})
            period.sheet_count = sum(found.values())
            period.confirmed_count = found.get("confirmed", 0)
            period.confirmed_percent = (
                100.0 * period.confirmed_count / period.sheet_count if period.sheet_count else 0.0
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Let the sheets follow when deadlines change."""
        result = super().write(vals)
        if not set(DEADLINE_COLUMNS).isdisjoint(vals):
            self.env["perf.extension"]._refresh_deadlines(self)
        return result

    # === ACTION METHODS === #

    def action_view_appraisals(self):
        """Open the sheets of the periods.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_appraisal_action")
        action["domain"] = [("period_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_close(self, zeros_meant=False):
        """Close the periods; a sheet that was never handed in posts 0.

        :param bool zeros_meant: that sheets which were not handed in get 0 points is meant so
        :raise UserError: when the user may not close them; while sheets wait for review or confirmation, with their
            number
        :raise RedirectWarning: naming how many sheets would get 0 and until when they may be handed in, when nobody has
            said that this is meant
        """
        self._check_readable()
        ready = self.filtered(lambda period: period.state == "open")
        self._check_movable("action_close", ready)
        self._check_decided()
        if not zeros_meant:
            ready._ask_about_zeros()
        closed = self._transition("action_close")
        sheets = self.env["perf.appraisal"].sudo().search([("period_id", "in", closed.ids)])
        sheets._lock_rows("perf_appraisal", "id")  # one that was handed in meanwhile makes the request run again
        sheets.filtered(lambda sheet: sheet.state == "draft")._post_missing()
        return True

    def action_reopen(self, reason=None):
        """Open closed periods again, and take back what was posted for sheets that were not handed in.

        :param str reason: why
        """
        closed = self.filtered(lambda period: period.state == "closed")
        super().action_reopen(reason)
        closed.sudo().appraisal_ids.filtered(lambda sheet: sheet.state == "draft")._unpost(reason)
        return True

    # === BUSINESS METHODS - CLOSING === #

    def _check_decided(self):
        """Raise while something of the periods waits for a decision: it could not be posted any more.

        :raise UserError: telling how much waits
        """
        waiting = [("period_id", "in", self.ids), ("state", "in", ("self_scored", "reviewed"))]
        if count := self.env["perf.appraisal"].sudo().search_count(waiting):
            raise UserError(
                self.env._(
                    "%(count)s sheets of %(periods)s still wait for review or confirmation. "
                    "Finish or return them first.",
                    count=count,
                    periods=format_list(self.env, self.mapped("display_name")),
                ),
            )

    def _ask_about_zeros(self):
        """Raise while sheets are not handed in; the screen offers to close all the same.

        :raise RedirectWarning: naming how many of each period would get 0, and until when they may be handed in
        """
        drafts = (
            self.env["perf.appraisal"]
            .sudo()
            ._read_group(
                [("period_id", "in", self.ids), ("state", "=", "draft")],
                ["period_id"],
                ["__count", "self_deadline:max"],
            )
        )
        if not drafts:
            return
        anyway = self.env.ref("perf_appraisal.perf_period_action_close_anyway").sudo()
        question = RedirectWarning(
            "\n".join(
                [
                    self.env._("Sheets that were not handed in, and would get 0 points:"),
                    *(period._zeros_words(count, day) for period, count, day in drafts),
                ]
            ),
            anyway.id,
            anyway.name,
            {"active_model": self._name, "active_id": self[:1].id, "active_ids": self.ids},
        )
        question.loglevel = logging.INFO  # the server's log need not show it as an error
        raise question

    def _zeros_words(self, count, day):
        """Return the sentence on the sheets of a period that were not handed in.

        :param int count: how many they are
        :param date day: the last day on which one of them may be handed in
        """
        facts = {"period": self.display_name, "count": count, "day": format_date(self.env, day)}
        if day and day >= self.company_id._perf_today():
            return self.env._("• %(period)s: %(count)s. The deadline runs until %(day)s, it is not over yet.", **facts)
        return self.env._("• %(period)s: %(count)s. The deadline was %(day)s.", **facts)

    # === BUSINESS METHODS - OPENED BY THEMSELVES === #

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
        today = company._perf_today()
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

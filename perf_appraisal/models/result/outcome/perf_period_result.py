from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_list

from ...abstract.notices import notice
from ...abstract.perf_posting_mixin import READERS
from ...abstract.perf_state_mixin import Step

_lt = LazyTranslate(__name__)


class PerfPeriod(models.Model):
    """A closed period is computed: what it came to for everybody."""

    _inherit = "perf.period"

    _transitions = {
        "action_reopen_results": Step(
            {"closed": "closed"},
            reason="results_reopen_reason",
            title=_lt("Reopen Results"),
            hint=_lt("Results on notice or final are drafts again. The reason stays on each of them for ever."),
        ),
    }

    result_ids = fields.One2many("perf.result", "period_id", string="Appraisal Results")
    result_count = fields.Integer(string="Number of Results", compute="_compute_result_count")
    has_draft_results = fields.Boolean(compute="_compute_result_count")
    has_results_on_notice = fields.Boolean(compute="_compute_result_count")
    has_results_to_compute = fields.Boolean(compute="_compute_result_count")
    can_compute = fields.Boolean(compute="_compute_can_compute")
    can_reopen_results = fields.Boolean(compute="_compute_can")
    results_reopen_reason = fields.Char(string="Why Results Were Reopened", readonly=True, groups=READERS)

    # === COMPUTE METHODS === #

    def _compute_result_count(self):
        domain = [("period_id", "in", self.ids)]
        counts = {}
        for period, state, count in self.env["perf.result"]._read_group(domain, ["period_id", "state"], ["__count"]):
            counts.setdefault(period, {})[state] = count
        to_compute = self.env["perf.result.job"]._to_compute(self)
        for period in self:
            states = counts.get(period._origin, {})
            period.result_count = sum(states.values())
            period.has_draft_results = "draft" in states
            period.has_results_on_notice = "notice" in states
            period.has_results_to_compute = period._origin in to_compute

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_compute(self):
        mine = self._filtered_access("write")
        for period in self:
            period.can_compute = period in mine and period.state == "closed" and bool(period._computing_schemes())

    # === ACTION METHODS === #

    def action_compute(self):
        """Compute the results of closed periods, and first of those inside them of which they are made.

        Again at any time, with the same outcome; results on notice or final stay as they are.

        :return: an action that opens the results, of a large county the job
        :raise UserError: naming a period that cannot be computed, and what to do
        """
        self.check_access("write")
        for period in self.sorted("date_end"):
            period._check_computable()
        jobs = self.env["perf.result.job"]
        if jobs._is_needed(self):
            return jobs._begin(self)
        count = jobs._compute(self)
        settled = self.env["perf.result"].sudo().search_count([("period_id", "in", self.ids), ("state", "!=", "draft")])
        message = self.env._("%s results computed.", count)
        if settled:
            message = self.env._(
                "%(count)s results computed; on notice or final, and as they were: %(settled)s.",
                count=count,
                settled=settled,
            )
        return notice(message, kind="success", follow=self.action_view_results())

    def action_view_results(self):
        """Open the results of the periods.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_result_action")
        context = {"hierarchical_naming": False, "search_default_group_category": 1}
        return {**action, "domain": [("period_id", "in", self.ids)], "context": context}

    # === BUSINESS METHODS - RESULTS === #

    def _computing_schemes(self):
        """Return the schemes of the cycle that compute results of such periods."""
        return self.sudo().cycle_id.scheme_ids.filtered(
            lambda scheme: self.kind in scheme.component_ids.mapped("period_kind")
        )

    def _check_computable(self):
        """Raise when results of the period cannot be computed yet.

        :raise UserError: telling what to do
        """
        if self.state != "closed":
            raise UserError(self.env._("Close %s first: results are computed when nothing waits.", self.display_name))
        waiting = self._inside().filtered(lambda period: period.state in ("opening", "open"))
        if waiting:
            raise UserError(
                self.env._(
                    "%(period)s is not complete. Close first: %(waiting)s.",
                    period=self.display_name,
                    waiting=format_list(self.env, waiting.mapped("display_name")),
                )
            )
        if self.result_count and not self.has_results_to_compute:
            raise UserError(
                self.env._(
                    "All results of %s are on notice or final and stay as they are: there is nothing to compute.",
                    self.display_name,
                )
            )
        if not self._computing_schemes():
            raise UserError(
                self.env._(
                    "No scheme of %(cycle)s says what the result of %(period)s is made of. Enter its components under"
                    " “Composition” of the scheme.",
                    cycle=self.cycle_id.name,
                    period=self.display_name,
                )
            )

    # === NOTICE === #

    def action_publish_notice(self):
        """Open the draft by which the results of a period go on public notice.

        Note: self.ensure_one()

        :return: an action that opens the draft
        """
        self.ensure_one()
        self.check_access("write")
        draft = self.env["perf.notice"]._draft_for(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": draft._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def action_finalize(self):
        """Make the results final whose notice is over and whose objections are all answered.

        :return: a notification that tells how many
        :raise UserError: when there are none, telling what they wait for
        """
        self.check_access("write")
        return self.env["perf.notice"].search([("period_id", "in", self.ids)]).action_finalize()

    def action_reopen_results(self, reason=None):
        """Take the results on notice, and the final ones, back: they can be computed anew, and say so for ever.

        :param str reason: why
        :raise UserError: without a reason, or for anybody but an administrator
        """
        done = self._transition("action_reopen_results", reason=reason)
        settled = self.env["perf.result"].sudo().search([("period_id", "in", done.ids), ("state", "!=", "draft")])
        settled._send_back(f"{self.env.user.name}: {reason.strip()}")
        return True

    def _refuse_reopen_results(self):
        if not self.env.user.has_group("perf_appraisal.group_perf_admin"):
            return dict.fromkeys(self.ids, self.env._("only an administrator reopens results"))
        settled = self.env["perf.result"].sudo().search([("period_id", "in", self.ids), ("state", "!=", "draft")])
        refused = dict.fromkeys((self - settled.period_id).ids, self.env._("none of its results is on notice or final"))
        return self._refuse_resting([("id", "not in", self.ids)]) | refused | self._refuse_unwritable()

    def _refuse_reopen(self):
        refused = super()._refuse_reopen()
        return self.filtered(lambda period: period.id not in refused)._refuse_resting([]) | refused

    def _refuse_resting(self, besides):
        """Return why those of the periods cannot be reopened on which settled results rest: ``{period id: why}``.

        :param list besides: domain of the periods whose results count
        """
        refused = {}
        for period in self:
            around = [("date_start", "<=", period.date_start), ("date_end", ">=", period.date_end), *besides]
            resting = [("period_id", "any", around), ("cycle_id", "=", period.cycle_id.id), ("state", "!=", "draft")]
            if self.env["perf.result"].sudo().search_count(resting, limit=1):
                refused[period.id] = self.env._("results that rest on it are on notice or final; reopen these first")
        return refused

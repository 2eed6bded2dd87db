from odoo import api, fields, models
from odoo.tools import format_list

from ...abstract.notices import notice


class PerfAppeal(models.Model):
    """The way of an objection or an appeal: handed in, taken up, decided; and what follows for the result."""

    _inherit = "perf.appeal"

    renewed_notice_ids = fields.Many2many(
        "perf.notice",
        string="On Notice again",
        compute="_compute_renewed_notice_ids",
        help="The notices by which the group goes on notice again after a correction.",
    )

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_renewed_notice_ids(self):
        """Find them among those that the user may read: of the group, for its period and those around it, since."""
        groups = self.sudo().result_id.mapped("ranking_group")
        notices = self.env["perf.notice"].search([("ranking_group", "in", groups), ("replaces_id", "!=", False)])
        for appeal in self:
            result = appeal.sudo().result_id
            appeal.renewed_notice_ids = appeal.state == "upheld" and notices.filtered(
                lambda notice, appeal=appeal, result=result: (
                    notice.ranking_group == result.ranking_group
                    and notice.cycle_id == result.cycle_id
                    and (not notice.published_on or notice.published_on >= appeal.decided_on)
                    and notice.sudo().period_id.date_start <= result.period_id.date_start
                    and notice.sudo().period_id.date_end >= result.period_id.date_end
                )
            )

    # === ACTION METHODS === #

    def action_submit(self):
        """Hand in objections and appeals.

        :raise UserError: when something is missing, or their days are over
        """
        done = self._transition("action_submit")
        today = self.env.company._perf_today()
        for (kind, cycle, held), appeals in (
            done.sudo().grouped(lambda appeal: (appeal.kind, appeal.cycle_id, appeal.notice_id)).items()
        ):
            days = {"reexamination": cycle.reexamination_decision_days, "appeal": cycle.appeal_decision_days}.get(kind)
            deadline = held.date_to if kind == "objection" else self._day_of(fields.Datetime.now(), days)
            appeals._unlocked().write({"deadline": max(deadline, today)})
        return True

    def action_accept(self):
        """Take up what was handed in: who does handles it, and reads who stands behind it.

        :raise UserError: for whoever was concerned with the matter before, unless he is an administrator and nobody is
            left who was not
        """
        last = self._holding("take_last")
        done = self._transition("action_accept", handler_id=self.env.uid)
        (done & last).sudo()._unlocked().write({"last_resort": True})
        return True

    def action_uphold(self, reason=None):
        """Uphold one: what is corrected is posted, and exactly the group of the result is computed anew.

        Note: self.ensure_one()

        :param str reason: the written reply
        :return: a notification that tells what follows
        :raise UserError: when nothing is corrected or changes, or somebody who defends himself would come off worse
        """
        self.ensure_one()
        self.check_access("read")
        self._hold_periods()
        done = self._transition("action_uphold", reason=reason)
        drafts = done._apply() if done else self.env["perf.notice"]
        if not drafts:
            return True
        names = format_list(self.env, drafts.mapped("name"))
        return notice(self.env._("The result was computed anew. Its group goes on notice again: %s.", names))

    def action_reject(self, reason=None):
        """Reject objections and appeals: results stay as they are.

        :param str reason: the written reply
        :raise UserError: without one, or for anybody but who took them up
        """
        self._transition("action_reject", reason=reason)
        return True

    def action_withdraw(self):
        """Withdraw what one has handed in.

        :raise UserError: when it is decided already
        """
        self._transition("action_withdraw")
        return True

    def action_discard(self):
        """Throw drafts away that were begun by a slip.

        :return: an action that opens what the user has handed in
        :raise UserError: for what was handed in already
        """
        self.unlink()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_appeal_action_mine")
        return {**action, "target": "main"}

    def action_view_renewed(self):
        """Open the notices by which the group of the result goes on notice again.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_notice_action")
        renewed = self.renewed_notice_ids
        if len(renewed) == 1:
            return {**action, "views": [(False, "form")], "res_id": renewed.id}
        return {**action, "domain": [("id", "in", renewed.ids)]}

    # === BUSINESS METHODS - STATE === #

    def _refuse_submit(self):
        refused = self._refuse_without("fill")
        for appeal in self:
            if appeal.id not in refused and (problem := appeal._filing_problem()):
                refused[appeal.id] = problem
        return refused

    def _refuse_uphold(self):
        refused = self._refuse_without("handle")
        for appeal in self.sudo():
            if appeal.id not in refused and (problem := appeal._points_problem()):
                refused[appeal.id] = problem
        return refused

    # === BUSINESS METHODS - RACES === #

    def _lock_above(self):
        """Let results become final before somebody objects, or after, but not at the same moment."""
        self.sudo().notice_id._collide()

from odoo import fields, models
from odoo.exceptions import UserError

from ....tools import scoring
from ....tools.posting import Posting
from ...abstract.notices import notice


class PerfAppeal(models.Model):
    """The way of an objection or an appeal: handed in, taken up, decided; and what follows for the result."""

    _inherit = "perf.appeal"

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
        :raise UserError: when nothing is corrected, or somebody who defends himself would come off worse
        """
        self.ensure_one()
        done = self._transition("action_uphold", reason=reason)
        drafts = done._apply() if done else self.env["perf.notice"]
        if not drafts:
            return True
        return notice(self.env._("The result was computed anew. Its group goes on notice again: %s.", drafts[0].name))

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
            if appeal.id not in refused and not appeal.entry_id and not appeal.points:
                refused[appeal.id] = self.env._("say first which entry was wrong, or how many points are corrected")
        return refused

    # === BUSINESS METHODS - RACES === #

    def _lock_above(self):
        """Let results become final before somebody objects, or after, but not at the same moment."""
        self.sudo().notice_id._collide()

    # === BUSINESS METHODS - POSTING === #

    def _apply(self):
        """Post what is corrected, and compute the group of the result anew.

        Rule: whoever defends himself does not come off worse; an objection may lower a result.

        :return: the drafts of the notices by which the group goes on notice again
        :raise UserError: when the total of somebody who defends himself would fall
        """
        appeal = self.sudo()
        result, before, shown = appeal.result_id, appeal.result_id.total, appeal.result_id._total_words()
        appeal._correct()
        drafts = result._compute_group_anew(self.env._("corrected after %s", self.name))
        after = result.total
        if appeal.kind != "objection" and after < before:
            raise UserError(
                self.env._(
                    "%(appeal)s: the total would fall from %(before)s to %(after)s. Whoever asks for re-examination or"
                    " appeals does not come off worse: nothing was changed.",
                    appeal=self.name,
                    before=f"{before:.2f}",
                    after=f"{after:.2f}",
                )
            )
        appeal._unlocked().write({"total_before": shown, "total_after": result._total_words()})
        return drafts.sudo(False)

    def _correct(self):
        """Post what is corrected: a wrong entry is reversed and posted anew, else points are added or deducted.

        :raise UserError: when the entry was reversed already
        """
        points, entry = scoring.to_decimal(self.points), self.entry_id._correcting()
        if not entry:
            entry._post([self._correction(points)])
            return
        if entry.reversal_of_id or not entry._unpost(self.name):
            raise UserError(self.env._("This entry was taken back already. Choose another."))
        if points:
            posting = entry._reversal(self.name)
            scores = {name: entry[name] for name in ("full_points", "self_points", "review_points")}
            entry._post([posting._replace(points=points, reversal_of_id=None, **scores)])

    def _correction(self, points):
        """Return the entry of the ledger that corrects a result in the period which it belongs to.

        :param points: signed decimal
        """
        return Posting(
            appraisee_id=self.result_id.appraisee_id.id,
            unit_id=self.result_id.unit_id.id,
            period_id=self.period_id.id,
            kind="bonus" if points > 0 else "deduction",
            origin="correction",
            points=points,
            date=self.env.company._perf_today(),
            res_model=self._name,
            res_id=self.id,
            reason=self.name,
        )

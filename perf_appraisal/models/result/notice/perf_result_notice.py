from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...abstract.perf_state_mixin import Step

#: How many results a refusal names.
_MOST_NAMES = 5


class PerfResult(models.Model):
    """A result goes on notice, becomes final, and may be sent back: by its period, its notice or an appeal alone."""

    _inherit = "perf.result"

    _transitions = {
        "action_finalize": Step(signs="final"),
        "action_reopen_results": Step(undoes=("final", "acknowledged")),
    }

    final_on = fields.Datetime(readonly=True)
    sent_back = fields.Text(
        string="Reopened", readonly=True, help="When and why it was taken back from notice, or after it was final."
    )
    notice_line_ids = fields.One2many("perf.notice.line", "result_id", string="On Notices", readonly=True)

    can_ask_reexamination = fields.Boolean(compute="_compute_can_ask_reexamination")

    # === COMPUTE METHODS === #

    @api.depends("state", "final_on")
    @api.depends_context("uid")
    def _compute_can_ask_reexamination(self):
        own = self._origin._holding("own")
        for result in self:
            result.can_ask_reexamination = result._origin in own and not result._reexamination_problem()

    # === ACTION METHODS === #

    def action_ask_reexamination(self):
        """Ask for re-examination of one's own result: open the draft.

        Note: self.ensure_one()

        :return: an action that opens the draft
        :raise UserError: for anybody else, or when its days are over
        """
        self.ensure_one()
        self.check_access("read")
        if self not in self._holding("own"):
            raise UserError(self.env._("Re-examination is asked for by whose result it is."))
        if problem := self._reexamination_problem():
            raise UserError(problem)
        result = self.sudo()
        return self.env["perf.appeal"]._file("reexamination", result, about=result._whose_name())

    # === BUSINESS METHODS - STATE === #

    def _send_back(self, reason):
        """Take results back from notice, or after they were final: they can be computed anew, and say so for ever.

        :param str reason: why, in words for whoever may see the results
        """
        self._take_back(reason)._remark(reason)

    def _take_back(self, reason):
        """Make drafts of results on notice or final, and tell so on the notices on which they are.

        :param str reason: why, in words for whoever reads the notices
        :return: the results that were taken back
        """
        done = self._transition("action_reopen_results", follows=True)
        self.env["perf.notice.line"].sudo()._replace_lines_of(done, reason)
        return done

    def _remark(self, reason):
        """Write on results for ever why they were taken back.

        :param str reason: why, in words for whoever may see the results
        """
        day = format_date(self.env, self.env.company._perf_today())
        self.env.cr.execute(
            SQL(
                "UPDATE perf_result SET sent_back = concat_ws(%s, sent_back, %s) WHERE id = ANY(%s)",
                "\n",
                f"{day}: {reason}",
                self.ids,
            )
        )
        self.invalidate_recordset(["sent_back"])

    def _compute_group_anew(self, reason):
        """Compute the results with whom these are compared anew, and no other that is on notice or final.

        Those whose points change say why for ever; the others of a group were taken back, and may stand in another
        place.

        :param str reason: why, in words for whoever may see the results
        :return: the drafts of the notices by which they go on notice again
        """
        periods = self.period_id.sorted(lambda period: (period.date_end, -period.date_start.toordinal()))
        periods._lock_rows("perf_period", "id")
        group = self.sudo().search(
            Domain.OR(
                Domain("period_id", "=", of_period.id) & Domain("ranking_group", "in", results.mapped("ranking_group"))
                for of_period, results in self.grouped("period_id").items()
            )
        )
        totals, shown = {result.id: result._total_words() for result in group}, group.notice_line_ids.notice_id
        group._take_back(reason)
        for period in periods:
            self._compute_period(period)
        self.env.invalidate_all()
        group = group.exists()
        group.filtered(lambda result: result._total_words() != totals[result.id])._remark(reason)
        return shown._draft_again(group.filtered("notice_line_ids"))

    def _with_resting(self):
        """Return a result with those that rest on it and are on notice or final.

        Those of longer periods; of a unit also the results of its people, where their scheme counts that of the unit.
        """
        period = self.period_id
        around = Domain("date_start", "<=", period.date_start) & Domain("date_end", ">=", period.date_end)
        resting = Domain("appraisee_id", "=", self.appraisee_id.id)
        if self.kind == "unit":
            counting = Domain("scheme_id.component_ids.source", "=", "unit_result")
            resting |= Domain("kind", "=", "employee") & Domain("unit_id", "=", self.unit_id.id) & counting
        return self | self.search(Domain("period_id", "any", around) & Domain("state", "!=", "draft") & resting)

    # === HELPERS === #

    def _unexplained(self):
        """Return those who have points but no grade though others of their group have, and nobody said why."""
        graded = set(self.filtered("grade_id").mapped("ranking_group"))
        return self.filtered(
            lambda result: (
                not result.grade_id
                and result._total_words()
                and result.ranking_group in graded
                and result.veto != "no_grade"
                and not (result.no_grade and result.appraisee_id.no_grade_reason_id)
            )
        )

    def _total_words(self):
        """Return the total as it is shown, nothing while it is not known."""
        return "" if self._fields["total"]._is_empty(self) else f"{self.total:.2f}"

    def _came_to(self):
        """Return what an objection or an appeal may change: the total as it is shown, the veto and the grade."""
        return self._total_words(), self.veto, self.proposed_grade_id

    def _some_names(self):
        """Return the names of a few of whom the results are."""
        names = [result._whose_name() for result in self[:_MOST_NAMES]]
        return [*names, self.env._("%s more", len(self) - _MOST_NAMES)] if len(self) > _MOST_NAMES else names

    def _reexamination_problem(self, besides=()):
        """Return why nobody can ask for re-examination now, or nothing.

        :param besides: the draft that is handed in
        """
        result, appeals = self.sudo(), self.env["perf.appeal"].sudo()
        if result.state != "final":
            return self.env._("Re-examination is asked for when the result is final.")
        last = appeals._day_of(result.final_on, result.cycle_id.reexamination_days)
        if last < self.env.company._perf_today():
            return self.env._("Re-examination could be asked for until %s.", format_date(self.env, last))
        asked = appeals.search(
            [
                ("result_id", "=", result.id),
                ("kind", "=", "reexamination"),
                ("state", "not in", ("draft", "withdrawn")),
                ("submitted_on", ">=", result.final_on),
            ]
        )
        return self.env._("Re-examination was asked for already.") if asked.filtered(lambda a: a not in besides) else ""

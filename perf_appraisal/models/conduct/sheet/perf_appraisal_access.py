from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...abstract.perf_flag_mixin import flag_field


class PerfAppraisal(models.Model):
    """Who may see, fill in, review and confirm a sheet."""

    _name = "perf.appraisal"
    _inherit = ["perf.appraisal", "perf.flag.mixin"]

    i_see = flag_field("i_see")
    i_fill = flag_field("i_fill")
    i_am_reviewer = flag_field("i_am_reviewer")
    i_review = flag_field("i_review")
    i_confirm = flag_field("i_confirm")
    i_may_decide = flag_field("i_may_decide")

    # === BUSINESS METHODS - RIGHTS === #

    def _flag_i_see(self):
        uid = self.env.uid
        return (
            Domain("employee_id.user_id", "=", uid)
            | Domain("reviewer_id.user_id", "=", uid)
            | Domain("department_id", "any", self.env["hr.department"]._flag_perf_i_lead())
            | self._standing_in("reviewer_id.perf_standin_ids", "reviewer")
            | (Domain("state", "in", ("reviewed", "confirmed")) & self._flag_i_stand_in_for_office())
        )

    def _flag_i_fill(self):
        uid = self.env.uid
        return (
            Domain("state", "=", "draft")
            & Domain("period_id.state", "=", "open")
            & (
                Domain("employee_id.user_id", "=", uid)
                | Domain("department_id.perf_coordinator_user_ids", "=", uid)
                | (
                    Domain("kind", "=", "unit")
                    & Domain("unit_id", "any", self.env["hr.department"]._flag_perf_i_head())
                )
            )
        )

    def _flag_i_am_reviewer(self):
        """Return the sheets whose reviewer the user is or stands in for; of the office: heads at the top and units."""
        mine = Domain("reviewer_id.user_id", "=", self.env.uid)
        mine |= self._standing_in("reviewer_id.perf_standin_ids", "reviewer")
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            mine |= Domain("reviewer_id", "=", False)
        return mine

    def _flag_i_review(self):
        past = Domain("review_deadline", "<", "today") & Domain("department_id.perf_head_user_ids", "=", self.env.uid)
        return (
            Domain("state", "=", "self_scored")
            & Domain("period_id.state", "=", "open")
            & (self._flag_i_am_reviewer() | past)
            & self._flag_i_may_decide()
        )

    def _flag_i_confirm(self):
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        return (
            Domain("state", "=", "reviewed")
            & Domain("period_id.state", "=", "open")
            & (Domain.TRUE if office else self._flag_i_stand_in_for_office())
            & self._flag_i_may_decide()
        )

    def _flag_i_may_decide(self):
        """Return the sheets on which the user decides nothing of his own.

        Rule: whoever filled in a sheet, reviews it and confirms it are three people, administrators included; nobody
        decides on himself or a unit that he heads, deputises or coordinates, also as a stand-in. What is confirmed
        or excused is sealed for everybody.
        """
        uid = self.env.uid
        return (
            Domain("state", "in", ("self_scored", "reviewed"))
            & Domain("filled_by_id", "!=", uid)
            & ~Domain("filler_ids", "=", uid)
            & (Domain("state", "=", "self_scored") | ~self._flag_i_reviewed())
            & ~Domain("employee_id.user_id", "=", uid)
            & ~(Domain("kind", "=", "unit") & self._own_unit())
        )

    def _flag_i_reviewed(self):
        """Return the sheets that the user reviewed: of a unit any line, of anybody any score that was changed."""
        uid = self.env.uid
        line = Domain("kind", "=", "unit") & Domain("line_ids.reviewed_by_id", "=", uid)
        changed = Domain("phase", "=", "review") & Domain("user_id", "=", uid)
        return Domain("reviewed_by_id", "=", uid) | line | Domain("change_ids", "any", changed)

    def _flag_is_my_turn(self):
        """Return the sheets that the user may write now: whose turn it is."""
        return self._flag_i_fill() | self._flag_i_review() | self._flag_i_confirm()

    def _flag_unsealed(self):
        """Return the sheets that are drafts, or on which the user may decide: nobody ever writes another one."""
        return Domain("state", "=", "draft") | self._flag_i_may_decide()

    def _flag_i_stand_in_for_office(self):
        """Return the sheets that the user confirms in place of somebody of the office."""
        everywhere = self.env["perf.standin"]._current("confirmer") & Domain("unit_id", "=", False)
        return Domain("company_id.perf_standin_ids", "any", everywhere) | self._standing_in(
            "unit_id.perf_own_standin_ids", "confirmer"
        )

    # === HELPERS === #

    def _check_readable(self):
        if not self.has_access("read"):
            self._refuse_foreign()

    def _refuse_foreign(self):
        """Refuse the sheet of somebody else, or a part of it.

        :raise AccessError: naming the way to the own one
        """
        raise AccessError(self.env._("This sheet belongs to somebody else. Open your own under Appraisal ▸ My Work."))

    def _standing_in(self, path, role):
        """Return the domain of the records for whom the user stands in today.

        :param str path: path to the stand-ins
        :param str role: role of ``perf.standin``
        """
        return Domain(path, "any", self.env["perf.standin"]._current(role))

    def _own_unit(self):
        """Return the domain of sheets and lines of units whose matters are the user's own."""
        return Domain("unit_id", "any", self.env["hr.department"]._flag("perf_i_own"))

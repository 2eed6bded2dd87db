"""Results on notice, and objections and appeals against them."""

import base64
from datetime import datetime, timedelta

from odoo.tests import freeze_time

from .results import ResultCase


class NoticeCase(ResultCase):
    """The first quarter of last year is computed: East Township 95, West Township 85, the clerk 90."""

    pdf = base64.b64encode(b"%PDF-1.4 minutes").decode()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill_quarter()

    @classmethod
    def _fill_quarter(cls):
        """Post what the first quarter is made of, and compute it."""
        for appraisee, percent in ((cls.east, 95.0), (cls.west, 85.0), (cls.clerk, 90.0)):
            cls._post_months(appraisee, [percent])
        cls.q1.with_user(cls.office).action_compute()
        cls.env.invalidate_all()

    def _draft(self, period=None, **values):
        """Return the draft of a period's notice, as the office."""
        action = (period or self.q1).with_user(self.office).action_publish_notice()
        draft = self.env["perf.notice"].with_user(self.office).browse(action["res_id"])
        if values:
            draft.write(values)
        return draft

    def _publish(self, period=None, **values):
        """Return a published notice, as the office."""
        draft = self._draft(period, **values)
        draft.action_publish()
        self.env.invalidate_all()
        return draft

    def _line_of(self, notice, appraisee):
        return notice.sudo().line_ids.filtered(lambda line: line.result_id.appraisee_id == appraisee)

    def _after(self, notice, days=1):
        """Return the clock on a day after a notice."""
        morning = datetime.combine(notice.date_to + timedelta(days=days), datetime.min.time()) + timedelta(hours=6)
        return freeze_time(morning)


class AppealCase(NoticeCase):
    """The first quarter is on notice, with objections and appeals to come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        action = cls.q1.with_user(cls.office).action_publish_notice()
        cls.notice = cls.env["perf.notice"].browse(action["res_id"])
        cls.notice.with_user(cls.office).action_publish()
        cls.env.invalidate_all()

    def _object(self, user):
        """Return an objection to the line of East Township, handed in by somebody."""
        line = self._line_of(self.notice, self.east).with_user(user)
        return self._hand_in(line.action_object(), user)

    def _reexamine(self):
        """Return the re-examination for which the clerk asks."""
        result = self._result(self.q1, self.clerk).with_user(self.staff)
        return self._hand_in(result.action_ask_reexamination(), self.staff)

    def _hand_in(self, action, user):
        appeal = self.env["perf.appeal"].browse(action["res_id"])
        appeal.with_user(user).write({"asked": "Change it", "facts": "It is not right."})
        appeal.with_user(user).action_submit()
        self.env.invalidate_all()
        return appeal

    def _take_up(self, appeal, **values):
        """Let the office take up an appeal, and say what is to be corrected, having looked at the points twice."""
        appeal.with_user(self.office).action_accept()
        if values:
            if "points" in values:
                values.setdefault("points_checked", True)
            appeal.with_user(self.office).write(values)
        self.env.invalidate_all()

    def _finish(self):
        """Make all results of the notice final."""
        with self._after(self.notice):
            self.q1.with_user(self.office).action_finalize()
        self.env.invalidate_all()

    def _settle_year(self):
        """Put the year on notice, too."""
        self.whole.with_user(self.office).action_compute()
        self.env.invalidate_all()
        draft = self._draft(self.whole, decision_date=self.env.company._perf_today(), decision_no="No. 1")
        draft.action_attach_signed_copy("minutes.pdf", self.pdf)
        draft.action_publish()
        self.env.invalidate_all()
        return draft

    def _sheet_then(self, confirmer):
        """Make a sheet of the clerk in the quarter that somebody confirmed."""
        self.env["perf.appraisal"].sudo()._unlocked().create(
            {
                "appraisee_id": self.clerk.id,
                "kind": "employee",
                "plan_id": self.plan.id,
                "cycle_id": self.past.id,
                "period_id": self._of("month", 1).id,
                "employee_id": self.clerk.employee_id.id,
                "unit_id": self.clerk.unit_id.id,
                "department_id": self.section.id,
                "company_id": self.clerk.company_id.id,
                "reviewed_by_id": self.deputy.id,
                "confirmed_by_id": confirmer.id,
                "state": "confirmed",
            }
        )
        self.env.flush_all()

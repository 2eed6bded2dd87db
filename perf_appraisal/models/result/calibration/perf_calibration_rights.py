from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class PerfCalibration(models.Model):
    """Nobody moves or decides on the grades of those with whom his own result is compared.

    Rule: a colleague does, who is not compared with them; where nobody of the Performance Office is left, an
    administrator enters what the leading group decided. The own grade is moved by nobody himself.
    """

    _inherit = "perf.calibration"

    # === BUSINESS METHODS - RIGHTS === #

    def _refuse_compared(self, results):
        """Return why the user does not move grades: ``{result id: sentence}`` of those he is compared with.

        :param results: ``perf.result`` recordset, as superuser
        """
        barred = {group for group, users in self._compared_users(results).items() if self._is_barred(users)}
        found = results.filtered(lambda result: result.ranking_group in barred)
        sentence = self.env._(
            "your own result is compared with it: a colleague moves it, or, where nobody else of the Performance"
            " Office is left, an administrator"
        )
        return dict.fromkeys(found.ids, sentence)

    def _refuse_deciding(self):
        """Return why the user does not enter what meetings decided, whose own result is among those decided on."""
        refused = {}
        for meeting in self:
            results = self.env["perf.result"].sudo().search(meeting.sudo()._scope())
            if self._is_barred(set().union(*self._compared_users(results).values())):
                refused[meeting.id] = self.env._(
                    "your own result is among those compared: a colleague enters what was decided, or, where nobody"
                    " else of the Performance Office is left, an administrator"
                )
        return refused

    # === HELPERS - RIGHTS === #

    def _compared_users(self, results):
        """Return who of the Performance Office is compared with results: ``{ranking group: {user id}}``.

        :param results: ``perf.result`` recordset, as superuser
        """
        groups = [*set(results.mapped("ranking_group"))]
        compared = Domain("period_id", "in", results.period_id.ids) & Domain("ranking_group", "in", groups)
        owners = results._holders(("own",), compared, self._office_users().ids)
        group_of = {result.id: result.ranking_group for result in results.browse({one.record_id for one in owners})}
        found = defaultdict(set)
        for owner in owners:
            found[group_of[owner.record_id]].add(owner.user_id)
        return found

    def _office_users(self):
        """Return the accounts of the Performance Office of the meetings' company, as superuser."""
        users = self.env.ref("perf_appraisal.group_perf_office").sudo().all_user_ids
        return users.filtered(lambda user: user.active and self.company_id <= user.company_ids)

    def _is_barred(self, users):
        """Return whether the user is among those compared, and somebody else is not, or he is no administrator.

        :param set users: ids of those who are compared
        """
        last = self.env.user.has_group("perf_appraisal.group_perf_admin") and users.issuperset(self._office_users().ids)
        return self.env.uid in users and not last

from odoo import api, models
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables
from ..absence.perf_extension import DEADLINE_COLUMNS


class PerfAppraisal(models.Model):
    """The deadlines of a sheet: its period's, and what its unit was granted on top."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - GIVEN BACK === #

    def _after_transition(self, action):
        """Let a sheet that is given back or corrected have the deadlines of today.

        Sealed and excused sheets do not follow when deadlines move.
        """
        super()._after_transition(action)
        if action in ("action_return", "action_correct"):
            self._refresh_deadlines(self.sudo().period_id, sheet_ids=self.ids)

    # === BUSINESS METHODS - DEADLINES === #

    @api.model
    def _refresh_deadlines(self, of_periods, units=None, sheet_ids=None):
        """Write the deadlines on the sheets of periods that are not sealed yet; three statements, however many.

        :param of_periods: ``perf.period`` recordset
        :param units: ``hr.department`` recordset; none is all
        :param list sheet_ids: only these sheets, as those of one chunk; none is all
        """
        if not of_periods:
            return
        shifted = self.env["perf.extension"]._shifted_deadlines(of_periods, units)
        asked = SQL("a.period_id = ANY(%s)", of_periods.ids)
        if units:
            asked = SQL("%s AND a.unit_id = ANY(%s)", asked, units.ids)
        if sheet_ids is not None:
            asked = SQL("%s AND a.id = ANY(%s)", asked, list(sheet_ids))
        flush_tables(self.env, "perf.appraisal", "perf.period")
        self._bulk_update(
            DEADLINE_COLUMNS,
            SQL(
                """
                SELECT a.id, d.self_deadline, d.review_deadline, d.confirm_deadline
                  FROM perf_appraisal a
                  JOIN perf_period p ON p.id = a.period_id
             LEFT JOIN (%(shifted)s) AS x(period_id, unit_id, self_deadline, review_deadline, confirm_deadline)
                    ON x.period_id = a.period_id AND x.unit_id = a.unit_id
            CROSS JOIN LATERAL (SELECT COALESCE(x.self_deadline, p.self_deadline) AS self_deadline,
                                       COALESCE(x.review_deadline, p.review_deadline) AS review_deadline,
                                       COALESCE(x.confirm_deadline, p.confirm_deadline) AS confirm_deadline) d
                 WHERE %(asked)s AND a.state NOT IN ('confirmed', 'excused')
                   AND (a.self_deadline, a.review_deadline, a.confirm_deadline)
                       IS DISTINCT FROM (d.self_deadline, d.review_deadline, d.confirm_deadline)
                """,
                shifted=self._rows_query(["period_id", "unit_id", *DEADLINE_COLUMNS], shifted),
                asked=asked,
            ),
        )

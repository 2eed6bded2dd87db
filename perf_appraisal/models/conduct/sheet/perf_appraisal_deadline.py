from odoo import api, models
from odoo.tools import SQL

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
        columns = [list(column) for column in zip(*shifted, strict=True)] or [[] for _name in range(5)]
        kinds = ("int4", "int4", "date", "date", "date")
        asked = SQL("a.period_id = ANY(%s)", of_periods.ids)
        if units:
            asked = SQL("%s AND a.unit_id = ANY(%s)", asked, units.ids)
        if sheet_ids is not None:
            asked = SQL("%s AND a.id = ANY(%s)", asked, list(sheet_ids))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE perf_appraisal s
                   SET self_deadline = v.self_deadline, review_deadline = v.review_deadline,
                       confirm_deadline = v.confirm_deadline
                  FROM (SELECT a.id, COALESCE(x.self_deadline, p.self_deadline) AS self_deadline,
                               COALESCE(x.review_deadline, p.review_deadline) AS review_deadline,
                               COALESCE(x.confirm_deadline, p.confirm_deadline) AS confirm_deadline
                          FROM perf_appraisal a
                          JOIN perf_period p ON p.id = a.period_id
                     LEFT JOIN unnest(%(shifted)s) AS x(period_id, unit_id, self_deadline, review_deadline,
                                                        confirm_deadline)
                            ON x.period_id = a.period_id AND x.unit_id = a.unit_id
                         WHERE %(asked)s AND a.state NOT IN ('confirmed', 'excused')) v
                 WHERE s.id = v.id
                   AND (s.self_deadline, s.review_deadline, s.confirm_deadline)
                       IS DISTINCT FROM (v.self_deadline, v.review_deadline, v.confirm_deadline)
                """,
                shifted=SQL(", ").join(
                    SQL("%s::%s[]", column, SQL.identifier(kind)) for column, kind in zip(columns, kinds, strict=True)
                ),
                asked=asked,
            ),
        )
        self.invalidate_model(list(DEADLINE_COLUMNS))

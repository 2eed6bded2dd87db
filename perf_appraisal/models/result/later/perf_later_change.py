from odoo import api, fields, models
from odoo.tools import SQL

from ...abstract.rights import AUDITOR, OFFICE, Right

#: What may happen to a number after the fact, in the order of the numbers that tell the rows apart.
KINDS = [
    ("reversed", "Entry Reversed"),
    ("corrected", "Corrected"),
    ("calibrated", "Grade Moved by Hand"),
    ("excused", "Sheet Excused"),
    ("voided", "Rating Void"),
    ("reopened", "Period Reopened"),
    ("results_reopened", "Results Reopened"),
]

_QUERY = """
    SELECT e.id * 8 + CASE WHEN e.reversal_of_id IS NULL THEN 1 ELSE 0 END AS id,
           CASE WHEN e.reversal_of_id IS NULL THEN 'corrected' ELSE 'reversed' END AS kind,
           e.create_date AS changed_on, e.posted_by AS changed_by_id, e.reason, e.company_id, e.unit_id, e.period_id,
           e.points, 'perf.score.entry' AS res_model, e.id AS res_id
      FROM perf_score_entry e
     WHERE e.reversal_of_id IS NOT NULL OR e.origin = 'correction'
     UNION ALL
    SELECT s.id * 8 + 2, 'calibrated', s.moved_on, s.moved_by_id, s.reason, r.company_id, r.unit_id, r.period_id, NULL,
           'perf.result', r.id
      FROM perf_result_shift s
      JOIN perf_result r ON r.id = s.result_id
     UNION ALL
    SELECT a.id * 8 + 3, 'excused', a.write_date, a.excused_by_id, a.excuse_reason, a.company_id, a.unit_id,
           a.period_id, NULL, 'perf.appraisal', a.id
      FROM perf_appraisal a
     WHERE a.state = 'excused'
     UNION ALL
    SELECT g.id * 8 + 4, 'voided', g.voided_on, g.voided_by_id, g.void_reason, g.company_id, NULL, g.period_id, NULL,
           'perf.rating', g.id
      FROM perf_rating g
     WHERE g.state = 'void'
     UNION ALL
    SELECT p.id * 8 + 5, 'reopened', p.write_date, p.write_uid, p.reopen_reason, p.company_id, NULL, p.id, NULL,
           'perf.period', p.id
      FROM perf_period p
     WHERE p.reopen_reason IS NOT NULL
     UNION ALL
    SELECT p.id * 8 + 6, 'results_reopened', p.write_date, p.write_uid, p.results_reopen_reason, p.company_id, NULL,
           p.id, NULL, 'perf.period', p.id
      FROM perf_period p
     WHERE p.results_reopen_reason IS NOT NULL
"""


class PerfLaterChange(models.Model):
    """Whatever changed a number after the fact: what, who, when and why, for the auditor.

    Read by SQL from the documents themselves. Of a period only the latest reopening is told; its messages tell all.
    """

    _name = "perf.later.change"
    _description = "Change after the Fact"
    _inherit = ["perf.rights.mixin"]
    _auto = False
    _order = "changed_on desc, id desc"
    _rec_name = "kind"

    _rights = {"see": Right(ways=(OFFICE, AUDITOR))}

    kind = fields.Selection(selection=KINDS, string="What", readonly=True)
    changed_on = fields.Datetime(readonly=True)
    changed_by_id = fields.Many2one("res.users", string="Changed by", readonly=True)
    reason = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    unit_id = fields.Many2one("hr.department", readonly=True)
    period_id = fields.Many2one("perf.period", readonly=True)
    points = fields.Float(digits=(12, 2), readonly=True, aggregator="sum")
    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("kind", "changed_on")
    def _compute_display_name(self):
        names = dict(self._fields["kind"]._description_selection(self.env))
        for change in self:
            change.display_name = names.get(change.kind, "")

    # === ACTION METHODS === #

    def action_view_document(self):
        """Open the document that was changed.

        :return: an action dictionary
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    @property
    def _table_query(self):
        """Return the query of the rows."""
        return SQL(_QUERY)

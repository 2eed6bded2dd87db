from odoo import models
from odoo.tools import SQL

from ....tools import scoring
from ..plan.perf_plan_line import QUARTERS


class PerfOpening(models.AbstractModel):
    """The lines of new sheets: what is due of their plans, with the points of a line that nobody has filled in."""

    _inherit = "perf.opening"

    # === HELPERS - LINES === #

    def _due_lines(self, period, plan_ids):
        """Return target and first score of every plan line that sheets of these plans hold: what is due in the period.

        :return: ``{plan id: [(plan line id, target, score)]}``, without plans of which nothing is due
        """
        lines = (
            self.env["perf.plan.line"]
            .sudo()
            .search_fetch(
                [("plan_id", "in", list(plan_ids)), ("indicator_id.frequency", "=", period.kind)],
                ["plan_id", "indicator_id", "full_score", "target_value", "target_month", "target_mode", *QUARTERS],
                order="id",
            )
        )
        rows, scores = {}, {}
        for line in lines.filtered(lambda line: line._is_due_in(period)):
            target = line._target_in(period)
            key = (line.indicator_id, line.full_score, target)
            if key not in scores:  # the plans of many people hold the same lines
                scores[key] = self._empty_score(line, target)
            rows.setdefault(line.plan_id.id, []).append((line.id, target, scores[key]))
        return rows

    @staticmethod
    def _empty_score(line, target):
        """Return the points of a sheet line that nobody has filled in yet.

        :param line: ``perf.plan.line``
        :param float target: the target in the period
        """
        return scoring.line_score(
            scoring.LineFacts(
                full=scoring.to_decimal(line.full_score),
                value=scoring.to_decimal(0),
                target=scoring.to_decimal(target),
                actual=None,
                **line.indicator_id._engine_parameters(),
            ),
        )

    def _insert_lines(self, sheet_ids, scores):
        """Insert the lines of new sheets from their plans, each with the score of a line without input.

        :param list sheet_ids: ids of the sheets
        :param list scores: what is due: ``(plan line id, target, score)``
        """
        lines = self.env["perf.appraisal.line"]
        names = ["appraisal_id", "sequence", "unit_id", "period_id", "plan_line_id", "indicator_id", "section_id"]
        names += ["full_score", "weight", "target_value", "self_score", "assessed", "is_led"]
        lines._scored()._bulk_insert(
            names,
            SQL(
                """
                SELECT a.id, l.sequence, a.unit_id, a.period_id, l.id, i.id, i.section_id,
                       l.full_score, l.weight, s.target, s.score, TRUE,
                       a.kind = 'unit' AND EXISTS (SELECT 1 FROM perf_indicator_lead_unit_rel r
                                                    WHERE r.perf_indicator_id = i.id
                                                      AND r.hr_department_id != a.unit_id)
                  FROM perf_appraisal a
                  JOIN perf_plan_line l ON l.plan_id = a.plan_id
                  JOIN perf_indicator i ON i.id = l.indicator_id
                  JOIN (%(scores)s) AS s(line, target, score) ON s.line = l.id
                 WHERE a.id = ANY(%(sheets)s)
                 ORDER BY a.id, l.sequence, l.id
                """,
                scores=lines._rows_query(["plan_line_id", "target_value", "self_score"], scores),
                sheets=sheet_ids,
            ),
        )

from odoo import api, models
from odoo.tools import SQL


class PerfScoreEntry(models.Model):
    """Append the entries of many documents in one statement."""

    _inherit = "perf.score.entry"

    # === BUSINESS METHODS === #

    @api.model
    def _post_sheets(self, rows):
        """Append the entries of confirmed sheets; what all entries of a sheet have in common comes from the sheet.

        :param list rows: tuples ``(sheet id, section id, points, full points, own points, leader's points)``
        """
        if not rows:
            return
        kinds = ("int4", "int4", "numeric", "numeric", "numeric", "numeric")
        columns = [list(column) for column in zip(*rows, strict=True)]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO perf_score_entry (
                    appraisee_id, unit_id, company_id, cycle_id, period_id, kind, date, res_model, res_id, posted_by,
                    section_id, points, full_points, self_points, review_points,
                    create_uid, write_uid, create_date, write_date)
                SELECT a.appraisee_id, a.unit_id, a.company_id, a.cycle_id, a.period_id, 'sheet', p.date_end,
                       'perf.appraisal', a.id, %(uid)s::int4, v.section, v.points, v.full_points, v.own, v.review,
                       %(uid)s::int4, %(uid)s::int4, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM unnest(%(columns)s) WITH ORDINALITY
                       AS v(sheet, section, points, full_points, own, review, place)
                  JOIN perf_appraisal a ON a.id = v.sheet
                  JOIN perf_period p ON p.id = a.period_id
              ORDER BY v.place
                """,
                uid=self.env.uid,
                columns=SQL(", ").join(
                    SQL("%s::%s[]", column, SQL.identifier(kind)) for column, kind in zip(columns, kinds, strict=True)
                ),
            ),
        )
        self.invalidate_model()

from odoo import api, fields, models
from odoo.tools import SQL


class PerfRatingAnswer(models.Model):
    """How often a group chose an answer to one question: all that is kept of what people ticked.

    The ticks of a ballot do not stand together: not even two of the same person can be joined.
    """

    _name = "perf.rating.answer"
    _description = "Answers of a Rating"
    _order = "id"
    _log_access = False

    group_id = fields.Many2one("perf.rating.group", required=True, readonly=True, ondelete="cascade")
    appraisee_id = fields.Many2one("perf.appraisee", required=True, readonly=True, ondelete="cascade")
    dimension_id = fields.Many2one("perf.rating.dimension", required=True, readonly=True, ondelete="restrict")
    choice_id = fields.Many2one("perf.rating.choice", required=True, readonly=True, ondelete="restrict")
    votes = fields.Integer(required=True, readonly=True, aggregator=None)

    _question_uniq = models.UniqueIndex(
        "(group_id, appraisee_id, dimension_id, choice_id)", "These answers are counted already."
    )

    # === BUSINESS METHODS === #

    @api.model
    def _count(self, settled):
        """Add the ticks of ballots to what was counted before.

        :param SQL settled: a query of rows of ``perf_rating_pending``
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO perf_rating_answer AS a (group_id, appraisee_id, dimension_id, choice_id, votes)
                SELECT s.group_id, (t->>0)::int4, (t->>1)::int4, (t->>2)::int4, count(*)
                  FROM (%s) s CROSS JOIN LATERAL jsonb_array_elements(s.content->'ticks') t
              GROUP BY 1, 2, 3, 4
              ORDER BY 1, 2, 3, 4
           ON CONFLICT (group_id, appraisee_id, dimension_id, choice_id) DO UPDATE SET votes = a.votes + EXCLUDED.votes
                """,
                settled,
            )
        )

    @api.model
    def _write_anew(self, closing):
        """Write all answers anew, so that nothing is left of the turns in which they were counted.

        :param SQL closing: a query of the groups of ratings that are closed
        :return: ``[(group, rated, dimension, choice, votes)]`` of these
        """
        cr = self.env.cr
        cr.execute("LOCK TABLE perf_rating_answer IN ACCESS EXCLUSIVE MODE")
        columns = SQL("group_id, appraisee_id, dimension_id, choice_id, votes")
        cr.execute(SQL("SELECT %s, group_id IN (%s) FROM perf_rating_answer ORDER BY 1, 2, 3, 4", columns, closing))
        rows = cr.fetchall()
        cr.execute("TRUNCATE perf_rating_answer RESTART IDENTITY")
        if rows:
            cr.execute(
                SQL(
                    "INSERT INTO perf_rating_answer (%s)"
                    " SELECT * FROM unnest(%s::int4[], %s::int4[], %s::int4[], %s::int4[], %s::int4[])",
                    columns,
                    *(list(column) for column in list(zip(*rows, strict=True))[:5]),
                )
            )
        return [row[:5] for row in rows if row[5]]

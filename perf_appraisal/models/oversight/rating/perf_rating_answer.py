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
    def _write_anew(self, rows):
        """Write all answers anew, so that nothing is left of the turns in which they were counted.

        :param list rows: tuples ``(group, rated, dimension, choice, votes)``, all that there are
        """
        self.env.cr.execute("TRUNCATE perf_rating_answer RESTART IDENTITY", log_exceptions=False)
        if rows:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO perf_rating_answer (group_id, appraisee_id, dimension_id, choice_id, votes)"
                    " SELECT * FROM unnest(%s::int4[], %s::int4[], %s::int4[], %s::int4[], %s::int4[])",
                    *map(list, zip(*rows, strict=True)),
                )
            )

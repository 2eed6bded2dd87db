import secrets

from odoo import api, fields, models
from odoo.tools import SQL

from ...abstract.rights import AUDITOR, OFFICE, Right


class PerfRatingComment(models.Model):
    """What somebody wrote on a ballot: apart from his ticks, from his group and from his other comments."""

    _name = "perf.rating.comment"
    _description = "Comment of a Rating"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "rating_id desc, appraisee_id, id"
    _log_access = False
    _guarded_fields = frozenset({"rating_id", "appraisee_id", "text"})

    _rights = {
        "see": Right(ways=(OFFICE, AUDITOR), when=[("rating_id.state", "=", "closed")]),
        "write": Right(ways=(OFFICE,), when=[("rating_id.state", "=", "closed")]),
    }

    rating_id = fields.Many2one("perf.rating", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rating_id.company_id", store=True, index=True)
    appraisee_id = fields.Many2one("perf.appraisee", string="About", readonly=True, index=True, ondelete="cascade")
    text = fields.Text(string="Comment", required=True, readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("text")
    def _compute_display_name(self):
        for comment in self:
            comment.display_name = f"#{comment.id}"

    # === BUSINESS METHODS === #

    @api.model
    def _take(self, rows):
        """Take what was written on the ballots of ratings that are closed, in an order that chance makes.

        :param list rows: tuples ``(rating, company, rated or None, text)``
        """
        if not rows:
            return
        secrets.SystemRandom().shuffle(rows)
        self.env.cr.execute(
            SQL(
                "INSERT INTO perf_rating_comment (rating_id, company_id, appraisee_id, text)"
                " SELECT * FROM unnest(%s::int4[], %s::int4[], %s::int4[], %s::text[])",
                *map(list, zip(*rows, strict=True)),
            )
        )
        self.invalidate_model()

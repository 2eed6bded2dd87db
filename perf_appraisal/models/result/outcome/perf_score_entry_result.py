from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ....const import CORRECTS_KEY, WRITE_TOKEN

#: Kinds that count in a later period where their own is settled; others are parts of the base.
_LATER = frozenset({"bonus", "deduction", "veto"})

#: For each period, the one that counts what is posted to it now: itself; where results of it or of a period around it
#: are on notice or final, the next of its kind where they are not; else the longer period around it while it is open.
_COUNTING = """
    WITH settled AS (SELECT DISTINCT r.period_id FROM perf_result r
                      WHERE r.state != 'draft' AND r.cycle_id = ANY(%(cycles)s)),
         closed AS (SELECT p.id
                      FROM perf_period p
                      JOIN perf_period w
                        ON w.cycle_id = p.cycle_id AND w.date_start <= p.date_start AND w.date_end >= p.date_end
                      JOIN settled s ON s.period_id = w.id)
    SELECT p.id,
           CASE WHEN p.id NOT IN (SELECT id FROM closed) THEN p.id
                ELSE COALESCE((SELECT n.id FROM perf_period n
                                WHERE n.cycle_id = p.cycle_id AND n.kind = p.kind AND n.date_start > p.date_end
                                  AND n.id NOT IN (SELECT id FROM closed)
                             ORDER BY n.date_start LIMIT 1),
                              (SELECT w.id FROM perf_period w
                                WHERE w.cycle_id = p.cycle_id AND w.date_start <= p.date_start
                                  AND w.date_end >= p.date_end AND w.id NOT IN (SELECT id FROM closed)
                                  AND w.state IN ('opening', 'open')
                             ORDER BY w.date_end - w.date_start LIMIT 1))
            END
      FROM perf_period p
     WHERE p.id = ANY(%(periods)s)
"""


class PerfScoreEntry(models.Model):
    """What comes after the results of its period were published counts in the next period where they are not."""

    _inherit = "perf.score.entry"

    # === BUSINESS METHODS === #

    @api.model
    def _post(self, postings):
        """Post into the period that can still count an entry, and keep it from being settled meanwhile.

        :raise UserError: when results that an entry belongs to are on notice or final, and none can count it
        """
        if not postings:
            return super()._post(postings)
        periods = sorted({posting.period_id for posting in postings})
        self.env.cr.execute(
            SQL("SELECT id FROM perf_period WHERE id = ANY(%s) ORDER BY id FOR SHARE", periods),
            log_exceptions=False,  # a collision is no error: the whole call is repeated and finds what was settled
        )
        if self.env.context.get(CORRECTS_KEY) is WRITE_TOKEN:
            return super()._post(postings)
        counting = self._counting_periods(periods)
        moved = {period for period, later in counting.items() if later != period}
        for posting in postings:
            if posting.period_id in moved and (posting.kind not in _LATER or not counting[posting.period_id]):
                self._refuse_settled(posting)
        if moved:
            postings = [posting._replace(period_id=counting[posting.period_id]) for posting in postings]
        return super()._post(postings)

    def _correcting(self):
        """Return the entries for calls that correct settled results: what they post keeps its period."""
        return self.with_context(**{CORRECTS_KEY: WRITE_TOKEN})

    # === HELPERS === #

    def _counting_periods(self, period_ids):
        """Return which period counts what is posted to each now: ``{period id: period id or nothing}``.

        After an appeal, or once results are reopened, entries keep the period that they correct.
        """
        cycles = self.env["perf.period"].sudo().browse(period_ids).cycle_id
        self.env["perf.result"].flush_model(["state", "period_id", "cycle_id"])
        return dict(self.env.execute_query(SQL(_COUNTING, cycles=cycles.ids, periods=period_ids)))

    def _refuse_settled(self, posting):
        """Raise because nothing can count a posting any more.

        :param posting: :class:`Posting`
        """
        period = self.env["perf.period"].sudo().browse(posting.period_id)
        raise UserError(
            self.env._(
                "The results of %s are on notice or final: nothing more counts in them. Enter a correction in the"
                " register, or let an administrator reopen the results.",
                period.display_name,
            )
        )

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ....const import CORRECTS_KEY, WRITE_TOKEN
from ...basis.perf_period import inside

#: Kinds that count in a later period where their own is settled; others are parts of the base.
_LATER = frozenset({"bonus", "deduction", "veto"})

#: For each appraisee and period, the one that counts what is posted to it now: itself; where his result of it or of a
#: period around it is on notice or final, the next of its kind where it is not; else the longer period around it while
#: it is open.
_COUNTING = """
    SELECT a.appraisee_id, p.id,
           CASE WHEN NOT %(settled_p)s THEN p.id
                ELSE COALESCE((SELECT n.id FROM perf_period n
                                WHERE n.cycle_id = p.cycle_id AND n.kind = p.kind AND n.date_start > p.date_end
                                  AND NOT %(settled_n)s
                             ORDER BY n.date_start LIMIT 1),
                              (SELECT w.id FROM perf_period w
                                WHERE %(inside)s AND NOT %(settled_w)s AND w.state IN ('opening', 'open')
                             ORDER BY w.date_end - w.date_start LIMIT 1))
            END
      FROM unnest(%(appraisees)s::int[], %(periods)s::int[]) AS a(appraisee_id, period_id)
      JOIN perf_period p ON p.id = a.period_id
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
        self._share({posting.period_id for posting in postings})
        if self.env.context.get(CORRECTS_KEY) is WRITE_TOKEN:
            return super()._post(postings)
        counting = self._counting_periods({(posting.appraisee_id, posting.period_id) for posting in postings})
        moved = {key: later for key, later in counting.items() if later != key[1]}
        for posting in postings:
            key = (posting.appraisee_id, posting.period_id)
            if key in moved and (posting.kind not in _LATER or not moved[key]):
                self._refuse_settled(posting)
        if moved:
            self._share(set(moved.values()))
            postings = [
                posting._replace(period_id=counting[posting.appraisee_id, posting.period_id]) for posting in postings
            ]
        return super()._post(postings)

    def _correcting(self):
        """Return the entries for calls that correct settled results: what they post keeps its period."""
        return self.with_context(**{CORRECTS_KEY: WRITE_TOKEN})

    # === HELPERS === #

    def _share(self, period_ids):
        """Keep periods from being settled until what is posted to them is there.

        :param set period_ids: their ids
        """
        self.env.cr.execute(
            SQL("SELECT id FROM perf_period WHERE id = ANY(%s) ORDER BY id FOR SHARE", sorted(period_ids)),
            log_exceptions=False,  # a collision is no error: the whole call is repeated and finds what was settled
        )

    def _counting_periods(self, asked):
        """Return which period counts what is posted now: ``{(appraisee id, period id): period id or nothing}``.

        After an appeal, or once results are reopened, entries keep the period that they correct.

        :param set asked: pairs of appraisee id and period id
        """
        self.env["perf.result"].flush_model(["state", "period_id", "appraisee_id"])
        self.env["perf.appraisee"].flush_model(["cycle_id"])
        appraisees, periods = zip(*sorted(asked), strict=True)
        rows = self.env.execute_query(
            SQL(
                _COUNTING,
                appraisees=list(appraisees),
                periods=list(periods),
                inside=inside("p", "w"),
                **{f"settled_{period}": _settled(period) for period in "pnw"},
            )
        )
        return {(appraisee, period): counting for appraisee, period, counting in rows}

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


def _settled(period):
    """Return whether the result of an appraisee, by the alias ``a``, is on notice or final in a period or around it.

    :param str period: alias of ``perf_period``
    """
    return SQL(
        "EXISTS (SELECT 1 FROM perf_result r JOIN perf_period s ON s.id = r.period_id"
        " WHERE r.appraisee_id = a.appraisee_id AND r.state != 'draft' AND %s)",
        inside(period, "s"),
    )

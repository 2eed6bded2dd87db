import json
import secrets

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

#: Groups whose waiting ballots are enough to be counted together, those of each unit apart where only it is rated.
_RIPE = SQL(
    """
    SELECT p.group_id, p.unit_id
      FROM perf_rating_pending p
      JOIN perf_rating_group g ON g.id = p.group_id
      JOIN perf_rating r ON r.id = g.rating_id
     WHERE p.ballot_id IS NOT NULL
  GROUP BY p.group_id, p.unit_id, r.batch_size
    HAVING count(*) >= r.batch_size
    """
)

#: What goes on waiting: ballots of which there are too few, and comments, until the rating is closed.
_WAITING = """
    SELECT p.ballot_id, p.group_id, p.unit_id, p.content::text
      FROM perf_rating_pending p
     WHERE p.group_id NOT IN (%(closing)s) AND p.id NOT IN (SELECT id FROM (%(settled)s) s)
 UNION ALL
    SELECT NULL, s.group_id, 0, jsonb_build_object('comments', jsonb_build_array(c))::text
      FROM (%(settled)s) s
CROSS JOIN LATERAL jsonb_array_elements(s.content->'comments') c
     WHERE s.group_id NOT IN (%(closing)s)
"""


class PerfRatingPending(models.Model):
    """Ballots that wait to be counted, each with its code: the only place where the two ever stand together.

    As soon as enough of one group wait, they are counted together and the table is emptied, so that nothing that
    PostgreSQL keeps of them - row, dead row, place, transaction, sequence - tells who answered what.
    """

    _name = "perf.rating.pending"
    _description = "Ballot that Waits to Be Counted"
    _inherit = ["perf.guard.mixin"]
    _order = "id"
    _log_access = False
    _guarded_fields = frozenset({"ballot_id", "group_id", "unit_id", "content"})

    # plain numbers: a foreign key would leave the mark of the transaction on the row of the code
    ballot_id = fields.Integer(readonly=True, aggregator=None, help="None: a comment alone, whose ballot is counted.")
    group_id = fields.Integer(required=True, readonly=True, aggregator=None)
    unit_id = fields.Integer(required=True, readonly=True, aggregator=None)
    content = fields.Json(required=True, readonly=True)

    _ballot_uniq = models.UniqueIndex("(ballot_id)", "This code was used.")

    # === BUSINESS METHODS === #

    @api.model
    def _keep(self, ballot, ticks, comments):
        """Let a ballot wait, unless one with its code does already.

        :param dict ballot: as from ``perf.rating.ballot._find``
        :param list ticks: ``[rated, dimension, choice]``
        :param list comments: ``[rated or 0, text]``
        :return: whether it waits now
        """
        unit = ballot["unit"].id if ballot["group"].rates == "own" else 0
        self.env.cr.execute(
            SQL(
                "INSERT INTO perf_rating_pending (ballot_id, group_id, unit_id, content) VALUES (%s, %s, %s, %s::jsonb)"
                " ON CONFLICT DO NOTHING RETURNING id",
                ballot["id"],
                ballot["group"].id,
                unit or 0,
                json.dumps({"ticks": ticks, "comments": comments}),
            ),
            log_exceptions=False,  # of two at once the second is run again, and finds the code used
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _cron_settle(self):
        """Count the ballots of groups of which enough wait."""
        self._settle_apart()

    @api.model
    def _settle_apart(self, ratings=None):
        """Count waiting ballots in a transaction of its own, which sees all that came before it.

        The caller's has not read the table: it is locked here.

        :param ratings: ``perf.rating`` recordset to be closed: whose rest is counted, too, and whose answers are asked
        :return: as from :meth:`_settle`
        """
        with self.env.registry.cursor() as cr:
            return api.Environment(cr, SUPERUSER_ID, {})[self._name]._settle(ratings.ids if ratings else [])

    @api.model
    def _settle(self, closing_ids):
        """Count waiting ballots, empty the table, and let those go on waiting of which there are too few.

        :param list closing_ids: ids of ratings to be closed: their rest is counted, their answers are written anew
        :return: ``{"answers": [(group, rated, dimension, choice, votes)], "ballots": [(group, unit, number)]}`` of the
            ratings to be closed
        """
        cr = self.env.cr
        cr.execute("SET LOCAL lock_timeout = '60s'")
        cr.execute("LOCK TABLE perf_rating_pending IN ACCESS EXCLUSIVE MODE")
        if not closing_ids and not self.env.execute_query(_RIPE):
            return {}
        closing = SQL("SELECT id FROM perf_rating_group WHERE rating_id = ANY(%s)", closing_ids)
        ready = SQL("p.group_id IN (%s)", closing) if closing_ids else SQL("(p.group_id, p.unit_id) IN (%s)", _RIPE)
        settled = SQL("SELECT p.* FROM perf_rating_pending p WHERE p.ballot_id IS NOT NULL AND %s", ready)
        waiting = self.env.execute_query(SQL(_WAITING, closing=closing, settled=settled))
        self.env["perf.rating.answer"]._count(settled)
        if closing_ids:
            numbers = self._numbers(settled, closing)
            self.env["perf.rating.comment"]._take(closing)
        else:
            self.env["perf.rating.ballot"]._use(settled)
        cr.execute("TRUNCATE perf_rating_pending RESTART IDENTITY")
        secrets.SystemRandom().shuffle(waiting)
        self._wait_on(waiting)
        if not closing_ids:
            return {}
        return {"answers": self.env["perf.rating.answer"]._write_anew(closing), "ballots": numbers}

    @api.model
    def _wait_on(self, rows):
        """Write what goes on waiting into the empty table.

        :param list rows: tuples ``(ballot or None, group, unit, content)``
        """
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO perf_rating_pending (ballot_id, group_id, unit_id, content)"
                " SELECT b, g, u, c::jsonb FROM unnest(%s::int4[], %s::int4[], %s::int4[], %s::text[]) r(b, g, u, c)",
                *map(list, zip(*rows, strict=True)),
            )
        )

    # === HELPERS === #

    @api.model
    def _numbers(self, settled, closing):
        """Return how many ballots have come of groups to be closed: ``[(group, unit, number)]``."""
        return self.env.execute_query(
            SQL(
                """
                SELECT b.group_id, b.unit_id, count(*)
                  FROM perf_rating_ballot b
                  JOIN perf_rating_group g ON g.id = b.group_id
                 WHERE b.group_id IN (%s) AND (b.used OR b.id IN (SELECT ballot_id FROM (%s) s))
              GROUP BY b.group_id, b.unit_id
                """,
                closing,
                settled,
            )
        )

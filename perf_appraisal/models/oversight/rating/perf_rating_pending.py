import json
import secrets

from psycopg2.errors import LockNotAvailable

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
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

#: Ballots that are counted now.
_SETTLED = SQL("SELECT * FROM perf_rating_pending WHERE ballot_id IS NOT NULL AND (group_id, unit_id) IN (%s)", _RIPE)

#: What goes on waiting: ballots of which there are too few, and comments, each by itself, until the rating is closed.
_WAITING = SQL(
    """
    SELECT ballot_id, group_id, unit_id, content::text
      FROM perf_rating_pending
     WHERE id NOT IN (SELECT id FROM (%(settled)s) s)
 UNION ALL
    SELECT NULL, group_id, 0, jsonb_build_object('comments', jsonb_build_array(c))::text
      FROM (%(settled)s) s CROSS JOIN LATERAL jsonb_array_elements(s.content->'comments') c
    """,
    settled=_SETTLED,
)

#: Votes on ballots: group, who is rated, dimension, choice.
_VOTES = SQL("group_id, (t->>0)::int4, (t->>1)::int4, (t->>2)::int4")

#: Seconds for which others who read the table, as a backup does, are waited for.
_PATIENCE = 5


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
        # of two at once the second fails, and PostgreSQL writes what fails into its log: it must not hold the answers
        content = json.dumps({"ticks": ticks, "comments": comments})
        self.env.cr.execute(SQL("SELECT set_config('perf.ballot', %s, TRUE)", content))
        self.env.cr.execute(
            SQL(
                "INSERT INTO perf_rating_pending (ballot_id, group_id, unit_id, content)"
                " VALUES (%s, %s, %s, current_setting('perf.ballot')::jsonb) ON CONFLICT DO NOTHING RETURNING id",
                ballot["id"],
                ballot["group"].id,
                unit or 0,
            ),
            log_exceptions=False,  # it is run again, and finds the code used
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _cron_settle(self):
        """Count the ballots of groups of which enough wait."""
        with self.env.registry.cursor() as cr:  # a transaction that sees all that came before its lock
            api.Environment(cr, SUPERUSER_ID, {})[self._name]._settle()

    @api.model
    def _settle(self):
        """Count ballots of which enough wait, empty the table, and let the others go on waiting in any order.

        While somebody else reads the table for long, as a backup does, nothing is counted, and nobody waits.
        """
        cr = self.env.cr
        try:
            self._lock(SQL("ACCESS EXCLUSIVE"))
        except LockNotAvailable:
            cr.rollback()
            return
        if not self.env.execute_query(_RIPE):
            return
        waiting = self.env.execute_query(_WAITING)
        cr.execute(
            SQL(
                """
                INSERT INTO perf_rating_answer AS a (group_id, appraisee_id, dimension_id, choice_id, votes)
                SELECT %s, count(*)
                  FROM (%s) s CROSS JOIN LATERAL jsonb_array_elements(s.content->'ticks') t
              GROUP BY 1, 2, 3, 4
              ORDER BY 1, 2, 3, 4
           ON CONFLICT (group_id, appraisee_id, dimension_id, choice_id) DO UPDATE SET votes = a.votes + EXCLUDED.votes
                """,
                _VOTES,
                _SETTLED,
            )
        )
        cr.execute(
            SQL("UPDATE perf_rating_ballot SET used = TRUE WHERE id IN (SELECT ballot_id FROM (%s) s)", _SETTLED)
        )
        self._wait_on(waiting)

    @api.model
    def _close(self, ratings):
        """Count the rest of the ballots of ratings, write all answers anew, and delete the codes.

        :param ratings: ``perf.rating`` recordset
        :return: ``{"answers": [(group, rated, dimension, choice, votes)], "ballots": [(group, unit, number)]}``
        :raise UserError: while a backup reads the table
        """
        try:
            self._lock(SQL("EXCLUSIVE"))  # whoever casts a ballot has done so, or waits and finds the rating closed
            with self.env.registry.cursor() as cr:  # it sees all that came before the lock
                found = api.Environment(cr, SUPERUSER_ID, {})[self._name]._read_rest(ratings.group_ids.ids)
            self._wait_on(found["waiting"])
            self.env["perf.rating.answer"]._write_anew(found["answers"])
        except LockNotAvailable as error:
            self.env.cr.rollback()
            raise UserError(
                self.env._("The ballots are being read by a backup. Close the rating when it is over.")
            ) from error
        self.env["perf.rating.comment"]._take(found["comments"])
        self.env.cr.execute(
            "DELETE FROM perf_rating_ballot WHERE group_id = ANY(%s)", [ratings.group_ids.ids], log_exceptions=False
        )
        own = set(ratings.group_ids.ids)
        return {"answers": [row for row in found["answers"] if row[0] in own], "ballots": found["ballots"]}

    # === HELPERS === #

    @api.model
    def _lock(self, mode):
        """Lock the table, unless others read it for long.

        :param SQL mode: of PostgreSQL
        :raise LockNotAvailable: after some seconds
        """
        self.env.cr.execute("SET LOCAL lock_timeout = '%ss'", [_PATIENCE])
        self.env.cr.execute(SQL("LOCK TABLE perf_rating_pending IN %s MODE", mode), log_exceptions=False)

    @api.model
    def _wait_on(self, rows):
        """Leave nothing in the table but what goes on waiting, in an order that chance makes.

        :param list rows: tuples ``(ballot or None, group, unit, content)``
        """
        self.env.cr.execute("TRUNCATE perf_rating_pending RESTART IDENTITY", log_exceptions=False)
        if not rows:
            return
        secrets.SystemRandom().shuffle(rows)
        self.env.cr.execute(
            SQL(
                "INSERT INTO perf_rating_pending (ballot_id, group_id, unit_id, content)"
                " SELECT b, g, u, c::jsonb FROM unnest(%s::int4[], %s::int4[], %s::int4[], %s::text[]) r(b, g, u, c)",
                *map(list, zip(*rows, strict=True)),
            )
        )

    @api.model
    def _read_rest(self, group_ids):
        """Return what is to be stored when ratings are closed.

        :param list group_ids: ids of their groups
        :return: dict of lists: ``answers`` of all ratings, with the rest of these; ``comments`` and numbers of
            ``ballots`` of these; what of others goes on ``waiting``
        """
        queries = {
            "answers": SQL(
                """
                SELECT group_id, appraisee_id, dimension_id, choice_id, sum(votes)::int4
                  FROM (SELECT group_id, appraisee_id, dimension_id, choice_id, votes FROM perf_rating_answer
                     UNION ALL
                        SELECT %s, count(*) FROM perf_rating_pending
                    CROSS JOIN LATERAL jsonb_array_elements(content->'ticks') t
                         WHERE group_id = ANY(%s) GROUP BY 1, 2, 3, 4) v
              GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                """,
                _VOTES,
                group_ids,
            ),
            "comments": SQL(
                "SELECT g.rating_id, g.company_id, NULLIF((c->>0)::int4, 0), c->>1"
                " FROM perf_rating_pending p JOIN perf_rating_group g ON g.id = p.group_id"
                " CROSS JOIN LATERAL jsonb_array_elements(p.content->'comments') c WHERE p.group_id = ANY(%s)",
                group_ids,
            ),
            "ballots": SQL(
                "SELECT group_id, unit_id, count(*) FROM perf_rating_ballot b WHERE group_id = ANY(%s) AND"
                " (used OR EXISTS (SELECT 1 FROM perf_rating_pending p WHERE p.ballot_id = b.id)) GROUP BY 1, 2",
                group_ids,
            ),
            "waiting": SQL(
                "SELECT ballot_id, group_id, unit_id, content::text FROM perf_rating_pending WHERE group_id <> ALL(%s)",
                group_ids,
            ),
        }
        return {name: self.env.execute_query(query) for name, query in queries.items()}

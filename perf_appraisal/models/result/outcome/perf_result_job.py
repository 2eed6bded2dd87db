from odoo import models
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables
from ...basis.perf_period import inside

#: So many enrolments are computed while one waits; more of them by a long job.
AT_ONCE = 3000

#: Periods of which somebody has a draft, or no result though there is something about him.
_TO_COMPUTE = """
    SELECT w.id
      FROM perf_period w
     WHERE w.id = ANY(%(periods)s)
       AND (EXISTS (SELECT 1 FROM perf_result r WHERE r.period_id = w.id AND r.state = 'draft')
            OR EXISTS (SELECT 1
                         FROM perf_appraisee a
                         JOIN perf_scheme_component c ON c.scheme_id = a.scheme_id AND c.period_kind = w.kind
                        WHERE a.cycle_id = w.cycle_id AND a.status != 'excluded'
                          AND NOT EXISTS (SELECT 1 FROM perf_result r
                                           WHERE r.appraisee_id = a.id AND r.period_id = w.id)
                          AND EXISTS (SELECT 1 FROM perf_period p
                                       WHERE %(inside)s
                                         AND (EXISTS (SELECT 1 FROM perf_score_entry e
                                                       WHERE e.appraisee_id = a.id AND e.period_id = p.id)
                                              OR EXISTS (SELECT 1 FROM perf_appraisal s
                                                          WHERE s.appraisee_id = a.id AND s.period_id = p.id)))))
"""


class PerfResultJob(models.AbstractModel):
    """Compute the results of a large county as a long job, one period after the other, each in a transaction.

    Killed at any moment, it goes on with the period at which it was cut off: until a period is complete, nothing of it
    is there.
    """

    _name = "perf.result.job"
    _inherit = ["perf.job.mixin"]
    _description = "Computing of Results"

    # === BUSINESS METHODS === #

    def _is_needed(self, periods):
        """Return whether there are too many to compute while one waits.

        :param periods: ``perf.period`` recordset
        """
        enrolled = self.env["perf.appraisee"].sudo().search_count([("cycle_id", "in", periods.cycle_id.ids)])
        return enrolled > AT_ONCE

    def _compute(self, periods):
        """Compute periods while one waits, the shortest first.

        :param periods: ``perf.period`` recordset
        :return: number of their results that were computed
        """
        self._lock(periods)
        results, count = self.env["perf.result"], 0
        for period in periods.sorted(lambda period: (period.date_end, -period.date_start.toordinal())):
            for part in self._all_stale_parts(period):
                results._compute_period(part)
            count += results._compute_period(period)
        return count

    def _begin(self, periods):
        """Start the jobs of periods, or wake those that are under way.

        :param periods: ``perf.period`` recordset
        :return: an action that opens the first one
        """
        batches = self.env["perf.batch"].sudo()
        under_way = batches.search(
            [
                ("job", "=", "compute"),
                ("res_model", "=", periods._name),
                ("res_id", "in", periods.ids),
                ("state", "!=", "done"),
            ]
        )
        under_way.filtered(lambda batch: batch.state == "failed").action_retry()
        under_way._wake()
        started = batches.with_env(self.env)._start(
            "compute", periods.filtered(lambda one: one.id not in under_way.mapped("res_id"))
        )
        return (under_way.with_env(self.env) | started)[:1]._action_form()

    def _to_compute(self, periods):
        """Return the periods in which there is anything to compute: drafts, or somebody who has no result yet.

        :param periods: ``perf.period`` recordset
        """
        flush_tables(self.env, "perf.appraisee", "perf.appraisal", "perf.score.entry", "perf.result", "perf.period")
        rows = self.env.execute_query(SQL(_TO_COMPUTE, inside=inside("p", "w"), periods=periods.ids))
        return periods.browse(row_id for (row_id,) in rows)

    def _lock(self, periods):
        """Lock periods and those of whose results theirs are made, all at once in the order of their ids.

        Who computes them, too, posts into them or moves a grade in them comes first or waits.

        :param periods: ``perf.period`` recordset
        """
        parts = {row_id for period in periods for row_id in self._all_parts(period).ids}
        periods.browse(parts.union(periods.ids))._lock_rows("perf_period", "id")

    def _all_stale_parts(self, period):
        """Return the shorter periods that are computed before a period, the shortest first.

        :param period: ``perf.period`` record
        """
        found = self._stale_parts(period).sorted("date_start")
        return period.browse(part for one in found for part in (*self._all_stale_parts(one)._ids, one.id))

    def _all_parts(self, period):
        """Return the shorter periods of whose results those of a period are made, and those of these.

        :param period: ``perf.period`` record
        """
        parts = self._parts(period)
        return parts.browse({row_id for one in parts for row_id in (one.id, *self._all_parts(one).ids)})

    def _parts(self, period):
        """Return the closed shorter periods of whose results those of a period are made."""
        components = period._computing_schemes().component_ids
        kinds = {part.child_kind for part in components if part.period_kind == period.kind and part.source == "result"}
        return period._inside().filtered(lambda one: one.kind in kinds and one.state == "closed")

    def _stale_parts(self, period):
        """Return those of the parts of a period that are not computed yet or out of date."""
        parts, results = self._parts(period), self.env["perf.result"].sudo()
        computed = results._read_group([("period_id", "in", parts.ids)], ["period_id"])
        stale = results._read_group([("period_id", "in", parts.ids), ("outdated", "=", True)], ["period_id"])
        return parts - parts.browse(one.id for (one,) in computed) | parts.browse(one.id for (one,) in stale)

    # === HOOKS === #

    def _prepare(self, batch):
        """List the periods: first those of whose results the period is made that are not computed, or out of date."""
        super()._prepare(batch)
        period = self.env["perf.period"].browse(batch.res_id)
        for part in (*self._all_stale_parts(period), period):
            batch._list_records(
                SQL("SELECT 'perf.period', %s, %s, 'todo'", part.id, part.display_name),
                ("res_model", "res_id", "name", "outcome"),
            )

    def _process(self, batch, todo):
        """Compute one period; the others wait for the next transaction."""
        super()._process(batch, todo)
        line_id, period_id = todo[0]
        period = self.env["perf.period"].browse(period_id)
        self._lock(period)
        self.env["perf.result"]._compute_period(period)
        batch._settle([(line_id, "made", None)])

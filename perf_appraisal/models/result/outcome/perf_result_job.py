from odoo import models
from odoo.tools import SQL

#: So many enrolments are computed while one waits; more of them by a long job.
AT_ONCE = 3000


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

    # === HOOKS === #

    def _prepare(self, batch):
        """List the periods: first those of whose results the period is made that are not computed, or out of date."""
        super()._prepare(batch)
        period = self.env["perf.period"].browse(batch.res_id)
        for part in (*period._all_stale_parts(), period):
            batch._list_records(
                SQL("SELECT 'perf.period', %s, %s, 'todo'", part.id, part.display_name),
                ("res_model", "res_id", "name", "outcome"),
            )

    def _process(self, batch, todo):
        """Compute one period; the others wait for the next transaction."""
        super()._process(batch, todo)
        line_id, period_id = todo[0]
        period = self.env["perf.period"].browse(period_id)
        period._lock_results()
        self.env["perf.result"]._compute_period(period)
        batch._settle([(line_id, "made", None)])

import logging

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Records handled between two commits.
CHUNK = 500


class PerfBatch(models.Model):
    """A long job: its progress, and for every record what was done or why not.

    A job runs in chunks from a cron. Each chunk and its lines are committed together, so a job that
    is killed at any moment goes on with the lines still to do, and makes nothing twice.
    """

    _name = "perf.batch"
    _description = "Long Job"
    _inherit = ["perf.guard.mixin"]
    _order = "id desc"

    _guarded_fields = frozenset({"state", "job", "period_id", "error"})

    #: job → (model, prefix of its methods ``<prefix>_prepare``, ``_process``, ``_finish``)
    _jobs = {}

    name = fields.Char(compute="_compute_name")
    job = fields.Selection(selection=[("open", "Open a period")], required=True, readonly=True)
    period_id = fields.Many2one(
        comodel_name="perf.period",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="period_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    state = fields.Selection(
        selection=[("waiting", "Waiting"), ("running", "Running"), ("failed", "Failed"), ("done", "Done")],
        required=True,
        default="waiting",
        readonly=True,
    )
    error = fields.Text(readonly=True)
    line_ids = fields.One2many(comodel_name="perf.batch.line", inverse_name="batch_id", string="Records")
    total = fields.Integer(string="Records to Do", compute="_compute_counts")
    done = fields.Integer(string="Handled", compute="_compute_counts")
    made = fields.Integer(compute="_compute_counts")
    existed = fields.Integer(string="Already There", compute="_compute_counts")
    skipped = fields.Integer(string="Left Out", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="In percent.")

    _one_running = models.UniqueIndex(
        "(job, period_id) WHERE state IN ('waiting', 'running', 'failed')",
        "This job is already under way.",
    )

    # === COMPUTE METHODS === #

    @api.depends("job", "period_id")
    @api.depends_context("lang")
    def _compute_name(self):
        jobs = dict(self._fields["job"]._description_selection(self.env))
        for batch in self:
            batch.name = f"{jobs.get(batch.job, '')} · {batch.period_id.display_name or ''}"

    @api.depends("name")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.name

    @api.depends("line_ids.outcome")
    def _compute_counts(self):
        groups = self.env["perf.batch.line"]._read_group(
            [("batch_id", "in", self.ids)],
            ["batch_id", "outcome"],
            ["__count"],
        )
        counts = {}
        for batch, outcome, count in groups:
            counts.setdefault(batch.id, {})[outcome] = count
        for batch in self:
            found = counts.get(batch.id, {})
            batch.made, batch.existed = found.get("made", 0), found.get("existed", 0)
            batch.skipped = found.get("skipped", 0)
            batch.done = batch.made + batch.existed + batch.skipped
            batch.total = batch.done + found.get("todo", 0)
            batch.progress = 100.0 * batch.done / batch.total if batch.total else 100.0 * (batch.state == "done")

    # === ACTION METHODS === #

    def action_retry(self):
        """Let a failed job go on where it stopped.

        :raise AccessError: for users who may not open periods
        """
        self.check_access("write")
        failed = self.filtered(lambda batch: batch.state == "failed")
        failed.sudo()._unlocked().write({"state": "waiting", "error": False})
        self.env.ref("perf_appraisal.ir_cron_perf_batch")._trigger()
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _start(self, job, periods):
        """Create a waiting job for each period and wake the cron.

        :param str job: a key of ``_jobs``
        :param periods: ``perf.period`` recordset
        :return: the jobs
        """
        vals_list = [{"job": job, "period_id": period.id} for period in periods]
        batches = self.sudo()._unlocked().create(vals_list)
        self.env.ref("perf_appraisal.ir_cron_perf_batch").sudo()._trigger()
        return self.browse(batches.ids)

    @api.model
    def _cron_run(self):
        """Run the jobs that wait or were cut off, oldest first, a chunk at a time."""
        batch = self._next()
        while batch:
            try:
                remaining = batch._run_chunk()
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Job %s failed", batch.id)
                batch._unlocked().write({"state": "failed", "error": str(error)})
                remaining = 0
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break
            self.env.invalidate_all()
            batch = self._next()

    @api.model
    def _next(self):
        """Lock and return the oldest job to run, or nothing when all are taken."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM perf_batch WHERE state IN ('waiting', 'running') "
                "ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED",
            ),
        )
        row = self.env.cr.fetchone()
        return self.sudo().browse(row and row[0])

    def _run_chunk(self):
        """Do one chunk of the job.

        :return: number of lines still to do, at least 1 until the job is finished
        """
        self.ensure_one()
        model, prefix = self._jobs[self.job]
        handler = self.env[model].with_user(self.create_uid).sudo().with_company(self.company_id)
        if self.state == "waiting":
            getattr(handler, f"{prefix}_prepare")(self)
            self._unlocked().write({"state": "running"})
            return 1
        lines = self._todo_lines()
        if lines:
            getattr(handler, f"{prefix}_process")(self, lines)
            return len(lines)
        getattr(handler, f"{prefix}_finish")(self)
        self._unlocked().write({"state": "done"})
        return 0

    def _todo_lines(self):
        """Return ``(line id, record id)`` of the next chunk."""
        self.env.cr.execute(
            SQL(
                "SELECT id, res_id FROM perf_batch_line WHERE batch_id = %s AND outcome = 'todo' ORDER BY id LIMIT %s",
                self.id,
                CHUNK,
            ),
        )
        return self.env.cr.fetchall()

    def _settle(self, outcomes):
        """Write what became of the lines of a chunk.

        :param list outcomes: tuples ``(line id, outcome, reason)``
        """
        self.env["perf.batch.line"]._bulk_update(["outcome", "reason"], outcomes)

    def _action_form(self):
        """Return an action that opens the job."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Progress"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new" if self.env.context.get("perf_dialog") else "current",
        }

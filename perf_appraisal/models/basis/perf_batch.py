import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, LazyTranslate

from ..abstract.perf_work_mixin import Card

_lt = LazyTranslate(__name__)

_logger = logging.getLogger(__name__)

#: Records handled between two commits.
CHUNK = 500

#: What is told of a record that a job will handle.
_LISTED = ("res_model", "res_id", "name", "unit_id", "outcome", "reason")

#: How often in a row a chunk may collide with somebody else's transaction before the job counts as failed.
MAX_COLLISIONS = 5


class PerfBatch(models.Model):
    """A long job: its progress, and for every record what was done or why not.

    A job runs in chunks from a cron. Each chunk and its lines are committed together, so a job that
    is killed at any moment goes on with the lines still to do, and makes nothing twice. What it does
    with its target, any record, is said by a model that inherits :class:`PerfJobMixin`.
    """

    _name = "perf.batch"
    _description = "Long Job"
    _inherit = ["perf.guard.mixin", "perf.work.mixin"]
    _order = "id desc"

    _guarded_fields = frozenset({"state", "job", "res_model", "res_id", "period_id", "company_id", "error"})

    #: job → name of the model that does it. Later stages add theirs.
    _jobs = {"print": "perf.print"}

    _work_cards = {
        "job_failed": Card(
            group="perf_appraisal.group_perf_office",
            domain=(("state", "=", "failed"),),
            rank=-1000,
            icon="fa-exclamation-triangle",
            tone="danger",
            title=_lt("1 job has stopped"),
            titles=_lt("%(count)s jobs have stopped"),
            hint=_lt("See why, and let it go on where it stopped."),
            button=_lt("See why"),
            action="perf_appraisal.perf_batch_action",
            filters=("failed",),
        ),
        "job_running": Card(
            group="perf_appraisal.group_perf_office",
            domain=(("state", "in", ("waiting", "running")),),
            rank=60,
            icon="fa-cogs",
            tone="secondary",
            title=_lt("1 job is under way"),
            titles=_lt("%(count)s jobs are under way"),
            hint=_lt("It goes on by itself. See how far it is."),
            action="perf_appraisal.perf_batch_action",
            filters=("active",),
        ),
    }

    name = fields.Char(compute="_compute_name")
    job = fields.Selection(
        selection=[("open", "Open a period"), ("print", "Print forms")], required=True, readonly=True
    )
    res_model = fields.Char(string="Target Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Target", model_field="res_model", required=True, readonly=True)
    period_id = fields.Many2one(
        comodel_name="perf.period",
        compute="_compute_period_id",
        store=True,
        index=True,
        ondelete="cascade",
        help="The target, where it is a period: to search and group by.",
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, readonly=True, index=True)
    state = fields.Selection(
        selection=[("waiting", "Waiting"), ("running", "Running"), ("failed", "Failed"), ("done", "Done")],
        required=True,
        default="waiting",
        readonly=True,
    )
    error = fields.Text(readonly=True)
    line_ids = fields.One2many(comodel_name="perf.batch.line", inverse_name="batch_id", string="Records")
    listed_line_ids = fields.One2many(
        comodel_name="perf.batch.line",
        inverse_name="batch_id",
        string="Records Concerned",
        domain=[("outcome", "!=", "not_concerned")],
    )
    total = fields.Integer(string="Records to Do", compute="_compute_counts")
    done = fields.Integer(string="Handled", compute="_compute_counts")
    made = fields.Integer(compute="_compute_counts")
    existed = fields.Integer(string="Already There", compute="_compute_counts")
    skipped = fields.Integer(string="Left Out", compute="_compute_counts")
    not_concerned = fields.Integer(compute="_compute_counts", help="Nothing was to be done for them.")
    progress = fields.Float(compute="_compute_counts", help="In percent.")

    _one_running = models.UniqueIndex(
        "(job, res_model, res_id) WHERE state IN ('waiting', 'running', 'failed')",
        "This job is already under way.",
    )

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id")
    def _compute_period_id(self):
        for batch in self:
            batch.period_id = batch.res_id if batch.res_model == "perf.period" else False

    @api.depends("job", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_name(self):
        jobs = dict(self._fields["job"]._description_selection(self.env))
        names = {}
        for model, batches in self.filtered("res_model").grouped("res_model").items():
            targets = self.env[model].sudo().browse(batches.mapped("res_id")).exists()  # others' forms have a name, too
            names |= {(model, target.id): target.display_name for target in targets}
        for batch in self:
            parts = [jobs.get(batch.job), names.get((batch.res_model, batch.res_id))]
            batch.name = " · ".join(filter(None, parts))

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
            batch.skipped, batch.not_concerned = found.get("skipped", 0), found.get("not_concerned", 0)
            batch.done = batch.made + batch.existed + batch.skipped + batch.not_concerned
            batch.total = batch.done + found.get("todo", 0)
            batch.progress = 100.0 * batch.done / batch.total if batch.total else 100.0 * (batch.state == "done")

    # === ACTION METHODS === #

    def action_retry(self):
        """Let a failed job go on where it stopped, and a finished one take up what it left out.

        :raise AccessError: for users who may not open periods
        :raise UserError: when a finished job left nothing out, or its period is no longer open
        """
        self.check_access("write")
        ended = self.sudo().filtered(lambda batch: batch.state in ("failed", "done"))
        ended.filtered(lambda batch: batch.state == "done")._check_repeatable()
        left_out = ended.line_ids.filtered(lambda line: line.outcome in ("skipped", "not_concerned"))
        left_out.write({"outcome": "todo", "reason": False})
        ended._unlocked().write({"state": "waiting", "error": False})
        self._wake()
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _start(self, job, targets):
        """Create a waiting job for each target and wake the cron.

        :param str job: a key of ``_jobs``
        :param targets: recordset of any model with a company
        :return: the jobs
        """
        vals_list = [
            {"job": job, "res_model": target._name, "res_id": target.id, "company_id": target.company_id.id}
            for target in targets
        ]
        batches = self.sudo()._unlocked().create(vals_list)
        self._wake()
        return self.browse(batches.ids)

    @api.model
    def _wake(self):
        """Wake the cron as soon as the transaction is committed; harmless while it runs."""
        self.env.ref("perf_appraisal.ir_cron_perf_batch").sudo()._trigger()

    @api.model
    def _cron_run(self):
        """Run the jobs that wait or were cut off, oldest first, a chunk at a time.

        Every chunk is a transaction of its own. A cron has only seconds for one run: when they are used up, the next
        run is asked for at once instead of at the next poll.
        """
        progress = self.env["ir.cron"]
        progress._commit_progress()  # what the cron itself has read must not be the snapshot of the first chunk
        collisions = 0
        while batch := self._next():
            try:
                batch._run_chunk()
                self.env.flush_all()  # whatever the chunk wrote: a collision shows here, not in the commit
                collisions = 0
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
                self.env.cr.rollback()
                collisions += 1
                if collisions <= MAX_COLLISIONS:
                    continue
                batch._fail(error)
            except Exception as error:
                self.env.cr.rollback()
                batch._fail(error)
            remaining = self.search_count([("state", "in", ("waiting", "running"))])
            seconds = progress._commit_progress(1, remaining=remaining)
            self.env.invalidate_all()
            if not seconds:
                if remaining:
                    self._wake()
                break

    @api.model
    def _next(self):
        """Lock and return the oldest job to run, or nothing when all are taken."""
        query = SQL(
            "SELECT id FROM perf_batch WHERE state IN ('waiting', 'running') "
            "ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED",
        )
        try:
            self.env.cr.execute(query, log_exceptions=False)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:  # somebody else has taken it just now
            self.env.cr.rollback()
            return self.browse()
        row = self.env.cr.fetchone()
        return self.sudo().browse(row and row[0])

    def _run_chunk(self):
        """Do one chunk of the job.

        :return: number of lines still to do, at least 1 until the job is finished
        """
        self.ensure_one()
        handler = self._handler()
        if self.state == "waiting":
            handler._prepare(self)
            self._unlocked().write({"state": "running"})
            return 1
        lines = self._todo_lines()
        if lines:
            handler._process(self, lines)
            return len(lines)
        handler._finish(self)
        self._unlocked().write({"state": "done"})
        return 0

    def _handler(self):
        """Return the model that does the job, in the environment of who started it."""
        return self._as_starter()[self._declared("_jobs")[self.job]]

    def _as_starter(self):
        """Return the environment in which the job works: who started it, in his language, for the job's company."""
        starter = self.create_uid or self.env.user
        context = {"lang": starter.lang, "tz": starter.tz, "allowed_company_ids": self.company_id.ids}
        return self.env(user=starter.id, su=True, context=context)

    def _fail(self, error):
        """Stop the job until somebody lets it go on; what its earlier chunks did is kept.

        :param Exception error: what went wrong
        """
        env = self._as_starter()
        if isinstance(error, UserError):
            _logger.info("Job %s stopped: %s", self.id, error)
            message = str(error)
        else:
            _logger.error("Job %s failed", self.id, exc_info=error)
            message = env._(
                "Something unexpected happened (%s). What was done so far is kept. Let the job go on; if it fails "
                "again, the administrator finds the details in the server's log.",
                type(error).__name__,
            )
        self._unlocked().write({"state": "failed", "error": message})

    def _check_repeatable(self):
        """Raise when finished jobs have nothing to repeat.

        :raise UserError: naming the job
        """
        for batch in self:
            if not batch.skipped + batch.not_concerned:
                raise UserError(self.env._("%s left nobody out.", batch.display_name))
            if reason := batch._handler()._why_not_repeatable(batch):
                raise UserError(reason)

    def _todo_lines(self):
        """Return ``(line id, record id)`` of the next chunk."""
        self.env["perf.batch.line"].flush_model(["outcome"])
        self.env.cr.execute(
            SQL(
                "SELECT id, res_id FROM perf_batch_line WHERE batch_id = %s AND outcome = 'todo' ORDER BY id LIMIT %s",
                self.id,
                CHUNK,
            ),
        )
        return self.env.cr.fetchall()

    def _list_records(self, query, names=_LISTED):
        """List the records that the job will handle; those listed before stay as they are.

        :param SQL query: rows of model, id, name, unit, outcome and reason
        :param names: the columns of the query, where it does not give all
        :return: ids of the new lines
        """
        return self._as_starter()["perf.batch.line"]._bulk_insert(
            ["batch_id", *names],
            SQL("SELECT %s, q.* FROM (%s) AS q", self.id, query),
            on_conflict=SQL("(batch_id, res_model, res_id) DO NOTHING"),
        )

    def _settle(self, outcomes):
        """Write what became of the lines of a chunk.

        :param list outcomes: tuples ``(line id, outcome, reason)``
        """
        self.env["perf.batch.line"]._bulk_update(["outcome", "reason"], outcomes)

    def _note(self, model, notes):
        """Add remarks to the lines of records; what was noted before stays.

        :param str model: name of the records' model
        :param dict notes: ``{record id: sentence}``
        """
        lines = self.env["perf.batch.line"]
        if notes:
            lines._bulk_update(
                ["note"],
                SQL(
                    """
                    SELECT l.id, concat_ws(' ', l.note, n.note)
                      FROM perf_batch_line l
                      JOIN (%(notes)s) AS n(res_id, note) ON n.res_id = l.res_id
                     WHERE l.batch_id = %(batch)s AND l.res_model = %(model)s
                    """,
                    notes=lines._rows_query(["res_id", "note"], list(notes.items())),
                    batch=self.id,
                    model=model,
                ),
            )

    def _action_form(self):
        """Return an action that opens the job."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Progress"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

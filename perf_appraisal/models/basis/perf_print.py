from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import merge_pdf

from ...const import PRINT_AT_ONCE

#: Most forms of one job: what is printed for a whole county.
_MOST = 20000

#: Days after which a finished file is deleted: it holds scores, and can be printed again.
_DAYS_KEPT = 30


class PerfPrint(models.Model):
    """Many forms that are printed as a long job, while people go on working; the file waits for who asked.

    Each chunk is printed with the rights of who asked, as if he had pressed *Print* on it, and kept as a file of its
    own until the last one is there. Nobody else reads the file.
    """

    _name = "perf.print"
    _description = "Printed Forms"
    _inherit = ["perf.guard.mixin", "perf.job.mixin"]
    _order = "id desc"

    _guarded_fields = frozenset({"report_id", "record_ids", "record_count", "company_id", "batch_id", "file_id"})

    report_id = fields.Many2one(
        comodel_name="ir.actions.report",
        string="Form",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    record_ids = fields.Json(string="Records", required=True, readonly=True)
    record_count = fields.Integer(string="Forms", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    batch_id = fields.Many2one("perf.batch", string="Job", readonly=True, ondelete="set null", copy=False)
    file_id = fields.Many2one("ir.attachment", readonly=True, ondelete="set null", copy=False)
    state = fields.Selection(related="batch_id.state")
    progress = fields.Float(related="batch_id.progress")
    error = fields.Text(related="batch_id.error")

    # === COMPUTE METHODS === #

    @api.depends("report_id", "record_count")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for job in self:
            form = job.report_id.sudo().name
            job.display_name = form and self.env._("%(form)s · %(count)s forms", form=form, count=job.record_count)

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Choose the records in their list, and print them there."))

    def _guard_unlink(self):
        if busy := self.filtered(lambda job: job.state in ("waiting", "running")):
            raise UserError(self.env._("%s: wait until it is printed.", busy[0].display_name))

    def unlink(self):
        """Delete the long jobs, too: one that has stopped would wait for ever for forms that are not there."""
        batches = self.sudo().batch_id
        result = super().unlink()
        batches._unlocked().unlink()
        return result

    @api.autovacuum
    def _gc_files(self):
        """Delete the files that were printed long ago."""
        before = fields.Date.subtract(fields.Datetime.now(), days=_DAYS_KEPT)
        busy = [("batch_id.state", "in", ("waiting", "running"))]
        old = self.sudo().search([("create_date", "<", before), "!", *busy])
        old._files().unlink()
        old._unlocked().unlink()

    # === ACTION METHODS === #

    @api.model
    def start(self, report_name, record_ids):
        """Print many forms as a job.

        :param str report_name: technical name of one of the module's papers
        :param list record_ids: ids of the records
        :return: an action that opens the job
        :raise UserError: when it is no paper of the module or not made for one of the records, or none or too many
            are named
        :raise AccessError: when the user may not read one of the records
        """
        report = self.env["ir.actions.report"].sudo().search([("report_name", "=", str(report_name))], limit=1)
        if not report._is_paper():
            raise UserError(self.env._("This is no form of the appraisal."))
        ids = [number for number in record_ids if isinstance(number, int)] if isinstance(record_ids, list) else []
        if not 0 < len(ids) <= _MOST:
            raise UserError(self.env._("Choose 1 to %s records to print.", _MOST))
        records = self.env[report.model].browse(dict.fromkeys(ids))
        records.check_access("read")
        paper = self.env[f"report.{report.report_name}"]
        paper._check_made_for(records)
        records = paper._one_a_form(records)
        job = (
            self.sudo()
            ._unlocked()
            .create(
                {
                    "report_id": report.id,
                    "record_ids": records.ids,
                    "record_count": len(records),
                    "company_id": self.env.company.id,
                },
            )
        )
        job._unlocked().write({"batch_id": self.env["perf.batch"]._start("print", job).id})
        return self.browse(job.id)._open()

    def action_download(self):
        """Download the file.

        :return: an action dictionary
        :raise UserError: while it is not ready
        """
        self.ensure_one()
        self.check_access("read")
        if not self.file_id:
            raise UserError(self.env._("%s: the file is not ready yet.", self.display_name))
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.file_id.id}?download=true", "target": "self"}

    # === BUSINESS METHODS - THE JOB === #

    def _prepare(self, batch):
        """List the records, in the order in which they were chosen."""
        super()._prepare(batch)
        job = self.browse(batch.res_id)
        records = self.env[job.report_id.model].browse(job.record_ids).exists()
        names = ["res_model", "res_id", "name", "outcome"]
        rows = [(records._name, record.id, record.display_name, "todo") for record in records]
        batch._list_records(self.env["perf.batch.line"]._rows_query(names, rows), names)

    def _process(self, batch, todo):
        """Print the first forms of the chunk: as many as are printed at once without a job."""
        super()._process(batch, todo)
        job, now = self.browse(batch.res_id), todo[:PRINT_AT_ONCE]
        # with the rights of who asked
        reports = self.env(su=False)["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = reports._render_qweb_pdf(job.report_id.report_name, [record for _line, record in now])
        job._add_file(content)
        batch._settle([(line, "made", None) for line, _record in now])

    def _finish(self, batch):
        """Make one file of all, and tell who asked."""
        super()._finish(batch)
        job = self.browse(batch.res_id)
        parts = job._files().sorted("id")
        if not parts:
            raise UserError(self.env._("%s: none of the records is there any more.", job.display_name))
        whole = parts if len(parts) == 1 else job._add_file(merge_pdf([part.raw for part in parts]))
        (parts - whole).unlink()
        job._unlocked().write({"file_id": whole.id})
        batch.create_uid._bus_send(
            "simple_notification",
            {
                "type": "success",
                "title": self.env._("Printed"),
                "message": self.env._("%s are ready under My Work ▸ Printed Forms.", job.display_name),
            },
        )

    # === HELPERS === #

    def _files(self):
        """Return the files of the jobs: one for each chunk, or the finished one."""
        return self.env["ir.attachment"].sudo().search([("res_model", "=", self._name), ("res_id", "in", self.ids)])

    def _add_file(self, content):
        """Keep a file of the job.

        :param bytes content: a PDF
        :return: the attachment
        """
        name = f"{self.report_id.sudo().name} {self.record_count}.pdf"
        values = {"name": name, "raw": content, "mimetype": "application/pdf"}
        return self.env["ir.attachment"].sudo().create({**values, "res_model": self._name, "res_id": self.id})

    def _open(self):
        """Return an action that opens the job."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Printed Forms"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

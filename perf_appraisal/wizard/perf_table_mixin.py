from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import table_file
from .import_notices import FILE_PROBLEMS


class PerfTableMixin(models.AbstractModel):
    """A dialog that reads an uploaded table."""

    _name = "perf.table.mixin"
    _description = "Uploaded Table"

    file = fields.Binary(help="A workbook (XLSX, XLS, ODS) or a CSV file (UTF-8 or GB 18030), at most 10 MB.")
    filename = fields.Char()

    # === HELPERS === #

    def _read_file(self):
        """Return the uploaded file's sheets, or say what is wrong with it and what to do."""
        with self._telling_file_problems():
            return table_file.read_file(self._file_content(), self.filename or "")

    def _file_content(self):
        """Return the uploaded file; one that is too large is not even loaded.

        :raise UserError: when there is none
        :raise TableFileError: when it is too large
        """
        of_dialog = [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "file")]
        upload = self.env["ir.attachment"].sudo().search(of_dialog, limit=1)
        if not upload:
            raise UserError(self.env._("Choose an XLSX, XLS, ODS or CSV file first."))
        if upload.file_size > table_file.MAX_BYTES:
            raise table_file.TableFileError("too_large")
        return upload.raw or b""

    @contextmanager
    def _telling_file_problems(self):
        """Say of a file that cannot be read what is wrong with it and what to do.

        :raise UserError: for every ``TableFileError``
        """
        try:
            yield
        except table_file.TableFileError as error:
            raise UserError(self.env._(FILE_PROBLEMS[error.code])) from error  # pylint: disable=unknown-option-value,gettext-variable

    # === HELPERS - NAMES OF UNITS === #

    def _departments_by_name(self):
        """Return the ids of the company's departments by name; where units and others share one, the units'."""
        departments = self.env["hr.department"].search_fetch(
            [("company_id", "in", (False, self.company_id.id))], ["name", "perf_is_unit"]
        )
        by_name = departments.grouped("name")
        return {name: (group.filtered("perf_is_unit") or group)._ids for name, group in by_name.items() if name}

    def _remembered_names(self):
        """Return the ids of departments by names that a person chose before."""
        remembered = self.env["perf.import.memory"].sudo()._recall("unit", self.company_id or self.env.company)
        return {memory.text: memory.department_ids._ids for memory in remembered.values() if memory.department_ids}

import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import table_file
from .import_notices import FILE_PROBLEMS


class PerfTableMixin(models.AbstractModel):
    """A dialog that reads an uploaded table."""

    _name = "perf.table.mixin"
    _description = "Uploaded Table"

    file = fields.Binary(help="An XLSX workbook or a CSV file (UTF-8 or GB 18030), at most 10 MB.")
    filename = fields.Char()

    # === HELPERS === #

    def _read_file(self):
        """Return the uploaded file's sheets, or say what is wrong with it and what to do."""
        if not self.file:
            raise UserError(self.env._("Choose an XLSX or CSV file first."))
        try:
            return table_file.read_file(base64.b64decode(self.file), self.filename or "")
        except binascii.Error as error:
            raise UserError(self.env._(FILE_PROBLEMS["damaged"])) from error  # pylint: disable=unknown-option-value,gettext-variable
        except table_file.TableFileError as error:
            raise UserError(self.env._(FILE_PROBLEMS[error.code])) from error  # pylint: disable=unknown-option-value,gettext-variable

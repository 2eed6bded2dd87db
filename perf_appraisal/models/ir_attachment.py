from odoo import api, models
from odoo.exceptions import UserError

from ..const import TOKEN_KEY, WRITE_TOKEN

#: Columns that say what is in a file.
_CONTENT = frozenset(
    {"raw", "datas", "db_datas", "store_fname", "type", "url", "name", "mimetype", "public", "access_token"}
)

#: Columns that say where a file belongs.
_BINDING = frozenset({"res_model", "res_id", "res_field"})


class IrAttachment(models.Model):
    """Files of sheets, lines and claims are sealed with them, whoever asks: the superuser too."""

    _inherit = "ir.attachment"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a file in place of a column that cannot be written now, and evidence that is none."""
        unlocked, model = self._take_perf_token()
        files = super(IrAttachment, model).create(vals_list)
        files._perf_evidence()._check_perf_evidence()
        files._receive_perf_files()
        if not unlocked:
            files.sudo().filtered("res_field")._check_perf_files({"res_field"})
        return files

    def write(self, vals):
        """Refuse to rewrite a sealed file, to bind a file of the appraisal to something else, and to empty evidence."""
        unlocked, files = self._take_perf_token()
        if not unlocked and not (_CONTENT | _BINDING).isdisjoint(vals):
            self._check_perf_files(vals)
        result = super(IrAttachment, files).write(vals)
        if not (_CONTENT | _BINDING).isdisjoint(vals):
            self._perf_evidence()._check_perf_evidence()
            files._receive_perf_files()
        if not unlocked and "res_field" in vals:
            self.sudo().filtered("res_field")._check_perf_files({"res_field"})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._check_perf_files({"raw"})

    # === HELPERS === #

    def _perf_evidence(self):
        """Return those of the files that are, or wait to become, evidence."""
        models_of = self.sudo().grouped("res_model")
        return self.browse().concat(
            *(files for name, files in models_of.items() if name and hasattr(self.env.get(name), "_bind_evidence"))
        )

    def _check_perf_evidence(self):
        """Refuse evidence that can change without anybody writing it.

        :raise UserError: naming the file, and the way out
        """
        bare = self.sudo().filtered(lambda file: file.type != "binary" or not (file.checksum and file.file_size))
        if bare:
            raise UserError(
                self.env._(
                    "“%s” is a link or an empty file, and can serve as no evidence. Save what it leads to as a file, "
                    "and upload that.",
                    bare[0].name,
                ),
            )

    def _receive_perf_files(self):
        """Let the models to which files belong, or wait to belong, keep of them what they keep."""
        for name, files in self.sudo().grouped("res_model").items():
            if name and hasattr(self.env.get(name), "_receive_files"):
                self.env[name]._receive_files(files)

    def _take_perf_token(self):
        """Return whether the appraisal's own code writes the file, and the files without the token that says so."""
        context = self.env.context
        if TOKEN_KEY not in context:
            return False, self
        kept = {key: value for key, value in context.items() if key != TOKEN_KEY}
        return context[TOKEN_KEY] is WRITE_TOKEN, self.with_context(kept)  # pylint: disable=context-overridden

    def _check_perf_files(self, names):
        """Let the records that files belong to refuse the change.

        :param names: names of the columns to write
        :raise UserError: for files of sealed records, and for moving a file of one
        """
        bound = self.sudo().filtered(lambda file: file.res_id and (file.res_model or "").startswith("perf."))
        for model, files in bound.grouped("res_model").items():
            if hasattr(self.env.get(model), "_guard_files"):
                self.env[model].browse(files.mapped("res_id")).exists()._guard_files(files, names)

from odoo import api, models

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
        """Refuse a file in place of a column that cannot be written now."""
        unlocked, model = self._take_perf_token()
        files = super(IrAttachment, model).create(vals_list)
        if not unlocked:
            files.sudo().filtered("res_field")._check_perf_files({"res_field"})
        return files

    def write(self, vals):
        """Refuse to rewrite a sealed file, and to bind a file of the appraisal to something else."""
        unlocked, files = self._take_perf_token()
        if not unlocked and not (_CONTENT | _BINDING).isdisjoint(vals):
            self._check_perf_files(vals)
        result = super(IrAttachment, files).write(vals)
        if not unlocked and "res_field" in vals:
            self.sudo().filtered("res_field")._check_perf_files({"res_field"})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._check_perf_files({"raw"})

    # === HELPERS === #

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

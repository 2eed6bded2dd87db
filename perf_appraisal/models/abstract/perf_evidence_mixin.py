from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PerfEvidenceMixin(models.AbstractModel):
    """Bind uploaded evidence to its record, so that access to the file follows the record."""

    _name = "perf.evidence.mixin"
    _inherit = ["perf.guard.mixin"]
    _description = "Evidence"

    evidence_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Bind the evidence of new records."""
        records = super().create(vals_list)
        with_files = [record.id for record, vals in zip(records, vals_list, strict=True) if vals.get("evidence_ids")]
        self.browse(with_files)._bind_evidence()
        return records

    def write(self, vals):
        """Bind evidence that is added."""
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._bind_evidence()
        return result

    # === HELPERS === #

    def _guard_files(self, files, names):
        """Keep evidence where it is bound, and as it is when its record is no longer being filled in.

        :raise UserError: naming the way out
        """
        super()._guard_files(files, names)
        if not {"res_model", "res_id", "res_field", "public", "access_token", "db_datas"}.isdisjoint(names):
            raise UserError(self.env._("Evidence stays with its record. Upload the file again where you need it."))
        self._check_evidence_open()

    def _check_evidence_open(self):
        """Raise when the evidence of these records can no longer change."""

    def _bind_evidence(self):
        """Bind the linked files to their records.

        :raise UserError: for a link, or a file without content
        :raise AccessError: for a file that is somebody else's or belongs to another record
        """
        self.sudo().evidence_ids._check_perf_evidence()
        for record in self.sudo():
            foreign = record.evidence_ids.filtered(
                lambda file, record=record: (file.res_model, file.res_id) != (record._name, record.id),
            )
            if not foreign:
                continue
            own = foreign.filtered(
                lambda file, record=record: (
                    file.create_uid.id == record.env.uid and not file.res_id and file.res_model in (False, record._name)
                ),
            )
            if foreign - own:
                raise AccessError(
                    self.env._(
                        "Only files that you uploaded here yourself can serve as evidence. Upload the file again."
                    ),
                )
            own.write({"res_model": record._name, "res_id": record.id, "public": False, "access_token": False})

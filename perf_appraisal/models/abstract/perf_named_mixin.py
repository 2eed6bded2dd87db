from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list

#: Columns that Odoo keeps of every record, of who touched it: they sign nothing.
_MAGIC = frozenset({"create_uid", "write_uid"})


class PerfNamedMixin(models.AbstractModel):
    """Whoever documents of the appraisal name, as who signed or as whose they are, is archived and never deleted.

    Asked of every column of a ``perf.*`` model that holds on to such records (``ondelete="restrict"``), and of every
    list of them that does not follow from other columns, so that a new one is not forgotten.
    """

    _name = "perf.named.mixin"
    _description = "Named in Documents"

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_named(self):
        for model, ids in self._perf_named_in().items():
            raise UserError(
                self.env._(
                    "%(names)s: named in documents of the appraisal (%(kind)s), which keep their names. "
                    "Archive instead of deleting.",
                    names=format_list(self.env, self.browse(ids).sudo().mapped("display_name")),
                    kind=self.env["ir.model"].sudo()._get(model).name,
                ),
            )

    # === HELPERS === #

    def _perf_named_in(self):
        """Return which of the records are named in documents: ``{model: ids}``, in one query."""
        columns = self._perf_naming_columns()
        if not self.ids or not columns:
            return {}
        asked = [
            SQL("SELECT %s AS model, %s AS id FROM %s WHERE %s = ANY(%s)", model, column, table, column, self.ids)
            for model, table, column in columns
        ]
        self.env.flush_all()
        found = {}
        for model, record_id in self.env.execute_query(SQL(" UNION ").join(asked)):
            found.setdefault(model, []).append(record_id)
        return found

    @api.model
    def _perf_naming_columns(self):
        """Return the columns that name records of this model: ``[(model, table, column)]``, as names and ``SQL``."""
        found = []
        for name, model in self.env.registry.items():
            if not name.startswith("perf.") or model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if not field.store or field.comodel_name != self._name or field.name in _MAGIC:
                    continue
                if field.type == "many2one" and field.ondelete == "restrict":
                    found.append((name, SQL.identifier(model._table), SQL.identifier(field.name)))
                elif field.type == "many2many" and not field.compute:
                    found.append((name, SQL.identifier(field.relation), SQL.identifier(field.column2)))
        return found

from odoo import api, fields, models

from ...abstract.given_ids import is_id


def _entry(vals):
    """Return by what a finding is known that may be saved a second time, if by anything: inspection id and key."""
    inspection_id, key = vals.get("inspection_id"), vals.get("entry_key")
    return (inspection_id, key) if is_id(inspection_id) and key and isinstance(key, str) else None


class PerfFinding(models.Model):
    """A finding is entered where the line may be cut: saved a second time it is still one finding."""

    _inherit = "perf.finding"

    entry_key = fields.Char(
        copy=False,
        help="Made by the screen on which the finding is entered, so that what is saved twice is there once.",
    )

    _entry_uniq = models.UniqueIndex(
        "(inspection_id, create_uid, entry_key) WHERE entry_key IS NOT NULL",
        "This finding is saved already. Open it from the inspection.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Make new findings; one that was saved before under its key takes what it is given now.

        Rule: a key counts for whoever uses it, and on one inspection.
        """
        entries = [_entry(vals) for vals in vals_list]
        saved = self._saved_under(set(entries) - {None})
        made = iter(
            super().create([vals for vals, entry in zip(vals_list, entries, strict=True) if entry not in saved])
        )
        findings = [saved.get(entry) or next(made) for entry in entries]
        for finding, vals, entry in zip(findings, vals_list, entries, strict=True):
            if entry in saved:
                finding.write({name: value for name, value in vals.items() if name not in self._given_once})
        return self.concat(*findings)

    # === HELPERS === #

    def _saved_under(self, entries):
        """Return what the user has saved of these: ``{(inspection id, key): finding}``.

        :param set entries: tuples of inspection id and key
        """
        named = [inspection_id for inspection_id, _key in entries]
        inspections = self.env["perf.inspection"].search([("id", "in", named)], order="id")
        if not inspections:
            return {}
        inspections._collide()
        found = self.sudo().search(
            [
                ("inspection_id", "in", inspections.ids),
                ("create_uid", "=", self.env.uid),
                ("entry_key", "in", [key for _inspection_id, key in entries]),
            ]
        )
        return {(finding.inspection_id.id, finding.entry_key): finding.with_env(self.env) for finding in found}

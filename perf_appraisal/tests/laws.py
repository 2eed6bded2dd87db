"""What the laws of the house are tried on."""

from pathlib import Path

from odoo.tests import TransactionCase

ROOT = Path(__file__).resolve().parents[1]


def sources(*folders, suffix=".py"):
    """Return ``{path below the module: text}`` of the files in these folders."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob(f"*{suffix}"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


class LawsCase(TransactionCase):
    """What the laws are tried on: the module's sources, models and records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.python = sources("models")
        cls.wizards = sources("wizard")
        cls.records = cls.env["ir.model.data"].search([("module", "=", "perf_appraisal")])
        own = cls.env["ir.model"].search([("model", "=like", "perf.%"), ("abstract", "=", False)])
        cls.models = [cls.env[name] for name in own.mapped("model")]
        cls.lasting = [model for model in cls.models if not model._transient]

    def assertNone(self, offences):
        self.assertFalse(offences, "\n" + "\n".join(map(str, offences)))

    def names(self, model):
        """Return ``{name: record}`` of the module's records of a model."""
        found = self.records.filtered(lambda data: data.model == model)
        return {data.name: self.env[model].browse(data.res_id) for data in found}

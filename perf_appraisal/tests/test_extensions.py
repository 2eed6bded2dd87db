import re
from contextlib import contextmanager

from odoo.tests import TransactionCase, tagged

from .test_architecture import sources

#: Tables that a later stage adds to: name → a model that has one, and two additions to it.
TABLES = {
    "_guarded_fields": ("perf.plan", frozenset({"scope"}), frozenset({"unit_id"})),
    "_transitions": ("perf.plan", {"action_publish": {}}, {"action_burn": {}}),
    "_jobs": ("perf.batch", {"post": ("perf.plan", "_post")}, {"print": ("perf.plan", "_print")}),
}


@tagged("post_install", "-at_install")
class TestExtensions(TransactionCase):
    """What later stages declare is added to what was declared before."""

    @contextmanager
    def _extended(self, model, *tables):
        """Extend a model by classes, one after the other, as Odoo does when it loads ``_inherit``.

        :param str model: name of the model
        :param tables: dicts of the attributes that each class declares, the earliest first
        """
        owner = type(self.env[model])
        bases = owner.__bases__
        try:
            for number, attributes in enumerate(tables):
                extension = type(f"Extension{number}", (), {"__slots__": (), **attributes})
                owner.__bases__ = (extension, *owner.__bases__)
            yield self.env[model]
        finally:
            owner.__bases__ = bases

    def test_two_extensions_add_to_each_table(self):
        for name, (model, first, second) in TABLES.items():
            before = self.env[model]._declared(name)
            with self._extended(model, {name: first}, {name: second}) as extended:
                self.assertEqual(set(extended._declared(name)), {*before, *first, *second}, name)
            self.assertEqual(self.env[model]._declared(name), before, name)

    def test_what_two_extensions_guard_is_refused(self):
        plan = self.env["perf.plan"]
        with self._extended("perf.plan", {"_guarded_fields": {"scope"}}, {"_guarded_fields": {"kind"}}):
            self.assertGreaterEqual(plan._guarded_names(), {"state", "revision", "signed_for_id", "scope", "kind"})

    def test_tables_are_read_together_with_what_others_add(self):
        for path, text in sources("models", "wizard", "controllers", "report").items():
            self.assertFalse(re.findall(rf"\.(?:{'|'.join(TABLES)})\b", text), path)

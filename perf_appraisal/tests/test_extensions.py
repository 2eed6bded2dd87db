import re
from contextlib import contextmanager

from odoo.tests import TransactionCase, tagged

from ..models.abstract.perf_state_mixin import Step
from .test_architecture import sources

#: Tables that a later stage adds to: name → a model that has one, and two additions to it.
TABLES = {
    "_guarded_fields": ("perf.plan", frozenset({"scope"}), frozenset({"unit_id"})),
    "_transitions": ("perf.plan", {"action_publish": Step()}, {"action_burn": Step()}),
    "_phase_fields": ("perf.appraisal", {"noticed": frozenset({"plan_id"})}, {"archived": frozenset()}),
    "_jobs": ("perf.batch", {"post": "perf.plan"}, {"print": "perf.plan"}),
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

    def test_two_extensions_add_to_one_phase_and_to_one_step(self):
        sheets = self.env["perf.appraisal"]
        opened = sheets._open_fields("draft")
        first = {
            "_phase_fields": {"draft": frozenset({"plan_id"})},
            "_transitions": {"action_submit": Step(undoes=("a",))},
        }
        second = {
            "_phase_fields": {"draft": frozenset({"job_id"})},
            "_transitions": {"action_submit": Step(moves={"excused": "self_scored"}, reason="why")},
        }
        with self._extended("perf.appraisal", first, second):
            self.assertEqual(sheets._open_fields("draft"), opened | {"plan_id", "job_id"})
            step = sheets._declared("_transitions")["action_submit"]
            self.assertEqual(step.moves, {"draft": "self_scored", "excused": "self_scored"})
            self.assertEqual((step.signs, step.undoes, step.reason), ("filled", ("a",), "why"))

    def test_phases_and_steps_name_states_and_fields_of_the_model(self):
        looked_at = set()
        for name in self.registry.descendants(["perf.guard.mixin"], "_inherit"):
            model = self.env[name]
            if "state" not in model._fields or model._abstract:
                continue
            states = set(dict(model._fields["state"]._description_selection(self.env)))
            for phase, names in model._declared("_phase_fields").items():
                self.assertIn(phase, states | {"skipped"}, name)
                self.assertLessEqual(names, set(model._fields), (name, phase))
                looked_at.add(name)
            for action, step in getattr(model, "_transitions", None) and model._declared("_transitions").items() or ():
                self.assertLessEqual({*step.moves, *step.moves.values()}, states, (name, action))
                for signature in filter(None, (step.signs, *step.undoes)):
                    self.assertTrue(model._signature(signature), (name, action))
                self.assertLessEqual({*step.empties, *filter(None, [step.reason])}, set(model._fields), (name, action))
        sheets = {"perf.appraisal", "perf.appraisal.line", "perf.claim", "perf.summary"}
        inspections = {f"perf.inspection{part}" for part in ("", ".item", ".attendance")}
        found = {"perf.finding", "perf.rectification", "perf.draw", "perf.adjustment"}
        tickets = {"perf.ticket", "perf.ticket.reply"}
        ratings = {"perf.rating", "perf.rating.tally"}
        results = {"perf.calibration", "perf.notice", "perf.appeal"}
        self.assertEqual(looked_at, sheets | inspections | found | tickets | ratings | results)

    def test_what_two_extensions_guard_is_refused(self):
        plan = self.env["perf.plan"]
        with self._extended("perf.plan", {"_guarded_fields": {"scope"}}, {"_guarded_fields": {"kind"}}):
            self.assertGreaterEqual(plan._guarded_names(), {"state", "revision", "signed_for_id", "scope", "kind"})

    def test_tables_are_read_together_with_what_others_add(self):
        for path, text in sources("models", "wizard", "controllers", "report").items():
            self.assertFalse(re.findall(rf"\.(?:{'|'.join(TABLES)})\b", text), path)

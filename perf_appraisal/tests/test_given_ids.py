import inspect
from collections import defaultdict

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.abstract.door import public_methods
from ..models.abstract.given_ids import PLAIN_IDS, readable_ids
from .attack import SECRET, AttackCase
from .common import FULL

#: Names no record.
MISSING = 2_000_000_000

#: What of somebody else must not come back: a word in his texts, and points in his lines.
MARKS = (SECRET, "13.37", "1337")


@tagged("post_install", "-at_install")
class TestGivenIds(AttackCase):
    """Whoever sends the id of a record that is not his gets the answer that he gets for one that is not there."""

    # === ALL MODELS === #

    def attackers(self):
        return self.stranger, self.outsider

    def foreign_ids(self, user):
        """Return, of every model that fields of the appraisal point to, a record that the user may not read."""
        found = {}
        for model in self._own_models():
            for field in model._fields.values():
                if not field.relational or field.comodel_name in found:
                    continue
                comodel = self.env[field.comodel_name].sudo().with_context(active_test=False)
                ids = [] if comodel._abstract else comodel.search([], order="id desc", limit=300).ids
                readable = readable_ids(self.env(user=user, su=False), comodel._name, ids)
                found[comodel._name] = next((key for key in ids if key not in readable), None)
        return {name: key for name, key in found.items() if key}

    def attacks(self, model, foreign):
        """Yield ``(name, value with the foreign id, value with a missing one, what goes with it)``."""
        forms = {
            "many2one": (lambda key: key, lambda key: {"id": key}),
            "many": (
                lambda key: [[6, 0, [key]]],
                lambda key: [[4, key, 0]],
                lambda key: [[1, key, {}]],
                lambda key: [key],
                lambda key: [str(key)],
            ),
        }
        for name, field in model._fields.items():
            if field.relational and field.comodel_name in foreign:
                for form in forms["many2one" if field.type == "many2one" else "many"]:
                    yield name, form(foreign[field.comodel_name]), form(MISSING), {}
            elif beside := PLAIN_IDS.get(name):
                for comodel in ("perf.appraisal", "perf.plan"):
                    for form in (lambda key: key, lambda key: [key], str):
                        yield name, form(foreign[comodel]), form(MISSING), {beside: comodel}

    def spec(self, model, deep=True):
        """Return what a form would ask for that shows everything, also of what its fields point to."""
        spec = {}
        for name, field in model._fields.items():
            inner = field.relational and deep and field.comodel_name.startswith("perf.")
            spec[name] = {"fields": self.spec(self.env[field.comodel_name], deep=False)} if inner else {}
        return spec

    def assertSame(self, user, model, name, calls):
        """Compare the answers to a foreign and to a missing id."""
        label = (user.login, model._name, name, calls[0])
        theirs = self._answer(user, model._name, *calls[0][0], **calls[0][1])
        told = f"{type(theirs)} {theirs}"
        if told in self.told_of_missing:  # once is enough
            return
        missing = self._answer(user, model._name, *calls[1][0], **calls[1][1])
        if isinstance(theirs, AccessError) and "no such record" in told:
            self.told_of_missing.add(f"{type(missing)} {missing}")
        for answer in (theirs, missing):
            if isinstance(answer, Exception):
                self.assertIsInstance(answer, UserError, label)
        self.assertEqual((type(theirs), str(theirs)), (type(missing), str(missing)), label)
        for mark in MARKS:
            self.assertNotIn(mark, str(theirs), label)

    def models_of_odoo(self):
        """Return the models of Odoo's that have columns of the appraisal."""
        names = [name for name in sorted(self.env.registry) if not name.startswith("perf.")]
        return [
            self.env[name]
            for name in names
            if not self.env[name]._abstract and any(map(self.is_ours, self.env[name]._fields.values()))
        ]

    def is_ours(self, field):
        """Return whether a field points somewhere, and belongs to the appraisal."""
        return field.relational and field.name.startswith("perf_")

    @mute_logger("odoo.sql_db")
    def attack_models(self, user, models=None):
        """Attack every model with every relational field of it; return how many fields were tried."""
        foreign, tried, self.told_of_missing = self.foreign_ids(user), set(), set()
        for model in self._own_models() if models is None else models:
            spec = {} if models else self.spec(model)
            for name, *values, beside in self.attacks(model, foreign):
                if models and not self.is_ours(model._fields[name]):
                    continue
                if models and "name" in model._fields:  # Odoo reads it before all else
                    beside = {"name": "Somebody"}
                given = [{**beside, name: value} for value in values]
                self.assertSame(user, model, name, [(("onchange", [], vals, [name], spec), {}) for vals in given])
                if (model._name, name) in tried:  # they look at values as the forms do
                    continue
                tried.add((model._name, name))
                self.assertSame(user, model, name, [(("create", dict(vals)), {}) for vals in given])
                contexts = [{f"default_{key}": value for key, value in vals.items()} for vals in given]
                asked = list(given[0])
                self.assertSame(user, model, name, [(("default_get", asked), {"context": said}) for said in contexts])
        return tried

    def test_columns_that_keep_ids_of_any_model_are_known(self):
        for model in self._own_models(abstract=True):
            for name, field in model._fields.items():
                label = f"{model._name}.{name}"
                if name in PLAIN_IDS:
                    self.assertIn(PLAIN_IDS[name], model._fields, label)
                    self.assertEqual(getattr(field, "model_field", PLAIN_IDS[name]), PLAIN_IDS[name], label)
                elif not field.relational and name not in {"id", *self.guarded(model)}:
                    self.assertFalse(name.endswith(("_id", "_ids")), label)
                    self.assertNotEqual(field.type, "many2one_reference", label)

    def guarded(self, model):
        """Return the columns that no caller sets."""
        return model._guarded_names() if hasattr(model, "_guarded_names") else ()

    def test_the_id_of_somebody_of_another_unit_tells_nothing(self):
        self.assertGreater(len(self.attack_models(self.stranger)), 100)

    def test_the_id_of_another_company_tells_nothing(self):
        self.assertGreater(len(self.attack_models(self.outsider)), 150)

    def test_nor_does_it_in_the_columns_that_models_of_odoo_have(self):
        """Whoever may fill in people and units names nothing of another company there."""
        models = self.models_of_odoo()
        self.assertLessEqual({"hr.department", "hr.employee", "hr.job", "hr.version"}, {each._name for each in models})
        for user in (self.stranger, self.outside_hr):
            self.assertGreater(len(self.attack_models(user, models)), 3, user.login)
        jobs, values = self.env["hr.job"], {"name": "Typist", "perf_category_id": self.category_staff.id}
        self.assertEqual(jobs.with_user(self.hr).create(dict(values)).perf_category_id, self.category_staff)
        with self.assertRaisesRegex(AccessError, "no such record"):
            jobs.with_user(self.outside_hr).create(values)

    # === ALL METHODS === #

    @mute_logger("odoo.sql_db")
    def test_an_id_as_an_argument_tells_nothing(self):
        """Of every public method, each parameter that is called an id."""
        tried, comodels, self.told_of_missing = 0, self.comodels_by_name(), set()
        for user in self.attackers():
            foreign = self.foreign_ids(user)
            for model in self._own_models(abstract=True):
                for name, method in public_methods(type(model)).items():
                    of_records = [] if getattr(method, "_api_model", False) else [[]]
                    words = {"kind": "review", "reason": SECRET[::-1]}
                    parameters = inspect.signature(method).parameters
                    fixed = {key: word for key, word in words.items() if key in parameters}
                    for parameter in (key for key in parameters if key.endswith(("_id", "_ids"))):
                        for key in {foreign.get(comodel) for comodel in comodels[parameter]} - {None}:
                            given = ([key], [MISSING]) if parameter.endswith("s") else (key, MISSING)
                            calls = [((name, *of_records), {**fixed, parameter: value}) for value in given]
                            self.assertSame(user, model, name, calls)
                            tried += 1
        self.assertGreater(tried, 10)

    def comodels_by_name(self):
        """Return to which models fields of these names, and those for several of them, point."""
        found = defaultdict(set)
        for model in self._own_models():
            for name, field in model._fields.items():
                if field.relational:
                    found[name].add(field.comodel_name)
                    found[f"{name.removesuffix('s')}s"].add(field.comodel_name)
        return found

    @mute_logger("odoo.sql_db")
    def test_a_record_of_somebody_else_gives_nothing_to_any_method(self):
        """Of every public method that is called on records; also what debug mode adds names nothing but a number."""
        for user in (self.stranger, self.outsider):
            foreign = self.foreign_ids(user)
            for model in self._own_models():
                key = foreign.get(model._name)
                methods = public_methods(type(model)) if key else {}
                name = self.env[model._name].sudo().browse(key or ()).display_name
                for method in (
                    *(name for name, function in methods.items() if not hasattr(function, "_api_model")),
                    "read",
                ):
                    with self.debug_mode():
                        answer = self._answer(user, model._name, method, [key]) if key else None
                    for mark in (*MARKS, name):
                        if mark and not str(mark).isdecimal():
                            self.assertNotIn(mark, str(answer), (user.login, model._name, method))

    @mute_logger("odoo.sql_db")
    def test_a_record_of_somebody_else_is_like_one_that_is_not_there(self):
        """Of every method that is called on records, ours and those of Odoo's; also in debug mode."""
        of_odoo = {
            "read": (["id", "create_uid"],),
            "web_read": ({"display_name": {}},),
            "web_save": ({"active": False}, {"display_name": {}}),
            "write": ({"active": False},),
            "unlink": (),
            "copy": (),
            "onchange": ({}, [], {"display_name": {}}),
            "export_data": (["id", "display_name"],),
            "get_metadata": (),
            "action_archive": (),
        }
        words = {"kind": "review", "reason": SECRET[::-1], "vals": {}}
        for user in (self.stranger, self.outsider):
            foreign = self.foreign_ids(user)
            for model in self._own_models():
                key = foreign.get(model._name)
                calls = {name: (args, {}) for name, args in of_odoo.items()} if key else {}
                for name, method in public_methods(type(model)).items() if key else ():
                    if not hasattr(method, "_api_model") and name not in calls:
                        names = inspect.signature(method).parameters
                        calls[name] = ((), {word: value for word, value in words.items() if word in names})
                for name, (args, said) in calls.items():
                    with self.subTest(model._name, method=name, user=user.login), self.debug_mode():
                        self.assertLikeMissing(user, model, name, key, *args, **said)

    def assertLikeMissing(self, user, model, name, key, *args, **said):
        """Compare the answers to a record that the user may not see and to one that is not there."""
        theirs, missing = (self._answer(user, model._name, name, [record], *args, **said) for record in (key, MISSING))
        told = str(missing).replace(str(MISSING), str(key))
        self.assertEqual((type(theirs), str(theirs)), (type(missing), told))

    def test_nobody_prints_as_a_job_what_is_not_there(self):
        form = "perf_appraisal.report_perf_appraisal"
        for key in (self.sheet.id, MISSING):
            with self.assertRaisesRegex(AccessError, "not yours to see"):
                self.env["perf.print"].with_user(self.stranger).start(form, [key])

    # === ONE BY ONE === #

    def onchange(self, records, values, spec, field_names=None):
        """Return what a form of the records' user is told when these values are changed in it."""
        return records.onchange(values, list(field_names or values), spec)["value"]

    def test_the_lines_of_another_sheet_do_not_add_up_in_mine(self):
        own, foreign = self.sheets["stranger"].with_user(self.stranger), self.sheet.line_ids
        own.check_access("write")
        for commands in ([[6, 0, foreign.ids]], [[4, foreign[0].id]], foreign.ids, [[1, foreign[0].id, {}]]):
            with self.assertRaisesRegex(AccessError, "no such record"):
                self.onchange(own, {"line_ids": commands, "state": "confirmed"}, {"live_score": {}}, ["line_ids"])
        mine = [[1, self._line(own, self.judged).id, {"self_value": 11.0}]]
        told = self.onchange(own, {"line_ids": mine}, {"live_score": {}, "line_ids": {"fields": {"self_score": {}}}})
        self.assertEqual(told["live_score"], 11.0 + FULL)

    def test_claims_and_lines_of_plans_do_not_come_out_elsewhere(self):
        line = self._line(self.sheets["stranger"], self.judged)
        for model, ids, values in (
            ("perf.appraisal.line", line.ids, {"claim_ids": [[4, self.claim.id]]}),
            ("perf.claim", [], {"line_id": self.claim.line_id.id}),
            ("perf.claim", [], {"line_id": {"id": self.claim.line_id.id, "state": "draft"}}),
            ("perf.plan", [], {"line_ids": [[4, self.own_plan.line_ids[0].id]]}),
            ("perf.plan", [], {"line_ids": [[0, "virtual_1", {"parent_line_id": self.own_plan.line_ids[0].id}]]}),
            ("perf.plan.line", [], {"plan_id": self.own_plan.id}),
            ("perf.work.log", [], {"sheet_ids": [[4, self.sheet.id]]}),
        ):
            records = self.env[model].with_user(self.stranger).browse(ids)
            with self.subTest(model), self.assertRaisesRegex(AccessError, "no such record"):
                self.onchange(records, values, self.spec(records))

    def test_figures_of_a_unit_are_those_of_its_leaders(self):
        values = {"unit_id": self.township.id, "period_id": self.summary.period_id.id}
        spec = dict.fromkeys((*values, "expected_count", "missing_names", "mean"), {})
        for user, expected in ((self.stranger, 0), (self.staff, 0), (self.head, 5), (self.office, 5)):
            told = self.onchange(self.env["perf.summary"].with_user(user), dict(values), spec)
            self.assertEqual(told.get("expected_count", 0), expected, user.login)
            self.assertEqual(bool(told.get("missing_names")), bool(expected), user.login)
        with self.assertRaises(AccessError):
            self.onchange(self.env["perf.summary"].with_user(self.outside_office), dict(values), spec)

    def test_dialogs_about_plans_show_nothing_of_others(self):
        line = self.plan_unit.line_ids[0]
        dialogs = (
            ("perf.plan.hand.down", {"plan_id": self.plan_unit.id}),
            ("perf.plan.hand.down.line", {"plan_line_id": line.id}),
            ("perf.plan.merge", {"plan_id": self.plan_unit.id, "keep_id": line.id}),
            ("perf.superior.indicator.take", {"superior_indicator_id": self.superior.id}),
        )
        for model, values in dialogs:
            context = {f"default_{name}": value for name, value in values.items()}
            for user in (self.stranger, self.outsider, self.outside_office):
                dialog = self.env[model].with_user(user)
                with self.subTest(model, user=user.login):
                    for ask in (
                        lambda dialog=dialog, values=values: dialog.onchange(
                            dict(values), list(values), self.spec(dialog)
                        ),
                        lambda dialog=dialog, said=context: dialog.with_context(said).onchange(
                            {}, [], self.spec(dialog)
                        ),
                        lambda dialog=dialog, values=values: dialog.create(values),
                    ):
                        with self.assertRaisesRegex(AccessError, "no such record"):
                            ask()
            dialog = self.env[model].with_user(self.head).with_context(context)
            self.assertTrue(dialog.onchange({}, [], dict.fromkeys(dialog._fields, {}))["value"], model)

    def test_what_is_selected_in_a_list_is_asked_for_as_well(self):
        context = {"active_model": "perf.plan.line", "active_ids": self.own_plan.line_ids.ids}
        merge = self.env["perf.plan.merge"].with_user(self.stranger).with_context(context)
        defaults = merge.default_get(["plan_id", "keep_id"])
        self.assertFalse(defaults["plan_id"] or defaults["keep_id"])
        change = self.env["perf.reviewer.change"].with_user(self.stranger).with_context(active_ids=self.sheet.ids)
        with self.assertRaisesRegex(AccessError, "no such record"):
            change.default_get(["appraisal_ids"])

    # === WHAT PASSES === #

    def test_what_the_saved_record_holds_passes(self):
        """A lead unit scores a line whose sheet it may not read, and its form sends the sheet along."""
        self._submit(self.unit_sheet, self.head)
        line = self._line(self.unit_sheet, self.unit_indicators[0])
        mine = line.with_user(self.other_head)
        self.assertFalse(self.unit_sheet.with_user(self.other_head).has_access("read"))
        self.assertTrue(mine.has_access("write"))
        for sheet in (self.unit_sheet.id, {"id": self.unit_sheet.id, "state": "self_scored"}):
            values = {"appraisal_id": sheet, "plan_line_id": line.plan_line_id.id, "review_value": 3.0}
            told = self.onchange(mine, values, {"review_score": {}, "appraisal_id": {}}, ["review_value"])
            self.assertEqual(told["review_score"], 3.0)

    def test_people_are_named_by_their_public_side(self):
        plan = self.env["perf.plan"].with_user(self.head)
        line = {"indicator_id": self.judged.id, "responsible_id": self.staff.employee_id.id}
        own = {"scope": "staff", "unit_id": self.township.id, "cycle_id": self.cycle.id}
        plan = plan.create({**own, "line_ids": [Command.create(line)]})
        self.assertEqual(plan.line_ids.responsible_id, self.staff.employee_id)
        self.assertFalse(self.env["hr.employee"].with_user(self.head).has_access("read"))

    def test_a_new_line_has_a_new_parent(self):
        claim = self.env["perf.claim"].with_user(self.stranger)
        line = self._line(self.sheets["stranger"], self.judged)
        rule = self.judged.rule_ids[0]
        values = {"line_id": {"id": line.id, "self_value": 3.0}, "rule_id": rule.id, "quantity": 1.0}
        self.assertEqual(self.onchange(claim, values, {"points": {}}, ["rule_id"])["points"], rule.points)

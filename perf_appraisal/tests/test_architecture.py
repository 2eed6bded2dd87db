"""The laws of the house: the arrows, the names, the sizes, the places where states and scores are set.

Each law returns what offends it, so that it can be tried on offending code as well.
"""

import ast
import re
from collections import Counter
from pathlib import Path

from odoo.tests import tagged

from .laws import ROOT, LawsCase, sources

STAGES = ("basis", "conduct", "oversight", "result", "usage")
SIZES = {"models": 400, "wizard": 400, "tools": 400, "controllers": 400, "report": 400, "tests": 400, "views": 300}
FUNCTION_LINES = 40
COMPLEXITY = 10

#: Models that need no list, form and search of their own, and why.
PART_OF_ANOTHER = {
    "perf.batch.line": "shown in its job",
    "perf.grade": "shown in its scheme",
    "perf.grade.condition": "shown in its grade",
    "perf.scheme.component": "shown in its scheme",
    "perf.indicator.rule": "shown in its indicator",
    "perf.indicator.level": "shown in its indicator",
    "perf.plan.line": "shown in its plan",
    "perf.appraisal.line": "shown in its sheet",
    "perf.claim": "shown in its line",
    "perf.review.note": "shown in its sheet",
    "perf.checklist.item": "shown in its check-list",
    "perf.inspection.item": "shown in its inspection",
    "perf.inspection.attendance": "shown in its inspection",
    "perf.rectification": "shown in its finding",
    "perf.draw.line": "shown in its draw",
    "perf.ticket.reply": "shown in its ticket",
    "perf.objector": "shown on what is objected, to the handler alone",
    "perf.rating.choice": "shown in its kind of rating",
    "perf.rating.dimension": "shown in its kind of rating",
    "perf.rating.group": "shown in its rating",
    "perf.rating.change": "shown in its rating",
    "perf.rating.tally.line": "shown in its tally",
    "perf.result.line": "shown in its result",
    "perf.result.shift": "shown in its result and its meeting",
    "perf.rating.ballot": "shown nowhere: who voted is nobody's business",
    "perf.rating.pending": "shown nowhere: who answered what is nobody's business",
    "perf.rating.answer": "shown nowhere: scores are, where there are enough answers",
}

#: Models that are tested together with the one whose name they extend.
TESTED_WITH_PARENT = (
    "perf.indicator.import.column",
    "perf.indicator.import.line",
    "perf.checklist.item",
    "perf.inspection.item",
    "perf.draw.line",
    "perf.ticket.order",
    "perf.rating.code.line",
    "perf.adjustment.import.line",
    "perf.result.line",
    "perf.scheme.setup.component",
    "perf.scheme.setup.grade",
)

#: The files that set a state without the mixin, and why.
OWN_STATES = {
    "models/abstract/perf_state_mixin.py": "the mixin itself",
    "models/basis/perf_batch.py": "a job is no document; its states are guarded columns",
}


def model_classes(tree):
    """Return the classes of a file that are Odoo models: ``[(class, name, whether it is declared here)]``."""
    found = []
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        given = {
            target.id: statement.value
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        inherited = ast.literal_eval(given["_inherit"]) if "_inherit" in given else []
        parents = [inherited] if isinstance(inherited, str) else inherited
        if names := [ast.literal_eval(given["_name"])] if "_name" in given else parents[:1]:
            found.append((node, names[0], names[0] not in parents))
    return found


def stage_of(path):
    """Return the number of a file's stage; what lies outside the stages comes before them."""
    return STAGES.index(path.split("/")[1]) if path.split("/")[1] in STAGES else -1


def functions(tree):
    """Return the functions of a file, methods and nested ones too."""
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


# === THE LAWS === #


def forward_arrows(files):
    """Law 1: a Many2one points to the same or an earlier stage."""
    home = {}
    for path, text in files.items():
        home.update((name, stage_of(path)) for _node, name, declared in model_classes(ast.parse(text)) if declared)
    offences = []
    for path, text in files.items():
        for call in ast.walk(ast.parse(text)):
            if not (isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "Many2one"):
                continue
            named = [keyword.value for keyword in call.keywords if keyword.arg == "comodel_name"] + call.args[:1]
            target = named[0].value if named else ""
            if home.get(target, -1) > max(stage_of(path), 0):
                offences.append(f"{path}:{call.lineno} points forward to {target}")
    return offences


def misnamed_models(files):
    """Law 2: one model, one file, with the model's name; an extension adds its topic."""
    offences = []
    for path, text in files.items():
        found = model_classes(ast.parse(text))
        stem = Path(path).stem
        if len(found) > 1:
            offences.append(f"{path} holds {len(found)} models")
        for _node, name, declared in found:
            expected = name.replace(".", "_")
            if stem != expected and (declared or not stem.startswith(f"{expected}_")):
                offences.append(f"{path} holds {name}")
    return offences


def misnamed_files(paths, models, prefix="", suffix=""):
    """Law 2: a file of views or tests begins with the name of a model."""
    names = {model.replace(".", "_") for model in models}
    offences = []
    for path in paths:
        stem = Path(path).stem.removeprefix(prefix).removesuffix(suffix)
        if stem != "__init__" and not any(stem == name or stem.startswith(f"{name}_") for name in names):
            offences.append(f"{path} is named after no model")
    return offences


def odoo_imports(files):
    """Law 3: the tools know nothing of Odoo."""
    offences = []
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""] if not node.level else []
                if node.level > 1:
                    offences.append(f"{path}:{node.lineno} reaches out of the tools")
            offences += [f"{path}:{node.lineno} imports {name}" for name in names if name.split(".")[0] == "odoo"]
    return offences


def state_writes(files):
    """Law 4: a state changes only through the state mixin."""
    offences = []
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)):
            query = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if (
                any(getattr(key, "value", "") == "state" for key in _written(node))
                or any(getattr(target, "attr", "") == "state" for target in getattr(node, "targets", ()))
                or re.search(r"UPDATE.*SET.*\bstate\s*=", query, re.DOTALL)
            ):
                offences.append(f"{path}:{node.lineno} sets a state")
    return offences


def _written(node):
    """Return the nodes that name what a call such as ``records.write({…})`` or ``_bulk_update([…], rows)`` writes."""
    called = getattr(getattr(node, "func", None), "attr", "")
    given = node.args[0] if called in ("write", "_bulk_update") and node.args else None
    return getattr(given, "keys", getattr(given, "elts", []))


def oversized(files):
    """Law 6: files, functions and their complexity stay small enough to be read at once."""
    offences = []
    for path, text in files.items():
        lines = text.count("\n")
        if lines > SIZES[path.split("/")[0]]:
            offences.append(f"{path} has {lines} lines")
        if not path.endswith(".py"):
            continue
        for node in functions(ast.parse(text)):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            length = node.end_lineno - first.lineno + 1
            if length > FUNCTION_LINES:
                offences.append(f"{path}:{node.lineno} {node.name} has {length} lines")
            if complexity(node) > COMPLEXITY:
                offences.append(f"{path}:{node.lineno} {node.name} has complexity {complexity(node)}")
    return offences


def complexity(function):
    """Return the cyclomatic complexity after McCabe, as the linter counts it."""
    branches = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.match_case)
    return 1 + sum(isinstance(node, branches) for node in ast.walk(function))


def asking_the_user_for_today(files):
    """Law 9: a day is the company's, not the user's nor the server's; only the company itself asks the clock."""
    asking = re.compile(r"context_today|Date\.today|date\.today")
    return [path for path, text in files.items() if path != "models/res_company.py" and asking.search(text)]


@tagged("post_install", "-at_install")
class TestArchitecture(LawsCase):
    """The module keeps the laws, and each law can be broken."""

    # === LAW 1 === #

    def test_many2ones_point_to_the_same_or_an_earlier_stage(self):
        self.assertNone(forward_arrows(self.python))

    def test_forward_arrows_are_found(self):
        later = "class A(models.Model):\n    _name = 'perf.a'\n"
        for field in ("fields.Many2one('perf.a')", "fields.Many2one(string='A', comodel_name='perf.a')"):
            earlier = f"class B(models.Model):\n    _name = 'perf.b'\n    a_id = {field}\n"
            files = {"models/result/perf_a.py": later, "models/conduct/perf_b.py": earlier}
            self.assertEqual(len(forward_arrows(files)), 1)
            files = {"models/conduct/perf_a.py": later, "models/conduct/perf_b.py": earlier}
            self.assertFalse(forward_arrows(files))

    # === LAW 2 === #

    def test_one_model_one_file_and_its_name(self):
        self.assertNone(misnamed_models(self.python | self.wizards))

    def test_templates_call_no_function_of_the_browser(self):
        """OWL looks every name up in the component: `parseInt` is no function there, and the screen breaks."""
        calls = re.compile(r"(?<![\w.])(?:parseInt|parseFloat|Number|String|Boolean|isNaN)\(")
        self.assertRegex('t-on-change="(ev) => this.load(parseInt(ev.target.value))"', calls)
        for path, text in sources("static/src", suffix=".xml").items():
            self.assertNotRegex(text, calls, path)

    def test_views_and_tests_are_named_after_models(self):
        models = list(self.env.registry.models)
        self.assertNone(misnamed_files(sources("views", suffix="_views.xml"), models, suffix="_views"))
        staged = [path for stage in STAGES for path in sources(f"tests/{stage}")]
        self.assertNone(misnamed_files(staged, models, prefix="test_"))

    def test_a_file_of_views_holds_the_views_of_its_model(self):
        for path, text in sources("views", suffix="_views.xml").items():
            stem = Path(path).stem.removesuffix("_views")
            for model in re.findall(r'name="model">([\w.]+)<', text):
                self.assertTrue(f"{stem}_".startswith(f"{model.replace('.', '_')}_"), f"{path} holds views of {model}")

    def test_stage_folders_hold_the_same_models(self):
        home = {
            name: Path(path).parent.name
            for path, text in self.python.items()
            for _node, name, declared in model_classes(ast.parse(text))
            if declared
        }
        for folder, suffix in (("views", "_views.xml"), ("tests", ".py")):
            for path in sources(folder, suffix=suffix):
                stem = Path(path).stem.removeprefix("test_").removesuffix("_views")
                model = next((name for name in home if name.replace(".", "_") == stem), None)
                if model:
                    self.assertEqual(Path(path).parent.name, home[model], path)

    def test_no_two_tests_share_a_name(self):
        names = Counter(Path(path).name for path in sources("tests") if not path.endswith("__init__.py"))
        self.assertNone([name for name, count in names.items() if count > 1])

    def test_every_test_file_is_imported(self):
        for path in sources("tests"):
            folder, stem = (ROOT / path).parent, Path(path).stem
            if stem.startswith("test_"):
                self.assertIn(f"from . import {stem}\n", (folder / "__init__.py").read_text(), path)

    def test_misnamed_models_are_found(self):
        one, other = (
            "class A(models.Model):\n    _name = 'perf.a'\n",
            "class B(models.Model):\n    _inherit = 'perf.b'\n",
        )
        self.assertTrue(misnamed_models({"models/basis/perf_b.py": one}))
        self.assertTrue(misnamed_models({"models/basis/perf_a.py": one + other}))
        self.assertTrue(misnamed_models({"models/conduct/perf_a_conduct.py": one}))
        self.assertFalse(misnamed_models({"models/basis/perf_a.py": one, "models/conduct/perf_b_conduct.py": other}))

    # === LAW 3 === #

    def test_tools_import_nothing_of_odoo(self):
        self.assertNone(odoo_imports(sources("tools")))
        for line in (
            "import odoo",
            "from odoo.tools import SQL",
            "def f():\n    from odoo import api",
            "from ..const import X",
        ):
            self.assertTrue(odoo_imports({"tools/a.py": line}), line)

    # === LAW 4 === #

    def test_states_change_only_through_the_mixin(self):
        code = sources("models", "controllers", "report")  # the state of a dialog is the page it shows
        self.assertNone(state_writes({path: text for path, text in code.items() if path not in OWN_STATES}))
        for line in (
            'x.state = "a"',
            'x.write({"b": 1, "state": "a"})',
            'x._bulk_update(["b", "state"], rows)',
            "cr.execute(\"UPDATE t SET b = 1, state = 'a'\")",
        ):
            self.assertTrue(state_writes({"models/a.py": line}), line)
        for line in ('x.state == "a"', '[("state", "=", "a")]'):
            self.assertFalse(state_writes({"models/a.py": line}), line)

    def test_every_document_with_states_uses_the_mixin(self):
        own = {Path(path).stem.replace("_", ".") for path in OWN_STATES}
        for model in self.lasting:
            if "state" in model._fields and model._fields["state"].store and model._name not in own:
                self.assertTrue(hasattr(model, "_transitions"), model._name)

    # === LAW 5 === #

    def test_every_model_says_what_it_is_and_its_order(self):
        for path, text in (self.python | self.wizards).items():
            for node, name, declared in model_classes(ast.parse(text)):
                body = ast.get_source_segment(text, node)
                if declared:
                    self.assertIn("    _description = ", body, path)
                    self.assertTrue(ast.get_docstring(node), path)
                if declared and not self.env[name]._abstract and not self.env[name]._transient:
                    self.assertIn("    _order = ", body, path)

    def test_every_model_has_access_rows_and_rules(self):
        for model in self.models:
            rows = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
            self.assertTrue(rows and all(row.group_id for row in rows), model._name)
        for model in self.lasting:
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name)])
            self.assertTrue(rules.filtered("global"), f"{model._name} has no rule for everybody")

    def test_every_model_has_a_test(self):
        files = [Path(path).stem for path in sources("tests")]
        for model in self.models:
            name = model._name.rpartition(".")[0] if model._name in TESTED_WITH_PARENT else model._name
            stem = f"test_{name.replace('.', '_')}"
            self.assertTrue(any(name == stem or name.startswith(f"{stem}_") for name in files), model._name)

    def test_every_model_has_list_form_and_search(self):
        for model in self.lasting:
            views = self.env["ir.ui.view"].search([("model", "=", model._name), ("mode", "=", "primary")])
            missing = {"list", "form", "search"} - set(views.mapped("type"))
            if model._name not in PART_OF_ANOTHER:
                self.assertFalse(missing, model._name)

    # === LAW 6 === #

    def test_nothing_is_too_large(self):
        self.assertNone(oversized(sources(*(folder for folder in SIZES if folder != "views"))))
        self.assertNone(oversized(sources("views", suffix=".xml")))
        self.assertNone([line for line in oversized(sources("wizard", suffix=".xml")) if "lines" in line])
        long = "def f():\n" + "    x = 1\n" * 41
        deep = "def f(x):\n" + "    if x: pass\n" * 10
        for text in (long, deep, "\n" * 401):
            self.assertTrue(oversized({"models/a.py": text}))

    # === LAW 7 === #

    def test_external_ids_follow_one_pattern(self):
        offences = []
        for name, view in self.names("ir.ui.view").items():
            stem = (view.model or "").replace(".", "_")
            if view.type != "qweb" and not re.fullmatch(rf"{stem}_view_{view.type}(_\w+)?", name):
                offences.append(f"view {name} of {view.model} ({view.type})")
        for name, action in self.names("ir.actions.act_window").items():
            if not re.fullmatch(rf"{action.res_model.replace('.', '_')}_action(_\w+)?", name):
                offences.append(f"action {name} of {action.res_model}")
        for name, rule in self.names("ir.rule").items():
            if not re.fullmatch(rf"{rule.model_id.model.replace('.', '_')}_rule_\w+", name):
                offences.append(f"rule {name} of {rule.model_id.model}")
        offences += [f"menu {name}" for name in self.names("ir.ui.menu") if not re.fullmatch(r"\w+_menu(_\w+)?", name)]
        self.assertNone(offences)

    def test_an_empty_screen_shows_no_rows_made_up_by_odoo(self):
        sampled = {path for path, text in sources("views", suffix=".xml").items() if "sample=" in text}
        self.assertFalse(sampled, "their names are Latin, whatever the language")

    # === LAW 9 === #

    def test_today_is_asked_of_the_company(self):
        self.assertNone(asking_the_user_for_today(sources("models", "wizard", "report", "controllers")))
        self.assertTrue(asking_the_user_for_today({"models/a.py": "day = fields.Date.context_today(self)"}))
        self.assertTrue(asking_the_user_for_today({"models/a.py": "date = fields.Date(default=fields.Date.today)"}))

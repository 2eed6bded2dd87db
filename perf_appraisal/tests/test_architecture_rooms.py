"""The laws of the rooms: how large a model may grow, and that no room knows of a later stage."""

import ast
import re
from pathlib import Path

from odoo.tests import tagged

from .laws import LawsCase, sources
from .test_architecture import STAGES, model_classes, stage_of

MODEL_LINES = 1200
MODEL_FILES = 5
EXTENSION_LINES = 200
SMALL_LINES = 50

RECORD = re.compile(r'<(?:record|template|menuitem)\s+id="([\w.]+)"')
FORWARD_LINK = "One2many"


def stage_of_file(path):
    """Return the stage of a file of models, views or rules; what lies outside the stages comes before them."""
    named = re.match(rf"ir_rules_({'|'.join(STAGES)})\b|ir_rules_({'|'.join(STAGES)})_", Path(path).name)
    if named:
        return STAGES.index(named[1] or named[2])
    return max(stage_of(path), 0)


def files_of_models(files):
    """Return ``{model: [(path, lines, whether the model is declared there)]}``."""
    found = {}
    for path, text in files.items():
        for _node, name, declared in model_classes(ast.parse(text)):
            found.setdefault(name, []).append((path, text.count("\n"), declared))
    return found


def oversized_models(files):
    """Law 6: a model is read in one sitting: so many lines and files in its stage, one small file in each later one."""
    offences = []
    for name, parts in files_of_models(files).items():
        home = next((stage_of_file(path) for path, _lines, declared in parts if declared), None)
        if home is None:
            continue
        own = [(path, lines) for path, lines, _declared in parts if stage_of_file(path) == home]
        total = sum(lines for _path, lines in own)
        if total > MODEL_LINES:
            offences.append(f"{name} has {total} lines in its stage")
        if len(own) > MODEL_FILES:
            offences.append(f"{name} has {len(own)} files in its stage")
        for path, lines, declared in parts:
            if not declared and stage_of_file(path) == home and lines < SMALL_LINES:
                offences.append(f"{path} has {lines} lines: fold it into its model")
        for stage in range(home + 1, len(STAGES)):
            later = [(path, lines) for path, lines, _declared in parts if stage_of_file(path) == stage]
            if len(later) > 1:
                offences.append(f"{name} has {len(later)} files in {STAGES[stage]}")
            offences += [f"{path} has {lines} lines" for path, lines in later if lines > EXTENSION_LINES]
    return offences


def homes(files):
    """Return ``{model: stage}`` and ``{method: first stage that defines it}``."""
    models, methods = {}, {}
    for path, text in files.items():
        stage, tree = stage_of_file(path), ast.parse(text)
        models.update((name, stage) for _node, name, declared in model_classes(tree) if declared)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                methods[node.name] = min(stage, methods.get(node.name, stage))
    return models, methods


def forward_names(files, known=()):
    """Law 1: Python names no model of a later stage, One2manys apart, and calls no method that only it defines.

    :param files: ``{path: text}`` of the models
    :param known: names of methods that Odoo's own models define
    """
    models, methods = homes(files)
    offences = []
    for path, text in files.items():
        stage, tree = stage_of_file(path), ast.parse(text)
        links = [node for node in ast.walk(tree) if _is_call(node, FORWARD_LINK)]
        linked = {id(part) for link in links for part in ast.walk(link)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in linked and models.get(node.value, -1) > stage:
                offences.append(f"{path}:{node.lineno} names {node.value}")
            name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if name not in known and methods.get(name, -1) > stage:
                offences.append(f"{path}:{node.lineno} calls {name}")
    return offences


def _is_call(node, name):
    """Return whether a node is a call such as ``fields.One2many(…)``."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == name


def forward_references(views, files):
    """Law 1: XML names no model, method or record of a later stage.

    :param views: ``{path: text}`` of views and rules
    :param files: ``{path: text}`` of the models
    """
    models, methods = homes(files)
    records = {record: stage_of_file(path) for path, text in views.items() for record in RECORD.findall(text)}
    named = {**models, **{f"model_{name.replace('.', '_')}": stage for name, stage in models.items()}, **records}
    offences = []
    for path, text in views.items():
        stage = stage_of_file(path)
        words = {word.removeprefix("perf_appraisal.") for word in re.findall(r"[\w.]+", text)}
        offences += [f"{path} names {word}" for word in sorted(words) if named.get(word, -1) > stage]
        buttons = re.findall(r'<button[^>]*?\bname="(\w+)"', text)
        offences += [f"{path} calls {name}" for name in buttons if methods.get(name, -1) > stage]
    return offences


def misplaced(paths, home, prefix="", suffix=""):
    """Law 2: a file of views or tests lies in a room that its model has files in.

    :param paths: paths below the module
    :param dict home: ``{model: folders of its files below models/}``
    """
    offences = []
    for path in paths:
        stem = Path(path).stem.removeprefix(prefix).removesuffix(suffix)
        fits = [name for name in home if f"{stem}_".startswith(f"{name.replace('.', '_')}_")]
        folder = Path(path).parent.relative_to(Path(path).parts[0]).as_posix()
        if fits and folder not in home[max(fits, key=len)]:
            offences.append(f"{path} is not in a room of {max(fits, key=len)}")
    return offences


@tagged("post_install", "-at_install")
class TestArchitectureRooms(LawsCase):
    """The rooms keep the laws, and each law can be broken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.screens = {path: text for path, text in sources("views", suffix=".xml").items() if stage_of(path) >= 0}
        cls.rules = sources("security", suffix=".xml")

    # === LAW 1 === #

    def test_no_room_knows_of_a_later_stage(self):
        foreign = {
            name
            for model in self.registry.values()
            for owner in model.__mro__
            if not owner.__module__.startswith("odoo.addons.perf_appraisal")
            for name in vars(owner)
        }
        self.assertNone(forward_names(self.python, foreign))
        self.assertNone(forward_references(self.screens | self.rules, self.python))

    def test_forward_names_are_found(self):
        later = "class A(models.Model):\n    _name = 'perf.a'\n    def _post_a(self):\n        pass\n"
        for body, offends in (
            ("x = self.env['perf.a']", True),
            ("self._post_a()", True),
            ("a_ids = fields.One2many('perf.a', 'b_id')", False),
            ("a_ids = fields.One2many(comodel_name='perf.a', inverse_name='b_id')", False),
        ):
            earlier = f"class B(models.Model):\n    _name = 'perf.b'\n    def f(self):\n        {body}\n"
            files = {"models/result/perf_a.py": later, "models/conduct/b/perf_b.py": earlier}
            self.assertEqual(bool(forward_names(files)), offends, body)
            self.assertFalse(forward_names({"models/conduct/perf_a.py": later, "models/conduct/perf_b.py": earlier}))

    def test_forward_references_are_found(self):
        models = {
            "models/result/perf_a.py": "class A(models.Model):\n    _name = 'perf.a'\n    def action_a(self): pass\n"
        }
        later = '<record id="perf_a_action" model="ir.actions.act_window"/>'
        for text in (
            '<field name="res_model">perf.a</field>',
            '<button name="action_a" type="object"/>',
            '<button name="%(perf_a_action)d" type="action"/>',
            "<field name=\"action_id\" ref='perf_appraisal.perf_a_action'/>",
            '<field name="model_id" ref="model_perf_a"/>',
        ):
            for path in ("views/conduct/b/perf_b_views.xml", "security/ir_rules_conduct.xml"):
                views = {"views/result/perf_a_views.xml": later, path: text}
                self.assertEqual(len(forward_references(views, models)), 1, (path, text))
            views = {"views/result/perf_a_views.xml": later, "views/usage/perf_b_views.xml": text}
            self.assertFalse(forward_references(views, models), text)

    # === LAW 2 === #

    def test_views_and_tests_lie_in_the_rooms_of_their_models(self):
        home = {}
        for name, parts in files_of_models(self.python).items():
            home[name] = {Path(path).parent.relative_to("models").as_posix() for path, _lines, _declared in parts}
        self.assertNone(misplaced(self.screens, home, suffix="_views"))
        staged = [path for stage in STAGES for path in sources(f"tests/{stage}")]
        self.assertNone(misplaced(staged, home, prefix="test_"))

    def test_misplaced_files_are_found(self):
        home = {"perf.a": {"conduct/plan"}, "perf.a.line": {"conduct/sheet"}}
        for path, offends in (
            ("views/conduct/plan/perf_a_views.xml", False),
            ("views/conduct/plan/perf_a_form_views.xml", False),
            ("views/conduct/sheet/perf_a_views.xml", True),
            ("views/conduct/plan/perf_a_line_views.xml", True),
            ("views/conduct/perf_a_views.xml", True),
        ):
            self.assertEqual(bool(misplaced([path], home, suffix="_views")), offends, path)

    # === LAW 6 === #

    def test_no_model_is_too_large(self):
        self.assertNone(oversized_models(self.python))

    def test_oversized_models_are_found(self):
        head, extension = (
            "class A(models.Model):\n    _name = 'perf.a'\n",
            "class A(models.Model):\n    _inherit = 'perf.a'\n",
        )

        def grown(text, lines):
            return text + "\n" * (lines - text.count("\n"))

        def offences(**files):
            paths = {f"models/{path.replace('__', '/')}.py": text for path, text in files.items()}
            return len(oversized_models(paths))

        whole = grown(head, 300)
        self.assertFalse(offences(basis__perf_a=whole, conduct__perf_a_conduct=grown(extension, 200)))
        self.assertEqual(offences(basis__perf_a=whole, basis__perf_a_more=grown(extension, 901)), 1)
        many = {f"basis__perf_a_{number}": grown(extension, 100) for number in range(5)}
        self.assertEqual(offences(basis__perf_a=whole, **many), 1)
        self.assertEqual(offences(basis__perf_a=whole, basis__perf_a_small=grown(extension, 49)), 1)
        self.assertEqual(offences(basis__perf_a=whole, conduct__perf_a_conduct=grown(extension, 201)), 1)
        twice = {f"conduct__perf_a_{number}": grown(extension, 60) for number in range(2)}
        self.assertEqual(offences(basis__perf_a=whole, **twice), 1)

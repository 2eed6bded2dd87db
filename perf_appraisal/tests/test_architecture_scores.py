"""Law 8: scores are set only where the engine gives them, and added up nowhere else.

What a score is, is said by the fields: :class:`Score`.
"""

import ast
import re

from odoo.tests import TransactionCase, tagged

from ..models.abstract.score_field import Score
from .test_architecture import functions, sources

#: The files that handle scores of others, and why.
HANDLERS = {"models/conduct/ledger/perf_score_entry.py": "the ledger keeps what the engine gave, and takes it back"}

#: The files that average scores, and why.
STATISTICS = {"models/oversight/integrity/perf_integrity.py": "it tells how scores lie: no point comes of it"}

#: Calls that set scores past ``write``: in bulk, and in the ledger.
SETTERS = {"_scored", "Posting"}

#: In JavaScript scores have short names.
SCRIPT_SUM = re.compile(r"reduce\([^;]*?\.(?:score|full|weight|points)\b|\+=[^;]*\.(?:score|full|weight|points)\b")


def marked_names(env):
    """Return the names of fields that are scores in whatever model has them."""
    scores, others = set(), set()
    for model in env.values():
        if model._name.startswith("perf.") and not model._abstract:
            for name, field in model._fields.items():
                (scores if isinstance(field, Score) else others).add(name)
    return scores - others


def calls_engine(text):
    """Return whether a file asks the engine for points, itself or by the model that asks it for very many sheets."""
    imported = re.search(r"from [.\w]*tools(?:\.scoring\w*)? import [^\n]*\b(?:scoring|sheet_|line_)", text)
    return bool(imported or re.search(r'env\["perf\.sheet\.totals"\]', text))


def set_scores(files, names):
    """Return where scores are set in files that do not ask the engine."""
    offences = []
    for path, text in files.items():
        if path in HANDLERS or calls_engine(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if found := _set_by(node, names):
                offences.append(f"{path}:{node.lineno} sets {found}")
    return offences


def _set_by(node, names):
    """Return the name of the score that a node sets, or nothing."""
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        keys = [getattr(target, "attr", None) for target in targets]
    elif isinstance(node, ast.Call):
        called = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        if called in SETTERS:
            return called
        given = [value for value in ast.walk(node) if isinstance(value, ast.Dict)]
        keys = [getattr(key, "value", None) for value in given for key in value.keys]
        if called not in ("write", "create", "update"):
            keys = []
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        keys = re.findall(r"\b(\w+)\s*=", "".join(re.findall(r"\bSET\b(.*)", node.value, re.DOTALL)))
        keys += re.findall(r"\w+", "".join(re.findall(r"\bINSERT INTO\b([^)]*)", node.value)))
    else:
        keys = []
    return next((key for key in keys if key in names), "")


def added_up(files, names):
    """Return where scores are added up, weighed or averaged past the engine: in Python, SQL and JavaScript."""
    score = rf"(?:\w+\.)?(?:{'|'.join(sorted(names))})\b"
    query = re.compile(rf"\b(?:sum|avg|stddev\w*)\(\s*{score}|\b{score}\s*[*/+]|[*/+]\s*{score}", re.IGNORECASE)
    plain = re.compile(rf"\bsum\([^\n]*\b(?:{'|'.join(sorted(names))})\b")
    offences = []
    for path, text in files.items():
        if path in STATISTICS:
            continue
        if path.endswith(".js"):
            offences += [f"{path} adds up {found.group()}" for found in SCRIPT_SUM.finditer(text)]
            continue
        strings = [
            node
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("SELECT|SET", node.value)
        ]
        offences += [f"{path}:{node.lineno} calculates with scores" for node in strings if query.search(node.value)]
        if not calls_engine(text):
            pieces = [(node, ast.get_source_segment(text, node)) for node in functions(ast.parse(text))]
            offences += [f"{path}:{node.lineno} adds scores up" for node, piece in pieces if plain.search(piece)]
    return offences


@tagged("post_install", "-at_install")
class TestArchitectureScores(TransactionCase):
    """Law 8, and that it finds what breaks it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.names = marked_names(cls.env)
        cls.code = sources("models", "wizard", "controllers", "report")

    def test_the_mark_is_on_what_the_engine_gives(self):
        self.assertGreaterEqual(self.names, {"self_score", "review_score", "final_score", "self_points"})
        self.assertFalse(self.names & {"self_value", "review_value", "weight", "quantity"}, "facts are no scores")

    def test_scores_are_set_only_where_the_engine_gives_them(self):
        offences = set_scores(self.code, self.names)
        self.assertFalse(offences, "\n".join(offences))
        for line in (
            "x.final_score = 3",
            "x.final_score += 3",
            "x.write({'self_score': 3})",
            "x.create([{'review_score': 3}])",
            "cr.execute('UPDATE t SET review_score = 3')",
            "cr.execute('INSERT INTO t (a, review_score) SELECT 1, 2')",
            "x._scored()._bulk_update(names, rows)",
            "x._post([Posting(1, 2, 3, 'sheet', 4)])",
        ):
            text = f"def f(x):\n    {line}\n"
            self.assertTrue(set_scores({"models/a.py": text}, self.names), line)
            engine = f"from ....tools import scoring\n{text}"
            self.assertFalse(set_scores({"models/a.py": engine}, self.names), line)
        for line in ("x.final_score == 3", "x.write({'self_value': 3})", "y = {'final_score': 3}"):
            self.assertFalse(set_scores({"models/a.py": f"def f(x):\n    {line}\n"}, self.names), line)

    def test_stored_computes_of_scores_ask_the_engine(self):
        for model in self.env.values():
            computed = [field for field in model._fields.values() if isinstance(field, Score) and field.store]
            for name in {field.compute for field in computed if isinstance(field.compute, str)}:
                found = [text for text in self.code.values() if f"def {name}(" in text]
                self.assertTrue(any(map(calls_engine, found)), f"{model._name}.{name}")

    def test_scores_are_added_up_by_the_engine_alone(self):
        code = self.code | sources("static/src", suffix=".js")
        offences = added_up(code, self.names)
        self.assertFalse(offences, "\n".join(offences))
        for line in (
            "cr.execute('SELECT sum(l.final_score) FROM l')",
            "cr.execute('SELECT 100 * a.review_score / 3 FROM a')",
            "return sum(x.mapped('self_score'))",
        ):
            self.assertTrue(added_up({"models/a.py": f"def f(x):\n    {line}\n"}, self.names), line)
        for line in ("cells.reduce((sum, cell) => sum + cell.score, 0)", "total += cell.score"):
            self.assertTrue(added_up({"static/src/a.js": line}, self.names), line)

    def test_the_bulk_helpers_refuse_scores_of_others(self):
        lines = self.env["perf.appraisal.line"]
        for attempt in (lines._bulk_update, lines._bulk_insert):
            with self.assertRaisesRegex(ValueError, "final_score come from the engine"):
                attempt(["final_score"], [(1, 3.0)])
            for key in (True, "x", object()):
                with self.assertRaisesRegex(ValueError, "final_score come from the engine"):
                    getattr(lines.with_context(perf_scored=key), attempt.__name__)(["final_score"], [(1, 3.0)])

    def test_the_guard_refuses_scores_without_a_word_of_the_model(self):
        for model in self.env.values():
            if hasattr(model, "_score_names") and model._score_names():
                self.assertGreaterEqual(model._guarded_names(), model._score_names(), model._name)

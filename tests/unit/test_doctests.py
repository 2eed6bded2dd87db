"""Every example in the engine's docstrings holds, and the engine knows no Odoo."""

import ast
import doctest
import importlib
from pathlib import Path

import pytest
import tools

NAMES = sorted(path.stem for path in Path(tools.__file__).parent.glob("*.py"))
WITHOUT_EXAMPLES = {"__init__", "notation_forms"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_EXAMPLES])
def test_examples_of_docstrings_hold(name: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(f"tools.{name}"))
    assert attempted, "a module of the engine shows by example what it does"
    assert not failed


@pytest.mark.parametrize("name", NAMES)
def test_engine_imports_nothing_of_odoo(name: str) -> None:
    tree = ast.parse((Path(tools.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not any(alias.name.split(".")[0] == "odoo" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level < 2
            assert (node.module or "").split(".")[0] != "odoo"

"""The check of files stops shell that bash cannot read, or nobody at once."""

import check_files
import pytest


@pytest.fixture
def problems(tmp_path):
    """Give a function that writes a file and returns what is wrong with it."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755 if text.startswith("#!") else 0o644)
        return check_files.check(path, fix=False)

    return write


@pytest.mark.parametrize(
    ("name", "text"),
    [("piece.sh", "if true; then\n"), ("tool", "#!/usr/bin/env bash\nf() {\n"), ("tool", "#!/bin/sh\necho 'x\n")],
)
def test_broken_shell_is_found(problems, name, text):
    found = problems(name, text)
    assert found
    assert all(problem.startswith("is no shell: ") for problem in found)


def test_long_shell_is_found(problems):
    assert problems("piece.sh", "true\n" * check_files.SHELL_LINES) == []
    assert len(problems("piece.sh", "true\n" * (check_files.SHELL_LINES + 1))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("piece.sh", "f() { true; }\n"), ("tool", "#!/usr/bin/env python3\nif True: print()\n"), ("a.py", "f(\n")],
)
def test_good_shell_and_other_languages_pass(problems, name, text):
    assert problems(name, text) == []

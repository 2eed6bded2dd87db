"""The log gate of `./dev test` lets nothing pass that it should stop."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "gate.py"
STAMP = "2030-01-31 08:00:00,123 4711"
STARTED = f"{STAMP} INFO db odoo.addons.perf_appraisal.tests.test_x: Starting TestX.test_y ... "  # with Odoo's space
GREEN = f"{STAMP} INFO db odoo.tests.result: 0 failed, 0 error(s) of 3 tests when loading database 'db'"
REFUSAL = f"{STAMP} WARNING db odoo.http: You are not allowed"


def judge(tmp_path, *lines, allow="", everything=True, code=0):
    """Run the gate on a command that prints these lines; return its exit code, counts and output."""
    (tmp_path / "lines").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "allow").write_text(allow, encoding="utf-8")
    command = f"import sys; print(open({str(tmp_path / 'lines')!r}).read()); sys.exit({code})"
    options = ["--all", "--tests", "perf_appraisal"] if everything else []
    done = subprocess.run(
        [sys.executable, SCRIPT, *options, "--allow", tmp_path / "allow", "--counts", tmp_path / "counts"]
        + ["--log", tmp_path / "log", "--", sys.executable, "-c", command],
        capture_output=True,
        text=True,
        check=False,
    )
    passed, failed = map(int, (tmp_path / "counts").read_text().split())
    return done.returncode, passed, failed, done.stdout


def test_clean_run_passes(tmp_path):
    assert judge(tmp_path, STARTED, GREEN)[:3] == (0, 3, 0)


@pytest.mark.parametrize("level", ["WARNING", "ERROR", "CRITICAL"])
def test_alarming_line_fails_and_is_shown_with_what_follows_it(tmp_path, level):
    code, _passed, failed, out = judge(tmp_path, STARTED, f"{STAMP} {level} db odoo.x: Bad", "Traceback: here", GREEN)
    assert (code, failed) == (1, 1)
    assert "odoo.x: Bad\nTraceback: here" in out


def test_failed_test_is_counted_once(tmp_path):
    failure = f"{STAMP} ERROR db odoo.addons.perf_appraisal.tests.test_x: FAIL: TestX.test_y"
    result = f"{STAMP} ERROR db odoo.tests.result: 1 failed, 0 error(s) of 3 tests when loading database 'db'"
    assert judge(tmp_path, STARTED, failure, "AssertionError", result, code=1)[:3] == (1, 2, 1)


def test_skipped_test_fails(tmp_path):
    skipped = f"{STAMP} INFO db odoo.addons.perf_appraisal.tests.test_x: skipped TestX.test_tour : no chrome"
    assert judge(tmp_path, STARTED, skipped, GREEN)[0] == 1


def test_run_without_a_test_of_the_module_fails(tmp_path):
    assert judge(tmp_path, STARTED.replace("perf_appraisal", "hr"), GREEN)[0] == 1


def test_broken_command_fails(tmp_path):
    assert judge(tmp_path, STARTED, GREEN, code=1)[0] == 1


def test_expected_line_passes_only_in_its_number(tmp_path):
    allow = "# a comment\n2 odoo\\.http: You are not allowed\n"
    assert judge(tmp_path, STARTED, REFUSAL, REFUSAL, GREEN, allow=allow)[0] == 0
    assert judge(tmp_path, STARTED, REFUSAL, REFUSAL, REFUSAL, GREEN, allow=allow)[0] == 1
    assert judge(tmp_path, STARTED, REFUSAL, GREEN, allow=allow)[0] == 1
    assert judge(tmp_path, STARTED, REFUSAL, GREEN, allow=allow, everything=False)[0] == 0


def test_expected_lines_of_the_project_are_patterns_with_counts():
    rows = (SCRIPT.parents[1] / "tests" / "expected_log.txt").read_text(encoding="utf-8").splitlines()
    for row in rows:
        if row and not row.startswith("#"):
            count, pattern = row.split(maxsplit=1)
            assert int(count) > 0
            assert re.compile(pattern)

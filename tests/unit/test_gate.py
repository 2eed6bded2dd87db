"""The log gate of `./dev test` lets nothing pass that it should stop."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "gate.py"
STAMP = "2030-01-31 08:00:00,123 4711"
STARTED = f"{STAMP} INFO db odoo.addons.perf_appraisal.tests.test_x: Starting TestX.test_y ... "  # with Odoo's space
GREEN = f"{STAMP} INFO db odoo.tests.result: 0 failed, 0 error(s) of 3 tests when loading database 'db'"


REPORT = [
    f"{STAMP} DEBUG db odoo.tests.stats: Detailed Tests Report:",
    "\tperf_appraisal: 12.50s 400 queries",
    "\tperf_appraisal.basis.test_x.TestX: 2.50s 100 queries",
    "\tperf_appraisal.basis.test_x.TestX.setUpClass: 1.50s 60 queries",
    "\tperf_appraisal.basis.test_x.TestX.test_y: 1.00s 40 queries",
    "\tperf_appraisal.test_z.TestZ: 10.00s 300 queries",
    "",
]


def judge(tmp_path, *lines, code=0):
    """Run the gate on a command that prints these lines; return its exit code, counts and output."""
    (tmp_path / "lines").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = f"import sys; print(open({str(tmp_path / 'lines')!r}).read()); sys.exit({code})"
    done = subprocess.run(
        [sys.executable, SCRIPT, "--tests", "perf_appraisal", "--counts", tmp_path / "counts"]
        + ["--log", tmp_path / "log", "--", sys.executable, "-c", command],
        capture_output=True,
        text=True,
        check=False,
    )
    passed, failed = map(int, (tmp_path / "counts").read_text().splitlines()[0].split())
    return done.returncode, passed, failed, done.stdout


def test_clean_run_passes(tmp_path):
    assert judge(tmp_path, STARTED, GREEN)[:3] == (0, 3, 0)


@pytest.mark.parametrize("level", ["WARNING", "ERROR", "CRITICAL"])
def test_alarming_line_fails_and_is_shown_with_what_follows_it(tmp_path, level):
    code, _passed, failed, out = judge(tmp_path, STARTED, f"{STAMP} {level} db odoo.x: Bad", "Traceback: here", GREEN)
    assert (code, failed) == (1, 1)
    assert "odoo.x: Bad\nTraceback: here" in out


@pytest.mark.parametrize(
    "line", ["Exception in thread odoo.cron:", "Exception ignored in: <x>", "Fatal Python error: x"]
)
def test_crash_past_the_log_fails_and_is_shown(tmp_path, line):
    code, _passed, failed, out = judge(tmp_path, STARTED, line, "Traceback: here", GREEN)
    assert (code, failed) == (1, 1)
    assert f"{line}\nTraceback: here" in out


def test_traceback_of_a_harmless_line_passes(tmp_path):
    assert judge(tmp_path, STARTED, f"{STAMP} INFO db odoo.sql_db: again", "Traceback: here", GREEN)[:3] == (0, 3, 0)


@pytest.mark.parametrize(("verdict", "counts"), [("FAIL", "1 failed, 0 error(s)"), ("ERROR", "0 failed, 1 error(s)")])
@pytest.mark.parametrize("exit_code", [0, 1])
def test_failed_test_is_counted_once_and_shown(tmp_path, verdict, counts, exit_code):
    failure = f"{STAMP} ERROR db odoo.addons.perf_appraisal.tests.test_x: {verdict}: TestX.test_y"
    result = f"{STAMP} ERROR db odoo.tests.result: {counts} of 3 tests when loading database 'db'"
    code, *numbers, out = judge(tmp_path, STARTED, failure, "AssertionError", result, code=exit_code)
    assert (code, *numbers) == (1, 2, 1)
    assert f"{verdict}: TestX.test_y\nAssertionError" in out


def test_skipped_test_fails(tmp_path):
    skipped = f"{STAMP} INFO db odoo.addons.perf_appraisal.tests.test_x: skipped TestX.test_tour : no chrome"
    assert judge(tmp_path, STARTED, skipped, GREEN)[:3] == (1, 2, 1)


def test_run_without_a_test_of_the_module_fails(tmp_path):
    assert judge(tmp_path, STARTED.replace("perf_appraisal", "hr"), GREEN)[0] == 1


def test_broken_command_fails(tmp_path):
    code, _passed, failed, out = judge(tmp_path, STARTED, GREEN, code=1)
    assert (code, failed) == (1, 1)
    assert "exit code 1" in out


def test_seconds_of_test_classes_follow_the_counts(tmp_path):
    assert judge(tmp_path, STARTED, *REPORT, GREEN)[:3] == (0, 3, 0)
    counts = (tmp_path / "counts").read_text().splitlines()
    assert counts == ["3 0", "2.50 perf_appraisal.basis.test_x.TestX", "10.00 perf_appraisal.test_z.TestZ"]


def test_lines_like_times_outside_the_report_are_no_times(tmp_path):
    alarm = f"{STAMP} WARNING db odoo.x: Bad"
    out = judge(tmp_path, STARTED, alarm, *REPORT[1:4], GREEN)[-1]
    assert (tmp_path / "counts").read_text() == "3 1\n"
    assert "\n".join([alarm, *REPORT[1:4]]) in out


def test_crash_amid_the_report_fails(tmp_path):
    assert judge(tmp_path, STARTED, *REPORT[:3], "Exception in thread odoo.cron:", *REPORT[3:], GREEN)[:3] == (1, 3, 1)

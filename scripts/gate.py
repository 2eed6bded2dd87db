"""Run an Odoo command and judge its log: no WARNING, ERROR or CRITICAL line, no skipped or failed test.

Usage: gate.py [--tests MODULE] [--counts FILE] [--input FILE] --log FILE -- COMMAND…

A test that provokes a line on purpose mutes the logger (mute_logger) or captures it (assertLogs). With `--tests` at
least one test of that module must have run. `--counts` is where `PASSED FAILED` is written, and below it a line
`SECONDS CLASS` for each test class, when Odoo was asked for these times (`--log-handler=odoo.tests.stats:DEBUG`). The
exit code is 0 only when all is well.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

RECORD = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+?): (?P<text>.*)$")
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
VERDICT = re.compile(r"^(FAIL|ERROR): |^Module \S+: \d+ failures|failed, \d+ error\(s\) of|^Tests failed: ")
CRASH = re.compile(r"^(Exception in thread|Exception ignored in|Fatal Python error)\b")  # Python writes past the log
TIMES = "Detailed Tests Report:"
CLASS_TIME = re.compile(r"^\t(?P<name>\w+\.(?:\w+\.)*[A-Z]\w*): (?P<seconds>[\d.]+)s \d+ queries$")  # not a method's
ALARMING = {"WARNING", "ERROR", "CRITICAL"}
PROGRESS_EVERY = 50  # tests


class Gate:
    """Reads log lines, keeps what matters."""

    def __init__(self):
        self.started = Counter()
        self.verdicts = []
        self.alarms = []
        self.skipped = []
        self.seconds = {}
        self.failed = self.total = 0
        self._open = None  # the lines of the record that is being kept
        self._timing = False  # the record is Odoo's report of times

    def feed(self, line):
        """Take one line; lines that do not start a record belong to the one before."""
        match = RECORD.match(line)
        if not match:
            self._follow(line)
            return
        self._open = None
        self._timing = match["text"].startswith(TIMES)
        level, logger, text = match["level"], match["logger"], match["text"].rstrip()  # Odoo ends lines with a space
        if text.startswith("Starting ") and text.endswith(" ..."):
            self.started[".".join(logger.split(".")[:3])] += 1
        elif text.startswith("skipped "):
            self.skipped.append(line)
        result = RESULT.search(text)
        if result:
            failures, errors, total = map(int, result.groups())
            self.failed += failures + errors
            self.total += total
        if level in ALARMING:
            self._alarm(self.verdicts if VERDICT.search(text) else self.alarms, line)

    def _follow(self, line):
        timed = self._timing and CLASS_TIME.match(line)
        if CRASH.match(line):
            self._alarm(self.alarms, line)
        elif timed:
            self.seconds[timed["name"]] = float(timed["seconds"])
        elif self._open is not None:
            self._open.append(line)

    def _alarm(self, records, line):
        self._open = [line]
        records.append(self._open)

    def problems(self, tests_of=None):
        """Return the reasons, as text, why the run is not clean (failed tests come as such)."""
        reasons = ["unexpected log line:\n" + "\n".join(record) for record in self.alarms]
        reasons += [f"skipped test: {line}" for line in self.skipped]
        if tests_of and not self.started[f"odoo.addons.{tests_of}"]:
            reasons.append(f"no test of {tests_of} ran")
        return reasons


def run(command, log, gate, given=os.devnull):
    """Run the command, write its output to the log, feed the gate, show how far it is. Return the exit code."""
    start = time.monotonic()
    with (
        open(log, "w", encoding="utf-8") as out,
        open(given, "rb") as source,
        subprocess.Popen(
            command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        shown = 0
        for line in process.stdout:
            out.write(line)
            gate.feed(line.rstrip("\n"))
            done = sum(gate.started.values())
            if done >= shown + PROGRESS_EVERY:
                shown = done
                print(f"    {done} tests, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return process.returncode


def main():
    """Run, judge, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tests")
    parser.add_argument("--counts")
    parser.add_argument("--input", default=os.devnull)
    parser.add_argument("--log", required=True)
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    gate = Gate()
    code = run(args.command, args.log, gate, args.input)
    for record in gate.verdicts:
        print("\n".join(record))
    reasons = gate.problems(args.tests)
    for reason in reasons:
        print(reason)
    if code and not gate.failed and not reasons:
        reasons.append(f"exit code {code}")
        print(f"the command ended with exit code {code}; the end of {args.log}:")
        print("\n".join(Path(args.log).read_text(encoding="utf-8").splitlines()[-20:]))
    if args.counts:
        passed = max(gate.total - gate.failed - len(gate.skipped), 0)
        lines = [f"{passed} {gate.failed + len(reasons)}"]
        lines += [f"{seconds:.2f} {name}" for name, seconds in gate.seconds.items()]
        Path(args.counts).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return bool(gate.failed or reasons)


if __name__ == "__main__":
    sys.exit(main())

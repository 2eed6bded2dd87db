"""Run an Odoo command and judge its log: no WARNING, ERROR or CRITICAL line, no skipped or failed test.

Usage: gate.py [--allow FILE] [--all] [--tests MODULE] [--counts FILE] [--input FILE] --log FILE -- COMMAND…

`--allow` names the file of expected lines: one `COUNT REGEX` a line, `#` for comments. With `--all` each must occur
exactly COUNT times, otherwise (only some tests were run) at most so often. With `--tests` at least one test of that
module must have run. `--counts` is where `PASSED FAILED` is written. The exit code is 0 only when all is well.
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
ALARMING = {"WARNING", "ERROR", "CRITICAL"}
PROGRESS_EVERY = 50  # tests


class Gate:
    """Reads log lines, keeps what matters."""

    def __init__(self, allowed=()):
        self.allowed = list(allowed)  # [(count, compiled pattern)]
        self.seen = Counter()
        self.started = Counter()
        self.verdicts = []
        self.alarms = []
        self.skipped = []
        self.failed = self.total = 0
        self._open = None

    def feed(self, line):
        """Take one line; lines that do not start a record belong to the one before."""
        match = RECORD.match(line)
        if not match:
            if self._open is not None:
                self._open.append(line)
            return
        self._open = None
        level, logger, text = match["level"], match["logger"], match["text"].rstrip()  # Odoo ends lines with a space
        if text.startswith("Starting ") and text.endswith(" ..."):
            self.started[".".join(logger.split(".")[:3])] += 1
        elif re.match(r"skipped |Skipped |.*skipping.*(chrome|websocket)", text):
            self.skipped.append(line)
        result = RESULT.search(text)
        if result:
            failures, errors, total = map(int, result.groups())
            self.failed += failures + errors
            self.total += total
        if level in ALARMING and not self._is_allowed(line):
            self._open = [line]
            (self.verdicts if VERDICT.search(text) else self.alarms).append(self._open)

    def _is_allowed(self, line):
        for count, pattern in self.allowed:
            if pattern.search(line) and self.seen[pattern] < count:
                self.seen[pattern] += 1
                return True
        return False

    def problems(self, tests_of=None, everything=False):
        """Return the reasons, as text, why the run is not clean (failed tests come as such)."""
        reasons = ["unexpected log line:\n" + "\n".join(record) for record in self.alarms]
        reasons += [f"skipped test: {line}" for line in self.skipped]
        if everything:
            reasons += [
                f"expected log line came {self.seen[pattern]} times, not {count}: {pattern.pattern}"
                for count, pattern in self.allowed
                if self.seen[pattern] != count
            ]
        if tests_of and not self.started[f"odoo.addons.{tests_of}"]:
            reasons.append(f"no test of {tests_of} ran")
        return reasons


def read_allowed(path):
    """Return the expected lines of a file as (count, pattern)."""
    lines = Path(path).read_text(encoding="utf-8").splitlines() if path else []
    rows = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    return [(int(count), re.compile(pattern)) for count, pattern in rows]


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
    parser.add_argument("--allow")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--tests")
    parser.add_argument("--counts")
    parser.add_argument("--input", default=os.devnull)
    parser.add_argument("--log", required=True)
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    gate = Gate(read_allowed(args.allow))
    code = run(args.command, args.log, gate, args.input)
    for record in gate.verdicts:
        print("\n".join(record))
    reasons = gate.problems(args.tests, args.all)
    for reason in reasons:
        print(reason)
    if code and not gate.failed and not reasons:
        reasons.append(f"exit code {code}")
        print(f"the command ended with exit code {code}; the end of {args.log}:")
        print("\n".join(Path(args.log).read_text(encoding="utf-8").splitlines()[-20:]))
    if args.counts:
        passed = max(gate.total - gate.failed - len(gate.skipped), 0)
        Path(args.counts).write_text(f"{passed} {gate.failed + len(reasons)}\n", encoding="utf-8")
    return bool(code or gate.failed or reasons)


if __name__ == "__main__":
    sys.exit(main())

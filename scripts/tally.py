"""Add up what the parts of a test run counted, and say how the run ended.

Usage: tally.py part RESULTS LABEL SECONDS (--counts | --junit) FILE
       tally.py close [--full SECONDS] RESULTS…

`part` appends one part of a run to the file RESULTS: what gate.py or pytest counted in FILE. Without counts the part is
broken. `close` prints the sums of some RESULTS; one that is missing is a piece that broke off. The exit code is 0 only
when tests passed and none failed. A full run (`--full` tells how long it took) lists its slowest test classes, too.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

SLOWEST = 20
BROKEN = (0, 1, {})


class Part(NamedTuple):
    """What one part of a run counted: tests, and seconds by test class."""

    label: str
    seconds: int
    passed: int
    failed: int
    classes: dict


def say(text):
    """Speak as `./dev` does, after all that was printed."""
    sys.stdout.flush()
    print(f"\033[1m==>\033[0m {text}", file=sys.stderr, flush=True)


def read_counts(path):
    """Return passed, failed and the seconds of the test classes from a file of gate.py."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if not lines:
        return BROKEN
    passed, failed = map(int, lines[0].split())
    times = (line.split(maxsplit=1) for line in lines[1:])
    return passed, failed, {name: float(seconds) for seconds, name in times}


def read_junit(path):
    """Return the same from pytest's XML file; a test that failed twice, in its end for instance, failed once."""
    try:
        found = list(ElementTree.parse(path).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        found = []
    if not found:
        return BROKEN
    bad, classes = {}, Counter()
    for case in found:
        key = case.get("classname"), case.get("name")
        fails = any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))
        bad[key] = bad.get(key, False) or fails
        classes[case.get("classname")] += float(case.get("time", 0))
    return len(bad) - sum(bad.values()), sum(bad.values()), dict(classes)


def add_part(args):
    """Append one part to the results."""
    passed, failed, classes = read_junit(args.junit) if args.junit else read_counts(args.counts)
    if not passed + failed:
        say("no test matched")
    with args.results.open("a", encoding="utf-8") as out:
        print(json.dumps(Part(args.label, args.seconds, passed, failed, classes)), file=out)
    return 0


def read_parts(path):
    """Return the parts of one file of results."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [Part(*json.loads(line)) for line in lines]


def summarize(results):
    """Return passed, failed, the times as sentences, and the seconds of all test classes.

    A part without any test counts as a failure, and so does a piece that broke off. Parts with the same label are told
    as one.
    """
    found = {path: read_parts(path) for path in results}
    parts = [part for parts in found.values() for part in parts]
    broken = [path.stem.replace("-", " ") for path, parts in found.items() if not parts]
    sums, classes = {}, Counter()
    for part in parts:
        so_far = sums.setdefault(part.label, Counter())
        so_far.update(seconds=part.seconds, passed=part.passed, failed=part.failed)
        classes.update(part.classes)
    times = [
        f"{label} {each['seconds']} s ({each['passed']} passed, {each['failed']} failed)."
        for label, each in sums.items()
    ]
    passed = sum(part.passed for part in parts)
    failed = sum(part.failed or not part.passed for part in parts) + len(broken)
    return passed, failed, [*times, *(f"{name} broke off." for name in broken)], classes


def close(args):
    """Print the sums; return the exit code."""
    passed, failed, times, classes = summarize(args.results)
    if args.full is not None:
        times.append(f"All: {args.full} s.")
        print(f"\nThe slowest test classes, of {len(classes)}:")
        for name, seconds in classes.most_common(SLOWEST):
            print(f"{seconds:8.1f} s  {name}")
    say(f"time: {' '.join(times)}")
    print(f"\n{passed} passed, {failed} failed")
    return int(bool(failed) or not passed)


def main(arguments=None):
    """Take a part, or close the run."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    part = commands.add_parser("part")
    part.set_defaults(act=add_part)
    part.add_argument("results", type=Path)
    part.add_argument("label")
    part.add_argument("seconds", type=int)
    source = part.add_mutually_exclusive_group(required=True)
    source.add_argument("--counts", type=Path)
    source.add_argument("--junit", type=Path)
    end = commands.add_parser("close")
    end.set_defaults(act=close)
    end.add_argument("--full", type=int)
    end.add_argument("results", type=Path, nargs="+")
    args = parser.parse_args(arguments)
    return args.act(args)


if __name__ == "__main__":
    sys.exit(main())

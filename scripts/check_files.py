"""Check what no formatter looks at: white space, line ends, conflict markers, executable bits, forbidden names,
external ids that come twice in one CSV file, and the syntax and length of shell files.

Usage: check_files.py [--fix] FILE…
"""

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

TEXT = {".py", ".xml", ".csv", ".js", ".scss", ".css", ".md", ".txt", ".toml", ".yaml", ".yml", ".json", ".cjs", ".cfg"}
TEXT |= {".ini", ".sh", ".po", ".pot", ""}
MARKERS = re.compile(rb"^(<{7} |>{7} |={7}$)", re.MULTILINE)
SHELL = re.compile(rb"#!.*\b(ba)?sh\b")
SHELL_LINES = 200  # what one reads at once
FREE = {".po", ".pot", ".csv"}  # written by other programs: their white space is data


def check(path, fix):
    """Return what is wrong with one file, as sentences; repair white space when `fix`."""
    data = path.read_bytes()
    problems = []
    if path.suffix == ".rej" or (path.suffix == ".po" and path.stem == "en"):
        problems.append("must not exist")
    if os.access(path, os.X_OK) != data.startswith(b"#!"):
        problems.append("is executable without a first line #!…, or has one and is not executable")
    if path.suffix not in TEXT:
        return problems
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return [*problems, "is not UTF-8"]
    if MARKERS.search(data):
        problems.append("holds conflict markers")
    if path.suffix == ".csv" and data.startswith((b"id,", b'"id",')):
        names = Counter(row[0] for row in csv.reader(data.decode("utf-8").splitlines()) if row and row[0])
        problems += [f"holds {name} {count} times" for name, count in names.items() if count > 1]
    problems += check_shell(path, data)
    if path.suffix not in FREE:
        clean = re.sub(rb"[ \t]+$", b"", data.replace(b"\r\n", b"\n"), flags=re.MULTILINE).rstrip(b"\n")
        clean += b"\n" if clean else b""
        if clean != data and fix:
            path.write_bytes(clean)
        elif clean != data:
            problems.append("has white space at line ends, CRLF, or not exactly one newline at the end")
    return problems


def check_shell(path, data):
    """Return what is wrong with a file as shell, as sentences; nothing when it is none."""
    if path.suffix != ".sh" and not SHELL.match(data):
        return []
    done = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False)
    problems = [f"is no shell: {line}" for line in done.stderr.splitlines()]
    length = data.count(b"\n")
    if length > SHELL_LINES:
        problems.append(f"has {length} lines: more than {SHELL_LINES} of shell cannot be read at once")
    return problems


def main():
    """Check the files named on the command line."""
    arguments = sys.argv[1:]
    fix = "--fix" in arguments
    bad = 0
    for name in arguments:
        path = Path(name)
        if name == "--fix" or path.is_symlink() or not path.is_file():
            continue
        for problem in check(path, fix):
            bad += 1
            print(f"{name}: {problem}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())

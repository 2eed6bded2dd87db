"""Choose what `./dev test` runs.

Usage: select_tests.py filters FILTER…   sort filters: prints the tags for Odoo (comma-separated), the paths for pytest
                                         (tab-separated) and 0 or 1 for `--fast`, a line each; a filter of no known
                                         kind is printed alone, with exit code 1
       select_tests.py http MARK         print the module's test classes that need a web server as tags, each with
                                         MARK ("-": leave it out) in front
"""

import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

MODULE = "perf_appraisal"
TESTS = Path(__file__).resolve().parents[1] / MODULE / "tests"
HTTP_CLASS = re.compile(r"^class (\w+)\([^)]*\bHttpCase\b", re.MULTILINE)

#: pattern → how a filter like it is told to Odoo; None: a path for pytest. The first that fits holds.
KINDS = (
    ("tests", None),
    ("tests/*", None),
    ("*/tests/unit/*", None),
    (f"{MODULE}/tests/*.py", "/{}"),
    ("[-/]*", "{}"),
    ("[:.]*", f"/{MODULE}{{}}"),
    ("[A-Z]*", f"/{MODULE}:{{}}"),
    ("*[:/]*", "{}"),
)


class UnknownFilter(ValueError):
    """A filter that is neither a tag nor a path."""


def sort(filters):
    """Return the tags for Odoo, the paths for pytest, and whether the run is to be fast.

    :raise UnknownFilter: with the filter that fits no kind
    """
    tags, paths = [], []
    for given in filters:
        if given == "--fast":
            continue
        form = next((form for pattern, form in KINDS if fnmatchcase(given, pattern)), "")
        if form == "":
            raise UnknownFilter(given)
        if form is None:
            paths.append(given)
        else:
            tags.append(form.format(given))
    return tags, paths, "--fast" in filters


def http_classes(folder):
    """Return the names of the test classes below a folder that need a web server, most of them a browser."""
    files = sorted(folder.rglob("test_*.py"))
    return [name for path in files for name in HTTP_CLASS.findall(path.read_text(encoding="utf-8"))]


def main(what, *arguments):
    """Answer in the form that the shell reads."""
    if what == "http":
        print(",".join(f"{arguments[0]}/{MODULE}:{name}" for name in http_classes(TESTS)))
        return 0
    try:
        tags, paths, fast = sort(arguments)
    except UnknownFilter as error:
        print(error)
        return 1
    print(",".join(tags), "\t".join(paths), int(fast), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

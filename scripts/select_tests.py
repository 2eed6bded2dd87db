"""Choose what `./dev test` runs.

Usage: select_tests.py filters FILTER…   sort filters: prints the tags for Odoo (comma-separated), the paths for pytest
                                         (tab-separated) and 0 or 1 for `--fast`, a line each; a filter of no known
                                         kind is printed alone, with exit code 1
       select_tests.py piece NAME        print the tags of a piece of a full run: one of INSIDE
"""

import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

MODULE = "perf_appraisal"
TESTS = Path(__file__).resolve().parents[1] / MODULE / "tests"
CLASS = re.compile(r"^class (Test\w+)\(([^)]*)\)", re.MULTILINE)
ROBOTS = "TestIrUiMenuTours"

#: The pieces of a full run inside Odoo: `inside` has all that no other one has.
INSIDE = ("inside", "inside_conduct", "browser", "browser_robots")

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


def piece_of(path, name, bases):
    """Return the piece of a full run to which a test class belongs; those that need a web server need a browser, most
    of them.
    """
    if re.search(r"\bHttpCase\b", bases):
        return "browser_robots" if name == ROBOTS else "browser"
    return "inside_conduct" if "conduct" in path.parts else "inside"


def classes(folder):
    """Return the names of the test classes below a folder, by the piece to which they belong."""
    found = {piece: [] for piece in INSIDE}
    for path in sorted(folder.rglob("test_*.py")):
        for name, bases in CLASS.findall(path.read_text(encoding="utf-8")):
            found[piece_of(path.relative_to(folder), name, bases)].append(name)
    return found


def piece_tags(piece, folder=TESTS):
    """Return the tags of a piece."""
    found = classes(folder)
    if piece != INSIDE[0]:
        return [f"/{MODULE}:{name}" for name in found[piece]]
    others = [name for other in INSIDE[1:] for name in found[other]]
    return [f"/{MODULE}", *(f"-/{MODULE}:{name}" for name in others)]


def main(what, *arguments):
    """Answer in the form that the shell reads."""
    if what == "piece":
        print(",".join(piece_tags(*arguments)))
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

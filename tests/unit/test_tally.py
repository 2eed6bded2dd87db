"""What the parts of a test run counted is added up, and nothing that broke is passed over."""

import pytest
import tally

JUNIT = """<testsuites><testsuite>
<testcase classname="tests.test_a" name="test_good" time="1.25"/>
<testcase classname="tests.test_a" name="test_bad" time="0.5"><failure/></testcase>
<testcase classname="tests.test_a" name="test_bad" time="0.25"><error/></testcase>
<testcase classname="tests.test_b" name="test_skipped" time="2"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def part(tmp_path):
    """Give a function that adds a part to `results` (default: of lane `inside`) and returns that file."""

    def add(label, seconds, text, source="counts", results="lane-inside.counts"):
        given = tmp_path / "given"
        given.unlink(missing_ok=True)
        if text is not None:
            given.write_text(text, encoding="utf-8")
        tally.main(["part", str(tmp_path / results), label, str(seconds), f"--{source}", str(given)])
        return tmp_path / results

    return add


def close(capsys, *arguments):
    """Close a run; return the exit code and what it printed and said."""
    capsys.readouterr()
    code = tally.main(["close", *map(str, arguments)])
    return code, *capsys.readouterr()


def test_parts_are_added_up(part, capsys):
    part("inside", 12, "30 0\n")
    results = part("from outside", 3, "4 0\n")
    code, out, err = close(capsys, results)
    assert (code, out) == (0, "\n34 passed, 0 failed\n")
    assert err.endswith(" time: inside 12 s (30 passed, 0 failed). from outside 3 s (4 passed, 0 failed).\n")


def test_parts_of_one_label_are_told_as_one(part, tmp_path, capsys):
    for name, text in (("piece-a.counts", "30 0\n"), ("piece-b.counts", "4 1\n"), ("piece-c.counts", "0 0\n")):
        part("inside", 12, text, results=name)
    code, out, err = close(capsys, *sorted(tmp_path.glob("piece-*")))
    assert (code, out) == (1, "\n34 passed, 2 failed\n")
    assert err.endswith(" time: inside 36 s (34 passed, 1 failed).\n")


def test_one_failure_of_many_fails(part, capsys):
    assert close(capsys, part("inside", 12, "30 1\n"))[:2] == (1, "\n30 passed, 1 failed\n")


@pytest.mark.parametrize("source", ["counts", "junit"])
@pytest.mark.parametrize("text", [None, ""])
def test_part_without_counts_is_broken(part, capsys, source, text):
    assert close(capsys, part("inside", 12, text, source))[:2] == (1, "\n0 passed, 1 failed\n")


def test_part_without_tests_fails_and_says_so(part, capsys):
    results = part("inside", 12, "0 0\n")
    assert "no test matched" in capsys.readouterr().err
    code, out, err = close(capsys, results)
    assert (code, out) == (1, "\n0 passed, 1 failed\n")
    assert "inside 12 s (0 passed, 0 failed)." in err


def test_lane_that_broke_off_is_named(part, tmp_path, capsys):
    results = part("inside", 12, "30 0\n")
    code, out, err = close(capsys, "--full", 99, results, tmp_path / "lane-browser.counts")
    assert (code, out.splitlines()[-1]) == (1, "30 passed, 1 failed")
    assert err.endswith("(30 passed, 0 failed). lane browser broke off. All: 99 s.\n")


def test_test_of_pytest_counts_once_and_only_when_all_of_it_is_well(tmp_path):
    (tmp_path / "xml").write_text(JUNIT, encoding="utf-8")
    assert tally.read_junit(tmp_path / "xml") == (1, 2, {"tests.test_a": 2.0, "tests.test_b": 2.0})


@pytest.mark.parametrize("text", ["<testsuites/>", "<testsuites><testsuite>"])
def test_file_of_pytest_without_tests_or_end_is_broken(tmp_path, text):
    (tmp_path / "xml").write_text(text, encoding="utf-8")
    assert tally.read_junit(tmp_path / "xml") == tally.BROKEN


def test_full_run_lists_the_slowest_classes_of_all_lanes_together(part, capsys):
    fast = "".join(f"0.{number} m.test_{number}.TestFast\n" for number in range(30, 60))
    inside = part("inside", 12, f"30 0\n4.00 m.test_x.TestX\n{fast}")
    part("standard checks", 5, "3 0\n3.50 m.test_x.TestX\n")
    outside = part("from outside", 9, JUNIT.replace("<skipped/>", ""), "junit", "lane-outside.counts")
    out = close(capsys, "--full", 20, inside, outside)[1]
    rows = [line.split() for line in out.splitlines() if " s  " in line]
    assert rows[:3] == [["7.5", "s", "m.test_x.TestX"], ["2.0", "s", "tests.test_a"], ["2.0", "s", "tests.test_b"]]
    assert len(rows) == tally.SLOWEST


def test_filtered_run_lists_no_classes(part, capsys):
    assert "TestX" not in close(capsys, part("inside", 12, "30 0\n4.00 m.test_x.TestX\n"))[1]

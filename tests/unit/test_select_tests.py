"""Filters of `./dev test` reach Odoo or pytest as what they are."""

import pytest
import select_tests


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("TestX", "/perf_appraisal:TestX"),
        ("TestX.test_y", "/perf_appraisal:TestX.test_y"),
        (".test_y", "/perf_appraisal.test_y"),
        (":TestX", "/perf_appraisal:TestX"),
        ("/perf_appraisal:TestX.test_y", "/perf_appraisal:TestX.test_y"),
        ("-/perf_appraisal:TestX", "-/perf_appraisal:TestX"),
        ("perf_appraisal/tests/conduct/test_x.py", "/perf_appraisal/tests/conduct/test_x.py"),
        ("post_install/base", "post_install/base"),
        ("hr:TestX", "hr:TestX"),
    ],
)
def test_filter_for_odoo_becomes_a_tag(given, tag):
    assert select_tests.sort([given]) == ([tag], [], False)


@pytest.mark.parametrize(
    "given", ["tests", "tests/unit", "tests/test_x.py::test_y", "./tests/unit/test_x.py", "tests/unit/test_x.py"]
)
def test_path_goes_to_pytest(given):
    assert select_tests.sort([given]) == ([], [given], False)


@pytest.mark.parametrize("given", ["wat", "", "ruff", "test_y"])
def test_unknown_filter_is_refused_and_named(given, capsys):
    assert select_tests.main("filters", "TestX", given) == 1
    assert capsys.readouterr().out == f"{given}\n"


def test_shell_reads_a_line_for_each_kind(capsys):
    assert select_tests.main("filters", "TestX", "tests/unit", ".test_y", "--fast", "tests/test_a.py") == 0
    tags = "/perf_appraisal:TestX,/perf_appraisal.test_y"
    assert capsys.readouterr().out == f"{tags}\ntests/unit\ttests/test_a.py\n1\n"


def test_no_filter_is_three_lines_all_the_same(capsys):
    assert select_tests.main("filters") == 0
    assert capsys.readouterr().out == "\n\n0\n"


@pytest.fixture
def folder(tmp_path):
    """A folder of tests inside Odoo, of all kinds."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "conduct" / "sheet").mkdir(parents=True)
    (tmp_path / "test_a.py").write_text(
        "class TestA(TransactionCase):\n    pass\n\n\nclass TestB(HttpCase):\n    pass\n"
    )
    (tmp_path / "deep" / "test_c.py").write_text("class TestC(\n    PerfCommon,\n    HttpCase,\n):\n    pass\n")
    (tmp_path / "common.py").write_text("class Common(HttpCase):\n    pass\n")
    (tmp_path / "test_d.py").write_text("class TestD(NoHttpCase):\n    pass\n\n\nHttpCase()\n")
    (tmp_path / "test_e.py").write_text("class TestIrUiMenuTours(HttpCase):\n    pass\n")
    (tmp_path / "conduct" / "sheet" / "test_f.py").write_text("class TestF(PerfCommon):\n    pass\n")
    return tmp_path


def test_classes_that_need_a_web_server_are_found(folder):
    assert sorted(select_tests.classes(folder)["browser"]) == ["TestB", "TestC"]


def test_each_class_is_in_one_piece(folder):
    assert select_tests.classes(folder) == {
        "inside": ["TestA", "TestD"],
        "inside_conduct": ["TestF"],
        "browser": ["TestC", "TestB"],
        "browser_robots": ["TestIrUiMenuTours"],
    }


def test_first_piece_is_all_that_no_other_one_has(folder):
    others = {tag for piece in select_tests.INSIDE[1:] for tag in select_tests.piece_tags(piece, folder)}
    first, *left_out = select_tests.piece_tags("inside", folder)
    assert first == "/perf_appraisal"
    assert set(left_out) == {f"-{tag}" for tag in others}
    assert len(others) == 4


@pytest.mark.parametrize("piece", select_tests.INSIDE[1:])
def test_classes_of_the_module_are_told_as_tags(piece, capsys):
    select_tests.main("piece", piece)
    tags = capsys.readouterr().out.strip().split(",")
    assert (len(tags) > 1) == (piece != "browser_robots")
    assert all(tag.startswith("/perf_appraisal:Test") for tag in tags)


def test_classes_of_the_module_have_names_of_their_own():
    found = [name for names in select_tests.classes(select_tests.TESTS).values() for name in names]
    assert len(found) == len(set(found))

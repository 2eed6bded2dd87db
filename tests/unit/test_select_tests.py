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


def test_classes_that_need_a_web_server_are_found(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "test_a.py").write_text(
        "class TestA(TransactionCase):\n    pass\n\n\nclass TestB(HttpCase):\n    pass\n"
    )
    (tmp_path / "deep" / "test_c.py").write_text("class TestC(\n    PerfCommon,\n    HttpCase,\n):\n    pass\n")
    (tmp_path / "common.py").write_text("class Common(HttpCase):\n    pass\n")
    (tmp_path / "test_d.py").write_text("class TestD(NoHttpCase):\n    pass\n\n\nHttpCase()\n")
    assert sorted(select_tests.http_classes(tmp_path)) == ["TestB", "TestC"]


@pytest.mark.parametrize("mark", ["", "-"])
def test_classes_of_the_module_that_need_a_web_server_are_told_as_tags(mark, capsys):
    select_tests.main("http", mark)
    tags = capsys.readouterr().out.strip().split(",")
    assert len(tags) > 1
    assert all(tag.startswith(f"{mark}/perf_appraisal:Test") for tag in tags)

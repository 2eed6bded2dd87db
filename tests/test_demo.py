"""The demo county opens for everybody it names, in Chinese, in a real browser, without an error."""

import re
import subprocess
import sys
import time

import harness
import pytest


def logins():
    """Return login and password of everybody whom `./dev demo` names."""
    story = harness.ROOT / "perf_appraisal" / "demo" / "story.py"
    script = harness.ROOT / "scripts" / "demo_logins.py"
    lines = subprocess.run([sys.executable, script, story], capture_output=True, text=True, check=True).stdout
    return [line.split()[:2] for line in lines.splitlines()[1:]]


def test_everybody_can_log_in_and_reads_chinese(demo_server):
    people = logins()
    assert people
    for login, password in people:
        client = demo_server.rpc(login, password)
        assert client.info["user_context"]["lang"] == "zh_CN"
        assert client.info["user_context"]["tz"] == "Asia/Shanghai"


@pytest.mark.parametrize("width", [1400, 390])
def test_app_opens_in_a_browser_without_an_error(demo_server, browser, width):
    driver = browser(width=width)
    login, password = logins()[-1]
    harness.browser_login(driver, demo_server, login, password)
    menus = demo_server.rpc(login, password).call("ir.ui.menu", "load_web_menus", [], False)
    (root,) = [menu for menu in menus.values() if menu.get("xmlid") == "perf_appraisal.perf_root_menu"]
    driver.get(f"{demo_server.url}/odoo/action-{root['actionID']}")
    deadline = time.monotonic() + 60
    while not driver.execute_script("return !!document.querySelector('.o_action_manager > *')"):
        assert time.monotonic() < deadline, "the app did not open"
        time.sleep(0.2)
    time.sleep(1)
    text = driver.find_element("css selector", "body").text
    assert re.search("[\u4e00-\u9fff]{2}", text), "the page is in Chinese"
    assert not harness.console_errors(driver)
    assert not driver.find_elements("css selector", ".o_error_dialog, .o_dialog_error, .modal")


@pytest.fixture
def count(demo_server):
    """Give a function that tells how many records a login of the demo finds: `count(login, model, domain)`."""
    return lambda login, model, domain: demo_server.rpc(login, "demo").call(model, "search_count", domain)


def test_everybody_finds_what_the_story_prepared(demo_server, count):
    """Each login of the second step has its work waiting, told by the same methods that the screens call."""
    assert count("lead", "perf.appraisal.line", [["i_lead", "=", True], ["state", "=", "self_scored"]])
    assert count("deputy", "perf.standin", [["state", "=", "draft"]])
    assert count("deputy", "perf.standin", [["is_current", "=", True]])
    assert count("staff", "perf.work.log", [["i_answer", "=", True]])
    assert count("staff", "perf.appraisal", [["period_id.kind", "=", "year"], ["state", "=", "draft"]])
    assert count("coordinator", "perf.superior.indicator", [["i_take", "=", True]])
    for state in ("draft", "submitted", "confirmed"):
        assert count("office", "perf.summary", [["state", "=", state]]), state
    for state in ("draft", "self_scored", "reviewed", "confirmed", "excused"):
        assert count("office", "perf.appraisal", [["kind", "=", "unit"], ["state", "=", state]]), state
    assert count("office", "perf.extension", [])
    assert count("office", "perf.superior.indicator", [["lead_unit_id", "=", False]])
    for state in ("open", "closed"):
        assert count("office", "perf.rating", [["state", "=", state]]), state
    assert count("office", "perf.rating", [["state", "=", "closed"], ["period_id.kind", "=", "half"]])
    assert not count("office", "perf.rating", [["kind", "=", "employee"], ["intro", "like", "单位"]])
    for handling in ("open", "asked", "done", "nothing"):
        assert count("office", "perf.rating.comment", [["handling", "=", handling]]), handling
    assert count("head", "perf.rating.score", [["group_id", "=", False]])
    languages = demo_server.rpc("admin", "admin").call("res.lang", "search_count", [["code", "=", "en_US"]])
    assert languages == 1, "English prints have English dates"


def test_results_of_units_run_and_those_of_people_are_final(count):
    """A quarter is computed, decided on at meetings with moves, and on notice or final; some have signed."""
    for state in ("notice", "final"):
        assert count("office", "perf.result", [["kind", "=", "employee"], ["state", "=", state]]), state
    assert count("office", "perf.result", [["kind", "=", "unit"], ["state", "=", "notice"]])
    for answer in ("no", "yes", "with_objection"):
        assert count("office", "perf.result", [["kind", "=", "employee"], ["acknowledged", "=", answer]]), answer
    assert count("office", "perf.result", [["no_grade", "=", True], ["grade_id", "=", False]])
    assert count("office", "perf.result.shift", [["dropped_on", "=", False]])
    for kind in ("unit", "employee"):
        assert count("office", "perf.calibration", [["state", "=", "decided"], ["kind", "=", kind]]), kind
    assert count("staff", "perf.notice", [["state", "=", "ended"], ["kind", "=", "employee"]])
    assert count("staff", "perf.notice", [["state", "=", "published"], ["replaces_id", "!=", False]])
    assert count("staff", "perf.result", [["i_sign", "=", True]])
    assert count("hr", "perf.sanction", [["is_open", "=", True]]) > 1


def test_each_level_of_disagreement_is_there_and_waits_for_somebody_who_may_decide(demo_server, count):
    """Objections, re-examinations and an appeal are answered or wait, each for an officer who was never concerned."""
    for kind, state in (
        ("objection", "submitted"),
        ("objection", "rejected"),
        ("reexamination", "submitted"),
        ("reexamination", "upheld"),
        ("reexamination", "rejected"),
        ("appeal", "submitted"),
    ):
        assert count("auditor", "perf.appeal", [["kind", "=", kind], ["state", "=", state]]), (kind, state)
    fields = ["total_before", "total_after"]
    for upheld in demo_server.rpc("auditor", "demo").call(
        "perf.appeal", "search_read", [["state", "=", "upheld"]], fields
    ):
        assert float(upheld["total_after"]) > float(upheld["total_before"]), "what is corrected counts"
    for login, kind in (("office", "objection"), ("office3", "reexamination"), ("office2", "appeal")):
        assert count(login, "perf.appeal", [["i_accept", "=", True], ["kind", "=", kind]]), (login, kind)
    assert not count("office3", "perf.appeal", [["i_accept", "=", True], ["kind", "=", "appeal"]]), "he decided before"
    assert count("coordinator", "perf.appeal", [["i_filed", "=", True], ["state", "=", "submitted"]])

"""Two at once about what an inspection found, in two worker processes: it is posted once, and nothing is lost."""

import county
import harness
import pytest
from test_seals_race import at_once

#: Findings to which the unit has replied, two about each line of a sealed sheet, and an inspection that is under way.
FOUND = """
from odoo.addons.perf_appraisal.tests.spot import SpotCase

class Spot(County, SpotCase):
    pass

Spot._setup_spot()
sheet = Spot._create_unit_sheet()
Spot._submit(sheet, Spot.head)
sheet.with_user(Spot.office2).action_review()
sheet.with_user(Spot.office).action_confirm()
Spot._start(Spot)
findings = env["perf.finding"]
for _number in range(24):
    findings += Spot._find(Spot, employee_id=False)
pairs = []
for line in sheet.line_ids:
    values = {"effect": "line", "line_id": line.id, "rule_id": False, "employee_id": False}
    pairs.append((Spot._find(Spot, **values, verified_value=20) + Spot._find(Spot, **values, verified_value=10)).ids)
Spot._issue(Spot)
Spot.inspection.finding_ids.with_user(Spot.head).action_reply(reason="True")
ongoing = Spot._create_inspection()
Spot._start(Spot, ongoing)
facts = {"findings": findings.ids, "pairs": pairs, "ongoing": ongoing.id}
"""


@pytest.fixture(scope="module")
def world(make_db, server):
    """The server, and what was found."""
    database = make_db()
    facts = county.make(database, FOUND)
    return server(database, workers=2), facts


def test_two_who_confirm_at_once_post_once(world):
    running, facts = world
    both = county.clients(running, "office", "office2")
    together, single = facts["findings"][:6], facts["findings"][6:12]
    for findings in (together, *([finding] for finding in single)):
        calls = [
            lambda client=client, found=findings: client.call("perf.finding", "action_confirm", found)
            for client in both
        ]
        assert not at_once(*calls)
    # one entry for the unit and one for its leader
    assert county.posted(running, "perf.finding", together + single) == [("confirmed", 2, -0.7)] * 12


def test_confirmed_and_withdrawn_at_once_comes_to_nothing(world):
    running, facts = world
    one, other = county.clients(running, "office", "office2")
    refused = []
    for finding in facts["findings"][12:]:
        refused += at_once(
            lambda finding=finding: one.call("perf.finding", "action_confirm", [finding]),
            lambda finding=finding: other.call("perf.finding", "action_withdraw", [finding], reason="Not so"),
        )
    found = county.posted(running, "perf.finding", facts["findings"][12:])
    assert {state for state, _count, _points in found} == {"withdrawn"}
    assert {(count, points) for _state, count, points in found} <= {(0, 0.0), (4, 0.0)}
    assert all("its state is" in error.message for error in refused)
    running.expect(r" odoo\.http: ", len(refused))


def test_of_two_that_settle_one_sealed_line_one_is_refused(world):
    running, facts = world
    both = county.clients(running, "office", "office2")
    for pair in facts["pairs"]:
        calls = [
            lambda client=client, finding=finding: client.call("perf.finding", "action_confirm", [finding])
            for client, finding in zip(both, pair, strict=True)
        ]
        (refused,) = at_once(*calls)
        assert "settles the score of this line already" in refused.message
        found = county.posted(running, "perf.finding", pair)
        assert sorted(state for state, _count, _points in found) == ["confirmed", "issued"]
    running.expect(r" odoo\.http: ", len(facts["pairs"]))


def test_two_inspectors_who_save_at_once_get_two_numbers(world):
    running, facts = world
    both = county.clients(running, "inspector", "inspector2")
    for number in range(12):
        values = [{"inspection_id": facts["ongoing"], "facts": f"Dust {number}"}]
        calls = [lambda client=client, new=values: client.call("perf.finding", "create", new) for client in both]
        assert not at_once(*calls)
    names = harness.sql(running.database, f"SELECT name FROM perf_finding WHERE inspection_id = {facts['ongoing']}")
    assert len(names) == len({name for (name,) in names}) == 24


def test_one_finding_that_is_saved_twice_at_once_is_there_once(world):
    """The phone sent it again, as it did not know whether it had arrived: two transactions, one key."""
    running, facts = world
    both = county.clients(running, "inspector", "inspector")
    for number in range(12):
        values = {"inspection_id": facts["ongoing"], "entry_key": f"key {number}", "facts": f"Window {number}"}
        calls = [
            lambda client=client, new=values: client.call("perf.finding", "web_save", [], new, {"id": {}})
            for client in both
        ]
        assert not at_once(*calls)
    saved = "SELECT entry_key, count(*) FROM perf_finding WHERE entry_key IS NOT NULL GROUP BY entry_key"
    rows = harness.sql(running.database, saved)
    assert len(rows) == 12
    assert {count for _key, count in rows} == {"1"}

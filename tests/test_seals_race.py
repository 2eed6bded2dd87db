"""Two of the office at once, in two worker processes: one confirms while the other still changes a score."""

import threading

import county
import harness
import pytest

#: Three months of sheets for each of the two tests.
SHEETS = """
sheets = env["perf.appraisal"]
for _month in range(6):
    for login in ("staff", "colleague", "stranger", "deputy", "coordinator"):
        sheets += County._review(County._sheet_of(users[login], County.month))
    County.month = County._next_month()
    County._open_period(County.month)
facts = {"sheets": {sheet.id: sheet.line_ids[0].id for sheet in sheets}}
"""

CHECK = """
SELECT a.id, a.state, a.final_score, (SELECT sum(l.final_score) FROM perf_appraisal_line l WHERE l.appraisal_id = a.id),
       (SELECT sum(e.points) FROM perf_score_entry e WHERE e.res_model = 'perf.appraisal' AND e.res_id = a.id)
  FROM perf_appraisal a WHERE a.state = 'confirmed' AND a.id IN ({})
"""


@pytest.fixture(scope="module")
def world(make_db, server):
    """The server, and the sheets with a line of each: one half for each test."""
    database = make_db()
    sheets = [(int(sheet), line) for sheet, line in county.make(database, SHEETS)["sheets"].items()]
    half = len(sheets) // 2
    return server(database, workers=2), sheets[:half], sheets[half:]


def confirmed(running, sheets):
    """Return what is stored of these sheets, as far as they are confirmed."""
    return harness.sql(running.database, CHECK.format(",".join(map(str, sheets))))


def at_once(*calls):
    """Make calls at the same moment; return how many were refused."""
    barrier, refused = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
        except harness.RPCError as error:
            refused.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_what_is_confirmed_is_what_was_added_up(world):
    running, sheets, _others = world
    one, other = (running.rpc(login, county.password(login)) for login in ("office", "office2"))
    refused = []
    for sheet, line in sheets:
        change = {"final_score": 10, "final_reason": "Checked."}
        refused += at_once(
            lambda sheet=sheet: one.call("perf.appraisal", "action_confirm", [sheet]),
            lambda line=line, change=change: other.call("perf.appraisal.line", "write", [line], change),
        )
    rows = confirmed(running, [sheet for sheet, _line in sheets])
    assert len(rows) == len(sheets)
    for sheet, _state, frozen, lines, posted in rows:
        assert float(frozen) == float(lines) == float(posted), sheet
    assert all("cannot be changed" in error.message for error in refused)
    running.expect(r" odoo\.http: ", len(refused))


def test_pressing_at_once_posts_once(world):
    running, _others, lines = world
    one, other = (running.rpc(login, county.password(login)) for login in ("office", "office2"))
    sheets = [sheet for sheet, _line in lines]
    refused = at_once(
        *(lambda client=client: client.call("perf.appraisal", "action_confirm", sheets) for client in (one, other))
    )
    assert not refused
    for sheet, _state, frozen, _lines, posted in confirmed(running, sheets):
        assert float(frozen) == float(posted), sheet

"""Two of the office at once, in two worker processes: one confirms while the other still changes a score."""

import threading

import county
import harness

SHEETS = """
sheets = env["perf.appraisal"]
for _month in range(3):
    for login in ("staff", "colleague", "stranger", "deputy", "coordinator"):
        sheets += County._review(County._sheet_of(users[login], County.month))
    County.month = County._next_month()
    County._open_period(County.month)
facts = {"sheets": {sheet.id: sheet.line_ids[0].id for sheet in sheets}}
"""

CHECK = """
SELECT a.id, a.state, a.final_score, (SELECT sum(l.final_score) FROM perf_appraisal_line l WHERE l.appraisal_id = a.id),
       (SELECT sum(e.points) FROM perf_score_entry e WHERE e.res_model = 'perf.appraisal' AND e.res_id = a.id)
  FROM perf_appraisal a WHERE a.state = 'confirmed'
"""


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


def test_what_is_confirmed_is_what_was_added_up(make_db, server):
    database = make_db()
    facts = county.make(database, SHEETS)
    running = server(database, workers=2)
    one, other = (running.rpc(login, county.password(login)) for login in ("office", "office2"))
    refused = []
    for sheet, line in facts["sheets"].items():
        change = {"final_score": 10, "final_reason": "Checked."}
        refused += at_once(
            lambda sheet=sheet: one.call("perf.appraisal", "action_confirm", [int(sheet)]),
            lambda line=line, change=change: other.call("perf.appraisal.line", "write", [line], change),
        )
    rows = harness.sql(database, CHECK)
    assert len(rows) == len(facts["sheets"])
    for sheet, _state, frozen, lines, posted in rows:
        assert float(frozen) == float(lines) == float(posted), sheet
    assert all("cannot be changed" in error.message for error in refused)
    running.expect(r" odoo\.http: ", len(refused))


def test_pressing_at_once_posts_once(make_db, server):
    database = make_db()
    facts = county.make(database, SHEETS)
    running = server(database, workers=2)
    one, other = (running.rpc(login, county.password(login)) for login in ("office", "office2"))
    sheets = [int(sheet) for sheet in facts["sheets"]]
    refused = at_once(
        *(lambda client=client: client.call("perf.appraisal", "action_confirm", sheets) for client in (one, other))
    )
    assert not refused
    for sheet, _state, frozen, _lines, posted in harness.sql(database, CHECK):
        assert float(frozen) == float(posted), sheet

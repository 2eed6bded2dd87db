"""Opening a period survives `kill -9` at any moment, and two that do it at once: everybody gets exactly one sheet."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import harness
import pytest

PEOPLE = 3000
LINES = 12
PATIENCE = 180

SETUP = f"""
import sys
sys.path.insert(0, {str(harness.ROOT / "bench")!r})
import county
made = county.make_county(env, {PEOPLE})
person = env["hr.employee"].search([("name", "=", "Bench staff 7")])
person.active = False
env.ref("base.autovacuum_job").active = False  # Odoo complains when it was killed half way
months = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")
print("months", *months.ids)
"""


@pytest.fixture(scope="module")
def county(make_db):
    """A database with thousands of people, and the ids of its months."""
    database = make_db()
    printed = harness.shell(database, SETUP)
    months = next(line for line in printed.splitlines() if line.startswith("months "))
    return database, [int(number) for number in months.split()[1:]]


def office(server, login="bench_office"):
    return server.rpc(login, login)


def job(client, period):
    """Return the job of a period, as the office's screen reads it."""
    names = ["state", "progress", "total", "made", "existed", "skipped", "error"]
    found = client.call("perf.batch", "search_read", [["period_id", "=", period]], names)
    assert len(found) == 1, f"one job, not {found}"
    return found[0]


def poll(database):
    """Let the cron look for work now, as it does by itself every minute."""
    harness.sql("postgres", f"SELECT pg_notify('cron_trigger', '{database}')")


def wait_for(client, period, reached):
    """Return the job as soon as it is where it should be."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = job(client, period)
        if reached(found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"the job stands still: {found}")


def is_done(found):
    assert found["state"] != "failed", found["error"]
    return found["state"] == "done"


def check_complete(database, period):
    """Everybody once, every sheet whole, every record of the job with its outcome."""
    rows = harness.sql(
        database,
        f"""
        WITH sheets AS (
            SELECT s.id, s.appraisee_id, count(l.id) AS lines, count(DISTINCT l.plan_line_id) AS different
              FROM perf_appraisal s
         LEFT JOIN perf_appraisal_line l ON l.appraisal_id = s.id
             WHERE s.period_id = {period}
             GROUP BY s.id),
        notes AS (
            SELECT r.* FROM perf_batch_line r JOIN perf_batch b ON b.id = r.batch_id
             WHERE b.period_id = {period} AND r.res_model = 'perf.appraisee')
        SELECT (SELECT count(*) FROM perf_appraisee WHERE kind = 'employee'),
               (SELECT count(*) FROM sheets), (SELECT count(DISTINCT appraisee_id) FROM sheets),
               (SELECT count(*) FROM sheets WHERE lines <> {LINES} OR different <> {LINES}),
               (SELECT count(*) FROM notes), (SELECT count(DISTINCT res_id) FROM notes),
               (SELECT count(*) FROM notes WHERE outcome = 'made'),
               (SELECT count(*) FROM notes WHERE outcome = 'skipped'),
               (SELECT string_agg(reason, '|') FROM notes WHERE outcome = 'skipped'),
               (SELECT state FROM perf_period WHERE id = {period})
        """,
    )
    people, sheets, different, broken, notes, noted, made, skipped, reasons, state = rows[0]
    assert int(people) > PEOPLE
    assert sheets == different == made == str(int(people) - 1)
    assert broken == "0"
    assert notes == noted == people
    assert (skipped, reasons) == ("1", "Gone: the employee is archived.")
    assert state == "open"


def test_killed_in_the_middle_and_restarted_makes_everybody_one_sheet(county, server):
    database, months = county
    period = months[0]
    running = server(database, workers=2, cron=1)
    client = office(running)
    client.call("perf.period", "action_open", [period])
    cuts = []
    for low in (10, 45):
        wait_for(client, period, lambda found, low=low: found["progress"] >= low)
        running.kill9()
        made = int(harness.sql(database, f"SELECT count(*) FROM perf_appraisal WHERE period_id = {period}")[0][0])
        cuts.append(100 * made / PEOPLE)
        running.start()
        client = office(running)
        poll(database)
    print(f"killed when {cuts[0]:.0f} % and {cuts[1]:.0f} % of the sheets were there", file=sys.stderr)
    assert 5 < cuts[0] < 80, "killed too early or too late to prove anything"
    assert cuts[0] < cuts[1] < 99, "it went on between the kills"
    wait_for(client, period, is_done)
    check_complete(database, period)
    running.stop()


def test_two_servers_and_two_officers_at_once_make_everybody_one_sheet(county, server):
    database, months = county
    period = months[1]
    servers = [server(database, workers=2, cron=2), server(database, workers=2, cron=2)]
    clients = [office(servers[0]), office(servers[1], "bench_office2")]
    with ThreadPoolExecutor(4) as pool:
        presses = [pool.submit(client.call, "perf.period", "action_open", [period]) for client in clients * 2]
        actions = [press.result() for press in presses]
    assert len({action["res_id"] for action in actions}) == 1, "all see the same job"
    poll(database)
    wait_for(clients[0], period, lambda found: found["progress"] > 20)
    clients[1].call("perf.period", "action_open", [period])  # impatient
    poll(database)
    wait_for(clients[1], period, is_done)
    check_complete(database, period)
    for running in servers:
        running.stop()


RACE = """
import threading
from odoo import api
from odoo.modules.registry import Registry

period = env["perf.period"].browse({period})
period.with_user(env["res.users"].search([("login", "=", "bench_office")])).action_open()
env.cr.commit()
errors = []

def run():
    with Registry(env.cr.dbname).cursor() as cr:
        try:
            api.Environment(cr, 1, {{}})["perf.batch"]._cron_run()
        except Exception as error:
            errors.append(error)

threads = [threading.Thread(target=run) for _number in range(3)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print("errors", errors)
"""


def test_three_runners_of_the_same_job_make_everybody_one_sheet(county):
    database, months = county
    printed = harness.shell(database, RACE.format(period=months[2]))
    assert "errors []" in printed
    check_complete(database, months[2])

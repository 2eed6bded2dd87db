"""Computing the results of a large county survives `kill -9` at any moment: it goes on, and no period is half there."""

import sys
import time

import harness
from test_batch_kill import PATIENCE, office, poll

#: Enrolled with the heads of their units they are more than are computed while one waits.
PEOPLE = 3000

SETUP = f"""
import sys
sys.path.insert(0, {str(harness.ROOT / "bench")!r})
import county, results
made = county.make_county(env, {PEOPLE})
results.prepare(env, made)
cycle = made["cycle"]
kind = env["perf.rating.type"].search([("name", "=", "Bench review")])
sections = env["perf.indicator.section"].search([("name", "like", "Bench section")])
quarters = cycle.period_ids.filtered(lambda period: period.kind == "quarter").sorted("number")
for quarter in quarters[1:]:
    results.first_quarter = lambda cycle, quarter=quarter: quarter
    results.fill(env, cycle, kind, sections)
scheme = env["perf.scheme.component"].search([("rating_type_id", "=", kind.id)]).scheme_id
env.cr.execute("UPDATE perf_cycle SET state = 'draft' WHERE id = %s", [cycle.id])
env.invalidate_all()
env["perf.scheme.component"].create(
    {{"scheme_id": scheme.id, "period_kind": "year", "name": "Quarters", "source": "result", "weight": 100.0,
      "child_kind": "quarter"}}
)
env.cr.execute("UPDATE perf_cycle SET state = 'open' WHERE id = %s", [cycle.id])
env.ref("base.autovacuum_job").active = False  # Odoo complains when it was killed half way
whole = cycle.period_ids.filtered(lambda period: period.kind == "year")
env.cr.commit()
print("periods", *quarters.ids, whole.id)
"""

#: Compute all periods again in one go, from nothing.
AGAIN = """
env.cr.execute("DELETE FROM perf_result")
env.invalidate_all()
for period in {periods}:
    env["perf.result"].sudo()._compute_period(env["perf.period"].browse(period))
env.cr.commit()
"""

#: All that is known of results, their components and what they count, but ids, moments and who computed.
RESULTS = """
SELECT (SELECT md5(string_agg((to_jsonb(r) - '{id,computed_on,changed_on}'::text[]
                               - '{create_uid,create_date,write_uid,write_date}'::text[])::text, ','
                              ORDER BY r.period_id, r.appraisee_id)) FROM perf_result r),
       (SELECT md5(string_agg(concat_ws('|', r.period_id, r.appraisee_id, l.component_id, l.weight, l.raw, l.points),
                              ',' ORDER BY r.period_id, r.appraisee_id, l.component_id))
          FROM perf_result_line l JOIN perf_result r ON r.id = l.result_id),
       (SELECT md5(string_agg(concat_ws('|', r.period_id, c.entry_id), ',' ORDER BY r.period_id, c.entry_id))
          FROM perf_result_entry_rel c JOIN perf_result r ON r.id = c.result_id),
       (SELECT count(*) FROM perf_result), (SELECT count(DISTINCT total) > 100 FROM perf_result)
"""

#: Of each period that has results: how many, and how many of them have all their components.
WHOLE = """
SELECT count(*), count(*) FILTER (WHERE lines = parts)
  FROM (SELECT r.period_id, (SELECT count(*) FROM perf_result_line l WHERE l.result_id = r.id) AS lines,
               (SELECT count(*) FROM perf_scheme_component c JOIN perf_period p ON p.kind = c.period_kind
                 WHERE p.id = r.period_id AND c.scheme_id = r.scheme_id) AS parts
          FROM perf_result r) found
 GROUP BY period_id
"""

JOB = """
SELECT b.state, count(l.id) FILTER (WHERE l.outcome != 'todo'), count(l.id)
  FROM perf_batch b LEFT JOIN perf_batch_line l ON l.batch_id = b.id WHERE b.job = 'compute' GROUP BY b.id
"""


def job(database):
    """Return state, number of settled periods and number of all of the one job."""
    rows = harness.sql(database, JOB)
    assert len(rows) == 1, f"one job, not {rows}"
    state, settled, listed = rows[0]
    assert state != "failed"
    return state, int(settled), int(listed)


def wait_for(database, reached):
    """Return the job as soon as it is where it should be."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = job(database)
        if reached(*found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"the job stands still: {found}")


def check_no_half(database):
    """Check that every period has all its results or none, each with all its components; return how many have."""
    counts = [tuple(map(int, row)) for row in harness.sql(database, WHOLE)]
    enrolled = harness.sql(database, "SELECT count(*) FROM perf_appraisee WHERE kind = 'employee'")
    assert set(counts) <= {(int(enrolled[0][0]),) * 2}, counts
    return len(counts)


def test_killed_in_the_middle_computing_goes_on_as_if_nothing_had_been(make_db, server):
    database = make_db()
    printed = harness.shell(database, SETUP)
    periods = [int(number) for number in printed.split("periods ", 1)[1].splitlines()[0].split()]
    running = server(database, workers=2, cron=1)
    action = office(running).call("perf.period", "action_compute", [periods[-1]])
    assert action["res_model"] == "perf.batch", "so many are a long job"
    cuts = []
    for settled in (1, 3):
        poll(database)
        wait_for(database, lambda _state, done, _listed, settled=settled: done >= settled)
        time.sleep(0.3)  # in the middle of the next period
        running.kill9()
        cuts.append(check_no_half(database))
        assert cuts[-1] == job(database)[1], "a period is settled with its results"
        running.start()
    print(f"killed when {cuts[0]} and {cuts[1]} of {len(periods)} periods were computed", file=sys.stderr)
    assert 0 < cuts[0] < cuts[1] < len(periods), "killed too late to prove anything"
    poll(database)
    assert wait_for(database, lambda state, *_counts: state == "done")[1:] == (5, 5)
    assert check_no_half(database) == 5
    interrupted = harness.sql(database, RESULTS)
    assert interrupted[0][-1] == "t"
    running.stop()
    harness.shell(database, AGAIN.format(periods=periods))
    assert harness.sql(database, RESULTS) == interrupted

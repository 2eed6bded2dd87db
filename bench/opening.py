"""Measure the opening of a month against its floor: run inside `odoo shell`, where `env` is there.

The floor is one `INSERT … SELECT` of the very same sheets and lines into the very same tables. Both sides start from
empty tables, in turns, in the same database and process.
"""

import gc
import os
import time

from odoo import sql_db

SHEETS, LINES = "perf_appraisal", "perf_appraisal_line"


def rss():
    """Return the resident memory of this process in megabytes, and let its peak start from here."""
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def peak():
    """Return the highest resident memory since the last :func:`rss`, in megabytes."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


def reset(env, period):
    """Empty the tables of sheets and make the period pending again."""
    env.cr.execute(f"TRUNCATE {SHEETS}, {LINES} CASCADE")
    env.cr.execute("DELETE FROM perf_batch_line")
    env.cr.execute("DELETE FROM perf_batch")
    env.cr.execute("UPDATE perf_period SET state = 'pending' WHERE id = %s", [period.id])
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr._cnx.cursor().execute("VACUUM ANALYZE perf_batch_line")
    env.cr._cnx.cursor().execute("CHECKPOINT")
    env.cr._cnx.autocommit = False
    env.invalidate_all()


def open_period(env, period, office):
    """Open the period by its button and run the job to its end.

    :return: dict with seconds, queries and how much the process had grown at its peak, in MB
    """
    gc.collect()
    memory, queries, start = rss(), sql_db.sql_counter, time.perf_counter()
    period.with_user(office).action_open()
    env["perf.batch"]._cron_run()
    seconds = time.perf_counter() - start
    found = {"seconds": seconds, "queries": sql_db.sql_counter - queries, "memory": peak() - memory}
    batch = period.batch_ids
    people = env["perf.appraisee"].search_count([("cycle_id", "=", period.cycle_id.id), ("kind", "=", "employee")])
    if batch.state != "done" or period.state != "open" or batch.made != people:
        raise AssertionError(f"the job ended as {batch.state}, {batch.made} of {people} sheets: {batch.error}")
    return found


def keep_rows(env):
    """Put the rows that the job made aside, for the floor to insert; return how many sheets and lines."""
    counts = []
    for table in (SHEETS, LINES):
        env.cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
        env.cr.execute(f"CREATE UNLOGGED TABLE bench_{table} AS SELECT * FROM {table} ORDER BY id")
        env.cr.execute(f"ANALYZE bench_{table}")
        env.cr.execute(f"SELECT count(*) FROM {table}")
        counts.append(env.cr.fetchone()[0])
    env.cr.commit()
    return counts


def insert_rows(env):
    """Insert the rows put aside, return the seconds."""
    start = time.perf_counter()
    for table in (SHEETS, LINES):
        env.cr.execute(f"INSERT INTO {table} SELECT * FROM bench_{table} ORDER BY id")
    env.cr.commit()
    return time.perf_counter() - start


def measure(env, county, repeat):
    """Open one month `repeat` times, in turns with the floor.

    :return: dict with the counts, and for each repetition the job's figures and the floor's seconds
    """
    period = county["cycle"].period_ids.filtered(lambda period: period.kind == "month")[0]
    env["perf.batch"].search([])  # what every process loads once is not the job's
    jobs, floors = [], []
    sheets = lines = 0
    for turn in range(repeat):
        if turn % 2 and lines:
            reset(env, period)
            floors.append(insert_rows(env))
        reset(env, period)
        jobs.append(open_period(env, period, county["office"]))
        sheets, lines = keep_rows(env)
        if not turn % 2:
            reset(env, period)
            floors.append(insert_rows(env))
    return {"sheets": sheets, "lines": lines, "jobs": jobs, "floors": floors}

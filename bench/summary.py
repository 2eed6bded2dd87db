"""Confirm the summaries of a county against plain SQL writing the same rows: run inside `odoo shell`.

The floor writes what the confirmation leaves behind and nothing else: the state and totals of every sheet, the entries
of the ledger and the state of the summaries. Both sides start from the same reviewed sheets, in turns.
"""

import time

from odoo import sql_db


def prepare(env, made):
    """Open the first month and its quarter, and bring every sheet to *reviewed*; the summaries are submitted.

    :param dict made: the county, as from `county.find_county`
    :return: number of sheets and of lines
    """
    cycle, office = made["cycle"], made["office"]
    month = cycle.period_ids.filtered(lambda period: period.kind == "month").sorted("number")[0]
    quarter = month.parent_id
    for period in (month, quarter):
        period.with_user(office).action_open()
        env["perf.batch"]._cron_run()
    env.cr.execute("UPDATE perf_period SET state = 'closed' WHERE parent_id = %s AND id != %s", [quarter.id, month.id])
    reset(env, made)
    env.cr.execute("SELECT count(*), (SELECT count(*) FROM perf_appraisal_line) FROM perf_appraisal")
    return env.cr.fetchone()


def reset(env, made):
    """Bring all sheets back to *reviewed* and all summaries to *submitted*."""
    reviewer = made["units"][0].manager_id.user_id.id
    env.cr.execute("TRUNCATE perf_score_entry CASCADE")
    env.cr.execute("DELETE FROM mail_message WHERE model IN ('perf.summary', 'perf.appraisal')")
    env.cr.execute(
        "UPDATE perf_appraisal_line SET self_score = full_score * (0.5 + 0.5 * ((id %% 97) / 97.0)), self_value = 1, "
        "reviewed_by_id = %s, reviewed_on = now() AT TIME ZONE 'UTC'",
        [reviewer],
    )
    env.cr.execute("UPDATE perf_appraisal_line SET review_score = self_score, final_score = self_score")
    env.cr.execute(
        "UPDATE perf_appraisal SET state = 'reviewed', filled_by_id = %s, reviewed_by_id = %s, confirmed_by_id = NULL, "
        "confirmed_on = NULL, final_score = NULL, percent = NULL, evidence_checksums = NULL",
        [made["staff"].id, reviewer],
    )
    env.cr.execute("UPDATE perf_summary SET state = 'submitted', submitted_by_id = %s", [reviewer])
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in ("perf_appraisal", "perf_appraisal_line", "perf_summary", "perf_score_entry"):
        env.cr._cnx.cursor().execute(f"VACUUM FULL ANALYZE {table}")
    env.cr._cnx.cursor().execute("CHECKPOINT")
    env.cr._cnx.autocommit = False
    env.invalidate_all()


def confirm(env, made):
    """Confirm all summaries in one call, return the seconds and queries."""
    summaries = env["perf.summary"].with_user(made["office2"]).search([("state", "=", "submitted")])
    queries, start = sql_db.sql_counter, time.perf_counter()
    summaries.action_confirm()
    env.cr.commit()
    found = {"seconds": time.perf_counter() - start, "queries": sql_db.sql_counter - queries}
    left = env["perf.appraisal"].search_count([("state", "!=", "confirmed")])
    if left:
        raise AssertionError(f"{left} sheets were not confirmed")
    return found


def keep_rows(env):
    """Put what the confirmation left behind aside, for the floor to write."""
    for table in ("perf_appraisal", "perf_summary", "perf_score_entry"):
        env.cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
        env.cr.execute(f"CREATE UNLOGGED TABLE bench_{table} AS SELECT * FROM {table} ORDER BY id")
        env.cr.execute(f"ANALYZE bench_{table}")
    env.cr.commit()


def write_rows(env):
    """Write the rows put aside by three statements, return the seconds."""
    start = time.perf_counter()
    columns = ("state", "confirmed_by_id", "confirmed_on", "final_score", "full_score", "percent")
    columns += ("evidence_checksums", "write_uid", "write_date")
    assign = ", ".join(f"{name} = b.{name}" for name in columns)
    env.cr.execute(f"UPDATE perf_appraisal a SET {assign} FROM bench_perf_appraisal b WHERE a.id = b.id")
    env.cr.execute(
        "UPDATE perf_summary a SET state = b.state, confirmed_by_id = b.confirmed_by_id, confirmed_on = b.confirmed_on,"
        " frozen_numbers = b.frozen_numbers FROM bench_perf_summary b WHERE a.id = b.id",
    )
    env.cr.execute("INSERT INTO perf_score_entry SELECT * FROM bench_perf_score_entry ORDER BY id")
    env.cr.commit()
    return time.perf_counter() - start


def measure(env, made, repeat):
    """Confirm `repeat` times, in turns with the floor.

    :return: dict with the counts, and for each repetition the figures and the floor's seconds
    """
    sheets, lines = prepare(env, made)
    done, floors = [], []
    for turn in range(repeat):
        if turn % 2:
            reset(env, made)
            floors.append(write_rows(env))
        reset(env, made)
        done.append(confirm(env, made))
        keep_rows(env)
        if not turn % 2:
            reset(env, made)
            floors.append(write_rows(env))
    env.cr.execute("SELECT count(*) FROM bench_perf_score_entry")
    return {"sheets": sheets, "lines": lines, "entries": env.cr.fetchone()[0], "turns": done, "floors": floors}

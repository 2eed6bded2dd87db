"""Confirm 1 000 entries of the register against plain SQL posting the same: run inside `odoo shell`.

The floor writes what the confirmation leaves behind and nothing else: the state of every entry, and the ledger. Both
sides start from the same submitted entries, in turns.
"""

import time

from odoo import Command, sql_db

ENTRIES = 1000
TABLES = ("perf_adjustment", "perf_score_entry")


def prepare(env):
    """Make units that take part in this year's cycle, and submit entries about them.

    :return: the account that confirms them
    """
    category = env["perf.category"].create({"name": "Bench units", "kind": "unit"})
    units = env["hr.department"].create(
        [{"name": f"Bench unit {n}", "perf_is_unit": True, "perf_category_id": category.id} for n in range(50)]
    )
    groups = [Command.set([env.ref("base.group_user").id, env.ref("perf_appraisal.group_perf_office").id])]
    enters, confirms = env["res.users"].create(
        [{"login": f"bench_{name}", "name": name, "group_ids": groups} for name in ("enters", "confirms")]
    )
    scheme = env["perf.scheme"].create(
        {"name": "Bench units", "kind": "unit", "category_ids": [Command.set(category.ids)]}
    )
    section = env["perf.indicator.section"].create({"name": "Bench"})
    rules = [Command.create({"kind": kind, "name": kind, "points": 0.5}) for kind in ("bonus", "deduction")]
    values = {"name": "Bench", "kind": "unit", "scheme_id": scheme.id, "section_id": section.id, "full_score": 0}
    rules = env["perf.indicator"].create({**values, "rule_ids": rules}).rule_ids
    cycle = env["perf.cycle"].create({"year": env.company._perf_today().year, "scheme_ids": [Command.set(scheme.ids)]})
    cycle.action_open()
    entries = (
        env["perf.adjustment"]
        .with_user(enters)
        .create(
            [{"unit_id": units[n % 50].id, "rule_id": rules[n % 2].id, "matter": f"Matter {n}"} for n in range(ENTRIES)]
        )
    )
    entries.action_submit()
    env.cr.commit()
    return confirms


def reset(env):
    """Bring all entries back to *submitted*."""
    env.cr.execute("TRUNCATE perf_score_entry CASCADE")
    env.cr.execute("UPDATE perf_adjustment SET state = 'submitted', confirmed_by_id = NULL, confirmed_on = NULL")
    env.cr.execute("DELETE FROM mail_message WHERE model = 'perf.adjustment' AND message_type = 'notification'")
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in TABLES:
        env.cr._cnx.cursor().execute(f"VACUUM FULL ANALYZE {table}")
    env.cr._cnx.cursor().execute("CHECKPOINT")
    env.cr._cnx.autocommit = False
    env.invalidate_all()


def confirm(env, user):
    """Confirm all entries in one call, return the seconds and queries."""
    entries = env["perf.adjustment"].with_user(user).search([])
    queries, start = sql_db.sql_counter, time.perf_counter()
    entries.action_confirm()
    env.cr.commit()
    found = {"seconds": time.perf_counter() - start, "queries": sql_db.sql_counter - queries}
    if left := env["perf.adjustment"].search_count([("state", "!=", "confirmed")]):
        raise AssertionError(f"{left} entries were not confirmed")
    return found


def keep_rows(env):
    """Put what the confirmation left behind aside, for the floor to write."""
    for table in TABLES:
        env.cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
        env.cr.execute(f"CREATE UNLOGGED TABLE bench_{table} AS SELECT * FROM {table} ORDER BY id")
        env.cr.execute(f"ANALYZE bench_{table}")
    env.cr.commit()


def write_rows(env):
    """Write the rows put aside by two statements, return the seconds."""
    start = time.perf_counter()
    columns = ("state", "confirmed_by_id", "confirmed_on", "write_uid", "write_date")
    assign = ", ".join(f"{name} = b.{name}" for name in columns)
    env.cr.execute(f"UPDATE perf_adjustment a SET {assign} FROM bench_perf_adjustment b WHERE a.id = b.id")
    env.cr.execute("INSERT INTO perf_score_entry SELECT * FROM bench_perf_score_entry ORDER BY id")
    env.cr.commit()
    return time.perf_counter() - start


def measure(env, repeat):
    """Confirm `repeat` times, in turns with the floor.

    :return: dict with the number of entries, and for each repetition the figures and the floor's seconds
    """
    user = prepare(env)
    done, floors = [], []
    for turn in range(repeat):
        if turn % 2:
            reset(env)
            floors.append(write_rows(env))
        reset(env)
        done.append(confirm(env, user))
        keep_rows(env)
        if not turn % 2:
            reset(env)
            floors.append(write_rows(env))
    return {"entries": ENTRIES, "turns": done, "floors": floors}

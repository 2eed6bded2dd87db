"""Compute the results of a quarter against plain SQL: run inside `odoo shell`.

The floor aggregates the same entries, by sheet and by person, and inserts the very same rows into the same tables. Both
sides start without results, in turns. The ledger is filled by SQL: three sheets of four sections and a rating for
everybody, an entry of the register for each tenth.
"""

import gc
import time

import county
from opening import peak, rss

from odoo import sql_db

TABLES = ("perf_result", "perf_result_line", "perf_result_entry_rel")


def fill_county(env, people):
    """Make a county in at most three hundred units, with the ledger of its first quarter.

    :param int people: number of staff beside the leaders
    """
    county.make_county(env, people, max(33, people // 300))
    prepare(env, county.find_county(env))


def prepare(env, made):
    """Compose the scheme of the people, close the periods and fill the ledger of the first quarter."""
    cycle = made["cycle"]
    scheme = cycle.scheme_ids.filtered(lambda scheme: scheme.kind == "employee")[:1]
    scheme.action_usual_grades()
    kind = env["perf.rating.type"].create({"name": "Bench review"})
    sections = env["perf.indicator.section"].create([{"name": f"Bench section {number}"} for number in range(4)])
    rows = (
        ("Work", "sheet", 60.0, {"sheet_kind": "month"}),
        ("Review", "rating", 40.0, {"rating_type_id": kind.id}),
        ("Register", "adjustment", 0.0, {"bonus_cap": 3.0}),
    )
    env.cr.execute("UPDATE perf_cycle SET state = 'draft' WHERE id = %s", [cycle.id])  # the scheme is in use
    env.invalidate_all()
    for name, source, weight, more in rows:
        values = {"scheme_id": scheme.id, "period_kind": "quarter", "name": name, "source": source, "weight": weight}
        env["perf.scheme.component"].create({**values, **more})
    env.cr.execute("UPDATE perf_cycle SET state = 'open' WHERE id = %s", [cycle.id])
    env.cr.execute("UPDATE perf_period SET state = 'closed' WHERE cycle_id = %s", [cycle.id])
    fill(env, cycle, kind, sections)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()


def fill(env, cycle, kind, sections):
    """Fill the ledger of the first quarter."""
    quarter = first_quarter(cycle)
    common = "unit_id, company_id, cycle_id, posting_no, posted_by, date, res_model, res_id"
    values = "a.unit_id, a.company_id, a.cycle_id, 1, %(uid)s, p.date_end, 'perf.appraisal', a.id * 10 + p.number"
    arguments = {
        "uid": env.uid,
        "cycle": cycle.id,
        "quarter": quarter.id,
        "sections": sections.ids,
        "kind": kind.id,
        "months": quarter._inside().filtered(lambda period: period.kind == "month").ids,
    }
    env.cr.execute(
        f"""
        INSERT INTO perf_score_entry (appraisee_id, period_id, kind, section_id, points, full_points, self_points,
                                      review_points, {common})
        SELECT a.id, p.id, 'sheet', s.id, 15 + 10 * ((a.id * 7 + p.number * 3 + s.id) %% 97) / 97.0, 25, 20, 20,
               {values}
          FROM perf_appraisee a, perf_period p, unnest(%(sections)s) AS s(id)
         WHERE a.cycle_id = %(cycle)s AND a.kind = 'employee' AND p.id = ANY(%(months)s)
        """,
        arguments,
    )
    env.cr.execute(
        f"""
        INSERT INTO perf_score_entry (appraisee_id, period_id, kind, rating_type_id, points, full_points, {common})
        SELECT a.id, p.id, 'rating', %(kind)s, 60 + a.id %% 40, 100, {values}
          FROM perf_appraisee a, perf_period p
         WHERE a.cycle_id = %(cycle)s AND a.kind = 'employee' AND p.id = %(quarter)s
        """,
        arguments,
    )
    env.cr.execute(
        f"""
        INSERT INTO perf_score_entry (appraisee_id, period_id, kind, origin, points, {common})
        SELECT a.id, p.id, CASE WHEN a.id %% 20 = 0 THEN 'bonus' ELSE 'deduction' END, 'register',
               CASE WHEN a.id %% 20 = 0 THEN 1.5 ELSE -1 END, {values}
          FROM perf_appraisee a, perf_period p
         WHERE a.cycle_id = %(cycle)s AND a.kind = 'employee' AND p.id = %(quarter)s AND a.id %% 10 = 0
        """,
        arguments,
    )


def first_quarter(cycle):
    """Return the quarter that is computed."""
    return cycle.period_ids.filtered(lambda period: period.kind == "quarter" and period.number == 1)


def reset(env):
    """Take the results away."""
    env.cr.execute("TRUNCATE perf_result CASCADE")
    env.cr.execute("DELETE FROM perf_batch_line")
    env.cr.execute("DELETE FROM perf_batch")
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr._cnx.cursor().execute("CHECKPOINT")
    env.cr._cnx.autocommit = False
    env.invalidate_all()


def compute(env, made, people):
    """Compute the quarter by its button and the job to its end, return seconds, queries and growth in MB."""
    quarter = first_quarter(made["cycle"]).with_user(made["office"])
    gc.collect()
    memory, queries, start = rss(), sql_db.sql_counter, time.perf_counter()
    quarter.action_compute()
    env["perf.batch"]._cron_run()
    env.cr.commit()
    found = {"seconds": time.perf_counter() - start, "queries": sql_db.sql_counter - queries, "memory": peak() - memory}
    results = env["perf.result"].search_count([("period_id", "=", quarter.id), ("total", ">", 0)])
    if results != people:
        raise AssertionError(f"{results} results of {people} people")
    return found


def keep_rows(env):
    """Put the rows that computing made aside, for the floor to insert; return how many."""
    counts = []
    for table in TABLES:
        env.cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
        env.cr.execute(f"CREATE UNLOGGED TABLE bench_{table} AS SELECT * FROM {table}")
        env.cr.execute(f"ANALYZE bench_{table}")
        env.cr.execute(f"SELECT count(*) FROM {table}")
        counts.append(env.cr.fetchone()[0])
    env.cr.commit()
    return counts


def by_sql(env, made):
    """Aggregate the same entries and insert the same rows, return the seconds."""
    quarter = first_quarter(made["cycle"])
    start = time.perf_counter()
    env.cr.execute(
        """
        SELECT v.appraisee_id, v.kind, avg(v.percent), rank() OVER (ORDER BY avg(v.percent) DESC)
          FROM (SELECT appraisee_id, kind, res_id, 100 * sum(points) / NULLIF(sum(full_points), 0) AS percent
                  FROM perf_score_entry WHERE period_id = ANY(%s) GROUP BY appraisee_id, kind, res_id) v
      GROUP BY v.appraisee_id, v.kind
        """,
        [quarter._inside().ids],
    )
    for table in TABLES:
        env.cr.execute(f"INSERT INTO {table} SELECT * FROM bench_{table}")
    env.cr.commit()
    return time.perf_counter() - start


def measure(env, made, repeat):
    """Compute `repeat` times, in turns with the floor.

    :return: dict with the counts, and for each repetition the figures and the floor's seconds
    """
    env.cr.execute("SELECT count(DISTINCT appraisee_id), count(*) FROM perf_score_entry")
    people, entries = env.cr.fetchone()
    done, floors, rows = [], [], []
    for turn in range(repeat):
        if turn % 2:
            reset(env)
            floors.append(by_sql(env, made))
        reset(env)
        done.append(compute(env, made, people))
        rows = keep_rows(env)
        if not turn % 2:
            reset(env)
            floors.append(by_sql(env, made))
    return {"people": people, "entries": entries, "rows": rows, "turns": done, "floors": floors}

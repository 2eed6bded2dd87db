"""The integrity board of a year of a large county, beside bare SQL that tells the same: run inside `odoo shell`.

The floor knows nothing of rights, limits or names: two statements over sheets and lines, by leader.
"""

import time

import summary

from odoo import sql_db

MONTHS = 12


def prepare(env, made):
    """Make a year of reviewed sheets: the first month as its job makes it, the others as copies of its rows.

    :param dict made: the county, as from `county.find_county`
    :return: number of sheets and of lines
    """
    summary.prepare(env, made)
    months = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")
    env.cr.execute("UPDATE perf_period SET state = 'open' WHERE id = ANY(%s)", [months.ids])
    env.cr.execute(
        "UPDATE perf_appraisal a SET filled_on = a.self_deadline, self_score = t.own, review_score = t.own * 0.97,"
        " full_score = t.full_points FROM (SELECT appraisal_id, sum(self_score) AS own, sum(full_score) AS full_points"
        " FROM perf_appraisal_line GROUP BY appraisal_id) t WHERE t.appraisal_id = a.id"
    )
    env.cr.execute(
        "UPDATE perf_appraisal_line SET verified_score = review_score * 0.9, verified_reason = 'F' WHERE id % 50 = 0"
    )
    for month in months[1:]:
        _copy(env, "perf_appraisal", {"id": "a.id + %(step)s", "period_id": "%(month)s"}, month)
        own = {"id": "a.id + %(step)s", "appraisal_id": "a.appraisal_id + %(step)s", "period_id": "%(month)s"}
        _copy(env, "perf_appraisal_line", own, month)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    env.cr.execute("SELECT count(*), (SELECT count(*) FROM perf_appraisal_line) FROM perf_appraisal")
    return env.cr.fetchone()


def _copy(env, table, own, month):
    """Copy the rows of the first month for another one."""
    columns = [
        name for name, field in env[table.replace("_", ".")]._fields.items() if field.store and field.column_type
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(own.get(name, f'a."{name}"') for name in columns)
    first = month.cycle_id.period_ids.filtered(lambda period: period.kind == "month").sorted("number")[0]
    env.cr.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" a WHERE a.period_id = %(first)s',
        {"step": 10_000_000 * month.number, "month": month.id, "first": first.id},
    )


def board(env, made):
    """Ask for the board as the office does, return seconds, queries and what it shows of leaders."""
    integrity = env["perf.integrity"].with_user(made["office"])
    env.invalidate_all()
    queries, start = sql_db.sql_counter, time.perf_counter()
    shown = integrity.get_integrity(made["cycle"].id)
    found = {"seconds": time.perf_counter() - start, "queries": sql_db.sql_counter - queries}
    rows = [row for group in shown["groups"] for row in group["rows"]]
    return found, {(row["unit_id"], row["leader_id"]): row["figures"] for row in rows}


def bare(env, made):
    """Ask the database alone, return the seconds and the same figures."""
    start = time.perf_counter()
    env.cr.execute(
        """
        SELECT unit_id, reviewer_id, count(*), avg(100 * review_score / full_score),
               stddev_pop(100 * review_score / full_score), avg(100 * (self_score - review_score) / full_score),
               100.0 * count(*) FILTER (WHERE filled_on::date <= self_deadline) / count(*)
          FROM perf_appraisal
         WHERE cycle_id = %s AND kind = 'employee' AND state IN ('reviewed', 'confirmed')
      GROUP BY unit_id, reviewer_id
        """,
        [made["cycle"].id],
    )
    sheets = {row[:2]: row[2:] for row in env.cr.fetchall()}
    env.cr.execute(
        """
        SELECT a.unit_id, a.reviewer_id, 100.0 * count(*) FILTER (WHERE l.review_score >= l.full_score) / count(*),
               count(l.verified_score),
               100 * sum(l.review_score - l.verified_score) / sum(CASE WHEN l.verified_score >= 0 THEN l.full_score END)
          FROM perf_appraisal a
          JOIN perf_appraisal_line l ON l.appraisal_id = a.id
         WHERE a.cycle_id = %s AND a.kind = 'employee' AND a.state IN ('reviewed', 'confirmed') AND l.assessed
      GROUP BY a.unit_id, a.reviewer_id
        """,
        [made["cycle"].id],
    )
    lines = {row[:2]: row[2:] for row in env.cr.fetchall()}
    seconds = time.perf_counter() - start
    names = ("sheets", "mean", "spread", "self_gap", "on_time", "full_share", "verified", "verified_gap")
    return seconds, {key: dict(zip(names, (*sheets[key], *lines[key]), strict=True)) for key in sheets}


def measure(env, made, repeat):
    """Ask both, in turns.

    :return: dict with the counts, and for each repetition the figures and the floor's seconds
    :raise AssertionError: when the two do not tell the same
    """
    sheets, lines = prepare(env, made)
    board(env, made)  # what a process loads once
    turns, floors = [], []
    for _turn in range(repeat):
        found, shown = board(env, made)
        seconds, told = bare(env, made)
        turns.append(found)
        floors.append(seconds)
    if shown.keys() != told.keys():
        raise AssertionError(f"{len(shown)} leaders are shown, {len(told)} are there")
    for key, figures in told.items():
        for name, value in figures.items():
            if abs(float(value or 0) - float(shown[key][name] or 0)) > 0.006:
                raise AssertionError(f"{key}: {name} is {value}, shown is {shown[key][name]}")
    return {"sheets": sheets, "lines": lines, "leaders": len(told), "turns": turns, "floors": floors}

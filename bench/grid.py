"""Load and save the grid of a unit's month and count the queries: run inside `odoo shell`."""

import time

import county

from odoo import sql_db

#: What the appraisal group enters in a cell, by the column it takes; a line of parts takes a word only.
VALUES = {"self_value": 7.0, "actual_value": 96.0, "quantity": 1.0}


def prepare(env, small, large):
    """Make a county of two units with so many people, and open a month.

    :return: dict with the account that fills in both units' grids, the month and the units
    """
    half = (small + large) // 2
    made = county.make_county(env, 2 * half, unit_size=half)
    first, second = made["units"]
    env.cr.execute(
        "UPDATE hr_version SET department_id = %s WHERE id IN (SELECT e.current_version_id FROM hr_employee e "
        "JOIN hr_version v ON v.id = e.current_version_id JOIN hr_department d ON d.id = v.department_id "
        "WHERE e.user_id IS NULL AND d.parent_id = %s ORDER BY e.id LIMIT %s)",
        [first.child_ids[0].id, second.id, half - small],
    )
    env.invalidate_all()
    made["units"].perf_coordinator_ids = made["person"]
    month = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")[0]
    month.with_user(made["office"]).action_open()
    env["perf.batch"]._cron_run()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return {"user": made["staff"], "month": month, "small": second, "large": first}


def measure(env, small, large):
    """Load the grids of both units, and save all cells of each in one call.

    :param int small: rows of the first grid
    :param int large: rows of the second
    :return: dict with rows, cells, queries and seconds of both, by ``load`` and ``save``
    """
    made = prepare(env, small, large)
    grid = env["perf.grid"].with_user(made["user"]).with_context(lang="en_US", tz="Asia/Shanghai")
    month = made["month"].id
    found = {}
    turns = (("small", 2), ("large", 2), ("small", small), ("large", large))  # two for what a process loads once
    for name, size in turns:
        load, data = _timed(env, grid.get_grid, "self", month, made[name].id)
        cells = _cells(data, size)
        save, answer = _timed(env, grid.save, "self", cells)
        assert len(answer["saved"]) == len(cells), answer["refused"][:3]
        found[name] = {"rows": size, "cells": len(cells), "shown": len(data["rows"]), "load": load, "save": save}
        env.cr.execute(
            "SELECT count(*) FROM perf_claim c JOIN perf_appraisal_line l ON l.id = c.line_id WHERE l.unit_id = %s",
            [made[name].id],
        )
        found[name]["claims"] = env.cr.fetchone()[0]
    return found


def _cells(data, size):
    """Return the cells of the first rows, each with another value than it has and with a word beside it."""
    chosen = [data["cells"][row["id"]] for row in data["rows"][:size]]
    cells = []
    for cell in (cell for row in chosen for cell in row.values()):
        entry = {"line_id": cell["line_id"], "note": "done " + cell["note"], "old_note": cell["note"]}
        if cell["input"]:
            value = 1.0 + cell["value"] if cell["value"] else VALUES[cell["input"]]
            entry |= {"value": value, "old": cell["value"]}
        cells.append(entry)
    return cells


def _timed(env, function, *args):
    """Return queries and seconds of a call with an empty cache, and what it answered."""
    env.cr.commit()
    env.invalidate_all()
    queries, start = sql_db.sql_counter, time.perf_counter()
    answer = function(*args)
    env.cr.commit()
    return {"queries": sql_db.sql_counter - queries, "seconds": time.perf_counter() - start}, answer

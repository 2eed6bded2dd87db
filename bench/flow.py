"""Bring many sheets from draft to the ledger and count the queries: run inside `odoo shell`."""

import time

import county

from odoo import sql_db


def measure(env, made, people):
    """Submit, review and confirm a quarter of a month's sheets, then half of them, each step in one call.

    :return: dict with the two numbers of sheets and for each step the figures of both
    """
    month = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")[0]
    month.with_user(made["office"]).action_open()
    env["perf.batch"]._cron_run()
    units = made["units"]
    sheets = env["perf.appraisal"].search([("period_id", "=", month.id), ("employee_id.user_id", "=", False)])
    units[0].perf_coordinator_ids = made["person"]
    county_head = units.parent_id.manager_id.user_id
    units.parent_id.perf_coordinator_ids = made["person"]  # fills in for everybody
    env["perf.appraisee"].search([]).reviewer_id = False
    env.cr.execute("UPDATE perf_appraisal SET reviewer_id = %s", [county_head.employee_id.id])
    env.cr.commit()
    env.invalidate_all()
    small, large = sheets[: people // 4], sheets[people // 4 : people // 4 + people // 2]
    steps = {}
    _walk(env, made, county_head, sheets[-20:], {})  # what a process loads once is nobody's
    for part in (small, large):
        _walk(env, made, county_head, part, steps)
    return {"small": len(small), "large": len(large), "steps": steps}


def _walk(env, made, reviewer, sheets, steps):
    """Fill in, submit, review and confirm these sheets."""
    for method in ("judged", "ratio", "step", "threshold"):
        lines = sheets.line_ids.filtered(lambda line, method=method: line.method == method)
        lines.with_user(made["staff"]).write(county.ENTRIES[method])
    env.flush_all()
    ways = (
        ("submit", made["staff"], "action_submit"),
        ("review", reviewer, "action_review"),
        ("confirm and post", made["office"], "action_confirm"),
    )
    for name, user, action in ways:
        env.cr.commit()
        env.invalidate_all()
        queries, start = sql_db.sql_counter, time.perf_counter()
        getattr(sheets.with_user(user), action)()
        env.cr.commit()
        found = {
            "queries": sql_db.sql_counter - queries,
            "seconds": time.perf_counter() - start,
            "rows": len(sheets) * (1 + 12),
        }
        steps.setdefault(name, []).append(found)

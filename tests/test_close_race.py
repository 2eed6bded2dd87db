"""Closing a period and handing in a sheet of it at the same moment: one comes first, the other finds it changed."""

import sys

import harness
import pytest

SETUP = f"""
import sys
sys.path.insert(0, {str(harness.ROOT / "bench")!r})
import county
made = county.make_county(env, 5)
months = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")[:2]
months.with_user(made["office"]).action_open()
env["perf.batch"]._cron_run()
"""

RACE = """
import threading
from odoo import api
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

staff = env["res.users"].search([("login", "=", "bench_staff")])
sheet = env["perf.appraisal"].search([("employee_id.user_id", "=", staff.id), ("period_id.number", "=", NUMBER)])
sheet.line_ids.with_user(staff).write({"self_note": "done"})
env.cr.commit()
office = env["res.users"].search([("login", "=", "bench_office")])
calls = {
    "submit": (staff.id, "perf.appraisal", sheet.id, "action_submit", {}),
    "close": (office.id, "perf.period", sheet.period_id.id, "action_close", {"zeros_meant": True}),
}

def run(cr, name):
    uid, model, record, method, given = calls[name]
    getattr(api.Environment(cr, uid, {})[model].browse(record), method)(**given)

def come_second(result):
    with Registry(env.cr.dbname).cursor() as cr:
        try:
            run(cr, SECOND)
            result.append("went through")
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            result.append("collided")
            cr.rollback()
            try:
                run(cr, SECOND)
                result.append("went through")
            except Exception as error:
                result.append(" ".join(str(error).split()))
                cr.rollback()

with Registry(env.cr.dbname).cursor() as first:
    run(first, FIRST)
    result = []
    thread = threading.Thread(target=come_second, args=[result])
    thread.start()
    thread.join(1.5)
    waited = thread.is_alive()
    first.commit()
    thread.join(60)
env.cr.commit()
env.invalidate_all()
entries = env["perf.score.entry"].search_count([("res_id", "=", sheet.id)])
print("found", waited, sheet.state, sheet.period_id.state, entries, *result)
"""


@pytest.fixture(scope="module")
def county(make_db):
    database = make_db()
    harness.shell(database, SETUP)
    return database


def race(database, number, first, second):
    """Let one call wait for its commit while the other one starts; return what became of both."""
    code = RACE.replace("NUMBER", str(number)).replace("FIRST", repr(first)).replace("SECOND", repr(second))
    printed = harness.shell(database, code)
    print(printed, file=sys.stderr)
    return next(line for line in printed.splitlines() if line.startswith("found ")).removeprefix("found ")


def test_sheet_handed_in_first_is_not_counted_as_missing(county):
    found = race(county, 1, "submit", "close")
    assert found.startswith("True self_scored open 0 collided")
    assert "still wait for review" in found


def test_period_closed_first_takes_no_sheet_any_more(county):
    found = race(county, 2, "close", "submit")
    assert found.startswith("True draft closed 1 collided")
    assert "is not open" in found

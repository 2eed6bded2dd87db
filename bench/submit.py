"""Measure handing in a sheet of twelve lines against a bare save of the same lines, over HTTP."""

import time

import county


def prepare(env, people):
    """Make a county and open two months: run inside `odoo shell`.

    :return: dict with the staff user's two sheets and their lines: `{"save": …, "submit": …}`
    """
    made = county.make_county(env, people)
    months = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")[:2]
    months.with_user(made["office"]).action_open()
    env["perf.batch"]._cron_run()
    sheets = env["perf.appraisal"].search([("employee_id", "=", made["person"].id)], order="id")
    found = {}
    for name, sheet in zip(("save", "submit"), sheets, strict=True):
        found[name] = {"id": sheet.id, "lines": [(line.id, line.method) for line in sheet.line_ids]}
    for table in ("perf_appraisal", "perf_appraisal_line"):
        env.cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
        key = "id" if table == "perf_appraisal" else "appraisal_id"
        env.cr.execute(f"CREATE TABLE bench_{table} AS SELECT * FROM {table} WHERE {key} = ANY(%s)", [sheets.ids])
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr._cnx.cursor().execute("VACUUM ANALYZE")
    return found


def opening_share(env):
    """Open a further month and return one sheet's share of its seconds: run inside `odoo shell`."""
    period = env["perf.period"].search([("kind", "=", "month"), ("state", "=", "pending")], order="number", limit=1)
    office = env["res.users"].search([("login", "=", "bench_office")])
    start = time.perf_counter()
    period.with_user(office).action_open()
    env["perf.batch"]._cron_run()
    seconds = time.perf_counter() - start
    made = env["perf.appraisal"].search_count([("period_id", "=", period.id)])
    assert made >= 1000, made
    return seconds / made


def fresh(connection):
    """Make both sheets as they were on the day they were opened."""
    with connection.cursor() as cr:
        for table in ("perf_appraisal", "perf_appraisal_line"):
            cr.execute(
                "SELECT string_agg(format('%%1$I = b.%%1$I', column_name), ', ') FROM information_schema.columns "
                "WHERE table_schema = 'public' AND table_name = %s AND column_name <> 'id'",
                [table],
            )
            (assignments,) = cr.fetchone()
            cr.execute(f"UPDATE {table} t SET {assignments} FROM bench_{table} b WHERE b.id = t.id")
        cr.execute("DELETE FROM perf_score_change")
    connection.commit()


def values(sheet):
    """Return what the staff user writes: every line, and the month's summary."""
    commands = [(1, line, county.ENTRIES[method]) for line, method in sheet["lines"]]
    return {"self_summary": "The month's work.", "line_ids": commands}


def measure(client, connection, sheets, repeat):
    """Save and submit in turns.

    :return: dict with the seconds of each way
    """

    def save():
        client.call("perf.appraisal", "web_save", [sheets["save"]["id"]], values(sheets["save"]), {})

    def submit():
        client.call("perf.appraisal", "save_and_submit", [sheets["submit"]["id"]], values(sheets["submit"]))

    times = {"save": [], "submit": []}
    for turn in range(-8, repeat):
        fresh(connection)
        ways = [("save", save), ("submit", submit)]
        for name, call in ways if turn % 2 else reversed(ways):
            start = time.perf_counter()
            call()
            if turn >= 0:  # the first turns only wake the workers
                times[name].append(time.perf_counter() - start)
        check(connection, sheets)
    return times


def check(connection, sheets):
    """Check that both ways did what they were measured for."""
    with connection.cursor() as cr:
        cr.execute(
            "SELECT a.id, a.state, count(*) FILTER (WHERE l.self_value > 0 OR l.actual_value > 0 OR l.self_note <> '') "
            "FROM perf_appraisal a JOIN perf_appraisal_line l ON l.appraisal_id = a.id "
            "WHERE a.id = ANY(%s) GROUP BY a.id",
            [[sheet["id"] for sheet in sheets.values()]],
        )
        found = {row[0]: row[1:] for row in cr.fetchall()}
    connection.commit()
    assert found == {sheets["save"]["id"]: ("draft", 12), sheets["submit"]["id"]: ("self_scored", 12)}, found

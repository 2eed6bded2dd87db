"""Cast ballots over HTTP against a bare controller that inserts the same rows, and close a campaign against plain SQL.

The bare controller stands in a module that the benchmark makes in a folder of its own: it reads the same request and
writes the same row into a table of the same shape, and does nothing else. The floor of closing counts, empties and
deletes the same rows by a few statements, and writes scores and ledger as they were left behind.
"""

import hashlib
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor

UNITS = 40
CAST = 2400  # ballots that are cast over HTTP each way, of all that a campaign has
BARE = "perf_bench_bare"

CONTROLLER = """
import json
from odoo import http
from odoo.http import request

class Bare(http.Controller):
    @http.route("/bench/ballot", type="http", auth="none", methods=["POST"], csrf=False, readonly=False)
    def cast(self):
        given = json.loads(request.httprequest.get_data())
        content = json.dumps({"ticks": given["ticks"], "comments": given["comments"]})
        request.env.cr.execute(
            "INSERT INTO bench_pending (ballot_id, group_id, unit_id, content)"
            " SELECT id, group_id, 0, %s::jsonb FROM perf_rating_ballot WHERE code_hash = %s",
            [content, given["hash"]],
        )
        return request.make_response("{}", [("Content-Type", "application/json")])
"""


def make_addon(folder):
    """Write the module with the bare controller into a folder."""
    addon = folder / BARE
    addon.mkdir()
    (addon / "__init__.py").write_text(CONTROLLER)
    (addon / "__manifest__.py").write_text(
        repr({"name": "Bare", "author": "Bench", "license": "LGPL-3", "depends": ["perf_appraisal"]})
    )


def prepare(env, number):
    """Make an open rating of forty units with codes: run inside `odoo shell`.

    :return: dict with the ids of the rating and what it asks, and the codes
    """
    from odoo import Command

    category = env["perf.category"].create({"name": "Bench units", "kind": "unit"})
    env["hr.department"].create(
        [{"name": f"Bench unit {n}", "perf_is_unit": True, "perf_category_id": category.id} for n in range(UNITS)]
    )
    groups = [Command.set([env.ref("base.group_user").id, env.ref("perf_appraisal.group_perf_office").id])]
    office = env["res.users"].create({"login": "bench_office", "name": "Office", "group_ids": groups})
    scheme = env["perf.scheme"].create(
        {"name": "Bench units", "kind": "unit", "category_ids": [Command.set(category.ids)]}
    )
    section = env["perf.indicator.section"].create({"name": "Bench"})
    env["perf.indicator"].create(
        {"name": "Bench", "kind": "unit", "scheme_id": scheme.id, "section_id": section.id, "full_score": 100}
    )
    cycle = env["perf.cycle"].create({"year": env.company._perf_today().year, "scheme_ids": [Command.set(scheme.ids)]})
    cycle.action_open()
    today = env.company._perf_today()
    kind = env["perf.rating.type"].create({"name": "Bench review"})
    rating = env["perf.rating"].create(
        {
            "name": "Bench review",
            "rating_type_id": kind.id,
            "period_id": cycle.period_ids.filtered(lambda period: period.kind == "year").id,
            "appraisee_ids": [Command.set(cycle.appraisee_ids.filtered(lambda one: one.kind == "unit").ids)],
            "date_start": today,
            "date_end": today,
            "group_ids": [Command.create({"name": "Delegates", "expected": number})],
        }
    )
    rating.with_user(office).action_open()
    (codes,) = env["perf.rating.ballot"].with_user(office)._make_codes(rating.group_ids, {0: number}).values()
    env.cr.execute("DROP TABLE IF EXISTS bench_pending")
    env.cr.execute("CREATE TABLE bench_pending (LIKE perf_rating_pending INCLUDING ALL)")
    env.cr.commit()
    return {
        "rating": rating.id,
        "codes": codes,
        "rated": rating.appraisee_ids.ids,
        "dimensions": kind.dimension_ids.ids,
        "choices": kind.choice_ids.ids,
    }


# === CASTING ===


def ballot(made, place):
    """Return what the ballot at a place says: a whole one, with a comment on each tenth."""
    choices = made["choices"]
    questions = [(one, asked) for one in made["rated"] for asked in made["dimensions"]]
    ticks = [[*question, choices[(place + nth) % len(choices)]] for nth, question in enumerate(questions)]
    return {"ticks": ticks, "comments": [[0, f"Comment {place}"]] if place % 10 == 0 else []}


def send(port, path, body):
    """Send one ballot; return the seconds until it was taken, and what went wrong."""
    start = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        told = json.loads(answer.read() or b"null")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return time.perf_counter() - start, type(error).__name__
    finally:
        line.close()
    wrong = "" if (answer.status, told) == (200, {}) else f"{answer.status} {told}"
    return time.perf_counter() - start, wrong


def cast(port, path, bodies, clients):
    """Send ballots by many clients at once.

    :return: dict with the seconds of all, of each, and what went wrong
    """
    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(lambda body: send(port, path, body), bodies))
    seconds = time.perf_counter() - start
    return {
        "seconds": seconds,
        "each": [one for one, _wrong in found],
        "wrong": [wrong for _one, wrong in found if wrong],
    }


def measure_casting(port, made, clients, turns):
    """Cast ballots in turns with the bare controller.

    :return: dict with the turns of each way
    """
    codes = made["codes"][:CAST]
    size = len(codes) // (turns + 1)
    found = {"bare": [], "ballot": []}
    for turn in range(turns + 1):
        first = turn * size
        bodies = [{"code": code, **ballot(made, first + nth)} for nth, code in enumerate(codes[first : first + size])]
        bare = [{"hash": hashlib.sha256(body["code"].encode()).hexdigest(), **body} for body in bodies]
        ways = [("ballot", "/perf/ballot/cast", bodies), ("bare", "/bench/ballot", bare)]
        for name, path, sent in ways if turn % 2 else reversed(ways):
            done = cast(port, path, sent, clients)
            if turn:  # the first turn only wakes the workers
                found[name].append(done)
            elif done["wrong"]:
                raise AssertionError(f"{name}: {done['wrong'][:3]}")
    return {**found, "sent": size * (turns + 1)}


# === CLOSING ===

TABLES = ("perf_rating_pending", "perf_rating_ballot")
MADE = ("perf_rating_score", "perf_score_entry")


def fill(env, made):
    """Let all ballots wait, and put them aside, for every turn to begin with."""
    rating = env["perf.rating"].browse(made["rating"])
    env.cr.execute("TRUNCATE perf_rating_pending")
    env.cr.execute("SELECT id FROM perf_rating_ballot ORDER BY id")
    for place, (ballot_id,) in enumerate(env.cr.fetchall()):
        env.cr.execute(
            "INSERT INTO perf_rating_pending (ballot_id, group_id, unit_id, content) VALUES (%s, %s, 0, %s::jsonb)",
            [ballot_id, rating.group_ids.id, json.dumps(ballot(made, place))],
        )
    for table in TABLES:
        env.cr.execute(f"CREATE TABLE bench_all_{table} AS SELECT * FROM {table} ORDER BY id")
    env.cr.commit()


def reset(env, made):
    """Make the campaign as it was before it was closed."""
    for table in ("perf_rating_answer", "perf_rating_comment", *MADE, *TABLES):
        env.cr.execute(f"DELETE FROM {table}")
    for table in TABLES:
        env.cr.execute(f"INSERT INTO {table} SELECT * FROM bench_all_{table} ORDER BY id")
    env.cr.execute("UPDATE perf_rating SET state = 'open', closed_by_id = NULL, closed_on = NULL")
    env.cr.execute("UPDATE perf_rating_group SET ballots = NULL, is_missing = FALSE")
    env.cr.execute("DELETE FROM mail_message WHERE model = 'perf.rating' AND res_id = %s", [made["rating"]])
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in ("perf_rating_answer", "perf_rating_comment", *MADE, *TABLES):
        env.cr._cnx.cursor().execute(f"VACUUM FULL ANALYZE {table}")
    env.cr._cnx.cursor().execute("CHECKPOINT")
    env.cr._cnx.autocommit = False
    env.invalidate_all()


def close(env, made):
    """Close the campaign, return the seconds and queries."""
    from odoo import sql_db

    office = env["res.users"].search([("login", "=", "bench_office")])
    rating = env["perf.rating"].with_user(office).browse(made["rating"])
    queries, start = sql_db.sql_counter, time.perf_counter()
    rating.action_close()
    env.cr.commit()
    found = {"seconds": time.perf_counter() - start, "queries": sql_db.sql_counter - queries}
    env.cr.execute("SELECT sum(votes) FROM perf_rating_answer")
    found["votes"] = env.cr.fetchone()[0]
    env.cr.execute("SELECT count(*) FROM perf_rating_comment")
    found["comments"] = env.cr.fetchone()[0]
    for table in MADE:
        env.cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
        env.cr.execute(f"CREATE UNLOGGED TABLE bench_{table} AS SELECT * FROM {table} ORDER BY id")
    env.cr.commit()
    return found


def close_by_sql(env):
    """Leave behind the same rows by a few statements, return the seconds."""
    start = time.perf_counter()
    env.cr.execute(
        """
        INSERT INTO perf_rating_answer (group_id, appraisee_id, dimension_id, choice_id, votes)
        SELECT p.group_id, (t->>0)::int4, (t->>1)::int4, (t->>2)::int4, count(*)
          FROM perf_rating_pending p CROSS JOIN LATERAL jsonb_array_elements(p.content->'ticks') t
      GROUP BY 1, 2, 3, 4
        """
    )
    env.cr.execute(
        """
        INSERT INTO perf_rating_comment (rating_id, company_id, text)
        SELECT g.rating_id, g.company_id, c->>1
          FROM perf_rating_pending p JOIN perf_rating_group g ON g.id = p.group_id
    CROSS JOIN LATERAL jsonb_array_elements(p.content->'comments') c
        """
    )
    env.cr.execute("UPDATE perf_rating_group SET ballots = (SELECT count(*) FROM perf_rating_pending)")
    env.cr.execute("TRUNCATE perf_rating_pending")
    env.cr.execute("DELETE FROM perf_rating_ballot")
    for table in MADE:
        env.cr.execute(f"INSERT INTO {table} SELECT * FROM bench_{table} ORDER BY id")
    env.cr.execute("UPDATE perf_rating SET state = 'closed', closed_on = now()")
    env.cr.commit()
    return time.perf_counter() - start


def measure_closing(env, made, repeat):
    """Close `repeat` times, in turns with the floor.

    :return: dict with the figures of each turn and the floor's seconds
    """
    fill(env, made)
    done, floors = [], []
    for turn in range(repeat):
        if turn % 2:
            reset(env, made)
            floors.append(close_by_sql(env))
        reset(env, made)
        done.append(close(env, made))
        if not turn % 2:
            reset(env, made)
            floors.append(close_by_sql(env))
    ballots, asked = len(made["codes"]), UNITS * len(made["dimensions"])
    for turn in done:
        if (turn["votes"], turn["comments"]) != (ballots * asked, -(-ballots // 10)):
            raise AssertionError(f"not all was counted: {turn}")
    return {"ballots": ballots, "turns": done, "floors": floors}

"""A confirmed sheet and the ledger stay as they are, and are read by those concerned, whoever asks over the network."""

import base64
import json

import county
import harness
import pytest
import requests

ROLES = ("staff", "deputy", "head", "coordinator", "office", "admin_perf", "auditor", "colleague", "stranger", "hr")
OTHERS = ("colleague", "stranger", "other_head", "hr")

#: Everything that a confirmed sheet consists of, what it was scored by, and what it posted.
SEALED = (
    "perf_appraisal",
    "perf_appraisal_line",
    "perf_claim",
    "perf_score_change",
    "perf_score_entry",
    "perf_appraisal_line_evidence_rel",
    "perf_claim_evidence_rel",
    "perf_appraisee",
    "perf_indicator",
    "perf_indicator_rule",
    "perf_indicator_level",
    "perf_plan",
    "perf_plan_line",
    "perf_period",
    "perf_cycle",
    "perf_scheme",
)
FORGED = base64.b64encode(b"forged").decode()


@pytest.fixture(scope="module")
def world(make_db, server):
    """A server with two workers on the county, and the ids of what matters."""
    database = make_db()
    facts = county.make(database)
    return server(database, workers=2), facts


def dump(database):
    """Return all sealed rows, as text."""
    parts = [f"SELECT '{table}' AS part, row_to_json(t)::text AS row FROM {table} t" for table in SEALED]
    parts.append("SELECT 'file', row_to_json(t)::text FROM ir_attachment t WHERE res_model LIKE 'perf.%'")
    return harness.sql(database, f"{' UNION ALL '.join(parts)} ORDER BY part, row")


#: Words in the context that might open what is sealed.
WORDS = (
    {"perf_write_token": True},
    {"perf_write_token": "<object object>", "tracking_disable": True, "install_mode": True},
    {"default_state": "draft", "import_file": True, "su": True, "force_delete": True},
)


def attempts(facts):
    """Yield every way to change what is sealed: ``(model, method, positional arguments, context)``."""
    for model, tries in columns(facts).items():
        for values in tries:
            yield model, "write", [[facts[model]], values], {}
        for words in WORDS:
            yield model, "write", [[facts[model]], tries[0]], words
            yield model, "unlink", [[facts[model]]], words
        yield model, "unlink", [[facts[model]]], {}
    yield from commands(facts)
    yield from additions(facts)
    yield from presses(facts["perf.appraisal"])
    yield from file_changes(facts)


def columns(facts):
    """Return values to write, by sealed model."""
    return {
        "perf.appraisal": [
            {"state": "draft"},
            {"final_score": 1},
            {"percent": 100},
            {"self_summary": "Other."},
            {"reviewer_id": False},
            {"filled_by_id": False},
            {"change_ids": [[5, 0, 0]]},
            {"signed_copy": FORGED},
            {"evidence_checksums": {}},
        ],
        "perf.appraisal.line": [
            {"self_value": 1},
            {"final_score": 1},
            {"final_reason": "Other."},
            {"weight": 1},
            {"appraisal_id": facts["sheets"]["stranger"]},
        ],
        "perf.claim": [{"quantity": 9}, {"accepted": False, "refusal_reason": "No."}, {"evidence_ids": [[5, 0, 0]]}],
        "perf.score.change": [{"reason": "Other."}, {"new_score": 1}],
        "perf.score.entry": [{"points": 9}, {"reversal_of_id": 1}, {"appraisee_id": 1}],
        "perf.indicator": [{"full_score": 1}, {"method": "threshold"}, {"rule_ids": [[5, 0, 0]]}, {"section_id": 1}],
        "perf.indicator.rule": [{"points": 9}, {"highest_only": True}, {"indicator_id": facts["other_indicator"]}],
        "perf.indicator.level": [{"min_points": 0}, {"indicator_id": facts["perf.indicator"]}],
        "perf.plan": [{"state": "draft"}, {"line_ids": [[5, 0, 0]]}, {"scope": "unit"}, {"approved_by_id": False}],
        "perf.plan.line": [{"weight": 1}, {"target_value": 1}, {"plan_id": 1}],
        "perf.period": [{"state": "pending"}, {"date_end": "2030-01-01"}, {"kind": "year"}, {"cycle_id": False}],
        "perf.cycle": [{"state": "draft"}, {"year": 2030}],
        "perf.scheme": [{"na_policy": "full"}, {"sheet_bonus_cap": 1}],
        "perf.appraisee": [{"employee_id": facts["people"]["stranger"]}, {"kind": "unit"}],
    }


def commands(facts):
    """Yield commands on the sheet, as its form sends them."""
    sheet, line, claim = facts["perf.appraisal"], facts["perf.appraisal.line"], facts["perf.claim"]
    for command in (
        [5, 0, 0],
        [6, 0, []],
        [2, line, 0],
        [3, line, 0],
        [0, 0, {"indicator_id": facts["perf.indicator"]}],
    ):
        yield "perf.appraisal", "write", [[sheet], {"line_ids": [command]}], {}
    for values in (
        {"self_value": 1},
        {"final_score": 1, "final_reason": "Other."},
        {"evidence_ids": [[5, 0, 0]]},
        {"evidence_ids": [[0, 0, {"name": "x.txt", "datas": FORGED}]]},
        {"claim_ids": [[2, claim, 0]]},
        {"claim_ids": [[1, claim, {"quantity": 9}]]},
        {"claim_ids": [[0, 0, {"rule_id": facts["perf.indicator.rule"]}]]},
    ):
        rows = {"line_ids": [[1, line, values]]}
        yield "perf.appraisal", "write", [[sheet], rows], {}
        yield "perf.appraisal", "web_save", [[sheet], rows, {}], {}
        yield "perf.appraisal", "save_and_submit", [[sheet], rows], {}
        yield "perf.appraisal.line", "write", [[line], values], {}


def additions(facts):
    """Yield new records beside the sealed ones."""
    line, rule, indicator = facts["perf.appraisal.line"], facts["perf.indicator.rule"], facts["perf.indicator"]
    key = {"appraisee_id": facts["perf.appraisee"], "period_id": facts["perf.period"]}
    entry = {
        **key,
        "unit_id": facts["departments"]["other"],
        "cycle_id": facts["perf.cycle"],
        "company_id": 1,
        "kind": "sheet",
        "points": 9,
        "date": "2026-01-01",
        "res_model": "perf.appraisal",
        "res_id": facts["perf.appraisal"],
        "posted_by": facts["users"]["office"],
    }
    for words in ({}, *WORDS):
        yield "perf.claim", "create", [[{"line_id": line, "rule_id": rule}]], words
        yield "perf.score.entry", "create", [[entry]], words
        yield "perf.appraisal", "create", [[key]], words
        yield "perf.appraisal.line", "create", [[{"appraisal_id": facts["perf.appraisal"]}]], words
    yield "perf.claim", "create", [[{"rule_id": rule}]], {"default_line_id": line}
    yield "perf.claim", "copy", [[facts["perf.claim"]]], {}
    yield "perf.appraisal", "copy", [[facts["perf.appraisal"]]], {"default_state": "draft"}
    yield "perf.indicator.rule", "create", [[{"indicator_id": indicator, "name": "New", "points": 1}]], {}
    level = {"indicator_id": facts["other_indicator"], "name": "New", "min_points": 0, "max_points": 20}
    yield "perf.indicator.level", "create", [[level]], {}
    yield "perf.plan.line", "create", [[{"plan_id": facts["perf.plan"], "indicator_id": indicator}]], {}


def presses(sheet):
    """Yield the buttons."""
    for action in ("action_submit", "action_withdraw", "action_review", "action_confirm", "action_skip_self_score"):
        for words in ({}, *WORDS):
            yield "perf.appraisal", action, [[sheet]], words
    yield "perf.appraisal", "action_return", [[sheet], "Because."], {}


def file_changes(facts):
    """Yield what can be done to attached files."""
    for file in facts["files"]:
        for values in (
            {"raw": "forged"},
            {"datas": FORGED},
            {"name": "other.txt"},
            {"type": "url", "url": "https://example.com/"},
            {"res_id": 0},
            {"res_model": False, "res_id": False},
            {"res_model": "res.partner", "res_id": 1},
        ):
            yield "ir.attachment", "write", [[file], values], {}
        yield "ir.attachment", "unlink", [[file]], {}
    for model, field in (("perf.appraisal", "signed_copy"), ("perf.appraisal.line", "evidence_ids")):
        values = {"name": "x.txt", "datas": FORGED, "res_model": model, "res_id": facts[model], "res_field": field}
        yield "ir.attachment", "create", [[values]], {}


def refusals(client, calls):
    """Make the calls; return how many were refused and which went through."""
    refused, passed = 0, []
    for model, method, args, context in calls:
        try:
            client.call(model, method, *args, context=context)
        except harness.RPCError:
            refused += 1
        else:
            passed.append(f"{model}.{method}")
    return refused, passed


@pytest.mark.parametrize("login", ROLES)
def test_a_confirmed_sheet_is_sealed_for(world, login):
    running, facts = world
    client = running.rpc(login, county.password(login))
    before = dump(running.database)
    refused, passed = refusals(client, attempts(facts))
    assert dump(running.database) == before
    # whoever sees the sheet may press again what was pressed before: that does nothing
    assert set(passed) <= {"perf.appraisal.action_confirm"}
    assert refused > 150
    running.expect(r" odoo\.http: ", refused)


#: Run in `odoo shell`, as the superuser, whom no rule stops.
SUPERUSER = """
import base64, json, logging
logging.disable(logging.ERROR)
passed = []
for model, method, args, context in json.loads({calls!r}):
    records = env[model].with_context(**context)
    if args[0] and isinstance(args[0][0], int):
        records = records.browse(args.pop(0))
    for values in args:
        if isinstance(values, dict) and "raw" in values:
            values["raw"] = values["raw"].encode()
    try:
        with env.cr.savepoint():
            getattr(records, method)(*args)
            env.flush_all()
        passed.append(f"{{model}}.{{method}}")
    except Exception:
        env.invalidate_all()
print("passed " + json.dumps(passed))
"""


def test_a_confirmed_sheet_is_sealed_for_the_superuser(world):
    running, facts = world
    before = dump(running.database)
    out = harness.shell(running.database, SUPERUSER.format(calls=json.dumps(list(attempts(facts)))))
    passed = json.loads(out.split("passed ", 1)[1].splitlines()[0])
    assert set(passed) <= {"perf.appraisal.action_confirm"}
    assert dump(running.database) == before


def test_a_confirmed_sheet_is_sealed_over_json_2(world):
    running, facts = world
    key = harness.shell(
        running.database,
        "from datetime import timedelta\n"
        "user = env['res.users'].search([('login', '=', 'office')])\n"
        "until = env.cr.now() + timedelta(days=1)\n"
        "print('key ' + env['res.users.apikeys'].with_user(user)._generate('rpc', 'test', until))",
    ).split("key ", 1)[1]
    before = dump(running.database)
    body = {"ids": [facts["perf.appraisal"]], "vals": {"state": "draft"}, "context": {"perf_write_token": True}}
    headers = {"Authorization": f"bearer {key.split()[0]}"}
    for method, more in (("write", {}), ("unlink", {"vals": None}), ("action_return", {"vals": None, "reason": "No."})):
        sent = {name: value for name, value in {**body, **more}.items() if value is not None}
        answer = requests.post(f"{running.url}/json/2/perf.appraisal/{method}", json=sent, headers=headers, timeout=60)
        assert answer.status_code in (403, 422), answer.text
    read = requests.post(
        f"{running.url}/json/2/perf.appraisal/read",
        json={"ids": body["ids"], "fields": ["state"]},
        headers=headers,
        timeout=60,
    )
    assert read.json() == [{"id": body["ids"][0], "state": "confirmed"}]
    assert dump(running.database) == before
    running.expect(r" odoo\.http: ", 3)


def test_the_files_are_what_was_confirmed(world):
    running, facts = world
    client = running.rpc("office", county.password("office"))
    contents = [client.get(f"/web/content/{file}").content for file in facts["files"]]
    assert contents == [b"what was done", b"the letter of praise"]
    [row] = client.call("perf.appraisal", "read", [facts["perf.appraisal"]], ["evidence_checksums"])
    found = client.call("ir.attachment", "read", facts["files"], ["checksum"])
    assert row["evidence_checksums"] == {str(file["id"]): file["checksum"] for file in found}


def test_an_upload_token_does_not_delete_what_is_sealed(world):
    """The chatter hands out tokens that let uploaders delete their files whatever their rights are by then."""
    running, facts = world
    code = f"print('token ' + env['ir.attachment'].browse({facts['files'][0]})._get_ownership_token())"
    token = harness.shell(running.database, code).split("token ", 1)[1].split()[0]
    client = running.rpc("staff", county.password("staff"))
    before = dump(running.database)
    with pytest.raises(harness.RPCError):
        client.json("/mail/attachment/delete", attachment_id=facts["files"][0], access_token=token)
    assert dump(running.database) == before
    running.expect(r" odoo\.http: ", 1)


# === READING === #

CONCERNED = (
    "perf.appraisal",
    "perf.appraisal.line",
    "perf.claim",
    "perf.score.change",
    "perf.score.entry",
    "mail.message",
)


@pytest.mark.parametrize("login", OTHERS)
def test_nothing_of_a_sheet_is_read_by(world, login):
    running, facts = world
    client = running.rpc(login, county.password(login))
    refused = 0
    for model in (*CONCERNED, "perf.review.note"):
        ask = [["id", "=", facts[model]]]
        for method, args in (
            ("read", [[facts[model]]]),
            ("web_read", [[facts[model]], {"display_name": {}}]),
            ("export_data", [[facts[model]], ["id"]]),
            ("search_read", [ask, ["id"]]),
            ("search_count", [ask]),
            ("name_search", ["", ask]),
            ("formatted_read_group", [ask, [], ["__count"]]),
        ):
            try:
                answer = client.call(model, method, *args)
            except harness.RPCError:
                refused += 1
            else:
                count = answer[0]["__count"] if method == "formatted_read_group" else answer
                assert not count, f"{model}.{method}"
    for file in facts["files"]:
        for path in (f"/web/content/{file}", f"/web/image/{file}", f"/web/content/ir.attachment/{file}/raw"):
            answer = client.get(path)
            assert answer.status_code in (403, 404) or b"placeholder" in answer.url.encode() or not _is_proof(answer), (
                path
            )
    sheet = facts["perf.appraisal"]
    for route, params in (
        ("/mail/thread/messages", {"thread_model": "perf.appraisal", "thread_id": sheet}),
        ("/mail/data", {"fetch_params": [["mail.thread", {"thread_model": "perf.appraisal", "thread_id": sheet}]]}),
    ):
        try:
            answer = json.dumps(client.json(route, **params))
        except harness.RPCError:
            refused += 1
        else:
            assert "A word in private" not in answer and "proof" not in answer, route
    running.expect(r" odoo\.http: ", refused)


def _is_proof(answer):
    return answer.content in (b"what was done", b"the letter of praise")


def test_those_concerned_read_it(world):
    """The same questions are answered to those who may ask them, so that the refusals above mean something."""
    running, facts = world
    for login in ("staff", "deputy", "office", "auditor"):
        client = running.rpc(login, county.password(login))
        for model in CONCERNED:
            if model == "perf.score.entry" and login in ("staff", "deputy"):
                continue
            assert client.call(model, "search_count", [["id", "=", facts[model]]]) == 1, (login, model)
        assert _is_proof(client.get(f"/web/content/{facts['files'][0]}")), login
        thread = {"thread_model": "perf.appraisal", "thread_id": facts["perf.appraisal"]}
        assert "A word in private" in json.dumps(client.json("/mail/thread/messages", **thread)), login

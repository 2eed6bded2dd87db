"""Plain staff at every door but `call_kw`: others' sheets, evidence, exports, printed files, talk; own ones as well.

The answer for what is somebody else's is the answer for what is not there.
"""

import json
import re

import county
import harness
import pytest
import requests

FORM = "perf_appraisal.report_perf_appraisal"
MISSING = 2_000_000_000
LOGGED = r" odoo\.http: | odoo\.addons\.web\.controllers\.(export|report): "
SECRETS = ("A word in private", "the letter of praise", "what was done", "Open tasks.")

#: The confirmed county, where two of the staff may export and have keys for programs, and one has printed.
CODE = (
    county.CONFIRM
    + """
from datetime import datetime, timedelta
printed = env["perf.print"].with_user(County.staff).start("%s", County.sheet.ids)["res_id"]
env["perf.batch"]._cron_run()
job = env["perf.print"].browse(printed)
assert job.state == "done", job.error
facts |= {"job": job.id, "pdf": job.file_id.id, "keys": {}}
for user in (County.staff, County.stranger):
    user.group_ids = [(4, env.ref("base.group_allow_export").id)]
    keys, tomorrow = env["res.users.apikeys"].with_user(user).sudo(), datetime.now() + timedelta(days=1)
    facts["keys"][user.login] = keys._generate("rpc", "a program", tomorrow)
"""
    % FORM
)


class Visitor:
    """Somebody with a browser and a key for programs; each method returns ``(status, what is told)``."""

    def __init__(self, running, facts, login):
        self.client, self.login = running.rpc(login, county.password(login)), login
        self.key, self.url = facts["keys"][login], running.url
        page = self.client.get("/odoo").text
        self.token = re.search(r'csrf_token: "([^"]+)"', page).group(1)

    def page(self, path, data=None, files=None):
        """Ask for a page, or send a form to it; of pages that refuse only the status tells."""
        if data is None:
            answer = self.client.get(path, allow_redirects=False)
        else:
            answer = self.client.post(path, data={**data, "csrf_token": self.token}, files=files)
        try:
            told = answer.json()
        except ValueError:
            told = answer.content.decode("latin-1") if answer.status_code == 200 else ""
        return answer.status_code, self.named(told)

    def json(self, path, **params):
        """Call a route of the web client's."""
        payload = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.client.session.post(self.url + path, json=payload, timeout=60).json()
        return 200 if "error" not in answer else answer["error"]["code"], self.named(answer)

    def program(self, model, method, **params):
        """Call a method as a program does, with a key."""
        headers = {"Authorization": f"bearer {self.key}", "X-Odoo-Database": self.client.info["db"]}
        path = f"{self.url}/json/2/{model}/{method}"
        answer = requests.post(path, json=params, headers=headers, timeout=60)
        return answer.status_code, self.named(answer.json())

    @staticmethod
    def named(told):
        """Return of an error its kind and sentence: traces name lines of code and numbers."""
        while isinstance(told, dict) and ("error" in told or ("data" in told and "message" in told)):
            told = told.get("error") or told["data"]
        if isinstance(told, dict) and "debug" in told:
            told = (told["name"], told["message"])
        text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
        return text.partition("&#34;debug&#34;")[0]


def export(record):
    fields = [{"name": "self_summary", "label": "Summary", "type": "text"}, {"name": "id", "label": "Number"}]
    asked = {"model": "perf.appraisal", "fields": fields, "ids": [record], "domain": [], "import_compat": False}
    return {"data": json.dumps(asked)}


def fetch(record):
    request_list = ["messages", "attachments", "followers", "activities"]
    return [["mail.thread", {"thread_model": "perf.appraisal", "thread_id": record, "request_list": request_list}]]


#: Name → what is asked for, how, and what the owner sees there; nothing: that he is let in, in whatever words.
DOORS = {
    "content": ("file", lambda who, key: who.page(f"/web/content/{key}"), "what was done"),
    "content by name": (
        "file",
        lambda who, key: who.page(f"/web/content?model=ir.attachment&id={key}&field=datas&download=true"),
        "what was done",
    ),
    "content of a record": (
        "file",
        lambda who, key: who.page(f"/web/content/ir.attachment/{key}/raw/file.txt"),
        "what was done",
    ),
    "printed file": ("pdf", lambda who, key: who.page(f"/web/content/{key}?download=true"), "%PDF"),
    "first page": ("pdf", lambda who, key: who.page(f"/mail/attachment/pdf_first_page/{key}"), None),
    "report": ("sheet", lambda who, key: who.page(f"/report/pdf/{FORM}/{key}"), "%PDF"),
    "report as a page": ("sheet", lambda who, key: who.page(f"/report/html/{FORM}/{key}"), "<html"),
    "download": (
        "sheet",
        lambda who, key: who.page(
            "/report/download", {"data": json.dumps([f"/report/pdf/{FORM}/{key}", "qweb-pdf"]), "context": "{}"}
        ),
        "%PDF",
    ),
    "csv": ("sheet", lambda who, key: who.page("/web/export/csv", export(key)), '"Summary"'),
    "xlsx": ("sheet", lambda who, key: who.page("/web/export/xlsx", export(key)), "PK"),
    "upload": (
        "sheet",
        lambda who, key: who.page(
            "/web/binary/upload_attachment",
            {"model": "perf.appraisal", "id": str(key)},
            {"ufile": ("more.txt", b"more", "text/plain")},
        ),
        False,  # the sheet is confirmed: refused to everybody
    ),
    "upload to talk": (
        "sheet",
        lambda who, key: who.page(
            "/mail/attachment/upload",
            {"thread_model": "perf.appraisal", "thread_id": str(key)},
            {"ufile": ("more.txt", b"more", "text/plain")},
        ),
        False,
    ),
    "button": (
        "sheet",
        lambda who, key: who.json(
            "/web/dataset/call_button/perf.appraisal/action_withdraw",
            model="perf.appraisal",
            method="action_withdraw",
            args=[[key]],
            kwargs={},
        ),
        False,  # confirmed
    ),
    "program reads": (
        "sheet",
        lambda who, key: who.program("perf.appraisal", "read", ids=[key], fields=["display_name"]),
        "display_name",
    ),
    "program reads a form": (
        "line",
        lambda who, key: who.program("perf.appraisal.line", "web_read", ids=[key], specification={"self_note": {}}),
        "self_note",
    ),
    "program writes": (
        "sheet",
        lambda who, key: who.program("perf.appraisal", "write", ids=[key], vals={"self_summary": "mine"}),
        False,
    ),
    "program deletes": ("sheet", lambda who, key: who.program("perf.appraisal", "unlink", ids=[key]), False),
    "program acts": ("sheet", lambda who, key: who.program("perf.appraisal", "action_submit", ids=[key]), False),
    "program prints": (
        "sheet",
        lambda who, key: who.program("perf.print", "start", report_name=FORM, record_ids=[key]),
        "perf.print",
    ),
    "program downloads": (
        "job",
        lambda who, key: who.program("perf.print", "action_download", ids=[key]),
        "/web/content",
    ),
    "talk": (
        "sheet",
        lambda who, key: who.json("/mail/thread/messages", thread_model="perf.appraisal", thread_id=key),
        "A word in private",
    ),
    "talk and files": ("sheet", lambda who, key: who.json("/mail/data", fetch_params=fetch(key)), "perf.appraisal"),
    "posting": (
        "sheet",
        lambda who, key: who.json(
            "/mail/message/post", thread_model="perf.appraisal", thread_id=key, post_data={"body": "Hello"}
        ),
        None,
    ),
    "following": (
        "sheet",
        lambda who, key: who.json(
            "/mail/thread/subscribe",
            res_model="perf.appraisal",
            res_id=key,
            partner_ids=[who.client.info["partner_id"]],
        ),
        None,
    ),
    "link of a mail": ("sheet", lambda who, key: who.page(f"/mail/view?model=perf.appraisal&res_id={key}"), None),
}


@pytest.fixture(scope="module")
def world(make_db, server):
    """A server on the county, what matters in it, and who come: its owner, and somebody of another unit."""
    database = make_db()
    facts = county.make(database, CODE)
    running = server(database, workers=0)
    asked = {
        "sheet": facts["perf.appraisal"],
        "line": facts["perf.appraisal.line"],
        "file": facts["files"][0],
        "pdf": facts["pdf"],
        "job": facts["job"],
    }
    return running, asked, Visitor(running, facts, "staff"), Visitor(running, facts, "stranger"), facts


@pytest.fixture(autouse=True)
def _refusals_are_logged(world):
    """Expect whatever Odoo's own routes say in the log of what they refuse."""
    running = world[0]
    before = len(harness.alarms(running.log()))
    yield
    refused = [line for line in harness.alarms(running.log())[before:] if re.search(LOGGED, line)]
    running.expect(LOGGED, len(refused))


@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_is_answered_as_if_it_were_not_there(world, door):
    _running, asked, _owner, stranger, _facts = world
    what, ask, _shown = DOORS[door]
    theirs, missing = (ask(stranger, key) for key in (asked[what], MISSING))
    assert theirs == (missing[0], missing[1].replace(str(MISSING), str(asked[what])))
    for secret in (*SECRETS, "%PDF"):
        assert secret not in theirs[1]


@pytest.mark.parametrize("door", [name for name, (_what, _ask, shown) in DOORS.items() if shown])
def test_the_owner_is_let_in(world, door):
    _running, asked, owner, _stranger, _facts = world
    what, ask, shown = DOORS[door]
    status, told = ask(owner, asked[what])
    assert status == 200, told[:500]
    assert shown in told


def test_figures_beside_lists_count_what_one_may_see(world):
    """The panel with filters beside a list, and the grid's workbook, of another unit."""
    _running, _asked, owner, stranger, facts = world
    for who, there in ((owner, "East Township"), (stranger, "West Township")):
        panel = who.client.call(
            "perf.appraisal",
            "search_panel_select_range",
            "unit_id",
            enable_counters=True,
            search_domain=[["period_id", "=", facts["perf.period"]]],
        )
        assert [row["display_name"] for row in panel["values"] if row["parent_id"]] == [there]
        assert {row["__count"] for row in panel["values"]} == {1}
    township = facts["departments"]["township"]
    address = f"/perf_appraisal/grid.xlsx?kind=review&period_id={facts['perf.period']}&unit_id="
    theirs, missing = (stranger.page(f"{address}{unit}") for unit in (township, MISSING))
    assert theirs[0] == missing[0]

"""Who may do what on whose sheet: two officers, two leaders, stand-ins of each, a vacant head; over the network.

Whoever is refused has really tried; of those who may, the form says so to each, and one does it.
"""

import re
import threading

import county
import harness
import pytest

#: Run in `odoo shell` after the county is made. ``member`` belongs to the office and to the township's appraisal group.
DUTIES = """
from odoo import Command, fields
OFFICE = "perf_appraisal.group_perf_office"
led = {"parent_id": County.deputy.employee_id.id}
County.vacant = County._create_department("Vacant Township", parent_id=County.county.id)
users |= {login: County._create_user(login, County.other) for login in
          ("for_deputy", "for_head", "for_office", "for_member", "for_vacant", "post")}
users["member"] = County._create_user("member", County.section, groups=OFFICE, **led)
users["group"] = County._create_user("group", County.vacant)
County.township.perf_coordinator_ids = [Command.link(users["member"].employee_id.id)]
County.vacant.perf_coordinator_ids = users["group"].employee_id
County.vacant.manager_id = users["post"].employee_id
County._create_plan(County.unit_indicators, scope="unit", unit_id=County.vacant.id)
County.vacant.manager_id = False
month = County._next_month()
County._open_period(month)
sheets = {
    "staff": County._sheet_of(County.staff, month),
    "member": County._sheet_of(users["member"], month),
    "unit": County._create_unit_sheet(),
    "vacant": County._create_unit_sheet(County.vacant),
}
for login, sheet in sheets.items():
    County._fill_in(sheet, {"unit": County.coordinator, "vacant": users["group"]}.get(login))

def stand_in(by, standin, accepted=True, **values):
    values = {"standin_id": users[standin].employee_id.id, "reason": "Leave", **values}
    found = env["perf.standin"].with_user(by).create(values)
    if accepted:
        found.with_user(users[standin]).action_accept()
    return found

stand_in(County.head, "for_deputy", employee_id=County.deputy.employee_id.id, role="reviewer")
stand_in(County.office, "for_head", employee_id=County.head.employee_id.id, role="head", unit_id=County.township.id)
stand_in(County.office2, "for_office", employee_id=County.office.employee_id.id, role="confirmer")
stand_in(users["member"], "for_member", employee_id=users["member"].employee_id.id, role="confirmer")
vacant = stand_in(County.chief, "for_vacant", False, employee_id=False, role="head", unit_id=County.vacant.id)
facts = {"sheets": {name: sheet.id for name, sheet in sheets.items()}, "standin": vacant.id}
facts["plan"] = County.plan_unit.id
"""

#: Columns, from left to right in the order in which they are done: a letter for the sheet and the action. The sheets:
#: s of staff, m of the member of the office, u of the township, v of the township whose head is missing. The actions:
#: s submit, r review, c confirm, x correct (and confirmed anew), a the stand-in for the vacant head accepts.
#: Cells: - refused, + allowed, ! allowed and done by this one.
TABLE = """
             ss sr sc sx sc  ms mr mc  us ur uc  vs va vs vr
staff        !  -  -  -  -   -  -  -   -  -  -   -  -  -  -
coordinator  +  -  -  -  -   +  -  -   -  -  -   -  -  -  -
deputy       -  +  -  -  -   -  !  -   -  -  -   -  -  -  -
for_deputy   -  !  -  -  -   -  +  -   -  -  -   -  -  -  -
head         -  -  -  -  -   -  -  -   +  -  -   -  -  -  -
for_head     -  -  -  -  -   -  -  -   !  -  -   -  -  -  -
office       -  -  !  !  -   -  -  +   -  !  -   -  -  -  +
for_office   -  -  +  -  -   -  -  !   -  -  -   -  -  -  -
office2      -  -  +  +  +   -  -  +   -  +  !   -  -  -  !
member       +  -  +  +  !   !  -  -   -  -  -   -  -  -  +
for_member   -  -  +  -  +   -  -  -   -  -  -   -  -  -  -
chief        -  -  -  -  -   -  -  -   -  -  -   -  -  -  -
group        -  -  -  -  -   -  -  -   -  -  -   -  -  -  -
for_vacant   -  -  -  -  -   -  -  -   -  -  -   -  !  !  -
auditor      -  -  -  -  -   -  -  -   -  -  -   -  -  -  -
hr           -  -  -  -  -   -  -  -   -  -  -   -  -  -  -
stranger     -  -  -  -  -   -  -  -   -  -  -   -  -  -  -
"""
SHEETS = {"s": "staff", "m": "member", "u": "unit", "v": "vacant"}
ACTIONS = {"s": "submit", "r": "review", "c": "confirm", "x": "correct", "a": "accept"}


@pytest.fixture(scope="module")
def world(make_db, server):
    database = make_db()
    facts = county.make(database, DUTIES)
    return server(database, workers=2), facts


def attempt(client, model, record, action):
    """Do an action as somebody; return whether he might."""
    reason = ["A wrong number"] if action == "correct" else []
    try:
        client.call(model, f"action_{action}", [record], *reason)
    except harness.RPCError as error:
        assert error.name.endswith(("UserError", "AccessError")), error
        return False
    return True


def test_who_may_do_what_on_whose_sheet(world):
    running, facts = world
    columns, *rows = [line.split() for line in TABLE.strip().splitlines()]
    clients = {login: running.rpc(login, county.password(login)) for login, *_cells in rows}
    refused, wrong = 0, []
    for place, column in enumerate(columns):
        model, record = "perf.appraisal", facts["sheets"][SHEETS[column[0]]]
        if column[1] == "a":
            model, record = "perf.standin", facts["standin"]
        action = ACTIONS[column[1]]
        cells = {login: cells[place] for login, *cells in rows}
        for login, cell in sorted(cells.items(), key=lambda item: "-+!".index(item[1])):
            if cell == "+":
                [found] = clients[login].call(model, "read", [record], [f"can_{action}"])
                may = found[f"can_{action}"]
            else:
                may = attempt(clients[login], model, record, action)
                refused += not may
            if may != (cell != "-"):
                wrong.append(f"{place + 1}. {column} {login}: {'may' if may else 'may not'}")
    assert not wrong, "\n".join(wrong)
    running.expect(r" odoo\.http: ", refused)
    states = harness.sql(
        running.database,
        f"SELECT state FROM perf_appraisal WHERE id IN ({','.join(map(str, facts['sheets'].values()))}) ORDER BY id",
    )
    assert sorted(re.sub(r"\W", "", state) for (state,) in states) == ["confirmed"] * 3 + ["reviewed"]


def test_several_revisions_of_a_plan_at_once_are_one_draft(world):
    running, facts = world
    clients = [running.rpc(login, county.password(login)) for login in ("coordinator", "head", "office") * 2]
    barrier, found = threading.Barrier(len(clients)), []

    def revise(client):
        barrier.wait()
        found.append(client.call("perf.plan", "action_revise", [facts["plan"]])["res_id"])

    threads = [threading.Thread(target=revise, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(clients)
    assert len(set(found)) == 1
    drafts = harness.sql(running.database, f"SELECT id FROM perf_plan WHERE previous_id = {facts['plan']}")
    assert drafts == [[str(found[0])]]

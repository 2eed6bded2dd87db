"""Damaged and oversized tables end in a sentence at every door, as plain users meet them over the network."""

import base64
import io
import time

import county
import damaged
import harness
import openpyxl
import pytest
import workbooks

SECONDS = 20.0  # a shared machine is slow at times; `./dev bench files` holds each to two
KINDS = list(damaged.KINDS)

FACTS = """
facts = {"scheme": County.scheme.id, "cycle": County.cycle.id, "period": County.month.id}
"""


@pytest.fixture(scope="module")
def doors(make_db, server):
    """The server, and by door: client, model, values of the dialog, its button, and a sound file."""
    database = make_db()
    facts = county.make(database, FACTS)
    running = server(database, workers=1)
    office = running.rpc("office", county.password("office"))
    coordinator = running.rpc("coordinator", county.password("coordinator"))
    grid = coordinator.get(f"/perf_appraisal/grid.xlsx?kind=self&period_id={facts['period']}").content
    book, rows = (
        openpyxl.Workbook(),
        (["序号", "指标名称", "分值", "评分办法"], [1, "公路建设", 10, "每少1公里扣0.5分"]),
    )
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    table = stream.getvalue()
    indicators = (office, "perf.indicator.import", {"scheme_id": facts["scheme"]}, "action_read")
    return running, {
        "indicators": (*indicators, table),
        "indicators, xls": (*indicators, workbooks.xls(rows)),
        "indicators, ods": (*indicators, workbooks.ods(rows)),
        "superior": (office, "perf.superior.indicator.import", {"cycle_id": facts["cycle"]}, "action_read", table),
        "grid": (coordinator, "perf.grid.import", {}, "action_preview", grid),
    }


def upload(door, content):
    """Upload a file and press the button; return what is refused and why, or nothing when it was read."""
    client, model, values, button, _sound = door
    values = {**values, "filename": "table.xlsx", "file": base64.b64encode(content).decode()}
    [dialog] = client.call(model, "create", [values])
    started = time.monotonic()
    try:
        client.call(model, button, [dialog])
        return ""
    except harness.RPCError as error:
        assert error.name == "odoo.exceptions.UserError", error
        return error.message
    finally:
        assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("name", ["indicators", "indicators, xls", "indicators, ods", "superior", "grid"])
def test_a_damaged_table_ends_in_a_sentence(doors, name):
    running, by_name = doors
    door = by_name[name]
    assert not upload(door, door[-1]), "the sound file is read"
    refused = 0
    turns = 1 if "," in name else 3
    for number in range(turns * len(KINDS)):
        kind, content = damaged.make(number, door[-1])
        reason = upload(door, content)
        assert reason or kind in damaged.DAMAGE, kind
        refused += bool(reason)
    running.expect(r" odoo\.http: ", refused)


def test_what_holds_far_more_than_a_table_costs_little(doors):
    running, by_name = doors
    for number, kind in enumerate(damaged.TOO_MUCH):
        door = list(by_name.values())[number % len(by_name)]
        assert upload(door, damaged.too_much(kind)), kind
    running.expect(r" odoo\.http: ", len(damaged.TOO_MUCH))

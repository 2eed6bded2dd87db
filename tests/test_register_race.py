"""Two at once in the register, in two worker processes: what is confirmed is posted once, a loss is proposed once."""

import county
import harness
import pytest
from test_seals_race import at_once

#: Entries that were submitted, and superior indicators on which the county lost points.
ENTERED = """
from odoo.addons.perf_appraisal.tests.register import RegisterCase

class Entered(County, RegisterCase):
    pass

Entered._setup_register()
entries = env["perf.adjustment"]
for _number in range(19):
    entries += Entered._enter()
entries.with_user(Entered.other_head).action_submit()
lost = env["perf.superior.indicator"].create(
    [
        {"cycle_id": Entered.cycle.id, "name": f"Air {n}", "lead_unit_id": Entered.township.id, "lost_points": 1.0}
        for n in range(6)
    ]
)
facts = {"entries": entries.ids, "lost": lost.ids}
"""

#: Somebody confirms who began while the period was open, and meanwhile it was closed.
CLOSED = """
from odoo import api
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

office = env["res.users"].search([("login", "=", "office")])
period = env["perf.adjustment"].browse(ENTRY).period_id
with Registry(env.cr.dbname).cursor() as cr:
    entry = api.Environment(cr, office.id, {})["perf.adjustment"].browse(ENTRY)
    began = entry.period_id.state  # what this transaction sees from now on
    period._unlocked().state = "closed"
    env.cr.commit()
    try:
        entry.action_confirm()
        print("it went through")
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        print("it collided")
    cr.rollback()
period._unlocked().state = began
env.cr.commit()
"""


@pytest.fixture(scope="module")
def world(make_db, server):
    """The server, and what was entered."""
    database = make_db()
    facts = county.make(database, ENTERED)
    return server(database, workers=2), facts


def test_two_who_confirm_at_once_post_once(world):
    running, facts = world
    both = county.clients(running, "office", "office2")
    together, single = facts["entries"][:6], facts["entries"][6:12]
    for entries in (together, *([entry] for entry in single)):
        calls = [
            lambda client=client, found=entries: client.call("perf.adjustment", "action_confirm", found)
            for client in both
        ]
        assert not at_once(*calls)
    assert county.posted(running, "perf.adjustment", together + single) == [("confirmed", 1, -0.5)] * 12


def test_confirmed_and_refused_at_once_is_one_of_both(world):
    running, facts = world
    one, other = county.clients(running, "office", "office2")
    refused = []
    for entry in facts["entries"][12:18]:
        refused += at_once(
            lambda entry=entry: one.call("perf.adjustment", "action_confirm", [entry]),
            lambda entry=entry: other.call("perf.adjustment", "action_refuse", [entry], reason="Not so"),
        )
    found = county.posted(running, "perf.adjustment", facts["entries"][12:18])
    assert set(found) <= {("confirmed", 1, -0.5), ("refused", 0, 0.0)}
    assert len(refused) == len(found)
    running.expect(r" odoo\.http: ", len(refused))


def test_a_loss_is_proposed_once_whoever_presses(world):
    running, facts = world
    both = county.clients(running, "office", "office2")
    refused = []
    for lost in facts["lost"]:
        calls = [
            lambda client=client, lost=lost: client.call("perf.superior.indicator", "action_propose_deductions", [lost])
            for client in both
        ]
        refused += at_once(*calls)
    assert all("Nothing to propose" in error.message for error in refused)
    rows = harness.sql(running.database, "SELECT count(*) FROM perf_adjustment WHERE superior_indicator_id IS NOT NULL")
    assert (len(refused), int(rows[0][0])) == (6, 6)
    running.expect(r" odoo\.http: ", len(refused))


def test_nothing_is_posted_into_a_period_that_is_closed_meanwhile(world):
    running, facts = world
    printed = harness.shell(running.database, CLOSED.replace("ENTRY", str(facts["entries"][18])))
    assert "it collided" in printed.splitlines()

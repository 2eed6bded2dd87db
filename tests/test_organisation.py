"""Rights follow the live organisation at once, in every worker process: nothing is kept that a move makes wrong."""

import re
from contextlib import contextmanager

import county
import harness
import pytest

ANY_WORKER = re.compile(r"^\S+ \S+ (\d+) INFO \S+ werkzeug:", re.MULTILINE)
WORKER = re.compile(r"^\S+ \S+ (\d+) INFO \S+ werkzeug: .* \"POST /web/dataset/call_kw/perf\.appraisal/", re.MULTILINE)


class World:
    """The running county, asked by its people."""

    def __init__(self, running, facts):
        self.running, self.facts = running, facts
        self.clients = {}
        self.refused = 0

    def client(self, login):
        if login not in self.clients:
            self.clients[login] = self.running.rpc(login, county.password(login))
        return self.clients[login]

    def sees(self, login, sheet="staff"):
        """Ask until both workers have answered, several times each; all must agree."""
        sheet, before = self.facts["sheets"][sheet], len(self.running.log())
        answers, asked, workers = set(), 0, {}
        while asked < 60 and (len(workers) < 2 or min(workers.values()) < 3):
            found = self.client(login).call("perf.appraisal", "search_count", [["id", "=", sheet]])
            lines = self.client(login).call("perf.appraisal.line", "search_count", [["appraisal_id", "=", sheet]])
            answers |= {bool(found), bool(lines), self.reads(login, sheet)}
            asked += 1
            pids = WORKER.findall(self.running.log()[before:])
            workers = {pid: pids.count(pid) for pid in pids}
        assert len(workers) == 2, "both workers were asked"
        assert len(answers) == 1, "all ways to ask, and both workers, agree"
        return answers.pop()

    def reads(self, login, sheet):
        try:
            return bool(self.client(login).call("perf.appraisal", "read", [sheet], ["state"]))
        except harness.RPCError:
            self.refused += 1
            return False

    def department(self, name, **values):
        """Let HR change a department."""
        self.client("hr").call("hr.department", "write", [self.facts["departments"][name]], values)

    def people(self, name, **values):
        """Let the office change leaders in charge or the appraisal group by its dialog."""
        office = self.client("office")
        values = {"department_id": self.facts["departments"][name], "reason": "Moved", **values}
        [dialog] = office.call("perf.unit.setup", "create", [values])
        office.call("perf.unit.setup", "action_apply", [dialog])

    @contextmanager
    def moves(self, old, new, sheet="staff"):
        """The old one sees the sheet before, the new one after, and neither the other way round."""
        assert (self.sees(old, sheet), self.sees(new, sheet)) == (True, False)
        yield
        assert (self.sees(old, sheet), self.sees(new, sheet)) == (False, True)


@pytest.fixture(scope="module")
def world(make_db, server):
    database = make_db()
    facts = county.make(database)
    return World(server(database, workers=2), facts)


@pytest.fixture(autouse=True)
def _announce_refusals(world):
    yield
    world.running.expect(r" odoo\.http: ", world.refused)
    world.refused = 0


def test_second_worker_answers(world):
    before = len(world.running.log())
    for _turn in range(8):
        assert world.running.rpc().info["uid"]
    workers = set(ANY_WORKER.findall(world.running.log()[before:]))
    assert len(workers) > 1, "both worker processes took requests"


def test_moving_a_head(world):
    people = world.facts["people"]
    with world.moves("head", "other_head"):
        world.department("township", manager_id=people["other_head"])
    with world.moves("other_head", "head"):
        world.department("township", manager_id=people["head"])


def test_moving_a_leader_in_charge(world):
    """Asked about the sheet of the head, whom no leader in charge reviews."""
    people = world.facts["people"]
    with world.moves("deputy", "stranger", "head"):
        world.people("township", perf_deputy_ids=[[6, 0, [people["stranger"]]]])
    with world.moves("stranger", "deputy", "head"):
        world.people("township", perf_deputy_ids=[[6, 0, [people["deputy"]]]])


def test_moving_the_appraisal_group(world):
    people = world.facts["people"]
    with world.moves("coordinator", "colleague"):
        world.people("township", perf_coordinator_ids=[[6, 0, [people["colleague"]]]])
    with world.moves("colleague", "coordinator"):
        world.people("township", perf_coordinator_ids=[[6, 0, [people["coordinator"]]]])


def test_moving_a_branch(world):
    departments = world.facts["departments"]
    with world.moves("head", "other_head"):
        world.department("section", parent_id=departments["other"])
    assert world.sees("chief")
    with world.moves("other_head", "head"):
        world.department("section", parent_id=departments["township"])


def test_archiving_and_reviving_a_head(world):
    person = [world.facts["people"]["head"]]
    hr = world.client("hr")
    assert world.sees("head")
    hr.call("hr.employee", "write", person, {"active": False})
    assert not world.sees("head")
    hr.call("hr.employee", "write", person, {"active": True})
    assert world.sees("head")


def test_changing_hands_of_an_account(world):
    facts, hr = world.facts, world.client("hr")
    with world.moves("head", "stranger"):
        hr.call("hr.employee", "write", [facts["people"]["stranger"]], {"user_id": False})
        hr.call("hr.employee", "write", [facts["people"]["head"]], {"user_id": facts["users"]["stranger"]})
    with world.moves("stranger", "head"):
        hr.call("hr.employee", "write", [facts["people"]["head"]], {"user_id": facts["users"]["head"]})
        hr.call("hr.employee", "write", [facts["people"]["stranger"]], {"user_id": facts["users"]["stranger"]})

"""Ballots over HTTP against several worker processes: each counts once or not at all, whatever happens to the line."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import county
import harness
import pytest
import requests

#: A rating of two units by a group on the web and by the staff, with codes; one that is over, one still to begin.
RATED = """
from datetime import timedelta
from odoo.addons.perf_appraisal.tests.ballots import BallotsMixin

class Votes(BallotsMixin, County):
    pass

groups = [{"name": "Delegates"}, {"name": "Staff", "rates": "own"}, {"name": "Visitors", "channel": "tally"}]
rating = Votes._create_rating(groups, intro="How did they work?\\nNobody is told who answered.")
group = rating.group_ids[0]
facts = {
    "rating": rating.id,
    "group": group.id,
    "codes": Votes._make_codes(group, 120),
    "staff": Votes._make_codes(rating.group_ids[1], 2, Votes.township),
    "dimensions": rating.rating_type_id.dimension_ids.ids,
    "choices": rating.rating_type_id.choice_ids.ids,
    "rated": rating.appraisee_ids.ids,
}
for name, days in (("early", 3), ("over", -3)):
    other = Votes._create_rating()
    facts[name] = Votes._make_codes(other.group_ids)[0]
    day = other.date_start + timedelta(days)
    env.cr.execute("UPDATE perf_rating SET date_start = %s, date_end = %s WHERE id = %s", [day, day, other.id])
"""


class Voter:
    """Whoever has a code: no login, one request at a time."""

    def __init__(self, running, facts):
        self.running, self.facts = running, facts

    def ticks(self, place=0):
        """Return a whole ballot that gives the same answer to all questions."""
        choice = self.facts["choices"][place]
        return [[one, asked, choice] for one in self.facts["rated"] for asked in self.facts["dimensions"]]

    def post(self, what, **body):
        """Send something, return what the server says."""
        answer = requests.post(f"{self.running.url}/perf/ballot/{what}", json=body, timeout=120)
        answer.raise_for_status()
        return answer.json()

    def ask(self, code):
        """Return what is asked."""
        return self.post("ask", code=code)

    def cast(self, code, place=0):
        """Send a whole ballot."""
        return self.post("cast", code=code, ticks=self.ticks(place), comments=[[0, f"words with {place}"]])

    def raw(self, code):
        """Return the bytes of a request that casts a ballot."""
        body = json.dumps({"code": code, "ticks": self.ticks(), "comments": []}).encode()
        head = (
            f"POST /perf/ballot/cast HTTP/1.1\r\nHost: 127.0.0.1:{self.running.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def cut(self, data):
        """Send bytes, and cut the line before an answer can come."""
        with socket.create_connection(("127.0.0.1", self.running.port)) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            line.sendall(data)


@pytest.fixture(scope="module")
def voter(make_db, server):
    """A voter before a server of four worker processes."""
    database = make_db()
    facts = county.make(database, RATED)
    return Voter(server(database, workers=4), facts)


def waiting(voter, code=None):
    """Return how many ballots wait to be counted, all or of one code."""
    where = f"AND b.code_hash = encode(sha256('{code}'), 'hex')" if code else ""
    query = f"SELECT count(*) FROM perf_rating_pending p JOIN perf_rating_ballot b ON b.id = p.ballot_id {where}"
    return int(harness.sql(voter.running.database, query)[0][0])


def take(voter):
    """Return a code that nobody has used."""
    return voter.facts["codes"].pop()


def test_ballot_counts_once(voter):
    code = take(voter)
    assert [one["id"] for one in voter.ask(code)["rated"]] == voter.facts["rated"]
    assert voter.cast(code) == {}
    assert voter.cast(code, 1)["problem"] == voter.ask(code)["problem"] == "used"
    assert waiting(voter, code) == 1


def test_code_says_why_it_does_not_serve(voter):
    for code, problem in ((voter.facts["early"], "early"), (voter.facts["over"], "over"), ("nothing", "unknown")):
        assert voter.ask(code)["problem"] == voter.cast(code)["problem"] == problem
        assert waiting(voter, code) == 0


def test_staff_are_asked_about_their_own_unit_only(voter):
    code = voter.facts["staff"].pop()
    assert len(voter.ask(code)["rated"]) == 1
    assert voter.cast(code) == {}, "what is ticked about others does not count"
    rows = harness.sql(voter.running.database, "SELECT content->'ticks' FROM perf_rating_pending WHERE unit_id > 0")
    assert [len(json.loads(ticks)) for (ticks,) in rows] == [len(voter.facts["dimensions"])]


def test_twenty_at_once_count_once(voter):
    for _turn in range(3):
        code = take(voter)
        with ThreadPoolExecutor(20) as pool:
            told = list(pool.map(lambda place, code=code: voter.cast(code, place % 3), range(20)))
        assert sorted(answer.get("problem", "") for answer in told) == ["", *["used"] * 19]
        assert waiting(voter, code) == 1


def test_what_fails_at_once_is_not_written_down_by_postgresql(voter):
    log = harness.LOG / "pg_start.log"
    if not log.is_file():
        pytest.skip("the PostgreSQL server is somebody else's")
    begin = log.stat().st_size
    code = take(voter)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _place: voter.cast(code), range(20)))
    written = log.read_bytes()[begin:].decode()
    assert "words with" not in written
    assert "ticks" not in written


def test_twenty_codes_at_once_count_each(voter):
    codes = [take(voter) for _turn in range(20)]
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(voter.cast, codes)) == [{}] * 20
    assert [waiting(voter, code) for code in codes] == [1] * 20


def test_line_that_is_cut_before_all_is_sent_leaves_the_code_unused(voter):
    code = take(voter)
    whole = voter.raw(code)
    for length in (len(whole) // 3, len(whole) - 1):
        voter.cut(whole[:length])
    time.sleep(0.5)
    assert waiting(voter, code) == 0
    assert voter.cast(code) == {}


def test_line_that_is_cut_before_the_answer_comes_counts_once(voter):
    codes = [take(voter) for _turn in range(10)]
    for code in codes:
        voter.cut(voter.raw(code))
    for code in codes:
        told = voter.cast(code)  # again, as the page does
        assert told.get("problem", "used") == "used"
        assert waiting(voter, code) == 1


def test_server_that_dies_counts_once_or_not_at_all(voter):
    codes = [take(voter) for _turn in range(8)]
    with ThreadPoolExecutor(8) as pool:
        told = [pool.submit(voter.cast, code) for code in codes]
        voter.running.kill9()
        answers = [None if one.exception() else one.result() for one in told]
    voter.running.start()
    for code, answer in zip(codes, answers, strict=True):
        assert waiting(voter, code) <= 1
        assert answer is None or waiting(voter, code) == 1, "what was confirmed is there"
        assert voter.cast(code).get("problem", "used") == "used"
        assert waiting(voter, code) == 1


def test_code_stands_in_no_log_of_the_server(voter):
    code = take(voter)
    voter.ask(code)
    voter.cast(code)
    log = voter.running.log()
    assert "/perf/ballot/cast" in log
    assert code not in log
    assert "words with" not in log


def test_far_too_much_is_refused_with_a_sentence(voter):
    for size in (600_000, 3_000_000):
        body = json.dumps({"code": take(voter), "comments": [[0, "x" * size]]})
        answer = requests.post(f"{voter.running.url}/perf/ballot/cast", data=body, timeout=60)
        assert answer.status_code == 400
        assert answer.json()["problem"] == "large"
    assert requests.post(f"{voter.running.url}/perf/ballot/cast", data=b"\x00{", timeout=60).status_code == 400


def test_visitor_who_is_logged_in_is_asked_as_everybody(voter):
    client = voter.running.rpc("staff", county.password("staff"))
    kept = harness.sql(voter.running.database, "SELECT * FROM res_device_log ORDER BY id")
    code = take(voter)
    answer = client.post("/perf/ballot/cast", json={"code": code, "ticks": voter.ticks()})
    assert (answer.json(), dict(answer.cookies)) == ({}, {})
    assert waiting(voter, code) == 1
    assert harness.sql(voter.running.database, "SELECT * FROM res_device_log ORDER BY id") == kept

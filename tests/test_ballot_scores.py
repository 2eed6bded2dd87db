"""What comes of a rating of forty units by four groups in all three ways, and of one of persons by their unit.

Ballots are cast over HTTP. The scores are compared with a computation by hand from what was sent, in fractions.
"""

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import county
import harness
import pytest
import requests

#: A rating of forty units that is open, and one of the people of a township; what a tally and an institute gave.
PREPARE = """
import random
from odoo import Command
from odoo.addons.perf_appraisal.tests.rating import RatingCase

class Rating(County, RatingCase):
    pass

units = [{"name": f"Unit {n}", "parent_id": County.county.id, "perf_is_unit": True,
          "perf_category_id": County.category_unit.id} for n in range(38)]
env["hr.department"].create(units)
County.cycle.sudo()._enrol()
Rating._setup_rating()
chance = random.Random(13)
asking = [part.id for part in Rating.kind.dimension_ids]
votes = [[one.id, part, choice.id, chance.randint(0, 9)]
         for one in Rating.rated for part in asking for choice in Rating.kind.choice_ids]
given = {one.id: chance.randint(500, 1000) / 10 for one in Rating.rated}
names = ("appraisee_id", "dimension_id", "choice_id", "votes")
Rating._tally(Rating.phone, [dict(zip(names, row)) for row in votes])
Rating._tally(Rating.institute, [{"appraisee_id": one, "percent": percent} for one, percent in given.items()])
people = Rating.cycle.appraisee_ids.filtered(lambda one: one.kind == "employee" and one.unit_id == County.township)
persons = Rating._create_rating(kind="employee", appraisee_ids=[Command.set(people.ids)],
                                group_ids=[Command.create({"name": "Colleagues", "rates": "own"})])
persons.action_open()
facts = {
    "ratings": [Rating.rating.id, persons.id],
    "weights": {part.id: part.weight for part in Rating.kind.dimension_ids},
    "worth": {choice.id: choice.value if choice.counts else None for choice in Rating.kind.choice_ids},
    "rated": {one.id: one.unit_id.id for one in Rating.rated},
    "people": people.ids,
    "votes": votes,
    "given": given,
    "delegates": Rating._codes(Rating.delegates, 30),
    "own": {one.id: Rating._codes(Rating.own_staff, number, one.unit_id)
            for one, number in zip(Rating.rated[:4], (12, 6, 5, 4))},
    "colleagues": Rating._codes(persons.group_ids, 7, County.township),
}
"""

#: Least answers of every group.
LEAST = 5


@pytest.fixture(scope="module")
def closed(make_db, server):
    """What is known of both ratings, and what was cast, when the office has closed them."""
    database = make_db()
    facts = county.make(database, PREPARE)
    running = server(database, workers=4)
    chance = random.Random(31)
    codes = [*facts["delegates"], *facts["colleagues"], *(code for own in facts["own"].values() for code in own)]

    def cast(code):
        asked = requests.post(f"{running.url}/perf/ballot/ask", json={"code": code}, timeout=120).json()
        ticks = [
            [one["id"], part["id"], chance.choice(asked["choices"])["id"]]
            for one in asked["rated"]
            for part in asked["dimensions"]
        ]
        answer = requests.post(f"{running.url}/perf/ballot/cast", json={"code": code, "ticks": ticks}, timeout=120)
        assert answer.json() == {}, answer.text
        return ticks

    with ThreadPoolExecutor(8) as clients:
        cast_by = dict(zip(codes, clients.map(cast, codes), strict=True))
    office = running.rpc("office", county.password("office"))
    for rating in facts["ratings"]:
        office.call("perf.rating", "action_close", [rating])
    return database, facts, cast_by


def keyed(table):
    """Return what came as JSON with its numbers as keys again."""
    return {int(key): value for key, value in table.items()}


def mean(facts, answers):
    """Return the mean of a group about one who is rated, by hand: nothing where there are too few answers.

    :param answers: pairs of dimension and choice
    """
    worth, weights = keyed(facts["worth"]), keyed(facts["weights"])
    by_dimension = defaultdict(list)
    for dimension, choice in answers:
        if worth[choice] is not None:
            by_dimension[dimension].append(Fraction(worth[choice]))
    told = {dimension: values for dimension, values in by_dimension.items() if len(values) >= LEAST}
    if not told:
        return None
    weighed = sum(Fraction(weights[dimension]) * sum(values) / len(values) for dimension, values in told.items())
    return weighed / sum(Fraction(weights[dimension]) for dimension in told)


def cast_about(cast_by, codes, rated):
    """Return the pairs of dimension and choice on these ballots about one who is rated."""
    return [(part, choice) for code in codes for one, part, choice in cast_by[code] if one == rated]


def stored(database, rating):
    """Return the totals of a rating and what it posted: `{rated: (score, points)}`."""
    rows = harness.sql(
        database,
        "SELECT s.appraisee_id, s.score, e.points FROM perf_rating_score s JOIN perf_score_entry e"
        " ON e.res_model = 'perf.rating' AND e.res_id = s.rating_id AND e.appraisee_id = s.appraisee_id"
        f" WHERE s.rating_id = {rating} AND s.group_id IS NULL",
    )
    return {int(one): (Fraction(score), Fraction(points)) for one, score, points in rows}


def test_scores_of_forty_units_are_those_computed_by_hand(closed):
    database, facts, cast_by = closed
    found, rated = stored(database, facts["ratings"][0]), keyed(facts["rated"])
    own, given = keyed(facts["own"]), keyed(facts["given"])
    assert len(found) == len(rated) == 40
    hidden = 0
    for one in rated:
        phone = [(part, choice) for who, part, choice, votes in facts["votes"] for _vote in range(votes) if who == one]
        means = {
            "delegates": (3, mean(facts, cast_about(cast_by, facts["delegates"], one))),
            "own": (2, mean(facts, cast_about(cast_by, own.get(one, ()), one))),
            "phone": (2, mean(facts, phone)),
            "institute": (3, Fraction(str(given[one]))),
        }
        counted = [(weight, value) for weight, value in means.values() if value is not None]
        hidden += means["own"][1] is None
        expected = sum(weight * value for weight, value in counted) / sum(weight for weight, _value in counted)
        score, points = found[one]
        assert abs(points - expected) < Fraction(1, 10**9), one
        assert abs(score - expected) <= Fraction(1, 200), one
    assert hidden >= 37, "of most units no staff voted, of one too few"


def test_scores_of_persons_are_those_computed_by_hand(closed):
    database, facts, cast_by = closed
    found = stored(database, facts["ratings"][1])
    expected = {one: mean(facts, cast_about(cast_by, facts["colleagues"], one)) for one in facts["people"]}
    expected = {one: value for one, value in expected.items() if value is not None}
    assert found.keys() == expected.keys()
    for one, value in expected.items():
        assert abs(found[one][1] - value) < Fraction(1, 10**9)


def test_nothing_is_left_of_codes_and_waiting_ballots(closed):
    database, _facts, _cast_by = closed
    for table in ("ballot", "pending"):
        assert harness.sql(database, f"SELECT count(*) FROM perf_rating_{table}") == [["0"]]

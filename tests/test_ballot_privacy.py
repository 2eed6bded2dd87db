"""Who has the whole database in hand still cannot tell who answered what: the administrator is played with SQL.

He knows everybody's code and group, and even in which order they came. After each counting, and after closing, he looks
at the tables of ballots with their system columns, dead rows included, and tries to join codes to answers and comments
by every order that the database keeps. Where there is no join he is right as often as chance is; where answers are
stored plainly, the same method finds every one.
"""

import hashlib
import json
import math
import random
import statistics

import county
import harness
import pytest

#: Ballots that are cast, and after how many the waiting ones are counted; the rest is counted at closing.
BALLOTS, PACE = 560, 45

#: A rating of two units that is open, with tallies, the codes of delegates, and a plain table to compare with.
PREPARE = f"""
from odoo.addons.perf_appraisal.tests.rating import RatingCase

class Rating(County, RatingCase):
    pass

Rating._setup_rating()
facts = {{
    "rating": Rating.rating.id,
    "codes": Rating._codes(Rating.delegates, {BALLOTS}),
    "questions": [[rated.id, part.id] for rated in Rating.rated for part in Rating.kind.dimension_ids],
    "choices": Rating.kind.choice_ids.ids,
}}
Rating._tally_phone()
Rating._tally_institute()
env.cr.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
env.cr.execute("CREATE TABLE plain_ballot AS SELECT code_hash, FALSE AS used FROM perf_rating_ballot ORDER BY id")
env.cr.execute("CREATE TABLE plain_comment (id serial, text text)")
"""

#: Ballots are cast each in a transaction of its own, and counted now and then; what the administrator sees is printed.
CAST = f"""
import json
from odoo import api

COLUMNS = "t.*, ctid::text, xmin::text::bigint AS xmin"
TABLES = ("perf_rating_ballot", "perf_rating_pending", "perf_rating_answer", "perf_rating_comment", "plain_ballot",
          "plain_comment")

def look():
    with env.registry.cursor() as cr:
        found = {{}}
        for table in TABLES:
            cr.execute(f"SELECT {{COLUMNS}} FROM {{table}} t ORDER BY ctid")
            found[table] = cr.dictfetchall()
        cr.execute("SELECT pg_relation_size('perf_rating_pending') / 8192")
        pages = cr.fetchone()[0]
        cr.execute("SELECT count(*) FROM generate_series(0, %%s - 1) p,"
                   " heap_page_items(get_raw_page('perf_rating_pending', p::int)) WHERE t_xmin IS NOT NULL", [pages])
        found["rows_on_pages"] = cr.fetchone()[0]
        return found

looks = [look()]
for place, (code, ticks, comments) in enumerate(json.loads(%(cast)r)):
    with env.registry.cursor() as cr:
        ballots = api.Environment(cr, 1, {{}})["perf.rating.ballot"]
        refused = ballots._cast(code, ticks, comments)
        assert not refused, refused
        cr.execute("INSERT INTO plain_comment (text) VALUES (%%s)", [comments[0][1]])
        cr.execute("UPDATE plain_ballot SET used = TRUE WHERE code_hash ="
                   " (SELECT code_hash FROM perf_rating_ballot b JOIN perf_rating_pending p ON p.ballot_id = b.id"
                   " ORDER BY p.id DESC LIMIT 1)")
    if place %% {PACE} == {PACE} - 1:
        env["perf.rating.pending"]._cron_settle()
        looks.append(look())
env.cr.commit()
office = env["res.users"].search([("login", "=", "office")])
env["perf.rating"].browse(%(rating)d).with_user(office).action_close()
env.cr.commit()
looks.append(look())
print("looks " + json.dumps(looks, default=str))
"""


class Experiment:
    """One rating from its first ballot to its closing, and what the administrator makes of it."""

    def __init__(self, database):
        facts = county.make(database, PREPARE)
        chance = random.SystemRandom()
        self.questions = [tuple(question) for question in facts["questions"]]
        self.ticks = {
            code: {question: chance.choice(facts["choices"]) for question in self.questions} for code in facts["codes"]
        }
        self.order = chance.sample(facts["codes"], BALLOTS)
        cast = [
            (code, [[*question, choice] for question, choice in self.ticks[code].items()], [[0, f"said by {code}"]])
            for code in self.order
        ]
        printed = harness.shell(database, CAST % {"cast": json.dumps(cast), "rating": facts["rating"]})
        self.looks = json.loads(printed.split("looks ", 1)[1].splitlines()[0])
        self.codes = {hashlib.sha256(code.encode()).hexdigest(): code for code in facts["codes"]}

    def batches(self):
        """Yield what came together from one look to the next: its codes by orders, and what was guessed by orders.

        Guesses are comments, named by the code that they should not betray, or the choices of one question.
        """
        place = {code: number for number, code in enumerate(self.order)}
        for before, after in zip(self.looks, self.looks[1:], strict=False):
            used = self._used(before)
            rows = [row for row in after["perf_rating_ballot"] if row["used"] and row["code_hash"] not in used]
            if not after["perf_rating_ballot"]:  # closed: of its codes he remembers where they stood before
                rows = [row for row in before["perf_rating_ballot"] if not row["used"]]
            codes = {
                order: [self.codes[row["code_hash"]] for row in sorted(rows, key=key)] for order, key in ORDERS.items()
            }
            codes["coming"] = sorted(codes["id"], key=place.get)
            yield codes, self._guesses(before, after)
        last = self.looks[-1]["perf_rating_comment"]
        yield (
            {"coming": self.order},
            {("comments", order): _said(sorted(last, key=key)) for order, key in ORDERS.items()},
        )

    def _guesses(self, before, after):
        known = set(_said(_comments(before)))
        new = [row for row in _comments(after) if row["said"] not in known]
        guesses = {("comments", order): _said(sorted(new, key=key)) for order, key in ORDERS.items()}
        votes = {_question(row): row["votes"] for row in before["perf_rating_answer"]}
        for question in self.questions:
            rows = [row for row in after["perf_rating_answer"] if _question(row)[:2] == question]
            guesses[question, "ctid"] = [
                row["choice_id"]
                for row in sorted(rows, key=ORDERS["ctid"])
                for _vote in range(row["votes"] - votes.get(_question(row), 0))
            ]
        return guesses

    @staticmethod
    def _used(look):
        return {row["code_hash"] for row in look["perf_rating_ballot"] if row["used"]}

    def truth(self, about, code):
        """Return what a guess should be about the ballot of a code."""
        return code if about == "comments" else self.ticks[code][about]


def _ctid(row):
    return tuple(map(int, row["ctid"].strip("()").split(",")))


#: Orders that a table keeps.
ORDERS = {
    "id": lambda row: row["id"],
    "ctid": _ctid,
    "xmin": lambda row: (row["xmin"], row["id"]),
    "xmin, place": lambda row: (row["xmin"], _ctid(row)),
}


def _question(row):
    return row["appraisee_id"], row["dimension_id"], row["choice_id"]


def _comments(look):
    """Return the comments that wait, each with whose it is: what the test knows, not the administrator."""
    rows = [row for row in look["perf_rating_pending"] if row["ballot_id"] is None]
    return [{**row, "said": row["content"]["comments"][0][1].removeprefix("said by ")} for row in rows]


def _said(rows):
    return [row["said"] if "said" in row else row["text"].removeprefix("said by ") for row in rows]


def hits_of(experiment, batches, deal=None):
    """Return how often the administrator is right, over all pairs of orders.

    :param deal: gives the code whose ballot counts as that of another, to see how often chance is right
    """
    hits = 0
    for codes, guesses in batches:
        owner = {code: code for code in next(iter(codes.values()))}
        if deal:
            owner = dict(zip(owner, deal(list(owner)), strict=True))
        for ordered in codes.values():
            for (about, _order), guessed in guesses.items():
                hits += sum(
                    guess == experiment.truth(about, owner[code]) for code, guess in zip(ordered, guessed, strict=False)
                )
    return hits


def compared_with_chance(experiment, batches):
    """Return hits, what chance expects, and how likely chance alone is as far from that (normal, two-sided)."""
    batches = list(batches)
    hits = hits_of(experiment, batches)
    by_chance = [hits_of(experiment, batches, lambda codes: random.sample(codes, len(codes))) for _turn in range(200)]
    expected, spread = statistics.fmean(by_chance), statistics.stdev(by_chance)
    return hits, expected, math.erfc(abs(hits - expected) / spread / math.sqrt(2))


@pytest.fixture(scope="module")
def experiment(make_db):
    return Experiment(make_db())


def test_no_order_of_the_database_joins_codes_to_answers(experiment, make_db):
    sizes = [len(codes["coming"]) for codes, _guesses in experiment.batches()]
    assert sum(sizes[:-1]) == sizes[-1] == BALLOTS
    assert min(sizes[:-2]) >= 10
    hits, expected, likely = compared_with_chance(experiment, experiment.batches())
    if likely <= 0.01:  # once in a hundred times chance does that: not twice in a row
        hits, expected, likely = compared_with_chance(again := Experiment(make_db()), again.batches())
    print(f"{BALLOTS} ballots: {hits} hits, {expected:.1f} expected by chance, p = {likely:.3f}")
    assert likely > 0.01


def test_of_answers_that_are_stored_plainly_the_same_method_finds_every_one(experiment):
    look = experiment.looks[-1]
    marks = sorted(look["plain_ballot"], key=lambda row: row["xmin"])
    codes = {"xmin": [experiment.codes[row["code_hash"]] for row in marks]}
    guesses = {("comments", order): _said(sorted(look["plain_comment"], key=key)) for order, key in ORDERS.items()}
    hits, expected, likely = compared_with_chance(experiment, [(codes, guesses)])
    assert hits == BALLOTS * len(guesses)
    assert likely < 1e-9 < expected


def test_nothing_of_counted_ballots_stays_where_they_waited(experiment):
    for look in experiment.looks:
        assert look["rows_on_pages"] == len(look["perf_rating_pending"])
    last = experiment.looks[-1]
    assert not last["perf_rating_pending"]
    assert not last["perf_rating_ballot"]
    assert len({row["xmin"] for row in last["perf_rating_answer"]}) == 1, "written anew together"
    assert len({row["xmin"] for row in last["perf_rating_comment"]}) == 1

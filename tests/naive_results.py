"""Results of random schemes and ledgers, computed by the module and once more as a child would: run in Odoo's shell.

The naive side reads entries one by one, counts in fractions and knows nothing of the module's engine.
"""

from fractions import Fraction

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

ORIGINS = ("register", "superior", "award", "correction", "inspection")
RULES = (None, "capped", "cycle", "matter")
percents = st.integers(0, 12000).map(lambda cents: cents / 100)
sheets = st.integers(0, 6000).map(lambda cents: cents / 100)
points = st.integers(1, 999).map(lambda cents: cents / 100)
policies = st.sampled_from(("reweight", "zero", "full"))
caps = st.sampled_from((0.0, 0.0, 3.0, 7.5))


@st.composite
def weights(draw, number):
    """Return points that add up to 100, with two decimals."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), min_size=number - 1, max_size=number - 1)))
    return [(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 10000], strict=True)]


@st.composite
def components(draw, kind):
    """Return components of a kind of result, as values."""
    base = {"quarter": ["sheet", "sheet", "rating", "inspection"], "year": ["result", "rating"]}[kind]
    sources = [base[0], *draw(st.lists(st.sampled_from(base[1:]), max_size=2))]
    rows = [
        {
            "source": source,
            "weight": weight,
            "missing_policy": draw(policies),
            "sheet_value": draw(st.sampled_from(("self", "review", "final"))),
            "sheet_kind": "month" if source == "sheet" else False,
            "child_kind": "quarter" if source == "result" else False,
            "child_value": draw(st.sampled_from(("base", "total"))),
            "rated": source == "rating",
            "sections": draw(st.sampled_from(((), (0,), (1,)))) if source == "sheet" else (),
        }
        for source, weight in zip(sources, draw(weights(len(sources))), strict=True)
    ]
    first = draw(st.sets(st.sampled_from(ORIGINS)))
    for origins in (first, set(ORIGINS) - first):
        rows.append(
            {
                "source": "adjustment",
                "weight": 0.0,
                "origins": sorted(origins),
                "bonus_cap": draw(caps),
                "deduction_cap": draw(caps),
            }
        )
    return [
        {"period_kind": kind, "name": f"{kind} {place}", "sequence": place, **row} for place, row in enumerate(rows)
    ]


@st.composite
def entries(draw, who, months, quarters):
    """Return entries of the ledger about somebody, as values; the period by its place."""
    found = []
    for month in range(months):
        for section in draw(st.sets(st.integers(0, 1))):
            score, own, review = draw(sheets), draw(sheets), draw(sheets)
            found.append((who, "month", month, "sheet", score, section, own, review, "", "register", None))
    for kind in ("rating", "inspection"):
        for quarter in draw(st.lists(st.integers(0, quarters - 1), max_size=2)):
            found.append((who, "quarter", quarter, kind, draw(percents), None, None, None, "", "register", None))
    for _number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(("bonus", "deduction")))
        at = draw(st.sampled_from([*range(quarters), "year"]))
        signed = draw(points) * (1 if kind == "bonus" else -1)
        matter, rule = draw(st.sampled_from(("", "Forest", "Road"))), draw(st.sampled_from(RULES))
        origin = draw(st.sampled_from(ORIGINS))
        period = ("year", 0) if at == "year" else ("quarter", at)
        found.append((who, *period, kind, signed, None, None, None, matter, origin, rule))
    return found


class Naive:
    """Counts a result anew."""

    def __init__(self, parts, rows, full=100):
        self.parts, self.rows, self.full = parts, rows, full

    def result(self, appraisee, period):
        """Return ``(base, total)`` in cents, nothing where nothing is known."""
        exact, left, known = Fraction(0), Fraction(0), False
        for part in self.parts[period[0]]:
            if part["source"] == "adjustment":
                continue
            raw = self.raw(part, appraisee, period)
            known = known or raw is not None
            if raw is None and part["missing_policy"] == "reweight":
                continue
            raw = {"zero": 0, "full": 100}[part["missing_policy"]] if raw is None else raw
            weight = Fraction(str(part["weight"]))
            exact, left = exact + weight * raw, left + weight
        if not known:
            return None, None
        base = cents(exact / left)
        total = base + sum(self.beside(part, appraisee, period) for part in self.parts[period[0]])
        return base, max(total, Fraction(0))

    def raw(self, part, appraisee, period):
        """Return the mean of a component in percent."""
        if part["source"] == "result":
            at = 0 if part["child_value"] == "base" else 1
            found = [self.result(appraisee, ("quarter", number))[at] for number in range(4)]
            values = [value for value in found if value is not None]
        elif part["source"] == "sheet":
            values = [self.sheet(part, appraisee, month) for month in inside(period)["month"]]
        else:
            values = [
                cents(row["points"])
                for row in self.rows
                if row["who"] == appraisee and row["kind"] == part["source"] and within(row["at"], period)
            ]
        values = [value for value in values if value is not None]
        return sum(values, Fraction(0)) / len(values) if values else None

    def sheet(self, part, appraisee, month):
        """Return the percent of a sheet, of the sections that count."""
        column = {"self": "own", "review": "review", "final": "points"}[part["sheet_value"]]
        rows = [
            row
            for row in self.rows
            if row["who"] == appraisee
            and row["kind"] == "sheet"
            and row["at"] == ("month", month)
            and (not part["sections"] or row["section"] in part["sections"])
        ]
        return cents(100 * sum(row[column] for row in rows) / (50 * len(rows))) if rows else None

    def beside(self, part, appraisee, period):
        """Return what a component beside the base adds, in cents."""
        if part["source"] != "adjustment":
            return Fraction(0)
        taken = [
            row
            for row in self.rows
            if row["who"] == appraisee and row["kind"] in ("bonus", "deduction") and row["origin"] in part["origins"]
        ]
        earlier = [row for row in taken if period[0] == "quarter" == row["at"][0] and row["at"] < period]
        own = [row for row in taken if within(row["at"], period) and not self.counted(row, appraisee, period)]
        before = earlier + [row for row in taken if self.counted(row, appraisee, period)]
        if not own:
            return Fraction(0)
        found = Fraction(0)
        for kind, sign, cap in (("bonus", 1, part["bonus_cap"]), ("deduction", -1, part["deduction_cap"])):
            share = worth(kind, before + own) - worth(kind, before)
            found += sign * (min(share, Fraction(str(cap))) if cap else share)
        return found

    def counted(self, row, appraisee, period):
        """Return whether a quarter, whose total the year takes, has counted an entry."""
        takes = any(part["source"] == "result" and part["child_value"] == "total" for part in self.parts[period[0]])
        return takes and row["at"][0] == "quarter" and self.result(appraisee, row["at"])[0] is not None


def inside(period):
    """Return the numbers of the months of a period."""
    return {"month": range(12) if period[0] == "year" else range(3 * period[1], 3 * period[1] + 3)}


def within(at, period):
    """Return whether a period lies inside another, or is it."""
    if period[0] == "year" or at == period:
        return True
    return at[0] == "month" and at[1] // 3 == period[1]


def worth(kind, rows):
    """Return what bonuses or deductions come to under the caps of their rules, in cents."""
    rows = [row for row in rows if row["kind"] == kind]
    best = {}
    for row in rows:
        if row["rule"] == "matter" and row["matter"]:
            best[row["matter"]] = max(best.get(row["matter"], 0), abs(row["points"]))
    alone = [row for row in rows if row["rule"] is None or (row["rule"] == "matter" and not row["matter"])]
    found = sum(best.values()) + sum(abs(row["points"]) for row in alone)
    for at in {row["at"] for row in rows}:
        found += min(5, sum(abs(row["points"]) for row in rows if row["rule"] == "capped" and row["at"] == at))
    return cents(found + min(5, sum(abs(row["points"]) for row in rows if row["rule"] == "cycle")))


def cents(value):
    """Return a number to two places, half up."""
    return Fraction(int(Fraction(value) * 100 + Fraction(1, 2)), 100)


NAMES = ("who", "period_kind", "place", "kind", "points", "section", "own", "review", "matter", "origin", "rule")


def as_rows(found):
    """Return drawn entries as dictionaries in fractions."""
    rows = []
    for entry in found:
        row = dict(zip(NAMES, entry, strict=True))
        for name in ("points", "own", "review"):
            row[name] = row[name] and Fraction(str(row[name]))
        rows.append({**row, "at": (row["period_kind"], row["place"])})
    return rows


def check(past, examples):
    """Compare both sides for so many random schemes and ledgers.

    :param past: a ``ResultCase`` that was set up
    :return: how many results were compared
    """
    compared = []

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(components("quarter"), components("year"), st.data())
    def same(quarter, year, data):
        drawn = [entry for who in range(2) for entry in data.draw(entries(who, 12, 4))]
        with past.env.cr.savepoint() as savepoint:
            compared.append(_compare(past, {"quarter": quarter, "year": year}, drawn))
            savepoint.rollback()
        past.env.invalidate_all()

    same()
    return sum(compared)


def _compare(past, parts, drawn):
    units, env = past.units.sorted("id"), past.env
    _compose(past, [*parts["quarter"], *parts["year"]])
    sections, rules = past.indicator_section + past.section_conduct, past.rules
    rows = as_rows(drawn)
    for number, row in enumerate(rows):
        period = past._of(row["period_kind"], 1 if row["period_kind"] == "year" else row["place"] + 1)
        values = {"matter": row["matter"] or None, "origin": row["origin"], "rule_id": rules[row["rule"]]}
        if row["kind"] == "sheet":
            values = {
                "section_id": sections[row["section"]].id,
                "self_points": float(row["own"]),
                "review_points": float(row["review"]),
                "full_points": 50.0,
            }
        document = row["place"] if row["kind"] == "sheet" else 100 + number
        past._post(units[row["who"]], period, row["kind"], float(row["points"]), number=document, **values)
    past.whole.with_user(past.office).action_compute()
    naive, compared = Naive(parts, rows), 0
    for result in env["perf.result"].search([("cycle_id", "=", past.past.id)]):
        at = ("year", 0) if result.period_id.kind == "year" else ("quarter", result.period_id.number - 1)
        base, total = naive.result(list(units).index(result.appraisee_id), at)
        known = result.read(["base", "total"])[0]
        assert (known["base"] is False) == (base is None), (at, known, base)
        if base is not None:
            assert (cents(Fraction(str(known["base"]))), cents(Fraction(str(known["total"])))) == (base, total), (
                at,
                known,
                float(base),
                float(total),
            )
            shown = [line.points for line in result.line_ids if line.source != "adjustment"]
            assert round(sum(shown), 2) == result.base, (shown, result.base)
        compared += 1
    return compared


def _compose(past, rows):
    """Give the units' scheme other components, past the lock of its cycle."""
    env, scheme = past.env, past.of_units
    env.cr.execute("DELETE FROM perf_scheme_component WHERE scheme_id = %s", [scheme.id])
    env.cr.execute("UPDATE perf_cycle SET state = 'draft' WHERE id = %s", [past.past.id])
    env.invalidate_all()
    sections = (past.indicator_section + past.section_conduct).ids
    for row in rows:
        values = {name: value for name, value in row.items() if name not in ("rated", "sections", "origins")}
        values["section_ids"] = [(6, 0, [sections[place] for place in row.get("sections", ())])]
        if row.get("rated"):
            values["rating_type_id"] = past.kind_of_rating.id
        for origin in ORIGINS if "origins" in row else ():
            values[f"takes_{origin}"] = origin in row["origins"]
        env["perf.scheme.component"].create({**values, "scheme_id": scheme.id})
    env.cr.execute("UPDATE perf_cycle SET state = 'open' WHERE id = %s", [past.past.id])
    env.invalidate_all()

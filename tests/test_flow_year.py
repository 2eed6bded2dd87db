"""The whole year of the demo county, from opening to final: every step by the people whose turn it is."""

import json
from decimal import ROUND_HALF_UP, Decimal

import harness
import pytest

YEAR = """
import json
import random
from odoo import fields
from odoo.addons.perf_appraisal.demo import county, month, plans, quarters, ratings, tables

def account(login):
    return env["res.users"].search([("login", "=", login)])

office = account("office")

def close(period):
    period.with_user(office).sudo(False).action_close(zeros_meant=True)

def as_user(records, login):
    return records.with_user(account(login)).sudo(False)

schemes = {name: env["perf.scheme"].search([("name", "=", spec[0])]) for name, spec in tables.SCHEMES.items()}
year = min(env["perf.cycle"].search([]).mapped("year")) - 1
cycle = plans.open_cycle(env, year, schemes)
of_units = plans._dispatch(cycle, schemes["townships"], office)
of_units |= plans._dispatch(cycle, schemes["departments"], office)
of_units = of_units.filtered(lambda plan: plan.sudo().unit_id.manager_id.user_id)  # one has no head, and no plan
measured = of_units.line_ids.filtered(lambda line: line.method in ("ratio", "step", "threshold"))
for line in measured.filtered(lambda line: not line.target_value):
    line.with_user(plans._group(line.plan_id)).target_value = 100.0
plans._sign(of_units)
of_units.with_user(office).action_approve(points_meant=True)
plans._dispatch(cycle, schemes["persons"], office).action_approve(points_meant=True)  # the source lacks 12 points
periods = {(period.kind, period.number): period for period in cycle.period_ids}
for number in range(1, 13):
    period = periods["month", number]
    month.work(env, period, month.set_goals(env, month.open_month(env, period), {"draft": 1}, "confirmed"))
    close(period)
for number in range(1, 5):
    quarters.work(env, periods["quarter", number], {"d19": "excused"} if number == 2 else {}, "confirmed")
    close(periods["quarter", number])
whole = periods["year", 1]
quarters.work(env, whole, {}, "confirmed")
units = cycle.appraisee_ids.filtered(lambda one: one.kind == "unit" and one.status != "excluded")
kind = env["perf.rating.type"].search([("name", "=", "公众评议")])
rating = ratings._rating(env, whole, kind, "年度公众评议", units, {"第三方": (1, "third_party", "all", 600, 5)})
chance = random.Random(1)
moods = {unit.id: chance.choice(ratings.MOODS) for unit in units}
ratings._tally(env, rating.group_ids, ratings._measured(units, moods, chance), "演示调查中心")
env.cr.commit()
rating.with_user(office).action_close()
close(whole)
env.cr.commit()

# computed, twice with the same outcome
columns = ("base", "total", "rank", "rank_of", "grade_id")
own = as_user(whole, "office")
outcomes = []
for _turn in range(2):
    own.action_compute()
    env.invalidate_all()
    results = own.env["perf.result"].search([("cycle_id", "=", cycle.id)], order="id")
    outcomes.append([tuple(result[name] for name in columns) for result in results])
of_year = results.filtered(lambda result: result.period_id == whole)
told = []
for result in of_year.filtered(lambda result: result.kind == "unit"):
    sheets = env["perf.appraisal"].search([("appraisee_id", "=", result.appraisee_id.id), ("state", "=", "confirmed")])
    scores = env["perf.rating.score"].search(
        [("appraisee_id", "=", result.appraisee_id.id), ("rating_id", "=", rating.id), ("group_id", "=", False)]
    )
    told.append(
        {
            "quarters": [str(sheet.percent) for sheet in sheets if sheet.period_id.kind == "quarter"],
            "year": [str(sheet.percent) for sheet in sheets if sheet.period_id.kind == "year"],
            "rating": [str(score.score) for score in scores],
            "total": str(result.total),
            "category": result.category_id.id,
            "rank": result.rank,
            "arithmetic": result.arithmetic,
        }
    )

# the meeting decides, the year goes on notice
scan = "JVBERi0xLjQgbWludXRlcw=="
meetings = own.env["perf.calibration"].create(
    [
        {
            "period_id": whole.id,
            "kind": kind,
            "date": fields.Date.today(),
            "attendees": "领导小组",
            "decision": "同意",
            "doc_no": "1号",
        }
        for kind in ("unit", "employee")
    ]
)
for meeting in meetings:  # those of the office are compared with each other: somebody else enters what was decided
    as_user(meeting, "admin").action_decide()
    meeting.action_attach_signed_copy("minutes.pdf", scan)
notice = own.env["perf.notice"].browse(own.action_publish_notice()["res_id"])
hidden = as_user(of_year, "staff").search_count([("cycle_id", "=", cycle.id)])
notice.action_publish()
try:
    notice.action_end()
    early = "ended"
except Exception as error:
    early = str(error)
line = notice.line_ids.filtered(lambda line: line.result_id.unit_id == county.ref(env, "dep_t02"))[:1]
before = line.result_id.total
appeal = as_user(env["perf.appeal"].browse(as_user(line, "staff").action_object()["res_id"]), "staff")
appeal.write({"asked": "核减", "facts": "道路尚未完工"})
appeal.action_submit()
handled = as_user(appeal, "admin")  # the others confirmed what it rests on
handled.action_accept()
handled.write({"points": -1.0, "points_checked": True})
handled.action_uphold(reason="经核实,核减1分")
env.invalidate_all()
after = line.result_id.total
again = own.env["perf.notice"].search([("replaces_id", "=", notice.id)])
for draft in again:  # the units of the category, and the groups of the unit's people, whose results count that of it
    draft.action_publish()
env.flush_all()
env.cr.execute(
    "UPDATE perf_notice SET date_to = date_to - 60, date_from = date_from - 60,"
    " published_on = published_on - interval '60 days' WHERE period_id = %s",
    [whole.id],
)
env.invalidate_all()
own.action_finalize()
env.invalidate_all()

# final: HR sees it, whom it concerns signs and asks for re-examination
mine = as_user(of_year.filtered(lambda result: result.employee_id == county.ref(env, "emp_t01_staff1")), "staff")
mine.action_acknowledge(with_objection=True)
facts = {
    "outcomes": outcomes,
    "told": told,
    "hidden": hidden,
    "early": early,
    "corrected": [before, after],
    "again": sorted(set(again.line_ids.result_id.mapped("kind"))),
    "states": sorted(set(of_year.mapped("state"))),
    "hr": as_user(of_year, "hr").search_count([("period_id", "=", whole.id), ("state", "=", "final")]),
    "people": len(of_year.filtered(lambda result: result.kind == "employee")),
    "results": len(of_year),
    "signed": mine.acknowledged,
    "outdated": len(of_year.filtered("outdated")),
}
facts["outcomes"] = [[[str(value) for value in row] for row in turn] for turn in outcomes]
print("flow " + json.dumps(facts))
"""


@pytest.fixture(scope="module")
def facts(make_db):
    """What the year of the demo county came to."""
    printed = harness.dev("shell", make_db(demo=True), "--log-level=warn", input=f"{YEAR}\nenv.cr.commit()\n").stdout
    assert "flow " in printed, printed
    assert not [line for line in printed.splitlines() if harness.ALARM.match(line)]
    return json.loads(printed.split("flow ", 1)[1].splitlines()[0])


def cents(value):
    """Return a number to two places, half up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def mean(texts):
    """Return the mean of numbers, nothing where there are none."""
    return sum(map(Decimal, texts)) / len(texts) if texts else None


def test_units_come_to_what_a_person_computes(facts):
    assert len(facts["told"]) >= 25
    for unit in facts["told"]:
        parts = [(70, mean(unit["quarters"])), (10, mean(unit["year"])), (20, mean(unit["rating"]))]
        left = sum(weight for weight, percent in parts if percent is not None)
        total = sum(weight * percent for weight, percent in parts if percent is not None) / left
        assert cents(total) == Decimal(unit["total"]).quantize(Decimal("0.01")), unit
        better = [one for one in facts["told"] if one["category"] == unit["category"]]
        assert unit["rank"] == 1 + sum(Decimal(one["total"]) > Decimal(unit["total"]) for one in better)


def test_computing_twice_comes_to_the_same(facts):
    first, second = facts["outcomes"]
    assert first == second


def test_notice_objection_and_end(facts):
    assert facts["hidden"] == 0, "before the notice nobody of the staff finds a result"
    assert "2" in facts["early"], "closing early is refused, with the day"
    before, after = facts["corrected"]
    assert round(before - after, 2) == 1.0
    assert facts["again"] == ["employee", "unit"]
    assert facts["states"] == ["final"]
    assert facts["outdated"] == 0
    assert facts["hr"] == facts["results"]
    assert facts["people"] >= 50
    assert facts["signed"] == "with_objection"

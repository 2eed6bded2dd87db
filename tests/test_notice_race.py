"""Two at once around a public notice, on real connections: nothing is passed over, nothing is settled twice."""

import county
import harness
import pytest

#: The first quarter of last year is computed; its notice is a draft.
DRAFTED = """
from odoo.addons.perf_appraisal.tests.notices import AppealCase

class Noticed(County, AppealCase):
    pass

Noticed._begin_year()
Noticed._fill_quarter()
draft = Noticed.q1.with_user(Noticed.office).action_publish_notice()["res_id"]
facts = {"draft": draft, "period": Noticed.q1.id, "east": Noticed.east.id}
"""

BEGIN = """
from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.addons.perf_appraisal.tools.posting import Posting

def user(login):
    return env["res.users"].search([("login", "=", login)])

notice = env["perf.notice"].browse(DRAFT)
period, east = env["perf.period"].browse(PERIOD), env["perf.appraisee"].browse(EAST)
month = max(period._inside().filtered(lambda part: part.kind == "month"), key=lambda part: part.date_start)

def attempt(cr, action):
    try:
        action()
        cr.commit()
        print("it went through")
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        cr.rollback()
        print("it collided")
    except UserError as error:
        cr.rollback()
        print("refused: " + str(error))
"""

#: An entry is posted after the publisher has looked, and before he has the lock.
POSTED = """
with Registry(env.cr.dbname).cursor() as cr:
    mine = api.Environment(cr, user("office").id, {})["perf.notice"].browse(notice.id)
    mine.state  # what this transaction sees from now on
    env["perf.score.entry"]._post([Posting(
        appraisee_id=east.id, unit_id=east.unit_id.id, period_id=period.id, kind="deduction", points=-1,
        date=period.date_end, res_model="perf.appraisal", res_id=99, origin="register")])
    env.cr.commit()
    attempt(cr, mine.action_publish)
with Registry(env.cr.dbname).cursor() as cr:
    attempt(cr, api.Environment(cr, user("office").id, {})["perf.notice"].browse(notice.id).action_publish)
period.with_user(user("office")).action_compute()
env.cr.commit()
"""

#: Somebody who posts began before the notice was published.
LATE = """
with Registry(env.cr.dbname).cursor() as cr:
    api.Environment(cr, user("office").id, {})["perf.period"].browse(period.id).state
    notice.with_user(user("office")).action_publish()
    env.cr.commit()
    attempt(cr, lambda: cr.execute("SELECT id FROM perf_period WHERE id = %s FOR SHARE", [period.id]))
"""

#: Somebody is about to post into a month of the quarter while its notice is published.
INSIDE = """
with Registry(env.cr.dbname).cursor() as cr:
    api.Environment(cr, 1, {})["perf.score.entry"]._post([Posting(
        appraisee_id=east.id, unit_id=east.unit_id.id, period_id=month.id, kind="deduction", points=-1,
        date=period.date_end, res_model="perf.appraisal", res_id=98, origin="register")])
    env.cr.execute("SET LOCAL lock_timeout = '2s'")
    attempt(env.cr, notice.with_user(user("office")).action_publish)
    cr.rollback()
"""

#: An objection is upheld while somebody makes the results final, who began before.
UPHELD = """
line = notice.line_ids.filtered(lambda line: line.result_id.appraisee_id == east)
appeal = env["perf.appeal"].browse(line.with_user(user("stranger")).action_object()["res_id"])
appeal.with_user(user("stranger")).write({"asked": "Lower", "facts": "Not built"})
appeal.with_user(user("stranger")).action_submit()
appeal.with_user(user("office2")).action_accept()
appeal.with_user(user("office2")).write({"points": -5.0, "points_checked": True})
env.cr.execute("UPDATE perf_notice SET date_from = date_from - 30, date_to = date_to - 30 WHERE id = %s", [notice.id])
env.cr.commit()
env.invalidate_all()
with Registry(env.cr.dbname).cursor() as cr:
    mine = api.Environment(cr, user("office").id, {})["perf.notice"].browse(notice.id)
    mine.state
    appeal.with_user(user("office2")).action_uphold(reason="It was not built.")
    env.cr.commit()
    attempt(cr, mine.action_finalize)
with Registry(env.cr.dbname).cursor() as cr:
    attempt(cr, api.Environment(cr, user("office").id, {})["perf.notice"].browse(notice.id).action_finalize)
env.invalidate_all()
result = env["perf.result"].search([("appraisee_id", "=", east.id), ("period_id", "=", period.id)])
print("east: %s %.2f" % (result.state, result.total))
"""

#: Somebody is about to post what goes on to the next quarter, as the result of its own is settled; that goes on notice.
MOVED = """
following = period.search([("cycle_id", "=", period.cycle_id.id), ("kind", "=", "quarter"), ("number", "=", 2)])
env.cr.execute("UPDATE perf_result SET state = 'final' WHERE period_id = %s", [period.id])
env.invalidate_all()
env["perf.score.entry"]._post([Posting(
    appraisee_id=east.id, unit_id=east.unit_id.id, period_id=following.id, kind="rating", points=80,
    full_points=100, rating_type_id=env["perf.rating.type"].search([("name", "=", "Review of the test")]).id,
    date=following.date_end, res_model="perf.appraisal", res_id=97)])
following.with_user(user("office")).action_compute()
draft = env["perf.notice"].browse(following.with_user(user("office")).action_publish_notice()["res_id"])
env.cr.commit()
with Registry(env.cr.dbname).cursor() as cr:
    entry = api.Environment(cr, 1, {})["perf.score.entry"]._post([Posting(
        appraisee_id=east.id, unit_id=east.unit_id.id, period_id=period.id, kind="deduction", points=-1,
        date=period.date_end, res_model="perf.appraisal", res_id=96, origin="register")])
    print("it counts in", entry.period_id.number)
    env.cr.execute("SET LOCAL lock_timeout = '2s'")
    attempt(env.cr, draft.with_user(user("office")).action_publish)
    cr.rollback()
"""

#: Two objections, to a unit and to a person, are upheld at the same moment.
BOTH = """
import threading
from unittest.mock import patch

def objection(kind):
    line = notice.line_ids.filtered(lambda line: line.result_id.kind == kind)[:1]
    appeal = env["perf.appeal"].browse(line.with_user(user("stranger")).action_object()["res_id"])
    appeal.with_user(user("stranger")).write({"asked": "Lower", "facts": "Not built"})
    appeal.with_user(user("stranger")).action_submit()
    appeal.with_user(user("office2")).action_accept()
    appeal.with_user(user("office2")).write({"points": -5.0, "points_checked": True})
    return appeal.id

notice.with_user(user("office")).action_publish()
appeals = [objection("unit"), objection("employee")]
env.cr.execute("UPDATE perf_appeal SET notice_id = NULL")  # as if they were to two notices
env.cr.commit()
met, told = threading.Barrier(2), []
results = type(env["perf.result"])
compute = results._compute_group_anew

def meet(self, reason):
    try:
        met.wait(timeout=5)  # both have posted, if nothing holds the second up before
    except threading.BrokenBarrierError:
        pass
    return compute(self, reason)

def uphold(appeal_id):
    with Registry(env.cr.dbname).cursor() as cr:
        own = api.Environment(cr, user_id, {})
        try:
            own["perf.appeal"].browse(appeal_id).action_uphold(reason="It was not built.")
            cr.commit()
            told.append("it went through")
        except Exception as error:
            cr.rollback()
            told.append("it met " + type(error).__name__)

user_id = user("office2").id
with patch.object(results, "_compute_group_anew", meet):
    both = [threading.Thread(target=uphold, args=[appeal_id]) for appeal_id in appeals]
    [one.start() for one in both]
    [one.join() for one in both]
for line in sorted(told):
    print(line)
"""


@pytest.fixture(scope="module")
def drafted(make_db):
    """The database and what stands in it."""
    database = make_db()
    return database, county.make(database, DRAFTED)


def run(drafted, code):
    """Run code in a shell and return what it prints."""
    database, facts = drafted
    begin = BEGIN
    for name, value in facts.items():
        begin = begin.replace(name.upper(), str(value))
    return harness.shell(database, begin + code).splitlines()


def test_who_posts_into_a_month_holds_up_the_notice_of_its_quarter(drafted):
    assert "it collided" in run(drafted, INSIDE)


def test_an_entry_of_this_very_moment_is_not_passed_over(drafted):
    printed = run(drafted, POSTED)
    told = [line for line in printed if line.startswith(("it ", "refused", "•"))]
    assert "very moment" in told[0], printed
    assert "out of date" in " ".join(told[1:]), printed


def test_who_posts_collides_with_who_publishes(drafted):
    printed = run(drafted, LATE)
    assert "it collided" in printed, printed


def test_upholding_and_making_final_is_one_after_the_other(drafted):
    printed = run(drafted, UPHELD)
    told = [line for line in printed if line.startswith(("it ", "refused", "east"))]
    assert told == ["it collided", "it went through", "east: draft 89.00"], printed


def test_who_posts_what_goes_on_holds_up_the_notice_of_the_next_quarter(drafted):
    printed = run(drafted, MOVED)
    assert [line for line in printed if line.startswith("it ")] == ["it counts in 2", "it collided"], printed


def test_two_who_uphold_at_once_wait_for_each_other_in_turn(make_db):
    printed = run((database := make_db(), county.make(database, DRAFTED)), BOTH)
    assert "it went through" in printed, printed
    assert "DeadlockDetected" not in " ".join(printed), printed

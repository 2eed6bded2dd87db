"""What happened in the demo county, told relative to today: months and quarters done, some late, some open.

Run by ``./dev demo`` in Odoo's shell on a database with the module, or by hand::

    from odoo.addons.perf_appraisal.demo import story
    story.main(env)
    env.cr.commit()

Everything is done through the module's public methods by the people whose turn it is; only passwords and the hours at
which things were done in the months behind are set by SQL.
"""

import logging
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from ..tools import periods
from . import (
    appeals,
    compositions,
    county,
    extras,
    month,
    oversight,
    plans,
    quarters,
    ratings,
    register,
    results,
    tables,
    tickets,
    words,
)

_logger = logging.getLogger(__name__)

#: Login, password, role.
LOGINS = [
    ("admin", "admin", "系统管理员 · administrator"),
    ("office", "demo", "绩效办 · Performance Office"),
    ("office2", "demo", "绩效办（第二人） · Performance Office, second person"),
    ("office3", "demo", "绩效办（第三人，办理复核） · Performance Office, third person: re-examinations"),
    ("head", "demo", "禾东镇党委书记 · head of a township"),
    ("deputy", "demo", "禾东镇副镇长（分管领导） · leader in charge"),
    ("coordinator", "demo", "禾东镇考评小组 · appraisal group"),
    ("staff", "demo", "禾东镇科员 · staff"),
    ("d01.staff1", "demo", "县委督查室干部（督导组） · inspector"),
    ("lead", "demo", "县水利局局长（牵头考核单位） · lead unit"),
    ("county.head", "demo", "县长 · head of the county"),
    ("hr", "demo", "人社局人事干部 · HR officer"),
    ("auditor", "demo", "审计局干部 · auditor"),
]

#: The day of a month from which on its sheets are filled in; before it, those of the month before are.
TURN = 20

#: People without the story's chance: name → how far their sheet of the late, the open month comes.
FIXED_LATE = {
    "t01_staff1": "returned",
    "t01_staff2": "confirmed",
    "t01_staff3": "self_scored",
    "t01_vice": "confirmed",
    "t01_mayor": "self_scored",
    "t01_coordinator": "confirmed",
    "t01_head": "confirmed",
    "t02_village": "skipped",
    "d13_staff2": "skipped",
    "d01_head": "self_scored",
}
FIXED_OPEN = {
    "t01_staff1": "half",
    "t01_staff2": "self_scored",
    "t01_staff3": "draft",
    "t01_village": "self_scored",
    "t01_vice": "self_scored",
    "t01_mayor": "reviewed",
    "t01_coordinator": "reviewed",
    "t01_head": "draft",
    "t05_village": "self_scored",
    "d23_head": "reviewed",
    "d08_head": "self_scored",
    "d09_staff1": "draft",
}
MIX_LATE = {"draft": 8, "half": 3, "self_scored": 7, "reviewed": 8, "returned": 2, "returned_office": 1}
MIX_OPEN = {"confirmed": 14, "reviewed": 22, "self_scored": 42, "half": 14, "returned": 4, "returned_office": 2}

#: Whose sheet the appraisal group fills in.
BEHALF = ("t01_village",)


def main(env):
    """Tell the story once; a database that has it is left alone.

    :param env: environment of the superuser
    """
    if env["perf.cycle"].search_count([], limit=1):
        _logger.info("The demo county is there already.")
        return
    county.load(env)
    schemes = tables.build(env)
    compositions.compose(env, schemes)
    results.grade(env, schemes)
    closed, late, current = months(fields.Date.today())
    first, second, now = quarters_of(current)
    found, cycles = {}, env["perf.cycle"]
    for year in sorted({when.year for when in (*closed, late, current, first, second)}):
        cycle = plans.open_cycle(env, year, schemes)
        cycles += cycle
        plans.make_unit_plans(env, cycle, schemes)
        found.update({(period.kind, period.date_start): period for period in cycle.period_ids})
    commons = {cycle: plans.make_trial_plans(env, cycle, schemes) for cycle in cycles}
    for when in trial_months(first):
        _close_month(env, found["month", when], idle=0)
    for cycle, common in commons.items():
        plans.make_person_plans(env, cycle, common)
    by_month = {when: found["month", when] for when in (*closed, late, current)}
    county.put_on_leave(env, ["t03_staff1"], by_month[late])
    county.put_on_leave(env, ["d05_staff1", "d12_staff2"], by_month[current])
    extras.superior_indicators(env, found["quarter", now].cycle_id)
    for when in closed:
        _close_month(env, by_month[when])
    results.sanction(env, found["quarter", first])
    _first_quarter(env, found["quarter", first])
    _second_quarter(env, found["quarter", second])
    county.archive(env, "d19_staff2")
    _late_month(env, by_month[late])
    _open_month(env, by_month[current])
    _open_quarter(env, found["quarter", now])
    extras.extensions(env, by_month[late], found["quarter", now])
    extras.excuse(env, by_month[current], "d09_staff1")
    extras.year(env, found["year", now.replace(month=1)])
    extras.standins(env)
    extras.work_logs(env, by_month[current])
    oversight.work(env, found["quarter", now])
    oversight.prove(env, found["quarter", second])
    register.work(env, found["quarter", now].cycle_id)
    tickets.work(env)
    results.work(env, found["quarter", first])
    appeals.work(env, results.decide_on_people(env, found["quarter", first]))
    ratings.work(env, found["half", half_behind(current)], found["year", now.replace(month=1)])
    env.cr.commit()


def quarters_of(current):
    """Return the first days of three quarters: two behind the open month, and its own.

    :param date current: first day of the open month
    """
    number = (current.year * 12 + current.month - 1) // 3
    return [current.replace(year=quarter // 4, month=quarter % 4 * 3 + 1) for quarter in range(number - 2, number + 1)]


def half_behind(current):
    """Return the first day of the half-year that was over last.

    :param date current: first day of the open month
    """
    number = current.year * 2 + (current.month - 1) // 6 - 1
    return current.replace(year=number // 2, month=number % 2 * 6 + 1)


def months(today):
    """Return the months that everybody has sheets of: those behind, the late one, the open one.

    :param date today: the day on which the demo is made
    :return: first days: a list of two to four months, those of the second quarter and later; one month, one month
    """
    number = today.year * 12 + today.month - 1 - (today.day < TURN)
    late = number - 1
    days = {
        month: today.replace(year=month // 12, month=month % 12 + 1, day=1) for month in range(late - 5, number + 1)
    }
    return [days[month] for month in range(number // 3 * 3 - 3, late)], days[late], days[number]


def trial_months(first):
    """Return the first days of the months in which a few units tried monthly sheets before all others.

    :param date first: first day of the first quarter
    """
    return [first.replace(month=first.month + place) for place in range(3)]


def _close_month(env, period, idle=2):
    """Work a month through and close it; some people never hand in."""
    sheets = month.open_month(env, period)
    month.work(env, period, month.set_goals(env, sheets, {"draft": idle}, "confirmed", {"t01_staff1": "confirmed"}))
    period.with_user(county.user(env, "office")).action_close(zeros_meant=True)
    _backdate(env, period)


def _late_month(env, period):
    """Work through a month in which some are late with each step."""
    sheets = month.open_month(env, period)
    month.work(env, period, month.set_goals(env, sheets, MIX_LATE, "confirmed", FIXED_LATE))
    deputy = county.user(env, "t01_vice")
    returned = sheets.filtered(lambda sheet: sheet.employee_id == county.ref(env, "emp_t01_staff1"))
    env["perf.review.note"].with_user(deputy).create({"appraisal_id": returned.id, "text": words.PRIVATE_NOTE})
    _backdate(env, period)


def _first_quarter(env, period):
    """Work a quarter of the units through, in which few people had monthly sheets, and close it."""
    quarters.work(env, period, quarters.FIRST, "confirmed")
    quarters.summarize(env, period, trial=True)
    period.with_user(county.user(env, "office")).action_close(zeros_meant=True)
    _backdate(env, period)


def _second_quarter(env, period):
    """Work through a quarter in which units and a lead unit are late."""
    quarters.work(env, period, quarters.SECOND, "confirmed")
    quarters.summarize(env, period, drafts=("t07", "d22"), submitted=("t08", "t10", "d09", "d14"), returned=("d12",))
    _backdate(env, period)


def _open_quarter(env, period):
    """Begin the quarter that runs: some units are early, lead units have lines to score."""
    _set_deadlines(period, (5, 10, 15))
    quarters.work(env, period, quarters.OPEN, "draft", leads=quarters.QUICK_LEADS)


def _open_month(env, period):
    """Begin the month whose sheets are to be filled in now, with a deadline a few days away."""
    _set_deadlines(period, (4, 8, 12))
    sheets = month.open_month(env, period)
    month.work(env, period, month.set_goals(env, sheets, MIX_OPEN, "draft", FIXED_OPEN), behalf=BEHALF)


def _set_deadlines(period, working_days):
    """Let the office set the deadlines of a period a few working days from today."""
    works = period.cycle_id._working_days()
    today = fields.Date.today()
    days = [periods.add_working_days(today, number, works) for number in working_days]
    names = ("self_deadline", "review_deadline", "confirm_deadline")
    period.with_user(county.user(period.env, "office")).write(dict(zip(names, days, strict=True)))


def _backdate(env, period):
    """Let the steps of a month behind have happened in their days, not all at the moment the demo was made."""
    env.flush_all()
    latest = fields.Datetime.now() - timedelta(hours=3)
    # office hours of China in UTC: 1 to 9 o'clock, spread by the sheet's number
    hour = SQL("(1 + t.id %% 8) * interval '1 hour' + (t.id * 7 %% 60) * interval '1 minute'")
    for column, deadline in (
        ("filled_on", period.self_deadline),
        ("reviewed_on", period.review_deadline),
        ("confirmed_on", period.confirm_deadline),
    ):
        env.cr.execute(
            SQL(
                "UPDATE perf_appraisal t SET %(column)s = LEAST(%(day)s::timestamp - (t.id %% 3) * interval '1 day'"
                " + %(hour)s, %(latest)s) WHERE t.period_id = %(period)s AND %(column)s IS NOT NULL",
                column=SQL.identifier(column),
                day=deadline - timedelta(days=1),
                hour=hour,
                latest=latest,
                period=period.id,
            ),
        )
    env.cr.execute(
        SQL(
            "UPDATE perf_score_change t SET create_date = COALESCE(CASE t.phase WHEN 'final' THEN a.confirmed_on"
            " WHEN 'review' THEN a.reviewed_on ELSE a.filled_on END, a.filled_on) - interval '10 minutes'"
            " FROM perf_appraisal a WHERE a.id = t.appraisal_id AND a.period_id = %s",
            period.id,
        ),
    )
    env.cr.execute(
        SQL(
            "UPDATE perf_appraisal_line t SET reviewed_on = a.reviewed_on FROM perf_appraisal a"
            " WHERE a.id = t.appraisal_id AND a.period_id = %s"
            " AND t.reviewed_on IS NOT NULL AND a.reviewed_on IS NOT NULL",  # lead units may have done their part
            period.id,
        ),
    )
    env.invalidate_all()

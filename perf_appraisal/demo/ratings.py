"""Ratings of the demo county: a public review that is closed, one that is open, and leaders rated by their staff."""

import random
from datetime import timedelta

from odoo import Command, fields

from . import words
from .county import ref, user

#: Name of the group → weight, way, whom it rates, expected, least answers.
GROUPS = {
    "本单位干部职工": (3, "web", "own", 252, 5),
    "县领导": (2, "tally", "all", 12, 5),
    "互评单位": (2, "web", "all", 24, 5),
    "第三方电话调查": (3, "third_party", "all", 600, 5),
}

#: Dimension → weight.
DIMENSIONS = {"服务态度": 20, "履职能力": 20, "工作效率": 20, "工作实效": 40}

#: How many of the staff of each unit have answered; those of this one too few.
OWN_BALLOTS = 7
FEW, FEW_BALLOTS = "t05", 3

#: How the answers lie: of ten, satisfied, fairly satisfied, dissatisfied, don't know.
MOODS = ((7, 2, 1, 0), (6, 3, 0, 1), (5, 3, 1, 1), (4, 4, 2, 0), (3, 5, 2, 0))


def work(env, behind, year):
    """Let the office hold the ratings; what is counted apart sees only what is committed before.

    :param behind: the half-year to which the closed review belongs
    :param year: the year to which the open ones belong
    """
    chance = random.Random(13)
    review = kind(env, "公众评议", DIMENSIONS)
    half = "上半年" if behind.date_start.month == 1 else "下半年"
    closed = _review(env, behind, review, f"{half}公众评议（演示）", chance)
    opened = _review(env, year, review, "年度公众评议（演示）", chance, own=False)
    staff = _staff_rating(
        env, year, kind(env, "领导班子成员民主测评", {"德": 20, "能": 20, "勤": 20, "绩": 40}), chance
    )
    env.cr.commit()
    env["perf.rating.pending"]._cron_settle()
    closed.with_user(user(env, "office")).action_close()
    env.cr.commit()  # what is tracked is written down before the days are moved
    _made_before(closed, days=20)
    _handle(env, closed)
    return closed + opened + staff


def kind(env, name, dimensions):
    """Return the kind of rating of a name, which is made when there is none."""
    if found := env["perf.rating.type"].search([("name", "=", name)]):
        return found
    parts = [Command.create({"name": part, "weight": weight}) for part, weight in dimensions.items()]
    choices = [("满意", 100, True), ("基本满意", 70, True), ("不满意", 30, True), ("不了解", 0, False)]
    return env["perf.rating.type"].create(
        {
            "name": name,
            "dimension_ids": parts,
            "choice_ids": [
                Command.create({"name": choice, "value": value, "counts": counts, "sequence": place})
                for place, (choice, value, counts) in enumerate(choices)
            ],
        }
    )


def _rating(env, period, kind, name, appraisees, groups):
    """Prepare and open a rating, as the office; it runs until ten days from today."""
    rating = (
        env["perf.rating"]
        .with_user(user(env, "office"))
        .create(
            {
                "name": name,
                "rating_type_id": kind.id,
                "period_id": period.id,
                "kind": appraisees[:1].kind,
                "intro": words.RATING_INTRO,
                "date_start": fields.Date.today(),
                "date_end": fields.Date.today() + timedelta(days=10),
                "appraisee_ids": [Command.set(appraisees.ids)],
                "group_ids": [
                    Command.create(
                        dict(zip(("weight", "channel", "rates", "expected", "min_answers"), values, strict=True))
                        | {"name": group, "sequence": place}
                    )
                    for place, (group, values) in enumerate(groups.items())
                ],
            }
        )
    )
    rating.action_open()
    return rating


def _review(env, period, kind, name, chance, own=True):
    """Let people review all units: some on the web, some by telephone and paper, as far as the story wants it.

    :param random.Random chance: the same whenever the demo is made
    :param bool own: whether the staff have answered, and the tallies have come
    """
    units = period.cycle_id.appraisee_ids.filtered(lambda one: one.kind == "unit" and one.status != "excluded")
    rating = _rating(env, period, kind, name, units, GROUPS)
    staff, leaders, peers, survey = rating.group_ids
    moods = {unit.id: chance.choice(MOODS) for unit in units}
    few = ref(env, f"dep_{FEW}")
    numbers = {unit.id: FEW_BALLOTS if unit == few else OWN_BALLOTS for unit in units.unit_id}
    _vote(staff, numbers, moods, chance, words.RATING_COMMENTS if own else (), cast=own)
    _vote(peers, {0: 12}, moods, chance, ())
    if own:
        _tally(env, leaders, _counted(leaders, moods, 12), "县领导评议会现场计票")
        _tally(env, survey, _measured(units, moods, chance), "演示调查中心")
    return rating


def _staff_rating(env, period, kind, chance):
    """Let the people of a unit rate its leaders; the rating goes on."""
    township = ref(env, "dep_t01")
    leaders = township.manager_id + township.perf_deputy_ids
    people = period.cycle_id.appraisee_ids.filtered(
        lambda one: one.kind == "employee" and one.employee_id in leaders and one.status != "excluded"
    )
    groups = {"本单位干部职工": (1, "web", "own", 9, 5)}
    rating = _rating(env, period, kind, "禾东镇领导班子成员民主测评（演示）", people, groups)
    moods = {one.id: chance.choice(MOODS) for one in people}
    _vote(rating.group_ids, {township.id: 9}, moods, chance, ())
    return rating


def _vote(group, numbers, moods, chance, comments, cast=True):
    """Make codes, and let nearly everybody who has one vote.

    :param dict numbers: how many, by unit, 0 where it does not matter
    :param dict moods: how the answers about each of those who are rated lie
    :param comments: texts, ``(code of the unit or nothing, text)``
    :param bool cast: whether anybody votes yet
    """
    env = group.env
    codes = env["perf.rating.ballot"]._make_codes(group, numbers)
    if not cast:
        return
    ballots = env["perf.rating.ballot"].sudo()
    dimensions, choices = (
        group.rating_id.rating_type_id.dimension_ids.ids,
        group.rating_id.rating_type_id.choice_ids.ids,
    )
    said = {}
    for unit, text in comments:
        said.setdefault(ref(env, f"dep_{unit}").id, []).append(text)
    for unit, unit_codes in codes.items():
        rated = group._rated(env["hr.department"].browse(unit))
        for code in unit_codes:
            ticks = [
                [one.id, dimension, chance.choices(choices, moods[one.id])[0]]
                for one in rated
                for dimension in dimensions
            ]
            texts = [[rated[:1].id, said[unit].pop()]] if said.get(unit) else []
            ballots._cast(code, ticks, texts)


def _counted(group, moods, voters):
    """Return the lines of a tally of votes by which so many people tell the mood."""
    kind = group.rating_id.rating_type_id
    return [
        {
            "appraisee_id": appraisee,
            "dimension_id": dimension.id,
            "choice_id": choice.id,
            "votes": share * voters // 10,
        }
        for appraisee, mood in moods.items()
        for dimension in kind.dimension_ids
        for choice, share in zip(kind.choice_ids, mood, strict=True)
        if share * voters // 10
    ]


def _measured(units, moods, chance):
    """Return the lines of a third party's scores."""
    return [
        {"appraisee_id": unit.id, "percent": 70 + 4 * moods[unit.id][0] + round(chance.random(), 2)} for unit in units
    ]


def _tally(env, group, lines, source):
    """Let one officer enter a tally, and the other check it."""
    office = user(env, "office")
    scan = (
        env["ir.attachment"]
        .with_user(office)
        .create({"name": f"{source}.txt", "raw": f"{source}（演示扫描件）".encode()})
    )
    tally = (
        env["perf.rating.tally"]
        .with_user(office)
        .create(
            {
                "rating_id": group.rating_id.id,
                "group_id": group.id,
                "source": source,
                "line_ids": [Command.create(line) for line in lines],
                "evidence_ids": [Command.set(scan.ids)],
            }
        )
    )
    tally.action_enter()
    tally.with_user(user(env, "office2")).action_check()


def _made_before(rating, days):
    """Let a closed rating lie some days behind, with what its chatter tells."""
    rating.env.cr.execute(
        "UPDATE perf_rating SET date_start = date_start - %(days)s - 14, date_end = date_end - %(days)s - 10,"
        " opened_on = opened_on - (%(days)s + 14) * interval '1 day',"
        " closed_on = closed_on - %(days)s * interval '1 day' WHERE id = ANY(%(ids)s)",
        {"days": days, "ids": rating.ids},
    )
    rating.env.cr.execute(
        "UPDATE mail_message SET date = date - %s * interval '1 day' WHERE model = 'perf.rating' AND res_id = ANY(%s)",
        [days, rating.ids],
    )
    rating.invalidate_recordset()


def _handle(env, rating):
    """Let the office ask one unit to rectify, which does; see to one comment itself; and leave the others open."""
    office = user(env, "office")
    comments = rating.with_user(office).comment_ids.sorted("text")
    name = words.RATING_NAMED
    comments.filtered(lambda one: name not in one.text).action_publish_as_written()
    for comment in comments.filtered(lambda one: name in one.text):
        comment.published_text = comment.text.replace(name, "某同志")
    praise = comments.filtered(lambda one: words.RATING_PRAISE in one.text)
    praise.nothing_why = "群众表扬，已转告该单位。"
    asked = comments.filtered(lambda one: one.appraisee_id.unit_id == ref(env, "dep_t02"))
    asked += comments.filtered(lambda one: one.appraisee_id.unit_id == ref(env, "dep_d05"))
    action = asked.action_ask_units()
    order = (
        env["perf.ticket.order"]
        .with_user(office)
        .with_context(**action["context"])
        .create({"order_no": "评〔2026〕演1号"})
    )
    tickets = env["perf.ticket"].search(order.action_give()["domain"])
    ticket = tickets.filtered(lambda one: one.unit_id == ref(env, "dep_t02"))
    account = ticket.unit_id.manager_id.user_id
    ticket.with_user(account).action_accept()
    asked = ticket.with_user(account).action_answer()
    replies = env["perf.ticket.reply"].with_user(account).with_context(**asked["context"])
    replies.create({"text": words.RATING_REPLY}).action_give()

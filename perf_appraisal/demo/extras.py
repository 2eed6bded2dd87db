"""What happens beside the months and quarters: year sheets, stand-ins, extensions, work logs, superior indicators."""

import random
from datetime import timedelta

from odoo import Command, fields

from . import month, words
from .county import ref, user

#: No., name, level, focus, unit of measure, target, quarters, points, lead unit, assisting units.
SUPERIOR = (
    ("市-01", "河流断面水质达标率", "city", "none", "%", 95.0, None, 8.0, "d14", ("d21",)),
    (
        "市-02",
        "农村垃圾治理达标村",
        "city",
        "livelihood",
        "个",
        120.0,
        (20, 30, 40, 30),
        6.0,
        "d06",
        ("t01", "t02"),
    ),
    ("市-03", "城镇新增就业", "city", "livelihood", "人", 1200.0, (300, 300, 300, 300), 6.0, "d12", ()),
    ("市-04", "粮食播种面积", "city", "none", "万亩", 30.5, (0, 18, 8, 4.5), 5.0, "d13", ("t01", "t03")),
    ("市-05", "政务服务事项网办率", "city", "service", "%", 90.0, None, 4.0, "d08", ()),
    ("市-06", "重点项目开工率", "city", "major_project", "%", 100.0, None, 6.0, None, ()),
    ("区-01", "义务教育巩固率", "region", "livelihood", "%", 98.0, None, 5.0, "d09", ()),
    ("区-02", "化肥使用量下降率", "region", "none", "%", 2.0, None, 3.0, None, ()),
)

#: Which of them units have taken into their plans, with the share that the unit answers for.
TAKEN = (("市-01", "d14", 95.0), ("市-03", "d12", 1200.0), ("市-04", "t01", 3.2))

#: Who wrote how many lines of work log in the open month.
LOGS = {"t01_staff1": 8, "t01_staff2": 4, "t01_staff3": 3, "t01_vice": 3, "t01_coordinator": 4, "d14_head": 3}


def superior_indicators(env, cycle):
    """Let the office hand indicators of city and region to units, some of which take them into their plans."""
    names = ("code", "name", "level", "focus", "uom", "target")
    quarters = ("target_q1", "target_q2", "target_q3", "target_q4")
    vals_list = []
    for place, (*facts, split, points, lead, assists) in enumerate(SUPERIOR):
        vals = {
            "cycle_id": cycle.id,
            "sequence": place,
            **dict(zip(names, facts, strict=True)),
            "full_score": points,
            "lead_unit_id": lead and ref(env, f"dep_{lead}").id,
            "assist_unit_ids": [Command.set([ref(env, f"dep_{name}").id for name in assists])],
            "deadline": cycle.date_end,
        }
        vals_list.append(vals | dict(zip(quarters, split, strict=True)) if split else vals)
    made = env["perf.superior.indicator"].with_user(user(env, "office")).create(vals_list).with_env(env)
    by_code = {indicator.code: indicator for indicator in made}
    for code, unit, target in TAKEN:
        _take(env, by_code[code], unit, target)


def _take(env, superior, name, target):
    """Take an indicator into the plan of a unit, name the people, approve it and hand it down to them."""
    unit = ref(env, f"dep_{name}")
    group = unit.perf_coordinator_ids.user_id[:1]
    values = {
        "superior_indicator_id": superior.id,
        "unit_id": unit.id,
        "name": superior.name,
        "method": "ratio",
        "full_score": superior.full_score,
        "target_value": target,
    }
    wizard = env["perf.superior.indicator.take"].with_user(group).create(values)
    plan = env["perf.plan"].with_user(group).browse(wizard.action_take()["params"]["next"]["res_id"])
    line = plan.line_ids.filtered(lambda line: line.superior_indicator_id == superior)
    people = unit.perf_deputy_ids[:1] | unit.perf_coordinator_ids[:1]
    if name == "t01":
        people = ref(env, "emp_t01_staff1") | ref(env, "emp_t01_staff3")
    line.write({"responsible_id": people[:1].id, "assistant_ids": [Command.set(people[1:].ids)]})
    plan.with_user(unit.manager_id.user_id).action_sign(points_meant=True)
    plan.with_user(user(env, "office")).action_approve(points_meant=True)
    down = {"plan_id": plan.id, "line_ids": [Command.set(line.ids)]}
    env["perf.plan.hand.down"].with_user(group).create(down).action_hand_down()


def year(env, period):
    """Open the year, and let a few people of two units come some way with it."""
    sheets = month.open_month(env, period).filtered(lambda sheet: sheet.kind == "employee")
    chance = random.Random(period.id)
    by_person = sheets.grouped("employee_id")
    done = {
        name: by_person[ref(env, f"emp_{name}")]
        for name in ("t01_staff1", "t01_staff2", "t01_staff3", "t01_coordinator", "d13_staff2")
        if ref(env, f"emp_{name}") in by_person
    }
    for name, sheet in done.items():
        account = sheet.employee_id.user_id
        pen = month.Pen(env, chance, account)
        text = words.YEAR_SUMMARY.format(n=chance.randint(8, 20), m=chance.randint(3, 9))
        values = {
            "self_summary": text,
            "line_ids": [Command.update(line.id, pen.fill(line)) for line in sheet.line_ids],
        }
        mine = sheet.with_user(account).sudo(False)
        mine.write({"self_summary": text}) if name == "t01_staff1" else mine.save_and_submit(values)
    for name, place in (("t01_staff2", 1), ("t01_coordinator", 0), ("d13_staff2", 1)):
        if name in done:
            _review_year(done[name], place)
    if "d13_staff2" in done:
        done["d13_staff2"].with_user(user(env, "office")).sudo(False).action_confirm()


def _review_year(sheet, place):
    """Let the reviewer comment on a person's year and propose a grade."""
    grades = sheet.year_grade_ids.sorted("sequence")
    mine = sheet.with_user(sheet.reviewer_id.user_id).sudo(False)
    mine.write({"review_comment": words.YEAR_COMMENT, "proposed_grade_id": grades[place].id})
    mine.action_review()


def standins(env):
    """Name a stand-in who has accepted, and one who is still to accept."""
    today = fields.Date.today()
    model = env["perf.standin"].with_user(user(env, "t01_head"))
    mayor, vice, head = (ref(env, f"emp_t01_{name}") for name in ("mayor", "vice", "head"))
    unit = ref(env, "dep_t01")
    accepted = {
        "employee_id": mayor.id,
        "standin_id": vice.id,
        "role": "reviewer",
        "date_from": today - timedelta(days=2),
        "date_to": today + timedelta(days=12),
        "reason": "赴外地参加乡镇长任职培训",
    }
    waiting = {
        "employee_id": head.id,
        "standin_id": vice.id,
        "role": "head",
        "unit_id": unit.id,
        "date_from": today + timedelta(days=3),
        "date_to": today + timedelta(days=10),
        "reason": "赴省里参加乡村振兴专题班",
    }
    first, _second = model.create([accepted, waiting])
    first.with_user(vice.user_id).sudo(False).action_accept()


def extensions(env, late, quarter):
    """Give single units more time, with the reason."""
    env["perf.extension"].with_user(user(env, "office")).create(
        [
            {
                "period_id": late.id,
                "unit_id": ref(env, "dep_t03").id,
                "days": 10,
                "reason": "连续强降雨，全员投入防汛救灾",
            },
            {
                "period_id": quarter.id,
                "unit_id": ref(env, "dep_t05").id,
                "days": 5,
                "reason": "办公楼搬迁，台账暂时封存",
            },
        ],
    )


def excuse(env, period, name):
    """Excuse a person who was away for a whole period but not on leave."""
    domain = [("period_id", "=", period.id), ("employee_id", "=", ref(env, f"emp_{name}").id), ("state", "=", "draft")]
    sheet = env["perf.appraisal"].search(domain)
    if sheet:
        sheet.with_user(user(env, "office")).sudo(False).action_excuse(words.PERSON_EXCUSE)


def work_logs(env, period):
    """Let some people write down what they did in the open month."""
    chance = random.Random(period.id)
    last = min(fields.Date.today(), period.date_end)
    span = (last - period.date_start).days
    sheets = env["perf.appraisal"].search([("period_id", "=", period.id), ("kind", "=", "employee")])
    by_person = sheets.grouped("employee_id")
    for name, number in LOGS.items():
        person = ref(env, f"emp_{name}")
        indicators = by_person.get(person, sheets.browse()).line_ids.indicator_id
        ids = {indicator.name: indicator.id for indicator in indicators}
        texts = chance.sample(words.WORK_LOGS, number)
        env["perf.work.log"].with_user(person.user_id).create(
            [
                {
                    "date": period.date_start + timedelta(days=chance.randint(0, span)),
                    "text": text.format(n=chance.randint(5, 30)),
                    "indicator_id": ids.get(indicator),
                }
                for text, indicator in texts
            ],
        )

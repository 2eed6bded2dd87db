"""What the supervision teams of the demo county have done in the quarter that runs."""

from datetime import datetime, time, timedelta

from odoo import Command, fields

from .county import ref, user

#: Team → office, members, units.
TEAMS = {
    "第一督导组": ("party_supervision", ("d01_staff1", "d08_staff1"), [f"t{number:02}" for number in range(1, 7)]),
    "第二督导组": (
        "government_supervision",
        ("d01_staff2", "d08_staff2"),
        [f"t{number:02}" for number in range(7, 13)],
    ),
}

#: Check-list → focus, items with points.
CHECKLISTS = {
    "工作纪律检查表": (
        "attendance",
        (("按时到岗", "上班15分钟内全部到岗", 4), ("在岗状态", "不做与工作无关的事", 3), ("请销假手续", "手续齐全", 3)),
    ),
    "政务服务大厅检查表": (
        "service",
        (("窗口值守", "窗口不空岗", 4), ("一次性告知", "张贴并发放告知单", 3), ("办件时限", "抽查五件，无超时", 3)),
    ),
}


def work(env, period):
    """Let the teams plan, check, find and follow up.

    :param period: the quarter that runs
    """
    inspectors = env.ref("perf_appraisal.group_perf_inspector")
    for _office, members, _units in TEAMS.values():
        for name in members:
            user(env, name).group_ids += inspectors
    teams, lists = _set_up(env)
    discipline, service = lists
    plan = {"team_id": teams[0].id, "period_id": period.id, "inspector_ids": _people(env, *TEAMS["第一督导组"][1])}
    today = fields.Date.today()
    days = timedelta(days=6)
    same_year = [("kind", "=", "quarter"), ("cycle_id", "=", period.cycle_id.id), ("date_end", "<", period.date_start)]
    if before := env["perf.period"].search(same_year, order="date_end desc", limit=1):  # last period's finding
        earlier = {**plan, "period_id": before.id, "method": "covert", "date": before.date_end - timedelta(days=20)}
        _answer(env, _carry_out(env, _inspection(env, "t03", service, **earlier), issue=True))
    first = _inspection(env, "t01", discipline, **plan, method="covert", date=today - days)
    found = _carry_out(env, first, issue=True)
    _answer(env, found[:1])
    settled = _inspection(env, "t02", service, **plan, method="onsite", date=today - timedelta(days=20))
    _settle(env, settled, _carry_out(env, settled, issue=True))
    _inspection(env, "t01", service, **plan, method="announced", date=today + timedelta(days=5))
    _carry_out(env, _inspection(env, "t03", discipline, **plan, method="spot", date=today))
    _draw(env, period)
    _draw_lines(env, period, "t03")


def prove(env, period):
    """Let an inspection of each unit whose sheet is reviewed find a line to be worth less than it was given.

    :param period: a quarter behind, of which some sheets are not confirmed yet
    """
    reviewed = env["perf.appraisal"].search(
        [("period_id", "=", period.id), ("kind", "=", "unit"), ("state", "=", "reviewed")]
    )
    office, inspector = user(env, "office"), user(env, "d01_staff1")
    for sheet in reviewed:
        inspection = (
            env["perf.inspection"]
            .with_user(office)
            .create(
                {
                    "unit_id": sheet.unit_id.id,
                    "period_id": period.id,
                    "focus": "work",
                    "method": "onsite",
                    "date": fields.Date.today() - timedelta(days=2),
                    "inspector_ids": _people(env, *TEAMS["第一督导组"][1]),
                }
            )
        )
        inspection.action_plan()
        spot = inspection.with_user(inspector)
        spot.action_start()
        lines = sheet.line_ids.filtered(lambda line: line.assessed and line.review_score >= 2).sorted("review_score")
        line = lines[-1:]
        finding = spot.env["perf.finding"].create(
            {
                "inspection_id": spot.id,
                "facts": "台账与现场不符，部分工作没有完成",
                "effect": "line",
                "line_id": line.id,
                "verified_value": line.review_score / 2,
                "requirement": "补齐台账，如实填报",
                "deadline": fields.Date.today() + timedelta(days=15),
            }
        )
        spot.write({"representative": sheet.unit_id.manager_id.name, "representative_opinion": "agrees"})
        spot.action_issue()
        _answer(env, finding)


def _set_up(env):
    """Make teams and check-lists, as the office."""
    office = user(env, "office")
    teams = (
        env["perf.team"]
        .with_user(office)
        .create(
            [
                {
                    "name": name,
                    "office": kind,
                    "member_ids": _people(env, *members),
                    "unit_ids": [Command.set([ref(env, f"dep_{unit}").id for unit in units])],
                }
                for name, (kind, members, units) in TEAMS.items()
            ]
        )
    )
    lists = (
        env["perf.checklist"]
        .with_user(office)
        .create(
            [
                {
                    "name": name,
                    "focus": focus,
                    "item_ids": [
                        Command.create({"name": item, "standard": standard, "full_points": points})
                        for item, standard, points in items
                    ],
                }
                for name, (focus, items) in CHECKLISTS.items()
            ]
        )
    )
    return teams, lists


def _people(env, *names):
    return [Command.set([ref(env, f"emp_{name}").id for name in names])]


def _inspection(env, unit, checklist, **values):
    """Plan an inspection of a unit by a check-list, as the office."""
    inspections = env["perf.inspection"].with_user(user(env, "office"))
    subject = {"focus": checklist.focus, "checklist_id": checklist.id}
    inspection = inspections.create({"unit_id": ref(env, f"dep_{unit}").id, **subject, **values})
    inspection.action_plan()
    return inspection


def _carry_out(env, inspection, issue=False):
    """Check a unit: tick the list, call the roll, write down what is amiss, and issue it; return what was found."""
    spot = inspection.with_user(user(env, "d01_staff1"))
    spot.action_start()
    if spot.date < fields.Date.today():
        spot.checked_at = datetime.combine(spot.date, time(2))  # ten in the morning in China
    for item in spot.item_ids:
        item.write({"is_checked": True, "given_points": max(item.full_points - item.sequence % 3, 0)})
    spot.action_call_roll()
    missing = spot.attendance_ids[-1:]
    missing.write({"presence": "absent", "note": "未办理请假手续"})
    spot.action_mark_present()
    rules = env["perf.indicator.rule"].search(
        [("kind", "=", "deduction"), ("points", ">", 0), ("indicator_id.kind", "=", "unit")], limit=2
    )
    facts = ("抽查时两个窗口无人值守", "上月会议通知未及时签收")
    deadline = fields.Date.today() + timedelta(days=15)
    answers_for_it = {
        "employee_id": missing.employee_id.id,
        "person_points": 1.0,
        "leader_employee_id": spot.unit_id.manager_id.id,
        "leader_points": 0.5,
    }
    found = spot.env["perf.finding"].create(
        [
            {
                "inspection_id": spot.id,
                "facts": fact,
                "rule_id": rule.id,
                "requirement": "立即整改，举一反三",
                "deadline": deadline,
                **costs,
            }
            for fact, rule, costs in zip(facts, rules, (answers_for_it, {}), strict=False)
        ]
    )
    if issue:
        if spot.method != "covert":
            spot.write({"representative": spot.unit_id.manager_id.name, "representative_opinion": "agrees"})
        spot.action_issue()
    return found


def _answer(env, findings):
    """Let the unit reply, and the office confirm."""
    head = findings.unit_id.manager_id.user_id
    findings.with_user(head).action_reply(reason="情况属实，当天已安排轮岗值守。")
    findings.with_user(user(env, "office2")).action_confirm()


def _settle(env, inspection, findings):
    """Let everything that was found be put right, reported and verified, and the inspection be closed."""
    _answer(env, findings)
    head = findings.unit_id.manager_id.user_id
    reports = [
        {"finding_id": finding.id, "text": "已完善值守制度，安排两人轮岗，并开展了自查。"} for finding in findings
    ]
    env["perf.rectification"].with_user(head).create(reports)
    findings.with_user(head).action_report_rectified()
    findings.with_user(user(env, "d01_staff1")).action_verify()
    inspection.with_user(user(env, "office2")).action_close()


def _draw(env, period):
    """Draw two townships, before a witness."""
    draw = env["perf.draw"].with_user(user(env, "office"))
    draw = draw.create(
        {
            "period_id": period.id,
            "category_ids": [Command.set(ref(env, "cat_township").ids)],
            "number": 2,
            "seed": "县纪委监督员现场报数 7 3 9",
            "witness": "县纪委监督员",
        }
    )
    draw.action_draw()


def _draw_lines(env, period, unit):
    """Draw which lines of a unit's sheet are looked at on the spot."""
    draw = env["perf.draw"].with_user(user(env, "office"))
    draw = draw.create(
        {
            "kind": "line",
            "period_id": period.id,
            "unit_id": ref(env, f"dep_{unit}").id,
            "number": 3,
            "seed": "现场报数 2 8 7",  # it draws lines with evidence and with something found before
            "witness": "县纪委监督员",
        }
    )
    draw.action_draw()

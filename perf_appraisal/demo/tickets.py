"""Difficulties that units of the demo county raise, supervision orders, and self-scores that lie too high."""

from datetime import timedelta

from odoo import Command, fields

from .county import ref, user
from .tables import OWN_NOTE, OWN_SECTION

#: Unit → what it cannot solve itself, what the office replied, and whether that was enough.
DIFFICULTIES = (
    ("t02", "村级服务站缺少打印设备，群众办事须往返镇上", "", ""),
    ("t06", "绩效指标“河道巡查”与县水利局台账口径不一致", "已请县水利局统一口径，自下月起按新台账计算。", ""),
    (
        "d09",
        "考评系统中本单位两名借调人员重复出现",
        "已核对借调起止时间，重复的一张已免考。",
        "十一月的考评表仍有重复。",
    ),
)

#: Order number → source, matter, units, days until its deadline.
ORDERS = {
    "督〔2026〕18号": ("县委督查室", "报送防汛物资储备情况", ("t01", "t02", "t03", "t04", "t05", "t06"), -8),
    "督〔2026〕23号": ("县政府办督查室", "整改信访积案并书面报告", ("t01", "t07", "d05", "d08", "d12"), 6),
}


#: Percent points by which a self-score may lie above the final one, and what is proposed beyond.
TOLERANCE = 5.0
BEYOND = ("自评不实", "自评得分明显高于核定得分", 1.0)


def work(env):
    """Let units raise difficulties and carry out orders, each as far as the story wants it."""
    office = user(env, "office")
    for unit, title, reply, doubt in DIFFICULTIES:
        department = ref(env, f"dep_{unit}")
        account = department.perf_coordinator_ids.user_id[:1]
        values = {"title": title, "unit_id": department.id}
        ticket = _made_before(env["perf.ticket"].with_user(account).create(values), days=9)
        if reply:
            ticket.with_user(office).action_accept()
            _reply(ticket, office, reply)
        if doubt:
            ticket.with_user(account).action_reopen(reason=doubt)
    rule = env["perf.indicator.rule"].search(
        [("kind", "=", "deduction"), ("indicator_id.name", "=", "专项督办件/领导批示件未办复")], limit=1
    )
    for number, (source, title, units, days) in ORDERS.items():
        _carry_out(_give(env, number, source, title, units, days, rule))
    _tolerate(env)


def _give(env, number, source, title, units, days, rule):
    """Give an order as the office, return its tickets."""
    dialog = (
        env["perf.ticket.order"]
        .with_user(user(env, "office"))
        .create(
            {
                "order_no": number,
                "source": source,
                "title": title,
                "text": f"{title}，按期书面报县绩效办。",
                "deadline": fields.Date.today() + timedelta(days=days),
                "rule_id": rule.id,
                "unit_ids": [Command.set([ref(env, f"dep_{unit}").id for unit in units])],
            }
        )
    )
    return _made_before(env["perf.ticket"].search(dialog.action_give()["domain"], order="id"), days=4)


def _made_before(tickets, days):
    """Let tickets have been made some days ago."""
    tickets.env.cr.execute(
        "UPDATE perf_ticket SET create_date = create_date - %s * interval '1 day' WHERE id = ANY(%s)",
        [days, tickets.ids],
    )
    tickets.invalidate_recordset(["create_date"])
    return tickets


def _carry_out(tickets):
    """Let the first unit wait, the second take the order up, and the others answer it."""
    for place, ticket in enumerate(tickets):
        account = ticket.unit_id.perf_coordinator_ids.user_id[:1]
        if place:
            ticket.with_user(account).action_accept()
        if place > 1:
            _reply(ticket, account, "已按要求办理，情况报告和台账已报送。")


def _reply(ticket, account, text):
    """Give a reply."""
    asked = ticket.with_user(account).action_answer()
    replies = ticket.env["perf.ticket.reply"].with_user(account).with_context(**asked["context"])
    replies.create({"text": text}).action_give()


def _tolerate(env):
    """Let the office say how far a self-score of people may lie too high, and propose the first deductions."""
    scheme = env["perf.scheme"].search([("kind", "=", "employee")], limit=1)
    item, text, points = BEYOND
    rule = {"kind": "deduction", "name": text, "points": points, "uom": "次"}
    register = env["perf.indicator"].create(
        {
            "name": item,
            "kind": "employee",
            "scheme_id": scheme.id,
            "section_id": env["perf.indicator.section"].search([("name", "=", OWN_SECTION)], limit=1).id,
            "full_score": 0.0,
            "frequency": "year",
            "note": OWN_NOTE,
            "rule_ids": [Command.create(rule)],
        }
    )
    scheme.write({"self_gap_tolerance": TOLERANCE, "self_gap_rule_id": register.rule_ids.id})
    env.flush_all()
    sheets = env["perf.appraisal"].with_user(user(env, "office")).search([("is_beyond_tolerance", "=", True)], limit=3)
    sheets.action_propose_deductions()

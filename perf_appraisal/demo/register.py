"""What happened in the demo county outside the sheets this year: honours, letters not answered, meetings missed."""

from datetime import timedelta

from odoo import Command, fields

from .county import ref, user

#: Who reports under the rules of the county's table, which names the offices by their short names.
REPORTERS = {
    "不执行上级决定决议": ("d01",),
    "上级决定不按时完成": ("d01",),
    "专项督办件/领导批示件未办复": ("d01", "d08"),
    "督办件无法办理不说明": ("d01", "d08"),
    "网民留言未及时回复": ("d03",),
    "未执行重大事项报告制度": ("d01", "d08"),
    "领导外出未请销假": ("d01", "d08"),
    "会议无故缺席": ("d08",),
    "会议迟到/早退/擅自代会": ("d08",),
    "会上被点名批评": ("d08",),
}

#: The county's own rules of bonuses and vetoes: item → who reports, rules.
OWN = {
    "表彰奖励": (
        (),
        [
            ("bonus", "省级表彰", 3.0, {"uom": "项", "highest_only": True, "notice_days": 5}),
            ("bonus", "市级表彰", 2.0, {"uom": "项", "highest_only": True, "notice_days": 5}),
            ("bonus", "县级表彰", 1.0, {"uom": "项", "highest_only": True}),
        ],
    ),
    "信息宣传": (
        ("d03",),
        [("bonus", "市级以上媒体刊发", 0.5, {"uom": "篇", "max_points": 3.0, "cap_period": "cycle"})],
    ),
    "重大责任事故": (("d05",), [("deduction", "发生较大责任事故", 0.0, {"veto": "worst_grade"})]),
}

OWN_NOTE = "青禾县演示自定事项，不属于原表"


def work(env, cycle):
    """Let units apply, offices report, and the Performance Office publish, confirm, refuse and reverse.

    :param cycle: the open cycle
    """
    rules = _set_up(env)
    today = min(fields.Date.today(), cycle.date_end)  # in January the open month may be the last of the old year
    _report(env, rules, today)
    _apply(env, rules, today)
    _lose(env, cycle)


def _set_up(env):
    """Say who reports under which rule, add the county's own, and return all by item and name."""
    scheme = env["perf.scheme"].search([("name", "=", "县级加减分事项")])
    items = {item.name: item for item in scheme.indicator_ids}
    for name, reporters in REPORTERS.items():
        items[name].lead_unit_ids = [Command.set([ref(env, f"dep_{unit}").id for unit in reporters])]
    items |= {item.name: item for item in _add_own(env, scheme, next(iter(items.values())).section_id)}
    return {(item.name, rule.name): rule for item in items.values() for rule in item.rule_ids}


def _add_own(env, scheme, section):
    """Add the county's own rules, plainly marked as such."""
    return env["perf.indicator"].create(
        [
            {
                "name": name,
                "kind": "unit",
                "scheme_id": scheme.id,
                "section_id": section.id,
                "full_score": 0.0,
                "frequency": "year",
                "note": OWN_NOTE,
                "lead_unit_ids": [Command.set([ref(env, f"dep_{unit}").id for unit in reporters])],
                "rule_ids": [
                    Command.create({"kind": kind, "name": rule, "points": points, **more})
                    for kind, rule, points, more in rules
                ],
            }
            for name, (reporters, rules) in OWN.items()
        ]
    )


def _report(env, rules, today):
    """Let the offices report about many units at once; some of it is replied to, confirmed, refused, reversed."""
    missed = rules["会议无故缺席", "会议无故缺席"]
    meeting = _many(env, "d08", missed, "全县经济运行调度会", today - timedelta(days=9), ("t04", "t07", "d12", "d20"))
    letters = rules["网民留言未及时回复", "网民留言未及时回复"]
    online = _many(env, "d03", letters, "三季度网民留言办理情况通报", today - timedelta(days=16), ("t01", "t05", "d14"))
    press = rules["信息宣传", "市级以上媒体刊发"]
    news = _many(env, "d03", press, "本季度用稿情况", today - timedelta(days=4), ("t01", "t02", "t03", "t09", "d09"))
    office, second = (user(env, name) for name in ("office", "office2"))
    (meeting + online).with_user(office).filtered(lambda one: one.unit_id != ref(env, "dep_t07")).action_confirm()
    excused = meeting.filtered(lambda one: one.unit_id == ref(env, "dep_t07"))
    excused.with_user(user(env, "t07_head")).action_object(reason="当日按县防汛指挥部通知在一线值守，已向会务组报备。")
    excused.with_user(office).action_refuse(reason="经核实，会前已履行请假手续。")
    wrong = online.filtered(lambda one: one.unit_id == ref(env, "dep_d14"))
    wrong.with_user(second).action_reverse(reason="该留言已按期回复，系统登记有误。")
    news[:2].with_user(second).action_confirm()
    news[2].with_user(user(env, "t03_head")).action_reply(reason="另有两篇已刊发，刊样随后补报。")
    order = rules["专项督办件/领导批示件未办复", "专项督办件/领导批示件未办复"]
    _many(env, "d08", order, "省道沿线环境整治督办件", today - timedelta(days=2), ("t01", "t06"))


def _many(env, reporter, rule, matter, date, units):
    """Enter for many units at once as the head of the office that reports, and return the entries."""
    wizard = (
        env["perf.adjustment.import"]
        .with_user(user(env, f"{reporter}_head"))
        .create(
            {
                "rule_id": rule.id,
                "matter": matter,
                "date": date,
                "line_ids": [Command.create({"unit_id": ref(env, f"dep_{unit}").id}) for unit in units],
            }
        )
    )
    wizard.action_create_submitted()
    return env["perf.adjustment"].search([("rule_id", "=", rule.id), ("matter", "=", matter)], order="id")


def _apply(env, rules, today):
    """Let townships apply for bonuses: a draft, some that were submitted, and some on public notice."""
    honour = rules["表彰奖励", "市级表彰"], "全市乡村振兴示范镇", "青市发〔2026〕演12号", "青州市人民政府"
    province = rules["表彰奖励", "省级表彰"], "全省卫生乡镇", "演省卫〔2026〕3号", "省爱国卫生运动委员会"
    county = rules["表彰奖励", "县级表彰"], "全县防汛先进集体", "禾发〔2026〕演8号", "中共青禾县委"
    _application(env, "t01", *province, today - timedelta(days=3))
    first, second = (_application(env, unit, *honour, today - timedelta(days=12)) for unit in ("t02", "t05"))
    third = _application(env, "t06", *county, today - timedelta(days=20))
    fourth = _application(env, "t01", *county, today - timedelta(days=20))
    for entry in (first, second, third, fourth):
        entry.with_user(entry.unit_id.manager_id.user_id).action_submit()
    (first + second).with_user(user(env, "office")).action_publish()
    # its days of notice lie behind: it waits to be confirmed
    second.sudo()._unlocked().notice_end = today - timedelta(days=1)
    fourth.with_user(user(env, "office2")).action_confirm()


def _application(env, unit, rule, matter, doc_no, issuer, date):
    """Apply for a bonus with its document, as the head of the unit."""
    head = user(env, f"{unit}_head")
    scan = (
        env["ir.attachment"]
        .with_user(head)
        .create({"name": f"{matter}.txt", "raw": f"{doc_no}（演示扫描件）".encode()})
    )
    values = {
        "unit_id": ref(env, f"dep_{unit}").id,
        "rule_id": rule.id,
        "matter": matter,
        "date": date,
        "doc_no": doc_no,
        "doc_issuer": issuer,
        "evidence_ids": [Command.set(scan.ids)],
    }
    return env["perf.adjustment"].with_user(head).create(values)


def _lose(env, cycle):
    """Let the county lose points at city level: the deduction of the unit that answers for it is proposed."""
    lost = env["perf.superior.indicator"].search([("cycle_id", "=", cycle.id), ("lead_unit_id", "!=", False)], limit=2)
    for indicator, points in zip(lost.with_user(user(env, "office")), (0.5, 1.25), strict=False):
        indicator.lost_points = points
    lost.with_user(user(env, "office")).action_propose_deductions()

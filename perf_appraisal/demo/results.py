"""What a quarter of the demo county came to: computed, decided on at a meeting, on public notice, objected to."""

from odoo import fields

from .county import user

#: Grades of units in a quarter: code, name, least points, quota, whether the standard is reached.
GRADES = (("A", "先进", 90.0, 30.0, True), ("B", "达标", 75.0, 0.0, True), ("C", "未达标", 0.0, 0.0, False))

ATTENDEES = "县绩效管理领导小组全体成员，县委办、县政府办、县纪委监委、县委组织部负责同志列席（演示）"
DECISION = "会议审议并原则同意各单位季度考评等次，按规定公示。（演示）"


def grade(env, schemes):
    """Enter the grades of units in a quarter, before a cycle is opened.

    :param dict schemes: as from ``tables.build``
    """
    env["perf.grade"].create(
        [
            {
                "scheme_id": schemes[name].id,
                "period_kind": "quarter",
                "sequence": 10 * place,
                "code": code,
                "name": title,
                "min_score": least,
                "quota_percent": quota,
                "standard_met": met,
            }
            for name in ("townships", "departments")
            for place, (code, title, least, quota, met) in enumerate(GRADES, 1)
        ]
    )


def work(env, quarter):
    """Let the office compute a quarter, hold the meeting on its grades and put them on public notice.

    :param quarter: the closed quarter
    """
    office = user(env, "office")
    quarter = quarter.with_user(office).sudo(False)
    quarter.action_compute()
    meeting = quarter.env["perf.calibration"].create(
        {
            "period_id": quarter.id,
            "kind": "unit",
            "date": fields.Date.today(),
            "attendees": ATTENDEES,
            "decision": DECISION,
            "doc_no": "青绩领〔演示〕1号",
        }
    )
    meeting.action_decide()
    notice = quarter.env["perf.notice"].browse(quarter.action_publish_notice()["res_id"])
    notice.write(
        {
            "kind": "unit",
            "show_rank": True,
            "show_total": True,
            "phone": "0000-0000000（演示）",
            "address": "青禾县行政中心（演示）",
        }
    )
    notice.action_publish()
    return notice

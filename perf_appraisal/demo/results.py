"""What a quarter of the demo county came to: computed, decided on at meetings, on public notice, final."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tools import SQL

from . import words
from .county import ref, user

#: Grades of units in a quarter: code, name, least points, quota, whether the standard is reached.
GRADES = (("A", "先进", 90.0, 30.0, True), ("B", "达标", 75.0, 0.0, True), ("C", "未达标", 0.0, 0.0, False))

#: Whom human resources sanctioned: name, kind, days before the end of the quarter, document, what for.
SANCTIONS = (
    ("d13_coordinator", "demerit", 20, "青纪〔演示〕3号", "县纪委监委（演示）"),
    ("t02_staff1", "admonition", 35, "青组诫〔演示〕1号", "县委组织部（演示）"),
)
#: Whose trial period is not over: takes part without a grade.
NEW = "d13_staff1"

CONTACT = {"phone": "0000-0000000（演示）", "address": "青禾县行政中心（演示）"}

#: Who signed the own result, and whether with an objection; nobody else has yet.
SIGNED = {"t01_staff3": False, "t01_mayor": False, "d13_deputy": False, "d13_staff2": True}

#: Days since the notice of people's results was over, and since they became final.
OVER, FINAL = 5, 3


def grade(env, schemes):
    """Enter the grades of units in a quarter and the condition of the best of people, before a cycle is opened.

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
    best = schemes["persons"].grade_ids.filtered(lambda found: found.period_kind == "quarter").sorted()[:1]
    best.condition_ids = [Command.create({"kind": "no_sanction"})]


def sanction(env, quarter):
    """Let human resources enter sanctions, and the office say who takes part without a grade.

    :param quarter: the quarter that is worked through
    """
    env["perf.sanction"].with_user(user(env, "d12_staff1")).create(
        [
            {
                "employee_id": ref(env, f"emp_{name}").id,
                "kind": kind,
                "date_from": quarter.date_end - timedelta(days=days),
                "doc_no": number,
                "doc_issuer": issuer,
            }
            for name, kind, days, number, issuer in SANCTIONS
        ]
    )
    enrolled = env["perf.appraisee"].search(
        [("cycle_id", "=", quarter.cycle_id.id), ("employee_id", "=", ref(env, f"emp_{NEW}").id)]
    )
    reason = env.ref("perf_appraisal.perf_no_grade_reason_probation")
    enrolled.with_user(user(env, "office")).write({"status": "no_grade", "no_grade_reason_id": reason.id})


# === UNITS === #


def work(env, quarter):
    """Let the office compute a quarter, hold the meeting on the grades of units and put them on public notice.

    :param quarter: the closed quarter
    """
    quarter = quarter.with_user(user(env, "office")).sudo(False)
    quarter.action_compute()
    meeting = _meeting(quarter, "unit", words.UNIT_DECISION, "青绩领〔演示〕2号", fields.Date.today())
    meeting.action_decide()
    title = words.NOTICE_UNITS.format(period=quarter.display_name)
    notice = _notice(quarter, kind="unit", title=title, show_rank=True, show_total=True)
    notice.action_publish()
    for name in ("d13", "d05"):
        _of(notice, f"dep_{name}").with_user(user(env, f"{name}_head")).sudo(False).action_acknowledge()
    return notice


# === PEOPLE === #


def decide_on_people(env, quarter):
    """Let the office hold the meeting on the grades of people, and put them on notice; some sign their results.

    :param quarter: the quarter that is computed
    :return: the notice, which runs
    """
    quarter = quarter.with_user(user(env, "office")).sudo(False)
    before = fields.Date.today() - timedelta(days=20)
    meeting = _meeting(quarter, "employee", words.PEOPLE_DECISION, "青绩领〔演示〕1号", before)
    _move(env, meeting)
    meeting.action_decide()
    title = words.NOTICE_PEOPLE.format(period=quarter.display_name)
    notice = _notice(quarter, kind="employee", title=title, show_total=True)
    notice.action_publish()
    for name, objects in SIGNED.items():
        result = _of(notice, f"emp_{name}")
        result.with_user(user(env, name)).sudo(False).action_acknowledge(with_objection=objects)
    return notice


def _move(env, meeting):
    """Move the last of a unit who has the best grade one down, and whoever follows him up in his stead."""
    results = env["perf.result"].search([("period_id", "=", meeting.period_id.id), ("kind", "=", "employee")])
    ladder = results.grade_id.sorted()
    for unit_results in results.filtered(lambda one: not one.is_head).grouped("unit_id").values():
        ranked = unit_results.filtered("grade_id").sorted("total", reverse=True)
        best = ranked.filtered(lambda one: one.grade_id == ladder[:1])
        rest = (ranked - best).filtered(lambda one: not one.is_barred and one.total >= ladder[:1].min_score)
        if len(best) > 1 and rest:
            meeting.action_move_grade(best[-1:].id, ladder[1:2].id, reason=words.MOVED_DOWN)
            meeting.action_move_grade(rest[:1].id, ladder[:1].id, reason=words.MOVED_UP)
            return
    last = results.filtered("grade_id").sorted("total")[:1]
    meeting.action_move_grade(last.id, ladder[-1:].id, reason=words.MOVED_DOWN)


def finish(notice):
    """Let the days of a notice be over, and the office make its results final.

    :param notice: ``perf.notice`` whose objections are answered
    """
    behind = (notice.date_to - fields.Date.today()).days + OVER
    appeals = notice.env["perf.appeal"].sudo().search([("notice_id", "=", notice.id)])
    results = notice.sudo().line_ids.result_id
    made_before(notice, behind, "date_from", "date_to", "published_on")
    made_before(appeals, behind, "submitted_on", "accepted_on", "decided_on", "deadline")
    made_before(results.calibration_id, 20, "decided_on")
    made_before(results.shift_ids, 20, "moved_on")
    made_before(results.filtered("acknowledged_on"), behind, "acknowledged_on")
    notice.action_finalize()
    made_before(notice, FINAL, "ended_on")
    made_before(results, FINAL, "final_on")


def made_before(records, days, *columns):
    """Let something have happened some days ago.

    :param records: of one model
    :param int days: how many
    :param columns: of dates or moments
    """
    env = records.env
    env.flush_all()
    for column in columns:
        env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = %(column)s - %(days)s * interval '1 day' WHERE id = ANY(%(ids)s)",
                table=SQL.identifier(records._table),
                column=SQL.identifier(column),
                days=days,
                ids=records.ids,
            )
        )
    records.invalidate_recordset()


# === BOTH === #


def _meeting(quarter, kind, decision, number, day):
    """Return a meeting on the grades of a quarter."""
    return quarter.env["perf.calibration"].create(
        {
            "period_id": quarter.id,
            "kind": kind,
            "date": day,
            "attendees": words.ATTENDEES,
            "decision": decision,
            "doc_no": number,
        }
    )


def _notice(quarter, **values):
    """Return the draft of a notice, filled in."""
    notice = quarter.env["perf.notice"].browse(quarter.action_publish_notice()["res_id"])
    notice.write({**CONTACT, **values})
    return notice


def _of(notice, name):
    """Return the result of a person or a unit on a notice."""
    whose = ref(notice.env, name)
    column = "employee_id" if whose._name == "hr.employee" else "unit_id"
    return notice.sudo().line_ids.result_id.filtered(lambda result: result[column] == whose)

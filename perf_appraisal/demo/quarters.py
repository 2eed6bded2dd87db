"""Quarters of the demo county's units: filled in, submitted, scored by lead units and the office, confirmed."""

import random

from odoo import Command

from . import month, words
from .county import ref, user

#: How far a unit's sheet comes.
FILLED = {"filled", "returned", "handed_in", "led_left", "reviewed", "confirmed"}
HANDED_IN = FILLED - {"filled"}
SCORED = {"led_left", "reviewed", "confirmed"}

#: Which unit's sheet does not come as far as the others': of the first quarter behind, the second one, the open one.
FIRST = {"d19": "excused"}
SECOND = {
    "t07": "draft",
    "d22": "draft",
    "t05": "half",
    "t09": "led_left",
    "t10": "led_left",
    "d15": "reviewed",
    "d09": "reviewed",
}
OPEN = {
    "t01": "filled",
    "t02": "handed_in",
    "t03": "handed_in",
    "t04": "handed_in",
    "t06": "returned",
    "t08": "handed_in",
    "t09": "half",
    "t10": "handed_in",
    "d01": "half",
    "d02": "handed_in",
    "d03": "handed_in",
    "d06": "half",
    "d09": "handed_in",
    "d11": "handed_in",
    "d12": "filled",
    "d13": "handed_in",
    "d14": "half",
    "d19": "handed_in",
    "d21": "handed_in",
}

#: The lead unit that leaves lines behind, and those that are quick in the open quarter.
SLOW_LEAD = "d14"
QUICK_LEADS = ("d21", "d13", "d03")


def work(env, period, fixed, rest, leads=None):
    """Let the units, their lead units and the office do their part of a quarter.

    :param period: ``perf.period``, a quarter
    :param dict fixed: name of a unit → how far its sheet comes
    :param str rest: how far all other sheets come
    :param leads: names of the lead units that score what was only handed in
    """
    sheets = month.open_month(env, period).filtered(lambda sheet: sheet.kind == "unit")
    chance = random.Random(period.id)
    wanted = {ref(env, f"dep_{name}"): goal for name, goal in fixed.items()}
    goals = sheets.grouped(lambda sheet: wanted.get(sheet.unit_id, rest))
    of = lambda names: sheets.browse().union(*(group for goal, group in goals.items() if goal in names))  # noqa: E731
    _fill(env, chance, of(FILLED), half=False)
    _fill(env, chance, of({"half"}), half=True)
    _submit(of(HANDED_IN))
    _score_led(env, chance, of({"led_left"}), without=SLOW_LEAD)
    _score_led(env, chance, of({"reviewed", "confirmed"}))
    _score_led(env, chance, of({"handed_in"}), only=leads or ())
    office, colleague = user(env, "office"), user(env, "office2")
    for_office = of({"reviewed", "confirmed"}).filtered(lambda sheet: sheet.state == "self_scored")
    if for_office:
        for_office.with_user(office).sudo(False).action_review()
    if returned := of({"returned"}):
        returned.with_user(office).sudo(False).action_return(words.UNIT_RETURN)
    if excused := of({"excused"}):
        excused.with_user(office).sudo(False).action_excuse(words.UNIT_EXCUSE)
    if confirmed := of({"confirmed"}):
        confirmed.with_user(colleague).sudo(False).action_confirm()
    return sheets


# === SELF-ASSESSMENT === #


def _fill(env, chance, sheets, half):
    """Let each unit's appraisal group fill in the sheet, or half of it."""
    for sheet in sheets:
        account = sheet.unit_id.perf_coordinator_ids.user_id[:1]
        pen = _UnitPen(env, chance, account)
        lines = sheet.line_ids[: len(sheet.line_ids) // 2] if half else sheet.line_ids
        values = {"line_ids": [Command.update(line.id, pen.fill(line)) for line in lines]}
        done = chance.randint(2, 5)
        values["self_summary"] = chance.choice(words.UNIT_SUMMARIES).format(n=done, m=done + chance.randint(2, 9))
        if not half:
            values["next_plan"] = chance.choice(words.UNIT_NEXT_PLANS)
        sheet.with_user(account).sudo(False).write(values)


class _UnitPen(month.Pen):
    """Somebody of an appraisal group who fills in a unit's lines."""

    def fill(self, line):
        values = super().fill(line)
        if self.chance.random() < 0.05:
            unit = line.unit_id.name
            name, text = (words.UNIT_EVIDENCE_NAME, words.UNIT_EVIDENCE_TEXT)
            values["evidence_ids"] = self._file(line, line._name, name.format(unit=unit), text.format(unit=unit))
        return values

    def level(self, line):
        values = super().level(line)
        return values if values["self_value"] else {**values, "self_note": words.ZERO_NOTE}

    def judged(self, line):
        return {"self_value": round(line.full_score * self.chance.choice((1, 1, 0.95, 0.9, 0.8)) * 2) / 2}

    def parts(self, line):
        rules = line.indicator_id.rule_ids.filtered(lambda rule: rule.kind == "part")
        done = [rule for rule in rules if self.chance.random() < 0.9]
        return {"claim_ids": [Command.create(self._part(line, rule)) for rule in done]}

    def threshold(self, line):
        return {"actual_value": line.indicator_id.threshold_value + self.chance.choice((2, 5, -3))}

    def ratio(self, line):
        return {"actual_value": round(line.target_value * self.chance.choice((1, 1, 1.02, 0.96, 0.9)), 2)}

    def _part(self, line, rule):
        """Return the values of a part that was achieved."""
        return {"rule_id": rule.id, "quantity": 1, "matter": rule.name, "date": line.period_id.date_start}


def _submit(sheets):
    """Let each head hand in the sheet of the own unit."""
    for account, group in sheets.grouped(lambda sheet: sheet.unit_id.manager_id.user_id).items():
        group.with_user(account).sudo(False).action_submit()


# === REVIEW === #


def _score_led(env, chance, sheets, without=None, only=None):
    """Let the lead units score their lines of these sheets, all lines of a lead unit at once.

    :param str without: name of a lead unit that has not come to it
    :param only: names of the lead units that score; not given: all
    """
    lines = sheets.line_ids.filtered(lambda line: line.is_led and not line.reviewed_on)
    by_lead = lines.grouped(lambda line: (line.indicator_id.lead_unit_ids - line.unit_id)[:1])
    idle = ref(env, f"dep_{without}") if without else env["hr.department"]
    chosen = None if only is None else env["hr.department"].union(*(ref(env, f"dep_{name}") for name in only))
    for lead, group in by_lead.items():
        account = lead.perf_coordinator_ids.user_id[:1] or lead.manager_id.user_id
        if not account or lead == idle or (chosen is not None and lead not in chosen):
            continue
        mine = group.with_user(account).sudo(False)
        for line in group.filtered(lambda line: line.method == "judged" and line.self_value >= 1):
            if chance.random() < 0.2:
                points = line.self_value - chance.choice((0.5, 0.5, 1))
                reason = chance.choice(words.LEAD_REASONS)
                line.with_env(mine.env).write({"review_value": points, "review_reason": reason})
        mine.action_finish_lines()


# === SUMMARIES === #


def summarize(env, quarter, drafts=(), submitted=(), returned=(), trial=False):
    """Let the units sum up a quarter, and the office confirm all but some of them at once.

    :param drafts: names of units that are late with it
    :param submitted: names of units whose summary waits for the office
    :param returned: names of units that got it back
    :param bool trial: whether people had no monthly sheets yet
    """
    chance = random.Random(quarter.id)
    late = env["hr.department"].union(*(ref(env, f"dep_{name}") for name in drafts))
    waiting = env["hr.department"].union(*(ref(env, f"dep_{name}") for name in submitted))
    back = env["hr.department"].union(*(ref(env, f"dep_{name}") for name in returned))
    summaries = env["perf.summary"].search([("period_id", "=", quarter.id), ("unit_id", "not in", late.ids)])
    summaries = summaries.filtered(lambda each: each.unit_id.manager_id.user_id and each.unit_id.perf_coordinator_ids)
    open_ones = summaries._open_people()
    ready = summaries.filtered(lambda summary: summary.id not in open_ones)
    for summary in ready:
        unit = summary.unit_id
        opinion = words.SUMMARY_TRIAL if trial else chance.choice(words.SUMMARY_OPINIONS)
        names = (unit.manager_id | unit.perf_deputy_ids | unit.perf_coordinator_ids).mapped("name")
        values = {"meeting_date": quarter.self_deadline, "attendees": "、".join(names), "opinion": opinion}
        summary.with_user(unit.perf_coordinator_ids.user_id[:1]).sudo(False).write(values)
        summary.with_user(unit.manager_id.user_id).sudo(False).action_submit()
    given_back = ready.filtered(lambda summary: summary.unit_id in back)
    if given_back:
        given_back.with_user(user(env, "office")).sudo(False).action_return(words.SUMMARY_RETURN)
    done = (ready - given_back).filtered(lambda summary: summary.unit_id not in waiting)
    if done:
        done.with_user(user(env, "office")).sudo(False).action_confirm()

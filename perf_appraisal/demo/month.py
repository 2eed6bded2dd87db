"""One month of the demo county: opened, self-scored, reviewed, confirmed, as far as the story wants each sheet."""

import random
from datetime import timedelta

from odoo import Command

from . import words
from .county import ref, user

#: How far a sheet of a month comes: goals in which the person hands it in, and in which the leader reviews it.
HANDED_IN = {"self_scored", "reviewed", "confirmed", "returned", "returned_office"}
REVIEWED = {"reviewed", "confirmed", "returned_office"}

#: A unit where everybody gets full points, and one where people score themselves far above their leader.
GENEROUS, STRICT = "dep_t05", "dep_t10"


def open_month(env, period):
    """Open a period as the office and run its job.

    :param period: ``perf.period``
    :return: the new sheets
    """
    period.with_user(user(env, "office")).action_open()
    env["perf.batch"]._cron_run()
    return env["perf.appraisal"].search([("period_id", "=", period.id)], order="id")


def set_goals(env, sheets, mix, rest, fixed=None):
    """Say how far each sheet comes.

    :param dict mix: goal → number of sheets
    :param str rest: goal of all other sheets
    :param dict fixed: name of a person → goal
    :return: ``{goal: perf.appraisal}``
    """
    wanted = {ref(env, f"emp_{name}").id: goal for name, goal in (fixed or {}).items()}
    goals = {goal: sheets.browse() for goal in (*mix, rest, *wanted.values())}
    named = sheets.filtered(lambda sheet: sheet.employee_id.id in wanted)
    for sheet in named:
        goals[wanted[sheet.employee_id.id]] |= sheet
    ids = (sheets - named).ids
    random.Random(sheets.period_id.id).shuffle(ids)
    for goal, number in mix.items():
        goals[goal] |= sheets.browse(ids[:number])
        del ids[:number]
    goals[rest] |= sheets.browse(ids)
    return goals


def work(env, period, goals, behalf=()):
    """Let everybody do his part of the month.

    :param period: ``perf.period``
    :param dict goals: as from :func:`set_goals`
    :param behalf: names of people whose appraisal group fills in their sheets
    """
    chance = random.Random(period.number)
    others = {ref(env, f"emp_{name}").id for name in behalf}
    for goal, sheets in goals.items():
        if goal in HANDED_IN or goal == "half":
            _fill(env, chance, sheets, goal == "half", others)
    _skip(goals.get("skipped"))
    waiting = env["perf.appraisal"].union(*(goals[goal] for goal in goals if goal in REVIEWED))
    _review(chance, waiting)
    _return_to_person(chance, goals.get("returned"))
    _confirm(env, chance, goals.get("confirmed"))
    if goals.get("returned_office"):
        sheets = goals["returned_office"].with_user(user(env, "office"))
        sheets.action_return(chance.choice(words.OFFICE_RETURN_REASONS))


# === SELF-SCORE === #


def _fill(env, chance, sheets, half, others):
    """Let each person, or his unit's appraisal group, fill in the own sheet and hand it in."""
    for sheet in sheets:
        account = sheet.employee_id.user_id
        if not account or sheet.employee_id.id in others:
            account = sheet.unit_id.perf_coordinator_ids.user_id[:1]
        pen = Pen(env, chance, account)
        lines = sheet.line_ids[: len(sheet.line_ids) // 2] if half else sheet.line_ids
        values = {
            "self_summary": chance.choice(words.SUMMARIES).format(n=chance.randint(8, 40)),
            "line_ids": [Command.update(line.id, pen.fill(line)) for line in lines],
        }
        mine = sheet.with_user(account).sudo(False)
        if half:
            mine.write(values)
        else:
            mine.save_and_submit({**values, "next_plan": chance.choice(words.NEXT_PLANS)})


class Pen:
    """Somebody who fills in lines: most people give themselves nearly full points."""

    def __init__(self, env, chance, account):
        self.env = env
        self.files = env["ir.attachment"].with_user(account)
        self.chance = chance

    def fill(self, line):
        """Return the values that fill in a line, by its method."""
        values = getattr(self, line.method)(line)
        if line.unit_id in (ref(self.env, GENEROUS), ref(self.env, STRICT)):
            values = self._full(line)
        if line.indicator_id.evidence_required:
            values["evidence_ids"] = self._file(line, line._name, words.EVIDENCE_NAME, words.EVIDENCE_TEXT)
        return values

    def _full(self, line):
        """Give full points, whatever was done."""
        level = line.indicator_id.level_ids[:1]
        full = {
            "level": {"level_id": level.id, "self_value": level.max_points},
            "judged": {"self_value": line.full_score},
            "ratio": {"actual_value": line.target_value},
        }
        return full.get(line.method, {})

    def level(self, line):
        """Choose a level, mostly the best, and points inside it."""
        level = line.indicator_id.level_ids[0 if self.chance.random() < 0.8 else 1]
        points = level.max_points - self.chance.choice((0, 0.5, 0.5, 1, 1.5, 2))
        return {"level_id": level.id, "self_value": max(points, level.min_points)}

    def judged(self, line):
        """Give points, now and then with a bonus."""
        values = {"self_value": line.full_score * self.chance.choice((1, 1, 1, 0.9, 0.8))}
        bonus = line.indicator_id.rule_ids.filtered(lambda rule: rule.kind == "bonus")[:1]
        if bonus and self.chance.random() < 0.15:
            claim = claim_values(self.chance, line, bonus, self.chance.choice(words.BONUS_MATTERS))
            claim["evidence_ids"] = self._file(line, "perf.claim", words.BONUS_EVIDENCE_NAME, words.BONUS_EVIDENCE_TEXT)
            values["claim_ids"] = [Command.create(claim)]
        return values

    def deduction(self, line):
        """Admit a deduction now and then."""
        if self.chance.random() > 0.1:
            return {}
        matter = self.chance.choice(words.DEDUCTION_NOTES)
        claim = claim_values(self.chance, line, line.indicator_id.rule_ids[0], matter)
        return {"claim_ids": [Command.create(claim)]}

    def ratio(self, line):
        """Report what was reached, near the target."""
        return {"actual_value": round(line.target_value * self.chance.choice((1, 1, 1.1, 0.95, 0.9, 0.75)))}

    def _file(self, line, model, name, text):
        """Upload a piece of evidence, and return the command that links it."""
        month = line.period_id.number
        file = self.files.create(
            {
                "name": name.format(month=month),
                "raw": text.format(month=month).encode(),
                "res_model": model,
                "mimetype": "text/plain",
            },
        )
        return [Command.link(file.id)]


def claim_values(chance, line, rule, matter):
    """Return the values of a claim under a rule."""
    period = line.period_id
    return {
        "rule_id": rule.id,
        "quantity": chance.choice((1, 1, 2)),
        "matter": matter,
        "date": period.date_start + timedelta(days=chance.randint(0, 19)),
        "description": f"{period.number} 月据实申报",
    }


# === REVIEW === #


def _skip(sheets):
    """Let reviewers take over sheets whose self-score is late, and score the first of them without it."""
    for account, group in _by_reviewer(sheets):
        mine = group.with_user(account).sudo(False)
        mine.action_skip_self_score()
        if sheets[:1] in mine:
            _score_alone(sheets[:1].with_env(mine.env))


def _score_alone(sheet):
    """Score a sheet without a self-score: every line with the reason."""
    usual = {"self_value": ("review_value", "full_score"), "actual_value": ("actual_value", "target_value")}
    commands = []
    for line in sheet.line_ids.filtered("input_column"):
        column, of = usual[line.input_column]
        commands.append(Command.update(line.id, {column: line[of] * 0.8, "review_reason": words.SKIP_REASON}))
    sheet.line_ids = commands
    sheet.action_review()


def _review(chance, sheets):
    """Let each reviewer change what he does not agree with, and finish the review of all his people at once."""
    for account, group in _by_reviewer(sheets):
        mine = group.with_user(account).sudo(False)
        for sheet in mine:
            if chance.random() < 0.18 and sheet.unit_id != ref(sheet.env, GENEROUS):
                _change(chance, sheet)
            elif sheet.unit_id == ref(sheet.env, STRICT):
                _lower(chance, sheet)
        mine.write({"review_comment": chance.choice(words.REVIEW_COMMENTS)})
        mine.action_review()


def _change(chance, sheet):
    """Change one line of a sheet, with a reason; or refuse a claim, or add a deduction that was kept silent."""
    lines = sheet.line_ids
    claims = lines.claim_ids.filtered(lambda claim: claim.kind == "bonus")
    absent = lines.filtered(lambda line: line.method == "deduction" and not line.claim_ids)
    if claims and chance.random() < 0.6:
        reason = chance.choice(words.REFUSALS)
        claims[0].line_id.review_reason = reason
        claims[0].write({"accepted": False, "refusal_reason": reason})
    elif absent and chance.random() < 0.25:
        matter = chance.choice(words.DEDUCTION_NOTES)
        rule = absent[0].indicator_id.rule_ids[0]
        claim = claim_values(chance, absent[0], rule, matter)
        absent[0].write({"review_reason": matter, "claim_ids": [Command.create(claim)]})
    else:
        _change_points(chance, chance.choice(lines.filtered(lambda line: line.method == "level")))


def _lower(chance, sheet):
    """Take a good deal off what people gave themselves."""
    for line in sheet.line_ids.filtered(lambda line: line.method == "level")[:4]:
        reason = chance.choice(words.LOWER_REASONS)
        line.write({"review_value": max(line.self_value - 2, 0), "review_reason": reason})


def _change_points(chance, line):
    """Lower a line, or now and then raise it."""
    room = line.full_score - line.self_value
    if room >= 1 and chance.random() < 0.2:
        line.write({"review_value": line.self_value + 0.5, "review_reason": chance.choice(words.RAISE_REASONS)})
    else:
        points = max(line.self_value - chance.choice((0.5, 1, 1, 2)), 0)
        line.write({"review_value": points, "review_reason": chance.choice(words.LOWER_REASONS)})


def _return_to_person(chance, sheets):
    """Let reviewers give sheets back, each with a reason."""
    for account, group in _by_reviewer(sheets):
        group.with_user(account).sudo(False).action_return(chance.choice(words.RETURN_REASONS))


def _by_reviewer(sheets):
    """Return pairs of a reviewer's account and his sheets."""
    return sheets.grouped(lambda sheet: sheet.reviewer_id.user_id).items() if sheets else ()


# === CONFIRMATION === #


def _confirm(env, chance, sheets):
    """Let the office confirm: everybody the sheets of others, with two corrections."""
    if not sheets:
        return
    office, colleague = user(env, "office"), user(env, "office2")
    own = sheets.filtered(lambda sheet: sheet.employee_id.user_id == office)
    rest = (sheets - own).with_user(office)
    for sheet in rest[1::60]:
        line = sheet.line_ids.filtered(lambda line: line.method == "level" and line.final_score >= 8)[:1]
        line.write({"final_reason": chance.choice(words.FINAL_REASONS), "final_score": line.final_score - 0.5})
    rest.action_confirm()
    own.with_user(colleague).action_confirm()

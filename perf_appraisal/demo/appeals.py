"""Who in the demo county disagreed with a result: objections to the notice, re-examinations, an appeal."""

from . import results, words
from .county import ref, user


def work(env, notice):
    """Let people object, the office answer and make results final, and people ask for re-examination and appeal.

    :param notice: the notice of people's results, which runs
    """
    objection = _object(env, notice, "t01_staff2", "t01_staff3", words.OBJECTION)
    _take_up(env, objection, "office3").action_reject(words.OBJECTION_REPLY)
    results.finish(notice)
    upheld = _reexamine(env, notice, "t01_staff2", words.REEXAMINATION)
    handled = _take_up(env, upheld, "office3")
    handled.write({"points": 1.5, "points_checked": True})
    handled.action_uphold(words.REEXAMINATION_UPHELD)
    results.made_before(upheld.sudo(), 1, "submitted_on", "accepted_on")
    again = notice.search([("replaces_id", "=", notice.id), ("state", "=", "draft")])
    again.title += words.NOTICE_AGAIN
    again.action_publish()
    dismissed = _reexamine(env, notice, "d13_coordinator", words.REEXAMINATION)
    _take_up(env, dismissed, "office3").action_reject(words.REEXAMINATION_REPLY)
    results.made_before(dismissed.sudo(), 1, "submitted_on", "accepted_on", "decided_on")
    _submit(dismissed.browse(dismissed.action_next_level()["res_id"]), words.APPEAL)
    _reexamine(env, notice, "t01_coordinator", words.REEXAMINATION)
    running = env["perf.notice"].search([("kind", "=", "unit"), ("state", "=", "published")], limit=1)
    _object(env, running, "office2", "t05", words.CITIZEN, citizen=True)


def _object(env, notice, who, about, said, citizen=False):
    """Let somebody object to what a notice tells of another.

    :param said: what is asked for, facts and reasons
    :param bool citizen: whether somebody of the office enters it for a citizen
    """
    whose = ref(env, f"dep_{about}" if notice.kind == "unit" else f"emp_{about}")
    line = notice.with_user(user(env, who)).sudo(False).line_ids.filtered(lambda one: one.name == whose.name)[:1]
    objection = env["perf.appeal"].with_user(user(env, who)).browse(line.action_object()["res_id"])
    if citizen:
        objection.write({"objector_name": words.CITIZEN_NAME, "objector_phone": results.CONTACT["phone"]})
    return _submit(objection, said)


def _reexamine(env, notice, name, said):
    """Let somebody ask for re-examination of the own result."""
    result = notice.sudo().line_ids.result_id.filtered(lambda one: one.employee_id == ref(env, f"emp_{name}"))
    mine = result.with_user(user(env, name)).sudo(False)
    return _submit(env["perf.appeal"].with_env(mine.env).browse(mine.action_ask_reexamination()["res_id"]), said)


def _submit(appeal, said):
    """Fill in an objection or an appeal, and hand it in."""
    appeal.write(dict(zip(("asked", "facts"), said, strict=True)))
    appeal.action_submit()
    return appeal


def _take_up(env, appeal, who):
    """Let somebody of the office take up what was handed in, and return it as he sees it."""
    taken = appeal.with_user(user(env, who)).sudo(False)
    taken.action_accept()
    return taken

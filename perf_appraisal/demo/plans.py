"""Cycle and target plans of the demo county: dispatched, completed by the units, signed by heads, approved."""

from datetime import date

from odoo import Command

from . import words
from .county import ref, user

#: Units without an account for their head, or whose table is incomplete, do not sign (yet).
UNSIGNED = ("d23", "t11", "d18")
#: Signed, waiting for approval.
WAITING = ("t12", "d16", "d24")
#: Signed and returned by the office, with a reason.
RETURNED = ("d20",)

#: Departments whose rows in the real table do not come to 100 points, and that did not fill them up.
INCOMPLETE = ("d16", "d18", "d20")

#: Whose people have monthly sheets a quarter before all others.
TRIAL = ("t01", "d13")

#: Points that a staff plan takes from common rows for the county's own evidence row.
STAFF_POINTS = {"走访服务群众": 2.0, "政治理论学习": 1.0}


def open_cycle(env, year, schemes):
    """Open the cycle of a year and give heads of units the county leader who is in charge as reviewer.

    :param dict schemes: as from ``tables.build``
    :return: ``perf.cycle``
    """
    cycle = (
        env["perf.cycle"]
        .with_user(env.ref("base.user_admin"))
        .create(
            {
                "year": year,
                "name": f"{year}年度",
                "scheme_ids": [Command.set([scheme.id for scheme in schemes.values()])],
            },
        )
    )
    cycle.action_open()
    enrolled = env["perf.appraisee"].search([("cycle_id", "=", cycle.id), ("kind", "=", "employee")])
    heads = enrolled.filtered(lambda appraisee: appraisee.employee_id == appraisee.unit_id.manager_id)
    for leader, group in heads.grouped(lambda appraisee: appraisee.employee_id.parent_id).items():
        group.with_user(user(env, "office")).write({"reviewer_id": leader.id})
    return cycle.with_env(env)


def make_unit_plans(env, cycle, schemes):
    """Dispatch both unit schemes, let the units complete and sign their plans, and approve most of them."""
    office = user(env, "office")
    plans = _dispatch(cycle, schemes["townships"], office) | _dispatch(cycle, schemes["departments"], office)
    own = schemes["departments"].indicator_ids.filtered(lambda row: row.scope == "specific" and not row.unit_id)
    for plan in _without(plans, env, INCOMPLETE):
        _fill_up(plan, own)
    for plan in plans:
        _name_people(plan)
    _sign(_without(plans, env, UNSIGNED))
    _of_units(plans, env, RETURNED).with_user(office).action_return(words.PLAN_RETURN_REASON)
    _without(plans, env, UNSIGNED + WAITING + RETURNED).with_user(office).action_approve(points_meant=True)


def make_trial_plans(env, cycle, schemes):
    """Draft a plan for each category of people, and approve those of the units that try monthly sheets first.

    :return: the drafts
    """
    common = _dispatch(cycle, schemes["persons"], user(env, "office"))
    rows = common[:1].with_env(env).line_ids.indicator_id
    ledger = schemes["persons"].indicator_ids - rows
    trial = env["perf.plan"].union(
        *(_draft(env, cycle, unit, rows, extra=ledger, scope="staff") for unit in TRIAL),
        _draft(env, cycle, "t01", rows, scope="job", job_id=ref(env, "job_village").id),
    )
    trial[-1:].line_ids.filtered(lambda line: line.method == "ratio").target_month = 40
    _sign(trial)
    trial.with_user(user(env, "office")).action_approve(points_meant=True)
    return common


def make_person_plans(env, cycle, common):
    """Approve the plan of each category of people, and make plans of some more units and persons.

    :param common: drafts from :func:`make_trial_plans`
    """
    office = user(env, "office")
    common.action_approve(points_meant=True)  # the source lacks 12 points
    rows = common[:1].with_env(env).line_ids.indicator_id
    ledger = rows.scheme_id.indicator_ids - rows
    section = _draft(env, cycle, "d11", rows, scope="employee", employee_id=ref(env, "emp_d11_section").id)
    signed = _draft(env, cycle, "t03", rows, extra=ledger, scope="staff")
    _draft(env, cycle, "t02", rows, extra=ledger, scope="staff")
    _draft(env, cycle, "t01", rows, scope="employee", employee_id=ref(env, "emp_t01_staff2").id)
    _draft(env, cycle, "d14", rows, scope="employee", employee_id=ref(env, "emp_d14_section").id)
    _sign(section | signed)
    section.with_user(office).action_approve(points_meant=True)


def _dispatch(cycle, scheme, office):
    """Dispatch a scheme as the office, and return its draft plans."""
    wizard = cycle.env["perf.plan.dispatch"].with_user(office).create({"cycle_id": cycle.id, "scheme_id": scheme.id})
    return cycle.env["perf.plan"].with_user(office).search(wizard.action_dispatch()["params"]["next"]["domain"])


def _fill_up(plan, own):
    """Let a unit's appraisal group fill up to 100 points where the real table has fewer.

    :param own: the county's own rows for departments, which come to 60 points
    """
    missing = 100 - sum(plan.line_ids.mapped("weight"))
    rows = own if missing == 60 else own[:1]
    if missing:
        plan.with_user(_group(plan)).line_ids = [
            Command.create(
                {"indicator_id": row.id, "sequence": row.sequence, "full_score": min(missing, row.full_score)},
            )
            for row in rows
        ]


def _name_people(plan):
    """Let a unit's appraisal group name who answers for the rows."""
    unit = plan.sudo().unit_id
    people = unit.perf_deputy_ids | unit.perf_coordinator_ids
    lines = plan.with_user(_group(plan)).line_ids
    for place, person in enumerate(people):
        part = lines[place :: len(people)]
        part.write({"responsible_id": person.id, "due_date": date(plan.cycle_id.year, 12, 20)})


def _group(plan):
    """Return the account of the appraisal group that drafts a unit's plan."""
    return plan.sudo().unit_id.perf_coordinator_ids.user_id[:1]


def _draft(env, cycle, unit, rows, extra=(), **values):
    """Let the appraisal group of a unit draft a plan for its people."""
    department = ref(env, f"dep_{unit}")
    lines = [_line(row, bool(extra)) for row in rows] + [_line(row, False) for row in extra]
    return (
        env["perf.plan"]
        .with_user(user(env, f"{unit}_coordinator"))
        .create({"cycle_id": cycle.id, "unit_id": department.id, "line_ids": lines, **values})
    )


def _line(row, shortened):
    """Return the command that makes a plan line of an indicator."""
    values = {"indicator_id": row.id, "sequence": row.sequence}
    if shortened and row.name in STAFF_POINTS:
        values["full_score"] = STAFF_POINTS[row.name]
    return Command.create(values)


def _sign(plans):
    """Let each head sign the plans of his unit."""
    for account, group in plans.sudo().grouped(lambda plan: plan.unit_id.manager_id.user_id).items():
        group.with_user(account).sudo(False).action_sign(points_meant=True)


def _of_units(plans, env, names):
    """Return the plans of the named units."""
    return plans.filtered(
        lambda plan: plan.unit_id in env["hr.department"].union(*(ref(env, f"dep_{n}") for n in names))
    )


def _without(plans, env, names):
    """Return the plans of all but the named units."""
    return plans - _of_units(plans, env, names)

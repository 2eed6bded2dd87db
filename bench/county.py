"""Make a county of any size in a database: run inside `odoo shell`, where `env` is there.

Departments, accounts, scheme and plan are made by Odoo; people without an account are copies of one employee, by SQL,
because a benchmark needs thousands of them in seconds.
"""

METHODS = ["judged"] * 6 + ["deduction"] * 2 + ["parts", "ratio", "step", "threshold"]

#: What the staff user writes into the twelve lines, by method.
ENTRIES = {
    "judged": {"self_value": 9.0},
    "deduction": {"self_note": "nothing happened"},
    "parts": {"self_note": "not yet due"},
    "ratio": {"actual_value": 95.0},
    "step": {"actual_value": 98.5},
    "threshold": {"actual_value": 82.0},
}


def make_county(env, people, unit_size=100, year=2031):
    """Make units, sections, leaders, `people` staff, an approved plan of 12 lines and an open cycle.

    :param int people: number of staff beside the leaders
    :param int unit_size: staff in one unit
    :return: dict with the records a benchmark or test goes on with
    """
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True, no_reset_password=True))
    company = env.company
    unit_category = env["perf.category"].create({"name": "Bench units", "kind": "unit"})
    category = env["perf.category"].create({"name": "Bench staff", "kind": "employee"})
    job = env["hr.job"].create({"name": "Bench clerk", "perf_category_id": category.id})
    units = _make_units(env, -(-people // unit_size), unit_category)
    leaders = _make_leaders(env, units, job)
    users = _make_users(env)
    person = env["hr.employee"].create(
        {
            "name": "Bench staff 0",
            "department_id": units[0].child_ids[:1].id,
            "job_id": job.id,
            "user_id": users["staff"].id,
        },
    )
    env.flush_all()
    copy_people(env, person, people - 1, units.child_ids.ids)
    cycle = _make_plan(env, category, year)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return {"cycle": cycle, "company": company, "units": units, "leaders": leaders, "person": person, **users}


def find_county(env):
    """Return the county that another process made, as :func:`make_county` does."""
    user = env["res.users"].with_context(active_test=False)
    users = {name: user.search([("login", "=", f"bench_{name}")]) for name in ("staff", "office", "office2")}
    return {
        "cycle": env["perf.cycle"].search([("name", "=like", "Bench %")]),
        "company": env.company,
        "units": env["hr.department"].search([("perf_is_unit", "=", True)], order="id"),
        "person": users["staff"].employee_id,
        **users,
    }


def _make_units(env, count, category):
    """Return units with two sections each, below one county."""
    county = env["hr.department"].create({"name": "Bench county"})
    units = env["hr.department"].create(
        [
            {
                "name": f"Bench unit {number}",
                "parent_id": county.id,
                "perf_is_unit": True,
                "perf_category_id": category.id,
            }
            for number in range(count)
        ],
    )
    env["hr.department"].create(
        [{"name": f"Bench section {half}", "parent_id": unit.id} for unit in units for half in ("A", "B")],
    )
    return units


def _make_leaders(env, units, job):
    """Give the county and every unit a head with an account."""
    departments = units.parent_id | units
    users = env["res.users"].create(
        [{"name": f"Bench head {unit.id}", "login": f"bench_head_{unit.id}"} for unit in departments],
    )
    heads = env["hr.employee"].create(
        [
            {"name": user.name, "user_id": user.id, "department_id": unit.id, "job_id": job.id}
            for user, unit in zip(users, departments, strict=True)
        ],
    )
    for unit, head in zip(departments, heads, strict=True):
        unit.manager_id = head
    return heads[1:]


def _make_users(env):
    """Return the accounts that a benchmark or test logs in with; the password is the login."""
    groups = {
        "staff": "base.group_user",
        "office": "perf_appraisal.group_perf_office",
        "office2": "perf_appraisal.group_perf_office",
    }
    return {
        name: env["res.users"].create(
            {
                "name": f"Bench {name}",
                "login": f"bench_{name}",
                "password": f"bench_{name}",
                "lang": "en_US",
                "group_ids": [(6, 0, [env.ref("base.group_user").id, env.ref(group).id])],
            },
        )
        for name, group in groups.items()
    }


def copy_people(env, person, count, department_ids):
    """Copy an employee `count` times in SQL, without account, dealt out over the departments."""
    cr = env.cr
    cr.execute(
        """
        CREATE TEMP TABLE bench_crowd ON COMMIT DROP AS
        SELECT n, nextval('resource_resource_id_seq')::int AS resource, nextval('hr_employee_id_seq')::int AS employee,
               nextval('hr_version_id_seq')::int AS version, (%s::int[])[1 + n %% %s] AS department
          FROM generate_series(1, %s) AS n
        """,
        [department_ids, len(department_ids), count],
    )
    _copy_rows(cr, "resource_resource", person.resource_id.id, {"id": "c.resource", "user_id": "NULL"})
    own = {
        "id": "c.employee",
        "name": "'Bench staff ' || c.n",
        "resource_id": "c.resource",
        "user_id": "NULL",
        "work_contact_id": "NULL",
        "current_version_id": "NULL",
    }
    _copy_rows(cr, "hr_employee", person.id, own)
    version = {"id": "c.version", "employee_id": "c.employee", "department_id": "c.department"}
    _copy_rows(cr, "hr_version", person.version_id.id, version)
    cr.execute(
        "UPDATE hr_employee e SET current_version_id = c.version FROM bench_crowd c WHERE e.id = c.employee",
    )
    env.invalidate_all()


def _copy_rows(cr, table, template, own):
    """Insert one copy of a row for each row of `bench_crowd`."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
        [table],
    )
    columns = [name for (name,) in cr.fetchall()]
    values = ", ".join(own.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cr.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, bench_crowd c WHERE t.id = %s ORDER BY c.n',
        [template],
    )


def _make_plan(env, category, year):
    """Return an open cycle whose approved category plan has twelve monthly lines."""
    scheme = env["perf.scheme"].create(
        {"name": "Bench staff", "kind": "employee", "category_ids": [(6, 0, category.ids)]},
    )
    section = env["perf.indicator.section"].create({"name": "Bench work"})
    parts = [(0, 0, {"kind": "part", "name": f"part {number}", "points": 4.0}) for number in (1, 2)]
    specific = {
        "deduction": {"rule_ids": [(0, 0, {"kind": "deduction", "name": "late", "points": 0.5, "uom": "time"})]},
        "parts": {"rule_ids": parts},
        "ratio": {"ratio_cap": 1.0},
        "step": {"step_size": 1.0, "step_points": 0.5},
        "threshold": {"threshold_value": 80.0},
    }
    indicators = env["perf.indicator"].create(
        [
            {
                "name": f"Bench indicator {number}",
                "kind": "employee",
                "frequency": "month",
                "scheme_id": scheme.id,
                "section_id": section.id,
                "full_score": 10.0 if number < 8 else 5.0,
                "method": method,
                **specific.get(method, {}),
            }
            for number, method in enumerate(METHODS, 1)
        ],
    )
    cycle = env["perf.cycle"].create({"name": f"Bench {year}", "year": year, "scheme_ids": [(6, 0, scheme.ids)]})
    cycle.action_open()
    plan = env["perf.plan"].create({"cycle_id": cycle.id, "scope": "category", "category_id": category.id})
    plan._add_indicators(indicators)
    plan.line_ids.target_value = 100.0
    plan.action_approve(points_meant=True)
    return cycle

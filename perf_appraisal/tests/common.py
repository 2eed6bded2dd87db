"""A small county at work: one account for every role, a plan, an open month and its sheets."""

import base64
from contextlib import contextmanager
from types import SimpleNamespace

from odoo import Command, fields
from odoo.exceptions import UserError

from odoo.addons.base.tests.common import BaseCommon

from .shared import SharedCountyMixin

OFFICE = "perf_appraisal.group_perf_office"
ADMIN = "perf_appraisal.group_perf_admin"
AUDITOR = "perf_appraisal.group_perf_auditor"
HR = "hr.group_hr_user"
STAFF = "base.group_user"

#: How many units each of the five indicators of the common plan is worth.
FULL = 20.0


class PerfCommon(SharedCountyMixin, BaseCommon):
    """The organisation, drawn as a tree::

        county              chief (head)                office, office2, admin, auditor, hr: no unit
        ├── township        head, deputy, coordinator
        │   └── section     staff, colleague            reviewed by the deputy
        └── other           other_head, stranger        the stranger is reviewed by the other head

    ``self.<role>`` is the account, ``self.<role>.employee_id`` the person. ``self.sheet`` is the sheet of ``staff``
    for ``self.month``; ``self.sheets[<role>]`` are all of them.
    """

    # === THE COUNTY === #

    @classmethod
    def _setup_county(cls):
        cls._setup_organisation()
        cls._setup_indicators()
        cls._setup_cycle()

    @classmethod
    def _setup_organisation(cls):
        category = cls.env["perf.category"]
        cls.category_unit = category.create({"name": "Townships of the test", "kind": "unit"})
        cls.category_staff = category.create({"name": "Staff of the test", "kind": "employee"})
        cls.job = cls.env["hr.job"].create({"name": "Clerk of the test", "perf_category_id": cls.category_staff.id})
        cls.county = cls._create_department("County of the test", perf_is_unit=False)
        cls.township = cls._create_department("East Township", parent_id=cls.county.id)
        cls.section = cls._create_department("General Section", parent_id=cls.township.id, perf_is_unit=False)
        cls.other = cls._create_department("West Township", parent_id=cls.county.id)

        cls._setup_people()
        cls.county.manager_id = cls.chief.employee_id
        cls.other.manager_id = cls.other_head.employee_id
        cls.township.write(
            {
                "manager_id": cls.head.employee_id.id,
                "perf_deputy_ids": [Command.set(cls.deputy.employee_id.ids)],
                "perf_coordinator_ids": [Command.set(cls.coordinator.employee_id.ids)],
            },
        )

    @classmethod
    def _setup_people(cls):
        places = {
            cls.county: {
                "chief": STAFF,
                "office": OFFICE,
                "office2": OFFICE,
                "admin_perf": ADMIN,
                "auditor": AUDITOR,
                "hr": HR,
            },
            cls.township: {"head": STAFF, "deputy": STAFF, "coordinator": STAFF},
            cls.other: {"other_head": STAFF, "stranger": STAFF},
        }
        users = cls._create_users(
            {
                login: (department, groups, {})
                for department, roles in places.items()
                for login, groups in roles.items()
            },
        )
        led = {"parent_id": users["deputy"].employee_id.id}
        users |= cls._create_users(dict.fromkeys(("staff", "colleague"), (cls.section, STAFF, led)))
        users["admin"] = users.pop("admin_perf")
        for role, user in users.items():
            setattr(cls, role, user)

    @classmethod
    def _setup_indicators(cls):
        cls.indicator_section = cls.env["perf.indicator.section"].create({"name": "Work of the test"})
        cls.section_conduct = cls.env["perf.indicator.section"].create({"name": "Conduct of the test"})
        scheme = cls.env["perf.scheme"]
        cls.scheme = scheme.create(
            {"name": "Persons", "kind": "employee", "category_ids": [Command.set(cls.category_staff.ids)]},
        )
        cls.scheme_unit = scheme.create(
            {"name": "Units", "kind": "unit", "category_ids": [Command.set(cls.category_unit.ids)]},
        )
        cls._setup_personal_indicators()
        cls.unit_indicators = cls._create_indicator(
            "Roads",
            kind="unit",
            scheme_id=cls.scheme_unit.id,
            frequency="quarter",
            full_score=60.0,
            rule_ids=[cls._rule("bonus", "Praise", 1.0, max_points=2.0)],
        ) + cls._create_indicator(
            "Letters", kind="unit", scheme_id=cls.scheme_unit.id, frequency="quarter", full_score=40.0
        )

    @classmethod
    def _setup_personal_indicators(cls):
        cls.judged = cls._create_indicator(
            "Duties",
            rule_ids=[
                cls._rule("bonus", "Praise", 1.0, max_points=2.0),
                cls._rule("bonus", "Honour", 3.0, highest_only=True),
                cls._rule("deduction", "Reminder", 1.0),
            ],
        )
        cls.deduction = cls._create_indicator(
            "Attendance",
            method="deduction",
            section_id=cls.section_conduct.id,
            rule_ids=[cls._rule("deduction", "Late", 0.5, uom="time"), cls._rule("deduction", "Absent", 2.0)],
        )
        cls.level = cls._create_indicator(
            "Service",
            method="level",
            level_ids=[
                Command.create({"name": name, "min_points": low, "max_points": high})
                for name, low, high in (("Good", 18, 20), ("Fair", 12, 17), ("Poor", 0, 11))
            ],
        )
        cls.ratio = cls._create_indicator("Visits", method="ratio", default_target=10.0, ratio_cap=1.2)
        cls.parts = cls._create_indicator(
            "Reports",
            method="parts",
            rule_ids=[cls._rule("part", "Draft", 8.0), cls._rule("part", "Final text", 12.0)],
        )
        cls.indicators = cls.judged + cls.deduction + cls.level + cls.ratio + cls.parts

    @classmethod
    def _setup_cycle(cls):
        today = fields.Date.context_today(cls.env.user)
        cls.cycle = cls.env["perf.cycle"].create(
            {"year": today.year, "scheme_ids": [Command.set((cls.scheme + cls.scheme_unit).ids)]},
        )
        cls.cycle.with_user(cls.admin).action_open()
        cls.plan = cls._create_plan(cls.indicators, scope="category", category_id=cls.category_staff.id)
        cls.plan_unit = cls._create_plan(cls.unit_indicators, scope="unit", unit_id=cls.township.id)
        cls.month = cls._period("month", today.month)
        cls._open_period(cls.month)
        cls.sheets = {
            login: cls._sheet_of(getattr(cls, login), cls.month)
            for login in ("staff", "colleague", "deputy", "coordinator", "head", "stranger", "other_head")
        }
        cls.sheet = cls.sheets["staff"]

    # === FACTORIES === #

    @classmethod
    def _create_department(cls, name, **values):
        values = {"name": name, "perf_is_unit": True, **values}
        if values["perf_is_unit"]:
            values.setdefault("perf_category_id", cls.category_unit.id)
        return cls.env["hr.department"].create(values)

    @classmethod
    def _create_user(cls, login, department, groups=STAFF, **values):
        """Create an account with its employee in a department; the password is the login, 8 characters at least."""
        return cls._create_users({login: (department, groups, values)})[login]

    @classmethod
    def _create_users(cls, people):
        """Create accounts with their employees at once: ``{login: (department, groups, values of the employee)}``."""
        users = cls.env["res.users"].create(
            [
                {
                    "login": login,
                    "password": login.ljust(8, "x"),
                    "name": login.replace("_", " ").title(),
                    "email": f"{login}@example.com",
                    "lang": "en_US",  # sentences are compared in their source language
                    "group_ids": [Command.set([cls.env.ref(group.strip()).id for group in groups.split(",")])],
                }
                for login, (_department, groups, _values) in people.items()
            ],
        )
        cls.env["hr.employee"].create(
            [
                cls._prepare_employee_values(user, department, **values)
                for user, (department, _groups, values) in zip(users, people.values(), strict=True)
            ],
        )
        users.invalidate_recordset(["employee_id", "employee_ids"])
        return dict(zip(people, users, strict=True))

    @classmethod
    def _speak_chinese(cls):
        """Let every account of the test read the screens in Chinese."""
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["perf_appraisal"], ["zh_CN"])
        cls.env["res.users"].search([("email", "=like", "%@example.com")]).lang = "zh_CN"

    @classmethod
    def _create_employee(cls, user, department, **values):
        employee = cls.env["hr.employee"].create(cls._prepare_employee_values(user, department, **values))
        user.invalidate_recordset(["employee_id", "employee_ids"])
        return employee

    @classmethod
    def _prepare_employee_values(cls, user, department, **values):
        values = {"job_id": cls.job.id, "department_id": department.id, "company_id": cls.env.company.id, **values}
        return {"name": user.name, "user_id": user.id, **values}

    @classmethod
    def _create_indicator(cls, name, **values):
        """Create an indicator, by default judged, for persons, monthly, worth ``FULL`` points."""
        values = {
            "name": name,
            "kind": "employee",
            "scheme_id": cls.scheme.id,
            "section_id": cls.indicator_section.id,
            "full_score": FULL,
            **values,
        }
        return cls.env["perf.indicator"].create(values)

    @staticmethod
    def _rule(kind, name, points, **values):
        return Command.create({"kind": kind, "name": name, "points": points, **values})

    @classmethod
    def _create_plan(cls, indicators, approved=True, **values):
        """Create a plan through the people who make it: the office drafts, the head signs, the office approves."""
        plan = (
            cls.env["perf.plan"]
            .with_user(cls.office)
            .create(
                {
                    "cycle_id": cls.cycle.id,
                    "line_ids": [Command.create(indicator._prepare_plan_line_values()) for indicator in indicators],
                    **values,
                },
            )
        )
        if approved:
            if plan.scope != "category":
                plan.with_user(plan.sudo().unit_id.manager_id.user_id).action_sign(points_meant=True)
            plan.action_approve(points_meant=True)
        return plan.with_user(cls.env.user)

    @classmethod
    def _period(cls, kind, number):
        return cls.cycle.period_ids.filtered(lambda period: period.kind == kind and period.number == number)

    @classmethod
    def _next_month(cls):
        """Return a month of the cycle that is still pending."""
        return cls.cycle.period_ids.filtered(lambda period: period.kind == "month" and period.state == "pending")[:1]

    @classmethod
    def _open_period(cls, period):
        """Open a period as the office does, and run its job to the end without committing."""
        period.with_user(cls.office).action_open()
        batch = period.batch_ids.sudo()
        while batch._run_chunk():
            pass
        cls.env.invalidate_all()
        return batch

    @classmethod
    def _sheet_of(cls, user, period):
        return cls.env["perf.appraisal"].search([("employee_id.user_id", "=", user.id), ("period_id", "=", period.id)])

    @classmethod
    def _create_sheet(cls, user, indicators):
        """Return the sheet of a person for a further month, by an own plan that holds these indicators."""
        unit = user.employee_id.department_id.perf_unit_id
        cls._create_plan(indicators, scope="employee", unit_id=unit.id, employee_id=user.employee_id.id)
        month = cls._next_month()
        cls._open_period(month)
        return cls._sheet_of(user, month)

    @classmethod
    def _create_unit_sheet(cls, unit=None):
        """Return the sheet of a unit for the current quarter, which is opened when it is not."""
        quarter = cls._period("quarter", (cls.month.number + 2) // 3)
        if quarter.state == "pending":
            cls._open_period(quarter)
        domain = [("kind", "=", "unit"), ("unit_id", "=", (unit or cls.township).id), ("period_id", "=", quarter.id)]
        return cls.env["perf.appraisal"].search(domain)

    @classmethod
    def _create_attachment(cls, user, name="proof.txt", content=b"proof", **values):
        values = {"name": name, "datas": base64.b64encode(content), **values}
        return cls.env["ir.attachment"].with_user(user).create(values)

    # === THE FLOW === #

    @classmethod
    def _line(cls, sheet, indicator):
        return sheet.line_ids.filtered(lambda line: line.indicator_id == indicator)

    @classmethod
    def _fill_in(cls, sheet, user=None):
        """Fill in every line as the person: 18 points, no deduction, 19 at level Good, 10 of 10, both parts."""
        sheet = sheet.with_user(user or sheet.sudo().employee_id.user_id)
        good = cls.level.level_ids[:1]
        for line in sheet.line_ids:
            values = {"judged": {"self_value": 0.9 * line.full_score}, "ratio": {"actual_value": line.target_value}}
            if line.method == "level":
                line.write({"level_id": good.id, "self_value": 19.0})
            elif line.method == "parts" and not line.claim_ids:
                rules = line.indicator_id.rule_ids.filtered(lambda rule: rule.kind == "part")
                line.write({"claim_ids": [Command.create({"rule_id": rule.id}) for rule in rules]})
            elif line.method in values:
                line.write(values[line.method])
        sheet.write({"self_summary": "What was done."})
        return sheet

    @classmethod
    def _submit(cls, sheet, user=None):
        """Fill in and submit."""
        cls._fill_in(sheet, user).action_submit()
        return sheet

    @classmethod
    def _review(cls, sheet, user=None):
        """Bring a draft to *reviewed*, as its reviewer."""
        cls._submit(sheet)
        sheet.with_user(user or sheet.sudo().reviewer_id.user_id).action_review()
        return sheet

    @classmethod
    def _confirm(cls, sheet, user=None):
        """Bring a draft to *confirmed*, as the office."""
        cls._review(sheet)
        sheet.with_user(user or cls.office).action_confirm()
        return sheet

    @classmethod
    def _claim(cls, user, line, rule, **values):
        """Make a claim on a line as this user; the rule by its name."""
        rule = line.sudo().indicator_id.rule_ids.filtered(lambda found: found.name == rule)
        return cls.env["perf.claim"].with_user(user).create({"line_id": line.id, "rule_id": rule.id, **values})

    @classmethod
    def _pass_deadlines(cls, period):
        """Let the deadlines of a period lie in the past."""
        long_ago = fields.Date.subtract(fields.Date.today(), days=30)
        period.sudo().write({"self_deadline": long_ago, "review_deadline": long_ago, "confirm_deadline": long_ago})

    @classmethod
    def _set_na_policy(cls, policy):
        """Let the scheme of persons say how lines that were not assessed count, past the lock of an open cycle."""
        cls.env.cr.execute("UPDATE perf_scheme SET na_policy = %s WHERE id = %s", [policy, cls.scheme.id])
        cls.env.invalidate_all()

    # === ASSERTS === #

    def assertScores(self, sheet, expected):
        """Compare a sheet with ``[[self, leader, final] for each line, …, [self, leader, final] of the sheet]``."""
        sheet = sheet.sudo()
        columns = ("self_score", "review_score", "final_score")
        found = [[record[name] for name in columns] for record in [*sheet.line_ids, sheet]]
        self.assertEqual(found, [[float(score) for score in row] for row in expected])

    def assertState(self, sheets, state):
        self.assertEqual(set(sheets.sudo().mapped("state")), {state})

    @contextmanager
    def assertRefused(self, exceptions=UserError, text=""):
        """Expect an error whose message holds the text, and undo what was half done; gives what was raised."""
        self.env.flush_all()
        caught = SimpleNamespace(exception=None)
        with self.env.cr.savepoint() as savepoint:
            try:
                yield caught
                self.env.flush_all()
            except exceptions as error:
                caught.exception = error
                savepoint.rollback()
        self.env.invalidate_all()
        self.assertTrue(caught.exception, "nothing was refused")
        self.assertIn(text, str(caught.exception))

"""What those who want to read or break what is not theirs have before them: a county at work, and a second one."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.service.model import call_kw

from .common import AUDITOR, HR, OFFICE, PerfCommon

#: Stands in every text of the people who are attacked.
SECRET = "Nobody else's business"


class AttackCase(PerfCommon):
    """The sheet of ``staff`` is under review; ``stranger`` works in another unit, ``outsider`` in another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_next_county()
        cls._setup_documents()
        cls._setup_dialogs()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _setup_next_county(cls):
        """Make a second company with an account of its own; nobody has a foot in both."""
        cls.next_company = cls.env["res.company"].create({"name": "Next County"})
        place = cls.env["hr.department"].create(
            {"name": "Next Township", "company_id": cls.next_company.id, "perf_is_unit": True}
        )
        people = {"outsider": "base.group_user", "outside_office": OFFICE, "outside_auditor": AUDITOR, "outside_hr": HR}
        values = {"company_id": cls.next_company.id, "job_id": False}
        users = cls._create_users({login: (place, groups, values) for login, groups in people.items()})
        for login, user in users.items():
            user.write({"company_ids": [Command.set(cls.next_company.ids)], "company_id": cls.next_company.id})
            setattr(cls, login, user)

    @classmethod
    def _setup_documents(cls):
        """Let the people of the township write on whatever there is."""
        today = fields.Date.today()
        line, secret = cls._line(cls.sheet, cls.judged), {"matter": SECRET, "description": SECRET}
        cls._fill_in(cls.sheet)
        cls.claim = cls._claim(cls.staff, line, "Praise", **secret)
        line.with_user(cls.staff).write({"evidence_ids": cls._create_attachment(cls.staff).ids, "self_note": SECRET})
        cls.log = cls.env["perf.work.log"].with_user(cls.staff).create({"text": SECRET, "indicator_id": cls.judged.id})
        cls.sheet.with_user(cls.staff).action_submit()
        line.with_user(cls.deputy).write({"review_value": 13.37, "review_reason": SECRET})
        cls.note = (
            cls.env["perf.review.note"].with_user(cls.deputy).create({"appraisal_id": cls.sheet.id, "text": SECRET})
        )
        cls.sheet.with_user(cls.deputy).message_post(body=SECRET, message_type="comment")
        cls.own_plan = cls._create_plan(
            cls.indicators, scope="employee", unit_id=cls.township.id, employee_id=cls.staff.employee_id.id
        )
        cls.unit_indicators[0].sudo().lead_unit_ids = cls.other
        cls.unit_sheet = cls._create_unit_sheet()
        cls.summary = cls.env["perf.summary"].search([("unit_id", "=", cls.township.id)], limit=1)
        cls.superior = (
            cls.env["perf.superior.indicator"]
            .with_user(cls.office)
            .create({"cycle_id": cls.cycle.id, "name": SECRET, "lead_unit_id": cls.township.id, "target": 1337.0})
        )
        cls.standin = (
            cls.env["perf.standin"]
            .with_user(cls.head)
            .create(
                {
                    "employee_id": cls.head.employee_id.id,
                    "standin_id": cls.deputy.employee_id.id,
                    "role": "head",
                    "unit_id": cls.township.id,
                    "reason": SECRET,
                    "date_from": today,
                }
            )
        )
        cls._confirm(cls.sheets["colleague"])

    @classmethod
    def _setup_dialogs(cls):
        """Let others have dialogs open."""
        sheet = cls.sheets["head"]
        for user, model, values in (
            (cls.head, "perf.plan.hand.down", {"plan_id": cls.plan_unit.id}),
            (cls.head, "perf.plan.merge", {"plan_id": cls.plan_unit.id, "keep_id": cls.plan_unit.line_ids[0].id}),
            (cls.head, "perf.superior.indicator.take", {"superior_indicator_id": cls.superior.id}),
            (cls.head, "perf.grid.import", {"filename": SECRET}),
            (
                cls.office,
                "perf.reviewer.change",
                {"appraisal_ids": sheet.ids, "reviewer_id": cls.chief.employee_id.id, "reason": SECRET},
            ),
        ):
            cls.env[model].with_user(user).create(values)

    # === HELPERS === #

    @classmethod
    def _own_models(cls, abstract=False):
        """Return all models of the appraisal, by their names alone."""
        names = [name for name in cls.env.registry if name.startswith("perf.")]
        return [cls.env[name] for name in sorted(names) if abstract or not cls.env[name]._abstract]

    def _answer(self, user, model, name, *args, **kwargs):
        """Call a method as RPC does, undo what it did, and return what comes back: a value, or what was raised."""
        env = self.env(user=user, su=False, context=kwargs.pop("env_context", {}))
        with self.env.cr.savepoint() as savepoint:
            try:
                answer = call_kw(env[model], name, list(args), kwargs)
                self.env.flush_all()
            except Exception as error:  # pylint: disable=broad-exception-caught
                answer = error
            savepoint.rollback()
        if not isinstance(answer, UserError):
            self.env.invalidate_all()
        return answer

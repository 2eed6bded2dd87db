"""An inspection of the township: two inspectors of the county, a check-list, and rules that cost points."""

import re

from odoo import Command, fields

from .attack import AttackCase
from .common import OFFICE, PerfCommon

INSPECTOR = "perf_appraisal.group_perf_inspector"

#: What there is of a hidden inspection.
PARTS = ("perf.inspection", "perf.inspection.item", "perf.inspection.attendance", "perf.finding")


class SpotCase(PerfCommon):
    """``inspector`` and ``inspector2`` work at the county, ``insider`` in the township, each with the right group.

    ``self.inspection`` is a covert check of the township in the quarter of today, still a draft.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_spot()

    @classmethod
    def _setup_spot(cls):
        """Make inspectors, rules, a check-list and the inspection."""
        users = cls._create_users(
            {
                "inspector": (cls.county, INSPECTOR, {}),
                "inspector2": (cls.county, INSPECTOR, {}),
                "insider": (cls.section, INSPECTOR, {}),
            }
        )
        for login, user in users.items():
            setattr(cls, login, user)
        order = cls._create_indicator(
            "Order",
            kind="unit",
            scheme_id=cls.scheme_unit.id,
            frequency="quarter",
            full_score=0.0,
            rule_ids=[
                cls._rule("deduction", "Absent without leave", 0.5, leader_points=0.2, person_points=1.0),
                cls._rule("deduction", "Untidy office", 0.3, multiplier=2.0),
            ],
        )
        cls.rule_absent, cls.rule_untidy = order.rule_ids
        cls.quarter = cls._period("quarter", (cls.month.number + 2) // 3)
        cls.checklist = (
            cls.env["perf.checklist"]
            .with_user(cls.office)
            .create(
                {
                    "name": "Order in the office",
                    "focus": "environment",
                    "item_ids": [
                        Command.create({"name": "Desks", "full_points": 6.0}),
                        Command.create({"name": "Corridors", "full_points": 4.0}),
                        Command.create({"name": "Notices"}),
                    ],
                }
            )
        )
        cls.inspection = cls._create_inspection()
        cls.env.flush_all()

    # === FACTORIES === #

    @classmethod
    def _people(cls, *logins):
        return Command.set([getattr(cls, login).employee_id.id for login in logins])

    @classmethod
    def _create_inspection(cls, user=None, **values):
        values = {
            "unit_id": cls.township.id,
            "period_id": cls.quarter.id,
            "inspector_ids": [cls._people("inspector", "inspector2")],
            "method": "covert",
            "checklist_id": cls.checklist.id,
            **values,
        }
        return cls.env["perf.inspection"].with_user(user or cls.office).create(values).with_user(cls.env.user)

    @classmethod
    def _create_mover(cls, groups, day):
        """Return the account of somebody who has left the township for the county on a day."""
        mover = cls._create_user("mover", cls.township, groups=groups)
        mover.employee_id.version_id.date_version = fields.Date.subtract(day, years=1)
        mover.employee_id.create_version({"date_version": day, "department_id": cls.county.id})
        cls.env.flush_all()
        return mover

    # === THE FLOW === #

    def _start(self, inspection=None):
        """Bring a draft on the spot."""
        inspection = self.inspection if inspection is None else inspection
        inspection.with_user(self.office).action_plan()
        inspection.with_user(self.inspector).action_start()
        inspection.with_user(self.inspector).checked_at = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        return inspection

    def _find(self, inspection=None, **values):
        inspection = self.inspection if inspection is None else inspection
        values = {
            "inspection_id": inspection.id,
            "facts": "Nobody at the counter at nine.",
            "rule_id": self.rule_absent.id,
            "employee_id": self.staff.employee_id.id,
            **values,
        }
        return self.env["perf.finding"].with_user(self.inspector).create(values).with_user(self.env.user)

    def _issue(self, inspection=None):
        inspection = self.inspection if inspection is None else inspection
        inspection.with_user(self.inspector).action_issue()
        return inspection

    def _found(self, **values):
        """Return a finding that was issued and to which the unit has replied."""
        self._start()
        finding = self._find(**values)
        self._issue()
        finding.with_user(self.head).action_reply(reason="We have talked to him.")
        return finding

    def _entries(self, documents):
        found = [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        return self.env["perf.score.entry"].search(found, order="id")


class HiddenCase(SpotCase):
    """Two hidden checks under way: ``inspection`` of the township, and ``foreign`` of another unit.

    ``officer`` (Performance Office) and ``chair`` (inspector) are of the township.
    """

    _answer = AttackCase._answer

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls._create_user("officer", cls.township, groups=OFFICE)
        cls.chair = cls._create_user("chair", cls.township, groups=INSPECTOR)
        cls.township.perf_coordinator_ids = [Command.link(cls.chair.employee_id.id)]
        cls.foreign = cls._create_inspection(unit_id=cls.other.id)
        for inspection, person in ((cls.inspection, cls.staff), (cls.foreign, cls.stranger)):
            cls._start(cls, inspection)
            cls._find(cls, inspection, employee_id=person.employee_id.id)
            spot = inspection.with_user(cls.inspector)
            spot.item_ids[:1].evidence_ids = cls._create_attachment(cls.inspector)
            spot.action_call_roll()
            spot.message_post(body="Seen", message_type="comment")
        cls.env.flush_all()

    def _parts(self, inspection):
        return {
            "perf.inspection": inspection,
            "perf.inspection.item": inspection.item_ids,
            "perf.inspection.attendance": inspection.attendance_ids,
            "perf.finding": inspection.finding_ids,
        }

    def _told(self, answer):
        """Return an answer without the ids that differ by nature; an error may name that of a new record, too."""
        text = f"{type(answer).__name__} {answer}"
        if isinstance(answer, Exception):
            return re.sub(r"\d+", "N", text)
        ids = {
            str(record)
            for inspection in (self.inspection, self.foreign)
            for records in (
                *self._parts(inspection).values(),
                inspection.message_ids,
                inspection.item_ids.evidence_ids,
            )
            for record in records.ids
        }
        return re.sub(r"\d+", lambda found: "N" if found.group() in ids else found.group(), text)

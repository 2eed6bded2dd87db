"""An inspection of the township: two inspectors of the county, a check-list, and rules that cost points."""

import re

from odoo import Command, fields

from .attack import AttackCase
from .common import OFFICE, PerfCommon

INSPECTOR = "perf_appraisal.group_perf_inspector"

#: What the unit reads of an inspection once it is issued.
PARTS = ("perf.inspection", "perf.inspection.item", "perf.inspection.attendance", "perf.finding")

#: Columns by which a record belongs to another.
_LEADING = ("many2one", "many2many")


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

    There is something of every model that is kept from the unit: which these are the models say themselves.
    ``officer`` (Performance Office) and ``chair`` (inspector) are of the township.
    """

    _answer = AttackCase._answer
    _own_models = classmethod(AttackCase._own_models.__func__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls._create_user("officer", cls.township, groups=OFFICE)
        cls.chair = cls._create_user("chair", cls.township, groups=INSPECTOR)
        cls.township.perf_coordinator_ids = [Command.link(cls.chair.employee_id.id)]
        cls.foreign = cls._create_inspection(unit_id=cls.other.id)
        cls.secret = cls._secret_models()
        teams = cls.env["perf.team"].with_user(cls.office)
        team = teams.create({"name": "First team", "member_ids": [cls._people("inspector", "inspector2")]})
        for inspection, person in ((cls.inspection, cls.staff), (cls.foreign, cls.stranger)):
            cls._draw_inspectors(inspection, team)
            cls._start(cls, inspection)
            finding = cls._find(cls, inspection, employee_id=person.employee_id.id)
            report = {"finding_id": finding.id, "text": "What nobody has reported yet"}
            cls.env["perf.rectification"].sudo()._unlocked().create(report)
            spot = inspection.with_user(cls.inspector)
            spot.item_ids[:1].evidence_ids = cls._create_attachment(cls.inspector)
            spot.action_call_roll()
            spot.message_post(body="Seen", message_type="comment")
        cls.env.flush_all()

    @classmethod
    def _secret_models(cls):
        """Return the names of the models that are kept from the unit and belong to inspections, by their columns."""
        secret = [model for model in cls._own_models() if getattr(model, "_is_secret", False)]
        found, added = set(), {"perf.inspection"}
        while added:
            found |= added
            added = {model._name for model in secret if cls._led_to_by(model) & found} - found
        return sorted(found)

    @staticmethod
    def _led_to_by(model):
        """Return the names of the models to which the columns of a model lead."""
        return {field.comodel_name for field in model._fields.values() if field.store and field.type in _LEADING}

    @classmethod
    def _draw_inspectors(cls, inspection, team):
        """Draw the two of a team for an inspection."""
        values = {"kind": "inspector", "period_id": cls.quarter.id, "seed": "seven", "number": 2}
        draws = cls.env["perf.draw"].with_user(cls.office)
        draws.create({**values, "team_id": team.id, "inspection_ids": inspection.ids}).action_draw()

    def setUp(self):
        super().setUp()
        self._found_parts = {}

    def _parts(self, inspection):
        """Return what there is of an inspection, of each model that is kept from the unit: ``{model: records}``."""
        if inspection.id not in self._found_parts:
            self._found_parts[inspection.id] = self._find_parts(inspection)
        return self._found_parts[inspection.id]

    def _find_parts(self, inspection):
        """Follow the columns of all secret models that lead to the inspection, until nothing more is found."""
        parts, before = {name: self.env[name].browse() for name in self.secret}, None
        parts["perf.inspection"] = inspection.with_user(self.env.user)
        while before != (before := {name: len(records) for name, records in parts.items()}):
            for name in set(self.secret) - {"perf.inspection"}:
                for field in self.env[name]._fields.values():
                    known = parts.get(field.comodel_name) if field.store and field.type in _LEADING else None
                    if known:
                        parts[name] |= self.env[name].search([(field.name, "in", known.ids)])
        return parts

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

"""Rules of the register: the West Township reports under them, and the (East) township is judged by them."""

from odoo import Command, fields

from .common import OFFICE, PerfCommon


class RegisterCase(PerfCommon):
    """``other_head`` runs the unit that reports; ``head``, ``coordinator`` and ``deputy`` are of the unit concerned.

    ``officer`` is of the Performance Office and works in the township.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_register()

    @classmethod
    def _setup_register(cls):
        """Make the rules, an officer of the township, and remember the day."""
        cls.today = cls.env.company._perf_today()
        cls.register = cls._create_indicator(
            "Outside the table",
            kind="unit",
            scheme_id=cls.scheme_unit.id,
            full_score=0.0,
            lead_unit_ids=[Command.set(cls.other.ids)],
            rule_ids=[
                cls._rule("bonus", "Honour", 2.0, highest_only=True, notice_days=5),
                cls._rule("bonus", "News", 0.5, max_points=2.0),
                cls._rule("deduction", "Letter", 0.5),
                cls._rule("deduction", "City", 1.0, multiplier=2.0),
                cls._rule("deduction", "Accident", 0.0, veto="worst_grade"),
            ],
        )
        cls.rules = {rule.name: rule for rule in cls.register.rule_ids}
        cls.rule_person = cls._create_indicator(
            "Outside the sheets", full_score=0.0, rule_ids=[cls._rule("deduction", "Meeting missed", 1.0)]
        ).rule_ids
        cls.officer = cls._create_user("officer", cls.township, groups=OFFICE)
        cls.quarter = cls._period("quarter", (cls.month.number + 2) // 3)
        cls.year = cls._period("year", 1)
        cls.env.flush_all()

    # === FACTORIES === #

    @classmethod
    def _enter(cls, user=None, rule="Letter", **values):
        """Enter a record as this user, by default the unit that reports."""
        values = {"unit_id": cls.township.id, "rule_id": cls.rules[rule].id, **values}
        return cls.env["perf.adjustment"].with_user(user or cls.other_head).create(values).with_user(cls.env.user)

    @classmethod
    def _apply(cls, user=None, rule="Honour", **values):
        """Apply for a bonus with its document, by default as the appraisal group of the township."""
        user = user or cls.coordinator
        values = {
            "matter": "Village of the year",
            "doc_no": "No. 7",
            "doc_issuer": "City Government",
            "evidence_ids": [Command.set(cls._create_attachment(user).ids)],
            **values,
        }
        return cls._enter(user, rule, **values)

    # === THE FLOW === #

    def _submitted(self, **values):
        adjustment = self._enter(**values)
        adjustment.with_user(self.other_head).action_submit()
        return adjustment

    def _confirmed(self, **values):
        adjustment = self._submitted(**values)
        adjustment.with_user(self.office).action_confirm()
        return adjustment

    def _end_notice(self, adjustments):
        """Let the days of notice be over."""
        adjustments.sudo()._unlocked().notice_end = fields.Date.subtract(self.today, days=1)

    def _entries(self, documents):
        found = [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        return self.env["perf.score.entry"].search(found, order="id")

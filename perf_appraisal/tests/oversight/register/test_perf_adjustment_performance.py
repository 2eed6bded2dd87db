from odoo import Command
from odoo.tests import tagged

from ...crowd import FEW, MANY, CrowdMixin
from ...register import RegisterCase


@tagged("post_install", "-at_install")
class TestPerfAdjustmentPerformance(CrowdMixin, RegisterCase):
    """What a click on the register costs does not depend on how many entries there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.env["hr.department"].create(
            [
                {
                    "name": f"Unit {number}",
                    "perf_is_unit": True,
                    "parent_id": cls.county.id,
                    "perf_category_id": cls.category_unit.id,
                }
                for number in range(2 * MANY)
            ]
        )
        cls.env["perf.appraisee"].create(
            [
                {"cycle_id": cls.cycle.id, "kind": "unit", "unit_id": unit.id, "category_id": cls.category_unit.id}
                for unit in cls.units
            ]
        )
        cls.rule_notice = cls._create_indicator(
            "Late reports",
            kind="unit",
            scheme_id=cls.scheme_unit.id,
            full_score=0.0,
            lead_unit_ids=[Command.set(cls.other.ids)],
            rule_ids=[cls._rule("deduction", "Late", 0.2, notice_days=3)],
        ).rule_ids

    def assertCostsTheSame(self, make, act, rows=1, what=""):
        """Do something with few entries, and with many, and compare the queries.

        :param make: makes what is needed for so many entries
        :param act: what is done with it
        :param int rows: rows written for each of them, at most
        """
        counts = []
        for number in (1, FEW, MANY):  # the first is for what a process loads once
            counts.append(self._queries(act, make(number))[0])
        self.assertFlat(*counts[1:], rows=rows * (MANY - FEW), what=what)

    def _values(self, number, rule=None):
        rule = rule or self.rules["Letter"]
        return [{"unit_id": unit.id, "rule_id": rule.id, "matter": "Letters"} for unit in self.units[:number]]

    def _make(self, values):
        return self.env["perf.adjustment"].with_user(self.other_head).create(values)

    def _submitted(self, number, rule=None):
        adjustments = self._make(self._values(number, rule))
        adjustments.action_submit()
        return adjustments.with_user(self.office)

    def test_entering(self):
        self.assertCostsTheSame(self._values, self._make, rows=2, what="create")

    def test_submitting_tells_the_units(self):
        self.assertCostsTheSame(
            lambda number: self._make(self._values(number)), lambda adjustments: adjustments.action_submit(), rows=4
        )

    def test_publishing(self):
        self.assertCostsTheSame(
            lambda number: self._submitted(number, self.rule_notice),
            lambda adjustments: adjustments.action_publish(),
            rows=4,
        )

    def test_confirming(self):
        self.assertCostsTheSame(self._submitted, lambda adjustments: adjustments.action_confirm(), rows=2)

    def test_reversing(self):
        def confirmed(number):
            adjustments = self._submitted(number)
            adjustments.action_confirm()
            return adjustments

        self.assertCostsTheSame(confirmed, lambda adjustments: adjustments.action_reverse(reason="Wrong"), rows=2)

    def test_reading_the_list(self):
        def read(adjustments):
            names = ("name", "unit_id", "rule_id", "signed_points", "state", "can_confirm", "waits_for")
            adjustments.web_read({name: {} for name in names})

        self.assertCostsTheSame(self._submitted, read)

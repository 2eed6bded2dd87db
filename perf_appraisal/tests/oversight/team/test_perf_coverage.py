from odoo import Command
from odoo.tests import tagged

from ...common import OFFICE
from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfCoverage(SpotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = (
            cls.env["perf.team"]
            .with_user(cls.office)
            .create(
                {
                    "name": "First team",
                    "member_ids": [cls._people("inspector")],
                    "unit_ids": [Command.set((cls.township + cls.other).ids)],
                }
            )
        )

    def _units(self, user):
        self.env.flush_all()
        found = self.env["perf.coverage"].with_user(user).get_coverage()
        return {unit["name"]: unit for team in found["teams"] for unit in team["units"]}

    def test_it_says_when_a_unit_was_visited_and_when_next(self):
        today = str(self.env.company._perf_today())
        self.assertEqual(self._units(self.office)["East Township"]["next"], today)
        self._start()
        east, west = (self._units(self.office)[name] for name in ("East Township", "West Township"))
        self.assertEqual((east["cells"], east["last"], east["days"]), ({self.quarter.id: 1}, today, 0))
        self.assertEqual((west["cells"], west["last"], west["days"]), ({}, False, False))

    def test_of_a_unit_of_one_s_own_it_tells_no_more_than_lists_do(self):
        self._start()
        officer = self._create_user("officer", self.township, groups=OFFICE)
        east, west = (self._units(officer)[name] for name in ("East Township", "West Township"))
        self.assertEqual([east[name] for name in ("cells", "last", "next")], [{}, False, False])
        self.assertEqual([west[name] for name in ("cells", "last", "next")], [{}, False, False])

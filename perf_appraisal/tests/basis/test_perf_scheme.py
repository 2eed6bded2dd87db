from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfScheme(PerfCommon):
    def test_scheme_adds_up_its_common_indicators(self):
        self._create_indicator("Own matter", scope="specific", unit_id=self.township.id, full_score=60.0)
        self.assertEqual(self.scheme.indicator_count, 6)
        self.assertEqual(self.scheme.common_score, 100.0)

    def test_scheme_refuses_categories_of_the_other_kind(self):
        with self.assertRefused(ValidationError, self.category_unit.name):
            self.scheme.category_ids = [Command.link(self.category_unit.id)]

    def test_scheme_refuses_a_negative_cap(self):
        with self.assertRefused(ValidationError, self.scheme.name):
            self.scheme.copy().sheet_bonus_cap = -1

    def test_office_writes_schemes_and_leaders_do_not(self):
        scheme = self.scheme.copy()
        scheme.with_user(self.office).sheet_bonus_cap = 5
        with self.assertRefused(AccessError):
            scheme.with_user(self.head).sheet_bonus_cap = 50
        self.assertEqual(scheme.sheet_bonus_cap, 5)

    def test_scheme_of_an_open_cycle_adds_up_as_it_did(self):
        with self.assertRefused(UserError, "next cycle"):
            self.scheme.with_user(self.office).na_policy = "full"
        with self.assertRefused(UserError, "next cycle"):
            self.scheme.with_user(self.office).full_score = 1000.0
        self.scheme.copy().with_user(self.office).full_score = 1000.0

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
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
            self.scheme.sheet_bonus_cap = -1

    def test_office_writes_schemes_and_leaders_do_not(self):
        self.scheme.with_user(self.office).sheet_bonus_cap = 5
        with self.assertRefused(AccessError):
            self.scheme.with_user(self.head).sheet_bonus_cap = 50
        self.assertEqual(self.scheme.sheet_bonus_cap, 5)

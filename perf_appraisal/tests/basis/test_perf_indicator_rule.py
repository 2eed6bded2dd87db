from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfIndicatorRule(PerfCommon):
    def test_name_shows_kind_amount_and_unit(self):
        indicator = self._create_indicator(
            "Named",
            rule_ids=[
                self._rule("deduction", "Late", 0.5, uom="time"),
                self._rule("bonus", "City", 1.0, multiplier=2.0),
            ],
        )
        self.assertEqual(indicator.rule_ids.mapped("display_name"), ["Late (−0.5/time)", "City (+2)"])

    def test_points_are_never_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_indicator("Negative", rule_ids=[self._rule("deduction", "Late", -0.5)])

from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfIndicatorLevel(PerfCommon):
    def test_name_shows_the_range(self):
        self.assertEqual(self.level.level_ids.mapped("display_name"), ["Good (18–20)", "Fair (12–17)", "Poor (0–11)"])

    def test_range_goes_from_small_to_large(self):
        level = Command.create({"name": "Upside down", "min_points": 9, "max_points": 3})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_indicator("Wrong", method="level", level_ids=[level])

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfCategory(PerfCommon):
    def test_category_counts_its_units(self):
        self.assertEqual(self.category_unit.department_count, 2)
        self.assertEqual(self.category_staff.department_count, 0)

    def test_name_is_unique_inside_its_kind(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.category_unit.copy({"name": self.category_unit.name})
            self.env.flush_all()

    def test_copy_bears_a_name_of_its_own(self):
        copy = self.category_unit.with_user(self.office).copy()
        self.assertEqual(copy.name, f"{self.category_unit.name} (copy)")
        self.assertEqual(self.category_unit.copy().name, f"{copy.name} (copy)")
        self.assertEqual((copy.kind, copy.department_count), ("unit", 0))

    def test_office_keeps_categories_and_staff_only_read_them(self):
        self.category_unit.with_user(self.office).name = "Renamed"
        self.assertEqual(self.category_unit.with_user(self.staff).name, "Renamed")
        with self.assertRefused(AccessError):
            self.category_unit.with_user(self.staff).name = "Mine"

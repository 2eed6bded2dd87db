from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisee(PerfCommon):
    def setUp(self):
        super().setUp()
        self.appraisee = self.sheet.appraisee_id

    def test_nobody_reviews_himself(self):
        with self.assertRefused(ValidationError, "cannot review"):
            self.appraisee.reviewer_id = self.appraisee.employee_id

    def test_a_person_takes_part_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.appraisee.copy()
            self.env.flush_all()

    def test_category_brings_its_scheme(self):
        self.appraisee.category_id = False
        self.assertFalse(self.appraisee.scheme_id)
        self.appraisee.category_id = self.category_staff
        self.assertEqual(self.appraisee.scheme_id, self.scheme)

    def test_staff_see_only_themselves_and_the_office_assigns(self):
        found = self.env["perf.appraisee"].with_user(self.staff).search([("cycle_id", "=", self.cycle.id)])
        self.assertEqual(found.employee_id, self.staff.employee_id)
        with self.assertRefused(AccessError):
            self.appraisee.with_user(self.staff).status = "excluded"
        self.appraisee.with_user(self.office).status = "excluded"
        self.assertEqual(self.appraisee.status, "excluded")

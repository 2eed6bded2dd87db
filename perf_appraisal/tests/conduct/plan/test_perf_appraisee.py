from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisee(PerfCommon):
    def setUp(self):
        super().setUp()
        self.appraisee = self.sheet.appraisee_id

    def test_what_brings_the_company_can_be_chosen_before_there_is_one(self):
        for name in sorted(name for name in self.env if name.startswith("perf.")):
            related = (getattr(self.env[name]._fields.get("company_id"), "related", None) or "").split(".")
            if len(related) == 2 and self.env[name]._auto:
                with self.subTest(name):
                    self.assertFalse(self.env[name]._fields[related[0]].check_company)

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

    def test_nobody_of_the_office_decides_on_his_own_enrolment(self):
        office = self.env.ref("perf_appraisal.group_perf_office")
        unit = self.cycle.appraisee_ids.filtered(lambda found: found.kind == "unit" and found.unit_id == self.township)
        changes = {
            "reviewer_id": self.head.employee_id.id,
            "status": "excluded",
            "plan_id": self.plan.id,
            "category_id": False,
        }
        for user, own, others in (
            (self.staff, self.appraisee, self.sheets["colleague"].appraisee_id + unit),
            (self.head, unit + self.sheets["head"].appraisee_id, self.appraisee),
            (self.deputy, unit + self.sheets["deputy"].appraisee_id, self.appraisee),
            (self.coordinator, unit + self.sheets["coordinator"].appraisee_id, self.appraisee),
        ):
            user.group_ids += office
            for appraisee in own.with_user(user):
                for name, value in changes.items():
                    with self.subTest(user.login, name=name), self.assertRefused(AccessError, "your own matter"):
                        appraisee.write({name: value})
                    with self.subTest(user.login, name=name), self.assertRefused(AccessError, "your own matter"):
                        (appraisee + others.with_user(user)).write({name: value})
                with self.assertRefused(AccessError, "your own matter"):
                    appraisee.copy({"cycle_id": self.cycle.copy({"year": 2040}).id})
                self.assertFalse(appraisee._filtered_access("write"), "the rule refuses it by itself")
            others.with_user(user).write({"status": "no_grade"})
            self.assertEqual(set(others.mapped("status")), {"no_grade"})

    def test_a_new_enrolment_proposes_unit_and_category(self):
        newcomer = self._create_user("newcomer", self.section, job_id=self.job.id).employee_id
        form = Form(self.env["perf.appraisee"].with_user(self.office))
        form.cycle_id = self.cycle
        form.kind = "employee"
        form.employee_id = newcomer
        self.assertEqual((form.unit_id, form.category_id), (self.township, self.category_staff))
        self.assertEqual(form.save().scheme_id, self.scheme)

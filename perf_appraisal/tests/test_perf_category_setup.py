from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import PerfCommon

DIALOG = "perf.category.setup"


@tagged("post_install", "-at_install")
class TestPerfCategorySetup(PerfCommon):
    """The Performance Office gives people and job positions their category, without any right of HR."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cadres = cls.env["perf.category"].create({"name": "Cadres of the test", "kind": "employee"})
        cls.person = cls.staff.employee_id

    def _call(self, user, model, method, *args, **kwargs):
        """Call a method as RPC does."""
        return call_kw(self.env(user=user, su=False)[model], method, list(args), kwargs)

    def _set(self, user, category, people=(), jobs=(), **context):
        values = {"category_id": category and category.id}
        values |= {"employee_ids": [Command.set(people.ids)]} if people else {}
        values |= {"job_ids": [Command.set(jobs.ids)]} if jobs else {}
        ids = self._call(user, DIALOG, "create", [values], context=context)
        return self._call(user, DIALOG, "action_apply", ids)

    def _shown(self):
        """Return the category of the person as the office's list shows it."""
        [row] = self._call(self.office, "hr.employee.public", "read", self.person.ids, ["perf_category_id"])
        return row["perf_category_id"] and row["perf_category_id"][0]

    def test_office_sets_the_category_of_a_person_that_it_may_not_write(self):
        with self.assertRefused(AccessError):
            self._call(self.office, "hr.employee", "write", self.person.ids, {"perf_category_id": self.cadres.id})
        self.assertEqual(self._shown(), self.category_staff.id, "that of the job position")
        self._set(self.office, self.cadres, self.person)
        self.assertEqual((self.person.perf_category_id, self._shown()), (self.cadres, self.cadres.id))
        self._set(self.office, False, self.person)
        self.assertFalse(self.person.perf_category_id)
        self.assertEqual(self._shown(), self.category_staff.id)

    def test_office_sets_the_category_of_a_job_position_that_it_may_not_write(self):
        with self.assertRefused(AccessError):
            self._call(self.office, "hr.job", "write", self.job.ids, {"perf_category_id": self.cadres.id})
        self._set(self.office, self.cadres, jobs=self.job)
        self.assertEqual((self.job.perf_category_id, self._shown()), (self.cadres, self.cadres.id))

    def test_nobody_else_sets_or_sees_them(self):
        for user in (self.staff, self.head, self.coordinator, self.auditor, self.hr):
            for people, jobs in ((self.person, False), (False, self.job)):
                with self.subTest(user.login), self.assertRefused(AccessError):
                    self._set(user, self.cadres, people, jobs)
        for user in (self.staff, self.head):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self._call(user, "hr.employee.public", "read", self.person.ids, ["perf_category_id"])
        self.assertFalse(self.person.perf_category_id)

    def test_other_companies_are_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Next county of the test"})
        far = self.env["perf.category"].create({"name": "Far", "kind": "employee", "company_id": company.id})
        stranger = self.env["hr.employee"].create({"name": "Far away", "company_id": company.id})
        job = self.env["hr.job"].create({"name": "Far post", "company_id": company.id})
        for category, people, jobs in (
            (self.cadres, stranger, False),
            (False, stranger, False),
            (self.cadres, False, job),
            (far, self.person, False),
        ):
            with self.assertRefused(AccessError, "not yours to see"):
                self._set(self.office, category, people, jobs)
        self.office.company_ids += company
        mixed = ((self.cadres, stranger, False), (self.cadres, False, job), (far, self.person, False))
        for category, people, jobs in mixed:
            with self.assertRefused(UserError, "Choose those of one company"):
                self._set(self.office, category, people, jobs, allowed_company_ids=(self.env.company + company).ids)
        self.assertFalse(stranger.perf_category_id or job.perf_category_id or self.person.perf_category_id)

    def test_odd_choices_end_in_a_sentence(self):
        for category, people, sentence in (
            (self.cadres, False, "Choose people or job positions"),
            (self.category_unit, self.person, "is a category of units"),
            (self.cadres, self.person + self.office.employee_id, "Your own category"),
        ):
            with self.subTest(sentence), self.assertRefused(UserError, sentence):
                self._set(self.office, category, people)
        self.assertFalse(self.person.perf_category_id)

    def test_the_dialog_takes_what_was_chosen_in_the_list(self):
        lists = (("hr.employee.public", "employee_ids", self.person), ("hr.job", "job_ids", self.job))
        for model, name, chosen in lists:
            context = {"active_model": model, "active_ids": chosen.ids}
            found = self._call(self.office, DIALOG, "create", [{"category_id": self.cadres.id}], context=context)
            dialog = self.env[DIALOG].browse(found)
            self.assertEqual((dialog[name], len(dialog.employee_ids) + len(dialog.job_ids)), (chosen, 1))

    def test_the_list_finds_who_has_no_category(self):
        people = self.env["hr.employee.public"].with_user(self.office)
        bare = self.env["hr.employee"].create({"name": "Nobody's peer", "department_id": self.section.id})
        posted = self.env["hr.job"].create({"name": "Post without category"})
        other = self.env["hr.employee"].create({"name": "On a bare post", "job_id": posted.id})
        self.env.flush_all()
        found = people.search([("perf_category_id", "=", False)])
        self.assertLessEqual({bare.id, other.id}, set(found.ids))
        self.assertNotIn(self.person.id, found.ids)
        self._set(self.office, self.cadres, bare)
        self.env.flush_all()
        self.assertEqual(people.search([("perf_category_id", "=", self.cadres.id)]).ids, bare.ids)
        self.assertIn(self.person.id, people.search([("perf_category_id", "=", self.category_staff.id)]).ids)

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.perf_appraisal.models.conduct.opening import perf_opening

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfBatchLineRemedy(PerfCommon):
    """Whoever is left out is named with what to do, and the way that is named works: tried again, there is a sheet."""

    def _leave_out(self, user, month=None):
        """Open a month, and return the person's line, as the office."""
        self.batch = self._open_period(month or self._next_month())
        return self._line(user)

    def _line(self, user):
        of_person = self.batch.line_ids.filtered(lambda line: line.name == user.name)
        return of_person.with_user(self.office)

    def _retry(self, user):
        """Try again, and return the sheet of the person."""
        self.batch.with_user(self.office).action_retry()
        while self.batch._run_chunk():
            pass
        self.env.invalidate_all()
        return self._sheet_of(user, self.batch.period_id)

    def assertLeads(self, line, remedy, model):
        """The line says what to do, and its button leads there."""
        self.assertEqual((line.outcome, line.remedy), ("skipped", remedy))
        self.assertTrue(dict(line._fields["remedy"]._description_selection(line.env))[remedy])
        action = line.action_remedy()
        self.assertEqual(action["res_model"], model)
        return action

    def test_every_reason_has_a_remedy(self):
        self.assertEqual(
            set(perf_opening.REASONS), set(self.env["perf.batch.line"]._fields["remedy"].get_values(self.env))
        )

    def test_who_was_left_out_by_the_office(self):
        self.sheet.appraisee_id.status = "excluded"
        action = self.assertLeads(self._leave_out(self.staff), "excluded", "perf.appraisee")
        self.env["perf.appraisee"].with_user(self.office).browse(action["res_id"]).status = "active"
        self.assertTrue(self._retry(self.staff))

    def test_who_is_gone_and_comes_back(self):
        person = self.staff.employee_id
        person.with_context(no_wizard=True).action_archive()
        self.assertLeads(self._leave_out(self.staff), "gone", "hr.employee.public")
        self.assertLeads(self._line(self.staff).with_user(self.admin), "gone", "hr.employee.public")
        person.action_unarchive()
        self.assertTrue(self._retry(self.staff))

    def test_whom_no_plan_serves(self):
        self.staff.employee_id.perf_category_id = self.category_staff.copy({"name": "Without plan"})
        action = self.assertLeads(self._leave_out(self.staff), "no_plan", "perf.plan")
        self.assertIn(self.plan_unit, self.env["perf.plan"].search(action["domain"]))
        self._create_plan(self.judged, scope="staff", unit_id=self.township.id)
        self.assertTrue(self._retry(self.staff))

    def test_whom_nobody_can_review_for_want_of_an_account(self):
        self.other_head.employee_id.user_id = False
        line = self._leave_out(self.stranger)
        action = self.assertLeads(line, "unreviewed", "perf.appraisee")
        appraisee = self.env["perf.appraisee"].with_user(self.office).browse(action["res_id"])
        appraisee.reviewer_id = self.chief.employee_id
        self.assertEqual(self._retry(self.stranger).reviewer_id, self.chief.employee_id)

    def test_a_stand_in_for_the_head_without_an_account_reviews_at_once(self):
        head = self.other_head.employee_id
        head.user_id = False
        self._leave_out(self.stranger)
        standin = (
            self.env["perf.standin"]
            .with_user(self.office)
            .create({"employee_id": head.id, "standin_id": self.chief.employee_id.id, "reason": "No account"})
        )
        standin.with_user(self.chief).action_accept()
        sheet = self._retry(self.stranger)
        self.assertEqual(sheet.reviewer_id, head)
        self._submit(sheet)
        sheet.with_user(self.chief).action_review()
        self.assertState(sheet, "reviewed")

    def test_a_stand_in_for_the_vacant_post_reviews(self):
        self.other.manager_id = False
        line = self._leave_out(self.stranger)
        action = self.assertLeads(line, "vacant", "perf.standin")
        standins = self.env["perf.standin"].with_user(self.office).with_context(**action["context"])
        today = fields.Date.context_today(self.env.user)
        standin = standins.create(
            {
                "standin_id": self.chief.employee_id.id,
                "date_from": today,
                "date_to": fields.Date.add(today, days=20),
                "reason": "Post vacant",
            }
        )
        self.assertEqual(standin.unit_id, self.other)
        standin.with_user(self.chief).action_accept()
        self.assertEqual(self._retry(self.stranger).reviewer_id, self.chief.employee_id)

    def test_who_belongs_to_no_unit(self):
        hermit = self._create_user("hermit", self.county)
        line = self._leave_out(hermit)
        self.assertLeads(line, "no_unit", "hr.employee.public")
        hermit.employee_id.department_id = self.section
        self.assertTrue(self._retry(hermit))

    def test_who_works_in_an_archived_unit_and_the_unit_itself(self):
        self.other.active = False
        line = self._leave_out(self.stranger)
        self.assertLeads(line, "stranded", "hr.employee.public")
        self.stranger.employee_id.department_id = self.section
        self.assertTrue(self._retry(self.stranger))
        quarter = self._period("quarter", (self.month.number + 2) // 3)
        batch = self._open_period(quarter)
        unit = batch.line_ids.filtered(lambda line: line.name == self.other.name).with_user(self.office)
        action = self.assertLeads(unit, "dissolved", "perf.unit.successor")
        self.assertEqual(action["context"], {"default_unit_id": self.other.id})

    def test_only_who_reads_the_job_is_led_there(self):
        self.sheet.appraisee_id.status = "excluded"
        line = self._leave_out(self.staff)
        with self.assertRefused(AccessError):
            line.with_user(self.head).action_remedy()

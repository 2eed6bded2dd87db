"""Why somebody takes part without a grade."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfNoGradeReason(PerfCommon):
    """The office says which reasons there are, everybody reads them."""

    def test_the_office_enters_reasons_and_staff_do_not(self):
        reasons = self.env["perf.no_grade.reason"]
        made = reasons.with_user(self.office).create({"name": "Study", "counts_in_quota": True})
        self.assertIn("Study", made.with_user(self.staff).search([]).mapped("name"))
        with self.assertRefused(AccessError):
            reasons.with_user(self.staff).create({"name": "Mood"})

    def test_the_usual_reasons_say_who_counts_for_quotas(self):
        probation = self.env.ref("perf_appraisal.perf_no_grade_reason_probation")
        leave = self.env.ref("perf_appraisal.perf_no_grade_reason_leave")
        self.assertEqual((probation.counts_in_quota, leave.counts_in_quota), (False, True))

    def test_of_another_company_nothing_is_read_changed_or_chosen(self):
        other = self.env["res.company"].sudo().create({"name": "Another County"})
        reasons = self.env["perf.no_grade.reason"]
        theirs = reasons.create({"name": "Probation", "company_id": other.id, "counts_in_quota": True})
        ours = self.env.ref("perf_appraisal.perf_no_grade_reason_probation")
        self.assertEqual(ours.company_id, self.env.company)
        office = reasons.with_user(self.office)
        ours.with_user(self.office).counts_in_quota = True
        self.assertNotIn(theirs, office.search([]))
        with self.assertRefused(AccessError):
            theirs.with_user(self.office).read(["name"])
        with self.assertRefused(AccessError):
            theirs.with_user(self.office).counts_in_quota = False
        with self.assertRefused(AccessError):
            office.create({"name": "Mood", "company_id": other.id})
        appraisee = self.sheet.appraisee_id.with_user(self.office)
        appraisee.write({"status": "no_grade", "no_grade_reason_id": ours.id})
        with self.assertRefused((AccessError, UserError)):
            appraisee.no_grade_reason_id = theirs.id

from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfOpeningMoves(PerfCommon):
    """Who moves, is promoted or gets another category is appraised as what he is on the period's last day."""

    def _open(self, month=None):
        month = month or self._next_month()
        batch = self._open_period(month)
        return month, {line.res_id: line for line in batch.line_ids if line.res_model == "perf.appraisee"}

    def _line_of(self, lines, user):
        return lines[self.sheets[user.login].appraisee_id.id]

    def _move(self, user, day, **values):
        """Let HR write down what changes for a person on a day; what he is now, he has been for long."""
        person = user.employee_id
        person.version_id.date_version = "2000-01-01"
        return person.create_version({"date_version": day, **values})

    def _place(self, sheet):
        return (sheet.unit_id, sheet.department_id, sheet.reviewer_id)

    # === THE PERIOD'S LAST DAY === #

    def test_a_move_that_is_known_counts_from_the_month_in_which_it_takes_effect(self):
        first = self._next_month()
        self._move(self.staff, first.date_end, department_id=self.other.id)
        self._open(first)
        self.assertEqual(
            self._place(self._sheet_of(self.staff, first)), (self.other, self.other, self.other_head.employee_id)
        )

    def test_a_move_after_the_last_day_does_not_count_yet(self):
        first = self._next_month()
        self._move(self.staff, first.date_end + timedelta(days=1), department_id=self.other.id)
        self._open(first)
        self.assertEqual(
            self._place(self._sheet_of(self.staff, first)), (self.township, self.section, self.deputy.employee_id)
        )

    def test_a_month_opened_late_asks_where_the_person_was_then(self):
        late = self._next_month()
        version = self._move(self.staff, late.date_end + timedelta(days=1), department_id=self.other.id)
        self.staff.employee_id.current_version_id = version  # what Odoo's cron does on that day
        self.env.flush_all()
        self._open(late)
        self.assertEqual(self._sheet_of(self.staff, late).unit_id, self.township)
        self.assertEqual(self.sheet.appraisee_id.unit_id, self.other, "the enrolment is where he works now")

    def test_post_plan_and_category_are_those_of_the_last_day(self):
        chief = self.category_staff.copy({"name": "Chiefs of the test"})
        post = self.env["hr.job"].create({"name": "Chief of the test", "perf_category_id": chief.id})
        plan = self._create_plan(self.judged, scope="category", category_id=chief.id)
        first = self._next_month()
        self._move(self.staff, first.date_end, job_id=post.id)
        self._open(first)
        sheet = self._sheet_of(self.staff, first)
        self.assertEqual((sheet.job_id, sheet.plan_id), (post, plan))

    # === THE MANAGER === #

    def test_a_manager_of_another_unit_is_passed_over_and_named(self):
        self.staff.employee_id.department_id = self.other
        self.assertEqual(self.staff.employee_id.parent_id, self.deputy.employee_id)
        month, lines = self._open()
        self.assertEqual(self._sheet_of(self.staff, month).reviewer_id, self.other_head.employee_id)
        line = self._line_of(lines, self.staff)
        self.assertEqual(line.note, "The manager, Deputy, is of another unit: Other Head reviews.")
        self.assertFalse(self._line_of(lines, self.colleague).note)

    def test_a_manager_above_the_unit_or_in_charge_of_it_reviews(self):
        people = self.staff.employee_id + self.colleague.employee_id
        self.staff.employee_id.parent_id = self.chief.employee_id
        self.township.perf_deputy_ids = [Command.link(self.stranger.employee_id.id)]
        self.colleague.employee_id.parent_id = self.stranger.employee_id
        month, lines = self._open()
        found = self.env["perf.appraisal"].search([("period_id", "=", month.id), ("employee_id", "in", people.ids)])
        self.assertEqual(
            {sheet.employee_id: sheet.reviewer_id for sheet in found},
            {self.staff.employee_id: self.chief.employee_id, self.colleague.employee_id: self.stranger.employee_id},
        )
        self.assertFalse(self._line_of(lines, self.staff).note or self._line_of(lines, self.colleague).note)

    def test_a_manager_who_leaves_the_unit_in_the_month_is_passed_over(self):
        month = self._next_month()
        self.township.perf_deputy_ids = False
        self._move(self.deputy, month.date_end, department_id=self.other.id)
        self._open(month)
        self.assertEqual(self._sheet_of(self.staff, month).reviewer_id, self.head.employee_id)

    # === LEADERS IN CHARGE === #

    def test_a_section_s_own_leader_in_charge_comes_before_the_unit_s(self):
        people = self.staff.employee_id + self.colleague.employee_id
        people.parent_id = False
        below = self._create_department("Branch of the Section", parent_id=self.section.id, perf_is_unit=False)
        self.colleague.employee_id.department_id = below
        self.section.perf_deputy_ids = self.coordinator.employee_id
        people.parent_id = False
        month, _lines = self._open()
        for user in (self.staff, self.colleague):
            self.assertEqual(self._sheet_of(user, month).reviewer_id, self.coordinator.employee_id)
        self.section.perf_deputy_ids = False
        month, _lines = self._open()
        self.assertEqual(self._sheet_of(self.colleague, month).reviewer_id, self.deputy.employee_id)

    def test_a_head_whose_head_above_heads_nothing_else_is_reviewed_further_up(self):
        middle = self._create_department("Branch of the County", parent_id=self.county.id, perf_is_unit=False)
        self.township.parent_id = middle
        month, _lines = self._open()
        self.assertEqual(self._sheet_of(self.head, month).reviewer_id, self.chief.employee_id)

    # === CATEGORIES === #

    def test_a_category_that_hr_changes_reaches_the_enrolment_with_a_line_that_says_so(self):
        other = self.category_staff.copy({"name": "Institution staff"})
        self._create_plan(self.judged, scope="category", category_id=other.id)
        appraisee = self.sheet.appraisee_id
        self.staff.employee_id.perf_category_id = other
        month, lines = self._open()
        self.assertRecordValues(appraisee, [{"category_id": other.id, "scheme_id": False}])
        self.assertEqual(
            self._line_of(lines, self.staff).note,
            "HR has changed the category: Institution staff instead of Staff of the test.",
        )
        self.assertEqual(self._sheet_of(self.staff, month).line_ids.indicator_id, self.judged)
        month, lines = self._open()
        self.assertFalse(self._line_of(lines, self.staff).note, "it is told once")

    def test_what_the_office_chose_stays_until_hr_changes_it_again(self):
        chosen = self.category_staff.copy({"name": "Chosen"})
        appraisee = self.sheet.appraisee_id
        appraisee.with_user(self.office).category_id = chosen
        self._open()
        self.assertEqual(appraisee.category_id, chosen)
        self.staff.employee_id.perf_category_id = self.category_staff.copy({"name": "Later"})
        self._open()
        self.assertEqual(appraisee.category_id.name, "Later")

    def test_a_person_who_moved_keeps_one_enrolment_that_follows(self):
        appraisee = self.sheet.appraisee_id
        self.staff.employee_id.department_id = self.other
        self._open()
        self.assertEqual(appraisee.unit_id, self.other)
        self.assertEqual(
            self.cycle.appraisee_ids.filtered(lambda found: found.employee_id == self.staff.employee_id), appraisee
        )

from datetime import datetime, time, timedelta

from odoo import Command
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfOpening(PerfCommon):
    def _open(self):
        month = self._next_month()
        batch = self._open_period(month)
        return month, self._lines_of(batch)

    def _lines_of(self, batch):
        return {line.res_id: line for line in batch.line_ids if line.res_model == "perf.appraisee"}

    def _line_of(self, lines, user):
        return lines[self.sheets[user.login].appraisee_id.id]

    def test_sheet_copies_unit_section_post_reviewer_and_plan(self):
        self.assertRecordValues(
            self.sheet,
            [
                {
                    "unit_id": self.township.id,
                    "department_id": self.section.id,
                    "job_id": self.job.id,
                    "reviewer_id": self.deputy.employee_id.id,
                    "plan_id": self.plan.id,
                    "scheme_id": self.scheme.id,
                    "kind": "employee",
                    "state": "draft",
                },
            ],
        )
        self.assertEqual(self.sheet.line_ids.indicator_id, self.indicators)

    def test_sheet_stays_where_it_was_written(self):
        self.staff.employee_id.department_id = self.other
        self.env.flush_all()
        self.assertEqual(self.sheet.unit_id, self.township)
        month, _lines = self._open()
        self.assertEqual(self._sheet_of(self.staff, month).unit_id, self.other)

    def test_head_is_reviewed_by_the_head_above(self):
        self.assertEqual(self.sheets["head"].reviewer_id, self.chief.employee_id)

    def test_without_manager_the_head_of_the_section_reviews_then_the_deputy_then_the_head(self):
        person = self.staff.employee_id
        expected = [self.colleague, self.deputy, self.head]
        person.parent_id = False
        self.section.manager_id = self.colleague.employee_id
        person.parent_id = False
        for index, reviewer in enumerate(expected):
            if index == 1:
                self.section.manager_id = False
            elif index == 2:
                self.township.perf_deputy_ids = False
            person.parent_id = False
            month, _lines = self._open()
            self.assertEqual(self._sheet_of(self.staff, month).reviewer_id, reviewer.employee_id)

    def test_assigned_reviewer_comes_first(self):
        self.sheet.appraisee_id.reviewer_id = self.other_head.employee_id
        month, _lines = self._open()
        self.assertEqual(self._sheet_of(self.staff, month).reviewer_id, self.other_head.employee_id)

    def test_who_is_gone_is_listed_with_the_reason(self):
        self.staff.employee_id.with_context(no_wizard=True).action_archive()
        self.env.flush_all()
        month, lines = self._open()
        line = self._line_of(lines, self.staff)
        self.assertEqual((line.outcome, line.reason), ("skipped", "Gone: the employee is archived."))
        self.assertFalse(self._sheet_of(self.staff, month))

    def test_who_has_no_plan_is_listed_with_the_reason(self):
        self.staff.employee_id.perf_category_id = self.category_staff.copy({"name": "Without plan"})
        self.sheet.appraisee_id.category_id = self.staff.employee_id.perf_category_id
        _month, lines = self._open()
        line = self._line_of(lines, self.staff)
        self.assertEqual((line.outcome, line.reason), ("skipped", "No approved plan serves this appraisee."))
        self.assertEqual(self._line_of(lines, self.colleague).outcome, "made")

    def test_who_has_no_reviewer_is_listed_with_the_reason(self):
        self.other_head.employee_id.user_id = False
        _month, lines = self._open()
        line = self._line_of(lines, self.stranger)
        self.assertEqual(line.outcome, "skipped")
        self.assertIn("Nobody can review", line.reason)

    def test_whose_plan_has_no_lines_for_the_period_is_counted_only(self):
        self.staff.employee_id.with_context(no_wizard=True).action_archive()
        quarter = self._period("quarter", 1)
        batch = self._open_period(quarter)
        people = self._line_of(self._lines_of(batch), self.colleague)
        self.assertRecordValues(people, [{"outcome": "not_concerned", "reason": False}])
        self.assertEqual(batch.not_concerned, len(batch.line_ids) - batch.skipped - batch.made)
        self.assertNotIn(people, batch.listed_line_ids)
        self.assertTrue(batch.made)
        self.assertEqual((batch.done, batch.progress), (batch.total, 100.0))
        gone = batch.listed_line_ids.filtered(lambda line: line.name == self.staff.name)
        self.assertEqual(gone.reason, "Gone: the employee is archived.")

    def test_of_whose_plan_nothing_is_due_is_listed_with_the_reason(self):
        roads = self._create_indicator(
            "Roads built", kind="unit", scheme_id=self.scheme_unit.id, frequency="quarter", method="ratio"
        )
        plan = self._create_plan(roads, approved=False, scope="unit", unit_id=self.other.id)
        quarter = self._period("quarter", (self.month.number + 2) // 3)
        targets = dict.fromkeys(("target_q1", "target_q2", "target_q3", "target_q4"), 4.0)
        targets[f"target_q{quarter.number}"] = 0.0
        plan.line_ids.write({"target_value": 12.0, "target_mode": "period"})
        plan.line_ids.write(targets)
        plan.with_user(self.other_head).action_sign(points_meant=True)
        plan.action_approve(points_meant=True)
        batch = self._open_period(quarter)
        units = batch.line_ids.filtered(lambda line: line.name in (self.other.name, self.township.name))
        reason = "No line of the plan is due in this period."
        self.assertRecordValues(
            units.sorted("name"),
            [
                {"name": "East Township", "outcome": "made", "reason": False},
                {"name": "West Township", "outcome": "skipped", "reason": reason},
            ],
        )
        self.assertIn(units.sorted("name")[1], batch.listed_line_ids)
        sheets = self.env["perf.appraisal"].search([("period_id", "=", quarter.id), ("kind", "=", "unit")])
        self.assertEqual(sheets.unit_id, self.township)

    def test_who_is_on_leave_for_the_whole_period_is_listed(self):
        if "hr.leave" not in self.env:
            self.skipTest("Time Off is not installed")
        month = self._next_month()
        self._leave(month.date_start - timedelta(days=3), month.date_end + timedelta(days=3))
        _month, lines = self._open()
        line = self._line_of(lines, self.staff)
        self.assertEqual((line.outcome, line.reason), ("skipped", "On leave for the whole period."))

    def _leave(self, first, last, **values):
        """Let the person be on an approved leave from the first to the last day."""
        half = "request_date_to_period" in values
        kind = self.env["hr.leave.type"].create(
            {"name": "Long leave", "requires_allocation": False, "request_unit": "half_day" if half else "day"}
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.staff.employee_id.id,
                "holiday_status_id": kind.id,
                "request_date_from": first,
                "request_date_to": last,
                **values,
            },
        )
        leave.action_approve()
        return leave

    def test_several_leaves_count_together_when_they_cover_all_working_days(self):
        if "hr.leave" not in self.env:
            self.skipTest("Time Off is not installed")
        calendar = self.env.company.resource_calendar_id
        month = self._next_month()
        days = [
            month.date_start + timedelta(days=count) for count in range((month.date_end - month.date_start).days + 1)
        ]
        working = [day for day in days if day.weekday() < 5]
        friday = [day for day in working if day.weekday() == 4][1]
        feast = friday + timedelta(days=3)  # on leave until Friday and from Tuesday: nothing is missing
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Feast",
                "calendar_id": calendar.id,
                "date_from": datetime.combine(feast, time(6)),
                "date_to": datetime.combine(feast, time(16)),
            },
        )
        model = self.env["perf.opening"]
        person = self.staff.employee_id.ids
        self._leave(working[0], friday)
        self._leave(feast + timedelta(days=1), working[-2])
        self.assertFalse(model._away(month, person), "one working day is missing")
        self._leave(working[-1], working[-1], request_date_from_period="am", request_date_to_period="am")
        self.assertFalse(model._away(month, person), "half a day is missing")
        self._leave(working[-1], working[-1], request_date_from_period="pm", request_date_to_period="pm")
        self.assertEqual(model._away(month, person), set(person))
        other = calendar.copy({"name": "Also on Saturdays"})
        other.attendance_ids[:1].copy({"dayofweek": "5"})
        self.staff.employee_id.resource_calendar_id = other
        self.assertFalse(model._away(month, person), "their own working hours count")
        self.staff.employee_id.resource_calendar_id = calendar
        _month, lines = self._open()
        self.assertEqual(self._line_of(lines, self.staff).reason, "On leave for the whole period.")
        self.assertEqual(self._line_of(lines, self.colleague).outcome, "made")

    def test_newcomer_is_enrolled_when_a_month_opens(self):
        newcomer = self._create_user("newcomer", self.section, parent_id=self.deputy.employee_id.id)
        month, _lines = self._open()
        self.assertEqual(self._sheet_of(newcomer, month).department_id, self.section)

    def test_narrowest_plan_serves_whole(self):
        person = self.staff.employee_id
        scopes = [
            {"scope": "staff", "unit_id": self.township.id},
            {"scope": "job", "unit_id": self.township.id, "job_id": self.job.id},
            {"scope": "employee", "unit_id": self.township.id, "employee_id": person.id},
        ]
        for values in scopes:
            plan = self._create_plan(self.judged, **values)
            month, _lines = self._open()
            sheet = self._sheet_of(self.staff, month)
            self.assertEqual(sheet.plan_id, plan)
            self.assertEqual(sheet.line_ids.indicator_id, self.judged)

    def test_sheet_holds_only_lines_of_its_kind_of_period(self):
        yearly = self._create_indicator("Whole year", frequency="year")
        sheet = self._create_sheet(self.staff, self.judged + yearly)
        self.assertEqual(sheet.line_ids.indicator_id, self.judged)
        self._open_period(self._period("year", 1))
        year_sheet = self._sheet_of(self.staff, self._period("year", 1))
        self.assertEqual(year_sheet.line_ids.indicator_id, yearly)

    def test_monthly_target_goes_before_the_target_of_the_line(self):
        plan = self._create_plan(
            self.ratio,
            approved=False,
            scope="employee",
            unit_id=self.township.id,
            employee_id=self.staff.employee_id.id,
        )
        plan.line_ids = [Command.update(plan.line_ids.id, {"target_value": 120.0, "target_month": 10.0})]
        plan.with_user(self.head).action_sign(points_meant=True)
        plan.with_user(self.office).action_approve(points_meant=True)
        month, _lines = self._open()
        self.assertEqual(self._sheet_of(self.staff, month).line_ids.target_value, 10.0)

    def test_lines_start_with_the_points_of_a_line_without_input(self):
        scores = dict(
            zip(self.sheet.line_ids.indicator_id.mapped("name"), self.sheet.line_ids.mapped("self_score"), strict=True)
        )
        self.assertEqual(
            scores,
            {"Duties": 0.0, "Attendance": 20.0, "Service": 0.0, "Visits": 0.0, "Reports": 0.0},
        )

    def test_on_loan_the_host_unit_makes_and_reviews_the_sheet(self):
        month = self._next_month()
        self.staff.employee_id.write({"perf_host_unit_id": self.other.id, "perf_host_from": month.date_start})
        self.colleague.employee_id.write(
            {"perf_host_unit_id": self.other.id, "perf_host_to": month.date_end - timedelta(days=1)}
        )
        self._open_period(month)
        sheet, back = self._sheet_of(self.staff, month), self._sheet_of(self.colleague, month)
        self.assertEqual((sheet.unit_id, sheet.reviewer_id), (self.other, self.other_head.employee_id))
        self.assertEqual((back.unit_id, back.reviewer_id), (self.township, self.deputy.employee_id))

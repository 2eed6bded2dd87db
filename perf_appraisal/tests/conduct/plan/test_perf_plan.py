from lxml import html

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlan(PerfCommon):
    def _draft(self, indicators=None, **values):
        values = values or {"scope": "staff", "unit_id": self.township.id}
        return self._create_plan(self.indicators if indicators is None else indicators, approved=False, **values)

    def test_head_signs_and_office_approves(self):
        plan = self._draft()
        plan.with_user(self.head).action_sign()
        self.assertRecordValues(plan, [{"state": "signed", "signed_by_id": self.head.id}])
        plan.with_user(self.office).action_approve()
        self.assertRecordValues(plan, [{"state": "approved", "approved_by_id": self.office.id, "full_points": "100"}])

    def test_only_the_head_of_the_unit_signs(self):
        plan = self._draft()
        for user in (self.deputy, self.coordinator, self.office, self.admin):
            with self.subTest(user=user.login), self.assertRefused(UserError, "only the head"):
                plan.with_user(user).action_sign()
        for user in (self.staff, self.other_head):
            with self.subTest(user=user.login), self.assertRefused(UserError):
                plan.with_user(user).action_sign()
        self.assertEqual(plan.state, "draft")

    def test_only_the_office_approves_what_the_head_signed(self):
        plan = self._draft()
        with self.assertRefused(UserError, "sign it first"):
            plan.with_user(self.office).action_approve()
        plan.with_user(self.head).action_sign()
        with self.assertRefused(UserError, "only the Performance Office"):
            plan.with_user(self.head).action_approve()

    def test_nobody_approves_a_plan_of_the_own_unit(self):
        plan = self._draft()
        plan.with_user(self.head).action_sign()
        self.coordinator.group_ids = [Command.link(self.env.ref("perf_appraisal.group_perf_office").id)]
        with self.assertRefused(UserError, "own matter"):
            plan.with_user(self.coordinator).action_approve()
        plan.with_user(self.office).action_approve()

    def test_category_plan_needs_no_signature(self):
        category = self.category_staff.copy({"name": "Further"})
        plan = self._draft(scope="category", category_id=category.id)
        with self.assertRefused(UserError, "needs no signature"):
            plan.with_user(self.office).action_sign()
        plan.with_user(self.office).action_approve()
        self.assertEqual(plan.state, "approved")

    def test_return_needs_a_reason_and_opens_the_draft_again(self):
        plan = self._draft()
        plan.with_user(self.head).action_sign()
        with self.assertRefused(UserError, "reason"):
            plan.with_user(self.office).action_return()
        with self.assertRefused(UserError, "cannot be changed"):
            plan.with_user(self.coordinator).write({"line_ids": [Command.clear()]})
        plan.with_user(self.office).action_return(reason="Targets are too low")
        self.assertRecordValues(plan, [{"state": "draft", "return_reason": "Targets are too low"}])
        plan.with_user(self.coordinator).line_ids[:1].full_score = 15.0
        self.assertEqual(plan.full_points, "95")

    def test_approved_plan_is_fixed_for_everybody(self):
        for user in (self.office, self.admin, self.env.user):
            with self.subTest(user=user.login), self.assertRefused(UserError):
                self.plan.with_user(user).line_ids[:1].full_score = 1.0
            with self.subTest(user=user.login), self.assertRefused(UserError):
                self.plan.with_user(user).line_ids = [Command.delete(self.plan.line_ids[:1].id)]
            with self.subTest(user=user.login), self.assertRefused(UserError):
                self.plan.with_user(user).state = "draft"
        self.assertEqual(self.plan.full_points, "100")

    def test_points_of_sheets_of_several_kinds_are_not_added_up(self):
        yearly = self._create_indicator("The Year", frequency="year", full_score=30.0)
        quarterly = self._create_indicator("The Quarter", frequency="quarter", full_score=12.5)
        plan = self._draft(self.indicators + yearly)
        self.assertEqual(plan.full_points, "Month 100 · Year 30")
        self.assertEqual(plan.full_score, 100.0)
        plan._add_indicators(quarterly)
        self.assertEqual(plan.full_points, "Month 100 · Quarter 12.5 · Year 30")
        report = self.env["report.perf_appraisal.report_perf_plan"]
        self.assertIn(("Full points", plan.full_points), [pair for row in report._head(plan) for pair in row])
        self.assertEqual(report._total(plan), [("Total", 2), (plan.full_points, 10)])
        items = [row["cells"][1] for section in report._sections(plan) for row in section["rows"]]
        self.assertIn("The Year (Year)", items)
        self.assertIn("Duties", items)
        self.assertEqual(report._total(self.plan), [("Total", 2), ("100", 1), ("", 9)])

    def test_revision_supersedes_when_approved(self):
        action = self.plan.with_user(self.office).action_revise()
        revision = self.env["perf.plan"].browse(action["res_id"])
        self.assertRecordValues(revision, [{"state": "draft", "revision": 2, "previous_id": self.plan.id}])
        self.assertEqual(revision.line_ids.indicator_id, self.plan.line_ids.indicator_id)
        self.assertEqual(self.plan.state, "approved")
        self.assertEqual(self.plan.with_user(self.office).action_revise()["res_id"], revision.id)
        revision.with_user(self.office).action_approve()
        self.assertEqual((self.plan.state, revision.state), ("superseded", "approved"))

    def test_plan_without_lines_binds_nobody(self):
        plan = self._draft(indicators=self.indicators.browse())
        with self.assertRefused(UserError, "no lines"):
            plan.with_user(self.head).action_sign()

    def test_ratio_needs_a_target_where_higher_is_better(self):
        plan = self._draft()
        line = plan.line_ids.filtered(lambda line: line.method == "ratio")
        line.target_value = 0.0
        with self.assertRefused(UserError, "target above zero"):
            plan.with_user(self.head).action_sign()
        line.target_value = 10.0
        plan.with_user(self.head).action_sign()

    def test_scope_names_exactly_what_it_needs(self):
        with self.assertRefused(ValidationError, "names exactly"):
            self._draft(scope="employee", unit_id=self.township.id)
        with self.assertRefused(ValidationError, "names exactly"):
            self._draft(self.unit_indicators, scope="unit", unit_id=self.township.id, job_id=self.job.id)

    def test_second_approved_plan_for_the_same_is_refused(self):
        plan = self._draft(scope="category", category_id=self.category_staff.id)
        with self.assertRefused(UserError, "Revise that one"):
            plan.with_user(self.office).action_approve()

    def test_appraisal_group_drafts_for_the_own_unit_only(self):
        values = {"cycle_id": self.cycle.id, "scope": "staff", "line_ids": []}
        plan = self.env["perf.plan"].with_user(self.coordinator).create({**values, "unit_id": self.township.id})
        plan.line_ids = [Command.create({"indicator_id": self.judged.id})]
        with self.assertRefused(AccessError):
            self.env["perf.plan"].with_user(self.coordinator).create({**values, "unit_id": self.other.id})
        with self.assertRefused(AccessError):
            self.env["perf.plan"].with_user(self.staff).create({**values, "unit_id": self.township.id})

    def test_a_personal_plan_is_for_somebody_of_the_unit(self):
        values = {"cycle_id": self.cycle.id, "scope": "employee", "unit_id": self.township.id}
        for user in (self.coordinator, self.office):
            with self.subTest(user.login), self.assertRefused(ValidationError, "does not work in"):
                plans = self.env["perf.plan"].with_user(user)
                plans.create({**values, "employee_id": self.stranger.employee_id.id})
        plan = (
            self.env["perf.plan"]
            .with_user(self.coordinator)
            .create({**values, "employee_id": self.staff.employee_id.id})
        )
        with self.assertRefused(ValidationError, "does not work in"):
            plan.employee_id = self.stranger.employee_id
        self.stranger.employee_id.perf_host_unit_id = self.township
        plan.employee_id = self.stranger.employee_id
        self.assertEqual(plan.employee_id, self.stranger.employee_id, "he is on loan to the unit")

    def test_a_new_plan_begins_with_the_own_unit_and_its_people(self):
        form = Form(self.env["perf.plan"].with_user(self.coordinator))
        self.assertEqual(form.unit_id, self.township)
        people = form.person_ids[:]
        self.assertIn(self.staff.employee_id, people)
        self.assertNotIn(self.stranger.employee_id, people)
        self.assertFalse(Form(self.env["perf.plan"].with_user(self.office)).unit_id)

    def test_draft_is_not_handed_over_to_another_unit(self):
        plan = self._draft()
        with self.assertRefused(AccessError):
            plan.with_user(self.coordinator).unit_id = self.other
        foreign = self._draft(scope="staff", unit_id=self.other.id)
        with self.assertRefused(AccessError):
            plan.line_ids[:1].with_user(self.coordinator).plan_id = foreign
        self.assertEqual(plan.unit_id, self.township)

    def test_staff_see_the_plan_that_serves_them_and_no_other(self):
        seen = self.env["perf.plan"].with_user(self.staff).search([])
        self.assertIn(self.plan, seen)
        self.assertNotIn(self.plan_unit, seen)
        self.assertIn(self.plan_unit, self.env["perf.plan"].with_user(self.coordinator).search([]))
        self.assertNotIn(self.plan_unit, self.env["perf.plan"].with_user(self.other_head).search([]))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_works_on_a_line_sees_the_plan_of_the_unit_in_force_only(self):
        versions = [self.plan_unit]
        person = self.staff.employee_id.id
        for values in ({"responsible_id": person}, {"responsible_id": False, "assistant_ids": [Command.link(person)]}):
            version = versions[-1].with_user(self.coordinator)._revise()
            version.line_ids[0].write(values)
            version.with_user(self.head).action_sign()
            self.assertTrue(version.with_user(self.staff).has_access("read"), values)
            version.with_user(self.office).action_approve()
            versions.append(version)
        readable = [version.with_user(self.staff).has_access("read") for version in versions]
        self.assertEqual(readable, [False, False, True])
        self.assertEqual(self.plan.with_user(self.staff).search([("scope", "=", "unit")]).ids, versions[-1].ids)
        values = {"unit_id": self.township.id, "employee_id": self.colleague.employee_id.id}
        personal = self._create_plan(self.judged, scope="employee", approved=False, **values)
        personal.with_user(self.coordinator).line_ids.assistant_ids = self.staff.employee_id
        self.assertFalse(personal.with_user(self.staff).has_access("read"))
        self.assertTrue(personal.with_user(self.colleague).has_access("read"))

    def test_common_indicators_come_with_one_button(self):
        plan = (
            self.env["perf.plan"]
            .with_user(self.office)
            .create(
                {"cycle_id": self.cycle.id, "scope": "unit", "unit_id": self.other.id},
            )
        )
        plan.action_add_common()
        self.assertEqual(plan.line_ids.indicator_id, self.unit_indicators)

    # === WHO SIGNED === #

    def _printed_head(self, plan):
        report = self.env["ir.actions.report"].with_user(self.office)
        content = report._render_qweb_html("perf_appraisal.report_perf_plan", plan.ids)[0]
        label = html.fromstring(content).xpath("//*[normalize-space(text())='Head of the unit']")[0]
        return " ".join(label.getnext().text_content().split())

    def test_a_plan_prints_who_signed_it_until_then_today_s_head(self):
        plan = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)
        self.assertEqual((plan.head_id, self._printed_head(plan)), (self.head.employee_id, "Head"))
        self.township.manager_id = self.deputy.employee_id
        self.env.flush_all()
        self.assertEqual((plan.head_id, self._printed_head(plan)), (self.deputy.employee_id, "Deputy"))
        plan.with_user(self.deputy).action_sign(points_meant=True)
        self.township.manager_id = self.head.employee_id
        self.env.flush_all()
        self.assertEqual((plan.head_id, self._printed_head(plan)), (self.deputy.employee_id, "Deputy"))
        plan.with_user(self.office).action_return(reason="One target is missing")
        self.env.flush_all()
        self.assertEqual((plan.head_id, self._printed_head(plan)), (self.head.employee_id, "Head"))

    def test_a_plan_signed_by_a_stand_in_prints_both(self):
        plan = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)
        today = fields.Date.context_today(self.env.user)
        values = {"employee_id": self.head.employee_id.id, "standin_id": self.stranger.employee_id.id, "role": "head"}
        values |= {"unit_id": self.township.id, "date_from": today, "date_to": today, "reason": "Training"}
        standin = self.env["perf.standin"].with_user(self.office).create(values)
        standin.with_user(self.stranger).action_accept()
        plan.with_user(self.stranger).action_sign(points_meant=True)
        self.assertEqual(plan.head_id, self.head.employee_id)
        self.assertEqual(self._printed_head(plan), "Stranger in place of Head")

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanHandDown(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roads = cls._create_indicator(
            "Roads built",
            kind="unit",
            scheme_id=cls.scheme_unit.id,
            frequency="quarter",
            method="ratio",
            uom="km",
            default_target=24.0,
            full_score=10.0,
        )
        revision = cls.plan_unit.with_user(cls.coordinator)._revise()
        cls.line = revision._add_indicators(cls.roads)
        cls.line.write(
            {
                "responsible_id": cls.staff.employee_id.id,
                "assistant_ids": [Command.set(cls.colleague.employee_id.ids)],
            },
        )
        revision.with_user(cls.head).action_sign(points_meant=True)
        revision.with_user(cls.office).action_approve(points_meant=True)
        cls.unit_plan = revision

    def _wizard(self, user=None):
        model = self.env["perf.plan.hand.down"].with_user(user or self.coordinator)
        return Form(model.with_context(default_plan_id=self.unit_plan.id)).save()

    def _hand_down(self):
        action = self._wizard().action_hand_down()
        return self.env["perf.plan.line"].with_user(self.coordinator).search(action["domain"], order="id")

    def test_preview_divides_points_and_target(self):
        wizard = self._wizard()
        self.assertRecordValues(
            wizard.share_ids,
            [
                {"employee_id": person.id, "share": 50.0, "points": 5.0, "target": 12.0, "target_month": 1.0}
                for person in (self.staff.employee_id, self.colleague.employee_id)
            ],
        )
        wizard.share_ids[0].share = 75.0
        self.assertEqual((wizard.share_ids[0].points, wizard.share_ids[0].target), (7.5, 18.0))

    def test_person_gets_a_draft_that_begins_with_what_serves_him_now(self):
        lines = self._hand_down()
        plan = lines[0].plan_id
        self.assertRecordValues(
            plan, [{"state": "draft", "scope": "employee", "employee_id": self.staff.employee_id.id}]
        )
        self.assertEqual(plan.line_ids.indicator_id - lines.indicator_id, self.indicators)
        self.assertRecordValues(
            lines,
            [{"parent_line_id": self.line.id, "full_score": 5.0, "target_value": 12.0, "target_month": 1.0}] * 2,
        )
        personal = lines.indicator_id
        self.assertRecordValues(
            personal, [{"kind": "employee", "frequency": "month", "source_indicator_id": self.roads.id}]
        )

    def test_handing_down_again_changes_the_same_lines(self):
        first = self._hand_down()
        plans, indicator = first.plan_id, first.indicator_id
        wizard = self._wizard()
        wizard.share_ids[0].points = 9.0
        wizard.action_hand_down()
        lines = plans.line_ids.filtered("parent_line_id")
        self.assertEqual(sorted(lines.mapped("full_score")), [5.0, 9.0])
        self.assertEqual(lines.indicator_id, indicator)

    def test_approved_plan_of_a_person_is_revised(self):
        own = {"scope": "employee", "unit_id": self.township.id, "employee_id": self.staff.employee_id.id}
        plan = self._create_plan(self.judged, **own)
        line = self._hand_down()[0]
        self.assertEqual(line.plan_id.previous_id, plan)
        self.assertEqual(line.plan_id.line_ids.indicator_id, self.judged + line.indicator_id)

    def test_unit_line_shows_what_people_did(self):
        lines = self._hand_down()
        for plan in lines.plan_id:
            plan.with_user(self.head).action_sign(points_meant=True)
            plan.with_user(self.office).action_approve(points_meant=True)
        month = self._next_month()
        self._open_period(month)
        sheet = self._sheet_of(self.staff, month)
        own = self._line(sheet, lines.indicator_id)
        self.assertEqual(own.target_value, 1.0)
        self._fill_in(sheet)
        own.with_user(self.staff).actual_value = 3.0
        sheet.with_user(self.staff).action_submit()
        sheet.with_user(self.deputy).action_review()
        unit_line = self.line.with_user(self.coordinator)
        self.assertEqual(unit_line.handed_done, 0.0, "only what is confirmed counts")
        sheet.with_user(self.office).action_confirm()
        self.env.invalidate_all()
        self.assertEqual((unit_line.handed_count, unit_line.handed_target, unit_line.handed_done), (2, 24.0, 3.0))
        share = lines[0]
        self.assertEqual((share.done, share.latest_score, share.latest_period_id), (3.0, 5.0, month))
        self.assertEqual(share.with_user(self.staff).done, 3.0)

    def test_line_of_a_revision_keeps_the_shares(self):
        lines = self._hand_down()
        revision = self.unit_plan.with_user(self.coordinator)._revise()
        revision.with_user(self.head).action_sign(points_meant=True)
        revision.with_user(self.office).action_approve(points_meant=True)
        self.assertEqual(lines.parent_line_id.plan_id, revision)
        self.assertEqual(lines.parent_line_id.assistant_ids, self.colleague.employee_id, "copied by who is not of HR")

    def test_only_own_leaders_hand_down_to_own_people(self):
        for user in (self.staff, self.other_head):
            with self.subTest(user=user.login), self.assertRefused((AccessError, UserError)):
                self._wizard(user).action_hand_down()
        wizard = self._wizard()
        wizard.share_ids[0].employee_id = self.stranger.employee_id
        with self.assertRefused(UserError, "do not belong"):
            wizard.action_hand_down()
        wizard = self._wizard()
        wizard.share_ids[0].employee_id = self.colleague.employee_id
        with self.assertRefused(UserError, "Named twice"):
            wizard.action_hand_down()

    def test_queries_do_not_grow_with_the_people(self):
        counts = []
        people = self.env["hr.employee"]
        for extra in (2, 12):
            users = [self._create_user(f"more_{extra}_{number}", self.section) for number in range(extra)]
            people = self.env["hr.employee"].union(*(user.employee_id for user in users))
            wizard = self._wizard()
            wizard.share_ids = [
                Command.clear(),
                *(Command.create({"plan_line_id": self.line.id, "employee_id": person.id}) for person in people),
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_hand_down()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 30, counts)

    def test_host_unit_hands_down_to_people_on_loan(self):
        guest, today = self.stranger.employee_id, fields.Date.today()
        own = self._create_indicator("Only of the West", scope="specific", unit_id=self.other.id)
        self._create_plan(own + self.judged, scope="employee", unit_id=self.other.id, employee_id=guest.id)
        appraisee = self.env["perf.appraisee"].search([("employee_id", "=", guest.id)])
        appraisee.plan_id = self.env["perf.plan"].search([("employee_id", "=", guest.id)])
        for first, last, allowed in ((1, 5, False), (-5, -1, False), (-5, 0, True), (0, 5, True)):
            with self.subTest(first=first, last=last):
                dates = {"perf_host_from": fields.Date.add(today, days=first)}
                dates["perf_host_to"] = fields.Date.add(today, days=last)
                guest.write({"perf_host_unit_id": self.township.id, **dates})
                wizard = self._wizard()
                wizard.share_ids[0].employee_id = guest
                if not allowed:
                    with self.assertRefused(UserError, "do not belong"):
                        wizard.action_hand_down()
                    continue
                wizard.action_hand_down()
                plan = self.env["perf.plan"].search(
                    [("unit_id", "=", self.township.id), ("employee_id", "=", guest.id)]
                )
                self.assertEqual(plan.line_ids.filtered("parent_line_id").parent_line_id, self.line)
                self.assertEqual(plan.line_ids.indicator_id - self.judged, self.line.child_ids.indicator_id)

    def test_rates_of_several_months_are_not_added_up(self):
        rate = self._create_indicator(
            "Roads in order",
            kind="unit",
            scheme_id=self.scheme_unit.id,
            frequency="quarter",
            method="ratio",
            uom="%",
            default_target=80.0,
        )
        revision = self.unit_plan.with_user(self.coordinator)._revise()
        self.unit_plan, self.line = revision, revision._add_indicators(rate)
        self.line.responsible_id = self.staff.employee_id
        revision.with_user(self.head).action_sign(points_meant=True)
        revision.with_user(self.office).action_approve(points_meant=True)
        lines = self._hand_down()
        share, amount = (lines.filtered(lambda line, uom=uom: line.uom == uom) for uom in ("%", "km"))
        for plan in lines.plan_id:
            plan.with_user(self.head).action_sign(points_meant=True)
            plan.with_user(self.office).action_approve(points_meant=True)
        for reached in (84.0, 70.0):  # the latest month is opened first
            month = self._next_month()
            self._open_period(month)
            sheet = self._sheet_of(self.staff, month)
            self._fill_in(sheet)
            own = self._line(sheet, share.indicator_id)
            self.assertEqual(own.target_value, 80.0)
            own.with_user(self.staff).actual_value = reached
            sheet.with_user(self.staff).action_submit()
            sheet.with_user(self.deputy).action_review()
            sheet.with_user(self.office).action_confirm()
        self.env.invalidate_all()
        of_staff = amount.filtered(lambda line: line.employee_id == self.staff.employee_id)
        self.assertEqual((share.done, of_staff.done), (84.0, 2.0), "the latest rate, but the sum of the amounts")
        self.assertEqual(self.line.with_user(self.coordinator).handed_done, 84.0)

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...common import OFFICE
from ...spot import INSPECTOR, SpotCase


@tagged("post_install", "-at_install")
class TestPerfInspection(SpotCase):
    # === PLANNING === #

    def test_it_is_named_by_a_number_alone(self):
        self.assertRegex(self.inspection.display_name, r"^\d{4}-\d{4}$")
        self.assertNotEqual(self._create_inspection().name, self.inspection.name)

    def test_the_office_plans_it_from_its_form(self):
        form = Form(self.env["perf.inspection"].with_user(self.office))
        form.unit_id = self.other
        form.method = "announced"
        form.inspector_ids.add(self.inspector.employee_id)
        form.inspector_ids.add(self.inspector2.employee_id)
        inspection = form.save()
        self.assertEqual(inspection.period_id, self.quarter)
        inspection.action_plan()
        self.assertEqual((inspection.state, inspection.planned_by_id), ("planned", self.office))

    def test_the_people_of_the_team_go_unless_others_were_chosen(self):
        people = self.inspector.employee_id + self.inspector2.employee_id
        values = {"name": "First team", "member_ids": [Command.set(people.ids)]}
        team = self.env["perf.team"].with_user(self.office).create(values)
        form = Form(self.env["perf.inspection"].with_user(self.office))
        form.unit_id, form.team_id = self.other, team
        self.assertEqual(form.inspector_ids.ids, people.ids)
        form.inspector_ids.remove(self.inspector2.employee_id.id)
        form.team_id = self.env["perf.team"]
        form.team_id = team
        self.assertEqual(form.inspector_ids.ids, self.inspector.employee_id.ids)

    def test_only_those_go_who_may_carry_it_out(self):
        visit = self._create_inspection(unit_id=self.other.id, inspector_ids=[self._people("inspector", "staff")])
        with self.assertRefused(UserError, "not in the group of inspectors: Staff"):
            visit.with_user(self.office).action_plan()

    def test_a_calendar_names_the_unit(self):
        self.assertEqual(self.inspection.with_user(self.inspector).unit_name, self.township.name)
        calendar = self.env.ref("perf_appraisal.perf_inspection_view_calendar")
        self.assertIn('create_name_field="unit_name"', calendar.arch)

    def test_an_inspector_of_his_own_unit_is_refused_by_name(self):
        for login in ("insider", "head", "deputy", "coordinator"):
            name = getattr(self, login).employee_id.name
            with self.assertRefused(ValidationError, f"one that was his own during the period: {name}"):
                self._create_inspection(inspector_ids=[self._people("inspector", login)])
        self.assertTrue(
            self._create_inspection(unit_id=self.other.id, inspector_ids=[self._people("inspector", "insider")])
        )

    def test_so_is_one_who_has_left_the_unit_during_the_period(self):
        mover = self._create_mover(INSPECTOR, fields.Date.add(self.quarter.date_start, days=1))
        self.assertEqual(mover.employee_id.department_id, self.county)
        people = [self._people("inspector", "inspector2"), Command.link(mover.employee_id.id)]
        with self.assertRefused(ValidationError, "Mover"):
            self._create_inspection(inspector_ids=people)
        self.assertTrue(self._create_inspection(unit_id=self.other.id, inspector_ids=people))

    def test_but_not_one_who_had_left_before_it_began(self):
        mover = self._create_mover(INSPECTOR, self.quarter.date_start)
        people = [self._people("inspector", "inspector2"), Command.link(mover.employee_id.id)]
        self.assertTrue(self._create_inspection(inspector_ids=people))

    def test_and_one_who_led_it_then(self):
        self.township.perf_deputy_ids = [Command.clear()]
        self.env.flush_all()
        self.deputy.employee_id.department_id = self.county
        self.env.flush_all()
        with self.assertRefused(ValidationError, "Deputy"):
            self._create_inspection(inspector_ids=[self._people("inspector", "deputy")])

    def test_who_joins_the_unit_after_it_was_planned_does_not_start_it(self):
        self.inspection.with_user(self.office).action_plan()
        self.township.perf_deputy_ids = [Command.link(self.inspector2.employee_id.id)]
        self.env.flush_all()
        with self.assertRefused(UserError, "Inspector2"):
            self.inspection.with_user(self.inspector).action_start()

    def test_at_least_two_with_accounts_go(self):
        alone = self._create_inspection(inspector_ids=[self._people("inspector")])
        with self.assertRefused(UserError, "at least two"):
            alone.with_user(self.office).action_plan()
        stranger = self.env["hr.employee"].create({"name": "Nobody"})
        alone.with_user(self.office).inspector_ids = [Command.link(stranger.id)]
        with self.assertRefused(UserError, "no account: Nobody"):
            alone.with_user(self.office).action_plan()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_an_officer_plans_none_of_his_own_unit(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        with self.assertRefused(AccessError):
            self._create_inspection(officer)
        self.assertTrue(self._create_inspection(officer, unit_id=self.other.id))

    # === ON THE SPOT === #

    def test_only_its_inspectors_carry_it_out(self):
        self.inspection.with_user(self.office).action_plan()
        with self.assertRefused(UserError, "its inspectors do this"):
            self.inspection.with_user(self.office).action_start()
        self.inspection.with_user(self.inspector).action_start()
        self.assertEqual(self.inspection.state, "ongoing")
        with self.assertRefused(UserError):
            self.inspection.with_user(self.inspector).date = "2026-01-01"
        self.inspection.with_user(self.inspector2).place = "First floor"

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_else_writes_down_anything(self):
        self._start()
        for user in (self.office, self.auditor):
            with self.assertRefused((AccessError, UserError)):
                self.inspection.with_user(user).place = "Elsewhere"
            with self.assertRefused((AccessError, UserError)):
                self.inspection.item_ids[:1].with_user(user).is_checked = True

    def test_points_of_the_checklist_come_to_a_percent_of_what_was_looked_at(self):
        self._start()
        desks, corridors, notices = self.inspection.item_ids.with_user(self.inspector)
        desks.write({"is_checked": True, "given_points": 5.0})
        notices.write({"is_checked": True, "note": "Out of date"})
        with self.assertRefused(ValidationError, "0 to 4"):
            corridors.given_points = 4.5
        self._issue()
        self.assertEqual(self.inspection.percent, 83.33)

    def test_the_percent_is_posted_when_it_is_closed(self):
        self._start()
        self.inspection.item_ids.with_user(self.inspector)[:2].write({"is_checked": True, "given_points": 4.0})
        self._issue()
        self.assertFalse(self._entries(self.inspection))
        self.inspection.with_user(self.office).action_close()
        self.inspection.with_user(self.office).action_close()
        self.assertRecordValues(
            self._entries(self.inspection),
            [
                {
                    "kind": "inspection",
                    "origin": False,
                    "points": 80.0,
                    "full_points": 100.0,
                    "period_id": self.quarter.id,
                    "unit_id": self.township.id,
                }
            ],
        )

    def test_it_waits_for_its_findings(self):
        self._start()
        self._find()
        self._issue()
        with self.assertRefused(UserError, "not decided yet"):
            self.inspection.with_user(self.office).action_close()

    def test_who_refuses_to_sign_is_witnessed(self):
        inspection = self._start(self._create_inspection(method="onsite"))
        with self.assertRefused(UserError, "representative agrees"):
            self._issue(inspection)
        inspection.with_user(self.inspector).representative_opinion = "refused"
        with self.assertRefused(UserError, "witness"):
            self._issue(inspection)
        inspection.with_user(self.inspector).witness = "The doorkeeper"
        self._issue(inspection)

    # === CALLED OFF === #

    def test_it_is_cancelled_with_a_reason_and_never_deleted(self):
        self.inspection.with_user(self.office).action_plan()
        with self.assertRefused(UserError, "never deleted"):
            self.inspection.with_user(self.office).unlink()
        with self.assertRefused(UserError, "reason"):
            self.inspection.with_user(self.office).action_cancel()
        with self.assertRefused(UserError, "Performance Office cancels"):
            self.inspection.with_user(self.inspector).action_cancel(reason="Rain")
        self.inspection.with_user(self.office).action_cancel(reason="Rain")
        self.assertEqual((self.inspection.state, self.inspection.cancel_reason), ("cancelled", "Rain"))

    # === MY WORK === #

    def test_my_work_says_whose_turn_it_is(self):
        def cards(user):
            self.env.flush_all()
            found = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
            return {card["kind"] for card in found if card["kind"].startswith("inspection_")}

        announced = self._create_inspection(method="announced")
        for user in (self.inspector, self.head, self.office):
            self.assertFalse(cards(user), user.login)
        announced.with_user(self.office).action_plan()
        self.assertEqual((cards(self.inspector), cards(self.head)), ({"inspection_check"}, {"inspection_await"}))
        self._start()
        self.assertEqual(cards(self.staff), set())
        self._issue()
        self.assertEqual(cards(self.office), {"inspection_close"})

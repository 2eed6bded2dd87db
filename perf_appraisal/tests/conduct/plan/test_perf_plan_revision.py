from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanRevision(PerfCommon):
    def _revise(self):
        return self.plan_unit.with_user(self.coordinator)._revise()

    def test_revision_lists_what_it_changes(self):
        revision = self._revise()
        self.assertIn("Nothing is changed", revision.change_overview)
        extra = self._create_indicator("New task", kind="unit", frequency="quarter", scheme_id=self.scheme_unit.id)
        kept, gone = revision.line_ids
        kept.write({"standard": "Every road", "responsible_id": self.staff.employee_id.id})
        revision.line_ids = [Command.delete(gone.id), Command.create({"indicator_id": extra.id})]
        changes = {change["name"]: change for change in revision._changes()}
        self.assertEqual(
            {name: change["kind"] for name, change in changes.items()},
            {kept.display_name: "changed", "Letters": "removed", "New task": "added"},
        )
        self.assertIn(("Standard", "", "Every road"), changes[kept.display_name]["rows"])
        self.assertIn("Taken out", revision.change_overview)

    def test_texts_in_the_list_of_changes_are_escaped(self):
        revision = self._revise()
        revision.line_ids[0].standard = "<script>alert(1)</script>"
        self.assertNotIn("<script>", revision.change_overview)

    def test_old_plan_stays_readable_beside_the_new_one(self):
        sheet = self._create_unit_sheet()
        revision = self._revise()
        revision.line_ids[0].full_score = 50.0
        revision.with_user(self.head).action_sign(points_meant=True)
        revision.with_user(self.office).action_approve(points_meant=True)
        self.assertEqual(self.plan_unit.state, "superseded")
        self.assertEqual(self.plan_unit.with_user(self.coordinator).next_ids, revision)
        self.assertEqual(self.plan_unit.full_points, "100")
        self.assertEqual(sheet.plan_id, self.plan_unit, "an opened period keeps its plan")

    def test_drafts_are_found_revised_or_made(self):
        keys = [
            {"cycle_id": self.cycle.id, "scope": "unit", "unit_id": self.township.id},
            {"cycle_id": self.cycle.id, "scope": "staff", "unit_id": self.township.id},
        ]
        model = self.env["perf.plan"].with_user(self.coordinator)
        drafts = model._drafts(keys)
        self.assertEqual(drafts[0].previous_id, self.plan_unit)
        self.assertFalse(drafts[1].line_ids)
        self.assertEqual(model._drafts(keys), drafts)
        drafts[0].with_user(self.head).action_sign()
        with self.assertRefused(UserError, "wait for approval"):
            model._drafts(keys)

    def test_no_revision_of_a_plan_of_others(self):
        with self.assertRefused(AccessError):
            self.plan_unit.with_user(self.other_head)._revise()
        with self.assertRefused(UserError, "cannot be revised"):
            self.plan.with_user(self.staff)._revise()

    def test_plan_that_serves_a_person_is_the_nearest(self):
        people = (self.staff + self.colleague).employee_id
        self.assertEqual(set(self.plan._serving(people).values()), {self.plan})
        own = {"scope": "employee", "unit_id": self.township.id, "employee_id": self.staff.employee_id.id}
        plan = self._create_plan(self.judged, **own)
        self.assertEqual(self.plan._serving(people)[self.staff.employee_id.id], plan)
        self.assertEqual(self.plan._serving(people)[self.colleague.employee_id.id], self.plan)

    def test_an_own_plan_that_is_not_approved_serves_nobody(self):
        person = self.staff.employee_id
        own = {"scope": "employee", "unit_id": self.township.id, "employee_id": person.id}
        draft = self._create_plan(self.judged, approved=False, **own)
        self.env["perf.appraisee"].search([("employee_id", "=", person.id)]).plan_id = draft
        self.assertNotIn(person.id, self.plan._serving(person))

    def test_opening_makes_the_sheet_of_the_plan_that_serves(self):
        person = self.staff.employee_id
        own = {"scope": "employee", "unit_id": self.township.id, "employee_id": person.id}
        plan = self._create_plan(self.judged, **own)
        period = self._next_month()
        self._open_period(period)
        self.assertEqual(self._sheet_of(self.staff, period).plan_id, plan)
        self.assertEqual(self._sheet_of(self.colleague, period).plan_id, self.plan)

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfChecklist(SpotCase):
    def test_an_inspection_takes_the_items_of_its_checklist(self):
        items = self.inspection.item_ids
        self.assertEqual(items.mapped("name"), ["Desks", "Corridors", "Notices"])
        self.assertEqual(items.mapped("full_points"), [6.0, 4.0, 0.0])
        other = self.checklist.copy({"name": "Short"})
        other.item_ids[1:].unlink()
        self.inspection.with_user(self.office).checklist_id = other
        self.assertEqual(self.inspection.item_ids.mapped("name"), ["Desks"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_the_office_writes_checklists(self):
        for user in (self.inspector, self.head):
            with self.assertRefused(AccessError):
                self.checklist.with_user(user).name = "Mine"
        self.checklist.with_user(self.office2).name = "Ours"

    def _changes(self, user):
        """Return what changes the list of the inspection as a user: ``{what: function}``."""
        spot, items = self.inspection.with_user(user), self.env["perf.inspection.item"].with_user(user)
        desks, corridors, _notices = self.inspection.item_ids.with_user(user)
        other = self.checklist.copy({"name": "Short"})
        return {
            "add": lambda: items.create({"inspection_id": self.inspection.id, "name": "Lifts"}),
            "add in the form": lambda: spot.write({"item_ids": [Command.create({"name": "Stairs"})]}),
            "alter": lambda: desks.write({"full_points": 5.0}),
            "alter in the form": lambda: spot.write({"item_ids": [Command.update(desks.id, {"name": "Chairs"})]}),
            "remove": corridors.unlink,
            "remove in the form": lambda: spot.write({"item_ids": [Command.delete(desks.id)]}),
            "remove all": lambda: spot.write({"item_ids": [Command.clear()]}),
            "take another list": lambda: spot.write({"checklist_id": other.id}),
        }

    def _assert_list_stands(self, user):
        before = self.inspection.item_ids.mapped(lambda item: (item.id, item.name, item.full_points))
        for what, change in self._changes(user).items():
            with self.subTest(what, user=user.login, state=self.inspection.state), self.assertRefused(UserError):
                change()
        self.inspection.invalidate_recordset()
        after = self.inspection.item_ids.mapped(lambda item: (item.id, item.name, item.full_points))
        self.assertEqual(after, before)

    def test_inspectors_change_its_items_as_long_as_it_is_a_draft(self):
        for change in self._changes(self.inspector).values():
            change()
        self.assertEqual(self.inspection.item_ids.mapped("name"), ["Desks", "Corridors", "Notices"])
        self.assertEqual(self.inspection.checklist_id.name, "Short")

    def test_once_it_is_planned_they_look_at_all_that_was_planned(self):
        self.inspection.with_user(self.office).action_plan()
        self._assert_list_stands(self.inspector)
        self.inspection.with_user(self.inspector).date = "2026-01-01"
        self.inspection.with_user(self.inspector).action_start()
        self._assert_list_stands(self.inspector)
        self.inspection.with_user(self.inspector).item_ids = [
            Command.update(self.inspection.item_ids[:1].id, {"is_checked": True, "given_points": 5.0})
        ]
        self.assertEqual(self.inspection.item_ids[:1].given_points, 5.0)

    def test_the_office_changes_its_items_until_it_is_started(self):
        self.inspection.with_user(self.office).action_plan()
        for change in self._changes(self.office).values():
            change()
        self.assertEqual(self.inspection.checklist_id.name, "Short")
        self.inspection.with_user(self.inspector).action_start()
        self._assert_list_stands(self.office)

    def test_its_form_is_open_to_whoever_may_change_it(self):
        self.inspection.with_user(self.office).action_plan()
        desks = self.inspection.item_ids[:1]
        for name, value in (("name", "Chairs"), ("standard", "In order"), ("full_points", 7.0)):
            form = Form(desks.with_user(self.inspector), "perf_appraisal.perf_inspection_item_view_form")
            with self.assertRaisesRegex(AssertionError, "readonly", msg=name):
                form[name] = value
        with Form(desks.with_user(self.office), "perf_appraisal.perf_inspection_item_view_form") as form:
            form.name = "Chairs"
        self.assertEqual(desks.name, "Chairs")

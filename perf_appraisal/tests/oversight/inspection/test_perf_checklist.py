from odoo.exceptions import AccessError
from odoo.tests import tagged
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

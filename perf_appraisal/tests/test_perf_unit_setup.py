from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfUnitSetup(PerfCommon):
    def test_office_sets_a_unit_that_it_may_not_write(self):
        with self.assertRefused(AccessError):
            self.section.with_user(self.office).perf_is_unit = True
        wizard = self.env["perf.unit.setup"].with_user(self.office).create({"department_id": self.section.id})
        wizard.write(
            {
                "perf_is_unit": True,
                "perf_category_id": self.category_unit.id,
                "perf_coordinator_ids": [(6, 0, self.staff.employee_id.ids)],
            },
        )
        with self.assertRefused(UserError, "why"):
            wizard.action_apply()
        wizard.reason = "New section"
        wizard.action_apply()
        self.assertRecordValues(
            self.section,
            [{"perf_is_unit": True, "perf_category_id": self.category_unit.id, "perf_unit_id": self.section.id}],
        )
        self.assertIn(self.staff, self.section.perf_coordinator_user_ids)

    def test_dialog_starts_from_what_is_set(self):
        wizard = self.env["perf.unit.setup"].with_user(self.office).create({"department_id": self.township.id})
        self.assertEqual(wizard.perf_deputy_ids, self.deputy.employee_id)
        wizard.action_apply()
        self.assertEqual(self.township.perf_coordinator_ids, self.coordinator.employee_id)

    def test_what_is_not_given_stays_as_it_is(self):
        wizard = (
            self.env["perf.unit.setup"]
            .with_user(self.office)
            .create(
                {
                    "department_id": self.township.id,
                    "perf_deputy_ids": [(6, 0, self.colleague.employee_id.ids)],
                    "reason": "In charge of roads",
                }
            )
        )
        wizard.action_apply()
        self.assertEqual(self.township.perf_deputy_ids, self.colleague.employee_id)
        self.assertEqual(self.township.perf_coordinator_ids, self.coordinator.employee_id)
        self.assertTrue(self.township.perf_is_unit)

    def test_leaders_do_not_set_units(self):
        with self.assertRefused(AccessError):
            self.env["perf.unit.setup"].with_user(self.head).create({"department_id": self.township.id})

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfScheme(PerfCommon):
    def test_scheme_adds_up_its_common_indicators(self):
        self._create_indicator("Own matter", scope="specific", unit_id=self.township.id, full_score=60.0)
        self.assertEqual(self.scheme.indicator_count, 6)
        self.assertEqual(self.scheme.common_score, 100.0)

    def test_scheme_refuses_categories_of_the_other_kind(self):
        with self.assertRefused(ValidationError, self.category_unit.name):
            self.scheme.category_ids = [Command.link(self.category_unit.id)]

    def test_scheme_refuses_a_negative_cap(self):
        with self.assertRefused(ValidationError, self.scheme.name):
            self.scheme.copy().sheet_bonus_cap = -1

    def test_office_writes_schemes_and_leaders_do_not(self):
        scheme = self.scheme.copy()
        scheme.with_user(self.office).sheet_bonus_cap = 5
        with self.assertRefused(AccessError):
            scheme.with_user(self.head).sheet_bonus_cap = 50
        self.assertEqual(scheme.sheet_bonus_cap, 5)

    def test_scheme_of_an_open_cycle_adds_up_as_it_did(self):
        with self.assertRefused(UserError, "next cycle"):
            self.scheme.with_user(self.office).na_policy = "full"
        with self.assertRefused(UserError, "next cycle"):
            self.scheme.with_user(self.office).full_score = 1000.0
        self.scheme.copy().with_user(self.office).full_score = 1000.0

    def test_scheme_of_an_open_cycle_serves_whom_it_served(self):
        late = self.env["perf.category"].create({"name": "Institutions", "kind": "employee"})
        scheme = self.scheme.with_user(self.office)
        for categories in (self.category_staff + late, late):
            with self.assertRefused(UserError, "next cycle"):
                scheme.category_ids = categories
        scheme.write({"name": "People", "category_ids": [Command.set(self.category_staff.ids)]})
        scheme.copy().category_ids = late

    def test_a_copy_takes_indicators_rules_levels_and_grades_along(self):
        first = self.scheme.with_user(self.office).copy()
        first.action_usual_grades()
        copy = first.copy()
        self.assertEqual((first.name, copy.name), ("Persons (copy)", "Persons (copy) (copy)"))
        self.assertEqual(copy.category_ids, self.scheme.category_ids)
        self.assertEqual(copy.indicator_ids.mapped("name"), self.scheme.indicator_ids.mapped("name"))
        self.assertEqual(copy.indicator_ids.section_id, self.scheme.indicator_ids.section_id)
        for name in ("rule_ids", "level_ids"):
            self.assertEqual(
                copy.indicator_ids[name].mapped("name"), self.scheme.indicator_ids[name].mapped("name"), name
            )
        self.assertEqual(copy.grade_ids.mapped("name"), first.grade_ids.mapped("name"))
        self.assertFalse(copy.indicator_ids & self.scheme.indicator_ids)
        copy.with_user(self.office).na_policy = "full"
        self.assertEqual(self.scheme.na_policy, "exclude")

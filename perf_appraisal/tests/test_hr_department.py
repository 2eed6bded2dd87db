from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestHrDepartment(PerfCommon):
    """Rights follow the live organisation: asked again at once, the answer is the new one."""

    def sees(self, user, sheet=None):
        """Ask by search, by access check and for a line; all must agree."""
        self.env.flush_all()  # between transactions the commit does it
        self.env.invalidate_all()
        sheet = (self.sheet if sheet is None else sheet).with_user(user)
        line = sheet.sudo().line_ids[:1].with_user(user)
        answers = {
            bool(sheet.search_count([("id", "=", sheet.id)])),
            sheet.has_access("read"),
            bool(line.search_count([("id", "=", line.id)])),
            line.has_access("read"),
        }
        self.assertEqual(len(answers), 1, "search and check agree")
        return answers.pop()

    def assertMoves(self, old, new, move, sheet=None):
        """The old one sees the sheet before the move only, the new one after it only."""
        for _turn in range(2):  # the second answer comes from the caches of rules
            self.assertTrue(self.sees(old, sheet))
            self.assertFalse(self.sees(new, sheet))
        move()
        for _turn in range(2):
            self.assertFalse(self.sees(old, sheet))
            self.assertTrue(self.sees(new, sheet))

    # === PEOPLE === #

    def test_a_new_head_sees_the_unit_and_the_old_one_no_longer(self):
        self.assertMoves(
            self.head, self.other_head, lambda: self.township.write({"manager_id": self.other_head.employee_id.id})
        )

    def test_a_new_leader_in_charge_sees_the_unit(self):
        deputy, sheet = self.coordinator.employee_id, self.sheets["head"]  # of a person whom no deputy reviews
        self.township.perf_coordinator_ids = [Command.clear()]
        self.assertMoves(
            self.deputy,
            self.coordinator,
            lambda: self.township.write({"perf_deputy_ids": [Command.set(deputy.ids)]}),
            sheet,
        )

    def test_a_new_appraisal_group_sees_the_unit_and_fills_in(self):
        self.assertMoves(
            self.coordinator,
            self.stranger,
            lambda: self.township.write({"perf_coordinator_ids": [Command.set(self.stranger.employee_id.ids)]}),
        )
        self.assertTrue(self.sheet.with_user(self.stranger).has_access("write"))

    def test_an_archived_head_sees_nothing_and_a_revived_one_again(self):
        person = self.head.employee_id
        self.assertTrue(self.sees(self.head))
        person.with_context(no_wizard=True).action_archive()
        self.assertFalse(self.sees(self.head))
        person.action_unarchive()
        self.assertTrue(self.sees(self.head))

    def test_an_account_that_changes_hands_takes_the_rights_along(self):
        person = self.head.employee_id
        self.assertMoves(
            self.head,
            self.hr,
            lambda: (self.hr.employee_id.write({"user_id": False}), person.write({"user_id": self.hr.id})),
        )

    def test_a_head_of_another_company_leads_nobody(self):
        company = self.env["res.company"].create({"name": "Next County"})
        self.assertTrue(self.sees(self.head))
        self.head.write({"company_ids": [Command.link(company.id)]})
        self.head.employee_id.with_context(allowed_company_ids=(self.company + company).ids).write(
            {"company_id": company.id, "department_id": False},
        )
        self.assertFalse(self.sees(self.head, self.sheet))

    # === BRANCHES === #

    def test_a_moved_branch_follows_its_new_leaders(self):
        self.assertMoves(self.head, self.other_head, lambda: self.section.write({"parent_id": self.other.id}))
        self.assertEqual(self.section.perf_unit_id, self.other)
        self.assertEqual(self.sheet.unit_id, self.township, "the sheet stays where it was written")

    def test_a_branch_moved_far_below_is_still_below(self):
        village = self._create_department("Village", parent_id=self.section.id, perf_is_unit=False)
        farmer = self._create_user("farmer", village, parent_id=self.deputy.employee_id.id)
        month = self._next_month()
        self._open_period(month)
        sheet = self._sheet_of(farmer, month)
        self.assertTrue(self.sees(self.head, sheet) and self.sees(self.chief, sheet))
        self.assertMoves(self.head, self.other_head, lambda: self.section.write({"parent_id": self.other.id}), sheet)
        self.assertTrue(self.sees(self.chief, sheet))
        self.township.parent_id = False
        self.assertTrue(self.sees(self.chief, sheet), "the section stands below the other unit")
        self.other.parent_id = False
        self.assertFalse(self.sees(self.chief, sheet))

    def test_a_new_unit_between_takes_its_people(self):
        self.assertEqual(self.section.perf_unit_id, self.township)
        self.section.perf_is_unit = True
        self.env.flush_all()
        self.assertEqual(self.section.perf_unit_id, self.section)
        self.section.perf_is_unit = False
        self.env.flush_all()
        self.assertEqual(self.section.perf_unit_id, self.township)

    # === WHO MAY SET IT === #

    def test_only_the_office_by_its_dialog_sets_leaders_in_charge_and_groups(self):
        people = self.stranger.employee_id
        for name in ("perf_deputy_ids", "perf_coordinator_ids"):
            values = {name: [Command.link(people.id)]}
            for user in (self.staff, self.head, self.deputy, self.coordinator, self.office, self.admin, self.auditor):
                with self.subTest(user.login), self.assertRefused():
                    self.township.with_user(user).write(values)
            departments = self.env["hr.department"].with_user(self.hr)
            with self.assertRefused(UserError, "The Performance Office names"):
                departments.browse(self.township.id).write(values)
            with self.assertRefused(UserError, "The Performance Office names"):
                departments.create({"name": "Shadow", **values})
            shadow = departments.with_context(**{f"default_{name}": values[name]}).create({"name": "Shadow"})
            self.assertFalse(shadow[name])
        dialog = self.env["perf.unit.setup"].with_user(self.office).create({"department_id": self.township.id})
        dialog.write({"perf_deputy_ids": [Command.link(people.id)], "reason": "In charge of roads"})
        dialog.action_apply()
        self.assertTrue(self.sees(self.stranger))

    def test_hr_gives_its_own_account_to_nobody_who_is_appraised(self):
        person = self.hr.employee_id
        for user in (self.staff, self.deputy):
            with self.subTest(user.login), self.assertRefused(UserError, "nobody takes them over"):
                person.user_id = False
                user.employee_id.with_user(self.hr).user_id = self.hr
        newcomer = self.env["hr.employee"].create({"name": "Newcomer", "department_id": self.county.id})
        person.user_id = False
        newcomer.with_user(self.hr).user_id = self.hr
        clerk = self._create_user("clerk", self.other)
        clerk.employee_id.user_id = False
        self.staff.employee_id.with_user(self.hr).user_id = clerk
        self.assertTrue(self.sees(clerk))

    def test_hr_names_heads_but_not_itself(self):
        """Who heads a unit sees it at once: so nobody makes himself its head, by whatever column."""
        person, county = self.hr.employee_id, self.county.with_user(self.hr)
        own = self._create_department("Personnel", perf_is_unit=False, manager_id=person.id)
        for attempt in (
            lambda: self.township.with_user(self.hr).write({"manager_id": person.id}),
            lambda: county.write({"manager_id": person.id}),
            lambda: self.township.with_user(self.hr).write({"parent_id": own.id}),
            lambda: county.create({"name": "Shadow", "parent_id": self.township.id, "manager_id": person.id}),
            lambda: (
                person.write({"user_id": False}),
                self.head.employee_id.with_user(self.hr).write({"user_id": self.hr.id}),
            ),
        ):
            with self.assertRefused(UserError, "nobody "):
                attempt()
        self.assertFalse(self.sees(self.hr))
        self.township.with_user(self.hr).write({"manager_id": self.other_head.employee_id.id})
        self.assertTrue(self.sees(self.other_head))
        plain = county.create({"name": "Canteen", "manager_id": person.id})
        self.assertEqual(plain.manager_id, person, "where nobody is appraised it is HR's own affair")

    def test_hr_names_managers_but_not_itself(self):
        """Whoever is somebody's manager when the period opens reviews him."""
        own, other = self.hr.employee_id, self.other_head.employee_id
        people = self.env["hr.employee"].with_user(self.hr)
        person, deputy = people.browse(self.staff.employee_id.id), people.browse(self.deputy.employee_id.id)
        clerk = self._create_user("clerk", self.other).employee_id
        manager = self.env["hr.employee"].create({"name": "Manager", "department_id": self.other.id})
        clerk.parent_id = manager
        new = {"name": "Newcomer", "department_id": self.township.id}
        for attempt in (
            lambda: person.write({"parent_id": own.id}),
            lambda: own.with_user(self.hr).write({"child_ids": [Command.link(person.id)]}),
            lambda: people.create({**new, "parent_id": own.id}),
            lambda: (own.write({"user_id": False}), manager.with_user(self.hr).write({"user_id": self.hr.id})),
        ):
            with self.assertRefused(UserError, "nobody makes himself the manager"):
                attempt()
        person.parent_id = other
        self.assertEqual(person.parent_id, other)
        self.assertEqual(people.create({**new, "parent_id": deputy.id}).parent_id, deputy)
        personnel = self._create_department("Personnel", manager_id=own.id)
        mine = people.create({"name": "Clerk of HR", "department_id": personnel.id, "parent_id": own.id})
        self.assertEqual(mine.parent_id, own, "he heads them anyhow")

    def test_nobody_writes_past_the_organisation_who_leads(self):
        names = ("perf_leader_user_ids", "perf_coordinator_user_ids", "perf_head_user_ids")
        for user in (self.hr, self.env.ref("base.user_admin"), self.env.user):
            model = self.env["hr.department"].with_user(user)
            for name in names:
                values = {name: [Command.link(self.stranger.id)]}
                with self.subTest(name, user=user.login), self.assertRefused():
                    model.browse(self.township.id).write(values)
                with self.subTest(name, user=user.login), self.assertRefused():
                    model.create({"name": "Shadow", **values})
                shadow = model.with_context(**{f"default_{name}": [Command.link(self.stranger.id)]}).create(
                    {"name": "Shadow"}
                )
                self.assertNotIn(self.stranger, shadow[name])
            with self.assertRefused():
                model.browse(self.township.id).perf_unit_id = self.other
        self.assertFalse(self.sees(self.stranger))

    def test_fields_have_readable_labels(self):
        fields = self.env["hr.department"].fields_get(attributes=["string"])
        own = {name: field["string"] for name, field in fields.items() if name.startswith("perf_")}
        self.assertIn("perf_i_lead", own)
        self.assertFalse([name for name, label in own.items() if label.startswith("Perf ")])

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ...common import OFFICE, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfLeadership(PerfCommon):
    """Who leads is kept with every change, and a matter stays one's own though one has left since."""

    def _log(self, unit, role=None):
        """Return ``[(person, set by, reason, ended by, reason of the end)]`` of a department, the first first."""
        asked = [("unit_id", "=", unit.id), *([("role", "=", role)] if role else [])]
        return [
            (
                row.employee_id.user_id,
                row.set_by_id,
                row.reason or "",
                row.ended_by_id,
                row.end_reason or "",
            )
            for row in self.env["perf.leadership"].search(asked, order="id")
        ]

    def _set_group(self, people, by=None, reason="Moved"):
        """Let the office set the appraisal group of the township by its dialog."""
        dialog = self.env["perf.unit.setup"].with_user(by or self.office).create({"department_id": self.township.id})
        dialog.write({"perf_coordinator_ids": [Command.set(people.employee_id.ids)], "reason": reason})
        dialog.action_apply()
        self.env.flush_all()

    @staticmethod
    def _later(hours):
        """Let so many hours pass."""
        return freeze_time(fields.Datetime.add(fields.Datetime.now(), hours=hours))

    # === WHAT IS KEPT === #

    def test_a_department_that_somebody_led_stays_with_its_trail(self):
        led, empty = (self._create_department(name, parent_id=self.county.id) for name in ("Led", "Never Led"))
        led.manager_id = self.colleague.employee_id
        led.manager_id = False
        with self.assertRefused(UserError, "Archive instead"):
            led.unlink()
        self.assertEqual(len(self._log(led, "head")), 1)
        led.active = False
        self.assertEqual(len(self._log(led, "head")), 1)
        empty.unlink()
        self.assertFalse(empty.exists())

    def test_every_change_is_kept_with_who_when_and_why(self):
        nobody, root = self.env["res.users"], self.env.user
        self.assertEqual(self._log(self.township, "coordinator"), [(self.coordinator, root, "", nobody, "")])
        self._set_group(self.coordinator + self.colleague, reason="More hands")
        self._set_group(self.colleague, by=self.office2, reason="Left the group")
        self.assertEqual(
            self._log(self.township, "coordinator"),
            [
                (self.coordinator, root, "", self.office2, "Left the group"),
                (self.colleague, self.office, "More hands", nobody, ""),
            ],
        )
        values = {"manager_id": self.other_head.employee_id.id, "perf_change_reason": "Retired"}
        self.township.with_user(self.hr).write(values)
        self.assertEqual(
            self._log(self.township, "head"),
            [(self.head, root, "", self.hr, "Retired"), (self.other_head, self.hr, "Retired", nobody, "")],
        )
        ended = self.env["perf.leadership"].search([("unit_id", "=", self.township.id), ("date_to", "!=", False)])
        self.assertEqual(len(ended), 2)
        self.assertTrue(all(row.date_from <= row.date_to for row in ended))

    def test_an_account_that_changes_hands_is_a_change_of_who_leads(self):
        clerk = self._create_user("clerk", self.other)
        clerk.employee_id.user_id = False
        self.head.employee_id.with_user(self.hr).user_id = clerk
        rows = self.env["perf.leadership"].search([("unit_id", "=", self.township.id), ("role", "=", "head")])
        self.assertEqual(set(rows.mapped("employee_id")), {self.head.employee_id or clerk.employee_id})
        self.assertEqual([(row.user_id, bool(row.date_to)) for row in rows], [(clerk, False), (self.head, True)])

    def test_a_resource_brings_nobody_an_account_unseen(self):
        head, resource = self.head.employee_id, self.head.employee_id.resource_id
        self.hr.employee_id.with_user(self.hr).user_id = False
        own = resource.with_user(self.hr).create({"name": "Own", "user_id": self.hr.id})
        for record, values in ((resource, {"user_id": self.hr.id}), (head, {"resource_id": own.id})):
            with self.subTest(record._name), self.assertRefused(UserError, "takes them over for his own account"):
                record.with_user(self.hr).write(values)
        clerk = self._create_user("clerk", self.other)
        clerk.employee_id.user_id = False
        resource.with_user(self.hr).user_id = clerk
        rows = self.env["perf.leadership"].search([("unit_id", "=", self.township.id), ("role", "=", "head")])
        self.assertEqual([(row.user_id, bool(row.date_to)) for row in rows], [(clerk, False), (self.head, True)])

    def test_what_does_not_change_is_not_kept_again(self):
        before = self._log(self.township)
        self.township.write({"manager_id": self.head.employee_id.id, "name": "East"})
        self._set_group(self.coordinator)
        self.env["perf.leadership"]._keep_present()
        self.assertEqual(self._log(self.township), before)

    def test_who_led_before_it_was_kept_is_found(self):
        self.env.cr.execute("DELETE FROM perf_leadership")
        self.env["perf.leadership"]._keep_present()
        rows = self.env["perf.leadership"].search([("unit_id", "=", self.township.id)])
        self.assertEqual({row.user_id for row in rows}, set(self.head + self.deputy + self.coordinator))
        self.assertFalse(any(row.date_from or row.date_to for row in rows))

    # === WHO SEES IT === #

    def test_head_office_and_auditor_see_it_and_nobody_changes_it(self):
        rows = self.env["perf.leadership"].search([("unit_id", "=", self.township.id)])
        self.assertEqual(len(rows), 3)
        for user, seen in (
            *((user, True) for user in (self.head, self.chief, self.office, self.admin, self.auditor)),
            *((user, False) for user in (self.staff, self.deputy, self.coordinator, self.other_head, self.hr)),
        ):
            found = rows.with_user(user)
            self.assertEqual(bool(found.search_count([("id", "in", rows.ids)])), seen, user.login)
            self.assertEqual(bool(self.township.with_user(user).perf_leadership_count), seen, user.login)
            for attempt in (
                lambda found=found: found.write({"date_from": False}),
                lambda found=found: found.unlink(),
                lambda found=found: found.create({"unit_id": self.township.id, "role": "head"}),
            ):
                with self.assertRefused(UserError):
                    attempt()
        for attempt in (lambda: rows.write({"date_to": False}), rows.unlink, lambda: rows.create({"role": "head"})):
            with self.assertRefused(UserError, "kept by itself"):
                attempt()
        action = self.township.with_user(self.head).action_view_perf_leaderships()
        self.assertEqual(self.env["perf.leadership"].search(action["domain"]), rows)

    # === NOBODY HIMSELF === #

    def test_a_member_of_the_office_neither_leaves_nor_joins_a_group_by_himself(self):
        self.coordinator.group_ids += self.env.ref(OFFICE)
        for by, people in (
            (self.coordinator, self.colleague),
            (self.coordinator, self.env["res.users"]),
            (self.office, self.coordinator + self.office),
        ):
            with self.subTest(by.login), self.assertRefused(UserError, "nobody makes himself a leader"):
                self._set_group(people, by=by)
        self._set_group(self.coordinator + self.colleague, by=self.coordinator)
        self._set_group(self.colleague, by=self.office)
        self.assertEqual(self.township.perf_coordinator_ids, self.colleague.employee_id)

    def test_hr_gains_nothing_by_moving_departments(self):
        own = self.env["hr.department"].with_user(self.hr)
        own = own.create({"name": "Own", "manager_id": self.hr.employee_id.id, "company_id": self.env.company.id})
        for moved, parent in ((own, self.township), (self.section, own)):
            with self.subTest(moved.name), self.assertRefused(UserError, "nobody makes himself a leader"):
                moved.with_user(self.hr).parent_id = parent
            self.assertFalse(self.sheet.with_user(self.hr).has_access("read"))
        apart = own.create({"name": "Apart", "company_id": self.env.company.id})
        apart.parent_id = own  # nobody is appraised there
        self.assertEqual(apart.parent_id, own)

    # === WHOSE MATTER IT WAS === #

    def _submitted_unit_sheet(self):
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        with self._later(1):
            sheet.with_user(self.head).action_submit()
        return sheet

    def test_who_leaves_the_group_decides_no_more_on_what_it_filled_in(self):
        member = self._create_user("member", self.section, groups=OFFICE)
        self._set_group(self.coordinator + member)
        sheet = self._submitted_unit_sheet()
        with self._later(2):
            self._set_group(self.coordinator)
        with self._later(3):
            for user, text in ((member, "your own matter"), (self.deputy, "waits for its reviewer")):
                with self.subTest(user.login), self.assertRefused(UserError, text):
                    sheet.with_user(user).action_review()
            line = sheet.line_ids[0].with_user(member)
            self.assertFalse(line.has_access("write") or sheet.with_user(member).has_access("write"))
            sheet.with_user(self.office).action_review()
        with self._later(4):
            with self.assertRefused(UserError, "your own matter"):
                sheet.with_user(member).action_confirm()
            self.assertNotIn(sheet, sheet.with_user(member).search([("i_confirm", "=", True)]))
            self.assertIn(sheet, sheet.with_user(self.office2).search([("i_confirm", "=", True)]))
            sheet.with_user(self.office2).action_confirm()
        self.assertState(sheet, "confirmed")

    def test_who_led_while_it_was_reviewed_does_not_confirm_it(self):
        sheet = self._submitted_unit_sheet()
        with self._later(2):
            self._set_group(self.coordinator + self.office2)
        with self._later(3):
            sheet.with_user(self.office).action_review()
            self._set_group(self.coordinator)
        with self._later(4), self.assertRefused(UserError, "your own matter"):
            sheet.with_user(self.office2).action_confirm()
        with self._later(4):
            sheet.with_user(self.admin).action_confirm()

    def test_who_led_before_the_sheet_was_made_or_since_it_was_reviewed_is_not_concerned(self):
        self.env.cr.execute(
            """
            INSERT INTO perf_leadership (unit_id, employee_id, user_id, role, company_id, date_from, date_to)
            SELECT %s, %s, %s, 'head', %s, '2020-01-01', '2020-12-31'
            """,
            [self.township.id, self.office2.employee_id.id, self.office2.id, self.company.id],
        )
        sheet = self._submitted_unit_sheet()
        with self._later(2):
            sheet.with_user(self.office).action_review()
        with self._later(3):
            self._set_group(self.coordinator + self.admin, by=self.office2)
        with self._later(4):
            with self.assertRefused(UserError, "your own matter"):
                sheet.with_user(self.admin).action_confirm()
            self._set_group(self.coordinator)
        with self._later(5):
            self.assertTrue(sheet.with_user(self.admin).can_confirm)
            sheet.with_user(self.office2).action_confirm()

    def test_summaries_and_plans_stay_one_s_own_matter_too(self):
        member = self._create_user("member", self.section, groups=OFFICE)
        self._set_group(self.coordinator + member)
        plan = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)
        with self._later(1):
            plan.with_user(self.head).action_sign(points_meant=True)
        with self._later(2):
            self._set_group(self.coordinator)
        with self._later(3):
            with self.assertRefused(UserError, "your own matter"):
                plan.with_user(member).action_approve()
            plan.with_user(self.office).action_approve(points_meant=True)
        quarter = self._period("quarter", (self.month.number + 2) // 3)
        self.env["perf.summary"]._make(quarter)
        summary = self.env["perf.summary"].search([("unit_id", "=", self.township.id), ("period_id", "=", quarter.id)])
        submitted_on = fields.Datetime.add(fields.Datetime.now(), hours=1)
        summary.sudo()._unlocked().write(
            {"state": "submitted", "submitted_by_id": self.head.id, "submitted_on": submitted_on}
        )
        self.assertNotIn(summary, summary.with_user(member)._holding("confirm"))
        self.assertIn(summary, summary.with_user(self.office)._holding("confirm"))

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfReminder(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company

    def _due_in(self, days, period=None):
        day = fields.Date.add(fields.Date.today(), days=days)
        names = ("self_deadline", "review_deadline", "confirm_deadline")
        (period or self.month).sudo().write(dict.fromkeys(names, day))

    def _remind(self, **kwargs):
        made = self.env["perf.reminder"].sudo()._remind(self.company, **kwargs)[1]
        self.env.invalidate_all()
        return made

    def _of(self, user, kind=None):
        """Return the kinds of what the user is reminded of."""
        types = self.env["perf.reminder"]._type_ids()
        found = self.env["mail.activity"].search(
            [("user_id", "=", user.id), ("activity_type_id", "in", list(types.values()))]
        )
        names = {type_id: name for name, type_id in types.items()}
        return sorted(names[activity.activity_type_id.id] for activity in found)

    # === WHEN === #

    def test_nothing_is_due_long_before_the_deadline(self):
        self._due_in(30)
        self.assertEqual(self._remind(), 0)

    def test_a_draft_is_called_to_mind_before_its_deadline_and_once(self):
        self._due_in(1)
        self.assertGreater(self._remind(), 0)
        self.assertEqual(self._of(self.staff), ["own"])
        self.assertEqual(self._remind(), 0)
        self.assertEqual(self._of(self.staff), ["own"])

    def test_an_extension_moves_the_reminder_too(self):
        self._due_in(1)
        self._remind()
        self.env["perf.extension"].with_user(self.office).create(
            {"period_id": self.month.id, "unit_id": self.township.id, "days": 20, "reason": "Flood"}
        )
        self._remind()
        self.assertEqual((self._of(self.staff), self._of(self.stranger)), ([], ["own"]))

    # === WHO === #

    def test_the_group_is_reminded_of_people_without_an_account(self):
        self.staff.employee_id.user_id = False
        self._due_in(1)
        self._remind()
        self.assertEqual(self._of(self.staff), [])
        self.assertEqual(self._of(self.coordinator), ["fill", "own"])
        self.assertEqual(self._of(self.head), ["own"])

    def test_the_reviewer_and_then_the_office_are_reminded_once_however_many_sheets(self):
        self._due_in(1)
        self._submit(self.sheet)
        self._submit(self.sheets["colleague"])
        self._remind()
        self.assertEqual(self._of(self.deputy), ["own", "review"])
        self.assertNotIn("confirm", self._of(self.office))
        (self.sheet + self.sheets["colleague"]).with_user(self.deputy).action_review()
        self._remind()
        self.assertEqual((self._of(self.deputy), self._of(self.office)), (["own"], ["confirm"]))

    def test_what_is_late_goes_to_the_head_and_the_head_s_own_to_the_one_above(self):
        self._due_in(-2)
        self._remind()
        self.assertNotIn("escalate", self._of(self.head))
        self._due_in(-10)
        self._remind()
        self.assertEqual(self._of(self.head), ["escalate", "own"])
        self.assertEqual(self._of(self.chief), ["escalate"])
        for login, sheet in self.sheets.items():
            if login not in ("head", "other_head"):
                sheet.sudo()._unlocked().write({"state": "confirmed"})
        self._remind()
        self.assertEqual((self._of(self.head), self._of(self.chief)), (["own"], ["escalate"]))

    def test_lead_units_are_reminded_of_their_lines_and_the_office_of_the_others(self):
        self.unit_indicators[0].sudo().lead_unit_ids = self.other
        sheet = self._create_unit_sheet()
        self._due_in(30)
        self._due_in(1, sheet.period_id)
        self._remind()
        self.assertEqual((self._of(self.head), self._of(self.coordinator)), (["fill"], ["fill"]))
        self._submit(sheet, self.head)
        self._remind()
        self.assertEqual((self._of(self.head), self._of(self.other_head)), ([], ["lead"]))
        self.assertEqual(self._of(self.office), ["review"])

    def test_a_stand_in_is_not_reminded_of_what_he_may_not_do_since_the_head_has_changed(self):
        sheet = self._create_unit_sheet()
        self._due_in(30)
        self._due_in(1, sheet.period_id)
        standin = self.env["perf.standin"].with_user(self.office)
        standin = standin.create(
            {
                "employee_id": self.head.employee_id.id,
                "standin_id": self.stranger.employee_id.id,
                "role": "head",
                "unit_id": self.township.id,
                "reason": "Leave",
            }
        )
        standin.with_user(self.stranger).action_accept()
        self._remind()
        self.assertEqual((self._of(self.head), self._of(self.stranger)), (["fill"], ["fill"]))
        self.township.sudo().manager_id = self.deputy.employee_id
        self._remind()
        self.assertFalse(standin.holds)
        self.assertEqual((self._of(self.deputy), self._of(self.stranger)), (["fill"], []))

    def test_who_works_in_the_scored_unit_is_not_reminded_of_lines_he_cannot_write(self):
        self.unit_indicators[0].sudo().lead_unit_ids = self.other
        self.other.sudo().perf_deputy_ids = self.colleague.employee_id + self.stranger.employee_id
        sheet = self._create_unit_sheet()
        self._due_in(30)
        self._due_in(1, sheet.period_id)
        self._submit(sheet, self.head)
        self._remind()
        self.assertEqual((self._of(self.colleague), self._of(self.stranger)), ([], ["lead"]))
        line = sheet.line_ids.filtered("is_led")
        self.assertFalse(line.with_user(self.colleague).has_access("write"))
        self.assertTrue(line.with_user(self.stranger).has_access("write"))

    def test_the_office_hears_at_once_of_a_reviewer_who_has_no_account(self):
        self._due_in(30)
        self._submit(self.sheet)
        self._remind()
        self.assertEqual(self._of(self.office), [])
        self.deputy.sudo().active = False
        self._remind()
        self.assertEqual((self._of(self.office), self._of(self.head)), (["stuck"], ["stuck"]))
        reminder = self.env["perf.reminder"].search([("kind", "=", "stuck"), ("user_id", "=", self.office.id)])
        work = self.env["perf.my.work"].with_user(self.office).get_my_work()
        self.assertIn("stuck", [card["kind"] for card in work["cards"]])
        stuck = self.env["perf.appraisal"].with_user(self.office)
        self.assertIn(self.sheet, stuck.search(reminder.with_user(self.office).action_open()["domain"]))
        self.sheet.with_user(self.office).action_change_reviewer(self.head.employee_id.id, "Has left")
        (self.env["perf.appraisal"].search([("reviewer_id", "=", self.deputy.employee_id.id)]) - self.sheet).with_user(
            self.office
        ).action_change_reviewer(self.head.employee_id.id, "Has left")
        self._remind()
        self.assertEqual(self._of(self.office), [])

    def test_who_leads_the_scored_unit_too_is_not_reminded_of_lines_he_cannot_write(self):
        self.unit_indicators[0].sudo().lead_unit_ids = self.other
        self.other.perf_coordinator_ids = self.coordinator.employee_id + self.stranger.employee_id
        sheet = self._create_unit_sheet()
        self._due_in(30)
        self._due_in(1, sheet.period_id)
        self._submit(sheet, self.head)
        self._remind()
        found = self.env["perf.reminder"].search([("kind", "=", "lead")])
        self.assertEqual(found.user_id, self.other_head + self.stranger)
        line = self._line(sheet, self.unit_indicators[0])
        may_write = {user for user in found.user_id + self.coordinator if line.with_user(user).has_access("write")}
        self.assertEqual(may_write, set(found.user_id))
        action = found.with_user(self.stranger).filtered(lambda own: own.user_id == self.stranger).action_open()
        self.assertEqual(action["context"], {"kind": "lead", "period_id": sheet.period_id.id})

    def test_who_stands_in_for_a_head_or_the_office_is_reminded(self):
        today = fields.Date.today()
        for absent, role, unit in ((self.head, "head", self.township), (self.office, "confirmer", self.township)):
            standin = self.env["perf.standin"].with_user(self.office)
            standin.create(
                {
                    "employee_id": absent.employee_id.id,
                    "standin_id": self.stranger.employee_id.id,
                    "role": role,
                    "unit_id": unit.id,
                    "date_from": today,
                    "date_to": today,
                    "reason": "Training",
                }
            ).with_user(self.stranger).action_accept()
        self._review(self.sheet)
        self._review(self.sheets["other_head"])
        self._due_in(-10)
        self._remind()
        self.assertEqual(self._of(self.stranger), ["confirm", "escalate", "own"])
        self.sheet.with_user(self.stranger).action_confirm()
        self.assertEqual(self._of(self.stranger), ["escalate", "own"])
        self.assertIn("confirm", self._of(self.office), "the other unit's sheet is left")

    # === DONE === #

    def test_handing_in_does_not_look_through_what_the_office_confirms(self):
        self._review(self.sheet)
        self._due_in(1)
        self._remind()
        self.assertIn("confirm", self._of(self.office2))
        reminder = type(self.env["perf.reminder"])
        with patch.object(reminder, "_find_due", autospec=True, side_effect=reminder._find_due) as looked:
            self._submit(self.sheets["colleague"])
            self.assertFalse(looked.called)
            self.sheet.with_user(self.office).action_confirm()
            self.assertTrue(looked.called)
        self.assertNotIn("confirm", self._of(self.office2))

    def test_handing_in_and_reviewing_closes_the_reminders_at_once(self):
        self._due_in(1)
        self._submit(self.sheets["colleague"])
        self._remind()
        self._submit(self.sheet)
        self.assertEqual(self._of(self.staff), [])
        self.assertEqual(self._of(self.deputy), ["own", "review"])
        self.sheets["colleague"].with_user(self.deputy).action_review()
        self.assertEqual(self._of(self.deputy), ["own", "review"], "one sheet is left")
        self.sheet.with_user(self.deputy).action_review()
        self.assertEqual(self._of(self.deputy), ["own"])

    def test_a_closed_period_reminds_nobody(self):
        self._due_in(1)
        self._remind()
        self.month.with_user(self.office).action_close(zeros_meant=True)
        self._remind()
        self.assertFalse(self.env["perf.reminder"].search([]))
        self.assertEqual(self._of(self.staff), [])

    # === LATE === #

    def test_the_office_reminds_all_late_ones_at_once(self):
        self._due_in(1)
        reminder = self.env["perf.reminder"]
        self.assertEqual(reminder.with_user(self.office).remind_late(self.cycle.id), {"people": 0, "new": 0})
        self._due_in(-1)
        told = reminder.with_user(self.office).remind_late(self.cycle.id)
        self.assertEqual(told, {"people": 7, "new": 7})
        self.assertEqual(reminder.with_user(self.office).remind_late(self.cycle.id), {"people": 7, "new": 0})
        for user in (self.head, self.auditor, self.staff):
            with self.assertRefused(AccessError):
                reminder.with_user(user).remind_late(self.cycle.id)

    # === PRIVACY === #

    def test_a_reminder_is_seen_by_whom_it_concerns_only(self):
        self._due_in(-10)
        self._remind()
        reminders = self.env["perf.reminder"].search([("user_id", "=", self.head.id)])
        self.assertTrue(reminders.with_user(self.head).has_access("read"))
        for user in (self.staff, self.chief, self.office, self.admin, self.auditor):
            self.assertFalse(reminders.with_user(user)._filtered_access("read"), user.login)
            self.assertFalse(self.env["perf.reminder"].with_user(user).search([("id", "in", reminders.ids)]))
        with self.assertRefused(AccessError):
            reminders.with_user(self.head).write({"deadline": "2030-01-01"})

    def test_nothing_in_a_reminder_tells_a_name_and_nothing_is_mailed(self):
        self._due_in(-10)
        self._submit(self.sheet)
        mails = self.env["mail.mail"].search_count([])
        self._remind()
        types = self.env["perf.reminder"]._type_ids()
        activities = self.env["mail.activity"].search([("activity_type_id", "in", list(types.values()))])
        self.assertTrue(activities)
        self.assertEqual(set(activities.mapped("res_name")), {self.month.display_name})
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(self.env["perf.reminder"].search([]).message_follower_ids)

    def test_a_reminder_opens_what_it_means(self):
        self._due_in(1)
        self._submit(self.sheet)
        self._remind()
        reminder = self.env["perf.reminder"].with_user(self.deputy).search([("kind", "=", "review")])
        action = reminder.action_open()
        self.assertEqual(self.env["perf.appraisal"].with_user(self.deputy).search(action["domain"]), self.sheet)

    # === CRON === #

    def test_the_cron_goes_through_and_may_run_twice(self):
        self._due_in(1)
        cron = self.env.ref("perf_appraisal.ir_cron_perf_reminder")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(self._of(self.staff), ["own"])

    def test_queries_do_not_grow_with_the_sheets(self):
        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["perf.reminder"].sudo()._remind(self.company)
            return self.env.cr.sql_log_count - before

        self._due_in(1)
        with patch("odoo.addons.perf_appraisal.models.conduct.work.perf_reminder.CHUNK", 100):
            self._remind()
            again = queries()
            self._open_period(self._next_month())
            self.assertLessEqual(queries(), again + 60, "one chunk more")
            self.assertLessEqual(queries(), again)

    # === OPENING === #

    def test_due_periods_open_by_themselves(self):
        self.month.sudo()._unlocked().write({"state": "closed"})
        pending = self.cycle.period_ids.filtered(lambda period: period.state == "pending")
        self.assertFalse(self.env["perf.period"]._due_to_open(self.company))
        self.cycle.with_user(self.admin).auto_open = True
        due = self.env["perf.period"]._due_to_open(self.company)
        today = fields.Date.today()
        self.assertIn(self._period("quarter", (self.month.number + 2) // 3), due)
        self.assertTrue(all(period.date_start <= today for period in due))
        self.assertTrue(due <= pending)
        with self.enter_registry_test_mode():
            self.env.ref("perf_appraisal.ir_cron_perf_period_open").method_direct_trigger()
        self.assertEqual(set(due.mapped("state")), {"opening"})
        self.assertFalse(self.env["perf.period"]._due_to_open(self.company))

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfStandin(PerfCommon):
    """Each right of a stand-in as a pair: allowed while it lasts, blocked before and after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.helper = cls._create_user("helper", cls.other)

    def _standin(self, absent, standin, by=None, accepted=True, **values):
        values = {
            "employee_id": absent.employee_id.id,
            "standin_id": standin.employee_id.id,
            "date_from": self.today,
            "date_to": fields.Date.add(self.today, days=7),
            "reason": "Training",
            **values,
        }
        standin_record = self.env["perf.standin"].with_user(by or self.office).create(values)
        if accepted:
            standin_record.with_user(standin).action_accept()
        return standin_record

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_stand_in_reviews_while_it_lasts(self):
        self._submit(self.sheet)
        sheet = self.sheet.with_user(self.helper)
        with self.assertRefused(AccessError):
            sheet.read(["state"])
        standin = self._standin(self.deputy, self.helper, by=self.head, accepted=False)
        with self.assertRefused(AccessError):
            sheet.read(["state"])
        standin.with_user(self.helper).action_accept()
        sheet.line_ids[0].write({"review_value": 15, "review_reason": "Open tasks"})
        sheet.action_review()
        self.assertState(self.sheet, "reviewed")
        self.assertEqual(self.sheet.reviewed_by_id, self.helper)
        self.assertEqual(self.sheet.reviewed_for_id, self.deputy.employee_id)
        self.assertEqual(self.sheet.line_ids.reviewed_for_id, self.deputy.employee_id)
        self.assertEqual(self.sheet.change_ids.changed_for_id, self.deputy.employee_id)
        standin.with_user(self.head).action_end()
        with self.assertRefused(AccessError):
            sheet.read(["state"])

    def test_a_head_above_acts_in_his_own_right_once_the_reviewer_is_late(self):
        self._standin(self.deputy, self.head)
        colleagues = self.sheets["colleague"]
        for sheet in (colleagues, self.sheet):
            self._submit(sheet)
        self._change_and_review(colleagues, self.head)
        self.assertEqual(self._replaced_on(colleagues), [self.deputy.employee_id] * 3)
        self._pass_deadlines(self.month)
        self._change_and_review(self.sheet, self.head)
        self.assertEqual(self._replaced_on(self.sheet), [self.env["hr.employee"]] * 3)

    def test_a_late_reviewer_is_replaced_by_whoever_heads_nothing(self):
        self._standin(self.deputy, self.office, by=self.office2)
        self._submit(self.sheet)
        self._pass_deadlines(self.month)
        self._change_and_review(self.sheet, self.office)
        self.assertEqual(self._replaced_on(self.sheet), [self.deputy.employee_id] * 3)

    def _change_and_review(self, sheet, user):
        """Change one score of a sheet, and finish its review."""
        sheet.with_user(user).line_ids[0].write({"review_value": 15, "review_reason": "Open tasks"})
        sheet.with_user(user).action_review()

    @staticmethod
    def _replaced_on(sheet):
        """Return in whose place sheet, lines and change were written."""
        return [sheet.reviewed_for_id, sheet.line_ids.reviewed_for_id, sheet.change_ids.changed_for_id]

    def test_copy_waits_to_be_accepted_like_a_new_one(self):
        standin = self._standin(self.deputy, self.helper)
        standin.with_user(self.office).action_end()
        copy = standin.with_user(self.head).copy()
        self.assertEqual((copy.state, copy.accepted_on, copy.ended_by_id), ("draft", False, self.env["res.users"]))
        self.assertEqual(copy.named_by_id, self.head)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_dates_count_not_the_state(self):
        self._submit(self.sheet)
        standin = self._standin(self.deputy, self.helper)
        self.assertTrue(self.sheet.with_user(self.helper).has_access("write"))
        self.env.cr.execute("UPDATE perf_standin SET date_from = date_from - 30, date_to = date_to - 30")
        self.env.invalidate_all()
        self.assertFalse(self.sheet.with_user(self.helper).has_access("read"))
        self.assertFalse(standin.is_current)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_stand_in_never_decides_on_himself_nor_on_what_he_filled_in(self):
        self._standin(self.deputy, self.colleague)
        self._submit(self.sheets["colleague"])
        with self.assertRefused(UserError, "own sheet"):
            self.sheets["colleague"].with_user(self.colleague).action_review()
        self._standin(self.deputy, self.coordinator)
        self._submit(self.sheet, self.coordinator)
        with self.assertRefused(UserError, "filled it in yourself"):
            self.sheet.with_user(self.coordinator).action_review()

    def test_a_stand_in_of_the_head_submits_the_sheet_of_the_unit_and_decides_nothing_there(self):
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        with self.assertRefused(UserError):
            sheet.with_user(self.deputy).action_submit()
        self._standin(self.head, self.deputy, role="head", unit_id=self.township.id)
        sheet.with_user(self.deputy).action_submit()
        self.assertState(sheet, "self_scored")
        self.assertEqual(sheet.filled_for_id, self.head.employee_id)

    def test_a_stand_in_of_the_head_signs_the_plan(self):
        plan = self._create_plan(
            self.indicators,
            approved=False,
            scope="employee",
            unit_id=self.township.id,
            employee_id=self.staff.employee_id.id,
        )
        with self.assertRefused(UserError):
            plan.with_user(self.helper).action_sign()
        self._standin(self.head, self.helper, role="head", unit_id=self.township.id)
        plan.with_user(self.helper).action_sign()
        self.assertState(plan, "signed")
        self.assertEqual(plan.signed_for_id, self.head.employee_id)
        plan.with_user(self.office).action_return(reason="One target is missing")
        self.assertFalse(plan.signed_for_id)
        with self.assertRefused(UserError, "buttons"):
            plan.with_user(self.office).signed_for_id = self.head.employee_id
        plan.with_user(self.head).action_sign()
        self.assertFalse(plan.signed_for_id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_stand_in_of_the_office_confirms(self):
        self._review(self.sheet)
        with self.assertRefused(AccessError):
            self.sheet.with_user(self.helper).action_confirm()
        self._standin(self.office, self.helper, role="confirmer")
        line = self.sheet.line_ids[0]
        line.with_user(self.helper).write({"final_score": 10, "final_reason": "Two tasks open"})
        self.sheet.with_user(self.helper).action_confirm()
        self.assertEqual(self.sheet.confirmed_for_id, self.office.employee_id)
        self.assertEqual(line.change_ids.changed_for_id, self.office.employee_id)

    def test_my_work_shows_a_stand_in_what_he_confirms(self):
        self._review(self.sheet)
        work = self.env["perf.my.work"].with_user(self.helper)
        self.assertNotIn("confirm", [card["kind"] for card in work.get_my_work()["cards"]])
        self._standin(self.office, self.helper, role="confirmer")
        self.assertIn("confirm", [card["kind"] for card in work.get_my_work()["cards"]])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_stand_in_for_one_unit_confirms_only_there(self):
        self._review(self.sheet)
        self._standin(self.office, self.helper, role="confirmer", unit_id=self.other.id)
        with self.assertRefused(AccessError):
            self.sheet.with_user(self.helper).action_confirm()

    def test_the_reviewer_does_not_confirm_as_a_stand_in(self):
        self._review(self.sheet)
        self._standin(self.office, self.deputy, role="confirmer")
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.sheet.with_user(self.deputy).action_confirm()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_may_name_accept_and_end(self):
        with self.assertRefused(AccessError):
            self._standin(self.deputy, self.helper, by=self.staff, accepted=False)
        with self.assertRefused(AccessError):
            self._standin(self.other_head, self.helper, by=self.head, accepted=False)
        standin = self._standin(self.deputy, self.helper, by=self.head, accepted=False)
        with self.assertRefused(UserError, "only Helper accepts it"):
            standin.with_user(self.head).action_accept()
        with self.assertRefused(AccessError):
            standin.with_user(self.staff).action_end()
        standin.with_user(self.helper).action_accept()
        with self.assertRefused(UserError, "cannot be changed"):
            standin.with_user(self.office).write({"date_to": fields.Date.add(self.today, days=70)})
        with self.assertRefused(UserError):
            standin.with_user(self.office).write({"state": "draft"})
        with self.assertRefused(UserError):
            standin.with_user(self.office).unlink()

    def test_who_may_not_name_is_told_who_does(self):
        with self.assertRefused(AccessError, "Ask one of them"):
            self._standin(self.deputy, self.helper, by=self.deputy, accepted=False)

    def test_new_is_offered_to_those_only_who_may_name(self):
        views = [(False, "list"), (False, "kanban"), (False, "form")]
        for users, offered in (
            (self.staff + self.deputy + self.coordinator + self.auditor + self.hr, False),
            (self.head + self.chief + self.office, True),
        ):
            for user in users:
                found = self.env["perf.standin"].with_user(user).get_views(views)["views"]
                answers = {etree.fromstring(view["arch"]).get("create") != "False" for view in found.values()}
                self.assertEqual(answers, {offered}, user.login)

    def test_the_form_begins_with_the_head_himself_and_finds_his_unit(self):
        form = Form(self.env["perf.standin"].with_user(self.head))
        self.assertEqual((form.employee_id, form.date_to), (self.head.employee_id, fields.Date.add(self.today, days=6)))
        form.role = "head"
        self.assertEqual(form.unit_id, self.township)
        form.standin_id = self.helper.employee_id
        form.reason = "Training"
        self.assertEqual(form.save().unit_id, self.township)
        form = Form(self.env["perf.standin"].with_user(self.office))
        self.assertFalse(form.employee_id)
        form.employee_id, form.role = self.head.employee_id, "head"
        self.assertEqual(form.unit_id, self.township)
        form.role = "reviewer"
        self.assertFalse(form.unit_id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_is_named_changes_nothing_before_he_accepts(self):
        standin = self._standin(self.deputy, self.helper, by=self.head, accepted=False)
        for values in (
            {"employee_id": self.office.employee_id.id, "role": "confirmer"},
            {"date_to": fields.Date.add(self.today, years=10)},
        ):
            with self.assertRefused((AccessError, UserError)):
                standin.with_user(self.helper).write(values)
        with self.assertRefused(UserError, "cannot be changed"):
            standin.with_user(self.head).write({"employee_id": self.other_head.employee_id.id})
        standin.with_user(self.head).write({"date_to": fields.Date.add(self.today, days=8)})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_names_himself_or_beyond_his_unit(self):
        with self.assertRefused(AccessError):
            self._standin(self.head, self.office, role="head", unit_id=self.township.id, accepted=False)
        with self.assertRefused(AccessError):
            self._standin(self.deputy, self.head, by=self.head, accepted=False)
        with self.assertRefused(AccessError):
            self._standin(self.head, self.helper, by=self.deputy, role="head", unit_id=self.township.id, accepted=False)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_stand_in_does_not_outlive_the_role(self):
        self._standin(self.head, self.helper, role="head", unit_id=self.township.id)
        self._standin(self.office, self.helper, role="confirmer")
        self._review(self.sheet)
        self.assertTrue(self.sheet.with_user(self.helper).has_access("write"))
        self.office.group_ids -= self.env.ref("perf_appraisal.group_perf_office")
        self.env.flush_all()
        self.assertFalse(self.sheet.with_user(self.helper).has_access("write"))
        self.assertTrue(self.sheet.with_user(self.helper).has_access("read"))
        self.township.manager_id = self.coordinator.employee_id
        self.env.flush_all()
        self.assertFalse(self.sheet.with_user(self.helper).has_access("read"))

    def test_a_stand_in_needs_an_account_and_a_role_that_exists(self):
        nobody = self.env["hr.employee"].create({"name": "Without Account", "department_id": self.section.id})
        with self.assertRefused(ValidationError, "needs an account"):
            self.env["perf.standin"].with_user(self.office).create(
                {
                    "employee_id": self.deputy.employee_id.id,
                    "standin_id": nobody.id,
                    "date_to": self.today,
                    "reason": "Leave",
                },
            )
        for absent in (self.staff, self.deputy):
            with self.assertRefused(ValidationError, "does not head this unit"):
                self._standin(absent, self.helper, role="head", unit_id=self.township.id)
        with self.assertRefused(ValidationError, "does not belong to the Performance Office"):
            self._standin(self.staff, self.helper, role="confirmer")

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ....tools import periods
from ...common import OFFICE
from ...register import RegisterCase


@tagged("post_install", "-at_install")
class TestPerfAdjustmentRights(RegisterCase):
    """Who may know of an entry, whose turn it is, and what no caller can do past the steps."""

    # === PAST THE STEPS === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_sets_what_only_steps_set(self):
        adjustment = self._submitted()
        closed = {
            "state": "confirmed",
            "points": 9.0,
            "notice_end": self.today,
            "confirmed_by_id": self.office.id,
            "reply": "Sorry",
            "appraisee_id": adjustment.appraisee_id.id,
            "period_id": self.quarter.id,
            "name": "R1",
        }
        for user in (self.other_head, self.head, self.office, self.admin):
            for name, value in closed.items():
                with self.assertRefused((UserError, AccessError)):
                    adjustment.with_user(user).write({name: value})
        for name, value in closed.items():
            with self.assertRefused((UserError, AccessError)):
                self._enter(self.office, **{name: value})
        draft = self.env["perf.adjustment"].with_user(self.office).with_context(default_state="confirmed")
        draft = draft.create({"unit_id": self.township.id, "rule_id": self.rules["Letter"].id})
        self.assertState(draft, "draft")

    def test_defaults_set_nothing_that_only_steps_set(self):
        set_by_steps = {
            "confirmed_by_id": self.office.id,
            "notice_end": "2020-01-01",
            "objects": True,
            "reply": "Sorry",
        }
        for name, value in set_by_steps.items():
            self.assertFalse(self._enter_with(**{f"default_{name}": value})[name], name)
            self.env["ir.default"].with_user(self.other_head).set("perf.adjustment", name, value, user_id=True)
            self.assertFalse(self._enter()[name], name)
        self.env["ir.default"].with_user(self.other_head).set("perf.adjustment", "matter", "Letters", user_id=True)
        self.assertEqual(self._enter().matter, "Letters")

    def test_no_default_says_that_it_comes_from_elsewhere(self):
        with self.assertRefused(UserError, "Leave it at"):
            self._enter_with(default_origin="correction")
        self.env["ir.default"].with_user(self.other_head).set("perf.adjustment", "origin", "award", user_id=True)
        with self.assertRefused(UserError, "Leave it at"):
            self._enter()

    def _enter_with(self, **context):
        entries = self.env["perf.adjustment"].with_user(self.other_head).with_context(**context)
        return entries.create({"unit_id": self.township.id, "rule_id": self.rules["Letter"].id})

    def test_evidence_is_sealed_when_it_was_submitted(self):
        bonus = self._apply()
        file = bonus.evidence_ids
        bonus.with_user(self.head).action_submit()
        for change in (lambda: file.with_user(self.coordinator).write({"raw": b"other"}), file.sudo().unlink):
            with self.assertRefused((UserError, AccessError)):
                change()

    def test_nobody_makes_his_draft_one_of_others(self):
        draft = self._apply(rule="News")
        for values in (
            {"reported_by_unit_id": self.other.id},
            {"reported_by_unit_id": False},
            {"rule_id": self.rules["Letter"].id},
            {"unit_id": self.other.id},
        ):
            with self.assertRefused((UserError, AccessError)):
                draft.with_user(self.coordinator).write(values)
        draft.with_user(self.coordinator).rule_id = self.rules["Honour"]
        draft.with_user(self.office).reported_by_unit_id = False

    # === OWN MATTERS === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_office_leaves_drafts_about_a_unit_of_its_own_alone(self):
        draft = self._enter(quantity=9.0)
        for attempt in (
            lambda: draft.with_user(self.officer).write({"quantity": 1.0}),
            draft.with_user(self.officer).unlink,
            lambda: self._enter(self.officer, "News"),
        ):
            with self.assertRefused((AccessError, UserError)):
                attempt()
        draft.with_user(self.office).quantity = 8.0
        self._enter(self.officer, "News", unit_id=self.other.id)
        draft.with_user(self.office).unlink()

    # === SEEN === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_of_another_company_nothing_is_seen_or_entered(self):
        company = self.env["res.company"].create({"name": "Another County"})
        officer = self._create_user("foreign", self.county, groups=OFFICE)
        officer.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        adjustment = self._submitted()
        foreign = adjustment.with_user(officer).with_context(allowed_company_ids=company.ids)
        self.assertFalse(foreign.has_access("read"))
        self.assertFalse(foreign.search([("id", "=", adjustment.id)]))
        with self.assertRefused(AccessError):
            foreign.action_confirm()
        unit = self._create_department("Foreign Town", company_id=company.id, perf_category_id=False)
        with self.assertRefused((AccessError, UserError, ValidationError)):
            self._enter(self.office, unit_id=unit.id)
        with self.assertRefused(ValidationError, "rule of another company"):
            self.env["perf.adjustment"].create({"unit_id": unit.id, "rule_id": self.rules["Letter"].id})

    def test_a_person_sees_what_concerns_him_and_nobody_elses(self):
        mine = self._enter(self.office, rule_id=self.rule_person.id, employee_id=self.staff.employee_id.id)
        self.assertFalse(mine.with_user(self.staff).has_access("read"))
        mine.with_user(self.office).action_submit()
        self.assertTrue(mine.with_user(self.staff).has_access("read"))
        self.assertFalse(mine.with_user(self.colleague).has_access("read"))

    def test_who_leads_the_unit_no_more_sees_it_no_more(self):
        adjustment = self._submitted()
        self.assertTrue(adjustment.with_user(self.head).has_access("read"))
        self.township.manager_id = self.stranger.employee_id
        self.env.flush_all()
        self.assertFalse(adjustment.with_user(self.head).has_access("read"))
        self.assertTrue(adjustment.with_user(self.stranger).has_access("read"))

    # === TURNS === #

    def test_my_work_says_whose_turn_it_is(self):
        def cards(user):
            self.env.flush_all()
            found = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
            return {
                card["kind"].removeprefix("adjustment_") for card in found if card["kind"].startswith("adjustment_")
            }

        bonus = self._apply()
        self.assertEqual((cards(self.head), cards(self.coordinator), cards(self.office)), ({"submit"}, set(), set()))
        bonus.with_user(self.head).action_submit()
        self.assertEqual((cards(self.head), cards(self.office), cards(self.officer)), (set(), {"publish"}, set()))
        bonus.with_user(self.office).action_publish()
        self.assertEqual((cards(self.head), cards(self.office)), ({"reply"}, set()))
        self._end_notice(bonus)
        self.assertEqual((cards(self.office), cards(self.officer)), ({"confirm"}, set()))
        bonus.with_user(self.office).action_confirm()
        self.assertEqual((cards(self.head), cards(self.office)), (set(), set()))

    def _listed(self, user, prefix):
        """Return what the list behind a card of My Work holds, without its filters."""
        found = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
        [card] = [card for card in found if card["kind"].startswith(prefix)]
        domain = safe_eval(self.env.ref(card["action"]).domain or "[]")
        return self.env["perf.adjustment"].with_user(user).search(domain)

    def test_the_list_behind_a_card_holds_what_it_counts(self):
        drafts = self._enter(self.office) + self._enter(self.office, "City")
        values = {"rule_id": self.rule_person.id, "employee_id": self.staff.employee_id.id}
        mine = self._enter(self.office2, **values) + self._enter(self.office2, **values)
        mine.with_user(self.office2).action_submit()
        self.env.flush_all()
        self.assertLessEqual(drafts, self._listed(self.office, "adjustment_submit"))
        self.assertLessEqual(mine, self._listed(self.staff, "adjustment_reply"))

    def test_the_filters_find_whose_turn_it_is(self):
        adjustment = self._submitted()
        for user, name, found in (
            (self.office, "i_confirm", True),
            (self.officer, "i_confirm", False),
            (self.head, "i_reply", True),
            (self.deputy, "i_reply", False),
            (self.other_head, "i_submit", False),
        ):
            mine = self.env["perf.adjustment"].with_user(user).search([(name, "=", True)])
            self.assertEqual(adjustment in mine, found, (user.login, name))

    def test_the_banner_says_for_whom_it_waits(self):
        bonus = self._apply()
        said = [bonus.waits_for]
        for user, action in ((self.head, "action_submit"), (self.office, "action_publish")):
            getattr(bonus.with_user(user), action)()
            said.append(bonus.waits_for)
        self._end_notice(bonus)
        said.append(bonus.waits_for)
        bonus.with_user(self.office).action_confirm()
        said.append(bonus.waits_for)
        for text, found in zip(
            ("The head of the unit submits", "puts it on", "On public notice until", "confirms or"), said, strict=False
        ):
            self.assertIn(text, found)
        self.assertFalse(said[-1])

    def test_notice_days_are_working_days(self):
        bonus = self._apply()
        bonus.with_user(self.head).action_submit()
        bonus.with_user(self.office).action_publish()
        days = periods.add_working_days(self.today, 5, self.cycle._working_days())
        self.assertEqual(bonus.notice_end, days)

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...register import RegisterCase


@tagged("post_install", "-at_install")
class TestPerfAdjustmentLedger(RegisterCase):
    """What an entry of the register posts, and takes back."""

    def test_a_deduction_posts_below_zero_and_a_bonus_above(self):
        letter, news = self._confirmed(quantity=3.0, matter=" Letter 7 "), self._confirmed(rule="News", quantity=5.0)
        shared = {
            "origin": "register",
            "unit_id": self.township.id,
            "period_id": self.year.id,
            "cycle_id": self.cycle.id,
            "appraisee_id": letter.appraisee_id.id,
            "indicator_id": self.register.id,
            "date": self.today,
            "posted_by": self.office.id,
        }
        self.assertRecordValues(
            self._entries(letter + news),
            [
                {"kind": "deduction", "points": -1.5, "matter": "Letter 7", "rule_id": letter.rule_id.id, **shared},
                # in full, whatever the cap of the rule: it is applied when results are computed
                {"kind": "bonus", "points": 2.5, "matter": False, "rule_id": news.rule_id.id, **shared},
            ],
        )

    def test_a_veto_is_posted_without_points(self):
        accident = self._confirmed(rule="Accident")
        self.assertRecordValues(self._entries(accident), [{"kind": "veto", "points": 0.0}])

    def test_confirming_twice_posts_once(self):
        adjustment = self._confirmed()
        adjustment.with_user(self.office2).action_confirm()
        self.assertEqual(len(self._entries(adjustment)), 1)
        with self.assertRefused(UserError, "posted already"):
            adjustment.with_user(self.office)._post_points()

    def test_what_was_reversed_sums_to_zero_and_stays_readable(self):
        adjustment = self._confirmed(rule="City", quantity=1.5)
        adjustment.with_user(self.office2).action_reverse(reason="Given back by the city")
        entries = self._entries(adjustment)
        self.assertEqual(entries.mapped("points"), [-3.0, 3.0])
        self.assertEqual(set(entries.mapped("kind")), {"deduction"})
        self.assertEqual(set(entries.mapped("origin")), {"register"})
        adjustment.with_user(self.office).action_reverse(reason="Again")
        self.assertEqual(len(self._entries(adjustment)), 2)

    def test_a_matter_that_a_sheet_claims_is_not_posted_as_well(self):
        rule = self._create_indicator(
            "Honours outside", full_score=0.0, rule_ids=[self._rule("bonus", "Province", 5.0, highest_only=True)]
        ).rule_ids
        values = {"rule_id": rule.id, "employee_id": self.staff.employee_id.id}
        same, other = (self._enter(self.office, matter=name, **values) for name in ("Model worker ", "Essay"))
        (same + other).with_user(self.office).action_submit()
        claim = self._claim(self.staff, self._line(self.sheet, self.judged), "Honour", matter="Model worker")
        self._submit(self.sheet)
        with self.assertRefused(UserError, f"{same.name}: “Model worker” is claimed on"):
            (same + other).with_user(self.office2).action_confirm()
        self.assertFalse(self._entries(same + other))
        other.with_user(self.office2).action_confirm()
        refused = {"accepted": False, "refusal_reason": "It stands in the register."}
        values = {"review_reason": "Counted elsewhere", "claim_ids": [Command.update(claim.id, refused)]}
        claim.line_id.with_user(self.deputy).write(values)
        same.with_user(self.office2).action_confirm()
        self.assertEqual(self._entries(same).mapped("points"), [5.0])

    def test_many_are_confirmed_at_once(self):
        adjustments = self._enter() + self._enter(rule="News") + self._enter(rule="City")
        adjustments.with_user(self.other_head).action_submit()
        told = adjustments.with_user(self.office).action_confirm()
        self.assertIn("3 entries confirmed", told["params"]["message"])
        self.assertEqual(len(self._entries(adjustments)), 3)

    def test_of_many_that_cannot_all_be_confirmed_none_is(self):
        adjustments = self._enter() + self._enter(rule="News")
        adjustments[0].with_user(self.other_head).action_submit()
        with self.assertRefused(UserError, adjustments[1].name):
            adjustments.with_user(self.office).action_confirm()
        self.assertState(adjustments[0], "submitted")

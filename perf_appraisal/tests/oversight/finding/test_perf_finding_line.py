from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import OFFICE
from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfFindingLine(SpotCase):
    """What was verified on a line of the unit's sheet is its final score, or is posted as the difference."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_sheet = cls._create_unit_sheet()
        cls.roads = cls._line(cls.unit_sheet, cls.unit_indicators[0])

    def _verified(self, value=40.0):
        """Return a finding that the roads are worth so much, after the unit has replied."""
        return self._found(effect="line", line_id=self.roads.id, verified_value=value, rule_id=False, employee_id=False)

    def _submit_unit(self):
        self._submit(self.unit_sheet, self.head)

    def _review_unit(self):
        self.unit_sheet.with_user(self.office2).action_review()

    def _final(self):
        self.env.invalidate_all()
        return self.roads.final_score

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_its_inspectors_read_what_the_unit_says_of_itself_while_they_check(self):
        self._submit_unit()
        self.env.flush_all()
        self.assertFalse(self.roads.with_user(self.inspector).has_access("read"))
        self._start()
        self.env.flush_all()
        self.assertTrue(self.roads.with_user(self.inspector).has_access("read"))
        self.assertFalse(self.roads.with_user(self.inspector).has_access("write"))
        self.assertFalse(self.unit_sheet.with_user(self.inspector).has_access("read"))
        foreign = self._create_unit_sheet(self.other).line_ids
        self.assertFalse(foreign.with_user(self.inspector)._filtered_access("read"))
        self._issue_checked()
        self.assertFalse(self.roads.with_user(self.inspector).has_access("read"))

    def _issue_checked(self):
        self._issue()
        self.env.flush_all()

    def test_before_the_review_it_becomes_the_final_score(self):
        self._submit_unit()
        finding = self._verified()
        finding.with_user(self.office).action_confirm()
        self.assertEqual((self.roads.verified_score, finding.on_line), (40.0, True))
        self._review_unit()
        self.assertEqual((self.roads.review_score, self._final()), (54.0, 40.0))
        self.assertEqual(self.roads.final_reason, finding.name)
        self.assertFalse(self._entries(finding), "it counts on the sheet, and nowhere else")

    def test_after_the_review_it_replaces_the_final_score_and_is_kept_as_a_change(self):
        self._submit_unit()
        self._review_unit()
        finding = self._verified()
        self.assertEqual(self._final(), 54.0)
        finding.with_user(self.office).action_confirm()
        self.assertEqual(self._final(), 40.0)
        change = self.env["perf.score.change"].search([("line_id", "=", self.roads.id), ("phase", "=", "final")])
        self.assertRecordValues(
            change, [{"old_score": 54.0, "new_score": 40.0, "user_id": self.office.id, "reason": finding.name}]
        )
        with self.assertRefused(UserError, "has verified"):
            self.roads.with_user(self.office).write({"final_score": 50.0, "final_reason": "Too strict"})

    def test_withdrawn_before_the_sheet_is_sealed_the_leader_s_score_counts_again(self):
        self._submit_unit()
        self._review_unit()
        finding = self._verified()
        finding.with_user(self.office).action_confirm()
        finding.with_user(self.office2).action_withdraw(reason="Wrong road")
        self.assertEqual((self._final(), self.roads.verified_reason), (54.0, False))
        self.assertFalse(self._entries(finding))
        self.unit_sheet.with_user(self.office).action_confirm()
        self.assertEqual(sum(self._entries(self.unit_sheet).mapped("points")), self.unit_sheet.final_score)

    def test_withdrawn_after_the_sheet_was_sealed_the_difference_is_posted(self):
        self._submit_unit()
        self._review_unit()
        before = self.unit_sheet.review_score
        finding = self._verified()
        finding.with_user(self.office).action_confirm()
        self.unit_sheet.with_user(self.office).action_confirm()
        finding.with_user(self.office2).action_withdraw(reason="Wrong road")
        self.assertEqual(self._final(), 40.0, "a sealed sheet stays as it is")
        posted = self._entries(self.unit_sheet) + self._entries(finding)
        self.assertEqual(round(sum(posted.mapped("points")), 2), before)
        self.assertEqual(self._entries(finding).points, 14.0)

    def test_on_a_confirmed_sheet_the_difference_is_posted_as_points(self):
        self._submit_unit()
        self._review_unit()
        self.unit_sheet.with_user(self.office).action_confirm()
        finding = self._verified()
        finding.with_user(self.office).action_confirm()
        self.assertRecordValues(
            self._entries(finding),
            [
                {
                    "points": -14.0,
                    "kind": "deduction",
                    "origin": "inspection",
                    "indicator_id": self.unit_indicators[0].id,
                }
            ],
        )
        finding.with_user(self.office2).action_withdraw(reason="Wrong road")
        self.assertEqual(sum(self._entries(finding).mapped("points")), 0.0)

    def _further(self, value):
        """Return another finding about the roads, by a second inspection, after the unit has replied."""
        second = self._start(self._create_inspection())
        values = {"effect": "line", "line_id": self.roads.id, "verified_value": value}
        finding = self._find(second, rule_id=False, employee_id=False, **values)
        self._issue(second)
        finding.with_user(self.head).action_reply(reason="True")
        return finding

    def _confirm_unit(self):
        self._submit_unit()
        self._review_unit()
        self.unit_sheet.with_user(self.office).action_confirm()

    def _posted(self, *findings):
        """Return what sheet and findings have in the ledger, in points."""
        self.env.invalidate_all()
        documents = [self.unit_sheet, *findings]
        return round(sum(sum(self._entries(document).mapped("points")) for document in documents), 2)

    def test_two_findings_never_settle_one_line(self):
        """Else it would be anybody's guess what it is worth when one of them is withdrawn."""
        self._submit_unit()
        self._review_unit()
        first = self._verified(40.0)
        second = self._further(30.0)
        with self.assertRefused(UserError, f"{second.name}: {first.name} settles"):
            (first + second).with_user(self.office).action_confirm()
        first.with_user(self.office).action_confirm()
        with self.assertRefused(UserError, f"{first.name} settles"):
            second.with_user(self.office).action_confirm()
        first.with_user(self.office2).action_withdraw(reason="The second counts")
        second.with_user(self.office).action_confirm()
        self.assertEqual(self._final(), 30.0)
        second.with_user(self.office2).action_withdraw(reason="Wrong, too")
        self.assertEqual(self._final(), 54.0)

    def test_what_a_second_finding_costs_a_sealed_line_is_reckoned_from_what_it_counts_by_then(self):
        self._submit_unit()
        self._review_unit()
        first = self._verified(40.0)
        first.with_user(self.office).action_confirm()
        before = self.unit_sheet.review_score
        self.unit_sheet.with_user(self.office).action_confirm()
        first.with_user(self.office2).action_withdraw(reason="Wrong road")
        second = self._further(30.0)
        second.with_user(self.office).action_confirm()
        self.assertEqual(self._posted(first, second), before - 54.0 + 30.0)
        second.with_user(self.office2).action_withdraw(reason="Wrong, too")
        self.assertEqual(self._posted(first, second), before)

    def test_the_difference_is_weighed_as_the_line_is_on_its_sheet(self):
        self.roads.sudo()._unlocked().weight = 30.0
        self._confirm_unit()
        before = self._posted()
        finding = self._verified(40.0)
        finding.with_user(self.office).action_confirm()
        self.assertEqual(self._posted(finding), before - 7.0, "14 of 60 points, at half the weight")

    def test_a_sheet_that_is_opened_again_takes_back_what_was_posted_beside_it(self):
        third = self._create_user("office3", self.county, groups=OFFICE)  # who neither reviewed nor corrected it
        self._confirm_unit()
        sealed = self._posted()
        finding = self._verified(40.0)
        finding.with_user(self.office).action_confirm()
        self.assertEqual(self._posted(finding), sealed - 14.0)
        self.unit_sheet.with_user(self.office).action_correct(reason="Wrong sum")
        self.assertEqual((self._posted(finding), self._final(), finding.on_line), (0.0, 40.0, True))
        self.unit_sheet.with_user(third).action_confirm()
        self.assertEqual(self._posted(finding), sealed - 14.0)
        finding.with_user(self.office2).action_withdraw(reason="Wrong road")
        self.assertEqual(self._posted(finding), sealed)
        self.unit_sheet.with_user(self.office).action_correct(reason="Once more")
        self.assertEqual((self._posted(finding), self._final(), self.roads.verified_reason), (0.0, 54.0, False))
        self.unit_sheet.with_user(third).action_confirm()
        self.assertEqual(self._posted(finding), sealed)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_a_line_of_the_very_sheet_is_settled(self):
        self._submit_unit()
        self._start()
        values = {"effect": "line", "rule_id": False, "employee_id": False}
        with self.assertRefused(ValidationError, "0 to 60"):
            self._find(**values, line_id=self.roads.id, verified_value=61.0)
        with self.assertRefused(ValidationError, "no further points"):
            self._find(**{**values, "rule_id": self.rule_absent.id}, line_id=self.roads.id, unit_points=1.0)
        with self.assertRefused(ValidationError, "line of the unit's sheet"):
            self._find(**values)
        other = self._create_unit_sheet(self.other).line_ids[:1]
        with self.assertRefused((AccessError, ValidationError)):
            self._find(**values, line_id=other.id)

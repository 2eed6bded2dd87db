from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalOversight(PerfCommon):
    """Self-scores that lie further above the final score than the scheme tolerates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        register = cls._create_indicator(
            "Honesty", frequency="year", full_score=0.0, rule_ids=[cls._rule("deduction", "Overrated himself", 1.0)]
        )
        cls.rule = register.rule_ids
        cls.scheme.write({"self_gap_tolerance": 5.0, "self_gap_rule_id": cls.rule.id})
        for login, points in (("staff", 10.0), ("colleague", 16.0)):
            sheet = cls._submit(cls.sheets[login])
            line = sheet.line_ids.filtered(lambda line: line.indicator_id == cls.judged)
            line.with_user(cls.deputy).write({"review_value": points, "review_reason": "Not what was done."})
            sheet.with_user(cls.deputy).action_review()
            sheet.with_user(cls.office).action_confirm()
        cls.honest, cls.sheet = cls.sheets["colleague"], cls.sheets["staff"]

    def _beyond(self, user=None):
        return self.env["perf.appraisal"].with_user(user or self.office).search([("is_beyond_tolerance", "=", True)])

    def _gap(self, sheet):
        return round(100 * sheet.self_score / sheet.full_score, 2) - sheet.percent

    def test_a_gap_above_what_the_scheme_tolerates_is_found(self):
        self.assertGreater(self._gap(self.sheet), 5.0)
        self.assertLess(self._gap(self.honest), 5.0)
        self.assertEqual(self._beyond(), self.sheet)
        self.assertEqual((self.sheet + self.honest).mapped("is_beyond_tolerance"), [True, False])
        self.scheme.self_gap_tolerance = 0
        self.env.invalidate_all()
        self.assertFalse(self._beyond(), "no limit")
        self.assertFalse(self.sheet.is_beyond_tolerance)

    def test_exactly_the_tolerance_is_tolerated(self):
        self.scheme.self_gap_tolerance = self._gap(self.sheet)
        self.env.flush_all()
        self.assertFalse(self._beyond())

    def test_list_and_button_agree_to_the_hundredth(self):
        self.scheme.self_gap_tolerance = 5.0
        self.env.flush_all()
        # as binary numbers the first gap lies a hair above 5; the second does before percents are rounded
        for own, full, percent, beyond in ((39.7, 40, 94.25, False), (57, 97, 53.76, False), (57, 97, 53.75, True)):
            self.env.cr.execute(
                "UPDATE perf_appraisal SET self_score = %s, full_score = %s, percent = %s WHERE id = %s",
                [own, full, percent, self.sheet.id],
            )
            self.env.invalidate_all()
            self.assertEqual(bool(self._beyond()), beyond, (own, full))
            self.assertEqual(self.sheet.is_beyond_tolerance, beyond, (own, full))

    def test_its_deduction_is_proposed_once(self):
        (self.sheet + self.honest).with_user(self.office).action_propose_deductions()
        entry = self.env["perf.adjustment"].search([("appraisal_id", "!=", False)])
        self.assertRecordValues(
            entry,
            [
                {
                    "state": "draft",
                    "unit_id": self.township.id,
                    "employee_id": self.staff.employee_id.id,
                    "rule_id": self.rule.id,
                    "appraisal_id": self.sheet.id,
                    "points": 1.0,
                }
            ],
        )
        with self.assertRefused(UserError, "in the register already"):
            self.sheet.with_user(self.office).action_propose_deductions()
        with self.assertRefused(UserError, "None of these sheets"):
            self.honest.with_user(self.office).action_propose_deductions()

    def test_of_who_has_moved_it_is_proposed_where_he_takes_part_now(self):
        moved = "UPDATE perf_appraisee SET unit_id = %s WHERE id = %s"
        self.env.cr.execute(moved, [self.other.id, self.sheet.appraisee_id.id])
        self.env.invalidate_all()
        self.sheet.with_user(self.office).action_propose_deductions()
        entry = self.env["perf.adjustment"].search([("appraisal_id", "=", self.sheet.id)])
        self.assertEqual((entry.unit_id, entry.appraisee_id), (self.other, self.sheet.appraisee_id))

    def test_a_scheme_without_a_rule_says_so(self):
        self.scheme.self_gap_rule_id = False
        with self.assertRefused(UserError, "names no rule"):
            self.sheet.with_user(self.office).action_propose_deductions()

    def test_only_the_office_proposes(self):
        for user in (self.head, self.deputy, self.auditor, self.staff, self.hr):
            with self.assertRefused((AccessError, UserError)):
                self.sheet.with_user(user).action_propose_deductions()
        self.assertTrue(self.sheet.with_user(self.office2).action_propose_deductions())

    def test_the_rule_is_one_of_the_register_for_the_same_kind(self):
        strangers = self.judged.rule_ids.filtered(lambda rule: rule.kind == "deduction")[:1]
        strangers += self._create_indicator(
            "Orders",
            kind="unit",
            scheme_id=self.scheme_unit.id,
            frequency="year",
            full_score=0.0,
            rule_ids=[self._rule("deduction", "Order not answered", 0.5)],
        ).rule_ids
        for rule in strangers:
            with self.assertRefused(ValidationError, "deduction of the register"):
                self.scheme.self_gap_rule_id = rule
        with self.assertRefused(ValidationError, "negative"):
            self.scheme.self_gap_tolerance = -1

    def test_the_board_counts_them(self):
        self.env.flush_all()
        for user, count in ((self.office, 1), (self.head, 1), (self.other_head, 0)):
            board = self.env["perf.integrity"].with_user(user).get_integrity(self.cycle.id)
            self.assertEqual(board["beyond"], count, user.login)
        other = self.cycle.period_ids.filtered(lambda period: period.kind == "month") - self.month
        other[0].sudo()._unlocked().state = "open"
        self.env.flush_all()
        for period, count in ((self.month, 1), (other[0], 0)):
            board = self.env["perf.integrity"].with_user(self.office).get_integrity(self.cycle.id, period.id)
            self.assertEqual(board["beyond"], count, period.display_name)

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfFindingLedger(SpotCase):
    """What a finding posts: to the unit, its leader and the person, each with its own points."""

    def _enrolment(self, user=None):
        found = [("cycle_id", "=", self.cycle.id)]
        found.append(("employee_id", "=", user.employee_id.id) if user else ("kind", "=", "unit"))
        found.append(("unit_id", "=", self.township.id))
        return self.env["perf.appraisee"].search(found)

    def test_unit_leader_and_person_lose_their_own_points(self):
        finding = self._found()
        self.assertFalse(self._entries(finding))
        finding.with_user(self.office).action_confirm()
        shared = {
            "kind": "deduction",
            "origin": "inspection",
            "unit_id": self.township.id,
            "period_id": self.quarter.id,
            "rule_id": self.rule_absent.id,
            "date": self.inspection.date,
            "posted_by": self.office.id,
        }
        self.assertRecordValues(
            self._entries(finding),
            [
                {"appraisee_id": self._enrolment().id, "points": -0.5, **shared},
                {"appraisee_id": self._enrolment(self.head).id, "points": -0.2, **shared},
                {"appraisee_id": self._enrolment(self.staff).id, "points": -1.0, **shared},
            ],
        )

    def test_confirming_twice_posts_once(self):
        finding = self._found()
        finding.with_user(self.office).action_confirm()
        finding.with_user(self.office2).action_confirm()
        self.assertEqual(len(self._entries(finding)), 3)
        with self.assertRefused(UserError, "posted already"):
            finding.with_user(self.office)._post_points()

    def test_a_withdrawn_finding_sums_to_zero_and_stays_readable(self):
        finding = self._found()
        finding.with_user(self.office).action_confirm()
        with self.assertRefused(UserError, "reason"):
            finding.with_user(self.office2).action_withdraw()
        finding.with_user(self.office2).action_withdraw(reason="He was on duty.")
        self.assertState(finding, "withdrawn")
        entries = self._entries(finding)
        self.assertEqual(len(entries), 6)
        for appraisee in entries.appraisee_id:
            own = entries.filtered(lambda entry, appraisee=appraisee: entry.appraisee_id == appraisee)
            self.assertEqual(sum(own.mapped("points")), 0.0)
        self.assertEqual(set(entries.mapped("origin")), {"inspection"})
        self.assertEqual(set(entries.mapped("period_id")), {self.quarter})
        finding.with_user(self.office).action_withdraw(reason="Again")
        self.assertEqual(len(self._entries(finding)), 6)

    def test_one_that_was_not_confirmed_posts_nothing_when_withdrawn(self):
        finding = self._found()
        finding.with_user(self.office).action_withdraw(reason="Not proven")
        self.assertFalse(self._entries(finding))

    def test_only_the_office_withdraws_and_not_its_own(self):
        finding = self._found()
        for user in (self.inspector, self.head, self.auditor):
            with self.assertRefused(UserError):
                finding.with_user(user).action_withdraw(reason="Why not")

    def test_several_are_confirmed_at_once(self):
        self._start()
        findings = self._find() + self._find(employee_id=self.colleague.employee_id.id)
        self._issue()
        for finding in findings:
            finding.with_user(self.head).action_reply(reason="True")
        told = findings.with_user(self.office).action_confirm()
        self.assertIn("2 findings confirmed", told["params"]["message"])
        self.assertEqual(len(self._entries(findings)), 6)

    def test_points_are_posted_in_full_whatever_the_cap(self):
        """Caps, and the largest of one matter, are applied when results are computed: the order never matters."""
        capped = "UPDATE perf_indicator_rule SET max_points = 0.8, highest_only = TRUE WHERE id = %s"
        self.env.cr.execute(capped, self.rule_absent.ids)
        self.env.invalidate_all()
        self._start()
        findings = self._find(matter="The counter") + self._find(matter="The counter", quantity=2.0)
        self._issue()
        findings.with_user(self.head).action_reply(reason="True")
        findings.with_user(self.office).action_confirm()
        unit = self._entries(findings).filtered(lambda entry: entry.appraisee_id == self._enrolment())
        self.assertEqual(unit.mapped("points"), [-0.5, -1.0])
        self.assertEqual(set(unit.mapped("matter")), {"The counter"})

    def test_a_matter_that_was_posted_is_not_claimed_on_a_sheet_again(self):
        rules = self.rule_untidy + self.unit_indicators[0].rule_ids
        once = "UPDATE perf_indicator_rule SET kind = 'deduction', highest_only = TRUE WHERE id = ANY(%s)"
        self.env.cr.execute(once, [rules.ids])
        self.env.invalidate_all()
        sheet = self._create_unit_sheet()
        line = self._line(sheet, self.unit_indicators[0])
        finding = self._found(rule_id=self.rule_untidy.id, employee_id=False, matter="The counter")
        self._claim(self.coordinator, line, "Praise", matter="The counter")
        finding.with_user(self.office).action_confirm()
        with self.assertRefused(UserError, f"“The counter” is already claimed on {finding.name}"):
            self._submit(sheet, self.head)
        finding.with_user(self.office2).action_withdraw(reason="Not so")
        self._submit(sheet, self.head)
        self.assertState(sheet, "self_scored")

from functools import partial

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...common import OFFICE, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfClaim(PerfCommon):
    """Bonuses, deductions and parts claimed on a line under its written rules."""

    def line(self, user=None, indicator=None, sheet=None):
        return self._line(self.sheet if sheet is None else sheet, indicator or self.judged).with_user(
            user or self.staff
        )

    # === WHO AND WHEN === #

    def test_who_fills_in_the_sheet_claims(self):
        for user in (self.staff, self.coordinator):
            claim = self._claim(user, self.line(), "Praise")
            claim.quantity = 2
            claim.unlink()

    def test_nobody_else_claims_on_a_draft(self):
        claim = self._claim(self.staff, self.line(), "Praise")
        people = (self.colleague, self.deputy, self.head, self.chief, self.stranger)
        for user in (*people, self.office, self.admin, self.auditor, self.hr):
            with self.subTest("create", user=user.login), self.assertRefused():
                self._claim(user, self.line(), "Praise")
            with self.subTest("write", user=user.login), self.assertRefused():
                claim.with_user(user).quantity = 2
            with self.subTest("accept", user=user.login), self.assertRefused():
                claim.with_user(user).write({"accepted": False, "refusal_reason": "No."})
            with self.subTest("unlink", user=user.login), self.assertRefused():
                claim.with_user(user).unlink()

    def test_after_the_submit_only_the_reviewer_decides_and_only_on_acceptance(self):
        claim = self._claim(self.staff, self.line(), "Praise")
        self._submit(self.sheet)
        for user in (self.staff, self.coordinator, self.head, self.office, self.admin):
            with self.subTest(user.login), self.assertRefused():
                claim.with_user(user).write({"accepted": False, "refusal_reason": "No."})
        for values in (
            {"quantity": 2},
            {"points": 0.5},
            {"matter": "Other"},
            {"line_id": self.line(None, self.level).id},
        ):
            with self.subTest(values), self.assertRefused(UserError, "cannot be changed"):
                claim.with_user(self.deputy).write(values)
        with self.assertRefused():
            claim.with_user(self.deputy).unlink()
        with self.assertRefused(ValidationError, "Say why"):
            claim.with_user(self.deputy).write({"accepted": False})

    def test_nobody_claims_on_a_reviewed_or_confirmed_sheet(self):
        claim = self._claim(self.staff, self.line(), "Praise")
        self._review(self.sheet)
        praise, _honour, reminder = self.judged.rule_ids
        values = {"line_id": self.line().id, "rule_id": reminder.id}
        for state in ("reviewed", "confirmed"):
            if state == "confirmed":
                self.sheet.with_user(self.office2).action_confirm()
            for user in (self.staff, self.deputy, self.office, self.admin, self.env.user):
                mine, line = claim.with_user(user), self.line(user)
                hidden = mine.with_context(default_line_id=line.id)
                for label, attempt in {
                    "create": partial(mine.create, values),
                    "default in the context": partial(hidden.create, {"rule_id": reminder.id}),
                    "command": partial(line.write, {"claim_ids": [Command.create({"rule_id": reminder.id})]}),
                    "write": partial(mine.write, {"accepted": False, "refusal_reason": "No."}),
                    "unlink": mine.unlink,
                }.items():
                    with self.subTest(label, state=state, user=user.login), self.assertRefused():
                        attempt()
        self.assertEqual(self.line().claim_ids, claim)
        self.assertEqual(claim.rule_id, praise)

    # === POINTS === #

    def test_a_deduction_deducts_what_the_rule_says(self):
        line = self.line(indicator=self.deduction)
        claim = self._claim(self.staff, line, "Late", quantity=3)
        self.assertEqual((claim.points, line.self_score), (1.5, 18.5))
        for points in (1.0, 2.0, 0, -1.5):
            with self.subTest(points), self.assertRefused(ValidationError, "the rule deducts 1.5 points"):
                claim.points = points

    def test_a_bonus_gives_at_most_what_the_rule_says(self):
        line = self.line()
        line.self_value = 10
        claim = self._claim(self.staff, line, "Praise", quantity=2)
        self.assertEqual((claim.points, line.self_score), (2.0, 12.0))
        with self.assertRefused(ValidationError, "at most 2 points"):
            claim.points = 2.5
        with self.assertRefused(ValidationError, "always positive"):
            claim.points = -1
        claim.points = 1
        self.assertEqual(line.self_score, 11.0)

    def test_a_bonus_above_its_cap_is_refused(self):
        with self.assertRefused(ValidationError, "3 points are above the cap of 2"):
            self._claim(self.staff, self.line(), "Praise", quantity=3)
        self._claim(self.staff, self.line(), "Praise", quantity=2)
        with self.assertRefused(ValidationError, "above the cap"):
            self._claim(self.staff, self.line(), "Praise", quantity=1)

    def test_quantities_are_numbers_above_zero(self):
        for quantity in (0, -1, float("nan"), float("inf")):
            with self.subTest(quantity), mute_logger("odoo.sql_db"), self.assertRefused(Exception):
                self._claim(self.staff, self.line(indicator=self.deduction), "Late", quantity=quantity)

    def test_a_rule_of_another_indicator_is_refused(self):
        with self.assertRefused(ValidationError, "belongs to another indicator"):
            self.env["perf.claim"].with_user(self.staff).create(
                {"line_id": self.line().id, "rule_id": self.deduction.rule_ids[0].id},
            )

    # === WHAT THE LEADER DECIDES === #

    def test_a_refused_claim_counts_nothing_for_the_leader(self):
        line = self.line()
        claim = self._claim(self.staff, line, "Praise", quantity=2)
        self._submit(self.sheet)
        self.assertEqual(line.review_score, 20.0)
        line.with_user(self.deputy).write(
            {
                "review_reason": "Praise by whom?",
                "claim_ids": [Command.update(claim.id, {"accepted": False, "refusal_reason": "No letter."})],
            },
        )
        self.assertRecordValues(line.sudo(), [{"self_score": 20.0, "review_score": 18.0}])
        self.assertRecordValues(self.sheet.change_ids, [{"old_score": 20.0, "new_score": 18.0, "phase": "review"}])

    def test_a_leader_adds_a_deduction_that_was_kept_silent(self):
        self._submit(self.sheet)
        line = self.line(self.deputy, self.deduction)
        with self.assertRefused(UserError, "Write the reason"):
            self._claim(self.deputy, line, "Late")
        line.review_reason = "Seen at the gate."
        claim = self._claim(self.deputy, line, "Late", quantity=2)
        self.assertTrue(claim.by_reviewer)
        self.assertRecordValues(line.sudo(), [{"self_score": 20.0, "review_score": 19.0}])
        with self.assertRefused(UserError, "deductions only"):
            self._claim(self.deputy, self.line(self.deputy), "Praise")

    def test_who_leads_the_lead_unit_and_belongs_to_the_office_adds_no_deduction_on_its_line_meanwhile(self):
        """A silent deduction is the reviewer's: on a led line nobody's before the lead unit is late."""
        values = {"kind": "unit", "scheme_id": self.scheme_unit.id, "frequency": "quarter", "full_score": 50.0}
        led, free = (
            self._create_indicator(name, rule_ids=[self._rule("deduction", "Accident", 1.0)], **values)
            for name in ("Safety", "Order")
        )
        led.lead_unit_ids = self.township
        self._create_plan(led + free, scope="unit", unit_id=self.other.id)
        sheet = self._create_unit_sheet(self.other)
        self._submit(sheet, self.other_head)
        self.head.group_ids += self.env.ref(OFFICE)
        with self.assertRefused():
            self._claim(self.head, self._line(sheet, led), "Accident")
        self._line(sheet, free).with_user(self.head).review_reason = "Kept silent"
        self._claim(self.head, self._line(sheet, free), "Accident")
        sheet.sudo()._unlocked().write({"review_deadline": "2020-01-01"})
        self.env.flush_all()
        self._line(sheet, led).with_user(self.head).review_reason = "Kept silent"
        self._claim(self.head, self._line(sheet, led), "Accident")

    def test_claims_are_made_in_the_dialog_of_a_line(self):
        for user, phase in ((self.staff, "draft"), (self.deputy, "self_scored")):
            line = self.line(user, self.deduction)
            with self.subTest(phase), Form(line, view="perf_appraisal.perf_appraisal_line_view_form") as form:
                if phase == "self_scored":
                    form.review_reason = "Seen at the gate."
                with form.claim_ids.new() as claim:
                    claim.rule_id = line.indicator_id.rule_ids.filtered(lambda rule: rule.name == "Late")
            if phase == "draft":
                self._submit(self.sheet)
        self.assertEqual(self.line(self.deputy, self.deduction).claim_ids.mapped("by_reviewer"), [False, True])

    def test_what_a_form_sends_of_an_undecided_claim_is_no_decision(self):
        self._claim(self.staff, self.line(), "Praise", accepted=True, refusal_reason=False)
        for values in ({"accepted": False}, {"refusal_reason": "No."}):
            with self.subTest(values), self.assertRefused(UserError, "cannot be changed"):
                self._claim(self.staff, self.line(), "Praise", **values)

    def test_a_leaders_deduction_outlasts_a_return(self):
        self._submit(self.sheet)
        line = self.line(self.deputy, self.deduction)
        line.review_reason = "Seen at the gate."
        claim = self._claim(self.deputy, line, "Late", quantity=2)
        self.sheet.with_user(self.deputy).action_return("Say why.")
        for attempt in (
            lambda: claim.with_user(self.staff).unlink(),
            lambda: claim.with_user(self.staff).write({"quantity": 1}),
        ):
            with self.assertRefused(UserError, "The leader added"):
                attempt()
        self.sheet.with_user(self.staff).action_submit()
        self.assertRecordValues(line.sudo(), [{"self_score": 20.0, "review_score": 19.0, "review_reason": False}])
        with self.assertRefused(UserError, "Write the reason"):
            self.sheet.with_user(self.deputy).action_review()
        line.review_reason = "Seen at the gate, and not denied."
        self.sheet.with_user(self.deputy).action_review()
        self.assertEqual(self.sheet.review_score, 96.0)

    # === ONE MATTER === #

    def test_one_matter_is_claimed_on_one_sheet(self):
        rule = {"matter": "Road prize", "points": 2}
        first = self._create_sheet(self.staff, self.judged)
        self._claim(self.staff, self.line(), "Honour", **rule)
        self._submit(self.sheet)
        claim = self._claim(self.staff, self._line(first, self.judged), "Honour", **rule)
        for matter in ("Road prize", " Road prize "):
            claim.matter = matter
            with self.subTest(matter), self.assertRefused(UserError, self.sheet.display_name):
                self._fill_in(first).action_submit()
        claim.matter = "Bridge prize"
        self._fill_in(first).action_submit()
        self.assertState(first, "self_scored")

    def test_the_matter_of_somebody_else_is_no_hindrance(self):
        rule = {"matter": "Road prize", "points": 2}
        self._claim(self.colleague, self.line(sheet=self.sheets["colleague"]), "Honour", **rule)
        self._submit(self.sheets["colleague"])
        self._claim(self.staff, self.line(), "Honour", **rule)
        self._submit(self.sheet)
        self.assertState(self.sheet + self.sheets["colleague"], "self_scored")

    # === NUMBERS === #

    def test_claims_are_exact_and_only_their_line_is_rounded(self):
        late = self._create_indicator(
            "Reports late", method="deduction", rule_ids=[self._rule("deduction", "Late", 0.125, uom="day")]
        )
        sheet = self._create_sheet(self.staff, late)
        claims = [self._claim(self.staff, self.line(sheet=sheet, indicator=late), "Late") for _number in range(3)]
        self.assertEqual([claim.points for claim in claims], [0.125] * 3)
        self.assertEqual(sheet.line_ids.self_score, 19.63, "20 less 0.375; three times 0.13 would have been 19.61")

    def test_a_negative_actual_value_is_refused_unless_the_indicator_allows_it(self):
        line = self.line(indicator=self.ratio)
        with self.assertRefused(ValidationError, "is negative"):
            line.actual_value = -3
        self.assertEqual(line.actual_value, 0)
        self.ratio.with_user(self.office).negative_actual = True
        line.write({"actual_value": -3, "self_note": "Fewer than last year."})
        self.assertEqual((line.actual_value, line.self_score), (-3, 0))

    # === EVIDENCE === #

    def test_evidence_of_claims_obeys_the_same_rules(self):
        claim = self._claim(self.staff, self.line(), "Praise")
        with self.assertRefused():
            claim.evidence_ids = self._create_attachment(self.colleague)
        file = self._create_attachment(self.staff)
        claim.evidence_ids = file
        self.assertRecordValues(file, [{"res_model": "perf.claim", "res_id": claim.id}])
        self.assertTrue(file.with_user(self.deputy).has_access("read"))
        self._submit(self.sheet)
        with self.assertRefused():
            file.with_user(self.deputy).raw = b"forged"
        self.sheet.with_user(self.staff).action_withdraw()
        claim.unlink()
        self.assertFalse(file.exists(), "files go with their claim")

"""What results come to, place and grade, when they are out of date, and who sees them."""

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResult(ResultCase):
    """The worked numbers of the design, written by hand; components of sheets 60, a rating 40 and a capped register."""

    # === POINTS === #

    def _post_worked(self):
        """Post sheets of 96, 90 and 93, a bonus of 3.5 under a cap of 3, and a deduction of 2."""
        self._post_months(self.east, [96.0, 90.0, 93.0])
        self._post(self.east, self.q1, "bonus", 3.5)
        self._post(self.east, self.q1, "deduction", -2.0)

    def test_components_by_weight_then_bonuses_and_deductions(self):
        self._post_worked()
        self._post(self.east, self._of("month", 3), "rating", 85.0)
        result = self._computed(self.q1, self.east)
        points = (result.base, result.bonus, result.deduction, result.total, result.percent)
        self.assertEqual(points, (89.80, 3.0, 2.0, 90.80, 90.80))
        self.assertEqual(result.line_ids.mapped("points"), [55.80, 34.00, 1.00])
        self.assertEqual(result.arithmetic, "55.80 + 34.00 + 1.00 = 90.80")
        self.assertEqual(
            result.line_ids.mapped("note"),
            [
                "(96.00 + 90.00 + 93.00) ÷ 3 = 93.00 %; 60 × 93.00 % = 55.80",
                "85.00 %; 40 × 85.00 % = 34.00",
                "+3.50, at most 3.00; −2.00 → +1.00",
            ],
        )

    def test_what_is_missing_is_shared_out_or_counts_as_the_policy_says(self):
        self._post_worked()
        for policy, total in (("reweight", 94.00), ("zero", 56.80), ("full", 96.80)):
            self._set_policy("Review", policy)
            self.assertEqual(self._computed(self.q1, self.east).total, total, policy)
        self._set_policy("Review", "reweight")
        result = self._computed(self.q1, self.east)
        self.assertEqual(
            result.line_ids.mapped("note")[:2],
            [
                "(96.00 + 90.00 + 93.00) ÷ 3 = 93.00 %; 100 × 60 ÷ 60 × 93.00 % = 93.00",
                "Missing: its points are shared out among the others.",
            ],
        )

    def _set_policy(self, name, policy):
        """Let a component say what counts when it is missing, past the lock of an open cycle."""
        query = "UPDATE perf_scheme_component SET missing_policy = %s WHERE name ->> 'en_US' = %s"
        self.env.cr.execute(query, [policy, name])
        self.env.invalidate_all()

    def test_nothing_known_of_the_base_is_no_zero(self):
        self._post(self.east, self.q1, "bonus", 2.0)
        result = self._computed(self.q1, self.east)
        self.assertEqual(
            result.read(["base", "total", "rank"])[0] | {"id": 0}, {"id": 0, "base": False, "total": False, "rank": 0}
        )
        self.assertFalse(result.grade_id)

    # === PLACE AND GRADE === #

    def test_who_shows_the_same_points_has_the_same_place(self):
        for appraisee, percent in zip(self.units, (95.004, 94.996), strict=True):
            self._post_months(appraisee, [percent])
        self._computed(self.whole, self.east)
        found = [self._result(self.whole, unit) for unit in self.units]
        self.assertEqual([(result.total, result.rank, result.rank_of) for result in found], [(95.0, 1, 2)] * 2)

    def test_people_are_ranked_inside_their_unit_and_heads_among_heads(self):
        for person in self.people:
            self._post_months(person, [90.0])
        self._post_months(self.clerk, [80.0], first=2)
        result = self._computed(self.q1, self.clerk)
        mates = self.people.filtered(lambda person: person.unit_id == self.township) - self._person(self.head)
        self.assertEqual((result.rank, result.rank_of), (len(mates), len(mates)))
        heads = self._result(self.q1, self._person(self.head)) | self._result(self.q1, self._person(self.other_head))
        self.assertEqual(heads.mapped("is_head"), [True, True])
        self.assertEqual(len(set(heads.mapped("ranking_group"))), 1)

    def _person(self, user):
        return self.people.filtered(lambda person: person.employee_id == user.employee_id)

    def test_who_has_no_grade_is_not_ranked(self):
        for person in self.clerk + self.mate:
            self._post_months(person, [90.0])
        self.mate.with_user(self.office).status = "no_grade"
        result = self._computed(self.q1, self.mate)
        self.assertEqual((result.total, result.rank, result.rank_of), (90.0, 0, 0))
        self.assertIn("without a grade", result.remarks)
        self.assertEqual(self._result(self.q1, self.clerk).rank_of, 1)

    def test_the_place_before_is_told_when_it_is_no_draft_any_more(self):
        for unit, percents in ((self.east, [90.0, 90.0, 90.0, 70.0]), (self.west, [80.0] * 4)):
            self._post_months(unit, percents)
        before = self._computed(self.q1, self.east)
        now = self._computed(self.q2, self.east)
        self.assertEqual((before.rank, now.rank, now.previous_rank, now.rank_change), (1, 2, 0, 0))
        self.assertFalse(now.outdated)
        before.sudo()._unlocked().write({"state": "notice"})
        self.env.invalidate_all()
        self.assertTrue(now.outdated)
        now = self._computed(self.q2, self.east)
        self.assertEqual((now.rank, now.previous_rank, now.rank_change, now.outdated), (2, 1, -1, False))

    # === OUT OF DATE === #

    def test_a_new_entry_makes_it_out_of_date_until_it_is_computed_anew(self):
        self._post_months(self.east, [96.0])
        result = self._computed(self.q1, self.east)
        self.assertFalse(result.outdated)
        self._post(self.east, self.q1, "deduction", -2.0)
        result.invalidate_recordset()
        self.assertEqual((result.outdated, result.late_count), (True, 1))
        self.assertIn(result, result.search([("outdated", "=", True)]))
        again = self._computed(self.q1, self.east)
        self.assertEqual((again, again.total, again.outdated), (result, 94.0, False))

    def test_who_heads_a_unit_at_the_end_of_the_period_is_compared_anew(self):
        self._post_months(self._person(self.head), [90.0])
        result = self._computed(self.q1, self._person(self.head))
        self.assertEqual((result.is_head, result.outdated), (True, False))
        self.env.cr.execute("UPDATE perf_leadership SET date_to = %s WHERE role = 'head'", [self.q1.date_start])
        result.invalidate_recordset()
        self.assertTrue(result.outdated)
        again = self._computed(self.q1, self._person(self.head))
        self.assertEqual((again.is_head, again.outdated), (False, False))

    def test_computing_again_changes_nothing(self):
        self._post_worked()
        result = self._computed(self.q1, self.east)
        names = [name for name in result._fields if name not in ("computed_on", "write_date", "__last_update")]
        before = result.read(names)
        self.assertEqual(self._computed(self.q1, self.east).read(names), before)

    def test_of_another_scheme_nothing_is_left(self):
        self._post_months(self.east, [90.0])
        self._computed(self.q1, self.east)
        self.env.cr.execute("UPDATE perf_cycle SET state = 'draft' WHERE id = %s", [self.past.id])
        self.env.invalidate_all()
        other = self.of_units.copy({"name": "Other units"})
        self.past.sudo().write({"scheme_ids": [Command.link(other.id)]})
        self.env.cr.execute("UPDATE perf_cycle SET state = 'open' WHERE id = %s", [self.past.id])
        self.env.cr.execute("UPDATE perf_appraisee SET scheme_id = %s WHERE id = %s", [other.id, self.east.id])
        self.env.invalidate_all()
        again = self._computed(self.q1, self.east)
        self.assertEqual(again.line_ids.component_id.scheme_id, other)
        self.assertEqual(again.arithmetic, "90.00 + 0.00 + 0.00 = 90.00")

    def test_who_is_left_out_afterwards_has_no_result(self):
        for appraisee in self.east + self.west:
            self._post_months(appraisee, [90.0])
        self._computed(self.q1, self.east)
        self.west.with_user(self.office).status = "excluded"
        result = self._computed(self.q1, self.east)
        self.assertFalse(self._result(self.q1, self.west))
        self.assertEqual((result.rank, result.rank_of), (1, 1))

    # === ON NOTICE OR FINAL === #

    def _told(self, period):
        """Compute as the office and return what it is told."""
        self.env.invalidate_all()
        return period.with_user(self.office).action_compute()["params"]["message"]

    def test_who_computes_is_told_how_many_stay(self):
        for appraisee in self.east + self.west + self.clerk:
            self._post_months(appraisee, [90.0])
        self.assertEqual(self._told(self.q1), "3 results computed.")
        self._result(self.q1, self.east).sudo()._unlocked().write({"state": "notice"})
        self.assertEqual(self._told(self.q1), "2 results computed; on notice or final, and as they were: 1.")
        self.assertTrue(self.q1.with_user(self.office).has_results_to_compute)

    def test_when_all_are_settled_nothing_is_computed(self):
        for appraisee in self.east + self.west:
            self._post_months(appraisee, [90.0])
        self._computed(self.q1, self.east)
        (self._result(self.q1, self.east) + self._result(self.q1, self.west)).sudo()._unlocked().write(
            {"state": "final"}
        )
        self.env.invalidate_all()
        self.assertFalse(self.q1.with_user(self.office).has_results_to_compute)
        with self.assertRefused(UserError, "there is nothing to compute"):
            self.q1.with_user(self.office).action_compute()
        self._post_months(self.clerk, [70.0])  # of whom nothing was known
        self.env.invalidate_all()
        self.assertTrue(self.q1.with_user(self.office).has_results_to_compute)
        self.assertEqual(self._told(self.q1), "1 results computed; on notice or final, and as they were: 2.")

    def test_why_results_were_reopened_is_told_with_the_results_alone(self):
        self._post_months(self.clerk, [90.0])
        self._computed(self.q1, self.clerk).sudo()._unlocked().write({"state": "final"})
        self.env.invalidate_all()
        self.q1.with_user(self.admin).action_reopen_results(reason="A sheet was mixed up")
        result = self._result(self.q1, self.clerk)
        result.sudo()._unlocked().write({"state": "notice"})
        self.env.invalidate_all()
        self.assertIn("mixed up", result.with_user(self.staff).read(["sent_back"])[0]["sent_back"])
        for user in (self.office, self.auditor, self.admin):
            period = self.q1.with_user(user)
            self.assertEqual(period.read(["results_reopen_reason"])[0]["results_reopen_reason"], "A sheet was mixed up")
        for user in (self.staff, self.head, self.hr):
            with self.assertRefused(AccessError):
                self.q1.with_user(user).read(["results_reopen_reason"])

    # === SCREENS === #

    def test_a_period_opens_its_results_one_group_after_the_other(self):
        """The filters that the action presses are there; units are called as people call them."""
        action = self.q1.with_user(self.office).action_view_results()
        search = etree.fromstring(self.env["perf.result"].get_view(view_type="search")["arch"])
        pressed = [name.removeprefix("search_default_") for name in action["context"] if "search_default_" in name]
        self.assertEqual([search.find(f".//filter[@name='{name}']") is not None for name in pressed], [True])
        self.assertIs(action["context"]["hierarchical_naming"], False)

    # === SOURCES === #

    def test_each_component_opens_what_it_is_made_of(self):
        self._post_worked()
        self._post(self.east, self._of("month", 3), "rating", 85.0)
        result = self._computed(self.q1, self.east)
        opened = [line.with_user(self.office).action_view_sources() for line in result.line_ids]
        self.assertEqual(
            [action["res_model"] for action in opened], ["perf.appraisal", "perf.rating.score", "perf.score.entry"]
        )
        for action in opened:
            self.env[action["res_model"]].with_user(self.office).search(action["domain"])
        entries = self.env["perf.score.entry"].search(opened[2]["domain"])
        self.assertEqual(sorted(entries.mapped("points")), [-2.0, 3.5])
        with self.assertRefused(AccessError):
            result.line_ids[0].with_user(self.staff).action_view_sources()

    # === RIGHTS === #

    def test_nobody_writes_a_result(self):
        self._post_worked()
        result = self._computed(self.q1, self.east)
        for user in (self.staff, self.head, self.office, self.admin, self.auditor, self.hr):
            with self.assertRefused((AccessError, UserError)):
                result.with_user(user).write({"total": 100.0})
            with self.assertRefused((AccessError, UserError)):
                result.with_user(user).unlink()
        with self.assertRefused(UserError, "correct the document"):
            result.sudo().write({"total": 100.0})

    def test_before_the_notice_only_office_and_auditor_see_it(self):
        self._post_worked()
        result = self._computed(self.q1, self.east)
        results = self.env["perf.result"]
        for user in (self.office, self.auditor):
            self.assertIn(result, results.with_user(user).search([]))
        for user in (self.head, self.coordinator, self.staff, self.hr, self.chief):
            self.assertFalse(results.with_user(user).search([]), user.login)
            with self.assertRefused(AccessError):
                result.with_user(user).read(["total"])

    def test_only_the_office_computes_and_only_what_is_closed(self):
        self._post_worked()
        with self.assertRefused(AccessError):
            self.q1.with_user(self.head).action_compute()
        self.q1.sudo()._unlocked().write({"state": "open"})
        with self.assertRefused(UserError, "Close"):
            self.q1.with_user(self.office).action_compute()
        with self.assertRefused(UserError, "is not complete"):
            self.whole.with_user(self.office).action_compute()

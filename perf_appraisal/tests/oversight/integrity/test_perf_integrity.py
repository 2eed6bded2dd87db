from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfIntegrity(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cycle.sudo().write({"integrity_least_sheets": 2, "integrity_self_gap": 5.0})

    def _board(self, user=None, **asked):
        self.env.flush_all()
        return self.env["perf.integrity"].with_user(user or self.office).get_integrity(self.cycle.id, **asked)

    def _row(self, name, user=None, **asked):
        rows = [row for group in self._board(user, **asked)["groups"] for row in group["rows"]]
        return next((row for row in rows if row["name"] == name), None)

    def _kinds(self, row):
        return [sign["kind"] for sign in row["signs"]]

    def _review_lowered(self, sheet, points):
        """Bring a draft to *reviewed*, with other points on one line."""
        self._submit(sheet)
        line = sheet.line_ids.filtered(lambda line: line.indicator_id == self.judged)
        line.with_user(self.deputy).write({"review_value": points, "review_reason": "Not what was done."})
        sheet.with_user(self.deputy).action_review()

    def test_the_figures_of_a_leader_are_those_of_the_sheets_he_reviewed(self):
        sheets = self.sheet + self.sheets["colleague"]
        self._review_lowered(sheets[0], 10.0)
        self._review(sheets[1])
        own, given = (
            [100.0 * sheet[name] / sheet.full_score for sheet in sheets] for name in ("self_score", "review_score")
        )
        figures = self._row("Deputy")["figures"]
        self.assertEqual(figures["sheets"], 2)
        self.assertAlmostEqual(figures["mean"], sum(given) / 2, 2)
        self.assertAlmostEqual(figures["spread"], abs(given[0] - given[1]) / 2, 2)
        self.assertAlmostEqual(figures["self_gap"], (sum(own) - sum(given)) / 2, 2)
        full = sum(line.review_score >= line.full_score for line in sheets.line_ids)
        self.assertAlmostEqual(figures["full_share"], 100.0 * full / len(sheets.line_ids), 2)
        self.assertEqual(figures["on_time"], 100.0)
        self.assertIs(figures["verified_gap"], False, "nothing was verified")

    def test_a_leader_who_gives_everybody_the_same_is_shown_with_the_figures(self):
        for sheet in (self.sheet, self.sheets["colleague"]):
            self._review(sheet)
        self.cycle.sudo().write({"integrity_full_share": 10.0, "integrity_spread": 50.0})
        row = self._row("Deputy")
        self.assertEqual(self._kinds(row), ["nice"])
        self.assertIn(f"{row['figures']['full_share']:.2f} %", row["signs"][0]["text"])
        self.assertIn("limit 10", row["signs"][0]["text"])
        self.cycle.sudo().integrity_spread = 0
        self.assertFalse(self._kinds(self._row("Deputy")), "no limit")

    def test_self_scores_far_above_the_leader_s_are_shown(self):
        for sheet in (self.sheet, self.sheets["colleague"]):
            self._review_lowered(sheet, 0.0)
        self.assertEqual(self._kinds(self._row("Deputy")), ["inflated"])
        self.cycle.sudo().integrity_least_sheets = 3
        self.assertFalse(self._kinds(self._row("Deputy")), "two sheets say nothing")

    def test_verification_is_compared_with_the_leader_s_scores(self):
        self._review(self.sheet)
        line = self.sheet.line_ids.filtered(lambda line: line.indicator_id == self.judged)
        line.sudo()._set_verified({line.id: (line.review_score - 4.0, "F-1")})
        row = self._row("Deputy")
        self.assertEqual((row["figures"]["verified"], row["figures"]["verified_gap"]), (1, 20.0))
        self.assertEqual(self._kinds(row), ["unverified"])

    def test_sheets_without_a_leader_stand_under_the_office_that_reviews_them(self):
        self._review(self.sheet)
        self.env.cr.execute("UPDATE perf_appraisal SET reviewer_id = NULL WHERE id = %s", self.sheet.ids)
        self.env.invalidate_all()
        row = self._row("Performance Office")
        self.assertEqual((row["unit"], row["leader_id"], row["figures"]["sheets"]), ("East Township", False, 1))
        self.assertEqual(self._row("East Township", kind="unit")["figures"]["sheets"], 1)

    def test_late_sheets_and_those_never_handed_in_are_not_on_time(self):
        self._review(self.sheet)
        self._review(self.sheets["colleague"])
        self._pass_deadlines(self.month)
        row = self._row("East Township", kind="unit")
        self.assertEqual(row["figures"]["on_time"], 0.0)
        self.assertEqual(self._kinds(row), ["late"])

    def test_units_own_sheets_are_a_board_of_their_own(self):
        self._create_unit_sheet()
        self.assertIsNone(self._row("East Township", kind="own"), "nothing was handed in, and nothing is late")
        self._review(self.sheet)
        self.assertEqual(self._row("East Township", kind="unit")["figures"]["sheets"], 1)
        self.assertIsNone(self._row("East Township", kind="own"))

    def test_a_period_is_looked_at_alone_and_with_what_lies_inside_it(self):
        self._review(self.sheet)
        other = self.cycle.period_ids.filtered(lambda period: period.kind == "month") - self.month
        for period, count in ((self.month, 1), (self.month.parent_id, 1), (other[0], None)):
            other[0].sudo()._unlocked().state = "open"
            row = self._row("East Township", kind="unit", period_id=period.id)
            self.assertEqual(row and row["figures"]["sheets"], count, period.display_name)

    def test_the_category_stands_beside_its_units(self):
        self._review(self.sheet)
        [group] = self._board(kind="unit")["groups"]
        self.assertEqual(group["name"], self.category_unit.name)
        self.assertEqual(group["figures"]["mean"], self._row("East Township", kind="unit")["figures"]["mean"])

    def test_a_head_learns_nothing_of_the_one_other_unit_of_the_category(self):
        for name in ("staff", "colleague", "stranger"):
            self._review(self.sheets[name])
        [group] = self._board(self.head, kind="unit")["groups"]
        self.assertTrue(group["masked"])
        self.assertFalse(any(group["figures"].values()), group["figures"])
        self.assertTrue(self._row("East Township", self.head, kind="unit")["figures"]["mean"])
        for user in (self.office, self.auditor, self.chief):
            [group] = self._board(user, kind="unit")["groups"]
            self.assertFalse(group["masked"], user.login)
            self.assertTrue(group["figures"]["mean"], user.login)

    def test_a_head_sees_the_mean_of_a_category_that_enough_other_units_make_up(self):
        figures = {"mean": 90.0, "verified_gap": None}
        township, category = self.township.id, self.category_unit.id
        rows = {(category, None, None): {"mean": 91.0, "verified_gap": 2.0}, (category, township, None): figures}
        others = list(range(township + 1, township + 4))
        rows |= {(category, unit, None): {"mean": 92.0, "verified_gap": None} for unit in others}
        rows[category, others[0], None]["verified_gap"] = 2.0
        self.env["perf.integrity"]._mask_categories(rows, {township})
        shown = rows[category, None, None]
        self.assertEqual((shown["mean"], shown["verified_gap"], shown["masked"]), (91.0, None, True))

    def test_who_hands_in_nothing_at_all_is_late(self):
        self._pass_deadlines(self.month)
        row = self._row("East Township", kind="unit")
        self.assertEqual(row["figures"]["sheets"], 0)
        self.assertEqual(self._kinds(row), ["late"])

    def test_of_units_own_sheets_two_say_something(self):
        self.cycle.sudo().integrity_least_sheets = 5
        for kind, least, spread in (("leader", 5, 1.0), ("unit", 5, 1.0), ("own", 2, 0.0)):
            limits = self._board(kind=kind)["limits"]
            self.assertEqual((limits["least_sheets"], limits["spread"]), (least, spread), kind)

    def test_categories_stand_in_their_order(self):
        first = self.env["perf.category"].create({"name": "First", "kind": "unit", "sequence": -1})
        self.other.perf_category_id = first
        self.township.perf_category_id = False
        for name in ("staff", "stranger"):
            self._review(self.sheets[name])
        self.assertEqual([group["name"] for group in self._board()["groups"]], ["First", "Without category"])
        first.active = False
        self.assertEqual([group["name"] for group in self._board()["groups"]], ["First", "Without category"])

    def test_office_and_auditor_see_all_and_a_head_what_he_heads(self):
        self._review(self.sheet)
        self._review(self.sheets["stranger"])
        for user in (self.office, self.auditor, self.chief):
            self.assertTrue(self._row("Deputy", user) and self._row("Other Head", user), user.login)
        self.assertTrue(self._row("Deputy", self.head))
        self.assertIsNone(self._row("Other Head", self.head))
        for user in (self.deputy, self.coordinator, self.staff, self.hr):
            with self.assertRaises(AccessError):
                self._board(user)

    def test_the_menu_is_for_heads(self):
        menu = self.env.ref("perf_appraisal.perf_integrity_menu_unit").id
        for user, shown in ((self.head, True), (self.chief, True), (self.deputy, False), (self.coordinator, False)):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            self.assertEqual(menu in menus, shown, user.login)

    def test_another_company_s_cycles_and_units_are_not_shown(self):
        company = self.env["res.company"].create({"name": "Another county"})
        officer = self._create_user(
            "foreign_office", self.env["hr.department"], groups="perf_appraisal.group_perf_office"
        )
        officer.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self._review(self.sheet)
        board = self.env["perf.integrity"].with_user(officer).get_integrity(self.cycle.id)
        self.assertEqual((board["cycles"], board["groups"]), ([], []))

    def test_it_takes_the_same_number_of_queries_for_few_and_many(self):
        self._review(self.sheet)
        counts = []
        for sheet in (None, self.sheets["colleague"], self.sheets["stranger"]):
            if sheet:
                self._review(sheet)
            self._board()
            before = self.env.cr.sql_log_count
            self._board()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(set(counts)), 1, counts)
        self.assertLessEqual(counts[0], 25)

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_perf_grid import PerfGridCommon


@tagged("post_install", "-at_install")
class TestPerfGridTotals(PerfGridCommon):
    """What rows come to while somebody types: the engine adds up, and nothing is written."""

    def _totals(self, user, kind, typed):
        return self.env["perf.grid"].with_user(user).get_totals(kind, typed)

    def test_typed_points_count_as_they_will_when_they_are_saved(self):
        line = self._of(self.judged)
        before = line.self_score
        found = self._totals(self.coordinator, "self", {str(line.id): 17.5})
        self.assertEqual(line.self_score, before)
        answer = self._save(self.coordinator, "self", (line, 17.5, {}))
        [row] = answer["rows"]
        self.assertEqual(found, {self.sheet.id: {"score": row["score"], "full": row["full"]}})
        self.assertEqual(line.self_score, 17.5)

    def test_a_lead_unit_reads_of_a_sheet_nothing_but_its_own_lines(self):
        self.unit_indicators[0].lead_unit_ids = self.other
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        sheet.with_user(self.head).action_submit()
        line = self._of(self.unit_indicators[0], sheet)
        for kind, told in (("self", 0), ("review", 0), ("lead", 1)):
            with self.subTest(kind):
                answer = self._save(self.other_head, kind, (line, None, {}))
                self.assertEqual((len(answer["rows"]), len(answer["cells"])), (told, told))
                self.assertEqual(len(self._totals(self.other_head, kind, {str(line.id): 1.0})), told)

    def test_lines_of_others_and_odd_values_are_passed_over(self):
        line = self._of(self.judged)
        self.assertFalse(self._totals(self.stranger, "self", {str(line.id): 3}))
        for typed in ({"x": 3}, {str(2**40): 3}, {str(line.id): "3"}, {str(line.id): 1e300}, {str(line.id): None}):
            self.assertFalse(self._totals(self.coordinator, "self", typed), typed)
        with self.assertRefused(UserError, "no such grid"):
            self._totals(self.coordinator, "all", {})

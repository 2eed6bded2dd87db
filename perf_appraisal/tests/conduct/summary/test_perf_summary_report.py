from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSummaryReport(PerfCommon):
    """What the paper of a quarter adds up stands on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quarter = cls._period("quarter", (cls.month.number + 2) // 3)
        cls._open_period(cls.quarter)
        cls.summary = cls.env["perf.summary"].search(
            [("period_id", "=", cls.quarter.id), ("unit_id", "=", cls.township.id)]
        )
        cls._review(cls.sheet)

    def _paper(self, **context):
        """Return the cells of each person's row, by name, and the texts of the head, by label."""
        report = self.env["report.perf_appraisal.report_perf_summary"].with_user(self.head).with_context(**context)
        (paper,) = report._papers(self.summary.with_user(self.head).with_context(**context))
        (section,) = paper["blocks"][0]["sections"]
        self.words = [text for block in paper["blocks"] for text, _opens in block.get("paragraphs", [])]
        return (
            {row["cells"][1]: row["cells"][4:] for row in section["rows"]},
            dict(pair for row in paper["head"] for pair in row),
        )

    def test_the_mean_follows_from_the_months_that_stand_beside_it(self):
        rows, head = self._paper()
        *months, mean = rows["Staff"]
        self.assertEqual([month for month in months if month != "—"], ["97% (Reviewed)"])
        self.assertEqual(mean, "97%")
        self.assertEqual(head["Mean of all months, spread"], "97%, spread 0")
        self.sheet.with_user(self.office).action_confirm()
        rows, _head = self._paper()
        self.assertIn("97%", rows["Staff"][:-1])
        self.assertEqual(rows["Deputy"][-1], "", "nothing counts yet")

    def test_figures_and_names_read_as_chinese(self):
        self._speak_chinese()
        rows, head = self._paper(lang="zh_CN")
        self.assertIn("97%（已审定）", rows["Staff"])
        self.assertEqual(head["各月平均得分率、标准差"], "97%，标准差0")
        self.assertEqual(head["未提交、免考"], "未提交4份，免考0份")
        (missing,) = self.words
        self.assertIn("、", missing)
        self.assertNotIn(";", missing)

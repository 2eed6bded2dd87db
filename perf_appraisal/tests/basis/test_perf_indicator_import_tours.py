from odoo.tests import HttpCase, tagged

from ..browser import SharedBrowserMixin
from ..import_common import ImportCommon

#: What rows 15 to 19 say is what row 0 says.
UNREAD = ["由考评组酌情打分", *(f"按第{n}号文件另行规定执行" for n in range(1, 15)), *["由考评组酌情打分"] * 5]


@tagged("post_install", "-at_install")
class TestPerfIndicatorImportTours(SharedBrowserMixin, ImportCommon, HttpCase):
    """A table of a county, corrected and created in a real browser by the keyboard alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.office.lang = "zh_CN"
        cls.scheme.full_score = 400

    def _rows(self):
        """Return 80 rows, 20 of which nobody can read."""
        rules = ["-0.5/次", "0..5", "2+3", *UNREAD]
        rows = [[str(n), "甲", f"指标{n}", "5", rules[n % 3], "", "", ""] for n in range(60)]
        return rows + [[str(n + 60), "乙", f"待定{n}", "5", rule, "", "", ""] for n, rule in enumerate(UNREAD)]

    def test_a_table_is_corrected_and_created_by_keyboard_and_read_again(self):
        rows = self._rows()
        wizard = self._wizard(self._csv(*rows))
        path = "/odoo/perf-indicator-import"
        self.start_tour(f"{path}/{wizard.id}", "perf_import_keyboard", login="import_office", timeout=180)
        self.assertEqual(len(self._indicators()), 80)
        self.assertEqual(self._find("待定1").source_text, "按第1号文件另行规定执行")
        self.assertEqual(self._find("待定19").source_text, self._find("待定0").source_text)
        self.assertEqual(self._find("待定2").level_ids.mapped("max_points"), [5, 3, 0])
        for row, points in ((3, "4"), (30, "6"), (70, "8")):
            rows[row][3] = points
        again = self._wizard(self._csv(*rows))
        self.start_tour(f"{path}/{again.id}", "perf_import_again", login="import_office", timeout=120)
        self.assertEqual(again.line_ids.filtered("differences").mapped("row_number"), [5, 32, 72])

    def test_the_lines_of_a_cell_stay_apart_in_one_line(self):
        wizard = self._wizard(self._csv(["1", "甲", "a", "5", "由考评组酌情打分\n另有规定的除外", "", "", ""]))
        self.start_tour(f"/odoo/perf-indicator-import/{wizard.id}", "perf_import_lines", login="import_office")

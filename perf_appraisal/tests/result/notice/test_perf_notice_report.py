"""The printed public notice."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...notices import NoticeCase


@tagged("post_install", "-at_install")
class TestPerfNoticeReport(NoticeCase):
    """The paper tells what the screen tells, to whoever reads it."""

    def _paper(self, notice, user):
        report = self.env["report.perf_appraisal.report_perf_notice"].with_user(user)
        (paper,) = report._get_report_values(notice.ids)["sheets"]
        return paper, next(block for block in paper["blocks"] if block["kind"] == "table")

    def test_everybody_prints_the_chosen_columns(self):
        notice = self._publish(show_total=True, phone="555-0199", text="To all")
        paper, table = self._paper(notice, self.stranger)
        self.assertEqual(
            [column[0] for column in table["columns"]],
            ["Number", "Appraisee", "Unit", "Category", "Total Points", "Grade"],
        )
        self.assertEqual(sum(column[1] for column in table["columns"]), 968)
        rows = {row["cells"][1]: row["cells"] for row in table["sections"][0]["rows"]}
        self.assertEqual(rows[self.township.name][4], "95.00")
        for words in ("On Notice from", "On Notice until", "555-0199"):
            self.assertIn(words, str(paper["head"]))
        self.assertEqual(
            [block["label"] for block in paper["blocks"] if block["kind"] == "text"], ["Notice", "How to Object"]
        )

    def test_among_units_no_column_says_the_unit(self):
        _paper, table = self._paper(self._publish(kind="unit"), self.stranger)
        self.assertEqual([column[0] for column in table["columns"]], ["Number", "Appraisee", "Category", "Grade"])
        form = etree.fromstring(self.env["perf.notice"].with_user(self.stranger).get_view(view_type="form")["arch"])
        self.assertEqual(
            form.find(".//field[@name='line_ids']/list/field[@name='unit']").get("column_invisible"),
            "parent.kind == 'unit'",
        )

    def test_a_draft_is_not_printed(self):
        draft = self._draft()
        with self.assertRaises(UserError):
            self._paper(draft, self.office)
        with self.assertRaises(AccessError):
            self._paper(draft, self.stranger)

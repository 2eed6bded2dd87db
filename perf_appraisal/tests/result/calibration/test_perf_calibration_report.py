"""The minutes on paper."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...meeting import MeetingCase


@tagged("post_install", "-at_install")
class TestPerfCalibrationReport(MeetingCase):
    """What was proposed, moved and decided."""

    def _paper(self, user=None):
        report = self.env["report.perf_appraisal.report_perf_calibration"].with_user(user or self.office)
        (paper,) = report._get_report_values(self.meeting.ids)["sheets"]
        return paper

    def _tables(self, paper):
        sections = [part for block in paper["blocks"] if block["kind"] == "table" for part in block["sections"]]
        return {section["name"]: [row["cells"] for row in section["rows"]] for section in sections}

    def test_the_minutes_tell_grades_moves_and_decision(self):
        self._move(self.coordinator, self.basic)
        self._decide()
        paper = self._paper()
        tables = self._tables(paper)
        row = tables["Grades after the Meeting"][0]
        self.assertEqual(row[1], "4")
        self.assertRegex(row[2][0], f"^Excellent 2 / 2 {self.clerk.employee_id.name}.+")
        self.assertEqual(row[2][1:], ["Competent 1", f"Basically Competent 1 {self.coordinator.employee_id.name}"])
        self.assertEqual(
            tables["Moves by Hand"],
            [
                [
                    self.coordinator.employee_id.name,
                    "80.00",
                    "4 / 4",
                    "Competent",
                    "Basically Competent",
                    "Carried the flood relief",
                ]
            ],
        )
        self.assertIn("The grades are approved.", str(paper["blocks"]))
        self.assertIn("The leading group", str(paper["blocks"]))

    def test_widths_fill_the_page(self):
        self._move(self.coordinator, self.basic)
        for block in self._paper()["blocks"]:
            if block["kind"] == "table":
                self.assertEqual(sum(column[1] for column in block["columns"]), 968)

    def test_only_who_sees_the_meeting_prints_it(self):
        self._paper(self.auditor)
        for user in (self.staff, self.head, self.hr):
            with self.assertRefused(AccessError):
                self._paper(user)

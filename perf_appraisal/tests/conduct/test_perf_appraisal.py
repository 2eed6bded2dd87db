from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisal(PerfCommon):
    def test_a_sheet_goes_from_draft_to_confirmed(self):
        self._confirm(self.sheet)
        self.assertScores(
            self.sheet,
            [[18, 18, 18], [20, 20, 20], [19, 19, 19], [20, 20, 20], [20, 20, 20], [97, 97, 97]],
        )
        self.assertState(self.sheet, "confirmed")

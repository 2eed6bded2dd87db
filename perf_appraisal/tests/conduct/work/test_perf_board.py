from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfBoard(PerfCommon):
    def _board(self, user=None, **kwargs):
        self.env.invalidate_all()
        return self.env["perf.board"].with_user(user or self.office).get_board(self.cycle.id, **kwargs)

    def _cells(self, board, unit):
        rows = [row for group in board["groups"] for row in group["units"] if row["id"] == unit.id]
        return {period: cell["counts"] for period, cell in rows[0]["cells"].items()}

    def _late(self, board, unit):
        """Return how many sheets of a unit are late in the month."""
        rows = [row for group in board["groups"] for row in group["units"] if row["id"] == unit.id]
        return rows[0]["cells"][self.month.id]["late"]

    def test_the_board_counts_sheets_by_unit_month_and_state(self):
        self._submit(self.sheet)
        board = self._board()
        self.assertEqual(self._cells(board, self.township)[self.month.id], {"draft": 4, "self_scored": 1})
        self.assertEqual(self._cells(board, self.other)[self.month.id], {"draft": 2})
        self.assertEqual(len(board["periods"]), 12)
        self.assertIn(self.category_unit.name, [group["name"] for group in board["groups"]])

    def test_late_ones_follow_the_deadlines_of_the_sheets(self):
        self._submit(self.sheet)
        self._pass_deadlines(self.month)
        self.month.sudo().review_deadline = "2999-01-01"
        board = self._board()
        self.assertEqual((self._late(board, self.township), self._late(board, self.other)), (4, 2))
        self._extend(self.township)
        board = self._board()
        self.assertEqual((self._late(board, self.township), self._late(board, self.other)), (0, 2))

    def _extend(self, unit):
        """Give a unit time until after today, counted from the deadline that is past."""
        extension = {"period_id": self.month.id, "unit_id": unit.id, "days": 60, "reason": "Flood"}
        self.env["perf.extension"].with_user(self.office).create(extension)

    def test_the_board_shows_what_the_user_may_see(self):
        self.assertEqual(self._cells(self._board(self.auditor), self.township)[self.month.id], {"draft": 5})
        self.assertEqual(self._cells(self._board(self.staff), self.township)[self.month.id], {"draft": 1})

    def test_quarters_and_the_year_have_their_own_board(self):
        sheet = self._create_unit_sheet()
        board = self._board(kind="quarter")
        self.assertEqual(len(board["periods"]), 7)
        self.assertEqual(self._cells(board, self.township)[sheet.period_id.id], {"draft": 1})

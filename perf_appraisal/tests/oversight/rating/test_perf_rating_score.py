import io

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ...common import OFFICE
from ...poll import WORST, PollCase

#: Means of the groups by hand: staff of the east (6 × 100) × 0.6 + (6 × 70 + 2 × 30) ÷ 8 × 0.4 = 60 + 24; the others.
EAST = {"Staff": 84.0, "Leaders": 70.0, "Peers": 100.0, "Survey": 80.0}
TOTAL_EAST = 83.2  # (3 × 84 + 2 × 70 + 2 × 100 + 3 × 80) ÷ 10
TOTAL_WEST = 85.0  # staff and survey are missing: (2 × 70 + 2 × 100) ÷ 4


@tagged("post_install", "-at_install")
class TestPerfRatingScore(PollCase, HttpCase):
    """What a closed rating came to: figures by hand, who sees whose, and nothing of what is hidden."""

    def _results(self, user=None, **asked):
        return self.env["perf.rating.score"].with_user(user or self.office).get_results(self.rating.id, **asked)

    def _by_name(self, rows):
        return {row["name"]: row for row in rows}

    def test_results_by_who_was_rated_are_those_by_hand(self):
        self._answer_all()
        self._close()
        results = self._results()
        self.assertEqual([choice["value"] for choice in results["choices"]], [100, 70, 30])
        rows = self._by_name(results["rows"])
        self.assertEqual([row["name"] for row in results["rows"]], ["West Township", "East Township"], "best first")
        east = rows["East Township"]
        self.assertEqual((east["score"], rows["West Township"]["score"]), (TOTAL_EAST, TOTAL_WEST))
        parts = self._by_name(east["rows"])
        self.assertEqual({name: parts[name]["score"] for name in EAST}, EAST)
        self.assertEqual(parts["Staff"]["votes"], [6, 6, 2], "who does not know is not among them")
        self.assertEqual(parts["Attitude"]["answers"], 6 + 10 + 5)
        self.assertAlmostEqual(parts["Attitude"]["score"], (3 * 100 + 2 * 70 + 2 * 100) / 7, 2)

    def test_results_by_group_and_by_dimension(self):
        self._answer_all()
        self._close()
        groups = self._by_name(self._results(kind="group")["rows"])
        self.assertEqual({name: row["score"] for name, row in groups.items()}, EAST | {"Survey": 80.0})
        self.assertEqual([part["name"] for part in groups["Staff"]["rows"]], ["East Township"])
        dimensions = self._results(kind="dimension")["rows"]
        self.assertEqual([row["name"] for row in dimensions], ["Attitude", "Effect"])
        self.assertEqual({part["name"] for part in dimensions[0]["rows"]}, {"East Township", "West Township"})

    def test_a_group_below_its_minimum_is_missing_and_nothing_else(self):
        self._vote(self.peer_group, [(WORST, WORST)] * 4)
        self._tally(self.survey, [{"appraisee_id": self.east.id, "percent": 80.0}])
        self._close()
        groups = self._by_name(self._results(kind="group")["rows"])
        peers = groups["Peers"]
        self.assertTrue(peers["missing"])
        self.assertEqual((peers["score"], peers["answers"], peers["votes"], peers["rows"]), (False, 0, [0, 0, 0], []))
        self.assertFalse(groups["Survey"]["missing"])

    def test_hidden_answers_change_nothing_that_is_shown(self):
        answers = []
        for ballots in ([(WORST, WORST)] * 4, [(0, 0)] * 3):
            self.rating = self._create_rating()
            self.rating.action_open()
            self.staff_group, self.leader_group, self.peer_group, self.survey = self.rating.group_ids
            self._vote(self.staff_group, ballots, self.other)
            self._vote(self.peer_group, [(0, 1)] * 5)
            self._close()
            shown = [self._results(kind=kind)["rows"] for kind in ("rated", "group", "dimension")]
            book = openpyxl.load_workbook(
                io.BytesIO(self.env["perf.rating.score"].with_user(self.office)._export_xlsx(self.rating.id)[1])
            )
            cells = [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in book]
            answers.append((_without_keys(shown), cells))
        self.assertEqual(answers[0], answers[1])

    def test_leaders_open_the_rating_without_its_changes(self):
        group = self.peer_group.with_user(self.office)
        group.action_change({"weight": 4}, reason="Two delegates moved away")
        self._answer_all()
        self._close()
        for user, told in ((self.office, True), (self.auditor, True), (self.head, False)):
            form = Form(self.rating.with_user(user))
            self.assertEqual("change_ids" in form._view["fields"], told, user.login)

    def test_leaders_see_their_own_unit_and_nobody_else_any(self):
        self._answer_all()
        self._close()
        for user in (self.office, self.auditor):
            self.assertEqual(len(self._results(user)["rows"]), 2, user.login)
        for user, name in ((self.head, "East Township"), (self.other_head, "West Township")):
            self.assertEqual([row["name"] for row in self._results(user)["rows"]], [name])
            self.assertEqual([row["name"] for row in self._results(user, own=True)["rows"]], [name])
        for user in (self.staff, self.hr):
            self.assertEqual(self._results(user)["rows"], [])
        self.assertEqual(self._results(self.office, own=True)["rows"], [])
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.township.sudo().perf_coordinator_ids += officer.employee_id
        self.assertEqual(len(self._results(officer)["rows"]), 2)
        self.assertEqual([row["name"] for row in self._results(officer, own=True)["rows"]], ["East Township"])

    def test_nothing_is_shown_of_a_rating_that_is_open(self):
        self._answer_all()
        results = self.env["perf.rating.score"].with_user(self.office).get_results(self.rating.id)
        self.assertEqual((results["rating_id"], results["rows"]), (False, []))
        with self.assertRefused(UserError, "no result"):
            self.env["perf.rating.score"].with_user(self.office)._export_xlsx(self.rating.id)

    def test_the_workbook_has_totals_groups_and_dimensions(self):
        self._answer_all()
        self._close()
        name, content = self.env["perf.rating.score"].with_user(self.office)._export_xlsx(self.rating.id)
        self.assertEqual(name, "Mid-year review.xlsx")
        totals, groups, dimensions = openpyxl.load_workbook(io.BytesIO(content))
        rows = {row[0]: row for row in totals.iter_rows(values_only=True)}
        self.assertEqual(rows["East Township"][3:], (TOTAL_EAST, 8 + 10 + 5, 84, 70, 100, 80))
        self.assertEqual(rows["West Township"][3:], (TOTAL_WEST, 10 + 5, None, 70, 100, None))
        self.assertEqual(groups.max_row, 1 + 4 + 2)
        self.assertEqual(dimensions.max_row, 1 + 6 + 4)

    @mute_logger("odoo.http")
    def test_the_workbook_is_downloaded_by_whom_it_is_for(self):
        self._answer_all()
        self._close()
        address = f"/perf_appraisal/rating.xlsx?rating_id={self.rating.id}"
        for login, sheets in (("office", 3), ("head", 3), ("staff", 0)):
            self.authenticate(login, login.ljust(8, "x"))
            answer = self.url_open(address)
            if sheets:
                book = openpyxl.load_workbook(io.BytesIO(answer.content))
                self.assertEqual(len(book.sheetnames), sheets)
                self.assertEqual(book.worksheets[0].max_row, 3 if login == "office" else 2)
            else:
                self.assertNotIn("spreadsheet", answer.headers["Content-Type"])

    def test_queries_do_not_grow_with_the_units(self):
        self._answer_all()
        self._close()
        alone = self._create_rating(name="One unit", appraisee_ids=[Command.set(self.east.ids)])
        alone.action_open()
        self._vote(alone.group_ids[2], [(0, 1)] * 5)
        self._close(alone)
        numbers = {}
        for rating in (alone, self.rating, alone, self.rating):  # the first two fill what the registry keeps
            for kind in ("rated", "group", "dimension"):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.env["perf.rating.score"].with_user(self.office).get_results(rating.id, kind)
                numbers[kind, rating] = self.env.cr.sql_log_count - before
        for kind in ("rated", "group", "dimension"):
            self.assertLessEqual(numbers[kind, self.rating], numbers[kind, alone], kind)

    def test_nobody_writes_scores(self):
        self._answer_all()
        self._close()
        for user in (self.office, self.admin):
            score = self.env["perf.rating.score"].with_user(user).search([], limit=1)
            for attempt in (lambda score=score: score.write({"score": 100}), score.unlink):
                with self.assertRefused((AccessError, UserError)):
                    attempt()


def _without_keys(rows):
    """Return rows without what names their records."""
    if isinstance(rows, list):
        return [_without_keys(row) for row in rows]
    if isinstance(rows, dict):
        return {name: _without_keys(value) for name, value in rows.items() if name not in ("key", "id")}
    return rows

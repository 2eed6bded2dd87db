from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import PerfCommon
from ...crowd import CrowdMixin


class PerfGridCommon(PerfCommon):
    """The sheets of the test month, with a line that counts how often, as people see them in a grid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counted = cls._create_indicator(
            "Litter", method="deduction", rule_ids=[cls._rule("deduction", "Found", 0.5, uom="time")]
        )
        cls.sheet = cls._create_sheet(cls.staff, cls.indicators + cls.counted)
        cls.period = cls.sheet.period_id

    def _grid(self, user, kind="self"):
        return self.env["perf.grid"].with_user(user).get_grid(kind, self.period.id)

    def _cell(self, grid, sheet, indicator):
        return grid["cells"][sheet.id][indicator.id]

    def _save(self, user, kind, *cells):
        """Save ``(line, value, more)``; the old value is what stands there, unless more says otherwise."""
        phase = "self" if kind == "self" else "review"
        rows = []
        for line, value, more in cells:
            line = line.sudo()
            row = {"line_id": line.id}
            if value is not None:
                row |= {"value": value, "old": line._cell_value(phase)}
            if "note" in more:
                row["old_note"] = (line.self_note if phase == "self" else line.review_reason) or ""
            rows.append({**row, **more})
        return self.env["perf.grid"].with_user(user).save(kind, rows)

    def _of(self, indicator, sheet=None):
        return self._line(sheet or self.sheet, indicator)

    def assertReasons(self, answer, *texts):
        reasons = [found["reason"] for found in (*answer["refused"], *answer["conflicts"])]
        self.assertEqual(len(reasons), len(texts), reasons)
        for text in texts:
            self.assertTrue(any(text in reason for reason in reasons), f"{text} not in {reasons}")


@tagged("post_install", "-at_install")
class TestPerfGrid(PerfGridCommon):
    """The unit's month as one grid: filled in, reviewed, handed on."""

    # === LOAD === #

    def test_coordinator_sees_rows_columns_and_cells(self):
        grid = self._grid(self.coordinator)
        rows = {row["id"]: row for row in grid["rows"]}
        self.assertIn(self.sheet.id, rows)
        self.assertEqual(rows[self.sheet.id]["name"], "Staff")
        columns = {column["name"]: column for column in grid["columns"]}
        self.assertEqual(columns["Litter"]["rule"], "Found")
        self.assertEqual(columns["Duties"]["full"], 20.0)
        inputs = {
            indicator.name: self._cell(grid, self.sheet, indicator)["input"]
            for indicator in self.indicators + self.counted
        }
        self.assertEqual(
            inputs,
            {
                "Duties": "self_value",
                "Attendance": "",
                "Service": "self_value",
                "Visits": "actual_value",
                "Reports": "",
                "Litter": "quantity",
            },
        )

    def test_a_line_of_another_plan_leaves_the_others_cells_out(self):
        grid = self._grid(self.coordinator)
        colleague = self._sheet_of(self.colleague, self.period)
        self.assertNotIn(self.counted.id, grid["cells"][colleague.id])
        self.assertIn(self.judged.id, grid["cells"][colleague.id])

    def test_nobody_sees_more_than_the_rules_allow(self):
        self.assertNotIn(self.sheet.id, [row["id"] for row in self._grid(self.other_head)["rows"]])
        self.assertFalse(self._grid(self.deputy, "review")["rows"], "nothing was handed in")
        self._submit(self.sheet)
        self.assertEqual([row["id"] for row in self._grid(self.deputy, "review")["rows"]], self.sheet.ids)
        self.assertNotIn(self.sheet.id, [row["id"] for row in self._grid(self.coordinator)["rows"]])
        with self.assertRefused(UserError, "no such grid"):
            self._grid(self.staff, "all")

    # === SAVE === #

    def test_every_method_takes_its_own_input(self):
        answer = self._save(
            self.coordinator,
            "self",
            (self._of(self.judged), 17.5, {}),
            (self._of(self.level), 19, {}),
            (self._of(self.ratio), 8, {"note": "Two were ill."}),
            (self._of(self.counted), 3, {}),
        )
        self.assertFalse(answer["refused"] + answer["conflicts"])
        self.assertEqual(len(answer["saved"]), 4)
        self.assertEqual(self._of(self.judged).self_score, 17.5)
        self.assertEqual(self._of(self.level).level_id.name, "Good")
        self.assertEqual(self._of(self.ratio).self_score, 16.0)
        self.assertEqual(self._of(self.ratio).self_note, "Two were ill.")
        self.assertRecordValues(self._of(self.counted).claim_ids, [{"quantity": 3.0, "points": 1.5}])
        self.assertEqual(self._of(self.counted).self_score, 18.5)
        self.assertEqual(self.sheet.filler_ids, self.coordinator)
        self.assertEqual(answer["cells"][self.sheet.id][self.counted.id]["score"], 18.5)

    def test_a_counted_line_keeps_one_claim(self):
        line = self._of(self.counted)
        for count, claims in ((2, 1), (4, 1), (0, 0)):
            self.assertFalse(self._save(self.coordinator, "self", (line, count, {}))["refused"])
            self.assertEqual(len(line.claim_ids), claims)
            self.assertEqual(line.self_score, 20 - 0.5 * count)

    def test_what_does_not_fit_is_named_and_the_rest_is_saved(self):
        answer = self._save(
            self.coordinator,
            "self",
            (self._of(self.judged), 21, {}),
            (self._of(self.level), 17.5, {}),
            (self._of(self.parts), 12, {}),
            (self._of(self.counted), -1, {}),
            (self._of(self.ratio), 9, {}),
        )
        self.assertReasons(answer, "outside 0 to 20", "none of the levels", "more than one number", "not below zero")
        self.assertEqual({found["row"] for found in answer["refused"]}, {"Staff"})
        self.assertIn("Duties", {found["column"] for found in answer["refused"]})
        self.assertEqual(answer["saved"], self._of(self.ratio).ids)
        self.assertEqual(self._of(self.ratio).self_score, 18.0)
        self.assertFalse(self._of(self.judged).self_value)

    def test_what_changed_meanwhile_is_not_overwritten(self):
        line = self._of(self.judged)
        line.with_user(self.staff).self_value = 11.0
        answer = self._save(self.coordinator, "self", (line, 18, {"old": 0.0}))
        self.assertReasons(answer, "it is 11 now")
        self.assertEqual((answer["conflicts"][0]["value"], answer["conflicts"][0]["current"]), (18, 11.0))
        self.assertEqual(line.self_value, 11.0)

    def test_texts_are_no_numbers(self):
        answer = self._save(self.coordinator, "self", (self._of(self.judged), "=1+1", {}))
        self.assertReasons(answer, "is not a number")

    def test_malformed_cells_are_refused_and_the_rest_is_saved(self):
        line, other, counted = (self._of(indicator) for indicator in (self.ratio, self.judged, self.counted))
        for wrong, why in (
            ({"note": 5}, "no text"),
            ({"note": "Nul\0"}, "no text"),
            ({"note": "Good", "old_note": ["a"]}, "no text"),
            ({"value": True}, "not a number"),
            ({"value": [1]}, "not a number"),
            ({"value": 1, "old": "nothing"}, "not a number"),
            ({"value": float("nan")}, "too large"),
            ({"line_id": None, "value": 1}, "which cell"),
            ({"line_id": str(other.id), "value": 1}, "which cell"),
            ({"line_id": 2**40, "value": 1}, "which cell"),
        ):
            with self.subTest(wrong=wrong):
                cells = [{"line_id": other.id, **wrong}, {"line_id": line.id, "note": why, "old_note": line.self_note}]
                answer = self.env["perf.grid"].with_user(self.coordinator).save("self", cells)
                self.assertReasons(answer, why)
                self.assertEqual((answer["saved"], line.self_note), (line.ids, why))
        answer = self.env["perf.grid"].with_user(self.coordinator).save("self", ["x", None, {}])
        self.assertReasons(answer, *["which cell"] * 3)
        answer = self._save(self.coordinator, "self", (counted, 0.00001, {}), (line, 7, {}))
        self.assertEqual(set(answer["saved"]), {counted.id, line.id})
        self.assertFalse(counted.claim_ids, "less than the finest quantity is none")

    def test_quantities_that_do_not_fit_are_named_by_claim(self):
        fitting, wrong = (self._claim(self.staff, self._of(self.judged), rule) for rule in ("Reminder", "Praise"))
        quantities = {fitting.id: 2.0, wrong.id: 3.0}
        problems = (fitting + wrong).with_user(self.staff)._put_quantities(quantities)
        self.assertEqual(list(problems), wrong.ids)
        self.assertIn("above the cap", problems[wrong.id])

    # === WHO, AND WHEN === #

    def test_only_who_may_fill_in_saves(self):
        line = self._of(self.judged)
        for user in (self.deputy, self.colleague, self.other_head, self.office):
            answer = self._save(user, "self", (line, 18, {}))
            self.assertEqual(len(answer["refused"]), 1, user.login)
            self.assertFalse(line.self_value, user.login)
        self.assertEqual(self._save(self.colleague, "self", (line, 18, {}))["refused"][0]["row"], "")
        self.assertEqual(self._save(self.staff, "self", (line, 18, {}))["saved"], line.ids)

    def test_a_sheet_that_has_gone_on_takes_no_self_score(self):
        self._submit(self.sheet)
        answer = self._save(self.coordinator, "self", (self._of(self.judged), 1, {}))
        self.assertReasons(answer, "gone on meanwhile")

    def test_the_review_needs_a_reason_and_keeps_the_change(self):
        self._submit(self.sheet)
        line = self._of(self.judged)
        answer = self._save(self.deputy, "review", (line, 15, {}), (self._of(self.level), 19, {"note": "Agreed."}))
        self.assertReasons(answer, "write the reason")
        self.assertEqual(answer["saved"], self._of(self.level).ids)
        self.assertEqual(line.review_score, 18.0)
        answer = self._save(self.deputy, "review", (line, 15, {"note": "Two tasks were late"}))
        self.assertFalse(answer["refused"])
        self.assertEqual(line.review_score, 15.0)
        self.assertRecordValues(
            self.sheet.change_ids,
            [{"old_score": 18.0, "new_score": 15.0, "user_id": self.deputy.id, "reason": "Two tasks were late"}],
        )
        self.assertEqual(self._save(self.coordinator, "review", (line, 18, {}))["saved"], [])

    def test_a_line_that_is_not_assessed_takes_no_points(self):
        self._submit(self.sheet)
        line = self._of(self.judged)
        line.with_user(self.deputy).write({"assessed": False, "review_reason": "Was on loan"})
        cell = self._cell(self._grid(self.deputy, "review"), self.sheet, self.judged)
        self.assertEqual((cell["input"], cell["open"], cell["assessed"]), ("", True, False))
        answer = self._save(self.deputy, "review", (line, 12, {}), (self._of(self.level), 19, {"note": "Agreed."}))
        self.assertReasons(answer, "not assessed")
        self.assertEqual(answer["saved"], self._of(self.level).ids)

    # === HAND ON === #

    def test_complete_sheets_are_handed_in_and_the_others_named(self):
        colleague = self._sheet_of(self.colleague, self.period)
        self._fill_in(self.sheet, self.coordinator)
        answer = self.env["perf.grid"].with_user(self.coordinator).submit("self", (self.sheet + colleague).ids)
        self.assertEqual(answer["done"], self.sheet.ids)
        self.assertEqual([found["row"] for found in answer["refused"]], ["Colleague"])
        self.assertState(self.sheet, "self_scored")
        self.assertTrue(self.sheet.on_behalf)
        self.assertState(colleague, "draft")

    def test_a_matter_that_counts_elsewhere_holds_up_its_own_sheet_only(self):
        colleague = self._sheet_of(self.colleague, self.period)
        earlier = self._fill_in(self.sheets["staff"])
        for sheet in (earlier, self._fill_in(self.sheet, self.coordinator)):
            self._claim(self.staff, self._of(self.judged, sheet), "Honour", matter="Road prize", points=2)
        self._fill_in(colleague, self.coordinator)
        grid = self.env["perf.grid"].with_user(self.coordinator)
        answer = grid.submit("self", (self.sheet + colleague).ids)
        self.assertEqual(answer["done"], colleague.ids)
        [refused] = answer["refused"]
        self.assertEqual((refused["id"], refused["row"]), (self.sheet.id, "Staff"))
        [reason] = refused["reasons"]
        for text in ("Duties", "Road prize", earlier.display_name, "take it back"):
            self.assertIn(text, reason)
        self.assertState(self.sheet, "draft")
        self.assertState(colleague, "self_scored")
        self._of(self.judged).claim_ids.with_user(self.staff).unlink()
        self.assertEqual(grid.submit("self", self.sheet.ids), {"done": self.sheet.ids, "refused": []})

    def test_reviews_are_finished_at_once(self):
        colleague = self._sheet_of(self.colleague, self.period)
        for sheet in self.sheet + colleague:
            self._submit(sheet)
        answer = self.env["perf.grid"].with_user(self.deputy).submit("review", (self.sheet + colleague).ids)
        self.assertEqual(set(answer["done"]), set((self.sheet + colleague).ids))
        self.assertState(self.sheet + colleague, "reviewed")

    def test_after_finishing_the_grid_stays_where_it_is(self):
        self._submit(self.sheet)
        self._submit(self.sheets["colleague"])
        grid = self.env["perf.grid"].with_user(self.deputy)
        grid.submit("review", self.sheet.ids)
        found = grid.get_grid("review", self.period.id, self.township.id)
        self.assertEqual((found["period_id"], found["unit_id"]), (self.period.id, self.township.id))
        self.assertEqual(found["rows"], [], "the rows of another month are not put in their place")
        waiting = {period["id"]: bool(period["count"]) for period in found["periods"]}
        self.assertEqual(waiting, {self.period.id: False, self.month.id: True})

    def test_a_sheet_that_nobody_has_scored_does_not_hold_up_the_others(self):
        colleague = self._sheet_of(self.colleague, self.period)
        self._submit(self.sheet)
        self._pass_deadlines(self.period)
        colleague.with_user(self.deputy).action_skip_self_score()
        grid = self.env["perf.grid"].with_user(self.deputy)
        answer = grid.submit("review", (self.sheet + colleague).ids)
        self.assertEqual(answer["done"], self.sheet.ids)
        (refused,) = answer["refused"]
        self.assertEqual((refused["id"], refused["row"]), (colleague.id, "Colleague"))
        self.assertIn("Nobody has scored Duties", refused["reasons"][0])

    def test_grids_without_a_sheet_have_no_menu(self):
        idle = {user: self.env["perf.grid"].with_user(user)._idle_kinds() for user in (self.staff, self.coordinator)}
        self.assertEqual(idle[self.staff], ["self", "review", "lead"])
        self.assertEqual(idle[self.coordinator], ["review", "lead"])


@tagged("post_install", "-at_install")
class TestPerfGridSize(CrowdMixin, PerfGridCommon):
    """A grid of sixty people costs no more queries than one of a few."""

    def test_loading_and_saving_cost_the_same_for_few_and_many(self):
        grid = self.env["perf.grid"].with_user(self.coordinator)
        grid = grid.with_context(lang="en_US", tz="Asia/Shanghai")  # as the web client does
        loads, saves = [], []
        for number in (1, 15, 60):  # the first is for what a process loads once
            sheets = self._hire(number)
            count, data = self._queries(grid.get_grid, "self", sheets.period_id.id)
            loads.append(count)
            self.assertGreaterEqual(len(data["rows"]), number)
            lines = sheets.line_ids.filtered(lambda line: line.method in ("judged", "ratio", "level"))
            cells = [{"line_id": line.id, "value": 18 + line.id % 3, "old": 0.0} for line in lines]
            count, answer = self._queries(grid.save, "self", cells)
            saves.append(count)
            self.assertEqual(len(answer["saved"]), len(lines))
        self.assertFlat(*loads[1:], what="load")
        self.assertFlat(*saves[1:], rows=len(lines), what="save")


@tagged("post_install", "-at_install")
class TestPerfGridLead(PerfGridCommon):
    """A lead unit scores its indicators on the sheets of other units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_indicators[0].lead_unit_ids = [Command.set(cls.other.ids)]
        cls._create_plan(cls.unit_indicators, scope="unit", unit_id=cls.other.id)
        cls.unit_sheet = cls._create_unit_sheet()
        cls.period = cls.unit_sheet.period_id
        cls._fill_in(cls.unit_sheet, cls.head).action_submit()
        cls.env.flush_all()

    def test_lead_unit_sees_and_scores_its_own_lines_only(self):
        grid = self._grid(self.other_head, "lead")
        self.assertEqual([column["name"] for column in grid["columns"]], ["Roads"])
        self.assertEqual([row["name"] for row in grid["rows"]], ["East Township"])
        self.assertFalse(grid["rows"][0]["score"], "the total of the sheet is not for a lead unit")
        roads, letters = (self._of(indicator, self.unit_sheet) for indicator in self.unit_indicators)
        answer = self._save(
            self.other_head, "lead", (roads, 50, {"note": "Two roads late"}), (letters, 1, {"note": "No"})
        )
        self.assertEqual(answer["saved"], roads.ids)
        self.assertEqual(len(answer["refused"]), 1)
        self.assertEqual((roads.review_score, letters.review_score), (50.0, 36.0))
        done = self.env["perf.grid"].with_user(self.other_head).submit("lead", self.unit_sheet.ids)
        self.assertEqual(done["done"], self.unit_sheet.ids)
        self.assertEqual(roads.reviewed_by_id, self.other_head)

    def test_others_score_nothing(self):
        roads = self._of(self.unit_indicators[0], self.unit_sheet)
        for user in (self.head, self.coordinator, self.staff, self.stranger):
            self.assertFalse(self._save(user, "lead", (roads, 1, {"note": "No"}))["saved"], user.login)
            self.assertFalse(self._grid(user, "lead")["rows"], user.login)

    def test_a_sheet_that_waits_for_lead_units_only_does_not_hold_up_the_others(self):
        other_sheet = self._create_unit_sheet(self.other)
        self._fill_in(other_sheet, self.other_head).action_submit()
        grid = self.env["perf.grid"].with_user(self.office)
        self.assertEqual(grid.submit("review", self.unit_sheet.ids)["done"], self.unit_sheet.ids)
        answer = grid.submit("review", (self.unit_sheet + other_sheet).ids)
        self.assertEqual(answer["done"], other_sheet.ids)
        self.assertState(other_sheet, "reviewed")
        (refused,) = answer["refused"]
        self.assertEqual((refused["id"], refused["row"]), (self.unit_sheet.id, "East Township"))
        self.assertIn("waits for its lead units: West Township", refused["reasons"][0])

    def test_without_a_self_score_the_lead_unit_measures(self):
        measured = self._create_indicator(
            "Length",
            kind="unit",
            scheme_id=self.scheme_unit.id,
            frequency="quarter",
            method="ratio",
            default_target=10.0,
            lead_unit_ids=[Command.set(self.other.ids)],
        )
        revision = self.plan_unit.with_user(self.coordinator)._revise()
        revision._add_indicators(measured)
        revision.with_user(self.head).action_sign(points_meant=True)
        revision.with_user(self.office).action_approve(points_meant=True)
        quarter = self.cycle.period_ids.filtered(lambda found: found.kind == "quarter" and found.state == "pending")[:1]
        self._open_period(quarter)
        sheet = self.env["perf.appraisal"].search([("unit_id", "=", self.township.id), ("period_id", "=", quarter.id)])
        quarter.sudo().self_deadline = fields.Date.subtract(fields.Date.today(), days=3)
        length, roads = self._of(measured, sheet), self._of(self.unit_indicators[0], sheet)
        sheet.with_user(self.office).action_skip_self_score()
        self._save(self.other_head, "lead", (roads, 50, {}))
        answer = self.env["perf.grid"].with_user(self.other_head).submit("lead", (sheet + self.unit_sheet).ids)
        self.assertEqual(answer["done"], self.unit_sheet.ids)
        self.assertIn("Nobody has scored Length yet", answer["refused"][0]["reasons"][0])
        answer = self._save(self.other_head, "lead", (length, 1.25, {}), (roads, 50, {}))
        self.assertEqual((answer["refused"], set(answer["saved"])), ([], {length.id, roads.id}))
        self.assertEqual((length.review_score, roads.review_score), (10.0, 50.0))
        with self.assertRefused(UserError, "A lead unit gives points"):
            length.with_user(self.other_head).assessed = False
        with self.assertRefused(UserError, "cannot be changed"):
            self._of(self.unit_indicators[0], self.unit_sheet).with_user(self.other_head).actual_value = 1.0

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalUnit(PerfCommon):
    """The sheet of a unit: handed in by its head, scored line by line by lead units and the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roads, cls.letters = cls.unit_indicators
        cls.bureau = cls._create_department("Roads Bureau", parent_id=cls.county.id)
        cls.lead = cls._create_user("lead_head", cls.bureau)
        cls.lead2 = cls._create_user("lead_clerk", cls.bureau)
        cls.bureau.write(
            {
                "manager_id": cls.lead.employee_id.id,
                "perf_coordinator_ids": [Command.set(cls.lead2.employee_id.ids)],
            },
        )
        cls.roads.lead_unit_ids = cls.bureau
        cls.letters.lead_unit_ids = cls.township  # a unit never reviews itself: the office does
        cls.unit_sheet = cls._create_unit_sheet()
        cls._fill_in(cls.unit_sheet, cls.coordinator)
        cls.proof = cls._create_attachment(cls.coordinator)
        cls.led = cls._line(cls.unit_sheet, cls.roads)
        cls.own = cls._line(cls.unit_sheet, cls.letters)
        cls.led.with_user(cls.coordinator).evidence_ids = cls.proof

    def _hand_in(self):
        self.unit_sheet.with_user(self.head).action_submit()

    def test_a_lead_unit_reads_its_lines_and_nothing_else(self):
        led = self.led.with_user(self.lead)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRefused(AccessError):
            led.read(["self_value"])  # nothing before it is handed in
        self._hand_in()
        self.assertEqual(led.read(["self_value"])[0]["self_value"], 54.0)
        self.assertEqual(self.proof.with_user(self.lead).read(["name"])[0]["name"], "proof.txt")
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with self.assertRefused(AccessError):
                self.own.with_user(self.lead).read(["self_value"])
            with self.assertRefused(AccessError):
                self.unit_sheet.with_user(self.lead).read(["self_summary"])
        self.assertFalse(self.env["perf.appraisal"].with_user(self.lead).search([("kind", "=", "unit")]))

    def test_a_lead_unit_writes_points_and_reasons_only(self):
        self._hand_in()
        led = self.led.with_user(self.lead)
        self.env.invalidate_all()
        led.write({"review_value": 40, "review_reason": "Two roads late"})
        self.assertEqual(self.led.review_score, 40.0)
        for values in ({"self_value": 1}, {"assessed": False}, {"final_score": 1}, {"evidence_ids": [Command.clear()]}):
            with self.assertRefused(UserError):
                led.write(values)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRefused(AccessError):
            self.own.with_user(self.lead).write({"review_value": 1, "review_reason": "No"})
        change = self.unit_sheet.change_ids
        self.assertEqual((change.old_score, change.new_score, change.user_id), (54.0, 40.0, self.lead))

    def test_lead_unit_and_office_together_review_the_sheet(self):
        self._hand_in()
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRefused(AccessError):
            self.led.with_user(self.office).write({"review_value": 40, "review_reason": "No"})
        self.unit_sheet.with_user(self.office).action_review()
        self.assertState(self.unit_sheet, "self_scored")
        self.assertEqual(self.unit_sheet.lines_left, 1)
        with self.assertRefused(UserError, "waits for its lead units: Roads Bureau"):
            self.unit_sheet.with_user(self.office).action_review()
        self.led.with_user(self.lead2).action_finish_lines()
        self.assertState(self.unit_sheet, "reviewed")
        self.assertEqual(self.led.reviewed_by_id, self.lead2)
        self.assertEqual(self.own.reviewed_by_id, self.office)
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.unit_sheet.with_user(self.office).action_confirm()
        self.unit_sheet.with_user(self.office2).action_confirm()
        self.assertState(self.unit_sheet, "confirmed")

    def test_a_sheet_that_waits_for_a_lead_unit_is_not_counted_as_reviewed(self):
        quarter = self._period("quarter", self.unit_sheet.period_id.number % 4 + 1)
        self._open_period(quarter)
        scored = quarter.sudo().appraisal_ids.filtered(lambda sheet: sheet.unit_id == self.township)
        self._fill_in(scored, self.coordinator)
        (scored + self.unit_sheet).with_user(self.head).action_submit()
        self._line(scored, self.roads).with_user(self.lead).action_finish_lines()
        told = (scored + self.unit_sheet).with_user(self.office).action_review()["params"]["message"]
        self.assertIn("1 sheets reviewed.", told)
        self.assertIn("1 sheets still wait for their lead units.", told)
        self.assertState(scored, "reviewed")
        self.assertState(self.unit_sheet, "self_scored")

    def test_the_first_to_finish_decides(self):
        self._hand_in()
        self.led.with_user(self.lead2).write({"review_value": 50, "review_reason": "One road late"})
        self.led.with_user(self.lead2).action_finish_lines()
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRefused(AccessError):
            self.led.with_user(self.lead).write({"review_value": 10, "review_reason": "No"})
        with self.assertRefused(UserError, "cannot be taken up again"):
            self.led.with_user(self.lead).action_reopen_lines()
        self.led.with_user(self.lead2).action_reopen_lines()
        self.led.with_user(self.lead).write({"review_value": 45, "review_reason": "Two roads late"})
        self.assertEqual(self.led.review_score, 45.0)

    def test_a_changed_score_without_a_reason_is_not_finished(self):
        self._hand_in()
        with self.assertRefused(UserError, "reason"):
            self.led.with_user(self.lead).write({"review_value": 40})

    def test_whoever_gave_points_does_not_confirm(self):
        self._pass_deadlines(self.unit_sheet.period_id)
        self._hand_in()
        self.led.with_user(self.office).write({"review_value": 40, "review_reason": "Two roads late"})
        self.unit_sheet.with_user(self.office2).action_review()
        with self.assertRefused(UserError, "you reviewed it yourself"):
            self.unit_sheet.with_user(self.office).action_confirm()

    def test_the_sheet_of_a_person_is_not_finished_line_by_line(self):
        self._submit(self.sheet)
        with self.assertRefused(UserError, "as a whole"):
            self.sheet.line_ids.with_user(self.deputy).action_finish_lines()
        self.assertState(self.sheet, "self_scored")

    def test_what_a_lead_unit_has_finished_is_not_withdrawn(self):
        self._hand_in()
        self.led.with_user(self.lead).action_finish_lines()
        with self.assertRefused(UserError, "ask the leader to return it"):
            self.unit_sheet.with_user(self.head).action_withdraw()

    def test_without_a_lead_unit_any_more_the_office_scores(self):
        self._hand_in()
        self.roads.lead_unit_ids = False
        self.unit_sheet.with_user(self.office).action_review()
        self.assertState(self.unit_sheet, "reviewed")

    def test_past_the_deadline_the_office_scores_for_the_lead_unit(self):
        self._hand_in()
        self._pass_deadlines(self.unit_sheet.period_id)
        self.env.invalidate_all()
        self.unit_sheet.with_user(self.office).action_review()
        self.assertState(self.unit_sheet, "reviewed")

    def test_what_is_returned_is_scored_anew(self):
        self._hand_in()
        self.led.with_user(self.lead).action_finish_lines()
        self.unit_sheet.with_user(self.office).action_return("The evidence is missing.")
        self.assertState(self.unit_sheet, "draft")
        self.assertFalse(self.led.reviewed_on)
        self._hand_in()
        self.assertEqual(self.unit_sheet.lines_left, 2)

    # === FINISHED AND SCORED AGAIN === #

    def _notes(self):
        """Return what the chatter of the sheet says, oldest first."""
        self.env.flush_all()
        return [str(message.preview) for message in self.unit_sheet.message_ids.sorted("id")]

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_is_finished_is_closed_until_it_is_taken_up_again(self):
        self._hand_in()
        led = self.led.with_user(self.lead)
        led.write({"review_value": 40, "review_reason": "Two roads late"})
        led.action_finish_lines()
        self.assertFalse(led.i_write)
        with self.assertRefused(AccessError):
            led.review_value = 10
        finished_on = led.reviewed_on
        grid = self.env["perf.grid"].with_user(self.lead)
        answer = grid.save("lead", [{"line_id": led.id, "value": 10, "old": 40.0}])
        self.assertFalse(answer["saved"])
        self.assertEqual((led.review_score, led.reviewed_on), (40.0, finished_on))
        led.action_reopen_lines()
        led.write({"review_value": 45, "review_reason": "One road late"})
        led.action_finish_lines()
        self.assertEqual(self.led.review_score, 45.0)
        trail = [note for note in self._notes() if "Lines" in note]
        finished, again = "Lines scored and finished: 1", "Lines taken up again, to be scored anew: 1"
        self.assertEqual(trail, [finished, again, finished])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_office_closes_its_lines_of_a_unit_that_waits_for_others(self):
        self._hand_in()
        self.unit_sheet.with_user(self.office).action_review()
        with self.assertRefused(AccessError):
            self.own.with_user(self.office).write({"review_value": 1, "review_reason": "No"})
        self.own.with_user(self.office).action_reopen_lines()
        self.own.with_user(self.office).write({"review_value": 30, "review_reason": "Late"})
        self.assertEqual(self.own.review_score, 30.0)

    def test_the_grid_marks_what_is_finished_and_takes_it_up_again(self):
        self._hand_in()

        def cell(user):
            grid = self.env["perf.grid"].with_user(user).get_grid("lead")
            found = grid["cells"][self.unit_sheet.id][self.roads.id]
            return found["done"], found["open"]

        grid = self.env["perf.grid"].with_user(self.lead)
        self.assertEqual(cell(self.lead), ("", True))
        self.assertEqual(grid.submit("lead", self.unit_sheet.ids)["done"], self.unit_sheet.ids)
        self.assertEqual((cell(self.lead), cell(self.lead2)), (("mine", False), ("other", False)))
        self.assertEqual(grid.submit("lead", self.unit_sheet.ids), {"done": [], "refused": []}, "nothing is left")
        self.assertEqual(grid.with_user(self.lead2).reopen(self.unit_sheet.ids), 0, "another finished it")
        self.assertEqual(grid.reopen(self.unit_sheet.ids), 1)
        self.assertEqual(cell(self.lead2), ("", True))

    # === STAND-INS === #

    def _replace(self, absent, unit, clerk=None):
        """Let a clerk, by default of another unit, stand in for the head of a unit."""
        clerk = clerk or self.stranger
        today = fields.Date.context_today(self.env.user)
        standin = self.env["perf.standin"].with_user(self.office)
        standin = standin.create(
            {
                "employee_id": absent.employee_id.id,
                "standin_id": clerk.employee_id.id,
                "role": "head",
                "unit_id": unit.id,
                "date_to": today,
                "reason": "Training",
            },
        )
        standin.with_user(clerk).action_accept()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_works_in_a_unit_does_not_score_it_for_the_lead_unit(self):
        self._hand_in()
        self._replace(self.lead, self.bureau, self.staff)
        self._replace(self.lead, self.bureau, self.stranger)
        values = {"review_value": 40, "review_reason": "Two roads late"}
        self.assertFalse(self.led.with_user(self.staff).has_access("read"))
        self.assertNotIn(self.led, self.led.with_user(self.staff).search([("i_lead", "=", True)]))
        with self.assertRefused(AccessError):
            self.led.with_user(self.staff).write(values)
        self.led.with_user(self.stranger).write(values)
        self.assertIn(self.led, self.led.with_user(self.stranger).search([("i_lead", "=", True)]))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_is_on_loan_to_a_unit_does_not_score_it_while_it_lasts(self):
        self._hand_in()
        led, clerk = self.led.with_user(self.lead2), self.lead2.employee_id
        today = fields.Date.context_today(self.env.user)
        clerk.write({"perf_host_unit_id": self.township.id, "perf_host_to": today})
        with self.assertRefused(AccessError):
            led.write({"review_value": 40, "review_reason": "Two roads late"})
        clerk.perf_host_to = fields.Date.subtract(today, days=1)
        led.write({"review_value": 40, "review_reason": "Two roads late"})
        self.assertEqual(self.led.review_score, 40.0)

    def test_a_line_tells_for_whom_a_stand_in_of_the_lead_unit_scored_it(self):
        self._hand_in()
        self._replace(self.lead, self.bureau)
        led = self.led.with_user(self.stranger)
        led.write({"review_value": 40, "review_reason": "Two roads late"})
        led.action_finish_lines()
        self.assertEqual(self.led.reviewed_by_id, self.stranger)
        self.assertEqual(self.led.reviewed_for_id, self.lead.employee_id)
        self.assertRecordValues(
            self.unit_sheet.change_ids,
            [{"user_id": self.stranger.id, "changed_for_id": self.lead.employee_id.id}],
        )
        said = "“Roads” was scored by Stranger in place of Lead Head."
        self.assertEqual(self.unit_sheet.standin_note, said)
        self.unit_sheet.with_user(self.office).action_review()
        self.assertFalse(self.own.reviewed_for_id)
        self.assertFalse(self.unit_sheet.reviewed_for_id)  # the office finished it in its own right
        report = self.env["report.perf_appraisal.report_perf_appraisal_unit"]
        notes = [row["cells"][-1] for part in report._unit_sections(self.unit_sheet) for row in part["rows"]]
        self.assertEqual(notes, [["Scored: Stranger in place of Lead Head"], []])

    def test_whoever_leads_the_lead_unit_scores_in_his_own_right(self):
        self._hand_in()
        self._replace(self.lead, self.bureau)
        self.bureau.perf_deputy_ids = self.stranger.employee_id
        self.env.flush_all()
        self.led.with_user(self.stranger).write({"review_value": 40, "review_reason": "Two roads late"})
        self.led.with_user(self.stranger).action_finish_lines()
        self.assertFalse(self.led.reviewed_for_id)
        self.assertFalse(self.unit_sheet.change_ids.changed_for_id)

    def test_what_is_taken_up_again_is_nobody_s(self):
        self._hand_in()
        self._replace(self.lead, self.bureau)
        led = self.led.with_user(self.stranger)
        led.action_finish_lines()
        led.action_reopen_lines()
        self.assertFalse(self.led.reviewed_for_id)
        self.led.with_user(self.lead2).action_finish_lines()
        self.assertFalse(self.led.reviewed_for_id)

    def test_the_sheet_tells_for_whom_its_last_line_was_scored(self):
        self._hand_in()
        self._replace(self.chief, self.county)
        self.unit_sheet.with_user(self.office).action_review()
        self.led.with_user(self.stranger).action_finish_lines()
        self.assertState(self.unit_sheet, "reviewed")
        self.assertEqual(self.unit_sheet.reviewed_for_id, self.chief.employee_id)

    def test_sheets_of_units_are_no_sheets_of_heads(self):
        def cards(user):
            work = self.env["perf.my.work"].with_user(user).get_my_work()
            return {card["kind"]: card["count"] for card in work["cards"] if card["kind"].startswith("review")}

        self._hand_in()
        self.assertEqual(cards(self.office), {"review_units": 1})
        self.unit_sheet.with_user(self.office).action_review()
        self.assertEqual(cards(self.office), {}, "only a line of the lead unit is left")
        self._pass_deadlines(self.unit_sheet.period_id)
        self.assertEqual(cards(self.office), {"review_units": 1}, "which is late")

    def test_my_work_shows_the_lines_to_score(self):
        def cards(user):
            work = self.env["perf.my.work"].with_user(user).get_my_work()
            return {card["kind"]: card["count"] for card in work["cards"]}

        self.assertNotIn("lead", cards(self.lead))
        self._hand_in()
        self.assertEqual(cards(self.lead)["lead"], 1)
        self._pass_deadlines(self.unit_sheet.period_id)
        work = self.env["perf.appraisal.line"].with_user(self.lead)
        self.assertEqual(work._get_work()[0]["late"], 1)
        extension = {"period_id": self.unit_sheet.period_id.id, "unit_id": self.township.id}
        self.env["perf.extension"].with_user(self.office).create({**extension, "days": 60, "reason": "Flood"})
        self.assertEqual(work._get_work()[0]["late"], 0)
        self.assertNotIn("lead", cards(self.head))
        self.led.with_user(self.lead).action_finish_lines()
        self.assertNotIn("lead", cards(self.lead))

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfPlanMerge(PerfCommon):
    def setUp(self):
        super().setUp()
        self.draft = self._create_plan(
            self.judged + self.ratio + self.deduction, approved=False, scope="staff", unit_id=self.township.id
        ).with_user(self.coordinator)
        self.kept, self.other_line, self.stranger_line = self.draft.line_ids
        self.kept.write({"standard": "First text", "responsible_id": self.staff.employee_id.id})
        self.other_line.write({"standard": "Second text", "responsible_id": self.colleague.employee_id.id})

    def _wizard(self, lines, **values):
        return (
            self.env["perf.plan.merge"]
            .with_user(self.coordinator)
            .create(
                {
                    "plan_id": self.draft.id,
                    "keep_id": self.kept.id,
                    "line_ids": [Command.set(lines.ids)],
                    **values,
                }
            )
        )

    def test_merged_line_has_the_points_texts_and_people_of_all(self):
        wizard = self._wizard(self.other_line)
        self.assertEqual(wizard.full_score, 40.0)
        answer = wizard.action_merge()
        self.assertEqual(
            answer["params"]["message"],
            f"Lines merged into “{self.kept.display_name}”: 1. It has 40 points now.",
        )
        self.assertEqual(answer["params"]["next"]["type"], "ir.actions.act_window_close")
        self.assertEqual(self.draft.line_ids, self.kept + self.stranger_line)
        self.assertEqual((self.kept.full_score, self.kept.weight), (40.0, 40.0))
        self.assertEqual(self.kept.standard, "First text\nVisits: Second text")
        self.assertEqual(self.kept.responsible_id, self.staff.employee_id)
        self.assertEqual(self.kept.assistant_ids, self.colleague.employee_id)

    def test_row_that_deducts_inside_the_row_above_adds_no_points(self):
        self._wizard(self.other_line, add_points=False).action_merge()
        self.assertEqual(self.kept.full_score, 20.0)
        self.assertIn("Second text", self.kept.standard)

    def test_lines_of_two_sections_stay_apart(self):
        with self.assertRefused(UserError, "another section"):
            self._wizard(self.stranger_line).action_merge()
        with self.assertRefused(UserError, "Choose the lines"):
            self._wizard(self.kept).action_merge()

    def test_approved_plan_and_foreign_plan_are_not_merged(self):
        lines = self.plan.line_ids
        wizard = self.env["perf.plan.merge"].with_user(self.office)
        values = {"plan_id": self.plan.id, "keep_id": lines[0].id, "line_ids": [Command.set(lines[2].ids)]}
        with self.assertRefused(UserError, "cannot be changed"):
            wizard.create(values).action_merge()
        with self.assertRefused(UserError, "one plan"):
            self._wizard(self.plan.line_ids[2]).action_merge()
        with self.assertRefused(AccessError):
            self._wizard(self.other_line).with_user(self.stranger).action_merge()

    def test_selection_of_a_list_is_taken_over(self):
        context = {"active_model": "perf.plan.line", "active_ids": (self.kept + self.other_line).ids}
        form = Form(self.env["perf.plan.merge"].with_user(self.coordinator).with_context(**context))
        self.assertEqual((form.keep_id, form.plan_id), (self.kept, self.draft))
        form.save().action_merge()
        self.assertEqual(self.kept.full_score, 40.0)

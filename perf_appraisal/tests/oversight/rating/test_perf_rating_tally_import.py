import base64
import io

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingTallyImport(CampaignCase):
    """A workbook names units; what was not understood is listed, and stays until somebody says what it means."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tally = cls._tally()

    def _dialog(self, rows, tally=None, user=None):
        text = "\n".join(",".join(map(str, row)) for row in rows)
        return (
            self.env["perf.rating.tally.import"]
            .with_user(user or self.office)
            .create(
                {
                    "tally_id": (tally or self.tally).id,
                    "file": base64.b64encode(text.encode()),
                    "filename": "votes.csv",
                }
            )
        )

    def _read(self, rows, tally=None):
        dialog = self._dialog(rows, tally)
        dialog.action_read()
        return dialog

    def test_the_downloaded_table_is_read_again(self):
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(self.tally.with_user(self.office).table)))
        for row, numbers in ((2, (8, 2, 1, 7, 3, 1)), (3, (5, 5, 0, 6, 4, 0))):
            for column, number in enumerate(numbers, 2):
                book.active.cell(row, column, number)
        stream = io.BytesIO()
        book.save(stream)
        dialog = self._dialog(())
        dialog.write({"file": base64.b64encode(stream.getvalue()), "filename": "votes.xlsx"})
        dialog.action_read()
        self.assertEqual((dialog.ready_count, dialog.left_count, dialog.unknown, dialog.absent), (2, 0, "", ""))
        dialog.action_take()
        self.assertEqual(len(self.tally.line_ids), 12)
        self.assertEqual(self.tally.grid["cells"][self._cell(self.units[0], self.effect, self.poor)], 3)

    def test_what_is_not_understood_is_listed_and_not_lost(self):
        dialog = self._read(
            (
                ("Unit", "Attitude: Good", "Attitude: Poor", "Remark"),
                ("West Township", "5票", 4, "x"),
                ("Nowhere", 1, 2, ""),
                ("East Township", "many", 2, ""),
            )
        )
        self.assertEqual(dialog.unknown, "Remark")
        self.assertEqual(dialog.absent, "Attitude: Don't know、Effect: Good、Effect: Poor、Effect: Don't know")
        self.assertEqual((dialog.ready_count, dialog.left_count), (1, 2))
        action = dialog.action_take()
        self.assertEqual((action["res_model"], action["res_id"]), (dialog._name, dialog.id), "the dialog stays open")
        self.assertEqual(self.tally.line_ids.mapped("votes"), [5, 4])
        self.assertEqual(dialog.line_ids.mapped("rated_text"), ["Nowhere", "East Township"])
        with self.assertRefused(UserError, "No row can be entered yet"):
            dialog.action_take()

    def test_a_chosen_name_is_remembered(self):
        rows = (("Unit", "Attitude: Good"), ("Nowhere", 7))
        dialog = self._read(rows)
        dialog.line_ids.appraisee_id = self.units[1]
        dialog.action_take()
        self.assertEqual(self.tally.line_ids.appraisee_id, self.units[1])
        self.assertEqual(self._read(rows).line_ids.appraisee_id, self.units[1])

    def test_empty_cells_change_nothing(self):
        self._type_in(self.tally, {(self.units[0], self.attitude, self.good): 3})
        self._read((("Unit", "Attitude: Good", "Attitude: Poor"), ("East Township", "", 2))).action_take()
        self.assertEqual(self.tally.line_ids.mapped("votes"), [3, 2])

    def test_a_third_party_fills_in_one_column(self):
        tally = self._tally(self.institute)
        self._read((("Unit", "Score %"), ("East Township", "88.5"), ("West Township", 91)), tally).action_take()
        self.assertEqual(tally.line_ids.mapped("percent"), [88.5, 91.0])

    def test_persons_are_found_by_name_and_unit(self):
        people = (self.sheets["staff"] | self.sheets["stranger"]).appraisee_id
        people.employee_id.name = "Twin"
        rating = self._create_rating(
            kind="employee",
            appraisee_ids=[Command.set(people.ids)],
            group_ids=[Command.create({"name": "Leaders", "channel": "third_party"})],
        )
        rating.with_user(self.office).action_open()
        tally = self._tally(rating.group_ids)
        rows = (("Name", "Unit", "Score %"), ("Twin", "West Township", 70), ("Twin", "", 80))
        dialog = self._read(rows, tally)
        west = people.filtered(lambda one: one.unit_id == self.other)
        self.assertEqual(dialog.line_ids.mapped("appraisee_id"), west)
        self.assertIn("Perhaps: Twin (", dialog.line_ids[1].problem)

    def test_a_table_without_a_header_says_what_it_needs(self):
        with self.assertRefused(UserError, "needs a header with “Unit”"):
            self._read((("a", "b"), ("East Township", 3)))

    def test_who_reads_a_table(self):
        rows = (("Unit", "Attitude: Good"), ("East Township", 3))
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused(AccessError):
                self._dialog(rows, user=user)
        dialog = self._read(rows)
        with self.assertRefused(AccessError):
            dialog.with_user(self.office2).action_take()
        dialog.action_take()
        self.assertEqual(self.tally.line_ids.votes, 3)

    def test_nothing_is_read_into_a_tally_that_was_handed_over(self):
        dialog = self._read((("Unit", "Attitude: Good"), ("East Township", 3)))
        self.tally.with_user(self.office).absent_reason = "Nothing."
        self.tally.with_user(self.office).action_enter()
        with self.assertRefused(UserError):
            dialog.action_take()

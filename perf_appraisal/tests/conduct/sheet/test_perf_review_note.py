from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfReviewNote(PerfCommon):
    """A private note is its author's alone."""

    def note(self, user):
        return self.env["perf.review.note"].with_user(user).create({"appraisal_id": self.sheet.id, "text": "Careful."})

    def test_only_the_author_reads_and_writes_it(self):
        note = self.note(self.deputy)
        note.text = "Very careful."
        people = (self.staff, self.head, self.chief, self.coordinator, self.colleague)
        for user in (*people, self.office, self.admin, self.auditor, self.hr, self.env.ref("base.user_admin")):
            with self.subTest(user.login):
                self.assertFalse(note.with_user(user).has_access("read"))
                self.assertFalse(note.with_user(user).search([("text", "ilike", "careful")]))
                self.assertFalse(note.with_user(user).sudo(False).search_count([]))
                if user.has_group("perf_appraisal.group_perf_office"):
                    self.assertFalse(self.sheet.with_user(user).note_ids)
                with self.assertRefused():
                    note.with_user(user).text = "Mine."
                with self.assertRefused():
                    note.with_user(user).unlink()

    def test_nobody_writes_in_the_name_of_somebody_else(self):
        values = {"appraisal_id": self.sheet.id, "text": "Forged."}
        model = self.env["perf.review.note"].with_user(self.deputy)
        with self.assertRefused():
            model.create({**values, "user_id": self.head.id})
        self.assertEqual(model.with_context(default_user_id=self.head.id).create(values).user_id, self.deputy)
        with self.assertRefused():
            self.note(self.deputy).user_id = self.head

    def test_a_note_needs_a_sheet_that_its_author_reads(self):
        with self.assertRefused():
            self.note(self.stranger)
        with self.assertRefused():
            self.note(self.deputy).appraisal_id = self.sheets["stranger"]

    def test_a_reviewer_writes_notes_in_the_form_of_the_sheet(self):
        self._submit(self.sheet)
        self.sheet.with_user(self.deputy).write({"note_ids": [(0, 0, {"text": "Ask him."})]})
        self.assertEqual(self.sheet.with_user(self.deputy).note_ids.text, "Ask him.")
        self.env.invalidate_all()
        self.assertFalse(self.sheet.with_user(self.staff).note_ids)

    def test_a_reviewer_writes_notes_until_the_confirmation(self):
        for step in (
            lambda: None,
            lambda: self._submit(self.sheet),
            lambda: self.sheet.with_user(self.deputy).action_review(),
        ):
            step()
            sheet = self.sheet.with_user(self.deputy)
            sheet.write({"note_ids": [(0, 0, {"text": "Ask him."})]})
            note = sheet.note_ids[:1]
            sheet.write({"note_ids": [(1, note.id, {"text": "Asked."}), (4, note.id)]})
            self.assertEqual(note.text, "Asked.")
            with self.assertRefused():
                self.sheet.with_user(self.stranger).write({"note_ids": [(0, 0, {"text": "Mine."})]})
            with self.assertRefused():
                self.sheet.with_user(self.head).write({"note_ids": [(1, note.id, {"text": "Mine."})]})
        self.assertEqual(len(sheet.note_ids), 3)
        self.assertFalse(self.sheet.filler_ids, "who takes notes has filled in nothing")
        self.sheet.with_user(self.office).action_confirm()
        for values in ({"text": "Later."}, {}):
            with self.assertRefused(UserError, "private notes end with it"):
                note.write(values) if values else note.unlink()
        with self.assertRefused(UserError, "private notes end with it"):
            sheet.write({"note_ids": [(0, 0, {"text": "Later."})]})
        self.assertFalse(note._filtered_access("write"), "the rule refuses it by itself")

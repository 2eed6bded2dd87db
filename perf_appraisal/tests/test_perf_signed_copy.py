import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PerfCommon

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@tagged("post_install", "-at_install")
class TestPerfSignedCopy(PerfCommon):
    """The scan of the signed paper comes back when the document is sealed already."""

    def _attach(self, user, record=None, content=PDF, name="signed.pdf"):
        record = (self.sheet if record is None else record).with_user(user)
        return record.action_attach_signed_copy(name, base64.b64encode(content).decode())

    def _scan(self, record):
        return base64.b64decode(record.sudo().with_context(bin_size=False).signed_copy or b"")

    def _row(self, record):
        """Return all columns of a record but those that a signed copy sets."""
        self.env.flush_all()
        self.env.cr.execute(f"SELECT * FROM {record._table} WHERE id = %s", (record.id,))
        [row] = self.env.cr.dictfetchall()
        return {
            name: value for name, value in row.items() if name not in ("signed_copy_name", "write_date", "write_uid")
        }

    # === WHO === #

    def test_the_unit_the_person_and_the_office_attach_it_to_a_confirmed_sheet(self):
        self._confirm(self.sheet)
        row = self._row(self.sheet)
        for user in (self.staff, self.coordinator, self.deputy, self.head, self.chief, self.office, self.admin):
            with self.subTest(user.login), self.env.cr.savepoint() as savepoint:
                self.assertTrue(self.sheet.with_user(user).can_attach_signed_copy)
                self._attach(user)
                self.assertEqual((self._scan(self.sheet), self.sheet.signed_copy_name), (PDF, "signed.pdf"))
                self.assertEqual(self._row(self.sheet), row)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_it_is_attached_to_a_reviewed_sheet_too(self):
        self._review(self.sheet)
        self._attach(self.coordinator, content=JPEG, name="signed.jpg")
        self.assertEqual(self._scan(self.sheet), JPEG)
        self.sheet.with_user(self.office).action_confirm()
        self.assertState(self.sheet, "confirmed")

    def test_others_attach_nothing(self):
        self._confirm(self.sheet)
        for user in (self.colleague, self.stranger, self.other_head, self.hr):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self._attach(user)
        with self.assertRefused(UserError, "the unit or the Performance Office"):
            self._attach(self.auditor)
        self.assertFalse(self.sheet.with_user(self.auditor).can_attach_signed_copy)
        self.assertFalse(self._scan(self.sheet))

    # === WHEN === #

    def test_before_the_review_there_is_nothing_to_sign(self):
        for step in (lambda: None, lambda: self._submit(self.sheet)):
            step()
            with self.assertRefused(UserError, "nothing to sign"):
                self._attach(self.coordinator)

    def test_in_a_closed_cycle_it_is_refused(self):
        self._confirm(self.sheet)
        self.cycle._unlocked().write({"state": "closed"})
        with self.assertRefused(UserError, "its cycle is closed"):
            self._attach(self.office)

    def test_only_the_office_replaces_it_and_not_its_own(self):
        self._confirm(self.sheet)
        self._attach(self.staff)
        for user in (self.staff, self.coordinator, self.head):
            with self.subTest(user.login), self.assertRefused(UserError, "the Performance Office replaces it"):
                self._attach(user, content=PNG)
        self._attach(self.office, content=PNG, name="better.png")
        self.assertEqual((self._scan(self.sheet), self.sheet.signed_copy_name), (PNG, "better.png"))
        self.assertEqual(len(self.sheet._signed_copies()), 1)
        self.staff.group_ids += self.env.ref("perf_appraisal.group_perf_office")
        with self.assertRefused(UserError, "your own matter"):
            self._attach(self.staff)

    def test_a_paper_that_no_longer_holds_is_signed_anew(self):
        self._confirm(self.sheet)
        self._attach(self.staff)
        old = self.sheet._signed_copies()
        self.assertTrue(self.sheet.has_signed_copy)
        self.sheet.with_user(self.office2).action_correct(reason="A wrong number")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.sheet.has_signed_copy or self.sheet.signed_copy or self.sheet.signed_copy_name)
        self.assertIn(self.sheet, self.env["perf.appraisal"].search([("has_signed_copy", "=", False)]))
        self.assertEqual((old.raw, old.res_model, old.res_id), (PDF, "perf.appraisal", self.sheet.id))
        self.assertIn("outdated", str(self.sheet.sudo().message_ids.mapped("body")))
        self._attach(self.staff, content=PNG)
        self.assertEqual(self._scan(self.sheet), PNG)
        self.sheet.with_user(self.office).action_return(reason="Look again")
        self.assertFalse(self._scan(self.sheet))

    def test_a_plan_that_is_given_back_is_signed_anew(self):
        plan = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)
        plan.with_user(self.head).action_sign(points_meant=True)
        self._attach(self.coordinator, plan)
        plan.with_user(self.office).action_return(reason="One target is missing")
        self.assertFalse(self._scan(plan))
        plan.with_user(self.head).action_sign(points_meant=True)
        self._attach(self.coordinator, plan, content=PNG)
        self.assertEqual(self._scan(plan), PNG)

    # === WHAT === #

    def test_the_chatter_says_who_and_when_and_no_fact(self):
        self._confirm(self.sheet)
        self._attach(self.coordinator, name="secret 88 points.pdf")
        self._attach(self.office)
        attached, replaced = self.sheet.sudo().message_ids.sorted("id")[-2:]
        self.assertEqual(attached.author_id, self.coordinator.partner_id)
        self.assertEqual(replaced.author_id, self.office.partner_id)
        bodies = [str(message.body) for message in (attached, replaced)]
        self.assertEqual(bodies, ["<p>Signed copy attached.</p>", "<p>Signed copy replaced.</p>"])

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_only_scans_are_taken_whatever_their_name(self):
        self._confirm(self.sheet)
        for content in (
            b"",
            b"<script>alert(1)</script>",
            b"PK\x03\x04",
            b"GIF89a",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        ):
            with self.subTest(content), self.assertRefused(UserError, "of the kind PDF"):
                self._attach(self.office, content=content)
        for data in ("no base64", "ä", False, None):
            with self.subTest(data), self.assertRefused(UserError, "of the kind PDF"):
                self.sheet.with_user(self.office).action_attach_signed_copy("signed.pdf", data)

    def test_there_is_no_other_way(self):
        self._review(self.sheet)
        scan = base64.b64encode(PDF)
        file = {"name": "x", "raw": PDF, "res_model": "perf.appraisal", "res_id": self.sheet.id}
        for confirmed in (False, True):
            if confirmed:
                self.sheet.with_user(self.office).action_confirm()
            for user in (self.staff, self.office, self.env.user):
                with self.subTest(user.login, confirmed=confirmed):
                    with self.assertRefused():
                        self.sheet.with_user(user).write({"signed_copy": scan})
                    with self.assertRefused():
                        self.env["ir.attachment"].with_user(user).create({**file, "res_field": "signed_copy"})
                    with self.assertRefused():
                        attachments = self.env["ir.attachment"].with_user(user)
                        attachments.with_context(perf_write_token=True).create({**file, "res_field": "signed_copy"})
        plan = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)
        with self.assertRefused(UserError, "buttons"):
            plan.with_user(self.office).signed_copy = scan
        with self.assertRefused(UserError, "Attach Signed Copy"):
            self.env["ir.attachment"].create(
                {**file, "res_model": "perf.plan", "res_id": plan.id, "res_field": "signed_copy"}
            )

    def test_a_file_once_attached_is_sealed(self):
        self._confirm(self.sheet)
        self._attach(self.coordinator)
        copy = self.sheet._signed_copies()
        for user in (self.coordinator, self.office, self.env.user):
            with self.subTest(user.login), self.assertRefused():
                copy.with_user(user).write({"raw": PNG})
            with self.subTest(user.login), self.assertRefused():
                copy.with_user(user).unlink()

    # === PLANS AND THE DIALOG === #

    def test_plans_take_theirs_once_they_are_signed(self):
        plan = self._create_plan(self.judged, approved=False, scope="staff", unit_id=self.township.id)
        with self.assertRefused(UserError, "nothing to sign"):
            self._attach(self.head, plan)
        plan.with_user(self.head).action_sign(points_meant=True)
        plan.with_user(self.office).action_approve(points_meant=True)
        row = self._row(plan)
        with self.assertRefused():
            self._attach(self.other_head, plan)
        self._attach(self.coordinator, plan)
        self.assertEqual((self._scan(plan), self._row(plan)), (PDF, row))
        with self.assertRefused(UserError, "the Performance Office replaces it"):
            self._attach(self.head, plan)
        self._attach(self.office2, plan, content=PNG)
        self.assertEqual(self._scan(plan), PNG)

    def test_the_dialog_attaches_and_warns_of_a_replacement(self):
        self._confirm(self.sheet)
        context = self.sheet.with_user(self.office).action_ask_signed_copy()["context"]
        model = self.env["perf.signed.copy"].with_user(self.office).with_context(**context)
        for replaces in (False, True):
            dialog = model.create({"data": base64.b64encode(PDF), "filename": "signed.pdf"})
            self.assertEqual(dialog.replaces, replaces)
            dialog.with_context(bin_size=True).action_attach()
            self.assertEqual(self._scan(self.sheet), PDF)

    def test_the_dialog_serves_nothing_else(self):
        for values in ({"res_model": "res.users", "res_id": 1}, {"res_model": "no.model", "res_id": 1}, {"res_id": 0}):
            values = {"res_model": "perf.appraisal", "data": base64.b64encode(PDF), **values}
            with self.subTest(values), self.assertRefused(UserError, "takes no signed copy"):
                self.env["perf.signed.copy"].with_user(self.office).create(values).action_attach()

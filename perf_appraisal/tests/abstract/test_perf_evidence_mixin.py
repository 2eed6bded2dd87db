from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PerfCommon

LINK = {"name": "cloud.txt", "type": "url", "url": "https://example.com/cloud.txt"}
NO_EVIDENCE = "can serve as no evidence"


@tagged("post_install", "-at_install")
class TestPerfEvidenceMixin(PerfCommon):
    """Evidence is a file with content, from the upload to the seal and after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._line(cls.sheet, cls.judged).with_user(cls.staff)
        cls.claim = cls._claim(cls.staff, cls.line, "Praise").with_user(cls.staff)
        log = {"date": cls.sheet.period_id.date_start, "text": "Wrote the report."}
        cls.log = cls.env["perf.work.log"].with_user(cls.staff).create(log)
        cls.files = cls.env["ir.attachment"].with_user(cls.staff)

    def _bare_files(self):
        """Return values of files that are none, by what is wrong with them."""
        return {
            "a link": LINK,
            "a link with a content of its own": {**LINK, "raw": b"harmless"},
            "empty": {"name": "empty.txt"},
            "without a checksum": {"name": "odd.txt", "db_datas": "b2Rk"},
        }

    def test_a_link_or_an_empty_file_cannot_be_linked_as_evidence(self):
        for label, values in self._bare_files().items():
            for record in (self.line, self.claim, self.log):
                with self.subTest(label, model=record._name):
                    file = self.files.create(values)
                    with self.assertRefused(UserError, NO_EVIDENCE):
                        record.evidence_ids = file
                    with self.assertRefused(UserError, NO_EVIDENCE):
                        record.write({"evidence_ids": [Command.create(values)]})
                    self.assertFalse(record.evidence_ids)

    def test_a_link_in_the_form_of_the_sheet_is_refused(self):
        commands = [Command.update(self.line.id, {"evidence_ids": [Command.create(LINK)]})]
        with self.assertRefused(UserError, NO_EVIDENCE):
            self.sheet.with_user(self.staff).web_save({"line_ids": commands}, {})

    def test_a_link_or_an_empty_file_cannot_be_uploaded_as_evidence(self):
        for label, values in self._bare_files().items():
            for record in (self.line, self.claim, self.log):
                for res_id in (record.id, 0):
                    bound = {**values, "res_model": record._name, "res_id": res_id}
                    subject = self.subTest(label, model=record._name, res_id=res_id)
                    with subject, self.assertRefused(UserError, NO_EVIDENCE):
                        self.files.create(bound)

    def test_evidence_is_neither_emptied_nor_made_a_link_while_it_is_open(self):
        file = self._create_attachment(self.staff)
        self.line.evidence_ids = file
        for values in (
            {"raw": b""},
            {"datas": False},
            {"type": "url"},
            {"type": "url", "url": "https://example.com", "raw": b"harmless"},
            {"db_datas": "Zm9yZ2Vk"},
        ):
            with self.subTest(values), self.assertRefused(UserError):
                file.with_user(self.staff).write(values)
        self.assertRecordValues(file, [{"raw": b"proof", "type": "binary"}])
        file.with_user(self.staff).raw = b"a better scan"
        self.assertEqual(file.raw, b"a better scan")

    def test_links_beside_the_evidence_stay_possible(self):
        """A link may be sent along in the talk on a sheet, where nobody seals it."""
        file = self.files.create({**LINK, "res_model": "perf.appraisal", "res_id": self.sheet.id})
        self.assertEqual(file.type, "url")

    def test_a_link_from_earlier_times_is_not_sealed(self):
        file, other = self._create_attachment(self.staff), self._create_attachment(self.staff)
        self.line.evidence_ids, self.claim.evidence_ids = file, other
        self._review(self.sheet)
        bare = {"link": ("type", "url"), "no content": ("file_size", 0), "no checksum": ("checksum", None)}
        for label, (column, value) in bare.items():
            for found in (file, other):
                with self.subTest(label, file=found.id), self.env.cr.savepoint() as savepoint:
                    self._put(found, column, value)
                    with self.assertRefused(UserError, "return it for the file itself"):
                        self.sheet.with_user(self.office).action_confirm()
                    savepoint.rollback()
                    self.env.invalidate_all()
        self.sheet.with_user(self.office).action_confirm()
        checksums = {str(found.id): found.checksum for found in file + other}
        self.assertEqual(self.sheet.evidence_checksums, checksums)

    def test_a_county_is_not_sealed_with_a_link_and_the_sheet_is_named(self):
        file = self._create_attachment(self.staff)
        self.line.evidence_ids = file
        sheets = self.sheet + self.sheets["colleague"]
        for sheet in sheets:
            self._review(sheet)
        self._put(file, "type", "url")
        with self.assertRefused(UserError, f"{self.sheet.display_name}: its evidence “proof.txt”"):
            sheets.with_user(self.office).action_confirm()
        self.assertState(sheets, "reviewed")

    def test_nothing_of_a_sealed_file_is_rewritten(self):
        file = self._create_attachment(self.staff)
        self.line.evidence_ids = file
        self._confirm(self.sheet)
        file = file.sudo()
        kept = file.read(["raw", "name", "type", "url", "store_fname", "checksum", "file_size", "mimetype"])
        for user in (self.staff, self.deputy, self.office, self.admin, self.env.user):
            for values in (
                {"raw": b"forged"},
                {"raw": b""},
                {"datas": "Zm9yZ2Vk"},
                {"datas": False},
                {"db_datas": "Zm9yZ2Vk"},
                {"store_fname": "aa/bb"},
                {"type": "url"},
                {"url": "/web/forged"},
                {"name": "forged.txt"},
                {"mimetype": "text/html"},
            ):
                with self.subTest(values, user=user.login), self.assertRefused():
                    file.with_user(user).write(values)
        for values in ({"checksum": "0"}, {"file_size": 1}):
            file.sudo().write(values)  # left aside by Odoo itself
        file.invalidate_recordset()
        self.assertEqual(file.read(list(kept[0])), kept)

    def _put(self, file, column, value):
        """Put a value into a column of a file, as it was possible in earlier versions."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET type = CASE WHEN %(name)s = 'type' THEN %(value)s ELSE type END,"
            " checksum = CASE WHEN %(name)s = 'checksum' THEN NULL ELSE checksum END,"
            " file_size = CASE WHEN %(name)s = 'file_size' THEN 0 ELSE file_size END WHERE id = %(id)s",
            {"name": column, "value": value if column == "type" else "binary", "id": file.id},
        )
        self.env.invalidate_all()

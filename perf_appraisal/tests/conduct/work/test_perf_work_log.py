from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfWorkLog(PerfCommon):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.env.user)
        self.log = self._write_log(self.staff)

    def _write_log(self, user, **values):
        return self.env["perf.work.log"].with_user(user).create({"text": "Visited twelve households", **values})

    def _rights(self, user, log=None):
        self.env.flush_all()
        self.env.invalidate_all()
        log = (log or self.log).with_user(user)
        return "".join(operation[0] for operation in ("read", "write", "unlink") if log.has_access(operation))

    # === ENTRIES === #

    def test_entry_is_the_writer_s_own_and_of_today(self):
        self.assertRecordValues(
            self.log.sudo(),
            [
                {
                    "date": self.today,
                    "employee_id": self.staff.employee_id.id,
                    "unit_id": self.township.id,
                    "department_id": self.section.id,
                    "company_id": self.env.company.id,
                    "filled_by_id": False,
                },
            ],
        )

    def test_entry_is_never_dated_in_the_future(self):
        tomorrow = fields.Date.add(self.today, days=1)
        with self.assertRefused(ValidationError, "still to come"):
            self._write_log(self.staff, date=tomorrow)
        with self.assertRefused(ValidationError, "still to come"):
            self.log.date = tomorrow

    def test_entry_says_something(self):
        with self.assertRefused(IntegrityError), mute_logger("odoo.sql_db"):
            self._write_log(self.staff, text="  ")

    def test_indicators_are_those_of_the_person_s_plan(self):
        self.assertEqual(self.log.plan_indicator_ids, self.indicators)
        self.log.indicator_id = self.judged
        with self.assertRefused(ValidationError, "does not stand in the person's plan"):
            self.log.indicator_id = self.unit_indicators[0]

    def test_the_entry_of_somebody_else_does_not_tell_how_far_its_sheet_is(self):
        self._confirm(self.sheet)
        for user in (self.colleague, self.stranger):
            with self.assertRefused(AccessError, "not yours to see"):
                self.log.with_user(user).unlink()

    def test_who_has_no_employee_is_told_so(self):
        user = self._create_user("nobody_yet", self.county)
        user.employee_id.user_id = False
        user.invalidate_recordset()
        with self.assertRefused(UserError, "no employee"):
            self._write_log(user)

    def test_copied_columns_are_not_written_by_hand(self):
        for values in ({"filled_by_id": self.head.id}, {"unit_id": self.other.id}):
            with self.assertRefused(UserError, "cannot be set directly"):
                self.log.write(values)
            with self.assertRefused(UserError, "cannot be set directly"):
                self._write_log(self.staff, **values)
        with self.assertRefused(UserError, "stays with its person"):
            self.log.write({"employee_id": self.colleague.employee_id.id})

    def test_entry_can_be_duplicated_for_another_day(self):
        copy = self.log.with_user(self.staff).copy()
        self.assertEqual((copy.text, copy.unit_id, copy.company_id), (self.log.text, self.township, self.env.company))

    def test_evidence_is_bound_to_its_entry(self):
        file = self._create_attachment(self.staff)
        self.log.evidence_ids = [Command.link(file.id)]
        self.assertEqual((file.res_model, file.res_id), ("perf.work.log", self.log.id))
        with self.assertRefused(AccessError):
            self.env["ir.attachment"].with_user(self.stranger).browse(file.id).read(["raw"])

    # === ACCESS === #

    def test_rules_let_each_role_do_its_part(self):
        expected = {
            "staff": "rwu",
            "colleague": "",
            "deputy": "r",
            "head": "r",
            "chief": "r",
            "coordinator": "rwu",
            "stranger": "",
            "other_head": "",
            "office": "r",
            "admin": "r",
            "auditor": "r",
            "hr": "",
        }
        self.assertEqual({name: self._rights(getattr(self, name)) for name in expected}, expected)

    def test_search_finds_what_may_be_read(self):
        self.env.flush_all()
        for name, found in (("staff", True), ("head", True), ("colleague", False), ("stranger", False)):
            logs = self.env["perf.work.log"].with_user(getattr(self, name)).search([("id", "=", self.log.id)])
            self.assertEqual(bool(logs), found, name)

    def test_who_reviews_the_sheet_reads_the_log(self):
        boss = self._create_user("boss", self.county)
        self.assertEqual(self._rights(boss), "")
        self.sheet.sudo()._unlocked().write({"reviewer_id": boss.employee_id.id})
        self.assertEqual(self._rights(boss), "r")

    def test_nobody_but_the_appraisal_group_writes_for_another(self):
        person = {"employee_id": self.staff.employee_id.id}
        log = self._write_log(self.coordinator, **person)
        self.assertEqual(log.sudo().filled_by_id, self.coordinator)
        for user in (self.colleague, self.deputy, self.head, self.office, self.stranger):
            with self.assertRefused(AccessError):
                self._write_log(user, **person)

    def test_rights_hold_at_once_inside_a_transaction(self):
        log = self.log.with_user(self.staff)
        self.assertTrue(log.i_write)
        self.assertTrue(log.has_access("write"))
        self.sheet.sudo()._unlocked().write({"reviewer_id": self.stranger.employee_id.id})
        self.assertTrue(self.log.with_user(self.stranger).has_access("read"))
        self.sheet.sudo()._unlocked().write({"reviewer_id": self.deputy.employee_id.id})
        self.assertFalse(self.log.with_user(self.stranger).has_access("read"))
        self._confirm(self.sheet)
        self.assertFalse(log.has_access("write"))
        self.assertTrue(log.has_access("read"))

    def test_entries_are_found_by_a_sheet_that_one_reads(self):
        logs = self.env["perf.work.log"].with_user(self.staff)
        own, foreign = self.sheet.id, self.sheets["colleague"].id
        self.assertEqual(logs.search([("sheet_ids", "=", own)]), self.log)
        self.assertEqual(logs.search([("sheet_ids", "!=", False)]), self.log)
        self.assertFalse(logs.search([("sheet_ids", "in", [foreign])]))
        self.assertFalse(logs.search([("sheet_ids", "=", False)]))
        found = self.env["perf.work.log"].with_user(self.office).search([("sheet_ids.state", "=", "draft")])
        self.assertEqual(found, self.log)

    def test_rules_name_the_rights(self):
        rules = self.env["ir.rule"].search([("model_id.model", "=", "perf.work.log")])
        domains = set(rules.mapped("domain_force"))
        self.assertLessEqual({"perf('perf.work.log', 'see')", "perf('perf.work.log', 'write')"}, domains)

    def test_former_person_of_a_section_takes_no_log_along(self):
        self.staff.employee_id.department_id = self.other
        self.assertEqual(self._rights(self.other_head), "")
        self.assertEqual(self._rights(self.head), "r")

    # === SEAL === #

    def test_entry_is_read_only_once_the_month_is_confirmed(self):
        self._submit(self.sheet)
        self.log.text = "Visited thirteen households"
        file = self._create_attachment(self.staff)
        self.log.evidence_ids = [Command.link(file.id)]
        self.sheet.with_user(self.deputy).action_review()
        self.sheet.with_user(self.office).action_confirm()
        self.env.invalidate_all()
        self.assertTrue(self.log.is_sealed)
        for name in ("staff", "coordinator"):
            self.assertEqual(self._rights(getattr(self, name)), "r")
        with self.assertRefused((UserError, AccessError)):
            self.log.text = "Something else"
        with self.assertRefused((UserError, AccessError)):
            self.log.unlink()
        with self.assertRefused(AccessError):
            self._write_log(self.staff)
        with self.assertRefused(UserError):
            file.with_user(self.staff).raw = b"other"

    def test_superuser_does_not_rewrite_a_sealed_entry(self):
        self._confirm(self.sheet)
        self.env.invalidate_all()
        with self.assertRefused(UserError, "is confirmed"):
            self.log.sudo().text = "Something else"
        with self.assertRefused(UserError, "is confirmed"):
            self.log.sudo().unlink()

    def test_no_entry_moves_into_a_confirmed_month(self):
        self._confirm(self.sheet)
        self.env.invalidate_all()
        before = fields.Date.subtract(self.month.date_start, days=1)
        log = self._write_log(self.staff, date=before)
        with self.assertRefused((UserError, AccessError)):
            log.date = self.today

    # === SHEET === #

    def test_sheet_shows_the_log_of_its_person_and_period(self):
        self._write_log(self.staff, date=fields.Date.subtract(self.month.date_start, days=1))
        self._write_log(self.colleague)
        second = self._write_log(self.staff, indicator_id=self.judged.id)
        self.log.indicator_id = self.judged
        self.env.invalidate_all()
        for user in (self.staff, self.deputy, self.office):
            sheet = self.sheet.with_user(user)
            self.assertEqual(sheet.work_log_ids, self.log + second)
            self.assertEqual(self._line(sheet, self.judged).work_log_count, 2)
            self.assertEqual(self._line(sheet, self.ratio).work_log_count, 0)
            self.env.invalidate_all()

    def test_log_is_taken_into_the_summary_once(self):
        sheet = self.sheet.with_user(self.staff)
        sheet.self_summary = "Already written."
        sheet.action_take_work_log()
        sheet.action_take_work_log()
        lines = sheet.self_summary.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertEqual(lines[0], "Already written.")
        self.assertIn("Visited twelve households", lines[1])

    def test_log_is_taken_only_while_the_sheet_is_filled_in(self):
        with self.assertRefused(AccessError):
            self.sheet.with_user(self.deputy).action_take_work_log()
        self._submit(self.sheet)
        with self.assertRefused(UserError):
            self.sheet.with_user(self.staff).action_take_work_log()

    def test_queries_of_the_lines_do_not_grow_with_the_sheets(self):
        sheets = self.env["perf.appraisal"].union(*self.sheets.values())

        def queries(records):
            self.env.invalidate_all()
            lines = records.line_ids
            lines.mapped("indicator_id")
            start = self.cr.sql_log_count
            lines.mapped("work_log_count")
            return self.cr.sql_log_count - start

        queries(sheets)
        self.assertLessEqual(queries(sheets), queries(sheets[:2]))

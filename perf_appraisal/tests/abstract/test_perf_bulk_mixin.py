from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfBulkMixin(PerfCommon):
    """Rows that are written past the ORM hold what the ORM would have written."""

    def _reminders(self, rows, **options):
        names = ["kind", "period_id", "user_id", "deadline", "company_id"]
        return self.env["perf.reminder"]._bulk_insert(names, rows, **options)

    def _row(self, user, kind="own", deadline=date(2025, 1, 31)):
        return (kind, self.month.id, user.id, deadline, self.env.company.id)

    def test_rows_are_inserted_with_who_and_when(self):
        rows = [self._row(self.staff), self._row(self.deputy, "fill", False)]
        reminders = self.env["perf.reminder"].browse(self._reminders(rows))
        self.assertRecordValues(
            reminders,
            [
                {"kind": "own", "user_id": self.staff.id, "deadline": date(2025, 1, 31), "create_uid": self.env.uid},
                {"kind": "fill", "user_id": self.deputy.id, "deadline": False, "create_uid": self.env.uid},
            ],
        )
        self.assertTrue(all(reminders.mapped("create_date")))

    def test_rows_come_from_a_query_too(self):
        query = SQL(
            "SELECT 'own', p.id, %s, p.date_end, p.company_id FROM perf_period p WHERE p.id = %s", 2, self.month.id
        )
        [reminder] = self.env["perf.reminder"].browse(self._reminders(query))
        self.assertEqual((reminder.user_id.id, reminder.deadline), (2, self.month.date_end))

    def test_a_conflict_is_settled_as_asked(self):
        self._reminders([self._row(self.staff)])
        key = "(period_id, user_id, kind)"
        again = [self._row(self.staff, deadline=date(2025, 2, 1)), self._row(self.deputy)]
        made = self._reminders(again, on_conflict=SQL(f"{key} DO NOTHING"))
        self.assertEqual(self.env["perf.reminder"].browse(made).user_id, self.deputy)
        both = self._reminders(again, on_conflict=SQL(f"{key} DO UPDATE SET deadline = EXCLUDED.deadline"))
        self.assertEqual(
            self.env["perf.reminder"].browse(both).mapped("deadline"), [date(2025, 2, 1), date(2025, 1, 31)]
        )

    def test_nothing_is_written_for_no_rows(self):
        before = self.env.cr.sql_log_count
        self.assertFalse(self._reminders([]) or self.env["perf.appraisal.line"]._bulk_update(["self_note"], []))
        self.assertEqual(self.env.cr.sql_log_count, before)

    def test_texts_of_all_kinds_arrive_as_they_are(self):
        lines = self.sheet.line_ids
        texts = ['say "no"', "{a,b}", "back\\slash", "甲，乙", False, "NULL"][: len(lines)]
        lines._bulk_update(
            ["self_note", "self_value"], [(line.id, note, 1.25) for line, note in zip(lines, texts, strict=True)]
        )
        self.assertEqual(lines.mapped("self_note"), texts)
        self.assertEqual(set(lines.mapped("self_value")), {1.25})

    def test_only_the_columns_that_are_written_are_flushed(self):
        line, other = self.sheet.sudo().line_ids[:2]
        other._unlocked().write({"self_note": "waits"})
        line._bulk_update(["final_reason"], [(line.id, "Why")])
        self.assertEqual(line.final_reason, "Why")
        waiting = self.env._field_dirty
        self.assertIn(other.id, waiting.get(other._fields["self_note"], ()), "what is not written is left in memory")

    def test_what_is_in_memory_of_a_written_column_does_not_come_back(self):
        line = self.sheet.sudo().line_ids[0]
        line._unlocked().write({"self_note": "before"})
        line._bulk_update(["self_note"], [(line.id, "after")])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.self_note, "after")

    def test_what_is_kept_in_memory_is_what_the_database_holds(self):
        lines = self.sheet.sudo().line_ids
        rows = [
            (line.id, *values) for line, values in zip(lines, [(0.1, "done"), (0.0, False), (2.3, "甲")], strict=False)
        ]
        written = lines.browse(row[0] for row in rows)
        written._bulk_update(["self_value", "self_note"], rows, keep=True)
        with self.assertQueryCount(0):
            kept = [(line.id, line.self_value, line.self_note) for line in written]
        written.invalidate_recordset()
        self.assertEqual(kept, [(line.id, line.self_value, line.self_note) for line in written])
        self.assertEqual(kept, rows)

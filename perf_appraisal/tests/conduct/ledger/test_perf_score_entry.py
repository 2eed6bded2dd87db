from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfScoreEntry(PerfCommon):
    """The ledger: what is posted, and that nobody else touches it."""

    def entries(self, sheet=None):
        domain = [("res_model", "=", "perf.appraisal"), ("res_id", "=", (self.sheet if sheet is None else sheet).id)]
        return self.env["perf.score.entry"].search(domain, order="section_id")

    # === POSTING === #

    def test_a_confirmed_sheet_posts_an_entry_for_each_section(self):
        self._submit(self.sheet)
        self.assertFalse(self.entries())
        line = self._line(self.sheet, self.judged)
        line.with_user(self.deputy).write({"review_value": 16, "review_reason": "Open tasks."})
        self.sheet.with_user(self.deputy).action_review()
        self.assertFalse(self.entries())
        line.with_user(self.office).write({"final_score": 15, "final_reason": "More open tasks."})
        self.sheet.with_user(self.office).action_confirm()
        shared = {
            "appraisee_id": self.sheet.appraisee_id.id,
            "unit_id": self.township.id,
            "company_id": self.env.company.id,
            "cycle_id": self.cycle.id,
            "period_id": self.month.id,
            "kind": "sheet",
            "date": self.month.date_end,
            "posted_by": self.office.id,
        }
        self.assertRecordValues(
            self.entries(),
            [
                {"section_id": section.id, "points": points, "full_points": full, "self_points": own, **shared}
                for section, points, full, own in (
                    (self.indicator_section, 74, 80, 77),
                    (self.section_conduct, 20, 20, 20),
                )
            ],
        )

    def test_the_entries_add_up_to_the_sheet(self):
        self._confirm(self.sheet)
        self.assertEqual(sum(self.entries().mapped("points")), self.sheet.final_score)
        self.assertEqual(sum(self.entries().mapped("full_points")), self.sheet.full_score)

    def test_a_sheet_not_handed_in_posts_zero(self):
        self._confirm(self.sheets["colleague"])
        self.month.with_user(self.office).action_close(zeros_meant=True)
        self.assertEqual(set(self.entries().mapped("points")), {0.0})
        self.assertEqual(sum(self.entries().mapped("full_points")), 100.0)
        self.assertEqual(sum(self.entries(self.sheets["colleague"]).mapped("points")), 97.0)

    def test_a_document_posts_the_same_thing_once(self):
        self._confirm(self.sheet)
        before = self.entries()
        with self.assertRefused(UserError, "has posted already"):
            self.sheet.sudo()._post([self._posting(before[0])])
        self.assertEqual(self.entries(), before)

    def test_the_database_keeps_a_posting_once(self):
        entry = self.entries(self._confirm(self.sheet))[0]
        copied = (
            "appraisee_id, unit_id, company_id, cycle_id, period_id, kind, section_id, indicator_id, rule_id,"
            " points, date, res_model, res_id, posting_no, posted_by"
        )
        query = SQL(
            f"INSERT INTO perf_score_entry ({copied}) SELECT {copied} FROM perf_score_entry WHERE id = %s", entry.id
        )
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute(query)

    def test_what_was_reversed_is_posted_anew_under_the_next_number(self):
        self._confirm(self.sheet)
        entry = self.entries()[0]
        posting = self._posting(entry)
        numbers = []
        for reason in ("Typing error", "Another one"):
            self.sheet.sudo()._unpost(reason)
            [posted] = self.sheet.sudo()._post([posting])
            reversals = self.entries().filtered(lambda found, reason=reason: found.reason == reason)
            numbers.append((set(reversals.mapped("posting_no")), posted.posting_no))
        self.assertEqual(numbers, [({1}, 2), ({2}, 3)])
        self.assertFalse(self.sheet.sudo()._unpost("Twice") and self.sheet.sudo()._unpost("Twice"), "nothing stands")

    def test_several_documents_people_and_rules_post_side_by_side(self):
        self._confirm(self.sheet)
        posting = self._posting(self.entries()[0])
        others = [
            posting._replace(section_id=None, rule_id=self.env["perf.indicator.rule"].search([], limit=1).id),
            posting._replace(section_id=None, indicator_id=self.judged.id),
            posting._replace(appraisee_id=self.sheets["colleague"].appraisee_id.id),
            posting._replace(res_id=self.sheets["colleague"].id),
        ]
        entries = self.sheet.sudo()._post(others)
        self.assertEqual(entries.mapped("posting_no"), [1] * len(others))
        self.assertEqual(entries.posted_by, self.env.user)

    def test_posting_many_takes_as_many_statements_as_posting_one(self):
        self._confirm(self.sheet)
        posting = self._posting(self.entries()[0])
        counts = []
        for number in (1, 1, 50):  # the first is for what is loaded once
            start = len(counts) * 1000
            many = [posting._replace(res_model="perf.test", res_id=start + place) for place in range(1, number + 1)]
            before = self.env.cr.sql_log_count
            self.sheet.sudo()._post(many)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_the_office_sees_on_the_sheet_what_it_posted(self):
        self._confirm(self.sheet)
        sheet = self.sheet.with_user(self.office)
        self.assertEqual((sheet.entry_ids, sheet.entry_count), (self.entries().sorted("id", reverse=True), 2))
        action = sheet.action_view_entries()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), sheet.entry_ids)
        with self.assertRefused():
            self.sheet.with_user(self.staff).read(["entry_ids"])

    def _posting(self, entry):
        """Return the posting of which an entry was made."""
        reversal = entry._reversal(False)
        return reversal._replace(points=entry.points, full_points=entry.full_points, reversal_of_id=None, reason=None)

    # === SEALS === #

    def test_nobody_posts_alters_or_deletes_by_hand(self):
        entry = self.entries(self._confirm(self.sheet))[0]
        values = entry.copy_data()[0]
        admin = self.env.ref("base.user_admin")
        before = entry.read()
        for user in (self.staff, self.head, self.office, self.admin, self.auditor, self.hr, admin, self.env.user):
            record = entry.with_user(user)
            for label, attempt in {
                "write": lambda record=record: record.write({"points": 99}),
                "create": lambda record=record: record.create(values),
                "copy": lambda record=record: record.copy(),
                "unlink": lambda record=record: record.unlink(),
                "token": lambda record=record: record.with_context(perf_write_token=True).write({"points": 99}),
                "token create": lambda record=record: record.with_context(perf_write_token="x").create(values),
                "load": lambda record=record: record.load([".id", "points"], [[str(record.id), "99"]])["ids"][0],
            }.items():
                with self.subTest(label, user=user.login), self.assertRefused((Exception,)):
                    attempt()
        self.assertEqual(entry.read(), before)

    # === WHO READS === #

    def test_only_the_office_and_auditors_read_the_ledger(self):
        entry = self.entries(self._confirm(self.sheet))[0]
        for user in (self.office, self.admin, self.auditor):
            self.assertTrue(entry.with_user(user).has_access("read"), user.login)
        for user in (self.staff, self.colleague, self.deputy, self.head, self.chief, self.coordinator, self.hr):
            with self.subTest(user.login):
                for attempt in ("search", "search_count"):
                    with self.assertRefused():
                        getattr(entry.with_user(user), attempt)([])
                with self.assertRefused():
                    entry.with_user(user)._read_group([], [], ["points:sum"])
                with self.assertRefused():
                    self.cycle.with_user(user).search([("id", "in", entry.with_user(user).cycle_id.ids)])

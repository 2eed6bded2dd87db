from odoo.tests import tagged

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
        self.month.with_user(self.office).action_close()
        self.assertEqual(set(self.entries().mapped("points")), {0.0})
        self.assertEqual(sum(self.entries().mapped("full_points")), 100.0)
        self.assertEqual(sum(self.entries(self.sheets["colleague"]).mapped("points")), 97.0)

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

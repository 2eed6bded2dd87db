from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import PerfCommon

#: A picture of one pixel, in base64.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestPerfSummary(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quarter = cls._period("quarter", (cls.month.number + 2) // 3)
        cls._open_period(cls.quarter)
        # the other months of this quarter have passed without being opened, so that it can be summed up today
        later = cls.quarter.child_ids.filtered(lambda month: month.state == "pending")
        later.sudo()._unlocked().write({"state": "closed"})
        cls.summary = cls.env["perf.summary"].search(
            [("period_id", "=", cls.quarter.id), ("unit_id", "=", cls.township.id)]
        )
        cls.people = [login for login in cls.sheets if login not in ("stranger", "other_head")]

    def _finish(self, *logins):
        for login in logins:
            sheet = self.sheets[login]
            self._submit(sheet)
            reviewer = sheet.sudo().reviewer_id.user_id or self.office2
            sheet.with_user(reviewer).action_review()

    def _submitted(self):
        self._finish(*self.people)
        self.summary.with_user(self.head).action_submit()
        return self.summary

    # === FIGURES === #

    def test_opening_a_quarter_makes_one_summary_of_every_unit(self):
        found = self.env["perf.summary"].search([("period_id", "=", self.quarter.id)])
        self.assertEqual(found.unit_id, self.township + self.other)
        self.env["perf.summary"]._make(self.quarter)
        self.assertEqual(self.env["perf.summary"].search_count([("period_id", "=", self.quarter.id)]), len(found))

    def test_a_draft_shows_live_figures_and_names(self):
        self._finish("staff", "colleague")
        summary = self.summary.with_user(self.head)
        self.assertRecordValues(
            summary,
            [{"expected_count": 5, "handed_in_count": 2, "missing_count": 3, "confirmed_count": 0, "mean": 97.0}],
        )
        self.assertIn(f"Deputy (month {self.month.number})", summary.missing_names)
        self.assertNotIn("Staff", summary.missing_names)

    def test_mean_and_spread_follow_the_leaders_scores(self):
        self._submit(self.sheet)
        self._line(self.sheet, self.judged).with_user(self.deputy).write({"review_value": 12, "review_reason": "Late"})
        self.sheet.with_user(self.deputy).action_review()
        self._finish("colleague")
        self.env.invalidate_all()
        self.assertEqual((self.summary.mean, self.summary.spread), (94.0, 3.0))

    def test_the_mean_of_reviewed_sheets_stops_at_the_bonus_cap(self):
        self.env.cr.execute("UPDATE perf_scheme SET sheet_bonus_cap = 1 WHERE id = %s", [self.scheme.id])
        self.env.invalidate_all()
        self._submit(self.sheet)
        self.sheet.with_user(self.deputy).action_review()
        self.env.flush_all()
        self.env.cr.execute("UPDATE perf_appraisal SET review_score = 107 WHERE id = %s", [self.sheet.id])
        self.env.invalidate_all()
        self.assertEqual(self.summary.mean, 101.0)

    def test_mean_and_spread_are_frozen_anew_when_it_is_confirmed(self):
        summary = self._submitted()
        line = self._line(self.sheet, self.judged).with_user(self.office)
        line.write({"final_score": line.review_score - 10, "final_reason": "Checked"})
        self.assertEqual((summary.mean, summary.spread), (97.0, 0.0))
        summary.with_user(self.office).action_confirm()
        self.assertEqual((summary.mean, summary.spread), (95.0, 4.0))

    def test_namesakes_are_two_people_and_told_apart(self):
        namesake = self.colleague.employee_id
        namesake.name = self.staff.employee_id.name
        namesake.job_id = self.env["hr.job"].create({"name": "Driver of the test"})
        self.sheets["colleague"].sudo()._unlocked().write({"job_id": namesake.job_id.id})
        self.env.flush_all()
        self.env.invalidate_all()
        month = self.month.number
        for post in ("Clerk", "Driver"):
            self.assertIn(
                f"Staff · General Section · {post} of the test (month {month})", self.summary.missing_names.split("\n")
            )
        self.assertIn(f"Deputy (month {month})", self.summary.missing_names.split("\n"))
        self._finish("deputy", "coordinator", "head")
        with self.assertRefused(UserError, "Staff · General Section · Clerk of the test") as caught:
            self.summary.with_user(self.head).action_submit()
        self.assertIn("Staff · General Section · Driver of the test", str(caught.exception))
        self._finish("staff")
        with self.assertRefused(UserError, "open: Staff · General Section · Driver of the test"):
            self.summary.with_user(self.head).action_submit()

    def test_figures_are_frozen_when_it_is_submitted(self):
        summary = self._submitted()
        before = summary.mean
        self.sheet.with_user(self.office).line_ids[0].write({"final_score": 1, "final_reason": "Checked"})
        self.sheet.with_user(self.office).action_confirm()
        self.env.invalidate_all()
        self.assertEqual((summary.mean, summary.confirmed_count), (before, 0))

    # === SUBMIT === #

    def test_submit_names_the_people_whose_sheets_are_open(self):
        self._finish("staff", "colleague")
        with self.assertRefused(UserError, "Deputy") as caught:
            self.summary.with_user(self.head).action_submit()
        self.assertNotIn("Staff", str(caught.exception))

    def test_the_form_says_what_it_waits_for(self):
        self._finish("staff", "colleague")
        self.assertIn("Deputy", self.summary.with_user(self.head).waits_for)
        self._finish("deputy", "coordinator", "head")
        self.env.invalidate_all()
        self.assertFalse(self.summary.with_user(self.head).waits_for)
        self.assertIn("head of the unit submits", self.summary.with_user(self.coordinator).waits_for)
        self.summary.with_user(self.head).action_submit()
        self.assertFalse(self.summary.with_user(self.office).waits_for)
        self.assertIn("Performance Office confirms", self.summary.with_user(self.coordinator).waits_for)

    def test_my_work_says_whose_turn_it_is(self):
        def cards(user):
            self.env.invalidate_all()
            found = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
            return {card["kind"]: card["res_id"] for card in found if card["kind"].startswith("summary_")}

        self.assertEqual(cards(self.coordinator), {"summary_write": self.summary.id})
        self.assertEqual(cards(self.head), {"summary_write": self.summary.id})
        self.assertEqual((cards(self.chief), cards(self.staff), cards(self.deputy)), ({}, {}, {}))
        self.summary.with_user(self.coordinator).opinion = "A good quarter"
        self.assertEqual((cards(self.coordinator), cards(self.head)), ({}, {}))
        self._finish(*self.people)
        self.assertEqual((cards(self.coordinator), cards(self.head)), ({}, {"summary_submit": self.summary.id}))
        self.summary.with_user(self.head).action_submit()
        self.assertEqual((cards(self.head), cards(self.office)), ({}, {"summary_confirm": self.summary.id}))
        self.summary.with_user(self.office).action_return(reason="Write more")
        self.assertEqual((cards(self.head), cards(self.office)), ({"summary_submit": self.summary.id}, {}))
        found = self.env["perf.my.work"].with_user(self.head).get_my_work()["cards"]
        self.assertEqual(next(card["returned"] for card in found if card["kind"] == "summary_submit"), "Write more")

    def test_my_work_shows_the_summaries_of_the_chosen_companies(self):
        def cards(company):
            work = self.env["perf.summary"].with_user(self.head).with_context(allowed_company_ids=company.ids)
            return {card["kind"] for card in work._get_work()}

        company = self.env["res.company"].create({"name": "Next County"})
        self.head.company_ids += company
        self.assertEqual(cards(self.company), {"summary_write"})
        self.assertFalse(cards(company))

    def test_what_was_written_a_moment_ago_counts(self):
        self.env.flush_all()
        for sheet in self.sheets.values():
            sheet.sudo()._unlocked().state = "excused"
        self.assertFalse(self.summary._open_people())

    def test_only_the_head_submits(self):
        self._finish(*self.people)
        for user in (self.coordinator, self.deputy):
            with self.assertRefused(UserError, "head of the unit"):
                self.summary.with_user(user).action_submit()
        for user in (self.office, self.staff, self.other_head):
            with self.assertRefused((UserError, AccessError)):
                self.summary.with_user(user).action_submit()
        self.summary.with_user(self.head).action_submit()
        self.assertEqual(self.summary.submitted_by_id, self.head)

    def test_a_quarter_that_is_not_over_is_not_submitted(self):
        self._finish(*self.people)
        month = self.quarter.child_ids.filtered(lambda month: month != self.month)[0]
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        month.sudo()._unlocked().write({"state": "pending", "date_start": tomorrow, "date_end": tomorrow})
        with self.assertRefused(UserError, "not over yet"):
            self.summary.with_user(self.head).action_submit()

    def test_who_stands_in_for_the_head_submits_in_his_place(self):
        self._finish(*self.people)
        standin = self.env["perf.standin"].with_user(self.office)
        today = fields.Date.today()
        standin = standin.create(
            {
                "employee_id": self.head.employee_id.id,
                "standin_id": self.deputy.employee_id.id,
                "role": "head",
                "unit_id": self.township.id,
                "date_from": today,
                "date_to": today,
                "reason": "Training",
            }
        )
        standin.with_user(self.deputy).action_accept()
        self.summary.with_user(self.deputy).action_submit()
        self.assertEqual(self.summary.submitted_for_id, self.head.employee_id)
        paper = self.env["report.perf_appraisal.report_perf_summary"].with_user(self.office)
        self.assertIn("Deputy in place of Head", str(paper._papers(self.summary.with_user(self.office))))
        self.summary.with_user(self.office).action_return(reason="The opinion is missing")
        self.summary.with_user(self.head).action_submit()
        self.assertFalse(self.summary.submitted_for_id)

    # === CONFIRM === #

    def test_the_office_confirms_it_with_all_its_sheets(self):
        summary = self._submitted()
        summary.with_user(self.office).action_confirm()
        sheets = self.env["perf.appraisal"].union(*(self.sheets[login] for login in self.people))
        self.assertState(sheets, "confirmed")
        self.assertState(summary, "confirmed")
        self.assertEqual(summary.confirmed_count, 5)
        self.assertEqual(set(sheets.mapped("confirmed_by_id")), {self.office})
        self.assertScores(self.sheet, [*[[row.self_score] * 3 for row in self.sheet.line_ids], [97.0] * 3])
        entries = self.env["perf.score.entry"].search([("res_id", "in", sheets.ids)])
        self.assertEqual(sum(entries.mapped("points")), sum(sheets.mapped("final_score")))
        self.assertState(self.sheets["stranger"], "draft")

    def test_many_at_once_leave_the_same_behind_as_one_by_one(self):
        names = ("points", "full_points", "self_points", "review_points", "date", "kind", "period_id", "unit_id")
        self._submit(self.sheet)
        self._line(self.sheet, self.judged).with_user(self.deputy).write(
            {"review_value": 7.35, "review_reason": "Late"}
        )
        self.sheet.with_user(self.deputy).action_review()
        self._line(self.sheet, self.ratio).with_user(self.office).write(
            {"final_score": 3.33, "final_reason": "Checked"}
        )
        file = self._create_attachment(self.staff)
        line = self._line(self.sheet, self.level)
        self.env.cr.execute("INSERT INTO perf_appraisal_line_evidence_rel VALUES (%s, %s)", [line.id, file.id])
        self.env.invalidate_all()
        found = []
        for way in ("action_confirm", "_confirm"):
            with self.env.cr.savepoint() as savepoint:
                getattr(self.sheet.with_user(self.office), way)()
                self.env.flush_all()
                self.env.invalidate_all()
                entries = self.env["perf.score.entry"].search([("res_id", "=", self.sheet.id)], order="id")
                totals = self.sheet.read(["state", "final_score", "full_score", "percent", "evidence_checksums"])
                found.append((totals, [[entry[name] for name in (*names, "section_id")] for entry in entries]))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(found[0], found[1])
        self.assertEqual(len(found[0][1]), 2)
        self.assertEqual(found[0][0][0]["evidence_checksums"], {str(file.id): file.checksum})

    def test_the_rules_say_the_same_for_many_as_for_one(self):
        self._submitted()
        everybody = self.env["perf.appraisal"].union(*self.sheets.values())
        for user in (self.office, self.office2, self.chief, self.head, self.deputy):
            sheets = everybody.with_user(user)
            one_by_one = sheets._refuse_unwritable()
            with patch("odoo.addons.perf_appraisal.models.conduct.sheet.perf_appraisal_seal.FEW", 0):
                self.assertEqual(sheets._refuse_unwritable(), one_by_one, user.login)

    def test_a_score_changed_without_a_reason_is_refused_also_in_a_summary(self):
        self._submitted()
        self.env.flush_all()
        self.env.cr.execute("UPDATE perf_appraisal_line SET final_score = 1 WHERE id = %s", [self.sheet.line_ids[0].id])
        self.env.invalidate_all()
        with self.assertRefused(UserError, "reason"):
            self.summary.with_user(self.office).action_confirm()

    def test_a_sheet_that_the_user_reviewed_is_refused_by_name(self):
        self._finish(*(login for login in self.people if login != "staff"))
        self.sheet.sudo()._unlocked().write({"reviewer_id": self.office.employee_id.id})
        self._finish("staff")
        self.summary.with_user(self.head).action_submit()
        with self.assertRefused(UserError, "Staff"):
            self.summary.with_user(self.office).action_confirm()
        self.assertState(self.summary, "submitted")
        self.summary.with_user(
            self.office2 if self.sheets["head"].reviewed_by_id != self.office2 else self.admin
        ).action_confirm()
        self.assertState(self.summary, "confirmed")

    def test_nobody_confirms_his_own_unit_or_what_he_submitted(self):
        self._finish(*self.people)
        self.township.manager_id = self.office.employee_id
        self.summary.with_user(self.office).action_submit()
        with self.assertRefused(UserError, "yourself"):
            self.summary.with_user(self.office).action_confirm()
        self.township.write(
            {
                "manager_id": self.head.employee_id.id,
                "perf_coordinator_ids": [Command.link(self.admin.employee_id.id)],
            }
        )
        with self.assertRefused(UserError, "own matter"):
            self.summary.with_user(self.admin).action_confirm()

    def test_only_the_office_confirms_and_returns(self):
        summary = self._submitted()
        for user in (self.head, self.coordinator, self.auditor):
            with self.assertRefused((UserError, AccessError)):
                summary.with_user(user).action_confirm()
            with self.assertRefused((UserError, AccessError)):
                summary.with_user(user).action_return(reason="x")
        with self.assertRefused(UserError, "reason"):
            summary.with_user(self.office).action_return()
        summary.with_user(self.office).action_return(reason="The opinion is missing")
        self.assertRecordValues(summary, [{"state": "draft", "return_reason": "The opinion is missing"}])

    def test_a_sheet_that_was_returned_meanwhile_holds_the_summary_up(self):
        summary = self._submitted()
        self.sheet.with_user(self.office).action_return(reason="Look again")
        with self.assertRefused(UserError, "Staff"):
            summary.with_user(self.office).action_confirm()

    def test_many_are_confirmed_at_once(self):
        summary = self._submitted()
        other = self.env["perf.summary"].search([("unit_id", "=", self.other.id)])
        self._finish("stranger", "other_head")
        other.with_user(self.other_head).action_submit()
        action = (summary + other).with_user(self.office).action_confirm()
        self.assertIn("2 summaries", action["params"]["message"])
        self.assertState(summary + other, "confirmed")

    # === WHO WRITES === #

    def test_the_group_fills_in_a_draft_and_nobody_a_confirmed_one(self):
        for user in (self.coordinator, self.head, self.deputy):
            self.summary.with_user(user).opinion = f"By {user.login}"
        for user in (self.staff, self.other_head, self.office, self.auditor):
            with self.assertRefused(AccessError):
                self.summary.with_user(user).opinion = "x"
        self._submitted().with_user(self.office).action_confirm()
        for user in (self.coordinator, self.office2, self.admin):
            with self.assertRefused((AccessError, UserError)):
                self.summary.with_user(user).opinion = "x"

    def test_figures_and_states_are_written_by_nobody(self):
        for values in ({"state": "confirmed"}, {"frozen_numbers": {}}, {"submitted_by_id": self.head.id}):
            with self.assertRefused(UserError):
                self.summary.with_user(self.head).write(values)
        with self.assertRefused(UserError):
            self.env["perf.summary"].with_user(self.head).create(
                {"unit_id": self.township.id, "period_id": self.quarter.id, "state": "confirmed"}
            )

    def test_leaders_see_their_unit_and_the_office_and_auditor_all(self):
        for user in (self.coordinator, self.head, self.deputy, self.chief, self.office, self.auditor):
            self.assertTrue(self.summary.with_user(user).has_access("read"), user.login)
        for user in (self.staff, self.other_head, self.stranger, self.hr):
            self.assertFalse(self.summary.with_user(user).has_access("read"), user.login)

    def test_the_signed_paper_comes_back_by_its_button(self):
        scan = ("scan.png", PIXEL)
        with self.assertRefused(UserError, "nothing to sign"):
            self.summary.with_user(self.head).action_attach_signed_copy(*scan)
        summary = self._submitted()
        self.assertFalse(summary.has_signed_copy)
        with self.assertRefused((AccessError, UserError)):
            summary.with_user(self.other_head).action_attach_signed_copy(*scan)
        with self.assertRefused((AccessError, UserError)):
            summary.with_user(self.head).write({"signed_copy": PIXEL})
        summary.with_user(self.coordinator).action_attach_signed_copy(*scan)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(summary.has_signed_copy)
        self.assertIn(summary, self.env["perf.summary"].search([("has_signed_copy", "=", True)]))
        summary.with_user(self.office).action_return(reason="The opinion is missing")
        self.assertFalse(summary.has_signed_copy)
        summary.with_user(self.head).action_submit()
        summary.with_user(self.coordinator).action_attach_signed_copy(*scan)
        summary.with_user(self.office).action_confirm()
        with self.assertRefused(UserError, "already"):
            summary.with_user(self.head).action_attach_signed_copy(*scan)

    def test_figures_take_the_same_queries_for_many_summaries(self):
        def queries(summaries):
            self.env.invalidate_all()
            summaries = summaries.with_user(self.office)
            summaries.mapped("state")
            before = self.env.cr.sql_log_count
            summaries.mapped("mean")
            return self.env.cr.sql_log_count - before

        everyone = self.env["perf.summary"].search([("period_id", "=", self.quarter.id)])
        queries(self.summary)  # what is kept between requests is built once
        self.assertEqual(queries(everyone), queries(self.summary))

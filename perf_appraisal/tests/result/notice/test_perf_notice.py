"""Public notice: how long, what it tells, whom, and what it waits for."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...notices import NoticeCase


@tagged("post_install", "-at_install")
class TestPerfNotice(NoticeCase):
    """A quarter goes on notice and becomes final."""

    # === PUBLISHING === #

    def test_results_go_on_notice_and_their_lines_are_copies(self):
        notice = self._publish(kind="unit", show_total=True, show_rank=True)
        result = self._result(self.q1, self.east)
        self.assertEqual((notice.state, result.state), ("published", "notice"))
        line = self._line_of(notice, self.east)
        self.assertEqual((line.name, line.rank, line.total), (self.township.name, "1", 95.0))
        self.assertEqual(self._result(self.q1, self.clerk).state, "draft", "people were not chosen")

    def test_only_chosen_columns_are_copied(self):
        notice = self._publish()
        self.env.cr.execute(
            "SELECT count(*), count(total), count(rank), count(base), count(category) FROM perf_notice_line"
            " WHERE notice_id = %s",
            [notice.id],
        )
        count, *untold, category = self.env.cr.fetchone()
        self.assertEqual((count, untold, category > 0), (len(self.q1.result_ids), [0, 0, 0], True))

    def test_who_has_neither_points_nor_a_grade_is_told_to_be_not_appraised(self):
        self.env.cr.execute("UPDATE perf_result SET total = NULL, base = NULL WHERE appraisee_id = %s", [self.west.id])
        self.env.cr.execute("UPDATE perf_result SET computed_on = now() + interval '1 day'")
        self.env.invalidate_all()
        notice = self._publish(kind="unit")
        self.assertEqual(self._line_of(notice, self.west).grade, "Not appraised")
        self.assertFalse(self._line_of(notice, self.east).grade)

    def test_the_order_tells_no_place_that_is_not_told(self):
        notice = self._publish(kind="unit", show_grade=False)
        self.assertEqual(notice.line_ids.mapped("name"), sorted(self.units.mapped("unit_id.name")))

    def test_only_the_office_drafts_and_publishes(self):
        draft = self._draft()
        for user in (self.staff, self.head, self.auditor, self.hr):
            with self.assertRaises(AccessError):
                self.q1.with_user(user).action_publish_notice()
            with self.assertRaises(UserError):
                draft.with_user(user).action_publish()
            with self.assertRaises(AccessError):
                self.env["perf.notice"].with_user(user).create({"title": "X", "period_id": self.q1.id, "days": 1})
        draft.with_user(self.office2).action_publish()
        self.assertEqual(draft.state, "published")

    def test_a_period_offers_only_the_step_that_its_results_wait_for(self):
        quarter = self.q1.with_user(self.office)
        self.assertEqual((quarter.has_draft_results, quarter.has_results_on_notice), (True, False))
        self._publish()
        quarter.invalidate_recordset()
        self.assertEqual((quarter.has_draft_results, quarter.has_results_on_notice), (False, True))
        form = etree.fromstring(quarter.get_view(view_type="form")["arch"])
        for name, field in (("action_publish_notice", "draft_results"), ("action_finalize", "results_on_notice")):
            button = form.find(f".//header/button[@name='{name}']")
            self.assertEqual(button.get("invisible"), f"not can_compute or not has_{field}")

    def test_a_second_press_opens_the_same_draft(self):
        self.assertEqual(self._draft(), self._draft())

    def test_out_of_date_results_are_named_and_stay(self):
        draft = self._draft()
        self._post(self.east, self.q1, "deduction", -2.0)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "out of date.*East Township"):
            draft.action_publish()
        self.q1.with_user(self.office).action_compute()
        self.env.invalidate_all()
        draft.action_publish()
        self.assertEqual(draft.state, "published")

    def test_who_has_no_grade_has_a_reason(self):
        self._post_months(self.mate, [80.0])
        self.mate.status = "no_grade"
        self.q1.with_user(self.office).action_compute()
        self.env.invalidate_all()
        draft = self._draft()
        with self.assertRaisesRegex(UserError, f"why these have no grade.*{self.colleague.employee_id.name}"):
            draft.action_publish()
        self.mate.no_grade_reason_id = self.env.ref("perf_appraisal.perf_no_grade_reason_probation")
        draft.action_publish()
        self.assertEqual((draft.state, self._line_of(draft, self.mate).grade), ("published", False))

    def test_an_entry_that_comes_in_this_very_moment_is_not_passed_over(self):
        draft = self._draft()
        registry = type(self.env.registry)
        with patch.object(registry, "cursor") as cursor:
            cursor.return_value.__enter__.return_value.fetchone.return_value = (10**9,)
            with self.assertRaisesRegex(UserError, "this very moment"):
                draft.action_publish()
        draft.action_publish()

    def test_a_year_needs_the_decision_of_the_leading_group(self):
        self.whole.with_user(self.office).action_compute()
        self.env.invalidate_all()
        draft = self._draft(self.whole)
        with self.assertRaisesRegex(UserError, "leading group, add its date.*its number.*its scan"):
            draft.action_publish()
        draft.write({"decision_date": date(self.year_of_results, 12, 30), "decision_no": "Minutes 12"})
        with self.assertRaisesRegex(UserError, "leading group, add its scan"):
            draft.action_publish()
        draft.action_attach_signed_copy("minutes.pdf", self.pdf)
        draft.action_publish()
        self.assertEqual(draft.state, "published")
        self.assertTrue(draft.signed_copy)
        with self.assertRaises(AccessError):
            draft.with_user(self.staff).read(["signed_copy"])

    # === WORKING DAYS === #

    def test_days_are_counted_over_a_holiday_and_a_worked_saturday(self):
        days = self.env["perf.official.day"]
        days.create({"name": "Holiday", "date": date(2026, 9, 25), "kind": "off"})  # a Friday
        days.create({"name": "Worked instead", "date": date(2026, 9, 26), "kind": "worked"})  # the Saturday
        with freeze_time(datetime(2026, 9, 23, 4)):  # Wednesday
            notice = self._publish()
        # Thursday 24, Saturday 26, Monday 28, Tuesday 29, Wednesday 30
        self.assertEqual((notice.date_from, notice.date_to), (date(2026, 9, 23), date(2026, 9, 30)))

    def test_closing_early_is_refused_with_the_day(self):
        notice = self._publish()
        for day in (notice.date_from, notice.date_to):
            with freeze_time(datetime.combine(day, datetime.min.time()) + timedelta(hours=3)):
                with self.assertRaisesRegex(UserError, "it can be ended from"):
                    notice.action_end()
                with self.assertRaisesRegex(UserError, "Results become final from"):
                    self.q1.with_user(self.office).action_finalize()
        with self._after(notice):
            notice.action_end()
        self.assertEqual(notice.state, "ended")

    def test_it_is_not_shorter_than_the_year_says(self):
        draft = self._draft(days=4)
        with self.assertRefused(UserError, "it lasts 5 working days at least"):
            draft.action_publish()
        self.assertIn("5 working days at least", draft.waits_for)
        draft.days = 6
        draft.action_publish()

    # === FINAL === #

    def test_results_become_final_when_the_notice_is_over(self):
        notice = self._publish(kind="unit")
        with self._after(notice):
            for user in (self.staff, self.head, self.auditor):
                with self.assertRaises(UserError):
                    notice.with_user(user).action_finalize()
                with self.assertRaises(AccessError):
                    self.q1.with_user(user).action_finalize()
            self.q1.with_user(self.office).action_finalize()
        self.assertEqual((notice.state, self._result(self.q1, self.east).state), ("ended", "final"))
        self.assertTrue(self._result(self.q1, self.east).final_on)

    def test_computing_again_leaves_what_is_on_notice(self):
        self._publish(kind="unit")
        self._post(self.east, self.q1, "deduction", -2.0)  # it counts in the next quarter
        entries = type(self.env["perf.score.entry"])
        with patch.object(entries, "_counting_periods", lambda _self, asked: {key: key[1] for key in asked}):
            self._post(self.east, self.q1, "deduction", -2.0, number=4)
            self._post(self.clerk, self._of("month", 2), "sheet", 70.0, number=9)
        self.q1.with_user(self.office).action_compute()
        self.env.invalidate_all()
        self.assertEqual(self._result(self.q1, self.east).total, 95.0)
        self.assertEqual(self._result(self.q1, self.clerk).total, 80.0)

    def test_a_period_is_not_reopened_under_its_results(self):
        self._publish(kind="unit")
        with self.assertRaisesRegex(UserError, "on notice or final"):
            self._of("month", 1).with_user(self.admin).action_reopen(reason="Late")
        self._of("month", 4).with_user(self.admin).action_reopen(reason="Late")

    # === REOPENING === #

    def test_an_administrator_reopens_results_and_that_stays_on_them(self):
        self.assertFalse(self.q1.with_user(self.admin).can_reopen_results)
        notice = self._publish(kind="unit")
        with self._after(notice):
            self.q1.with_user(self.office).action_finalize()
        self._result(self.q1, self.east).with_user(self.head).action_acknowledge()
        self.env.invalidate_all()
        self.assertTrue(self.q1.with_user(self.admin).can_reopen_results)
        for user in (self.office, self.auditor, self.staff):
            with self.assertRaises(UserError):
                self.q1.with_user(user).action_reopen_results(reason="A sheet was mixed up")
        with self.assertRaisesRegex(UserError, "reason"):
            self.q1.with_user(self.admin).action_reopen_results(reason=" ")
        self.q1.with_user(self.admin).action_reopen_results(reason="A sheet was mixed up")
        self.env.invalidate_all()
        result = self._result(self.q1, self.east)
        self.assertEqual((result.state, result.final_on, result.acknowledged_on), ("draft", False, False))
        self.assertIn("A sheet was mixed up", result.sent_back)
        self.assertTrue(all(notice.line_ids.mapped("superseded")))
        self._post(self.east, self.q1, "deduction", -2.0)
        self.q1.with_user(self.office).action_compute()
        again = self._publish(kind="unit")
        self.q1.with_user(self.admin).action_reopen_results(reason="Once more")
        self.env.invalidate_all()
        self.assertEqual(len(result.sent_back.splitlines()), 2)
        self.assertNotEqual(again, notice)

    def test_results_on_which_settled_ones_rest_are_reopened_with_them_alone(self):
        self._publish(kind="unit")
        self._computed(self.whole, self.east).sudo()._unlocked().write({"state": "final"})
        self.env.invalidate_all()
        self.assertFalse(self.q1.with_user(self.admin).can_reopen_results)
        with self.assertRaisesRegex(UserError, "reopen these first"):
            self.q1.with_user(self.admin).action_reopen_results(reason="A sheet was mixed up")
        (self.q1 + self.whole).with_user(self.admin).action_reopen_results(reason="A sheet was mixed up")
        self.env.invalidate_all()
        for period in (self.q1, self.whole):
            self.assertEqual(self._result(period, self.east).state, "draft")

    def test_a_notice_whose_results_were_taken_back_is_over_and_says_why(self):
        units, people = self._publish(kind="unit"), self._publish(kind="employee")
        line = self._line_of(units, self.east).with_user(self.stranger)
        begun = self.env["perf.appeal"].browse(line.action_object()["res_id"])
        begun.with_user(self.stranger).write({"asked": "Lower", "facts": "Not built"})
        self.q1.with_user(self.admin).action_reopen_results(reason="A sheet was mixed up")
        self.env.invalidate_all()
        for notice in (units, people):
            seen = notice.with_user(self.staff)
            self.assertEqual(seen.state, "withdrawn")
            self.assertIn("A sheet was mixed up", seen.withdrawn_reason)
            self.assertFalse(any(seen.line_ids.mapped("can_object")))
            with self._after(notice):
                self.assertFalse(notice.with_user(self.office).can_end)
        with self.assertRefused(UserError, "while the notice runs"):
            line.action_object()
        with self.assertRefused(UserError, "the notice is over"):
            begun.with_user(self.stranger).action_submit()
        for user in (self.office, self.admin, self.staff):
            with self.assertRefused((AccessError, UserError)):
                units.with_user(user).write({"withdrawn_reason": "Another"})

    def test_a_notice_of_which_others_still_stand_goes_on(self):
        notice = self._publish()
        results = notice.sudo().line_ids.result_id.filtered(lambda result: result.kind == "unit")
        results._send_back("Corrected")
        self.env.invalidate_all()
        self.assertEqual(notice.state, "published")
        self.assertTrue(self._line_of(notice, self.clerk).can_object)
        self.assertFalse(self._line_of(notice, self.east).can_object)

    def test_an_objection_to_a_notice_that_was_withdrawn_is_answered_first(self):
        line = self._line_of(self._publish(kind="unit"), self.east).with_user(self.stranger)
        appeal = self.env["perf.appeal"].browse(line.action_object()["res_id"]).with_user(self.stranger)
        appeal.write({"asked": "Lower", "facts": "Not built"})
        appeal.action_submit()
        self.q1.with_user(self.admin).action_reopen_results(reason="A sheet was mixed up")
        again = self._publish(kind="unit")
        with self._after(again):
            with self.assertRefused(UserError, "not answered yet"):
                self.q1.with_user(self.office).action_finalize()
            appeal.with_user(self.office).action_accept()
            appeal.with_user(self.office).action_reject(reason="It was built.")
            self.q1.with_user(self.office).action_finalize()

    # === NOBODY ELSE === #

    def test_nothing_is_told_before(self):
        draft = self._draft()
        for user in (self.staff, self.head, self.hr):
            notices = self.env["perf.notice"].with_user(user)
            self.assertFalse(notices.search([]))
            self.assertFalse(notices.name_search(""))
            self.assertEqual(notices._read_group([], [], ["__count"]), [(0,)])
            with self.assertRaises(AccessError):
                notices.browse(draft.id).read(["title"])
            with self.assertRaises(UserError) as error:
                notices.browse(draft.id).action_publish()
            self.assertNotIn("computed", str(error.exception))
            self.assertFalse(self.env["perf.notice.line"].with_user(user).search([]))
        for user in (self.office, self.auditor):
            self.assertIn(draft, self.env["perf.notice"].with_user(user).search([]))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_after_it_everybody_reads_the_chosen_columns_alone(self):
        notice = self._publish()
        lines = self.env["perf.notice.line"].with_user(self.stranger)
        line = lines.search([("notice_id", "=", notice.id), ("name", "=", self.staff.employee_id.name)])
        self.assertEqual(line.grade, "Fairly Good")
        self.assertEqual(
            line.read(["total", "rank", "base"])[0], {"id": line.id, "total": False, "rank": False, "base": False}
        )
        with self.assertRaises(AccessError):
            line.read(["result_id"])
        with self.assertRaises(AccessError):
            lines.search([("result_id.total", ">", 90)])
        with self.assertRaises(AccessError):
            lines.search([], order="result_id")
        with self.assertRaises(AccessError):
            lines._read_group([], ["result_id"], ["__count"])
        results = self.env["perf.result"].with_user(self.stranger)
        self.assertFalse(results.search([("appraisee_id", "=", self.east.id)]))

    def test_nobody_changes_what_was_published(self):
        notice = self._publish(kind="unit")
        line, result = notice.line_ids[0], self._result(self.q1, self.east)
        for user in (self.staff, self.office, self.admin):
            for record, values in (
                (notice, {"title": "Other"}),
                (notice, {"state": "draft"}),
                (notice, {"date_to": date(2020, 1, 1)}),
                (line, {"grade": "Best"}),
                (line, {"superseded": True}),
                (result, {"state": "final"}),
                (result, {"total": 100.0}),
                (result, {"sent_back": ""}),
            ):
                with self.assertRaises(UserError):
                    record.with_user(user).write(values)
            for record in (notice, line, result):
                with self.assertRaises(UserError):
                    record.with_user(user).unlink()
        with self.assertRaises(UserError):
            line.sudo().write({"grade": "Best"})
        with self.assertRaises(UserError):
            result.sudo().write({"state": "draft"})

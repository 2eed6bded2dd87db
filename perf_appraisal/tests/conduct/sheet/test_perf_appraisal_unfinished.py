from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfAppraisalUnfinished(PerfCommon):
    """As long as the leader has not finished, the person reads the sheet as it was handed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill_in(cls.sheet)
        cls.line = cls._line(cls.sheet, cls.judged)
        cls.late_line = cls._line(cls.sheet, cls.deduction)
        cls.claim = cls._claim(cls.staff, cls.line, "Praise")
        cls.sheet.with_user(cls.staff).action_submit()
        cls.line.with_user(cls.deputy).write({"review_value": 12.0, "review_reason": "Open tasks."})
        cls.claim.with_user(cls.deputy).write({"accepted": False, "refusal_reason": "Not this month."})
        cls.late_line.with_user(cls.deputy).review_reason = "Late twice."
        cls.late = cls._claim(cls.deputy, cls.late_line, "Late")
        cls.sheet.with_user(cls.deputy).write({"review_comment": "Slow."})
        cls.env.flush_all()
        cls.env.invalidate_all()

    line_spec = {"self_score": {}, "review_value": {}, "review_score": {}, "review_reason": {}, "is_changed": {}}
    spec = {"live_score": {}, "review_comment": {}, "change_count": {}, "line_ids": {"fields": line_spec}}

    def told(self, user):
        """Return what the sheet, its line and its claims tell a user."""
        self.env.invalidate_all()
        sheet = self.sheet.with_user(user).web_read(self.spec)[0]
        line = next(row for row in sheet.pop("line_ids") if row["id"] == self.line.id)
        claims = self.env["perf.claim"].with_user(user).search([("line_id.appraisal_id", "=", self.sheet.id)])
        claims = claims.filtered(lambda claim: claim.line_id in self.line + self.late_line)
        return sheet, line, claims.read(["accepted", "refusal_reason"])

    def test_the_person_reads_what_was_handed_in(self):
        sheet, line, claims = self.told(self.staff)
        handed_in = self.sheet.sudo().self_score
        self.assertEqual((sheet["live_score"], sheet["review_comment"], sheet["change_count"]), (handed_in, False, 0))
        self.assertEqual(
            (line["review_value"], line["review_score"], line["review_reason"], line["is_changed"]),
            (18.0, line["self_score"], False, False),
        )
        self.assertEqual(claims, [{"id": self.claim.id, "accepted": True, "refusal_reason": False}])

    def test_everybody_else_reads_what_the_leader_writes(self):
        for user in (self.deputy, self.head, self.office, self.auditor):
            sheet, line, claims = self.told(user)
            self.assertEqual((sheet["review_comment"], sheet["change_count"]), ("Slow.", 3), user.login)
            self.assertLess(sheet["live_score"], self.sheet.self_score, user.login)
            self.assertEqual((line["review_value"], line["review_score"]), (12.0, 12.0), user.login)
            self.assertEqual({claim["id"] for claim in claims}, {self.claim.id, self.late.id}, user.login)

    def test_no_other_way_tells_it(self):
        user = self.staff
        lines, claims = self.env["perf.appraisal.line"].with_user(user), self.env["perf.claim"].with_user(user)
        mine = [("id", "=", self.line.id)]
        self.assertTrue(lines.search_count(mine))
        self.assertFalse(lines.search_count([*mine, ("review_score", "<", 18)]))
        self.assertFalse(lines.search_count([*mine, ("review_score", ">", 1)]))
        self.assertFalse(lines.search(mine, order="review_score desc, id"))
        self.assertFalse(lines.sudo(False).appraisal_id.search([("line_ids.review_reason", "ilike", "tasks")]))
        self.assertFalse(claims.search_count([("id", "=", self.claim.id), ("accepted", "=", False)]))
        for groupby, aggregates in (("review_value", "__count"), ("indicator_id", "review_score:sum")):
            self.assertFalse(lines.formatted_read_group(mine, [groupby], [aggregates]))
            self.assertFalse(lines.formatted_read_grouping_sets(mine, [[groupby]], [aggregates])[0])
        user.group_ids |= self.env.ref("base.group_allow_export")
        with self.assertRaisesRegex(UserError, "cannot be exported"):
            self.sheet.with_user(user).export_data(["line_ids/review_score"])
        self.assertTrue(self.sheet.with_user(user).export_data(["line_ids/self_score"])["datas"])
        self.assertNotIn("review_value", self.line.with_user(user).copy_data()[0])
        log = self.env["perf.work.log"].with_user(user).create({"text": "Work."})
        spec = {"sheet_ids": {"fields": self.spec}}
        self.assertNotIn("12.0", str(log.onchange({"text": "More."}, ["text"], spec)))

    def test_no_comparison_order_or_path_tells_it(self):
        lines, claims = self.env["perf.appraisal.line"].with_user(self.staff), self.claim.with_user(self.staff)
        mine, path = [("id", "in", (self.line + self.late_line).ids)], "line_id.review_value"
        with self.subTest("order"):
            self.assertFalse(lines.search(mine, order="review_score,id"))
        for asked in ({"having": [("review_score:sum", "<", 18)]}, {"order": "review_score:sum"}):
            with self.subTest("groups", **asked):
                self.assertFalse(lines.formatted_read_group(mine, ["indicator_id"], ["__count"], **asked))
        for user, told in ((self.staff, False), (self.deputy, 12.0)):
            groups = claims.with_user(user).formatted_read_group([("id", "=", claims.id)], [path], ["__count"])
            self.assertEqual([group[path] for group in groups], [told], user.login)

    def test_no_grid_tells_it(self):
        for user, kind, told in ((self.staff, "self", 0), (self.staff, "review", 0), (self.deputy, "review", 1)):
            with self.subTest(user.login, kind=kind):
                grid = self.env["perf.grid"].with_user(user)
                answer = grid.save(kind, [{"line_id": self.line.id}])
                totals = grid.get_totals(kind, {str(self.line.id): 1.0})
                self.assertEqual((len(answer["rows"]), len(answer["cells"]), len(totals)), (told, told, told))

    def test_what_the_review_still_lacks_is_not_told_either(self):
        sheet = self.sheets["colleague"]
        self._pass_deadlines(self.month)
        sheet.with_user(self.deputy).action_skip_self_score()
        with self.assertRefused(UserError, "Nobody has scored"):
            sheet.with_user(self.deputy).action_review()
        with self.assertRefused(UserError, "it is your own sheet"):
            sheet.with_user(self.colleague).action_review()
        answer = self.env["perf.grid"].with_user(self.colleague).submit("review", sheet.ids)
        self.assertEqual([len(refused["reasons"]) for refused in answer["refused"]], [1])

    def test_no_paper_tells_it(self):
        sheet, paper = self.sheets["colleague"], self.env["report.perf_appraisal.report_perf_appraisal"]
        self._pass_deadlines(self.month)
        sheet.with_user(self.deputy).action_skip_self_score()
        self._line(sheet, self.ratio).with_user(self.deputy).actual_value = 7.0
        self._line(sheet, self.level).with_user(self.deputy).level_id = self.level.level_ids[1]
        self.late_line.with_user(self.deputy).assessed = False
        for owner, own in ((self.colleague, sheet), (self.staff, self.sheet)):
            text = str(paper.with_user(owner)._get_report_values(own.ids)["sheets"])
            for told in ("Actual: 7", "Level: Fair", "Not assessed"):
                self.assertNotIn(told, text, owner.login)

    def test_it_is_told_when_the_review_is_finished(self):
        self.sheet.with_user(self.deputy).action_review()
        _sheet, line, claims = self.told(self.staff)
        self.assertEqual((line["review_score"], line["review_reason"]), (12.0, "Open tasks."))
        self.assertEqual({claim["id"] for claim in claims}, {self.claim.id, self.late.id})
        self.assertTrue(self.line.with_user(self.staff).search_count([("review_score", "=", 12)]))

    def test_the_person_may_not_take_it_back_then_and_learns_no_more(self):
        with self.assertRaisesRegex(UserError, "has changed scores already"):
            self.sheet.with_user(self.staff).action_withdraw()

    def test_closing_a_period_tells_staff_nothing(self):
        month = self.month
        with self.assertRaises(UserError) as refused:
            month.with_user(self.staff).action_close()
        self.assertNotIn("still wait", str(refused.exception))
        with self.assertRaisesRegex(UserError, "1 sheets of .* still wait"):
            month.with_user(self.office).action_close()

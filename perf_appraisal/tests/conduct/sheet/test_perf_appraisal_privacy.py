# pylint: disable=translation-required
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...common import PerfCommon

#: What belongs to a sheet, and the path to it.
PARTS = {
    "perf.appraisal": "id",
    "perf.appraisal.line": "appraisal_id",
    "perf.claim": "line_id.appraisal_id",
    "perf.score.change": "appraisal_id",
}


@tagged("post_install", "-at_install")
class TestPerfAppraisalPrivacy(PerfCommon):
    """What belongs to a sheet is read by its person, its reviewer, the leaders above, the office and auditors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill_in(cls.sheet)
        line = cls._line(cls.sheet, cls.judged)
        cls.claim = cls._claim(cls.staff, line, "Praise")
        cls.file, cls.proof = cls._create_attachment(cls.staff), cls._create_attachment(cls.staff)
        line.with_user(cls.staff).evidence_ids = cls.file
        cls.claim.evidence_ids = cls.proof
        cls.sheet.with_user(cls.staff).action_submit()
        line.with_user(cls.deputy).write({"review_value": 15, "review_reason": "Open tasks."})
        cls.message = cls.sheet.with_user(cls.deputy).message_post(body="Come and see me.", message_type="comment")
        cls.sheet.with_user(cls.deputy).action_review()
        cls.sheet.with_user(cls.office).action_confirm()
        cls.env.invalidate_all()

    readers = ("staff", "deputy", "head", "coordinator", "chief", "office", "admin", "auditor")
    others = ("colleague", "stranger", "other_head", "hr")

    def belongings(self):
        for model, path in PARTS.items():
            yield self.env[model].search([(path, "=", self.sheet.id)])
        yield self.file + self.proof
        yield self.message

    # === WHO READS === #

    def test_those_concerned_read_everything(self):
        for login in self.readers:
            for records in self.belongings():
                mine = records.with_user(getattr(self, login))
                with self.subTest(login, model=records._name):
                    mine.read(["create_date"])
                    self.assertEqual(mine.search([("id", "in", records.ids)]), mine)

    def test_nobody_else_reads_anything(self):
        for login in self.others:
            for records in self.belongings():
                theirs = records.with_user(getattr(self, login))
                self.env.invalidate_all()
                with self.subTest(login, model=records._name):
                    self.assertFalse(theirs.search([("id", "in", records.ids)]))
                    self.assertFalse(theirs.search_count([("id", "in", records.ids)]))
                    for method in (theirs.read, lambda theirs=theirs: theirs.web_read({"display_name": {}})):
                        with self.assertRaises(AccessError):
                            method()
                    with self.assertRaises(UserError):
                        theirs.export_data([".id", "display_name"])

    def test_no_sum_or_name_search_gives_it_away(self):
        for login in self.others:
            user = getattr(self, login)
            for model, path in PARTS.items():
                with self.subTest(login, model=model):
                    asked = self.env[model].with_user(user)
                    theirs = [(path, "=", self.sheet.id)]
                    self.assertFalse(asked._read_group(theirs, [], ["id:array_agg"])[0][0])
                    self.assertFalse(
                        sum(group["__count"] for group in asked.formatted_read_group(theirs, ["id"], ["__count"]))
                    )
                    found = asked.name_search("", theirs)
                    self.assertFalse(found)
            self.assertFalse(self.env["perf.appraisal"].with_user(user).name_search("Staff"))

    # === WAYS AROUND === #

    def test_what_everybody_reads_does_not_lead_to_it(self):
        """One2many of records that staff may read, and conditions that reach through them."""
        spec = {"fields": {"final_score": {}, "display_name": {}}}
        ways = [
            (self.month, "appraisal_ids", "final_score"),
            (self.cycle, "appraisee_ids", "id"),
            (self.judged, "plan_line_ids", "id"),
            (self.sheets["colleague"].plan_id, "appraisal_ids", "final_score"),
        ]
        user = self.colleague
        for record, path, column in ways:
            with self.subTest(record=record, path=path):
                asked = record.with_user(user)
                self.env.invalidate_all()
                specification = {path: spec if column == "final_score" else {"fields": {"display_name": {}}}}
                shown = asked.web_read(specification)[0][path]
                self.assertLessEqual({row["id"] for row in shown}, set(asked[path].ids))
                self.assertFalse(
                    asked.search_count([("id", "=", record.id), (f"{path}.appraisal_ids.final_score", ">", 90)])
                    if path == "appraisee_ids"
                    else column == "final_score"
                    and asked.search_count([("id", "=", record.id), (f"{path}.final_score", ">", 90)]),
                )
        self.assertEqual(self.month.with_user(user).appraisal_ids, self.sheets["colleague"].with_user(user))
        self.assertFalse(self.judged.with_user(user).plan_line_ids.plan_id - self.plan)

    def test_the_plan_of_a_category_does_not_tell_who_else_it_serves(self):
        plan = self.plan.with_user(self.colleague)
        self.env.invalidate_all()
        self.assertEqual(plan.appraisal_ids.sudo(), self.sheets["colleague"])
        self.assertFalse(plan.search_count([("appraisal_ids.employee_id.user_id", "=", self.staff.id)]))

    def test_counts_on_employees_and_departments_are_counts_of_what_one_may_see(self):
        person = self.env["hr.employee.public"].browse(self.staff.employee_id.id)
        for login, count in (("colleague", 0), ("stranger", 0), ("deputy", 1), ("staff", 1), ("office", 1)):
            self.env.invalidate_all()
            self.assertEqual(person.with_user(getattr(self, login)).perf_appraisal_count, count, login)
        for login, count in (("colleague", 1), ("head", 2), ("other_head", 0)):
            self.env.invalidate_all()
            self.assertEqual(self.section.with_user(getattr(self, login)).perf_appraisal_count, count, login)

    def test_last_times_score_is_shown_with_the_own_line_only(self):
        month = self._next_month()
        self._open_period(month)
        mine = self._line(self._sheet_of(self.staff, month), self.judged)
        theirs = self._line(self._sheet_of(self.colleague, month), self.judged)
        self.assertEqual(mine.with_user(self.staff).previous_score, 16.0 if month.number > self.month.number else 0.0)
        self.assertEqual(theirs.with_user(self.colleague).previous_score, 0.0)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            mine.with_user(self.colleague).read(["previous_score"])

    # === MESSAGES === #

    def test_messages_hold_no_score_and_no_fact(self):
        self.env["perf.appraisal"].flush_model()
        for body in self.sheet.sudo().message_ids.filtered(lambda message: message.author_id == self.deputy.partner_id):
            self.assertNotIn("15", body.body or "")
        self.assertFalse(self.sheet.activity_ids)

    def test_nobody_follows_a_sheet_by_himself(self):
        self.assertFalse(self.sheet.message_follower_ids)
        sheet = self.sheets["colleague"].with_context(mail_create_nosubscribe=False)
        sheet.with_user(self.colleague).message_post(
            body="Question.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._submit(self.sheets["colleague"])
        self.assertFalse(sheet.message_follower_ids)

    def test_only_who_may_write_posts(self):
        """A confirmed sheet takes no more messages; a draft takes those of its person."""
        for login in (*self.readers, *self.others):
            with self.subTest(login), self.assertRefused():
                self.sheet.with_user(getattr(self, login)).message_post(body="Hello.", message_type="comment")
        for login in ("staff", "stranger", "office"):
            with self.subTest(login), self.assertRefused():
                self.sheets["colleague"].with_user(getattr(self, login)).message_post(body="Hello.")

    def test_nobody_makes_anybody_a_follower(self):
        draft = self.sheets["colleague"]
        for sheet, user in (
            (draft, self.colleague),
            (draft, self.coordinator),
            (self.sheet, self.staff),
            (self.sheet, self.office),
        ):
            sheet = sheet.with_user(user)
            with self.subTest(user=user.login), self.assertRefused(UserError, "have no followers"):
                sheet.message_subscribe((user + self.stranger).partner_id.ids)
            follower = [Command.create({"res_model": sheet._name, "partner_id": self.stranger.partner_id.id})]
            for values in (
                {"message_follower_ids": follower},
                {"message_partner_ids": [Command.link(self.stranger.partner_id.id)]},
            ):
                with self.subTest(values, user=user.login), self.assertRefused():
                    sheet.write(values)
            self.assertFalse(sheet.sudo().message_follower_ids, user.login)

    def test_an_activity_makes_nobody_a_follower(self):
        sheet = self.sheets["colleague"].with_user(self.colleague)
        activity = sheet.activity_schedule("mail.mail_activity_data_todo", user_id=self.deputy.id)
        activity.user_id = self.head
        self.assertTrue(activity)
        self.assertFalse(sheet.sudo().message_follower_ids)

    # === LEADERS === #

    def test_leaders_see_their_own_unit_and_below(self):
        model = self.env["perf.appraisal"]
        expected = {
            "staff": {"staff"},
            "colleague": {"colleague"},
            "deputy": {"deputy", "staff", "colleague", "head", "coordinator"},
            "head": {"deputy", "staff", "colleague", "head", "coordinator"},
            "coordinator": {"deputy", "staff", "colleague", "head", "coordinator"},
            "chief": set(self.sheets),
            "other_head": {"other_head", "stranger"},
            "stranger": {"stranger"},
            "hr": set(),
            "office": set(self.sheets),
            "auditor": set(self.sheets),
        }
        for login, names in expected.items():
            seen = model.with_user(getattr(self, login)).search([("period_id", "=", self.month.id)])
            self.assertEqual({name for name, sheet in self.sheets.items() if sheet.id in seen.ids}, names, login)

    def test_a_reviewer_outside_the_unit_sees_the_sheet_he_reviews_only(self):
        self.sheets["colleague"].appraisee_id.reviewer_id = self.stranger.employee_id
        month = self._next_month()
        self._open_period(month)
        sheets = self.env["perf.appraisal"].with_user(self.stranger).search([("period_id", "=", month.id)])
        self.assertEqual(set(sheets.sudo().employee_id.user_id.mapped("login")), {"stranger", "colleague"})
        self.assertFalse(sheets.search([("employee_id", "=", self.staff.employee_id.id)]))

    # === COMPANIES === #

    def test_two_companies_never_see_each_other(self):
        company = self.env["res.company"].create({"name": "Next County"})
        users = {}
        for login, groups in (
            ("office_b", "perf_appraisal.group_perf_admin"),
            ("auditor_b", "perf_appraisal.group_perf_auditor"),
        ):
            users[login] = self._create_user(login, self.county, groups)
            users[login].write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        models = [
            *PARTS,
            "perf.score.entry",
            "perf.appraisee",
            "perf.plan",
            "perf.plan.line",
            "perf.cycle",
            "perf.period",
        ]
        models += ["perf.indicator", "perf.indicator.rule", "perf.indicator.level", "perf.scheme", "perf.category"]
        models += ["perf.indicator.section", "perf.batch", "perf.batch.line"]
        for login, user in users.items():
            for name in models:
                with self.subTest(login, model=name):
                    self.assertTrue(self.env[name].search_count([]), "there is something to hide")
                    self.assertFalse(self.env[name].with_user(user).search_count([]))
        with self.assertRefused():
            self.sheet.with_user(users["office_b"]).with_context(allowed_company_ids=self.company.ids).read()

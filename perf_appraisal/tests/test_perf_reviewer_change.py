import csv

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfReviewerChange(PerfCommon):
    """Another reviewer for many sheets at once: by the head or the office, never for oneself."""

    def _change(self, user, sheets, reviewer, reason="On a long journey"):
        values = {"appraisal_ids": sheets.ids, "reviewer_id": reviewer.employee_id.id, "reason": reason}
        return self.env["perf.reviewer.change"].with_user(user).create(values).action_apply()

    def test_the_head_changes_the_reviewer_of_many(self):
        sheets = self.sheets["staff"] | self.sheets["colleague"]
        self._submit(self.sheet)
        self._change(self.head, sheets, self.coordinator)
        self.assertEqual(sheets.reviewer_id, self.coordinator.employee_id)
        self.assertFalse(self.sheet.with_user(self.deputy).has_access("write"))
        self.sheet.with_user(self.coordinator).action_review()
        self.assertState(self.sheet, "reviewed")

    def test_it_is_told_what_was_done(self):
        sheets = self.sheets["staff"] | self.sheets["colleague"]
        answer = self._change(self.head, sheets, self.coordinator)
        self.assertEqual(answer["params"]["message"], "Sheets that Coordinator reviews from now on: 2.")
        self.assertEqual(answer["params"]["next"]["type"], "ir.actions.act_window_close")

    def test_who_reviews_already_is_no_other_reviewer(self):
        with self.assertRefused(UserError, "Deputy reviews it already"):
            self._change(self.head, self.sheet, self.deputy)
        self.assertFalse(self.sheet.reviewer_reason)
        self._change(self.head, self.sheet, self.coordinator)
        self._change(self.head, self.sheet, self.deputy)
        self.assertEqual(self.sheet.reviewer_id, self.deputy.employee_id)

    def test_others_do_not(self):
        for user, text in (
            (self.head, "own matter"),
            (self.deputy, "only the head"),
            (self.coordinator, "only the head"),
            (self.staff, "only the head"),
        ):
            with self.assertRefused(UserError, text):
                self._change(user, self.sheets["head" if user == self.head else "staff"], self.chief)

    def test_neither_the_person_nor_who_filled_it_in_becomes_the_reviewer(self):
        with self.assertRefused(UserError, "filled it in"):
            self._change(self.office, self.sheet, self.staff)
        self._submit(self.sheet, self.coordinator)
        with self.assertRefused(UserError, "filled it in"):
            self._change(self.office, self.sheet, self.coordinator)

    def test_it_needs_a_reason_and_a_sheet_that_is_not_reviewed(self):
        with self.assertRefused(UserError, "reason"):
            self._change(self.office, self.sheet, self.head, reason=" ")
        self._review(self.sheet)
        with self.assertRefused(UserError, "Reviewed"):
            self._change(self.office, self.sheet, self.head)

    # === WHO IS OFFERED === #

    def _offered(self, user, sheets):
        dialog = self.env["perf.reviewer.change"].with_user(user).with_context(active_ids=sheets.ids)
        shown = {"appraisal_ids": {"fields": {}}, "reviewer_domain": {}}
        domain = dialog.onchange({}, [], shown)["value"]["reviewer_domain"]
        return self.env["hr.employee"].with_user(user).search(domain).sudo().user_id

    def test_a_head_is_offered_his_own_people_and_those_above_and_the_office_everybody(self):
        near = self.deputy + self.coordinator + self.colleague + self.chief
        far = self.other_head + self.stranger
        offered = self._offered(self.head, self.sheet)
        self.assertEqual((offered & near, offered & far), (near, self.env["res.users"]))
        for user in (self.office, self.chief):
            self.assertLessEqual(near + far, self._offered(user, self.sheet), user.login)

    def test_people_are_named_with_their_unit_where_the_dialog_asks_for_it(self):
        for user in (self.head, self.hr):
            people = self.env["hr.employee"].with_user(user)
            self.assertEqual([name for _id, name in people.name_search("Colleague")], ["Colleague"])
            named = [name for _id, name in people.with_context(perf_with_unit=True).name_search("Colleague")]
            self.assertEqual(named, [f"Colleague · {self.township.name}"])

    def test_people_near_by_are_offered_first_and_the_others_after_them(self):
        people = self.env["hr.employee"].with_user(self.office)
        plain = people.name_search()
        unit = self.other_head.employee_id.department_id.perf_unit_id
        near = people.search([("department_id.perf_unit_id", "=", unit.id)])
        self.assertNotEqual(plain[: len(near)], [row for row in plain if row[0] in near.ids], "the alphabet says else")
        for context in ({"perf_near_unit_id": unit.id}, {"perf_near_employee_id": self.other_head.employee_id.id}):
            offered = people.with_context(**context).name_search()
            self.assertEqual({row[0] for row in offered[: len(near)]}, set(near.ids))
            self.assertEqual(sorted(offered), sorted(plain))
            self.assertEqual(people.with_context(**context).name_search(limit=1), offered[:1])
        own = people.with_user(self.other_head).with_context(perf_near_unit_id=False).name_search()
        self.assertEqual({row[0] for row in own[: len(near)]}, set(near.ids), "his own unit where nothing is chosen")
        self.assertEqual(sorted(people.with_context(perf_near_unit_id="x").name_search()), sorted(plain))

    def test_the_field_of_the_dialog_asks_for_people_as_everybody_sees_them(self):
        unit = self.other_head.employee_id.department_id.perf_unit_id
        people = self.env["hr.employee.public"].with_user(self.office)
        people = people.with_context(perf_near_unit_id=unit.id, perf_with_unit=True)
        near = people.search([("department_id.perf_unit_id", "=", unit.id), ("user_id", "!=", False)])
        offered = people.web_name_search("", {"display_name": {}}, [("user_id", "!=", False)])
        self.assertEqual({row["id"] for row in offered[: len(near)]}, set(near.ids))
        self.assertIn(f"Other Head · {unit.name}", [row["display_name"] for row in offered])
        self.assertIn("Deputy", " ".join(row["display_name"] for row in offered[len(near) :]))

    # === A REVIEWER WHO IS GONE === #

    def _cards(self, user):
        cards = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
        return [card for card in cards if card["kind"] == "stuck"]

    def test_office_and_head_get_a_card_at_once_that_gives_all_open_sheets_to_somebody(self):
        self._submit(self.sheet)
        for user in (self.office, self.head, self.chief):
            self.assertFalse(self._cards(user))
        self.deputy.sudo().active = False
        for user in (self.staff, self.coordinator, self.chief, self.auditor):
            self.assertFalse(self._cards(user), user.login)
        for user in (self.office, self.head):
            [card] = self._cards(user)
            self.assertEqual(card["title"], "2 open sheets of Deputy have nobody to review them")
        context = {**card["action"]["context"], **card["context"]}
        dialog = self.env[card["action"]["res_model"]].with_user(self.head).with_context(**context)
        dialog = dialog.create({"reviewer_id": self.colleague.employee_id.id, "reason": "Has left"})
        self.assertEqual(dialog.appraisal_ids, self.sheets["staff"] | self.sheets["colleague"])
        with self.assertRefused(UserError, "filled it in"):
            dialog.action_apply()
        dialog.reviewer_id = self.other_head.employee_id
        dialog.action_apply()
        self.assertFalse(self._cards(self.office) + self._cards(self.head))
        self.sheet.with_user(self.other_head).action_review()
        self.assertState(self.sheet, "reviewed")

    def test_each_reviewer_who_is_gone_has_a_card_of_his_own(self):
        (self.deputy + self.other_head).sudo().active = False
        titles = sorted(card["title"] for card in self._cards(self.office))
        self.assertEqual(
            titles,
            [
                "1 open sheet of Other Head has nobody to review it",
                "2 open sheets of Deputy have nobody to review them",
            ],
        )
        self.assertEqual(len({card["key"] for card in self._cards(self.office)}), 2)

    def test_the_head_above_hands_on_what_the_head_who_is_gone_left(self):
        self.other_head.sudo().active = False
        [card] = self._cards(self.chief)
        self.assertEqual(card["title"], "1 open sheet of Other Head has nobody to review it")
        context = card["action"]["context"]
        dialog = self.env["perf.reviewer.change"].with_user(self.chief).with_context(**context)
        dialog = dialog.create({"reviewer_id": self.deputy.employee_id.id, "reason": "Has left"})
        dialog.action_apply()
        self.assertEqual(self.sheets["stranger"].reviewer_id, self.deputy.employee_id)

    def test_nobody_hands_on_his_own_sheet(self):
        self.chief.sudo().active = False
        heads = self.sheets["head"] | self.sheets["other_head"]
        self.assertFalse(self._cards(self.head) + self._cards(self.other_head))
        [card] = self._cards(self.office)
        self.assertEqual(card["count"], len(heads))
        dialog = self.env["perf.reviewer.change"].with_user(self.head).with_context(**card["action"]["context"])
        self.assertFalse(dialog.default_get(["appraisal_ids"])["appraisal_ids"][0][2])

    # === WHOEVER ARCHIVES IS WARNED === #

    def test_archiving_a_person_warns_of_the_sheets_that_are_open(self):
        person = self.deputy.employee_id.with_user(self.hr)
        action = person.action_archive()
        wizard = self.env[action["res_model"]].with_user(self.hr).with_context(**action["context"])
        wizard = wizard.create({"employee_ids": person.ids})
        self.assertIn("1 of their own sheets are open", wizard.perf_open_sentence)
        self.assertIn("2 open sheets have them as reviewer", wizard.perf_open_sentence)
        many = (self.staff + self.colleague).employee_id.with_user(self.hr)
        self.assertIn("2 of their own sheets are open", many.action_archive()["params"]["message"])
        nobody = self._create_user("nobody", self.county).employee_id.with_user(self.hr)
        self.assertFalse(nobody.with_context(no_wizard=True).action_archive())

    def test_a_departure_is_registered_by_the_group_that_the_demo_s_hr_officer_has(self):
        with file_open("perf_appraisal/demo/data/res.users.csv", "r") as file:
            [groups] = [row["group_ids/id"] for row in csv.DictReader(file) if row["login"] == "hr"]
        self.hr.group_ids = [Command.set([self.env.ref(name).id for name in groups.split(",")])]
        person = self.colleague.employee_id.with_user(self.hr)
        wizard = self.env["hr.departure.wizard"].with_user(self.hr)
        wizard = wizard.with_context(active_ids=person.ids, employee_termination=True)
        wizard.create({}).action_register_departure()
        self.assertTrue(person.departure_date)
        self.assertFalse(person.active)

    def test_archiving_a_unit_warns_of_the_sheets_that_are_open(self):
        self.hr.group_ids += self.env.ref("hr.group_hr_manager")
        message = self.other.with_user(self.hr).action_archive()["params"]["message"]
        self.assertIn("2 open sheets belong to it", message)
        self.assertFalse(self.other.active)
        empty = self._create_department("Empty", parent_id=self.county.id)
        self.assertFalse(empty.action_archive())

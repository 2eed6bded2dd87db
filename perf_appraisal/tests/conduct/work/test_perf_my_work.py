from collections import Counter

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ....tools.inheritance import declared
from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfMyWork(PerfCommon):
    def _work(self, user):
        self.env.invalidate_all()
        return self.env["perf.my.work"].with_user(user).get_my_work()

    def _kinds(self, user):
        return [card["kind"] for card in self._work(user)["cards"]]

    def _card(self, user, kind):
        return next(card for card in self._work(user)["cards"] if card["kind"] == kind)

    # === MY WORK === #

    def test_staff_first_fill_in_their_own_sheet(self):
        self.assertEqual(self._kinds(self.staff), ["fill"])
        card = self._card(self.staff, "fill")
        self.assertEqual((card["res_id"], card["filled"], card["total"]), (self.sheet.id, 2, 5))

    def test_progress_counts_points_and_notes(self):
        sheet = self.sheet.with_user(self.staff)
        self._line(sheet, self.judged).self_value = 5.0
        self._line(sheet, self.ratio).self_note = "No visit this month"
        self.assertEqual(self._card(self.staff, "fill")["filled"], 4)

    def test_a_submitted_sheet_moves_to_the_reviewer_and_then_to_the_office(self):
        self._submit(self.sheet)
        self.assertEqual(self._kinds(self.staff), [])
        self.assertEqual(self._work(self.staff)["sheets"][0]["state"], "self_scored")
        self.assertEqual(self._card(self.deputy, "review")["res_id"], self.sheet.id)
        self.assertNotIn("confirm", self._kinds(self.office))
        self.sheet.with_user(self.deputy).action_review()
        self.assertNotIn("review", self._kinds(self.deputy))
        self.assertEqual(self._card(self.office, "confirm")["res_id"], self.sheet.id)

    def test_a_returned_sheet_says_why(self):
        self._submit(self.sheet)
        self.sheet.with_user(self.deputy).action_return(reason="Add the evidence")
        self.assertEqual(self._card(self.staff, "fill")["returned"], "Add the evidence")

    def test_late_work_comes_first_and_is_counted(self):
        self._submit(self.sheet)
        self._submit(self.sheets["colleague"])
        self._pass_deadlines(self.month)
        cards = self._work(self.deputy)["cards"]
        self.assertEqual([card["kind"] for card in cards], ["fill", "review", "team"])
        self.assertEqual((cards[1]["count"], cards[1]["late"]), (2, 2))
        self.assertEqual([card["lates"] for card in cards], ["", "2 of 2 late", "2 of 2 late"])
        self.assertLess(cards[0]["days"], 0)

    def test_what_is_late_is_counted_in_the_word_of_its_kind(self):
        found = {kind: card.lates._source for _model, kind, card in self._declared()}
        for kind, word in (
            ("review", "late"),
            ("confirm", "late"),
            ("lead", "lines late"),
            ("inspection_check", "inspections late"),
            ("finding_reply", "findings late"),
            ("finding_rectify", "rectifications late"),
        ):
            self.assertEqual(found[kind], f"%(late)s of %(count)s {word}")

    def test_who_was_given_more_time_is_not_late(self):
        self._submit(self.sheet)
        self._pass_deadlines(self.month)
        self.assertEqual(self._card(self.deputy, "review")["late"], 1)
        self._extend(self.township)
        card = self._card(self.deputy, "review")
        self.assertEqual((card["count"], card["late"]), (1, 0))
        self.assertGreater(card["days"], 0)
        self.assertEqual(self._card(self.deputy, "team")["late"], 0)

    def test_what_was_given_back_is_not_late_since_the_first_time(self):
        self._submit(self.sheet)
        self._pass_deadlines(self.month)
        self.sheet.with_user(self.deputy).action_return(reason="Name the villages")
        card = self._card(self.staff, "fill")
        self.assertEqual((card["returned"], card["late"], card["days"]), ("Name the villages", 0, None))

    def test_what_is_late_stands_first(self):
        self._create_plan(self.indicators, approved=False, scope="staff", unit_id=self.township.id)
        self._pass_deadlines(self.month)
        cards = self.env["perf.my.work"].with_user(self.head).get_my_work()["cards"]
        late = [card["kind"] for card in cards if card["late"]]
        self.assertIn("team", late)
        self.assertEqual([card["kind"] for card in cards][: len(late)], late, "a plan to sign comes after them")

    def test_what_somebody_may_not_do_is_no_work_of_his(self):
        self._submit(self.sheet)
        self.assertNotIn("review", self._kinds(self.head))
        self.assertNotIn("confirm", self._kinds(self.staff))
        self.assertNotIn("approve", self._kinds(self.head))
        self.assertNotIn("team", self._kinds(self.staff))

    def test_heads_above_get_a_card_of_what_its_reviewer_left_lying(self):
        self._submit(self.sheet)
        self._submit(self.sheets["colleague"])
        for user in (self.head, self.chief):
            self.assertNotIn("review_above", self._kinds(user))
        self.month.sudo().review_deadline = "2000-01-01"
        for user in (self.head, self.chief):
            card = self._card(user, "review_above")
            self.assertEqual((card["count"], card["late"]), (2, 2))
        for user in (self.deputy, self.coordinator, self.office, self.other_head):
            self.assertNotIn("review_above", self._kinds(user))
        self.sheet.with_user(self.head).action_review()
        self.assertEqual(self._card(self.chief, "review_above")["count"], 1)

    def test_what_somebody_helped_to_fill_in_is_not_counted_for_him(self):
        self.township.perf_coordinator_ids += self.office2.employee_id
        self._line(self.sheet, self.judged).with_user(self.office2).self_value = 5.0
        for login in ("staff", "colleague"):
            self._review(self.sheets[login])
        self.assertEqual(self._card(self.office, "confirm")["count"], 2)
        self.assertEqual(self._card(self.office2, "confirm")["res_id"], self.sheets["colleague"].id)

    def test_the_lists_show_what_the_cards_count(self):
        self._submit(self.sheet)
        self._review(self.sheets["colleague"])
        self.month.sudo().review_deadline = "2000-01-01"
        for user, kind, xmlid in (
            (self.deputy, "review", "review"),
            (self.chief, "review_above", "review_above"),
            (self.office, "confirm", "confirm"),
        ):
            with self.subTest(user.login):
                action = self.env.ref(f"perf_appraisal.perf_appraisal_action_{xmlid}")
                domain = safe_eval(action.domain, {"uid": user.id})
                found = self.env["perf.appraisal"].with_user(user).search(domain)
                self.assertEqual(len(found.filtered("i_write")), self._card(user, kind)["count"])

    def test_the_appraisal_group_is_told_for_how_many_it_may_fill_in(self):
        self.assertEqual(self._card(self.coordinator, "team")["fillable"], 4)
        self.assertEqual(self._card(self.deputy, "team")["fillable"], 0)

    def test_the_head_signs_and_the_office_approves(self):
        plan = self._create_plan(self.indicators, approved=False, scope="staff", unit_id=self.township.id)
        self.assertEqual(self._card(self.head, "sign")["res_id"], plan.id)
        self.assertNotIn("sign", self._kinds(self.other_head))
        plan.with_user(self.head).action_sign()
        self.assertNotIn("sign", self._kinds(self.head))
        self.assertEqual(self._card(self.office, "approve")["res_id"], plan.id)

    def test_a_job_under_way_is_shown_to_the_office_only(self):
        self._next_month().with_user(self.office).action_open()
        self.assertIn("job_running", self._kinds(self.office))
        self.assertNotIn("job_running", self._kinds(self.head))

    def test_queries_do_not_grow_with_the_number_of_sheets(self):
        def queries(user):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["perf.my.work"].with_user(user).get_my_work()
            return self.env.cr.sql_log_count - before

        def work(*logins):
            for login in logins:
                self._submit(self.sheets[login])
                self._review(self._sheet_of(getattr(self, login), months[0]))

        months = []
        for _number in range(2):
            months.append(self._next_month())
            self._open_period(months[-1])
        users = (self.staff, self.coordinator, self.deputy, self.head, self.chief, self.office)
        (self.month | months[0]).sudo().review_deadline = "2000-01-01"
        work("staff", "stranger")
        few = {}
        for user in users:
            queries(user)  # the second time finds the rules and groups in the caches
            few[user] = queries(user)
        work("colleague")
        self._open_period(self._next_month())
        for user in users:
            with self.subTest(user.login):
                self.assertGreater(few[user], 0)
                self.assertLessEqual(queries(user), few[user])

    def _extend(self, unit):
        """Give a unit time until after today, counted from the deadline that is past."""
        extension = {"period_id": self.month.id, "unit_id": unit.id, "days": 60, "reason": "Flood"}
        self.env["perf.extension"].with_user(self.office).create(extension)

    # === CARDS === #

    def _declared(self):
        """Return all cards: ``[(model, kind, card)]``."""
        names = self.env.registry.descendants(["perf.work.mixin"], "_inherit")
        models = [self.env[name] for name in names if not self.env[name]._abstract]
        return [(model, kind, card) for model in models for kind, card in declared(type(model), "_work_cards").items()]

    def test_no_button_of_a_card_is_called_like_a_state(self):
        """One word has one translation: a button called "Open" read "under way" in Chinese."""
        states = set()
        for name, model in self.env.items():
            if name.startswith("perf.") and "state" in model._fields and model._fields["state"].type == "selection":
                states |= {label for _value, label in model._fields["state"]._description_selection(self.env)}
        self.assertIn("Open", states)
        named = {kind for _model, kind, card in self._declared() if self.env._(card.button) in states}
        self.assertFalse(named)

    def test_every_kind_of_card_is_declared_once_and_whole(self):
        kinds = Counter(kind for _model, kind, _card in self._declared())
        self.assertGreaterEqual(len(kinds), 18)
        self.assertEqual(set(kinds.values()), {1})
        for model, kind, card in self._declared():
            with self.subTest(kind):
                self.assertTrue(card.icon and card.title and card.hint and card.button)
                self.assertTrue(card.right or card.domain)
                if card.right:
                    self.assertTrue(model._fields[card.right].search, card.right)
                if card.deadline:
                    self.assertIn(model._fields[card.deadline].type, ("date", "datetime"))
                for xmlid in filter(None, (card.action, card.grid, card.group)):
                    self.assertTrue(self.env.ref(xmlid))
                self.assertTrue(hasattr(model, card.finder))

    def test_filters_of_a_card_exist(self):
        for model, kind, card in self._declared():
            if card.action:
                opened = self.env.ref(card.action).sudo()
                views = opened.search_view_id.id if opened._name == "ir.actions.act_window" else False
                view = model.get_view(views, "search")["arch"] if card.filters else ""
                for name in card.filters:
                    self.assertIn(f'name="{name}"', view, kind)

    def test_words_come_in_the_language_of_the_user(self):
        self._submit(self.sheet)
        cards = self._work(self.deputy)["cards"]
        self.assertEqual({card["title"] for card in cards if card["kind"] == "review"}, {"Review 1 sheet"})
        self.assertEqual(next(card for card in cards if card["kind"] == "review")["button"], "Review")
        for card in cards:
            self.assertNotIn("%", card["title"] + card["hint"] + card["button"])
        self.env["res.lang"]._activate_lang("zh_CN")
        self.deputy.lang = "zh_CN"
        work = self.env["perf.my.work"].with_user(self.deputy).with_context(lang="zh_CN").get_my_work()
        self.assertIn("审定1份考评表", [card["title"] for card in work["cards"]])

    def test_a_card_of_one_opens_its_record_and_of_several_their_list(self):
        self._submit(self.sheet)
        self.assertEqual(self._card(self.deputy, "review")["action"]["res_id"], self.sheet.id)
        self._submit(self.sheets["colleague"])
        card = self._card(self.deputy, "review")
        self.assertEqual(card["action"], "perf_appraisal.perf_appraisal_action_review")
        self.assertEqual(card["grid"], "perf_appraisal.perf_grid_action_review")

    def test_who_is_not_of_the_house_gets_nothing(self):
        portal = self.env["res.users"].create(
            {"name": "Outside", "login": "outside", "group_ids": [Command.set(self.env.ref("base.group_portal").ids)]}
        )
        for user in (portal, self.env.ref("base.public_user")):
            for model, method in (
                ("perf.my.work", "get_my_work"),
                ("perf.board", "get_board"),
                ("perf.board", "get_tracking"),
            ):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(self.env[model].with_user(user), method)()

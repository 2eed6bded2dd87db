import base64
import io
from urllib.parse import unquote, urlsplit

import openpyxl
from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from ...campaign import CampaignCase
from ...common import OFFICE
from ...screens import Screen


@tagged("post_install", "-at_install")
class TestPerfRatingTally(CampaignCase):
    """A tally is entered by one of the office, checked by another, and counts when it is checked."""

    def test_who_begins_and_who_sees_a_tally(self):
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                self._tally(user=user)
        tally = self._tally()
        self.assertEqual(self._tally(user=self.office2), tally, "a group has one tally")
        for user in (self.office, self.office2, self.auditor):
            self.assertTrue(tally.with_user(user).has_access("read"))
        for user in (self.head, self.staff, self.hr):
            with self.assertRefused(AccessError):
                tally.with_user(user).read(["state"])

    def test_a_tally_is_offered_where_there_is_one_or_one_may_be_begun(self):
        def offered(user):
            self.env.invalidate_all()
            return [group.can_tally for group in self.rating.with_user(user).group_ids]

        self.assertEqual(offered(self.office), [False, True, True])
        self.assertEqual(offered(self.auditor), [False, False, False])
        tally = self._tally()
        self.assertEqual(offered(self.auditor), [False, True, False])
        self.assertEqual(self._tally(user=self.auditor), tally)
        self.rating.with_user(self.office).action_void(reason="Wrong units.")
        for user in (self.office, self.auditor):
            self.assertEqual(offered(user), [False, False, False])

    def test_the_button_of_a_tally_is_where_one_is_offered(self):
        for kind in ("list", "kanban"):
            view = etree.fromstring(self.rating.with_user(self.auditor).get_view(view_type="form")["arch"])
            (button,) = view.xpath(f"//field[@name='group_ids']/{kind}//button[@name='action_open_tally']")
            self.assertEqual(button.get("invisible"), "not can_tally")

    def test_a_tally_belongs_to_a_group_whose_votes_are_counted_outside(self):
        with self.assertRefused(UserError, "no group of this rating whose votes are tallied"):
            self._tally(self.web)

    def test_who_types_into_a_tally(self):
        tally = self._tally()
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                self._type_in(tally, {(self.units[0], self.attitude, self.good): 3}, user)
        self._type_in(tally, {(self.units[0], self.attitude, self.good): 3}, self.office2)
        self.assertRecordValues(
            tally.line_ids,
            [
                {
                    "appraisee_id": self.units[0].id,
                    "dimension_id": self.attitude.id,
                    "choice_id": self.good.id,
                    "votes": 3,
                }
            ],
        )

    def test_who_hands_it_over(self):
        tally = self._full_tally()
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                tally.with_user(user).action_enter()
        tally.with_user(self.office).action_enter()
        self.assertRecordValues(tally, [{"state": "entered", "entered_by_id": self.office.id}])

    def test_whoever_entered_it_does_not_check_it(self):
        tally = self._full_tally()
        tally.with_user(self.office).action_enter()
        with self.assertRefused(UserError, "a colleague checks it"):
            tally.with_user(self.office).action_check()
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                tally.with_user(user).action_check()
        tally.with_user(self.office2).action_check()
        self.assertRecordValues(tally, [{"state": "checked", "checked_by_id": self.office2.id}])

    def test_whoever_typed_a_number_does_not_check_it(self):
        tally = self._full_tally()
        self._type_in(tally, {(self.units[0], self.attitude, self.good): 7}, self.office2)
        tally.with_user(self.office).action_enter()
        with self.assertRefused(UserError, "a colleague checks it"):
            tally.with_user(self.office2).action_check()
        third = self._create_user("office_third", self.county, groups=OFFICE)
        tally.with_user(third).action_check()
        self.assertState(tally, "checked")

    def test_whoever_changed_a_line_does_not_check_it(self):
        tally = self._full_tally()
        tally.line_ids[:1].with_user(self.office2).votes = 7
        tally.with_user(self.office).action_enter()
        with self.assertRefused(UserError, "a colleague checks it"):
            tally.with_user(self.office2).action_check()

    def test_whose_unit_is_rated_does_not_check_it(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        self.township.sudo().perf_coordinator_ids += officer.employee_id
        tally = self._full_tally()
        tally.with_user(self.office).action_enter()
        with self.assertRefused(UserError, "unit of your own is rated"):
            tally.with_user(officer).action_check()

    def test_who_takes_it_back_before_it_is_checked(self):
        tally = self._full_tally()
        tally.with_user(self.office).action_enter()
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                tally.with_user(user).action_return()
        tally.with_user(self.office2).action_return()
        self.assertRecordValues(tally, [{"state": "draft", "entered_by_id": False}])

    def test_a_check_is_taken_back_with_a_reason(self):
        tally = self._checked(self._full_tally())
        with self.assertRefused(UserError, "reason"):
            tally.with_user(self.office).action_uncheck()
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                tally.with_user(user).action_uncheck(reason="Wrong page.")
        tally.with_user(self.office).action_uncheck(reason="Wrong page.")
        self.assertRecordValues(
            tally,
            [{"state": "draft", "entered_by_id": False, "checked_by_id": False, "uncheck_reason": "Wrong page."}],
        )

    def test_nothing_changes_once_it_is_handed_over(self):
        tally = self._full_tally()
        tally.with_user(self.office).action_enter()
        for values in (
            {"grid": {"changes": {self._cell(self.units[0], self.attitude, self.good): 9}}},
            {"source": "Another"},
            {"evidence_ids": [Command.clear()]},
            {"absent_reason": "Lost"},
            {"state": "checked"},
        ):
            with self.subTest(values=values), self.assertRefused((AccessError, UserError)):
                tally.with_user(self.office).write(values)
        with self.assertRefused(UserError, "never deleted"):
            tally.with_user(self.office).unlink()

    def test_the_counted_protocol_is_attached(self):
        tally = self._tally()
        with self.assertRefused(UserError, "nothing is entered yet"):
            tally.with_user(self.office).action_enter()
        self._type_in(tally, {(self.units[0], self.attitude, self.good): 3})
        with self.assertRefused(UserError, "attach the protocol"):
            tally.with_user(self.office).action_enter()

    def test_where_nothing_came_the_reason_is_handed_over(self):
        tally = self._tally(self.institute).with_user(self.office)
        tally.absent_reason = "The institute never delivered."
        tally.action_enter()
        tally.with_user(self.office2).action_check()
        self.assertState(tally, "checked")
        other = self._full_tally()
        other.with_user(self.office).absent_reason = "Nothing"
        with self.assertRefused(UserError, "empty the reason"):
            other.with_user(self.office).action_enter()

    def test_it_is_shown_to_whoever_may_check_it(self):
        tally = self._full_tally()
        tally.with_user(self.office).action_enter()
        kinds = {
            user.login: {card["kind"] for card in self.env["perf.rating.tally"].with_user(user)._get_work()}
            for user in (self.office, self.office2, self.auditor)
        }
        self.assertEqual(kinds["office2"], {"rating_tally_check"})
        self.assertFalse(kinds["office"] | kinds["auditor"])

    def test_each_step_leaves_a_line(self):
        tally = self._full_tally()
        before = tally.message_ids
        tally.with_user(self.office).action_enter()
        tally.with_user(self.office2).action_return()
        tally.with_user(self.office).action_enter()
        tally.with_user(self.office2).action_check()
        tally.with_user(self.office).action_uncheck(reason="Wrong page: <2>.")
        lines = (tally.message_ids - before).sorted("id")
        self.assertEqual(
            [(line.author_id, html2plaintext(line.body)) for line in lines],
            [
                (self.office.partner_id, "Handed over for checking."),
                (self.office2.partner_id, "Back to entering."),
                (self.office.partner_id, "Handed over for checking."),
                (self.office2.partner_id, "Checked: the same as the protocol."),
                (self.office.partner_id, "The check was taken back: Wrong page: <2>."),
            ],
        )

    # === THE RATING === #

    def test_a_tally_that_was_never_made_keeps_the_rating_open(self):
        self._checked(self._full_tally())
        with self.assertRefused(UserError, "the tally of Institute is not made yet"):
            self.rating.with_user(self.office).action_close()
        institute = self._tally(self.institute)
        with self.assertRefused(UserError, "the tally of Institute is not checked yet"):
            self.rating.with_user(self.office).action_close()
        self._type_in(institute, {(self.units[0],): 90.0})
        self._attach(institute)
        self._checked(institute)
        self.rating.with_user(self.office).action_close()
        totals = self.rating.score_ids.filtered(lambda score: not score.group_id)
        scores = {score.appraisee_id: score.score for score in totals}
        # telephone (8 × 100 + 2 × 20) ÷ 10 = 84, weight 2; institute 90 for the first, weight 5; no delegate answered
        self.assertEqual(scores, {self.units[0]: 88.29, self.units[1]: 84.0})

    def test_a_group_from_which_nothing_came_is_missing(self):
        self._checked(self._full_tally())
        institute = self._tally(self.institute).with_user(self.office)
        institute.absent_reason = "The institute never delivered."
        self._checked(institute)
        self.rating.with_user(self.office).action_close()
        self.assertTrue(self.institute.is_missing)
        self.assertEqual(set(self.rating.score_ids.filtered(lambda score: not score.group_id).mapped("score")), {84.0})

    def test_nothing_is_tallied_once_the_rating_is_over(self):
        tally = self._full_tally()
        self.rating.with_user(self.office).action_void(reason="Wrong units.")
        for action in (tally.with_user(self.office).action_enter, tally.with_user(self.office).unlink):
            with self.assertRefused((AccessError, UserError)):
                action()

    def test_the_form_takes_nothing_once_the_rating_is_over(self):
        tally = self._tally().with_user(self.office)
        names = ("source", "evidence_ids", "absent_reason")
        screen = Screen(tally)
        self.assertFalse([name for name in names if screen._get_modifier(name, "readonly")])
        self.rating.with_user(self.office).action_void(reason="Wrong units.")
        screen = Screen(tally)
        self.assertEqual([name for name in names if screen._get_modifier(name, "readonly")], list(names))
        self.assertFalse(screen.shows("//p[contains(., 'its results show')]"), "what is void has no results")

    # === THE GRID === #

    def test_the_grid_says_what_is_asked_and_keeps_what_is_not_changed(self):
        tally = self._tally()
        grid = tally.with_user(self.office).grid
        self.assertEqual([row["name"] for row in grid["rated"]], ["East Township", "West Township"])
        self.assertEqual([question["name"] for question in grid["questions"]], ["Attitude", "Effect"])
        self.assertEqual([column["name"] for column in grid["questions"][0]["columns"]], ["Good", "Poor", "Don't know"])
        first, second = (self._cell(unit, self.attitude, self.good) for unit in self.units)
        self._type_in(tally, {(self.units[0], self.attitude, self.good): 3})
        self._type_in(tally, {(self.units[1], self.attitude, self.good): 0})
        self.assertEqual(tally.grid["cells"], {first: 3, second: 0})
        self._type_in(tally, {(self.units[0], self.attitude, self.good): None})
        self.assertEqual(tally.grid["cells"], {second: 0})

    def test_a_third_party_gives_one_number(self):
        tally = self._tally(self.institute)
        self._type_in(tally, {(self.units[0],): 87.5, (self.units[1],): 0})
        self.assertEqual(tally.grid["cells"], {self._cell(self.units[0]): 87.5, self._cell(self.units[1]): 0})
        with self.assertRefused(UserError, "no score between 0 and 100"):
            self._type_in(tally, {(self.units[0],): 101})

    def test_the_grid_takes_numbers_only(self):
        tally = self._tally()
        for number in (-1, 1.5, "3", True, 10**9):
            with self.subTest(number=number), self.assertRefused(UserError, "no number of votes"):
                self._type_in(tally, {(self.units[0], self.attitude, self.good): number})
        for changes in ({"1-2": 3}, {"x": 3}, [1]):
            with self.subTest(changes=changes), self.assertRefused(UserError, "no cell"):
                tally.with_user(self.office).write({"grid": {"changes": changes}})
        stranger = self.cycle.appraisee_ids.filtered(lambda one: one.kind == "employee")[:1]
        with self.assertRefused(UserError, "is not asked this"):
            self._type_in(tally, {(stranger, self.attitude, self.good): 3})

    def test_what_looks_odd_is_said_and_not_refused(self):
        tally = self._full_tally()
        self.assertFalse(tally.warning)
        self._type_in(
            tally, {(self.units[0], self.attitude, self.good): 19, (self.units[1], self.effect, self.poor): 4}
        )
        many, differing = tally.warning.splitlines()
        self.assertEqual(many, "More votes than the 20 expected: East Township (Attitude: 21).")
        self.assertIn("Questions with different numbers of votes: East Township (21 / 10)", differing)
        self.assertIn("West Township (10 / 12)", differing)
        tally.with_user(self.office).action_enter()
        self.assertState(tally, "entered")

    def test_rows_without_a_number_are_named(self):
        tally = self._tally(self.institute)
        self.assertFalse(tally.warning, "nothing is odd before anything is entered")
        self._type_in(tally, {(self.units[0],): 90})
        self.assertEqual(tally.warning, "Nothing is entered for 1 of 2: West Township.")

    def test_of_many_rows_without_a_number_it_is_said_how_many(self):
        tally = self._tally()
        names = [f"Unit {place}" for place in range(36)]
        rows = [{"id": place, "name": name} for place, name in enumerate(names)]
        (said,) = tally._rows_without(rows, {place: {1: 5} if place < 2 else {} for place in range(36)})
        self.assertRegex(said, "^Nothing is entered for 34 of 36: Unit 2.*Unit 6.*29 others[.]$")

    def test_who_checks_odd_numbers_is_asked_once_more(self):
        for numbers, odd in (({}, False), ({(self.units[0], self.attitude, self.good): 19}, True)):
            tally = self._full_tally()
            self._type_in(tally, numbers)
            tally.with_user(self.office).action_enter()
            screen = Screen(tally.with_user(self.office2))
            self.assertEqual(bool(tally.warning), odd)
            self.assertEqual(screen.shows("//button[@name='action_check'][not(@confirm)]"), not odd)
            self.assertEqual(screen.shows("//button[@name='action_check'][@confirm]"), odd)
            self.assertFalse(Screen(tally.with_user(self.office)).shows("//button[@name='action_check']"))
            tally.with_user(self.office).action_return()

    def test_staff_of_all_units_together_are_expected(self):
        rating = self._create_rating(
            group_ids=[Command.create({"name": "Staff", "channel": "tally", "rates": "own", "expected": 15})]
        )
        rating.with_user(self.office).action_open()
        tally = self._tally(rating.group_ids)
        self._type_in(tally, {(unit, one, self.good): 8 for unit in self.units for one in (self.attitude, self.effect)})
        self.assertEqual(tally.warning, "16 votes, 15 expected.")

    # === THE WORKBOOK === #

    def test_the_workbook_is_called_after_rating_and_group(self):
        rating = self._create_rating(
            name="Half-year 1/2 #100%?", group_ids=[Command.create({"name": "“Paper” & post", "channel": "tally"})]
        )
        rating.with_user(self.office).action_open()
        tally = self._tally(rating.group_ids)
        url = urlsplit(tally.with_user(self.office).action_download_table()["url"])
        self.assertFalse(url.fragment)
        self.assertEqual(url.query, "download=true")
        self.assertEqual(
            unquote(url.path),
            f"/web/content/perf.rating.tally/{tally.id}/table/Half-year 1_2 #100%_ “Paper” & post.xlsx",
        )

    def test_the_workbook_names_units_and_answers(self):
        tally = self._tally()
        self._type_in(tally, {(self.units[1], self.effect, self.poor): 4})
        content = base64.b64decode(tally.with_user(self.office).table)
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        self.assertEqual(
            rows,
            [
                (
                    "Unit",
                    "Attitude: Good",
                    "Attitude: Poor",
                    "Attitude: Don't know",
                    "Effect: Good",
                    "Effect: Poor",
                    "Effect: Don't know",
                ),
                ("East Township", None, None, None, None, None, None),
                ("West Township", None, None, None, None, 4, None),
            ],
        )

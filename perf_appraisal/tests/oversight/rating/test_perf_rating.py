from unittest.mock import patch

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from ...rating import RatingCase


@tagged("post_install", "-at_install")
class TestPerfRating(RatingCase):
    def test_scores_equal_a_computation_by_hand(self):
        """Delegates rate both; own staff rate East only, in West there are too few; tally and institute rate both.

        - Delegates, attitude: 6 × 100 + 4 × 70 = 880 ÷ 10 = 88; effect: 4 of the 10 do not know: 6 × 100 ÷ 6 = 100;
          together 0.6 × 88 + 0.4 × 100 = 92.8
        - own staff of East: 5 × 30 ÷ 5 = 30
        - telephone: East 6 × 100 + 2 × 70 + 2 × 30 = 800 ÷ 10 = 80; West 100
        - institute: 88.5 and 91
        - East: (3 × 92.8 + 2 × 30 + 2 × 80 + 3 × 88.5) ÷ 10 = 763.9 ÷ 10 = 76.39
        - West, the weight of its staff shared out: (3 × 92.8 + 2 × 100 + 3 × 91) ÷ 8 = 751.4 ÷ 8 = 93.925 → 93.93
        """
        for code in self._codes(self.delegates, 6):
            self.assertEqual(self._cast(code, self.satisfied), {})
        for code in self._codes(self.delegates, 4):
            self.assertEqual(self._cast(code, self.fairly, self.unknown), {})
        self._cast_many(self.own_staff, [self.dissatisfied] * 5, self.township)
        self._cast_many(self.own_staff, [self.satisfied] * 4, self.other)
        self._close()
        self.assertEqual(self._found(self.east, self.delegates, self.attitude), (88.0, 10))
        self.assertEqual(self._found(self.east, self.delegates, self.effect), (100.0, 6))
        self.assertEqual(self._found(self.east, self.delegates), (92.8, 10))
        self.assertEqual(self._found(self.east, self.own_staff), (30.0, 5))
        self.assertEqual(self._found(self.east, self.phone), (80.0, 10))
        self.assertEqual(self._found(self.east, self.institute), (88.5, 0))
        self.assertEqual(self._found(self.east), (76.39, 25))
        self.assertIsNone(self._found(self.west, self.own_staff), "4 of at least 5 are not shown")
        self.assertEqual(self._found(self.west), (93.93, 20))
        self.assertEqual(self.rating.group_ids.mapped("ballots"), [10, 5, 0, 0], "nor counted anywhere")

    def test_closing_posts_one_entry_for_each_and_voiding_takes_them_back(self):
        self._cast_many(self.delegates, [self.satisfied] * 10)
        self._close()
        entries = self.rating.sudo().entry_ids
        self.assertEqual(
            {(entry.appraisee_id, entry.kind, entry.rating_type_id, entry.period_id) for entry in entries},
            {(rated, "rating", self.kind, self.half) for rated in self.rated},
        )
        for entry in entries:
            self.assertAlmostEqual(entry.points, self._found(entry.appraisee_id)[0], 2)
            self.assertEqual(entry.full_points, 100.0)
        with self.assertRefused(UserError, "reason"):
            self.rating.action_void(reason=" ")
        self.rating.action_void(reason="Codes went to the wrong people.")
        self.assertEqual(self.rating.state, "void")
        entries = self.rating.sudo().entry_ids
        self.assertEqual(len(entries), 4)
        self.assertAlmostEqual(sum(entries.mapped("points")), 0.0, 6)
        self.assertEqual(set(entries.mapped("rating_type_id")), {self.kind})
        with self.assertRefused(UserError):
            self.rating.action_close()

    def test_each_step_leaves_a_line(self):
        self._close()
        self.rating.with_user(self.office2).action_void(reason="The <codes> went astray.")
        lines = self.rating.message_ids.sorted("id")[-3:]
        self.assertEqual(
            [(line.author_id, html2plaintext(line.body)) for line in lines],
            [
                (self.office.partner_id, "Begun."),
                (self.office.partner_id, "Closed and counted."),
                (self.office2.partner_id, "Declared void: The <codes> went astray."),
            ],
        )

    def test_leaders_of_rated_units_open_it_when_it_is_closed(self):
        with self.assertRefused(AccessError):
            self.rating.with_user(self.head).read(["name"])
        self._close()
        for user in (self.head, self.auditor, self.office):
            rating = self.rating.with_user(user)
            for kind in ("form", "kanban", "list"):
                self.env.invalidate_all()
                arch = etree.fromstring(rating.get_view(view_type=kind)["arch"])
                names = {node.get("name") for node in arch.xpath("//field[not(ancestor::field)]")}
                self.assertEqual(len(rating.web_read({name: {} for name in names})), 1)
                self.assertEqual("change_ids" in names, kind == "form" and user != self.head)
        for name in ("tally_ids", "comment_ids", "change_ids", "comment_count", "entry_ids"):
            with self.subTest(name=name), self.assertRefused(AccessError):
                self.rating.with_user(self.head).read([name])

    def test_closing_keeps_its_period_open_meanwhile(self):
        self._tally_phone()
        self._tally_institute()
        self.env.cr.precommit.data.pop("perf_rating_locked")  # as in a request of its own
        with patch.object(type(self.rating), "_share_periods", autospec=True) as shared:
            self.rating.action_close()
        shared.assert_called_once_with(self.rating)

    def test_missing_groups_follow_the_policy(self):
        """Only the institute counts for East: shared out 88.5, as zero 0.3 × 88.5, in full 0.3 × 88.5 + 70."""
        for policy, expected in (("reweight", 88.5), ("zero", 26.55), ("full", 96.55)):
            rating = self._create_rating(missing_policy=policy)
            *_others, institute = rating.group_ids
            rating.group_ids[2].unlink()
            rating.group_ids[0].weight = 5.0
            rating.action_open()
            self._tally(institute, [{"appraisee_id": self.east.id, "percent": 88.5}])
            rating.action_close()
            total = rating.score_ids.filtered(lambda score: not score.group_id)
            self.assertEqual((total.appraisee_id, total.score), (self.east, expected))
            self.assertEqual(rating.group_ids.mapped("is_missing"), [True, True, False])

    def test_once_it_is_open_only_a_reason_changes_weights(self):
        for group, values in (
            (self.delegates, {"weight": 9.0}),
            (self.delegates, {"expected": 1}),
            (self.delegates, {"min_answers": 9}),
            (self.rating, {"missing_policy": "full"}),
            (self.rating, {"batch_size": 5}),
            (self.rating, {"group_ids": [Command.delete(self.delegates.id)]}),
            (self.rating, {"group_ids": [Command.create({"name": "Further"})]}),
        ):
            with self.assertRefused(UserError):
                group.write(values)
        with self.assertRefused(UserError):
            self.env["perf.rating.group"].with_user(self.office).create(
                {"rating_id": self.rating.id, "name": "Further"}
            )
        with self.assertRefused(UserError):
            self.delegates.unlink()
        with self.assertRefused(UserError, "reason"):
            self.delegates.action_change({"weight": 4.0})
        self.delegates.action_change({"weight": 4.0, "expected": 30}, reason="Decided by the leading group.")
        [change] = self.rating.change_ids
        self.assertEqual((change.old_value, change.new_value, change.changed_by_id), (3.0, 4.0, self.office))
        self.assertEqual(self.delegates.weight, 4.0)
        for user in (self.head, self.auditor, self.staff):
            with self.assertRefused((AccessError, UserError)):
                self.delegates.with_user(user).action_change({"weight": 1.0}, reason="No.")

    def test_what_was_asked_keeps_its_choices(self):
        for attempt in (
            lambda: self.satisfied.write({"value": 90.0}),
            lambda: self.kind.choice_ids[1].unlink(),
            lambda: self.attitude.write({"weight": 1.0}),
            lambda: self.kind.write({"dimension_ids": [Command.create({"name": "Further"})]}),
        ):
            with self.assertRefused(UserError, "was asked in"):
                attempt()

    def test_only_the_office_runs_it(self):
        rating = self._create_rating()
        for user in (self.auditor, self.head, self.staff, self.chief, self.hr):
            for action in ("action_open", "action_close"):
                with self.assertRefused((AccessError, UserError)):
                    getattr(rating.with_user(user), action)()
            with self.assertRefused((AccessError, UserError)):
                rating.with_user(user).action_void(reason="No.")
            with self.assertRefused((AccessError, UserError)):
                rating.with_user(user).write({"name": "Mine"})
            with self.assertRefused((AccessError, UserError)):
                self.env["perf.rating"].with_user(user).create({"name": "Mine"})
        rating.action_open()
        rating.with_user(self.office2).action_void(reason="Made twice.")
        self.assertEqual(rating.state, "void")

    def test_leaders_see_what_came_of_it_and_only_of_their_units(self):
        self._cast_many(self.delegates, [self.satisfied] * 10)
        scores = self.env["perf.rating.score"]
        for user in (self.head, self.auditor, self.office, self.staff):
            self.assertFalse(scores.with_user(user).search([]), "nothing while it is open")
        self.assertFalse(self.env["perf.rating"].with_user(self.head).search([]))
        self._close()
        self.assertEqual(scores.with_user(self.head).search([]).unit_id, self.township)
        self.assertEqual(scores.with_user(self.auditor).search([]).unit_id, self.township | self.other)
        self.assertFalse(scores.with_user(self.staff).search([]))
        self.assertEqual(self.env["perf.rating"].with_user(self.head).search([]), self.rating)
        self.rating.action_void(reason="Made twice.")
        self.assertFalse(scores.with_user(self.head).search([]))

    def test_it_is_not_closed_before_tallies_are_checked(self):
        self._tally_phone(check=False)
        self._tally_institute()
        with self.assertRefused(UserError, "Telephone"):
            self.rating.action_close()
        self.assertEqual(self.rating.state, "open")

    def test_its_period_stays_open_until_it_is_closed(self):
        self._open_period(self.half)
        with self.assertRefused(UserError, "Close these ratings first"):
            self.half.with_user(self.office).action_close(zeros_meant=True)
        self._close()
        self.half.with_user(self.office).action_close(zeros_meant=True)
        self.assertEqual(self.half.state, "closed")

    def test_it_is_not_opened_before_it_is_complete(self):
        rating = self._create_rating(group_ids=False)
        with self.assertRefused(UserError, "groups"):
            rating.action_open()
        rating.write({"group_ids": [Command.create({"name": "Nobody's", "rates": "listed"})]})
        with self.assertRefused(UserError, "rates nobody"):
            rating.action_open()
        with self.assertRefused(ValidationError):
            rating.write({"appraisee_ids": [Command.link(self.sheet.appraisee_id.id)]})
        with self.assertRefused(UserError):
            self.rating.unlink()
        rating.unlink()

    def test_persons_are_rated_by_their_unit(self):
        people = self.cycle.appraisee_ids.filtered(lambda appraisee: appraisee.kind == "employee")
        rating = self._create_rating(
            kind="employee",
            appraisee_ids=[Command.set(people.ids)],
            group_ids=[Command.create({"name": "Colleagues", "rates": "own"})],
        )
        rating.action_open()
        codes = self._codes(rating.group_ids, 6, self.township)
        asked = self.env["perf.rating.ballot"].sudo()._ask(codes[0])
        own = people.filtered(lambda appraisee: appraisee.unit_id == self.township)
        self.assertEqual({rated["id"] for rated in asked["rated"]}, set(own.ids))
        for code, choice in zip(codes, [self.satisfied] * 4 + [self.fairly] * 2, strict=True):
            self.assertEqual(self._cast(code, choice), {})
        rating.action_close()
        totals = rating.score_ids.filtered(lambda score: not score.group_id)
        self.assertEqual({(score.appraisee_id, score.score) for score in totals}, {(person, 90.0) for person in own})

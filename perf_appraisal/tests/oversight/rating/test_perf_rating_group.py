from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingGroup(CampaignCase):
    """Groups are prepared with their rating; once it is open only weight and numbers change, with a reason."""

    def test_who_prepares_groups(self):
        rating = self._create_rating()
        groups = self.env["perf.rating.group"]
        for user in (self.auditor, self.head, self.staff, self.hr):
            with self.assertRefused((AccessError, UserError)):
                groups.with_user(user).create({"rating_id": rating.id, "name": "Peers"})
            with self.assertRefused((AccessError, UserError)):
                rating.group_ids[:1].with_user(user).weight = 7
            with self.assertRefused((AccessError, UserError)):
                rating.group_ids[:1].with_user(user).unlink()
        peers = groups.with_user(self.office).create({"rating_id": rating.id, "name": "Peers"})
        peers.with_user(self.office2).weight = 7
        peers.with_user(self.office).unlink()
        self.assertEqual(rating.group_ids.mapped("name"), ["Delegates", "Telephone", "Institute"])

    def test_who_sees_groups(self):
        for user in (self.office, self.office2, self.auditor):
            self.assertEqual(self.web.with_user(user).name, "Delegates")
        for user in (self.head, self.staff):
            with self.assertRefused(AccessError):
                self.web.with_user(user).read(["name"])

    def test_once_open_groups_stay(self):
        web = self.web.with_user(self.office)
        for values in ({"weight": 9}, {"expected": 9}, {"min_answers": 9}, {"name": "Others"}, {"channel": "tally"}):
            with self.subTest(values=values), self.assertRefused(UserError, "cannot be changed now"):
                web.write(values)
        with self.assertRefused(UserError, "cannot be changed now"):
            web.unlink()
        with self.assertRefused(UserError, "cannot be changed now"):
            self.env["perf.rating.group"].with_user(self.office).create({"rating_id": self.rating.id, "name": "Peers"})
        with self.assertRefused(UserError, "cannot be changed now"):
            self.rating.with_user(self.office).write({"group_ids": [Command.update(self.web.id, {"weight": 9})]})

    def test_who_changes_an_open_group(self):
        for user in (self.auditor, self.head, self.staff, self.hr):
            with self.assertRefused((AccessError, UserError)):
                self.web.with_user(user).action_change({"weight": 9.0}, "Because.")
        self.web.with_user(self.office2).action_change({"weight": 9.0}, "Because.")
        self.assertEqual(self.web.weight, 9.0)

    def test_a_change_has_a_reason_and_only_some_columns(self):
        web = self.web.with_user(self.office)
        for reason in (None, "", "  "):
            with self.assertRefused(UserError, "Write down the reason first"):
                web.action_change({"weight": 9.0}, reason)
        for values in ({"name": "Others"}, {"ballots": 9}, {"weight": 9.0, "channel": "tally"}):
            with self.subTest(values=values), self.assertRefused(UserError, "only while the rating is open"):
                web.action_change(values, "Because.")
        draft = self._create_rating().group_ids[:1]
        with self.assertRefused(UserError, "only while the rating is open"):
            draft.with_user(self.office).action_change({"weight": 9.0}, "Because.")

    def test_fewest_answers_protect_who_answers(self):
        with mute_logger("odoo.sql_db"), self.assertRefused((IntegrityError, ValidationError)):
            self.web.with_user(self.office).action_change({"min_answers": 2}, "Because.")
        with mute_logger("odoo.sql_db"), self.assertRefused((IntegrityError, ValidationError)):
            self.web.with_user(self.office).action_change({"expected": -1}, "Because.")

    def test_a_group_stays_with_its_rating(self):
        rating = self._create_rating()
        group = rating.group_ids[0].with_user(self.office)
        for values in ({"rating_id": self.rating.id}, {"company_id": False}):
            with self.subTest(values=values), self.assertRefused(UserError):
                group.write(values)
        other = self._create_rating()
        with self.assertRefused(UserError, "cannot be changed now"):
            other.with_user(self.office).write({"group_ids": [Command.link(group.id)]})
        group.write({"rating_id": rating.id, "name": "Deputies"})
        self.assertEqual(len(self.rating.group_ids), 3)

    def test_staff_rate_persons_by_ballots_only(self):
        with self.assertRefused(ValidationError, "by ballots on the web"):
            self._create_rating(
                kind="employee",
                appraisee_ids=[Command.set(self.sheet.appraisee_id.ids)],
                group_ids=[Command.create({"name": "Staff", "rates": "own", "channel": "tally"})],
            )

    def test_staff_who_tally_do_not_come_to_rate_persons(self):
        groups = [Command.create({"name": "Staff", "rates": "own", "channel": "tally"})]
        rating = self._create_rating(group_ids=groups).with_user(self.office)
        persons = [Command.set(self.sheet.appraisee_id.ids)]
        with self.assertRefused(ValidationError, "by ballots on the web"):
            rating.write({"kind": "employee", "appraisee_ids": persons})
        rating.group_ids.channel = "web"
        rating.write({"kind": "employee", "appraisee_ids": persons})

    def test_the_share_of_a_group_is_said(self):
        self.assertEqual(self.rating.group_ids.mapped("share"), ["30 %", "20 %", "50 %"])

    def test_whom_a_group_rates(self):
        other = self.env["perf.category"].create({"name": "Offices of the test", "kind": "unit"})
        self.units[1].category_id = other
        rating = self._create_rating(
            group_ids=[
                Command.create({"name": "All"}),
                Command.create({"name": "Offices", "rates": "category", "category_ids": [Command.set(other.ids)]}),
                Command.create({"name": "One", "rates": "listed", "appraisee_ids": [Command.set(self.units[0].ids)]}),
                Command.create({"name": "Own", "rates": "own"}),
            ]
        )
        self.assertEqual(
            [group._rated() for group in rating.group_ids], [self.units, self.units[1], self.units[0], self.units]
        )
        self.assertEqual(rating.group_ids[3]._rated(self.other), self.units[1])

    def test_a_rating_whose_group_rates_nobody_is_not_opened(self):
        rating = self._create_rating(group_ids=[Command.create({"name": "Nobody's", "rates": "listed"})])
        with self.assertRefused(UserError, "“Nobody's” rates nobody"):
            rating.with_user(self.office).action_open()

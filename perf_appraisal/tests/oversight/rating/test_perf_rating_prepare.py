from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingPrepare(CampaignCase):
    """A new rating proposes what is likely, a copy is for the following period."""

    def _form(self):
        return Form(self.env["perf.rating"].with_user(self.office))

    def test_a_new_rating_proposes_period_name_days_and_who_is_rated(self):
        form = self._form()
        self.assertFalse(form.name or form.rating_type_id, "what nobody has touched is not kept when the tab is closed")
        self.assertEqual(form.period_id, self.half)
        form.rating_type_id = self.kind
        self.assertEqual(form.name, f"{self.half.display_name} Public review of the test")
        self.assertEqual(form.date_end, fields.Date.add(self.today, days=14))
        self.assertTrue(form.appraisee_ids)

    def test_after_its_end_a_half_year_is_still_proposed(self):
        with freeze_time(f"{self.cycle.year}-07-05"):
            self.assertEqual(self._form().period_id, self._period("half", 1))
        with freeze_time(f"{self.cycle.year}-11-05"):
            self.assertEqual(self._form().period_id, self._period("half", 2))

    def test_the_name_follows_until_somebody_writes_another(self):
        other = self._create_kind(name="Democratic rating")
        form = self._form()
        form.rating_type_id = self.kind
        form.rating_type_id = other
        self.assertEqual(form.name, f"{self.half.display_name} Democratic rating")
        form.name = "What the people think"
        form.period_id = self._period("year", 1)
        self.assertEqual(form.name, "What the people think")

    def test_progress_is_told_in_numbers_only(self):
        self._checked(self._full_tally())
        self.assertRecordValues(
            self.rating.with_user(self.auditor),
            [{"web_count": 1, "tally_count": 2, "checked_count": 1, "code_count": 0, "answered": 0}],
        )

    def test_a_copy_is_for_the_following_period(self):
        first, second = self._period("half", 1), self._period("half", 2)
        rating = self._create_rating(period_id=first.id)
        listed = rating.group_ids[0]
        listed.with_user(self.office).write({"rates": "listed", "appraisee_ids": self.units[0].ids})
        self.units[1].status = "excluded"
        copied = self.env["perf.rating"].browse(rating.with_user(self.office).action_copy_next()["res_id"])
        self.assertRecordValues(
            copied,
            [
                {
                    "name": f"{second.display_name} Public review of the test",
                    "period_id": second.id,
                    "state": "draft",
                    "date_start": self.today,
                    "date_end": fields.Date.add(self.today, days=10),
                    "appraisee_ids": self.units[0].ids,
                }
            ],
        )
        self.assertEqual(copied.group_ids.mapped("name"), ["Delegates", "Telephone", "Institute"])
        self.assertEqual(copied.group_ids[0].appraisee_ids, self.units[0])
        self.assertFalse(copied.tally_ids)

    def test_where_no_later_period_is_open_it_is_said(self):
        first, second = self._period("half", 1), self._period("half", 2)
        rating = self._create_rating(period_id=second.id).with_user(self.office)
        with self.assertRefused(UserError, "no later period of its kind is open"):
            rating.action_copy_next()
        rating = self._create_rating(period_id=first.id).with_user(self.office)
        self.assertTrue(rating.action_copy_next()["res_id"])

    def test_no_copy_has_the_name_of_another(self):
        first, second = self._period("half", 1), self._period("half", 2)
        rating = self._create_rating(period_id=first.id).with_user(self.office)
        copies = [self.env["perf.rating"].browse(rating.action_copy_next()["res_id"]) for _turn in range(3)]
        following = f"{second.display_name} Public review of the test"
        names = [following, f"{following} (copy)", f"{following} (copy) (copy)"]
        self.assertEqual([copied.name for copied in copies], names)
        self.assertEqual(copies[2].copy().name, f"{names[2]} (copy)", "of the same period")
        self.assertEqual(copies[2].copy({"name": "Another"}).name, "Another")

    def test_who_copies(self):
        half = self._period("half", 1)
        self.rating._unlocked().period_id = half
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                self.rating.with_user(user).action_copy_next()
        self.assertTrue(self.rating.with_user(self.office2).action_copy_next()["res_id"])

    def test_the_last_day_is_put_off_while_it_is_open(self):
        later = fields.Date.add(self.today, days=20)
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                self.rating.with_user(user).date_end = later
        tracked = self.rating.with_context(tracking_disable=False, mail_notrack=False)
        tracked.with_user(self.office2).date_end = later
        self.env.cr.precommit.run()
        tracked = self.rating.message_ids.tracking_value_ids.filtered(lambda value: value.field_id.name == "date_end")
        self.assertEqual(len(tracked), 1, "who put it off stands in the log")
        self.rating.with_user(self.office).action_void(reason="Wrong units.")
        with self.assertRefused(UserError):
            self.rating.with_user(self.office).date_end = fields.Date.add(self.today, days=30)

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingChoice(CampaignCase):
    """A choice is worth 0 to 100 percent, and keeps its worth once anybody chose from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fresh = cls._create_kind(name="Another")

    def test_who_changes_choices(self):
        choice = self.fresh.choice_ids[1]
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused(AccessError):
                choice.with_user(user).value = 50
            with self.assertRefused(AccessError):
                choice.with_user(user).unlink()
        choice.with_user(self.office).value = 50
        choice.with_user(self.office2).unlink()
        self.assertEqual(self.fresh.choice_ids.mapped("name"), ["Good", "Don't know"])

    def test_its_worth_lies_between_0_and_100(self):
        for value in (-1, 101):
            with self.subTest(value=value), self.assertRefused(ValidationError, "between 0 and 100"):
                self.fresh.choice_ids[1].value = value

    def test_once_asked_it_stays(self):
        for values in ({"value": 50}, {"name": "Bad"}, {"counts": False}, {"sequence": 99}):
            with self.subTest(values=values), self.assertRefused(UserError, "choices and dimensions stay"):
                self.poor.with_user(self.office).write(values)
        with self.assertRefused(UserError, "choices and dimensions stay"):
            self.poor.with_user(self.office).unlink()
        with self.assertRefused(UserError, "choices and dimensions stay"):
            self.env["perf.rating.choice"].with_user(self.office).create({"type_id": self.kind.id, "name": "Superb"})

    def test_without_a_best_choice_nobody_is_asked(self):
        rating = self._create_rating(rating_type_id=self.fresh.id)
        self.fresh.choice_ids[0].with_user(self.office).value = 90
        with self.assertRefused(ValidationError, "the best choice is worth 100 percent"):
            rating.with_user(self.office).action_open()

    def test_it_stays_with_its_kind(self):
        choice = self.fresh.choice_ids[2].with_user(self.office)
        with self.assertRefused(UserError, "cannot be changed now"):
            choice.type_id = self.kind
        choice.write({"type_id": self.fresh.id, "name": "No idea"})
        self.assertEqual(len(self.kind.choice_ids), 3, "people are asked what they were asked")

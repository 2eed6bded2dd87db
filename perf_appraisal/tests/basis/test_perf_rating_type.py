from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingType(CampaignCase):
    """A kind of rating says what is asked, and keeps it once anybody was asked."""

    def test_who_makes_and_changes_kinds(self):
        for user in (self.auditor, self.head, self.staff, self.hr):
            with self.assertRefused(AccessError):
                self.env["perf.rating.type"].with_user(user).create({"name": "Another"})
            with self.assertRefused(AccessError):
                self.kind.with_user(user).name = "Another"
            self.assertTrue(self.kind.with_user(user).name)
        kind = self.env["perf.rating.type"].with_user(self.office).create({"name": "Another"})
        kind.with_user(self.office2).name = "Yet another"
        kind.with_user(self.office).unlink()

    def test_a_new_kind_has_choices_and_a_dimension(self):
        kind = Form(self.env["perf.rating.type"].with_user(self.office))
        kind.name = "Another"
        kind = kind.save()
        self.assertEqual(
            kind.choice_ids.mapped(lambda choice: (choice.name, choice.value, choice.counts)),
            [
                ("Satisfied", 100.0, True),
                ("Fairly satisfied", 70.0, True),
                ("Dissatisfied", 30.0, True),
                ("Don't know", 0.0, False),
            ],
        )
        self.assertEqual(kind.dimension_ids.mapped("name"), ["Work as a whole"])

    def test_a_worst_choice_that_is_worth_points_is_said(self):
        self.assertEqual(self.kind.worst_value, 20.0, "an answer that says nothing is no choice")
        self.assertEqual(self._create_rating().worst_value, 20.0)

    def test_there_is_a_dimension_and_a_best_choice(self):
        kind = self._create_kind(name="Another")
        with self.assertRefused(ValidationError, "asks nothing"):
            kind.dimension_ids = [Command.clear()]
        with self.assertRefused(ValidationError, "the best choice is worth 100 percent"):
            kind.choice_ids[0].value = 90.0
            kind.write({"choice_ids": [Command.delete(kind.choice_ids[1].id)]})

    def test_once_asked_it_stays(self):
        kind = self.kind.with_user(self.office)
        for values in (
            {"choice_ids": [Command.create({"name": "Superb", "value": 100})]},
            {"dimension_ids": [Command.create({"name": "Speed"})]},
            {"choice_ids": [Command.delete(self.poor.id)]},
        ):
            with self.subTest(values=values), self.assertRefused(UserError, "was asked in “Review of the test”"):
                kind.write(values)
        kind.name = "Review by the public"
        kind.active = False

    def test_until_asked_it_changes(self):
        kind = self._create_kind(name="Another")
        self.assertEqual((self.kind | kind).mapped("is_asked"), [True, False])
        self._create_rating(rating_type_id=kind.id)
        kind.with_user(self.office).dimension_ids = [Command.create({"name": "Speed"})]
        self.assertEqual(len(kind.dimension_ids), 3)

    def test_a_copy_can_be_changed(self):
        copied = self.kind.with_user(self.office).copy()
        self.assertEqual(copied.name, "Public review of the test (copy)")
        self.assertEqual(copied.choice_ids.mapped("value"), [100.0, 20.0, 0.0])
        copied.dimension_ids[:1].unlink()
        self.assertEqual(copied.dimension_ids.mapped("name"), ["Effect"])

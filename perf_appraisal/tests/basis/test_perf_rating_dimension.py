from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingDimension(CampaignCase):
    """A dimension weighs more than nothing, and stays once anybody was asked about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fresh = cls._create_kind(name="Another")

    def test_who_changes_dimensions(self):
        dimension = self.fresh.dimension_ids[1]
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused(AccessError):
                dimension.with_user(user).weight = 50
            with self.assertRefused(AccessError):
                dimension.with_user(user).unlink()
        dimension.with_user(self.office).weight = 50
        dimension.with_user(self.office2).unlink()
        self.assertEqual(self.fresh.dimension_ids.mapped("name"), ["Attitude"])

    def test_it_weighs_more_than_zero(self):
        for weight in (0, -1):
            with (
                self.subTest(weight=weight),
                mute_logger("odoo.sql_db"),
                self.assertRefused((IntegrityError, ValidationError)),
            ):
                self.fresh.dimension_ids[0].weight = weight

    def test_once_asked_it_stays(self):
        for values in ({"weight": 50}, {"name": "Manners"}, {"sequence": 99}):
            with self.subTest(values=values), self.assertRefused(UserError, "choices and dimensions stay"):
                self.attitude.with_user(self.office).write(values)
        with self.assertRefused(UserError, "choices and dimensions stay"):
            self.attitude.with_user(self.office).unlink()
        with self.assertRefused(UserError, "choices and dimensions stay"):
            self.env["perf.rating.dimension"].with_user(self.office).create({"type_id": self.kind.id, "name": "Speed"})

    def test_without_a_dimension_nobody_is_asked(self):
        rating = self._create_rating(rating_type_id=self.fresh.id)
        self.fresh.dimension_ids.with_user(self.office).unlink()
        with self.assertRefused(ValidationError, "asks nothing"):
            rating.with_user(self.office).action_open()

    def test_it_stays_with_its_kind(self):
        fresh = self._create_kind(name="Yet another")
        with self.assertRefused(UserError, "cannot be changed now"):
            fresh.dimension_ids[1].with_user(self.office).type_id = self.kind
        self.assertEqual(len(self.kind.dimension_ids), 2, "people are asked what they were asked")

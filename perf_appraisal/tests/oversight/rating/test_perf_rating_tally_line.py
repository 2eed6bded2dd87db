from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingTallyLine(CampaignCase):
    """A line is one number of a tally that is being entered."""

    def _line(self, tally, user=None, **values):
        values = {
            "tally_id": tally.id,
            "appraisee_id": self.units[0].id,
            "dimension_id": self.attitude.id,
            "choice_id": self.good.id,
            "votes": 3,
            **values,
        }
        return self.env["perf.rating.tally.line"].with_user(user or self.office).create(values)

    def test_who_makes_changes_sees_and_deletes_lines(self):
        tally = self._tally()
        for user in (self.auditor, self.head, self.staff, self.hr):
            with self.assertRefused((AccessError, UserError)):
                self._line(tally, user)
        line = self._line(tally)
        line.with_user(self.office2).votes = 4
        for user in (self.auditor, self.head, self.staff):
            with self.assertRefused((AccessError, UserError)):
                line.with_user(user).votes = 5
            with self.assertRefused((AccessError, UserError)):
                line.with_user(user).unlink()
        self.assertEqual(line.with_user(self.auditor).votes, 4)
        for user in (self.head, self.staff):
            with self.assertRefused(AccessError):
                line.with_user(user).read(["votes"])
        line.with_user(self.office).unlink()
        self.assertFalse(tally.line_ids)

    def test_lines_stay_once_the_tally_is_handed_over(self):
        tally = self._full_tally()
        tally.with_user(self.office).action_enter()
        line = tally.line_ids[:1].with_user(self.office)
        with self.assertRefused((AccessError, UserError)):
            line.votes = 9
        with self.assertRefused((AccessError, UserError)):
            line.unlink()
        with self.assertRefused((AccessError, UserError)):
            self._line(tally, choice_id=self.unknown.id)

    def test_a_line_stays_with_its_tally(self):
        checked = self._checked(self._full_tally())
        second = self._create_rating()
        second.with_user(self.office).action_open()
        line = self._line(self._tally(second.group_ids[1]), choice_id=self.unknown.id)
        with self.assertRefused(UserError, "cannot be changed now"):
            line.tally_id = checked
        self.assertEqual(len(checked.line_ids), 8, "nothing is added to what was checked")

    def test_a_line_says_what_its_group_is_asked(self):
        tally, scores = self._tally(), self._tally(self.institute)
        other = self._create_kind(name="Another kind")
        for values in (
            {"dimension_id": False},
            {"choice_id": False},
            {"choice_id": other.choice_ids[0].id},
            {"dimension_id": other.dimension_ids[0].id},
        ):
            with self.subTest(values=values), self.assertRefused(ValidationError, "is not asked this"):
                self._line(tally, **values)
        with self.assertRefused(ValidationError, "is not asked this"):
            self._line(scores)

    def test_the_same_votes_are_entered_once_and_are_not_below_zero(self):
        tally = self._tally()
        self._line(tally)
        for values in ({}, {"choice_id": self.poor.id, "votes": -1}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRefused((IntegrityError, ValidationError)),
            ):
                self._line(tally, **values)

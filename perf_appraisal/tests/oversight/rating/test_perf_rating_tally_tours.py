from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingTallyTours(SharedBrowserMixin, CampaignCase, HttpCase):
    """The grid of a tally is filled in by keyboard."""

    browser_size = "1400x900"

    def test_a_tally_is_typed_in_by_keyboard(self):
        tally = self._tally()
        self.start_tour(f"/odoo/appraisal-rating-tallies/{tally.id}", "perf_rating_tally", login="office")
        east, west = self.units
        self.env.invalidate_all()
        self.assertEqual(
            {(line.appraisee_id, line.dimension_id, line.choice_id): line.votes for line in tally.line_ids},
            {
                (east, self.attitude, self.good): 8,
                (east, self.attitude, self.poor): 4,
                (east, self.effect, self.good): 11,
                (east, self.effect, self.poor): 1,
                (west, self.attitude, self.good): 7,
                (west, self.attitude, self.poor): 2,
                (west, self.effect, self.good): 9,
            },
        )

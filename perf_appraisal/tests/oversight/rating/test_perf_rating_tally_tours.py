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


@tagged("post_install", "-at_install")
class TestPerfRatingTallyPhoneTours(SharedBrowserMixin, CampaignCase, HttpCase):
    """On a phone the scan is attached while the numbers are typed in."""

    browser_size = "390x844"
    touch_enabled = True

    def test_attaching_the_scan_loses_no_number(self):
        tally = self._tally()
        self.start_tour(f"/odoo/appraisal-rating-tallies/{tally.id}", "perf_rating_tally_scan", login="office")
        east, west = self.units
        self.env.invalidate_all()
        self.assertEqual(
            {(line.appraisee_id, line.dimension_id, line.choice_id): line.votes for line in tally.line_ids},
            {
                (east, self.attitude, self.good): 8,
                (west, self.attitude, self.good): 7,
                (west, self.attitude, self.poor): 2,
                (west, self.attitude, self.unknown): 3,
                (east, self.effect, self.good): 9,
            },
        )
        self.assertEqual(tally.evidence_ids.mapped("name"), ["protocol.txt"])

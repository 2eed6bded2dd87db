from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...poll import PollCase


@tagged("post_install", "-at_install")
class TestPerfRatingScoreTours(SharedBrowserMixin, PollCase, HttpCase):
    """The results of a rating in a browser."""

    def setUp(self):
        super().setUp()
        self._answer_all()
        self._close()

    def test_the_office_looks_at_units_groups_and_dimensions(self):
        self.start_tour("/odoo/appraisal-rating-board", "perf_rating_results", login="office")

    def test_a_head_looks_at_his_own_unit(self):
        self.start_tour("/odoo/appraisal-rating-board-unit", "perf_rating_results_unit", login="head")

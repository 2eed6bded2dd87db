from odoo import Command
from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfFirstStepsTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """The first steps of a new agency in a real browser."""

    def test_the_units_are_set_up_in_a_list_of_all_departments(self):
        county = self.env["res.company"].create({"name": "New county of the test"})
        self.env["hr.department"].create({"name": "Stone Bridge", "company_id": county.id})
        self.office.sudo().write({"company_ids": [Command.set(county.ids)], "company_id": county.id})
        self.start_tour("/odoo/appraisal-work", "perf_first_steps_units", login="office")

from odoo.tests import HttpCase, tagged

from .browser import SharedBrowserMixin
from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSchemeSetupTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """A scheme from a template in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # examples are lists in its words

    def test_a_scheme_is_made_in_three_steps(self):
        self.start_tour("/odoo/appraisal-schemes", "perf_scheme_setup", login="office")
        made = self.env["perf.scheme"].search([("name", "=", "Townships of the tour")])
        self.assertEqual(made.component_ids.mapped("weight"), [80.0, 20.0, 0.0])
        self.assertEqual(len(made.grade_ids), 4)

from collections import Counter

from odoo.tests import HttpCase, tagged

from ...browser import SharedBrowserMixin
from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfReminderTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """The office reminds everybody who is late by one click, in a real browser and in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()
        cls._pass_deadlines(cls.month)
        cls.env.flush_all()

    def _activities(self):
        types = self.env["perf.reminder"]._type_ids()
        found = self.env["mail.activity"].search([("activity_type_id", "in", list(types.values()))])
        kinds = {type_id: kind for kind, type_id in types.items()}
        return Counter((activity.user_id.login, kinds[activity.activity_type_id.id]) for activity in found)

    def test_one_click_reminds_all_and_a_second_one_nobody_twice(self):
        self.assertFalse(self._activities())
        self.start_tour("/odoo/appraisal-board", "perf_remind_late", login="office")
        self.env.invalidate_all()
        first = self._activities()
        self.assertEqual({login for login, kind in first if kind == "own"}, set(self.sheets))
        self.assertGreaterEqual(set(first), {("head", "escalate"), ("chief", "escalate")})
        self.assertEqual(set(first.values()), {1})

        self.start_tour("/odoo/appraisal-board", "perf_remind_late", login="office")
        self.env.invalidate_all()
        self.assertEqual(self._activities(), first)

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...browser import SharedBrowserMixin
from ...common import PerfCommon
from ...screens import Screen

WORK = "/odoo/appraisal-work"
STANDINS = "/odoo/appraisal-standins"


@tagged("post_install", "-at_install")
class TestPerfStandinTours(SharedBrowserMixin, PerfCommon, HttpCase):
    """Somebody acts for an absent leader, in a real browser and in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls._create_user("helper", cls.other)
        cls._speak_chinese()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_named_accepted_used_and_taken_back(self):
        self._submit(self.sheet)
        self._submit(self.sheets["colleague"])
        self.env.flush_all()
        self.start_tour(STANDINS, "perf_standin_name", login="head")
        standin = self.env["perf.standin"].search([])
        named = {"employee_id": self.deputy.employee_id.id, "standin_id": self.helper.employee_id.id}
        self.assertRecordValues(
            standin,
            [{"state": "draft", "role": "reviewer", "named_by_id": self.head.id, "reason": "Training", **named}],
        )
        with self.assertRefused(AccessError):
            self.sheet.with_user(self.helper).read(["state"])

        form = Screen.of_card(self.helper, "standin")
        form.press("action_accept")
        self.assertEqual(form.state, "accepted")
        self.assertState(standin, "accepted")
        self.assertTrue(standin.accepted_on)

        self.sheets["colleague"].with_user(self.deputy).action_review()  # one is left: the card opens it
        self.env.flush_all()
        self.start_tour(WORK, "perf_standin_review", login="helper")
        deputy = self.deputy.employee_id.id
        self.assertRecordValues(
            self.sheet, [{"state": "reviewed", "reviewed_by_id": self.helper.id, "reviewed_for_id": deputy}]
        )
        self.assertRecordValues(
            self.sheet.change_ids,
            [{"user_id": self.helper.id, "changed_for_id": deputy, "old_score": 18.0, "new_score": 15.0}],
        )

        form = Screen(standin.with_user(self.head))
        form.press("action_end")
        self.assertEqual(form.state, "ended")
        self.assertRecordValues(standin, [{"state": "ended", "ended_by_id": self.head.id}])
        with self.assertRefused(AccessError):
            self.sheet.with_user(self.helper).read(["state"])

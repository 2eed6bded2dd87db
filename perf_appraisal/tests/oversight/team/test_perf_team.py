from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import OFFICE
from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfTeam(SpotCase):
    def _create_team(self, user=None, **values):
        values = {
            "name": "First team",
            "member_ids": [self._people("inspector", "inspector2")],
            "unit_ids": [Command.set(self.township.ids)],
            **values,
        }
        return self.env["perf.team"].with_user(user or self.office).create(values)

    def test_the_office_forms_a_team_and_its_members_see_it(self):
        team = self._create_team()
        self.assertEqual(team.unit_count, 1)
        self.assertTrue(team.with_user(self.inspector).has_access("read"))
        self.assertTrue(team.with_user(self.auditor).has_access("read"))
        for user in (self.head, self.staff, self.insider):
            self.assertFalse(team.with_user(user).has_access("read"), user.login)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_else_forms_one(self):
        for user in (self.inspector, self.head, self.auditor):
            with self.assertRefused(AccessError):
                self._create_team(user)

    def test_nobody_supervises_a_unit_of_his_own_and_is_named(self):
        for login in ("insider", "head", "deputy", "coordinator"):
            name = getattr(self, login).employee_id.name
            with self.assertRefused(ValidationError, name):
                self._create_team(member_ids=[self._people("inspector", login)])
        team = self._create_team(unit_ids=[Command.set(self.other.ids)], member_ids=[self._people("insider")])
        with self.assertRefused(ValidationError, "Insider"):
            team.unit_ids = [Command.link(self.township.id)]

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_an_officer_does_not_decide_who_supervises_his_own_unit(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        with self.assertRefused(AccessError):
            self._create_team(officer)
        self.assertTrue(self._create_team(officer, unit_ids=[Command.set(self.other.ids)]))

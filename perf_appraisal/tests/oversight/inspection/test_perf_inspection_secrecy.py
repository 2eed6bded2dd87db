from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import OFFICE
from ...spot import PARTS, HiddenCase


@tagged("post_install", "-at_install")
class TestPerfInspectionSecrecy(HiddenCase):
    """Of a hidden inspection of a unit of one's own one hears what one hears of any other unit's."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_answers_do_not_differ(self):
        """By reading, exporting, writing, acting and by each of its parts; with debug on as well."""
        debug = self.env.ref("base.group_no_one")
        for user in (self.head, self.staff, self.deputy, self.chair):
            for debugging in (False, True):
                user.sudo().group_ids = [(Command.link if debugging else Command.unlink)(debug.id)]
                for model in self.secret:
                    for name, args in (
                        ("read", [["display_name"]]),
                        ("export_data", [["display_name"]]),
                        ("write", [{"note": "x"} if "inspection." in model else {"place": "x"}]),
                        ("unlink", []),
                        ("copy", []),
                        ("web_read", [{"display_name": {}}]),
                        ("action_cancel", ["why"]),
                        ("action_withdraw", ["why"]),
                        ("action_start", []),
                        ("action_mark", []),
                        ("action_find_absent", []),
                        ("message_post", []),
                    ):
                        if not hasattr(self.env[model], name):
                            continue
                        answers = [
                            self._told(self._answer(user, model, name, self._parts(found)[model][:1].ids, *args))
                            for found in (self.inspection, self.foreign)
                        ]
                        self.assertEqual(*answers, (user.login, model, name))

    def test_searches_and_counts_find_nothing(self):
        for user in (self.head, self.staff, self.deputy, self.chair):
            for model in self.secret:
                records = self.env[model].with_user(user)
                if not records.has_access("read"):  # draws are none of a unit's business
                    continue
                for domain in ([], [("display_name", "ilike", self.inspection.name)]):
                    self.assertFalse(records.search(domain), (user.login, model))
                    self.assertFalse(records.search_count(domain), (user.login, model))
                self.assertFalse(records._read_group([], [], ["__count"])[0][0])
                self.assertFalse(records.name_search(""), (user.login, model))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_files_messages_and_menus_tell_nothing(self):
        file = self.inspection.item_ids.evidence_ids
        messages = self.inspection.message_ids
        for user in (self.head, self.staff, self.chair, self.officer):
            self.assertFalse(file.with_user(user).has_access("read"), user.login)
            found = [("model", "=", "perf.inspection"), ("res_id", "=", self.inspection.id)]
            self.assertFalse(messages.with_user(user).search(found), user.login)
            self.assertFalse(
                self.env["mail.activity"].with_user(user).search([("res_model", "like", "perf.inspection")])
            )
        self.assertFalse(self.inspection.message_follower_ids)

    def test_the_office_sees_all_but_those_of_a_unit_of_one_s_own(self):
        for model in self.secret:
            seen = self.env[model].with_user(self.officer).search([])
            self.assertFalse(seen & self._parts(self.inspection)[model], model)
            self.assertEqual(seen & self._parts(self.foreign)[model], self._parts(self.foreign)[model], model)
            self.assertTrue(self._parts(self.inspection)[model].with_user(self.office).has_access("read"), model)
            self.assertTrue(self._parts(self.inspection)[model].with_user(self.auditor).has_access("read"), model)

    def test_so_does_one_who_has_left_the_unit_during_the_period(self):
        mover = self._create_mover(OFFICE, fields.Date.add(self.quarter.date_start, days=1))
        self.assertFalse(self.inspection.with_user(mover).has_access("read"))
        self.assertTrue(self.foreign.with_user(mover).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whoever_is_leader_and_inspector_never_writes_on_his_own_unit(self):
        """Even where he was named as inspector before he came to lead the unit."""
        self.township.perf_coordinator_ids = [Command.link(self.inspector2.employee_id.id)]
        self.env.flush_all()
        mine = self.inspection.with_user(self.inspector2)
        self.assertFalse(mine.has_access("read"))
        for values in ({"place": "x"}, {"finding_ids": [Command.create({"facts": "x"})]}):
            with self.assertRefused(UserError):
                mine.write(values)
        with self.assertRefused(UserError):
            mine.env["perf.finding"].create({"inspection_id": mine.id, "facts": "x"})

    def test_the_unit_reads_it_when_it_was_issued(self):
        self._issue()
        self.env.flush_all()
        for model in PARTS:
            records = self._parts(self.inspection)[model]
            for user in (self.head, self.deputy, self.chair, self.officer, self.chief):
                self.assertTrue(records.with_user(user).has_access("read"), (model, user.login))
            self.assertFalse(records.with_user(self.other_head).has_access("read"), model)
        self.assertTrue(self.inspection.finding_ids.with_user(self.staff).has_access("read"), "whom it concerns")
        self.assertFalse(self.inspection.finding_ids.with_user(self.colleague).has_access("read"))

    def test_only_an_announced_one_is_told_to_the_unit_beforehand(self):
        def told():
            return self.env["mail.notification"].search_count([("res_partner_id", "=", self.head.partner_id.id)])

        before = told()
        self._start(self._create_inspection())
        self.assertEqual(told(), before)
        self._start(self._create_inspection(method="announced"))
        self.assertEqual(told(), before + 1)
        self._issue()
        self.assertEqual(told(), before + 2)
        found = self.env["mail.message"].search([("notified_partner_ids", "in", self.head.partner_id.ids)])
        self.assertFalse(any("counter" in (message.body or "") for message in found))

    def test_an_announced_one_is_known_but_not_what_is_found(self):
        announced = self._create_inspection(method="announced")
        self.assertFalse(announced.with_user(self.head).has_access("read"))
        self._start(announced)
        self._find(announced)
        self.env.flush_all()
        self.assertTrue(announced.with_user(self.head).has_access("read"))
        for model, records in self._parts(announced).items():
            if model != "perf.inspection" and records:
                self.assertFalse(records.with_user(self.head).has_access("read"), model)
        photo = self._create_attachment(self.inspector)
        announced.item_ids[:1].with_user(self.inspector).evidence_ids = photo
        self.assertFalse(photo.with_user(self.head).has_access("read"))
        self.env.invalidate_all()
        form = announced.with_user(self.head).web_read({"item_ids": {}, "finding_ids": {}, "finding_count": {}})[0]
        self.assertEqual((form["item_ids"], form["finding_ids"], form["finding_count"]), ([], [], 0))

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...spot import HiddenCase


@tagged("post_install", "-at_install")
class TestPerfInspectionSecrecyChannels(HiddenCase):
    """Whatever is asked, and however: of a hidden inspection of a unit of one's own nothing differs."""

    def setUp(self):
        super().setUp()
        self.inside = (self.head, self.staff, self.deputy, self.chair, self.insider)

    def _ids(self, inspection):
        """Return the ids of what there is of an inspection, files and messages too, by what stands for them."""
        ids = {f"<{model}>": records[:1].id for model, records in self._parts(inspection).items()}
        return ids | {"<file>": inspection.item_ids.evidence_ids.id, "<message>": inspection.message_ids[:1].id}

    def _filled(self, given, ids):
        """Return arguments with the ids of an inspection in the places of what stands for them."""
        if isinstance(given, dict):
            return {key: self._filled(value, ids) for key, value in given.items()}
        if isinstance(given, (list, tuple)):
            return [self._filled(value, ids) for value in given]
        return ids.get(given, given) if isinstance(given, str) else given

    def assertSameAnswers(self, users, calls, *inspections):
        """Make the same calls about two inspections, and compare the answers.

        :param list calls: ``(model, method, arguments)``, ids as in :meth:`_ids`
        """
        for user in users:
            for model, name, args in calls:
                answers = [
                    self._told(self._answer(user, model, name, *self._filled(args, self._ids(inspection))))
                    for inspection in inspections
                ]
                self.assertEqual(*answers, (user.login, model, name, args))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_forms_and_dialogs_that_are_given_its_ids(self):
        """By onchange, by values and defaults of new records, by dialogs, by lists of columns."""
        finding, spec = {"inspection_id": "<perf.inspection>", "facts": "x"}, {"inspection_id": {}, "facts": {}}
        reason = {"res_model": "perf.inspection", "res_ids": ["<perf.inspection>"], "action": "action_cancel"}
        calls = [
            ("perf.finding", "onchange", [[], finding, [], {**spec, "unit_id": {}, "period_id": {}}]),
            ("perf.finding", "onchange", [["<perf.finding>"], {}, ["facts"], spec]),
            ("perf.inspection", "onchange", [["<perf.inspection>"], {}, ["place"], {"place": {}, "unit_id": {}}]),
            ("perf.inspection.item", "onchange", [["<perf.inspection.item>"], {}, ["note"], {"note": {}}]),
            ("perf.finding", "create", [[finding]]),
            ("perf.inspection.item", "create", [[{"inspection_id": "<perf.inspection>", "name": "x"}]]),
            ("perf.inspection.attendance", "create", [[{"inspection_id": "<perf.inspection>", "employee_id": 1}]]),
            ("perf.rectification", "create", [[{"finding_id": "<perf.finding>", "text": "x"}]]),
            ("perf.rectification", "onchange", [[], {"finding_id": "<perf.finding>"}, [], {"state": {}}]),
            ("perf.reason.wizard", "create", [[{**reason, "reason": "x"}]]),
            ("perf.inspection", "action_ask_reason", [["<perf.inspection>"]]),
            ("perf.inspection", "action_ask_signed_copy", [["<perf.inspection>"]]),
            ("perf.inspection", "action_view_findings", [["<perf.inspection>"]]),
            ("perf.inspection", "action_call_roll", [["<perf.inspection>"]]),
            ("perf.inspection", "action_plan", [["<perf.inspection>"]]),
            ("perf.inspection", "action_issue", [["<perf.inspection>"]]),
            ("perf.inspection", "action_close", [["<perf.inspection>"]]),
            ("perf.finding", "action_reply", [["<perf.finding>"], "x"]),
            ("perf.finding", "action_object", [["<perf.finding>"], "x"]),
            ("perf.finding", "action_confirm", [["<perf.finding>"]]),
            ("perf.finding", "action_verify", [["<perf.finding>"]]),
            ("perf.finding", "action_report_rectified", [["<perf.finding>"]]),
            ("perf.finding", "action_reject_rectification", [["<perf.finding>"], "x"]),
        ]
        self.assertSameAnswers(self.inside, calls, self.inspection, self.foreign)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_files_messages_activities_and_followers(self):
        todo = self.env.ref("mail.mail_activity_data_todo").id
        model = self.env["ir.model"]._get_id("perf.inspection")
        on_it = {"res_model_id": model, "res_id": "<perf.inspection>", "activity_type_id": todo}
        calls = [
            ("ir.attachment", "read", [["<file>"], ["name", "res_model"]]),
            ("ir.attachment", "search", [[("id", "=", "<file>")]]),
            ("ir.attachment", "search_count", [[("res_model", "like", "perf.inspection")]]),
            (
                "ir.attachment",
                "create",
                [[{"name": "x", "res_model": "perf.inspection", "res_id": "<perf.inspection>"}]],
            ),
            ("mail.message", "read", [["<message>"], ["body"]]),
            ("mail.message", "search_count", [[("model", "=", "perf.inspection")]]),
            ("mail.activity", "create", [[on_it]]),
            ("perf.inspection", "message_subscribe", [["<perf.inspection>"], [self.head.partner_id.id]]),
            ("perf.inspection", "message_get_suggested_recipients", [["<perf.inspection>"]]),
        ]
        self.assertSameAnswers((*self.inside, self.stranger), calls, self.inspection, self.foreign)
        for user in self.inside:
            found = self.env["ir.attachment"].with_user(user).search([("res_model", "=like", "perf.%inspection%")])
            self.assertFalse(found, user.login)

    def test_counts_groups_and_searches_along_other_records(self):
        """Whoever searches what he may see finds nothing by what hangs on it."""
        for user in self.inside:
            for model in self.secret:
                records = self.env[model].with_user(user)
                if not records.has_access("read"):
                    continue
                self.assertEqual(records.web_search_read([], {"id": {}})["length"], 0, (user.login, model))
                groups = records.formatted_read_group([], ["create_uid"], ["__count"])
                self.assertFalse(groups, (user.login, model))
                by_name = records.name_search(self.inspection.name) + records.name_search("Staff")
                self.assertFalse(by_name, (user.login, model))
            for domain in (
                [("perf.finding", "unit_id", "=", self.township.id)],
                [("perf.finding", "inspection_id.unit_id", "=", self.township.id)],
                [("perf.rectification", "finding_id.unit_id", "=", self.township.id)],
                [("perf.inspection.item", "inspection_id", "any", [("unit_id", "=", self.township.id)])],
            ):
                ((model, *leaf),) = domain
                self.assertFalse(self.env[model].with_user(user).search_count([tuple(leaf)]), (user.login, leaf))
            board = self.env["perf.coverage"].with_user(user).get_coverage()
            self.assertFalse([unit for team in board["teams"] for unit in team["units"]], user.login)

    def test_menus_and_my_work_are_those_of_any_day(self):
        def seen(user):
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.registry.clear_cache()
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            cards = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
            return set(menus), [(card["kind"], card["count"]) for card in cards]

        with_it = [seen(user) for user in self.inside]
        self.inspection.sudo()._unlocked().state = "cancelled"
        self.assertEqual([seen(user) for user in self.inside], with_it)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_to_an_officer_of_the_unit_it_is_as_if_it_were_not_there(self):
        """He sees those of all other units: to him a hidden one of his own is like one that was never made."""
        gone = self._create_inspection()
        ids = gone.ids
        gone.sudo()._unlocked().unlink()
        for user in (self.officer, self.chair):
            for name, args in (
                ("read", [["name"]]),
                ("web_read", [{"name": {}}]),
                ("export_data", [["name"]]),
                ("write", [{"place": "x"}]),
                ("unlink", []),
                ("action_cancel", ["why"]),
                ("action_start", []),
                ("action_issue", []),
            ):
                answers = [
                    self._told(self._answer(user, "perf.inspection", name, [record], *args))
                    for record in (self.inspection.id, *ids)
                ]
                self.assertEqual(*answers, (user.login, name))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_draw_with_the_unit_in_it_is_no_way_around(self):
        draws = self.env["perf.draw"].with_user(self.office)
        draw = draws.create({"period_id": self.quarter.id, "seed": "seven", "number": 1})
        draw.action_draw()
        for model in ("perf.draw", "perf.draw.line"):
            of_it = [("id" if model == "perf.draw" else "draw_id", "=", draw.id)]
            self.assertFalse(self.env[model].with_user(self.officer).search(of_it), model)
            self.assertFalse(self.env[model].with_user(self.officer).search_count(of_it), model)
            for user in self.inside:
                self.assertFalse(self.env[model].with_user(user).has_access("read"), (user.login, model))
        values = {"kind": "inspector", "period_id": self.quarter.id, "seed": "x"}
        calls = [
            ("perf.draw", "create", [[{**values, "inspection_ids": [Command.set(["<perf.inspection>"])]}]]),
            ("perf.draw", "onchange", [[], {**values, "inspection_ids": [[4, "<perf.inspection>"]]}, [], {"kind": {}}]),
        ]
        self.assertSameAnswers(self.inside, calls, self.inspection, self.foreign)

    def test_who_worked_in_the_unit_during_the_period_is_answered_like_who_works_there(self):
        mover = self._create_mover("base.group_user", fields.Date.add(self.quarter.date_start, days=1))
        calls = [
            ("perf.inspection", "read", [["<perf.inspection>"], ["name"]]),
            ("perf.finding", "read", [["<perf.finding>"], ["facts"]]),
            ("perf.inspection", "search_count", [[]]),
        ]
        with mute_logger("odoo.addons.base.models.ir_rule"):
            self.assertSameAnswers([mover], calls, self.inspection, self.foreign)

    def test_nobody_follows_because_he_made_it(self):
        """Asked without what tests switch off."""
        plain = self.env(user=self.office, context={})
        values = {"period_id": self.quarter.id}
        made = plain["perf.inspection"].create({**values, "unit_id": self.other.id})
        draw = plain["perf.draw"].create({**values, "seed": "seven"})
        found = plain["perf.finding"].with_user(self.inspector)
        finding = found.create({"inspection_id": self.inspection.id, "facts": "Dust"})
        for record in (made, draw, finding):
            self.assertFalse(record.sudo().message_follower_ids, record._name)

from unittest.mock import patch

from lxml import etree

from odoo import Command
from odoo.tests import tagged

from .common import PerfCommon
from .crowd import FEW, MANY, CrowdMixin


@tagged("post_install", "-at_install")
class TestPerformance(CrowdMixin, PerfCommon):
    """How many queries a click costs does not depend on how many people there are."""

    def _fill(self, sheets):
        """Fill in all sheets as the appraisal group, each method in one write."""
        values = {
            "judged": {"self_value": 18.0},
            "ratio": {"actual_value": 10.0},
            "level": {"level_id": self.level.level_ids[0].id, "self_value": 19.0},
        }
        for method, vals in values.items():
            lines = sheets.line_ids.filtered(lambda line, method=method: line.method == method)
            lines.with_user(self.coordinator).write(vals)

    # === LONG WORK === #

    def test_opening_a_period_costs_the_same_for_few_and_many(self):
        self._hire(1)
        counts = []
        for number in (FEW, MANY - FEW):
            self._hire(number)
            month = self._next_month()
            counts.append(self._queries(self._open_period, month)[0])
            everybody = self.cycle.appraisee_ids.filtered(lambda found: found.kind == "employee")
            self.assertEqual(len(month.appraisal_ids), len(everybody))
        self.assertFlat(*counts, what="opening")

    def test_every_chunk_of_a_job_costs_the_same(self):
        self._hire(40)
        counts = []
        for chunk in (40, 10):
            with patch("odoo.addons.perf_appraisal.models.basis.perf_batch.CHUNK", chunk):
                month = self._next_month()
                month.with_user(self.office).action_open()
                batch = month.batch_ids.sudo()
                self._queries(batch._run_chunk)
                counts.append(self._queries(batch._run_chunk)[0])
                later = [self._queries(batch._run_chunk)[0] for _again in range(40 // chunk - 1)]
                self.assertLessEqual(max([counts[-1], *later]), counts[-1], "later chunks cost more than the first")
                while batch._run_chunk():
                    pass
        self.assertEqual(counts[0], counts[1], "a chunk's size changes its number of queries")

    def test_plans_of_other_people_cost_nothing(self):
        sheets = self._hire(FEW)
        before = self._queries(self._open_period, self._next_month())[0]
        for person in sheets.employee_id:
            values = {"scope": "employee", "unit_id": self.township.id, "employee_id": person.id}
            self._create_plan(self.judged, approved=False, **values)
        self.env["perf.plan"].search([("scope", "=", "employee")])._unlocked().write({"state": "approved"})
        after = self._queries(self._open_period, self._next_month())[0]
        self.assertLessEqual(after, before)

    # === MANY SHEETS AT ONCE === #

    def _counts(self, action, users, *args):
        """Walk few and then many sheets up to an action; return the queries of that action for both.

        :param str action: the last action to do
        :param dict users: action → who does it, in the order of the flow
        """
        counts = []
        for number in (1, FEW, MANY):  # the first is for what a process loads once
            sheets = self._hire(number)
            self.assertEqual(len(sheets), number)
            self._fill(sheets)
            for name, user in users.items():
                call = getattr(sheets.with_user(user), name)
                if name == action:
                    counts.append(self._queries(call, *args)[0])
                else:
                    call()
        return counts[1:]

    def test_submitting_costs_the_same_for_few_and_many(self):
        few, many = self._counts("action_submit", {"action_submit": self.coordinator})
        self.assertFlat(few, many, rows=MANY - FEW, what="submit")

    def test_reviewing_costs_the_same_for_few_and_many(self):
        users = {"action_submit": self.coordinator, "action_review": self.deputy}
        few, many = self._counts("action_review", users)
        self.assertFlat(few, many, rows=MANY - FEW, what="review")

    def test_confirming_and_posting_cost_the_same_for_few_and_many(self):
        users = {"action_submit": self.coordinator, "action_review": self.deputy, "action_confirm": self.office}
        few, many = self._counts("action_confirm", users)
        entries = self.env["perf.score.entry"].search_count([])
        self.assertEqual(entries, 2 * (1 + FEW + MANY), "one entry for each section of each sheet")
        self.assertFlat(few, many, rows=2 * (MANY - FEW), what="confirm")

    def test_returning_costs_the_same_for_few_and_many(self):
        users = {"action_submit": self.coordinator, "action_return": self.deputy}
        few, many = self._counts("action_return", users, "Say more.")
        self.assertFlat(few, many, rows=2 * (MANY - FEW), what="return")

    # === ONE SHEET === #

    def test_saving_many_lines_costs_no_more_queries_than_saving_one(self):
        sheet = self._create_sheet(self.staff, self.indicators + self._further(9)).with_user(self.staff)
        lines = sheet.line_ids.filtered(lambda line: line.method == "judged")
        self.assertEqual(len(lines), 10)
        counts = []
        for value, some in ((15.0, lines), (16.0, lines[:1]), (17.0, lines)):  # the first is for what is loaded once
            commands = [Command.update(line.id, {"self_value": value}) for line in some]
            counts.append(self._queries(sheet.write, {"line_ids": commands})[0])
        self.assertFlat(*counts[1:], what="save")
        self.assertEqual(set(lines.mapped("self_score")), {17.0})

    def _further(self, count):
        return self.env["perf.indicator"].union(*[self._create_indicator(f"Further {n}") for n in range(count)])

    # === SCREENS === #

    def _read_as_shown(self, user, view_type, records):
        """Read records as the web client does for a view."""
        records = records.with_user(user).with_context(lang="en_US", tz="Asia/Shanghai")
        arch = etree.fromstring(records.get_view(view_type=view_type)["arch"])
        fields = arch.xpath("//field[not(ancestor::field)]/@name")
        specification = {name: {} for name in fields}
        for name in fields:
            field = records._fields[name]
            if field.type == "one2many":
                inner = arch.xpath(f"//field[@name='{name}']/list//field/@name")
                specification[name] = {"fields": {found: {} for found in inner}, "limit": 80}
            elif field.type == "many2one":
                specification[name] = {"fields": {"display_name": {}}}
        return records.web_read(specification)

    def test_lists_and_forms_cost_the_same_for_few_and_many(self):
        few, many = self._hire(FEW), self._hire(MANY)
        self.env["ir.ui.view"].sudo().search([("model", "=like", "perf.%")]).mapped("arch")
        for user, view_type in ((self.deputy, "list"), (self.office, "list"), (self.deputy, "form")):
            self._read_as_shown(user, view_type, few[:1])
            with self.subTest(user=user.login, view=view_type):
                counts = [self._queries(self._read_as_shown, user, view_type, sheets)[0] for sheets in (few, many)]
                self.assertFlat(*counts, what="reading")

    def test_my_work_and_board_cost_the_same_for_few_and_many(self):
        env = self.env(context={**self.env.context, "lang": "en_US", "tz": "Asia/Shanghai"})
        calls = [
            (self.coordinator, "perf.my.work", "get_my_work"),
            (self.deputy, "perf.my.work", "get_my_work"),
            (self.office, "perf.my.work", "get_my_work"),
            (self.office, "perf.board", "get_board"),
        ]
        counts = []
        for number in (1, FEW, MANY):  # the first is for what a process loads once
            crowd = self._hire(number)
            self._fill(crowd)
            crowd[: number // 2].with_user(self.coordinator).action_submit()
            counts.append([self._queries(getattr(env[model].with_user(user), name))[0] for user, model, name in calls])
        for (user, _model, name), few, many in zip(calls, *counts[1:], strict=True):
            with self.subTest(user=user.login, call=name):
                self.assertFlat(few, many, what=name)

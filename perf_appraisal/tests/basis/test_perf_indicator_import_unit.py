from odoo import Command
from odoo.tests import tagged

from ..import_common import ImportCommon

COLUMNS = ["考核内容", "分值", "计分规则", "责任单位", "牵头单位"]


@tagged("post_install", "-at_install")
class TestPerfIndicatorImportUnit(ImportCommon):
    """Names of units in a table: none vanishes without a word."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make = cls.env["hr.department"].create
        cls.finance = make({"name": "石城县财政局", "perf_is_unit": True})
        cls.discipline = make({"name": "县纪委监委", "perf_is_unit": True})
        cls.social = make({"name": "县人力资源和社会保障局", "perf_is_unit": True})
        cls.archive = make({"name": "县档案馆"})

    def _names(self, wizard):
        return {name.text: name for name in wizard.name_ids}

    def _table(self, *rows):
        return self._preview(self._xlsx(*rows, header=COLUMNS))

    def test_names_are_matched_proposed_or_asked(self):
        wizard = self._table(
            ["a", 5, "0..5", "县财政局（牵头）", "县档案馆、县保密局"],
            ["b", 5, "0..5", "纪委、财政局", ""],
            ["c", 5, "0..5", "人社局", ""],
            ["d", 5, "0..5", "各乡镇", ""],
        )
        first, second, third, fourth = wizard.line_ids
        self.assertEqual(first.unit_ids, self.finance)
        self.assertEqual(first.lead_unit_ids, self.archive)
        self.assertEqual(second.unit_ids, self.finance)
        self.assertFalse(third.unit_ids)
        self.assertEqual(fourth.scope, "common")
        states = {text: name.state for text, name in self._names(wizard).items()}
        self.assertEqual(
            states,
            {
                "县财政局（牵头）": "known",
                "财政局": "known",
                "县档案馆": "known",
                "县保密局": "unknown",
                "纪委": "near",
                "人社局": "near",
            },
        )
        self.assertEqual(self._names(wizard)["人社局"].near_ids, self.social)
        self.assertIn("No lead unit is known as “县保密局”", first.notices)
        self.assertIn("No unit is known as “人社局”", third.notices)
        self.assertEqual(third.status, "check")
        self.assertIn("1 rows with 5 points", wizard.stranded)

    def test_one_unknown_name_among_several_is_not_lost(self):
        wizard = self._table(["a", 5, "0..5", "县财政局、县保密局", ""])
        row = wizard.line_ids
        self.assertEqual((row.unit_ids, row.status), (self.finance, "check"))
        self.assertIn("No unit is known as “县保密局”", row.notices)
        row.unit_ids |= self.archive
        self.assertNotIn("县保密局", row.notices or "", "a person has chosen the units")

    def test_what_is_like_nothing_or_several_is_not_offered_to_be_taken(self):
        wizard = self._table(["a", 5, "0..5", "县保密局", ""])
        self.assertFalse(wizard.can_take_near)
        self.assertTrue(self._table(["a", 5, "0..5", "人社局", ""]).can_take_near)

    def test_a_choice_holds_for_all_rows_and_is_remembered(self):
        wizard = self._table(["a", 2, "0..2", "人社局", "保密局"], ["b", 3, "0..3", "纪委、人社局", "保密局"])
        names = self._names(wizard)
        names["人社局"].action_take()
        names["保密局"].department_ids = self.archive
        first, second = wizard.line_ids
        self.assertEqual(first.unit_ids, self.social)
        self.assertEqual(second.unit_ids, self.social)
        self.assertEqual(first.lead_unit_ids, self.archive)
        self.assertFalse(wizard.stranded)
        wizard.action_take_near()
        self.assertEqual(second.unit_ids, self.social | self.discipline)
        wizard.action_import()
        self.assertEqual(self._find("a").unit_id, self.social)
        self.assertEqual(self._find("b").unit_id, self.social | self.discipline, "an indicator for each unit")
        self.assertEqual(self._find("b").lead_unit_ids, self.archive)
        again = self._table(["c", 2, "0..2", "人社局", "保 密 局"])
        self.assertEqual(again.line_ids.unit_ids, self.social)
        self.assertEqual(again.line_ids.lead_unit_ids, self.archive)
        self.assertEqual(set(again.name_ids.mapped("state")), {"known"})

    def test_what_a_person_chose_in_a_row_stays_when_a_name_is_answered_later(self):
        wizard = self._table(*([name, 5, "0..5", "人社局", "保密局"] for name in "abcd"))
        units, leads, everybody, untouched = wizard.line_ids
        units.unit_ids = self.finance
        leads.lead_unit_ids = self.finance
        everybody.scope = "common"
        self._names(wizard)["人社局"].action_take()
        self._names(wizard)["保密局"].department_ids = self.archive
        self.assertRecordValues(
            wizard.line_ids,
            [
                {"unit_ids": self.finance.ids, "lead_unit_ids": self.archive.ids, "scope": "specific"},
                {"unit_ids": self.social.ids, "lead_unit_ids": self.finance.ids, "scope": "specific"},
                {"unit_ids": [], "lead_unit_ids": self.archive.ids, "scope": "common"},
                {"unit_ids": self.social.ids, "lead_unit_ids": self.archive.ids, "scope": "specific"},
            ],
        )
        self.assertFalse(untouched.unknown_units)
        wizard.action_read_rows()
        self.assertEqual(wizard.line_ids.lead_unit_ids, self.env["hr.department"], "the file is read anew")

    def test_many_departments_of_one_name_are_not_proposed(self):
        self.env["hr.department"].create([{"name": "农业农村办公室"}] * 4)
        self.assertEqual(self._table(["a", 5, "0..5", "农业农村局", ""]).name_ids.state, "unknown")

    def test_rows_that_are_totals_ask_for_no_unit(self):
        wizard = self._table(["a", 5, "0..5", "县保密局", "保密局"], ["小计", 5, "", "", ""])
        self.assertEqual(wizard.name_ids.mapped("row_count"), [1, 1])
        self.assertEqual(wizard.line_ids[1].notices, "The row looks like a total and is left out.")

    def test_a_name_may_mean_everybody(self):
        wizard = self._table(["a", 5, "0..5", "参评对象", ""])
        self.assertEqual(wizard.line_ids.scope, "specific")
        self.assertTrue(wizard.stranded)
        wizard.name_ids.is_everybody = True
        self.assertEqual(wizard.line_ids.scope, "common")
        self.assertFalse(wizard.stranded)
        wizard.action_import()
        self.assertRecordValues(self._indicators(), [{"scope": "common", "unit_id": False, "note": False}])
        self.assertEqual(self._table(["b", 5, "0..5", "参评对象", ""]).line_ids.scope, "common")

    def test_the_schemes_only_category_means_everybody(self):
        self.scheme.category_ids = self.env["perf.category"].create({"name": "第一类", "kind": "unit"})
        self.assertEqual(self._table(["a", 5, "0..5", "第一类", ""]).line_ids.scope, "common")

    def test_a_unit_more_in_a_second_table_is_a_difference_and_no_twin(self):
        self._table(["a", 5, "0..5", "县财政局", ""]).action_import()
        wizard = self._table(["a", 5, "0..5", "县财政局、县纪委监委", ""])
        row = wizard.line_ids
        self.assertEqual((row.status, row.include, wizard.vanished), ("differs", False, False))
        self.assertEqual(row.differences, "Units: 石城县财政局 → 县纪委监委, 石城县财政局")
        row.include = True
        wizard.action_import()
        made = self._find("a")
        self.assertEqual((len(made), made.unit_id), (2, self.finance | self.discipline))
        self.assertFalse(self._table(["a", 5, "0..5", "县纪委监委、县财政局", ""]).line_ids.differences)

    def test_what_cannot_be_dispatched_is_told_at_dispatch(self):
        self._table(
            ["a", 5, "0..5", "人社局", ""], ["b", 2, "0..2", "县财政局", ""], ["c", 2, "0..2", "", ""]
        ).action_import()
        category = self.env["perf.category"].create({"name": "第二类", "kind": "unit"})
        self.finance.perf_category_id = category
        self.scheme.category_ids = category
        cycle = self.env["perf.cycle"].create({"year": 2042, "scheme_ids": [Command.set(self.scheme.ids)]})
        values = {"cycle_id": cycle.id, "scheme_id": self.scheme.id}
        dispatch = self.env["perf.plan.dispatch"].with_user(self.office).create(values)
        self.assertIn("1 indicators with 5 points (a)", dispatch.outlook)
        self.finance.perf_category_id = False
        dispatch = self.env["perf.plan.dispatch"].with_user(self.office).create(values)
        self.assertIn("3 indicators with 9 points", dispatch.outlook)

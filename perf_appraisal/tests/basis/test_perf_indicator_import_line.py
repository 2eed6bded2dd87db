from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestPerfIndicatorImportLine(ImportCommon):
    """Rows of a table: none is lost, what was corrected is remembered, and a second import shows what differs."""

    # === LEVELS, FREQUENCY, HIDDEN PARTS === #

    def test_levels_become_a_tree_of_sections(self):
        header = ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "考核频次"]
        wizard = self._preview(
            self._xlsx(
                ["一、环境（20分）", "道路（12分）", "清扫", 7, "有垃圾的，每处扣1分", "每月"],
                [None, None, "积水", 5, "有积水的，每处扣1分", "按季度"],
                [None, "沟渠", "疏通", 8, "堵塞不得分", "随时"],
                ["二、秩序", "摊位", "占道", 4, "每个扣1分", None],
                header=header,
            )
        )
        self.assertEqual(wizard.line_ids.mapped("frequency"), ["month", "quarter", "quarter", "quarter"])
        self.assertIn("“随时” is not one kind of period", wizard.line_ids[2].notices)
        self.assertNotIn("heading says", "".join(line.notices or "" for line in wizard.line_ids))
        wizard.action_import()
        sections = self._indicators().section_id
        self.assertEqual(sections.mapped("name"), ["道路", "沟渠", "摊位"])
        self.assertEqual(sections.parent_id.mapped("name"), ["一、环境", "二、秩序"])
        self.assertEqual(self._find("积水").section_id, self._find("清扫").section_id)
        again = self._preview(
            self._xlsx(["一、环境（20分）", "道路（12分）", "清扫", 7, "有垃圾的，每处扣1分"], header=header[:5])
        )
        self.assertEqual(again.line_ids.existing_id, self._find("清扫"))

    def test_every_row_of_the_file_is_counted(self):
        header = ["编号", "指标", "分值", "评分标准"]
        rows = [
            ["1", "道路", 5, "有垃圾的，每处扣1分"],
            ["", "", "", "有积水的，每处扣1分"],
            ["二、秩序", "", "", ""],
            ["2", "摊位", 4, "占道每个扣1分"],
            ["", "合计", 9, ""],
            ["说明：一式两份", "", "", ""],
            ["检查人：", "", "日期：", ""],
        ]
        wizard = self._preview(self._xlsx(*rows, header=header, title_rows=[["某镇考核表"]]))
        counts = dict(part.split(": ") for part in wizard.row_overview.split(" · "))
        self.assertEqual(sum(map(int, counts.values())), len(rows) + 2)
        self.assertEqual(counts["Indicators"], "2")
        self.assertEqual(counts["Further rules of the row above"], "1")
        self.assertEqual((counts["Footnotes"], counts["Totals"], counts["Places to sign"]), ("1", "1", "1"))
        self.assertIn("说明：一式两份", wizard.other_rows)
        self.assertIn("某镇考核表", wizard.other_rows)

    def test_both_rows_of_a_header_are_names_of_columns(self):
        above = ["指标", "分值", "评分标准", ""]
        table = self._xlsx(
            ["道路", 5, "", "有垃圾的，每处扣1分"], header=["", "", "加分", "扣分"], title_rows=[["某镇"], above]
        )
        wizard = self._preview(table)
        self.assertEqual(wizard.line_ids.mapped("name"), ["道路"])
        counts = dict(part.split(": ") for part in wizard.row_overview.split(" · "))
        self.assertEqual((counts["Titles"], counts["Names of columns"]), ("1", "2"))

    def test_points_that_are_no_number_are_no_register_row_in_silence(self):
        wizard = self._preview(self._csv(["1", "甲", "a", "1月5日", "-1/次", "", "", ""]))
        self.assertEqual((wizard.line_ids.status, wizard.line_ids.is_register), ("unread", True))
        wizard.line_ids.full_score = 5
        self.assertEqual(wizard.line_ids.status, "ready")

    def test_cap_of_a_step_or_a_share_becomes_what_the_line_loses_at_most(self):
        self.scheme.full_score = 30
        rules = {
            "a": ("办结率达到98%得满分，每低1个百分点扣1分，最多扣5分", "−1 / 1%; − ≤ 5"),
            "b": ("完成20户得满分，未完成的按比例扣分，4分封顶", "÷ 20户 × 10; − ≤ 4"),
            "c": ("办结率达到98%得满分，每低1个百分点扣1分；迟报每次扣1分。以上最多扣5分", "−1 / 1%; − 迟报 1/次"),
        }
        wizard = self._preview(
            self._csv(*([name, "甲", name, "10", rule, "", "", ""] for name, (rule, _summary) in rules.items()))
        )
        self.assertEqual(wizard.line_ids.mapped("status"), ["ready", "ready", "check"])
        self.assertEqual(wizard.line_ids[:2].mapped("summary"), [rules["a"][1], rules["b"][1]])
        self.assertIn("“以上最多扣5分” limits several deductions together", wizard.line_ids[2].notices)
        wizard.action_import()
        self.assertRecordValues(
            self._find("a") + self._find("b") + self._find("c"),
            [
                {"method": "step", "loss_cap": 5.0, "deduction_cap": 0.0},
                {"method": "ratio", "loss_cap": 4.0, "deduction_cap": 0.0},
                {"method": "step", "loss_cap": 0.0, "deduction_cap": 0.0},
            ],
        )
        again = self._preview(
            self._csv(["a", "甲", "a", "10", rules["a"][0].replace("最多扣5", "最多扣6"), "", "", ""])
        )
        self.assertIn("Loses at Most: 5 → 6", again.line_ids.differences)

    # === CORRECTIONS === #

    def test_a_correction_holds_for_equal_cells_and_for_the_next_table(self):
        self.scheme.full_score = 20
        rows = [[str(n), "甲", f"a{n}", "5", "酌情打分", "", "", ""] for n in range(3)]
        wizard = self._preview(self._csv(*rows, ["9", "甲", "b", "5", "另行通知", "", "", ""]))
        self.assertEqual(wizard.line_ids.mapped("todo"), ["unread"] * 4)
        self.assertEqual(len(wizard.unread_line_ids), 4)
        with Form(wizard.with_user(self.office)) as form, form.unread_line_ids.edit(0) as line:
            line.rule_text = "-1/次"
        self.assertEqual(wizard.line_ids.mapped("rule_text"), ["-1/次"] * 3 + ["另行通知"])
        self.assertEqual(wizard.line_ids.mapped("todo"), ["ready"] * 3 + ["unread"])
        wizard.line_ids[3].write({"method": "judged", "is_checked": True})
        self.assertEqual(wizard.line_ids[3].status, "ready")
        wizard.action_import()
        self.assertEqual(self._find("a1").source_text, "酌情打分")
        self.assertEqual(self._find("a1").rule_ids.mapped("points"), [1])
        again = self._preview(self._csv(["1", "乙", "c", "5", "酌情 打分", "", "", ""]))
        self.assertEqual(again.line_ids.rule_text, "-1/次")
        self.assertIn("Read as it was corrected before; the file says: 酌情 打分", again.line_ids.notices)

    def test_a_correction_leaves_alone_what_was_corrected_otherwise(self):
        rows = [[str(n), "甲", f"a{n}", "5", "酌情打分", "", "", ""] for n in range(3)]
        wizard = self._preview(self._csv(*rows))
        wizard.line_ids[1].rule_text = "0..5"
        wizard.write({"line_ids": [(1, wizard.line_ids[0].id, {"rule_text": "-1/次"})]})
        self.assertEqual(wizard.line_ids.mapped("rule_text"), ["-1/次", "0..5", "-1/次"])

    # === A SECOND IMPORT === #

    def test_a_second_import_shows_what_differs_and_takes_it_over(self):
        row = ["1", "甲", "a", "5", "-1/次", "", "", ""]
        same = ["2", "甲", "b", "5", "0..5", "", "", ""]
        self._preview(self._csv(row, same)).action_import()
        before = self._find("a")
        wizard = self._preview(self._csv(["1", "甲", "a", "6", "-2/次", "新标准", "", ""], same))
        changed, unchanged = wizard.line_ids
        self.assertEqual((changed.status, unchanged.status), ("differs", "exists"))
        self.assertFalse(unchanged.differences)
        for words in ("Full Points: 5 → 6", "Standard: – → 新标准", "→ deduction 新标准 2 次"):
            self.assertIn(words, changed.differences)
        self.assertFalse(changed.include, "nothing is changed unasked")
        self.assertFalse(wizard.vanished)
        self.assertEqual(self._preview(self._csv(row)).vanished, "2 b")
        changed.include = True
        wizard.action_import()
        self.assertEqual(self._find("a"), before)
        self.assertRecordValues(before, [{"full_score": 6, "standard": "新标准", "source_text": "-2/次"}])
        self.assertEqual(before.rule_ids.mapped("points"), [2])
        self.assertEqual(len(self._indicators()), 2)

    def test_differences_are_told_in_the_words_of_the_screen(self):
        row = ["1", "甲", "a", "5", "获奖加1分，同一事项就高不重复计", "", "", ""]
        self._preview(self._csv(row)).action_import()
        indicator = self._find("a")
        self.assertTrue(indicator.rule_ids.highest_only)
        self.env["res.lang"]._activate_lang("zh_CN")
        kind = self.env.ref("perf_appraisal.selection__perf_indicator_rule__kind__bonus")
        kind.with_context(lang="zh_CN").name = "加分"
        row[4] = "获奖加2分，同一事项就高不重复计"
        line = self._preview(self._csv(row)).line_ids
        self.env.invalidate_all()
        told = line.with_context(lang="zh_CN").differences
        self.assertIn("加分", told)
        for word in ("bonus", "True"):
            self.assertNotIn(word, told)

    def test_rows_that_differ_stand_together_and_are_ticked_there(self):
        self.scheme.full_score = 100
        rows = [["1", "甲", "a", "5", "0..5", "", "", ""], ["2", "甲", "b", "5", "0..5", "", "", ""]]
        self._preview(self._csv(*rows)).action_import()
        rows[1][3:5] = "4", "0..4"
        wizard = self._preview(self._csv(*rows))
        self.assertEqual(wizard.differing_line_ids.mapped("name"), ["b"])
        with Form(wizard) as form, form.differing_line_ids.edit(0) as line:
            line.include = True
            self.assertNotIn("come to 4 points", line.notices or "", "the rows that nobody touches count as before")
        wizard.action_import()
        self.assertEqual((self._find("a").full_score, self._find("b").full_score), (5, 4))

    def test_no_column_bears_the_name_of_a_status(self):
        columns = self.env["perf.indicator.import.line"].fields_get(["summary", "status"], ["string", "selection"])
        self.assertNotIn(columns["summary"]["string"], dict(columns["status"]["selection"]).values())

    def test_a_row_that_moved_to_another_section_is_known(self):
        self._preview(self._csv(["1", "甲", "a", "5", "0..5", "", "", ""])).action_import()
        wizard = self._preview(self._csv(["1", "乙", "a", "5", "0..5", "", "", ""]))
        self.assertEqual(wizard.line_ids.existing_id, self._find("a"))
        self.assertIn("甲 → 乙", wizard.line_ids.differences)
        both = self._preview(
            self._csv(["1", "甲", "a", "5", "0..5", "", "", ""], ["2", "乙", "a", "5", "0..5", "", "", ""])
        )
        self.assertEqual(both.line_ids.mapped("status"), ["exists", "ready"])

    def test_a_second_table_whose_numbers_begin_anew_is_a_new_one(self):
        self._preview(self._csv(["1", "甲", "a", "2", "0..2", "", "", ""])).action_import()
        wizard = self._preview(self._csv(["1", "乙", "b", "3", "0..3", "", "", ""]))
        self.assertEqual((wizard.line_ids.existing_id.ids, wizard.line_ids.include), ([], True))
        renamed = self._preview(self._csv(["1", "甲", "b", "2", "0..2", "", "", ""]))
        self.assertEqual(renamed.line_ids.differences, "Name: a → b", "in its section a number is enough")

    def test_what_an_approved_plan_uses_is_not_taken_over(self):
        self._preview(self._csv(["1", "甲", "a", "5", "0..5", "", "", ""])).action_import()
        cycle = self.env["perf.cycle"].create({"year": 2041, "scheme_ids": [(6, 0, self.scheme.ids)]})
        unit = self.env["hr.department"].create({"name": "县某局", "perf_is_unit": True})
        plan = self.env["perf.plan"].create({"cycle_id": cycle.id, "scope": "unit", "unit_id": unit.id})
        plan._add_indicators(self._indicators())
        self.env.cr.execute("UPDATE perf_plan SET state = 'approved' WHERE id = %s", [plan.id])
        self.env.invalidate_all()
        wizard = self._preview(self._csv(["1", "甲", "a", "6", "0..6", "", "", ""]))
        wizard.line_ids.include = True
        with self.assertRaises(UserError):
            wizard.action_import()
        self.assertEqual(self._indicators().full_score, 5)

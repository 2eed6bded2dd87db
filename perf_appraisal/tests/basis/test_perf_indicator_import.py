from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...tools import notation_notices, notation_table
from ...wizard.import_notices import NOTICES
from ...wizard.perf_indicator_import_column import MEANINGS
from ..import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestPerfIndicatorImport(ImportCommon):
    # === THE FOUR REAL TABLES === #

    def test_township_scheme_comes_to_exactly_100_points(self):
        wizard = self._real("shicheng_2018_townships.csv")
        self.assertEqual(len(wizard.line_ids), 31)
        wizard.action_import()
        self.assertEqual(sum(self._indicators().mapped("full_score")), 100)
        self.assertEqual(self.scheme.common_score, 100)
        self.assertEqual(len(self._indicators()), 30, "one row deducts inside the row above it")
        self.assertEqual(len(self._indicators().section_id), 6)
        above = self._find("侵占水域岸线整治")
        self.assertRecordValues(
            above.rule_ids,
            [
                {"kind": "part", "name": "台账", "points": 1, "uom": False, "max_points": 1},
                {"kind": "part", "name": "执法", "points": 3, "uom": False, "max_points": 3},
                {
                    "kind": "deduction",
                    "name": "侵占岸线不报不止: 不上报不制止每出现一例",
                    "points": 2,
                    "uom": "例",
                    "max_points": 4,
                },
            ],
        )
        unread = self._find("用稿任务")
        self.assertEqual((unread.method, unread.source_text), ("judged", "省1篇+市2篇+县2篇=5"))

    def test_common_part_of_the_departments_comes_to_exactly_40_points(self):
        bureau = self.env["hr.department"].create({"name": "县农粮局", "perf_is_unit": True})
        wizard = self._real("shicheng_2018_departments.csv")
        wizard.action_import()
        indicators = self._indicators()
        common = indicators.filtered(lambda indicator: indicator.scope == "common")
        self.assertEqual(sum(common.mapped("full_score")), 40)
        self.assertEqual(
            sum(indicators.filtered(lambda indicator: indicator.unit_id == bureau).mapped("full_score")), 60
        )
        other = self._find("农村生活垃圾专项治理")
        self.assertRecordValues(other, [{"scope": "specific", "unit_id": False, "note": "县委农工部(重点考核部门)"}])
        self.assertEqual(other.rule_ids.mapped("name"), ["分类试点", "一体化保洁机制", "督查指导乡镇"])
        self.assertRecordValues(
            self._find("渔业资源保护整治"),
            [{"method": "ratio", "default_target": 10, "uom": "例", "ratio_cap": 1, "full_score": 15}],
        )

    def test_county_deductions_come_to_12_register_indicators(self):
        self._real("county_2015_deductions.csv").action_import()
        indicators = self._indicators()
        self.assertEqual(len(indicators), 12)
        self.assertTrue(all(indicators.mapped("is_register")))
        self.assertTrue(all(indicator.rule_ids for indicator in indicators))
        self.assertEqual(set(indicators.rule_ids.mapped("kind")), {"deduction"})
        self.assertEqual(len(indicators.rule_ids), 14, "exposure in the media has three amounts")
        self.assertRecordValues(
            self._find("媒体负面曝光").rule_ids,
            [
                {"name": "省", "points": 3, "uom": "件"},
                {"name": "市", "points": 2, "uom": "件"},
                {"name": "县", "points": 1, "uom": "件"},
            ],
        )
        self.assertEqual(self._find("市级绩效被扣分").rule_ids.multiplier, 2)

    def test_personal_form_lacks_12_points_and_says_so(self):
        self.scheme.write({"kind": "employee", "full_score": 100})
        wizard = self._real("personal_form.csv")
        self.assertEqual(wizard.frequency, "month")
        self.assertIn("88", "".join(wizard.line_ids.mapped(lambda line: line.notices or "")))
        wizard.action_import()
        self.assertEqual(sum(self._indicators().mapped("full_score")), 88)
        self.assertRecordValues(
            self._find("工作量").level_ids,
            [
                {"name": "一级", "min_points": 27, "max_points": 30},
                {"name": "二级", "min_points": 21, "max_points": 26},
                {"name": "三级", "min_points": 0, "max_points": 20},
            ],
        )
        self.assertEqual(set(self._indicators().mapped("kind")), {"employee"})

    def test_same_file_twice_makes_nothing_twice(self):
        for name in ("shicheng_2018_townships.csv", "shicheng_2018_departments.csv"):
            with self.subTest(name):
                self._real(name).action_import()
                before = len(self._indicators())
                again = self._real(name)
                self.assertEqual(set(again.line_ids.mapped("status")), {"exists"})
                self.assertFalse(any(again.line_ids.mapped("include")))
                with self.assertRaisesRegex(UserError, "Tick at least one row"):
                    again.action_import()
                self.assertEqual(len(self._indicators()), before)

    def test_a_header_that_is_not_known_is_chosen_by_its_row(self):
        wizard = self._preview(
            self._csv(["1", "甲", "a", "5", "0..5", "", "", ""], ["x", "y", "z", "v", "w", "", "", ""])
        )
        wizard.header_row = 3
        wizard.action_read_rows()
        self.assertEqual(wizard.column_ids.mapped("header")[:5], ["x", "y", "z", "v", "w"])
        self.assertTrue(wizard.missing_columns)
        self.assertFalse(wizard.line_ids, "rows of another header are none of this one")
        with self.assertRaisesRegex(UserError, "Choose first which columns"):
            wizard.action_read_rows()

    def test_the_points_of_a_table_without_units_are_those_of_the_whole_table(self):
        self.scheme.full_score = 100
        wizard = self._preview(self._xlsx(["1", "a", 5, "0..5"], header=["编号", "指标", "分值", "评分标准"]))
        self.assertIn("The rows of the whole table come to 5 points", wizard.line_ids.notices)

    # === READING FILES === #

    def test_encodings_and_formats_read_the_same(self):
        row = ["1", "一、甲(5)", "内容", "５分", "0．．5", "标准", "备注", ""]
        contents = [
            self._csv(row),
            self._csv(row, encoding="utf-8-sig"),
            self._csv(row, encoding="gb18030"),
            self._csv(row).replace(b'","', b'";"'),
            self._xlsx(row, title_rows=[["2026 table"], []]),
        ]
        for content in contents:
            line = self._preview(content).line_ids
            self.assertRecordValues(
                line, [{"code": "1", "name": "内容", "full_score": 5, "method": "judged", "status": "ready"}]
            )
            self.assertEqual(line._section_name(), "一、甲")

    def test_merged_cells_of_a_section_hold_for_the_rows_below(self):
        wizard = self._preview(
            self._xlsx(["1", "甲", "a", 2, "0..2"], ["2", None, "b", 3, "0..3"], [], ["", "", "合计", 5, ""])
        )
        self.assertEqual(wizard.line_ids.mapped("section"), ["甲", "甲", "甲"])
        self.assertEqual(wizard.line_ids.mapped("row_number"), [2, 3, 5])
        self.assertEqual(wizard.line_ids.mapped("status"), ["ready", "ready", "left_out"])

    def test_unknown_headers_are_chosen_by_hand(self):
        wizard = self._preview(b"x,y,z\nWork,5,0..5\n")
        self.assertEqual(wizard.state, "preview")
        self.assertFalse(wizard.line_ids)
        self.assertTrue(wizard.missing_columns)
        with self.assertRaisesRegex(UserError, "Choose first which columns"):
            wizard.action_read_rows()
        for column, meaning in zip(wizard.column_ids, ("name", "full_points", "rule_value"), strict=True):
            column.meaning = meaning
        wizard.action_read_rows()
        self.assertRecordValues(wizard.line_ids, [{"name": "Work", "full_score": 5, "method": "judged"}])

    def test_bad_files_are_refused_in_plain_words(self):
        for content, words in (
            (b"", "Choose an XLSX"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no readable XLSX, XLS"),
            (b"PK\x03\x04 no workbook", "no readable XLSX"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "neither an XLSX"),
            (b"a" * (10 * 1024 * 1024 + 1), "too large"),
            (b"\n" * 5, "empty"),
            (b"a,b\n" + b"1,2\n" * 5001, "5000 rows"),
        ):
            wizard = self._wizard(content)
            with self.assertRaisesRegex(UserError, words):
                wizard.action_read()
            self.assertRecordValues(wizard, [{"state": "upload", "scheme_id": self.scheme.id}])

    def test_text_that_looks_like_a_formula_stays_text(self):
        texts = ["=1+1", "+cmd", "-2+3", "@SUM(A1)"]
        rows = [[text, text, text, "5", text, text, text, ""] for text in texts]
        for content in (self._xlsx(*rows), self._csv(*rows)):
            wizard = self._preview(content)
            self.assertEqual(wizard.line_ids.mapped("name"), texts)
            self.assertEqual(wizard.line_ids.mapped("rule_text"), texts)
        wizard.action_import()
        self.assertEqual(self._indicators().mapped("name"), texts)
        self.assertEqual(self._indicators().mapped("source_text"), texts)

    # === PREVIEW === #

    def test_corrected_rule_is_read_again(self):
        wizard = self._preview(self._csv(["1", "甲", "a", "5", "酌情", "", "", ""]))
        self.assertEqual(wizard.line_ids.status, "unread")
        with Form(wizard.with_user(self.office)) as form, form.line_ids.edit(0) as line:
            line.rule_text = "2+3"
            self.assertEqual(line.method, "parts")
            self.assertEqual(line.status, "ready")
        wizard.action_import()
        self.assertEqual(self._find("a").rule_ids.mapped("points"), [2, 3])

    def test_method_and_points_can_be_set_by_hand(self):
        wizard = self._preview(self._csv(["1", "甲", "a", "5", "2+3", "", "", ""]))
        wizard.line_ids.write({"method": "judged", "full_score": 8, "name": "b"})
        wizard.action_import()
        self.assertRecordValues(
            self._indicators(), [{"name": "b", "method": "judged", "full_score": 8, "source_text": "2+3"}]
        )
        self.assertFalse(self._indicators().rule_ids)

    def test_rows_left_out_are_not_created(self):
        wizard = self._preview(
            self._csv(["1", "甲", "a", "5", "0..5", "", "", ""], ["2", "甲", "b", "5", "0..5", "", "", ""])
        )
        wizard.line_ids[0].include = False
        wizard.action_import()
        self.assertEqual(self._indicators().mapped("name"), ["b"])

    def test_duplicates_and_wrong_sums_are_shown(self):
        wizard = self._preview(
            self._csv(["1", "一、甲(9)", "a", "5", "2+2", "", "", ""], ["1", "一、甲(9)", "a", "5", "0..5", "", "", ""])
        )
        first, second = wizard.line_ids
        self.assertIn("parts add up to 4", first.notices)
        self.assertIn("heading says 9", first.notices)
        self.assertIn("same name stands in row 2", second.notices)
        self.assertIn("same number stands in row 2", second.notices)
        self.assertIn("does not add up", wizard.totals)

    def test_a_section_whose_units_come_to_its_points_together_adds_up(self):
        rows = [
            ["1", "一、甲（5分）", "a", "3", "0..3", "", "", "东镇"],
            ["2", "一、甲（5分）", "b", "2", "0..2", "", "", "西镇"],
        ]
        self.assertTrue(
            all(section["fits"] for section in self._preview(self._csv(*rows))._prepare_totals()["sections"])
        )
        rows[1][3] = "1"
        totals = self._preview(self._csv(*rows))._prepare_totals()["sections"]
        self.assertEqual([section["fits"] for section in totals], [False, False])

    def test_row_inside_nothing_stands_alone(self):
        wizard = self._preview(self._csv(["1", "甲", "a", "5", "-1/次", "", "同上项5分内扣", ""]))
        self.assertIn("no such row", wizard.line_ids.notices)
        wizard.action_import()
        self.assertEqual(self._find("a").full_score, 5)

    def test_rules_of_several_rows_and_columns_are_one_indicator(self):
        header = ["编号", "指标", "分值", "加分标准", "扣分标准", "备注"]
        wizard = self._preview(
            self._xlsx(
                ["001", "道路", 9, "创成示范路的加2分", "有垃圾的，每处扣1分，最多扣3分", ""],
                ["", "", "", "", "弄虚作假的，不得分", "雨天除外"],
                ["", "小计", 9, "", "", ""],
                ["002", "摊位", "", "", "占道每个扣1分", ""],
                ["", "合计", 10, "", "", ""],
                ["说明：一式两份", "", "", "", "", ""],
                ["检查人：", "", "", "", "日期：", ""],
                header=header,
            )
        )
        self.assertEqual(wizard.line_ids.mapped("row_number"), [2, 4, 5, 6])
        roads, subtotal, stalls, total = wizard.line_ids
        self.assertRecordValues(roads, [{"code": "001", "method": "deduction", "status": "check", "full_score": 9}])
        self.assertIn("says more than the rule", roads.notices)
        self.assertIn("no points of its own", stalls.notices)
        self.assertNotIn("printed total", subtotal.notices)
        self.assertIn("printed total is 10, the rows come to 9", total.notices)
        self.assertEqual((subtotal | total).mapped("include"), [False, False])
        wizard.action_import()
        self.assertRecordValues(
            self._find("道路").rule_ids,
            [
                {"kind": "bonus", "name": "创成示范路", "points": 2, "uom": False, "max_points": 0},
                {"kind": "deduction", "name": "有垃圾", "points": 1, "uom": "处", "max_points": 3},
                {"kind": "deduction", "name": "弄虚作假", "points": 9, "uom": False, "max_points": 0},
            ],
        )

    def test_lead_units_are_found_by_name(self):
        lead = self.env["hr.department"].create({"name": "县档案局"})
        content = self._xlsx(["a", 5, "0..5", "县档案局、县某局"], header=["考核内容", "分值", "计分规则", "牵头单位"])
        wizard = self._preview(content)
        self.assertEqual(wizard.line_ids.lead_unit_ids, lead)
        wizard.action_import()
        self.assertEqual(self._find("a").lead_unit_ids, lead)

    # === ALL OR NOTHING, AND WHO MAY === #

    def test_failure_leaves_nothing_behind(self):
        wizard = self._preview(
            self._csv(["1", "新节", "a", "5", "0..5", "", "", ""], ["2", "新节", "b", "5", "5或0", "", "", ""])
        )
        wizard.line_ids[1].write({"full_score": 3, "method": "level"})
        with self.assertRaisesRegex(ValidationError, "“2 b”.*no level may give more"):
            wizard.action_import()
        self.assertFalse(self._indicators())
        self.assertFalse(self.env["perf.indicator.section"].search([("name", "=", "新节")]))

    def test_import_is_made_once(self):
        wizard = self._preview(self._csv(["1", "甲", "a", "5", "0..5", "", "", ""]))
        wizard.action_import()
        with self.assertRaisesRegex(UserError, "already"):
            wizard.action_import()
        with self.assertRaisesRegex(UserError, "imported"):
            wizard.action_read()
        self.assertEqual(len(self._indicators()), 1)

    def test_queries_do_not_grow_with_each_row(self):
        def rows(count):
            return self._csv(*([str(n), "甲", f"n{count}-{n}", "5", "0..5", "", "", ""] for n in range(count)))

        counts = []
        for count in (10, 60):
            wizard = self._preview(rows(count))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_import()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3, counts)

    def test_staff_cannot_import(self):
        with self.assertRaises(AccessError):
            self.env["perf.indicator.import"].with_user(self.staff).create({"scheme_id": self.scheme.id})

    # === TERMS === #

    def test_every_notice_and_column_has_its_words(self):
        self.assertEqual({code: text._source for code, text in NOTICES.items()}, notation_notices.MESSAGES)
        self.assertEqual({key for key, _label in MEANINGS}, set(notation_table.COLUMNS))

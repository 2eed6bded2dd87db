"""Headers and rows of whole tables: what a column is, what a row is, and that no row is lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.notation import NOTATIONS, Parsed, parse
from tools.notation_cell import Cell
from tools.notation_columns import match_columns, missing_columns
from tools.notation_rows import read_table, rows_above
from tools.notation_table import Row, check_table, check_totals, find_header, header_of


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ("序号|检查项目|分数|检查标准|得分", {"code": 0, "name": 1, "full_points": 2, "rule_value": 3}),
        ("大类|指标名称|配分|评分办法|扣分原因", {"section": 0, "name": 1, "full_points": 2, "rule_value": 3}),
        ("评估项目|评估内容|满分|评分细则", {"section": 0, "name": 1, "full_points": 2, "rule_value": 3}),
        ("评估指标|评估内容|分值|计分细则", {"section": 0, "name": 1, "full_points": 2, "rule_value": 3}),
        (
            "板块|评估项目|评估内容|分值|评分标准",
            {"section": 0, "name": 1, "condition": 2, "full_points": 3, "rule_value": 4},
        ),
        ("指标|权重|检查标准|计分细则", {"name": 0, "full_points": 1, "condition": 2, "rule_value": 3}),
        ("项目|内容及标准|分值|扣分细则", {"name": 0, "condition": 1, "full_points": 2, "deduction_rule": 3}),
        (
            "事项|分值|标准|加分办法|扣分办法",
            {"name": 0, "full_points": 1, "condition": 2, "bonus_rule": 3, "deduction_rule": 4},
        ),
        ("事项|分值|加分|扣分", {"name": 0, "full_points": 1, "bonus_rule": 2, "deduction_rule": 3}),
        ("事项|分值|评分标准|扣分|得分", {"name": 0, "full_points": 1, "rule_value": 2}),
        ("要点|分值|检查方法|检查部门", {"name": 0, "full_points": 1, "rule_value": 2, "lead_unit": 3}),
        ("要点|应得分|检查方式|评分标准|实得分", {"name": 0, "full_points": 1, "rule_value": 3}),
        (
            "任务|目标值|分值|计分办法|责任单位",
            {"name": 0, "target": 1, "full_points": 2, "rule_value": 3, "appraised": 4},
        ),
        ("被检查单位|指标|分值|评分标准", {"appraised": 0, "name": 1, "full_points": 2, "rule_value": 3}),
        (
            "一级指标|二级指标|三级指标|分值|评分标准",
            {"section": 0, "section_2": 1, "name": 2, "full_points": 3, "rule_value": 4},
        ),
        (
            "维度|一级指标|权重|二级指标|分值|考核频次|评分说明|数据来源",
            {
                "section": 0,
                "section_2": 1,
                "name": 3,
                "full_points": 4,
                "frequency": 5,
                "rule_value": 6,
                "lead_unit": 7,
            },
        ),
        (
            "一级指标|二级指标|考核内容|考核分值|计分公式|考核周期",
            {"section": 0, "name": 1, "condition": 2, "full_points": 3, "rule_value": 4, "frequency": 5},
        ),
        ("事项|奖分标准|罚分标准|说明", {"name": 0, "bonus_rule": 1, "deduction_rule": 2, "note": 3}),
        (
            "维度|要点|基准分|加分情形|减分情形|实得分",
            {"section": 0, "name": 1, "full_points": 2, "bonus_rule": 3, "deduction_rule": 4},
        ),
        (
            "板块|序号|检查点|配分|打分细则|考评科室|频次",
            {"section": 0, "code": 1, "name": 2, "full_points": 3, "rule_value": 4, "lead_unit": 5, "frequency": 6},
        ),
        ("指标名称|单位|目标值|权数|计算办法", {"name": 0, "target": 2, "full_points": 3, "rule_value": 4}),
        (
            "No.|Area|Measure|Max points|How points are given|Reviewed by",
            {"code": 0, "section": 1, "name": 2, "full_points": 3, "rule_value": 4, "lead_unit": 5},
        ),
        (
            "序号|扣分情形|扣分标准|认定单位",
            {"code": 0, "name": 1, "deduction_rule": 2, "lead_unit": 3},
        ),
        (
            "考核内容|基础分|加分项|减分项|备注",
            {"name": 0, "full_points": 1, "bonus_rule": 2, "deduction_rule": 3, "note": 4},
        ),
        (
            "考核指标|指标定义|计算公式|单位|目标值|权重(%)",
            {"name": 0, "condition": 1, "rule_value": 2, "target": 4, "full_points": 5},
        ),
        (
            "一级指标及权重|二级指标及权重|三级指标|评分标准|满分",
            {"section": 0, "section_2": 1, "name": 2, "rule_value": 3, "full_points": 4},
        ),
        (
            "一级指标|分值|二级指标|分值|评分标准",
            {"section": 0, "name": 2, "full_points": 3, "rule_value": 4},
        ),
        (
            "岗位职责|考核指标|考核要求|分值|计分办法|自评得分",
            {"section": 0, "name": 1, "condition": 2, "full_points": 3, "rule_value": 4},
        ),
        (
            "考核项目|考核目标|最高分|奖惩办法|数据提供部门",
            {"section": 0, "name": 1, "full_points": 2, "rule_value": 3, "lead_unit": 4},
        ),
        ("KPI|Weight (points)|Scoring rule|Remarks", {"name": 0, "full_points": 1, "rule_value": 2, "note": 3}),
    ],
)
def test_headers_are_known_by_themselves_and_beside_each_other(headers: str, wanted: dict[str, int]) -> None:
    assert match_columns(headers.split("|")) == {column: wanted[column] for column in match_columns(headers.split("|"))}
    assert set(match_columns(headers.split("|"))) == set(wanted)


def test_header_of_two_rows_goes_on_above() -> None:
    table = [
        ["某局考核表", "", "", "", "", ""],
        ["序号", "指标", "分值", "考核标准", "", "得分"],
        ["", "", "", "加分", "扣分", ""],
        ["1", "值守", "5", "获奖加1分", "脱岗扣1分", ""],
    ]
    assert find_header([table]) == (0, 2)
    columns = match_columns(header_of(table, 2))
    assert columns == {"code": 0, "name": 1, "full_points": 2, "bonus_rule": 3, "deduction_rule": 4}
    assert [row.kind for row in [*rows_above(table, 3), *read_table(table, 3, columns)]] == [
        "title",
        "title",
        "header",
        "row",
    ]


def test_a_new_heading_ends_the_narrower_ones() -> None:
    columns = {"section": 0, "section_2": 1, "name": 2, "full_points": 3, "rule_value": 4}
    table = [
        ["甲", "甲一", "a", "5", "x"],
        ["", "", "b", "5", "x"],
        ["", "甲二", "c", "5", "x"],
        ["乙", "", "d", "5", "x"],
        ["", "", "", "", ""],
        ["三、丙", "", "", "", ""],
        ["", "", "e", "5", "x"],
    ]
    rows = [row for row in read_table(table, 0, columns) if row.kind == "row"]
    assert [row.cells["section"] for row in rows] == ["甲 / 甲一", "甲 / 甲一", "甲 / 甲二", "乙", "三、丙"]


def test_headings_of_each_level_are_added_up() -> None:
    rows = [
        Row(2, "一、甲（9） / 1、乙（4）", "a", Decimal(4)),
        Row(3, "一、甲（9） / 2、丙（6）", "b", Decimal(5)),
    ]
    assert [(number, notice.text) for number, notice in check_table(rows)] == [
        (3, "The heading says 6 points, the rows come to 5 (丙).")
    ]


def test_header_is_read_whatever_its_spaces_and_brackets() -> None:
    assert match_columns(["序 号", "项\n目", "分  值（100分）", "评分标准"]) == {
        "code": 0,
        "name": 1,
        "full_points": 2,
        "rule_value": 3,
    }
    assert missing_columns(["name", "full_points", "bonus_rule"]) == []
    assert missing_columns(["name", "deduction_rule"]) == []
    assert missing_columns(["name", "rule_value"]) == ["full_points"]


def test_table_without_points_is_a_register_and_says_so() -> None:
    (row,) = read_table([["迟报", "每次扣1分"]], 0, {"name": 0, "deduction_rule": 1})
    assert [notice.code for notice in row.notices] == ["points_nowhere"]
    parsed = parse(row.cells["rule_value"], row.cells.get("full_points", ""), row.cells["rule_kind"])
    assert parsed.rules[0].points == 1


TABLE = [
    ["某镇考核表", "", "", "", "", ""],
    ["编号", "类别", "指标", "分值", "评分标准", "备注"],
    ["001", "一、环境（20分）", "道路", "12", "有垃圾的，每处扣1分", ""],
    ["", "", "", "", "有积水的，每处扣2分", "雨天除外"],
    ["002", "", "沟渠", "8", "堵塞不得分", ""],
    ["", "小 计", "", "20", "", ""],
    ["二、秩序（10分）", "", "", "", "", ""],
    ["003", "", "摊位", "6", "占道每个扣1分", ""],
    ["", "", "", "4", "未亮证的扣1分", ""],
    ["", "", "秤具", "", "未检定的扣1分", ""],
    ["编号", "类别", "指标", "分值", "评分标准", "备注"],
    ["", "", "", "31", "合计", ""],
    ["说明：一式两份。", "", "", "", "", ""],
    ["二、由检查组填写。", "", "", "", "", ""],
    ["检查人：", "", "", "", "日期：", ""],
]
COLUMNS = {"code": 0, "section": 1, "name": 2, "full_points": 3, "rule_value": 4, "note": 5}


def test_every_row_is_something() -> None:
    assert find_header([TABLE]) == (0, 1)
    assert match_columns(TABLE[1]) == COLUMNS
    rows = read_table(TABLE, 2, COLUMNS)
    assert [(row.numbers, row.kind) for row in rows] == [
        ((3, 4), "row"),
        ((5,), "row"),
        ((6,), "total"),
        ((7,), "heading"),
        ((8,), "row"),
        ((9,), "row"),
        ((10,), "row"),
        ((11,), "header"),
        ((12,), "total"),
        ((13,), "footnote"),
        ((14,), "footnote"),
        ((15,), "signature"),
    ]


def test_rules_below_each_other_are_one_indicator() -> None:
    roads = read_table(TABLE, 2, COLUMNS)[0]
    assert (roads.cells["code"], roads.cells["note"]) == ("001", "雨天除外")
    parsed = parse(roads.cells["rule_value"], roads.cells["full_points"])
    assert [(rule.points, rule.uom) for rule in parsed.rules] == [(1, "处"), (2, "处")]


def test_rows_without_name_or_points_say_so_and_sections_hold_below() -> None:
    rows = {row.numbers[0]: row for row in read_table(TABLE, 2, COLUMNS)}
    assert [rows[number].cells["section"] for number in (5, 8)] == ["一、环境（20分）", "二、秩序（10分）"]
    assert rows[9].cells["name"] == "摊位"
    assert [notice.code for notice in rows[9].notices] == ["name_above"]
    assert [notice.code for notice in rows[10].notices] == ["points_missing"]
    assert [notice.code for row in rows.values() for notice in row.notices] == ["name_above", "points_missing"]
    lonely = read_table([["", "5", "迟交扣1分"]], 0, {"name": 0, "full_points": 1, "rule_value": 2})[0]
    assert [notice.code for notice in lonely.notices] == ["no_name"]


def test_headings_totals_footnotes_and_labels_however_they_are_written() -> None:
    columns = {"code": 0, "name": 1, "full_points": 2, "rule_value": 3}
    table = [
        ["一", "党的建设", "30分", ""],
        ["1", "学习", "30", "每少1次扣1分"],
        ["小计30分", "", "", ""],
        ["（二）", "办文", "70", ""],
        ["2", "公文", "70", "错一处扣1分"],
        ["", "", "", ""],
        ["总计：100分", "", "", ""],
        ["※ 一式两份", "", "", ""],
        ["附件：1.名单", "", "", ""],
        ["填表人：张三", "审核人：李四", "", "填表日期：2026年3月1日"],
        ["制表单位：绩效办  制表时间：2026.1.5", "", "", ""],
    ]
    rows = read_table(table, 0, columns)
    assert [row.kind for row in rows] == [
        "heading",
        "row",
        "total",
        "heading",
        "row",
        "total",
        "footnote",
        "footnote",
        "signature",
        "signature",
    ]
    assert [row.cells["section"] for row in rows if row.kind == "row"] == ["党的建设（30）", "办文（70）"]
    assert [row.cells["full_points"] for row in rows if row.kind == "total"] == ["30", "100"]


def test_rows_numbered_in_chinese_that_have_rules_are_indicators() -> None:
    columns = {"code": 0, "name": 1, "full_points": 2, "rule_value": 3}
    table = [["一", "学习", "30", "0..30"], ["二", "办文", "70", ""], ["三", "会务", "9", ""]]
    assert [row.kind for row in read_table(table, 0, columns)] == ["row"] * 3


def test_printed_totals_are_compared() -> None:
    rows = [
        Row(2, "", "a", Decimal(4)),
        Row(3, "", "小计", Decimal(4), is_total=True),
        Row(4, "", "b", Decimal(5)),
        Row(5, "", "小计", Decimal(6), is_total=True),
        Row(6, "", "合计", Decimal(9), is_total=True),
    ]
    assert [(number, notice.code) for number, notice in check_totals(rows)] == [(5, "printed_total")]


def test_columns_of_bonuses_and_deductions_are_both_read() -> None:
    columns = {"name": 0, "full_points": 1, "bonus_rule": 2, "deduction_rule": 3}
    both, one, bare = (
        row.cells
        for row in read_table(
            [["a", "9", "获奖加1分", "迟交扣2分"], ["b", "0", "2/次", ""], ["c", "9", "1", "2/次"]], 0, columns
        )
    )
    parsed = parse(both["rule_value"], both["full_points"])
    assert [(rule.kind, rule.points) for rule in parsed.rules] == [("bonus", 1), ("deduction", 2)]
    assert one["rule_kind"] == "加分", "in the words of the table"
    parsed = parse(one["rule_value"], one["full_points"], one["rule_kind"])
    assert [(rule.kind, rule.points, rule.uom) for rule in parsed.rules] == [("bonus", 2, "次")]
    parsed = parse(bare["rule_value"], bare["full_points"])
    assert [(rule.kind, rule.points) for rule in parsed.rules] == [("bonus", 1), ("deduction", 2)]


def test_target_of_a_column_of_its_own_is_read() -> None:
    columns = {"name": 0, "full_points": 1, "rule_value": 2, "target": 3}
    (row,) = read_table([["a", "9", "每低1个百分点扣1分", "95%"]], 0, columns)
    parsed = parse(row.cells["rule_value"], row.cells["full_points"], note=row.cells["note"])
    assert (parsed.method, parsed.target) == ("step", 95)


cell = st.sampled_from(
    ["", "", "", "1", "合计", "说明：", "一、甲", "迟交扣1分", "签字：", "9", "名", "小计", "年  月  日"]
)


@given(st.lists(st.lists(cell, min_size=6, max_size=6), max_size=12))
def test_no_row_is_lost_and_none_is_counted_twice(rows: list[list[str]]) -> None:
    found = [number for row in read_table(rows, 0, COLUMNS) for number in row.numbers]
    assert sorted(found) == [number for number, row in enumerate(rows, 1) if any(row)]


def test_every_notation_is_read_by_its_own_reader() -> None:
    for notation in NOTATIONS:
        full = Decimal(notation.full)
        cell = Cell.from_text(notation.example, full, notation.kind, condition=notation.condition)
        first = next(each for each in NOTATIONS if each.reader(cell, Parsed(notation.example, full)))
        assert first is notation
    assert len({notation.reader for notation in NOTATIONS}) == len(NOTATIONS)

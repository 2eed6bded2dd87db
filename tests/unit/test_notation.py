"""The notations of real tables, one by one, and the tables as a whole."""

import csv
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.notation import MESSAGES, parse, show_parsed
from tools.notation_table import Row, check_table, match_columns, points_total, read_appraised

D = Decimal
DATA = Path(__file__).resolve().parents[2] / "perf_appraisal" / "tests" / "data"


def codes(*args: str, **kwargs: str) -> list[str]:
    return [notice.code for notice in parse(*args, **kwargs).warnings]


@pytest.mark.parametrize(
    ("rule", "full", "kind", "shown"),
    [
        ("０．．８", "8", "", "judged 8"),
        ("0—8分", "8", "", "judged 8"),
        ("0~8", "8", "", "judged 8"),
        ("2或0", "2", "", "level 2 | 达到 2-2, 未达到 0-0"),
        ("5/3/0", "5", "", "level 5 | 5分 5-5, 3分 3-3, 0分 0-0"),
        ("15＋20＋25", "60", "", "parts 60 | part 1 15, part 2 20, part 3 25"),
        ("台账1+执法3", "4", "", "parts 4 | part 台账 1, part 执法 3"),
        ("-0.5/次，扣完为止", "5", "", "deduction 5 | deduction n 0.5/次"),
        ("每缺一次扣0.5分", "5", "", "deduction 5 | deduction 每缺一次 0.5/次"),
        ("发现一例扣2分，最多扣6分", "10", "", "deduction 10 | deduction 发现一例 2/例 max 6"),
        ("0.5/次", "5", "deduction", "deduction 5 | deduction n 0.5/次"),
        ("省-3；市-2；县-1", "10", "", "deduction 10 | deduction 省 3, deduction 市 2, deduction 县 1"),
        ("省3;市2", "0", "bonus", "judged register | bonus 省 3, bonus 市 2"),
        ("省3;市2", "0", "", None),
        ("+3", "0", "", "judged register | bonus n 3"),
        ("+0.05/人，最多0.5", "0", "", "judged register | bonus n 0.05/人 max 0.5"),
        ("市扣分×2", "0", "deduction", "deduction register | deduction 市扣分 1/分 x2"),
        ("市级扣分双倍扣分", "0", "", "deduction register | deduction 市级扣分 1/分 x2"),
        ("-5；一票否决", "0", "", "deduction register | deduction n 5, deduction 一票否决 0 veto worst_grade"),
        ("好9-10；中7-8；差≤6", "10", "levels", "level 10 | 好 9-10, 中 7-8, 差 0-6"),
        ("优秀:10;良好:8;一般:6", "10", "", "level 10 | 优秀 10-10, 良好 8-8, 一般 6-6"),
        ("优10分，良8分", "10", "", "level 10 | 优 10-10, 良 8-8"),
        ("实际/10*15", "15", "", "ratio 15 higher 10"),
        ("实际案件数÷10例×15", "15", "", "ratio 15 higher 10例"),
        ("实际/目标*15", "15", "", "ratio 15 higher ?"),
        ("完成比例*5", "5", "ratio", "ratio 5 higher 100%"),
        ("按完成比例得分", "5", "", "ratio 5 higher 100%"),
        ("≥80%得10，否则0", "10", "", "threshold 10 higher 80%"),
        ("达到95%以上得满分，否则不得分", "10", "", "threshold 10 higher 95%"),
        ("<=5件得10否则0", "10", "", "threshold 10 lower 5件"),
        ("80%以上得10分，否则不得分", "10", "", "threshold 10 higher 80%"),
        ("每少1%扣0.5", "10", "", "step 10 higher 0.5 per 1 percent_of_target floor"),
        ("每低一个百分点扣0.5分", "10", "", "step 10 higher 0.5 per 1 absolute floor"),
        ("每低1%扣1分，不足1%按1%计", "10", "", "step 10 higher 1 per 1 percent_of_target ceil"),
        (
            "超控制数扣3，每再超10％扣0.5",
            "10",
            "",
            "step 10 lower first 3, 0.5 per 10 percent_of_target floor",
        ),
        ("功效系数法（60，100）", "10", "", "efficacy 10 60..100"),
        ("功效系数法:低60,高95.5", "10", "", "efficacy 10 60..95.5"),
    ],
)
def test_notation_is_understood(rule: str, full: str, kind: str, shown: str | None) -> None:
    parsed = parse(rule, full, kind, name="n")
    if shown is None:
        assert not parsed.understood
        return
    assert show_parsed(parsed) == shown
    assert parsed.understood
    assert parsed.text == rule


@pytest.mark.parametrize(
    ("rule", "full", "kind", "code"),
    [
        ("1+1", "3", "", "parts_sum"),
        ("0..8", "10", "", "range_top"),
        ("2..8", "8", "", "range_low"),
        ("5或0", "6", "", "level_top"),
        ("5或0", "4", "", "level_above"),
        ("好7-10;中7-8", "10", "", "level_overlap"),
        ("实际/10*15", "10", "", "points_differ"),
        ("实际/目标*15", "15", "", "target_missing"),
        (">80%得10否则0", "10", "", "strict_mark"),
        ("+1/次", "0", "deduction", "kind_differs"),
        ("+1/次,最多5", "5", "", "base_judged"),
        ("10", "10", "", "bare_number"),
        ("省1篇+市2篇+县2篇=5", "5", "", "joint_task"),
        ("功效系数法", "5", "", "marks_missing"),
        ("", "5", "", "empty"),
        ("酌情给分", "5", "", "discretion"),
        ("有关材料", "5", "", "unreadable"),
        ("2018-01-03", "5", "", "date_cell"),
        ("-1/次" * 200, "5", "", "unreadable"),
        ("0..5", "城区10/乡镇8", "", "full_unreadable"),
        ("0..5", "", "", "full_unreadable"),
    ],
)
def test_what_does_not_fit_is_said(rule: str, full: str, kind: str, code: str) -> None:
    parsed = parse(rule, full, kind)
    assert code in [notice.code for notice in parsed.warnings]
    assert parsed.text == rule


@pytest.mark.parametrize(
    ("condition", "note", "code"),
    [
        ("", "造成不良影响-0.5/件", "amount_in_note"),
        ("", "源表小项合计50但标60,原文不平", "note_uneven"),
        ("", "仅琴江镇;县河长办", "only_for"),
        ("", "同上项4分内扣;县水利局", "inside_above"),
        ("", "上行20分中第3小项", "inside_above"),
    ],
)
def test_remarks_are_shown(condition: str, note: str, code: str) -> None:
    assert code in codes("-2/例", "5", condition=condition, note=note)


def test_dates_in_remarks_are_no_amounts() -> None:
    assert codes("2或0", "2", note="时限:2018-07-31;县河长办") == []


def test_target_of_the_note_and_of_the_rule_are_compared() -> None:
    parsed = parse("实际案件数/10*15", "15", note="目标值12例")
    assert parsed.target == 10
    assert [notice.code for notice in parsed.warnings] == ["target_differs"]
    assert parse("每少1个扣2", "10", note="目标5个").method == "step"


def test_highest_only_and_caps_of_several_rules() -> None:
    parsed = parse("省+5;市+3,最多6", "0", "bonus", note="同一事项按最高计")
    assert [rule.highest_only for rule in parsed.rules] == [True, True]
    assert (parsed.bonus_cap, parsed.deduction_cap) == (6, 0)


notation = st.text(
    alphabet="0123456789.+-*/;,=<>%()或每扣加次件例人少超低好中差省市得否则比例分一两最多封顶目标 ", max_size=40
)


@given(
    notation | st.text(max_size=60),
    st.sampled_from(["0", "5", "10", "x", ""]),
    st.sampled_from(["", "bonus", "deduction"]),
)
def test_no_text_breaks_the_reader_and_none_is_lost(rule: str, full: str, kind: str) -> None:
    parsed = parse(rule, full, kind, "name", rule, rule)
    assert parsed.text == rule.strip()
    assert parsed.understood or (parsed.method == "judged" and parsed.warnings) or full in ("x", "")
    assert all(rule.points >= 0 for rule in parsed.rules)
    assert all(level.min_points <= level.max_points for level in parsed.levels)
    assert all(notice.text and notice.code in MESSAGES for notice in parsed.warnings)
    assert show_parsed(parsed)


@pytest.mark.parametrize("text", ["每", "全", "分别", "按", "扣1分", "1", "①", "（", "每人每次", "不得分", "score "])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    for rule in (text * 60, text * 700, f"未{text * 60}扣1分"):
        parse(rule, "5", "", "n", (text * 700)[:2000], (text * 700)[:2000])
    assert time.process_time() - began < 5, "a sheet of five thousand rows must not stop a server"


@given(st.lists(st.decimals(min_value="0.5", max_value=50, places=1), min_size=2, max_size=6))
def test_parts_are_read_back(points: list[Decimal]) -> None:
    parsed = parse("+".join(map(str, points)), str(sum(points)))
    assert [rule.points for rule in parsed.rules] == points
    assert parsed.warnings == []


# === WHOLE TABLES === #


def table(name: str) -> Iterator[tuple[dict[str, str], Row]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            parsed = parse(
                *(row[key] for key in ("rule_value", "full_points", "rule_kind", "indicator", "condition", "note"))
            )
            yield (
                row,
                Row(
                    number,
                    row["section"],
                    row["indicator"],
                    parsed.full_points,
                    "",
                    row["appraised"],
                    parsed.inside_above,
                ),
            )


def test_township_scheme_comes_to_exactly_100() -> None:
    rows = [row for _source, row in table("shicheng_2018_townships.csv")]
    assert points_total(rows) == 100
    assert sum(row.inside_above for row in rows) == 1
    assert check_table(rows, D(100)) == []


def test_common_part_of_departments_comes_to_exactly_40() -> None:
    rows = [row for _source, row in table("shicheng_2018_departments.csv")]
    assert points_total(row for row in rows if read_appraised(row.group)[1]) == 40
    short = {dict(notice.args)["group"] for _row, notice in check_table(rows) if notice.code == "section_total"}
    assert {name.partition("(")[0] for name in short} == {
        "县水利局",
        "县城建局",
        "县林业局",
        "县矿管局",
        "县工业园区管委会",
    }


def test_county_deductions_are_12_register_rows_with_14_amounts() -> None:
    parsed = [
        parse(row["rule_value"], row["full_points"], row["rule_kind"], row["indicator"])
        for row, _checked in table("county_2015_deductions.csv")
    ]
    assert len(parsed) == 12
    assert all(one.is_register and one.understood and one.method == "deduction" for one in parsed)
    assert sum(len(one.rules) for one in parsed) == 14
    assert {rule.kind for one in parsed for rule in one.rules} == {"deduction"}


def test_personal_form_lacks_12_points() -> None:
    rows = [row for _source, row in table("personal_form.csv")]
    assert points_total(rows) == 88
    assert [notice.code for _row, notice in check_table(rows, D(100))] == ["table_total"]


def test_real_tables_leave_two_rules_to_the_scorer() -> None:
    unread = [
        row["indicator"]
        for path in sorted(DATA.glob("*.csv"))
        for row, _checked in table(path.name)
        if not parse(row["rule_value"], row["full_points"], row["rule_kind"]).understood
    ]
    assert unread == ["上级对口考核被扣分", "用稿任务"]


def test_duplicates_are_shown() -> None:
    rows = [
        Row(2, "一、甲", "x", D(1), "1"),
        Row(3, "一、甲", "x", D(1), "2"),
        Row(4, "一、乙", "y", D(1), "2"),
        Row(5, "二、丙", "z", D(1), "3", inside_above=True),
    ]
    assert [(row, notice.code) for row, notice in check_table(rows)] == [
        (3, "duplicate_name"),
        (4, "duplicate_code"),
        (4, "duplicate_section"),
        (5, "nothing_above"),
    ]


def test_headers_are_found_in_both_languages() -> None:
    assert match_columns(["序号", "指标名称", "分值", "加减分细则", "备注说明"])["rule_value"] == 3
    assert match_columns(["No.", "Section", "Item", "Full score", "Scoring rule", "Remarks"]) == {
        "section": 1,
        "code": 0,
        "name": 2,
        "full_points": 3,
        "rule_value": 4,
        "note": 5,
    }
    assert match_columns(["a", None, 5]) == {}

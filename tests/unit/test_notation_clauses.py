"""Rules in whole sentences: clause by clause, and what must not be read in silence."""

from decimal import Decimal

import pytest
from tools.notation import parse, show_parsed


def codes(*args: str, **kwargs: str) -> list[str]:
    return [notice.code for notice in parse(*args, **kwargs).warnings]


@pytest.mark.parametrize(
    ("rule", "full", "kind", "shown"),
    [
        ("未按“3+X”配备的扣2分", "9", "", "deduction 9 | deduction 未按3+X配备 2"),
        # line breaks and serial numbers part clauses
        ("①未挂牌扣1分②未公示扣2分", "9", "", "deduction 9 | deduction 未挂牌 1, deduction 未公示 2"),
        ("1、迟交扣1分；\n2、不交不得分。", "9", "", "deduction 9 | deduction 迟交 1, deduction 不交 9"),
        ("1.迟交扣1分；2.2处以上缺页扣3分", "9", "", "deduction 9 | deduction 迟交 1, deduction 2处以上缺页 3"),
        ("（1）迟交扣1分（2）缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("一、迟交扣1分；二、缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("迟交扣1分\n缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("迟交扣1分缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("未按期\n交卷的，扣1分", "9", "", "deduction 9 | deduction 未按期,交卷 1"),
        ("扣分标准：迟交扣1分", "9", "", "deduction 9 | deduction 迟交 1"),
        ("1)迟交扣1分 2)缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("A、迟交扣1分；B、缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("一是迟交扣1分；二是缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("• 迟交扣1分\n• 缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("评分办法：1．迟交扣1分。2．缺页扣2分。", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("扣分情形：1.迟交扣1分2.缺页扣2分", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        ("【扣分标准】迟交扣1分", "9", "", "deduction 9 | deduction 迟交 1"),
        ("迟交扣1分/次、缺页扣2分/页", "9", "", "deduction 9 | deduction 迟交 1/次, deduction 缺页 2/页"),
        # a title says whether points are given or taken
        ("扣分：迟交1分，缺页2分", "0", "", "deduction register | deduction 迟交 1, deduction 缺页 2"),
        ("加分项：创新加2分。扣分项：迟交扣1分。", "9", "", "deduction 9 | bonus 创新 2, deduction 迟交 1"),
        # how points are counted is no rule of its own
        ("实行倒扣分制，每缺1页扣2分，扣完为止", "9", "", "deduction 9 | deduction 每缺1页 2/页"),
        ("本项为扣分项，每缺1页扣2分", "9", "", "deduction 9 | deduction 每缺1页 2/页"),
        ("9分制，每缺1页扣2分", "9", "", "deduction 9 | deduction 每缺1页 2/页"),
        # the case before a comma
        ("迟交的，每次扣1分", "9", "", "deduction 9 | deduction 迟交 1/次"),
        ("言语粗鲁，态度蛮横的，每起扣2分", "9", "", "deduction 9 | deduction 言语粗鲁,态度蛮横 2/起"),
        ("迟交（以收件章为准）扣1分", "9", "", "deduction 9 | deduction 迟交 1"),
        ("迟交（扣1分）、缺页（-2分）", "9", "", "deduction 9 | deduction 迟交 1, deduction 缺页 2"),
        # full points taken, full points first
        ("缺考的本项计0分", "9", "", "deduction 9 | deduction 缺考 9"),
        ("作假的，扣除该项全部分值", "9", "", "deduction 9 | deduction 作假 9"),
        ("齐全得9分，每缺1页扣0.5分", "9", "", "deduction 9 | deduction 每缺1页 0.5/页"),
        ("齐全的得满分；每缺1页扣0.5分", "9", "", "deduction 9 | deduction 每缺1页 0.5/页"),
        ("9分。每缺1页扣0.5分", "9", "", "deduction 9 | deduction 每缺1页 0.5/页"),
        ("（9分）每缺1页扣0.5分", "9", "", "deduction 9 | deduction 每缺1页 0.5/页"),
        ("9 points; minus 1 point for each stain", "9", "", "deduction 9 | deduction stain 1/stain"),
        ("满分9分，每缺1页扣0.5分", "9", "", "deduction 9 | deduction 每缺1页 0.5/页"),
        # what is counted
        ("每人每次扣2分", "9", "", "deduction 9 | deduction n 2/人次"),
        ("每拖欠10万元扣1分", "9", "", "deduction 9 | deduction 每拖欠10万元 1/10万元"),
        ("每三次扣1分", "9", "", "deduction 9 | deduction n 1/3次"),
        ("每周缺一篇扣1分", "9", "", "deduction 9 | deduction 每周缺一篇 1/篇"),
        ("每缺1个摊位扣1分", "9", "", "deduction 9 | deduction 每缺1个摊位 1/摊位"),
        ("扣二分", "9", "", "deduction 9 | deduction n 2"),
        ("扣零点五分/天", "9", "", "deduction 9 | deduction n 0.5/天"),
        ("少一学时扣1分，少1个章扣2分", "9", "", "deduction 9 | deduction 少一学时 1/学时, deduction 少1个章 2"),
        ("每少建1个点位扣1分", "9", "", "deduction 9 | deduction 每少建1个点位 1/点位"),
        ("缺岗的，每人天扣1分", "9", "", "deduction 9 | deduction 缺岗 1/人天"),
        ("扣1分（每处）", "9", "", "deduction 9 | deduction n 1/处"),
        ("扣一分（每处）", "9", "", "deduction 9 | deduction n 1/处"),
        ("每处扣0.5.", "9", "", "deduction 9 | deduction n 0.5/处"),
        ("无图的扣1分（每1张）；缺页扣2分", "9", "", "deduction 9 | deduction 无图 1/张, deduction 缺页 2"),
        ("迟报扣壹分", "9", "", "deduction 9 | deduction 迟报 1"),
        # one time costs something, two cost something else
        ("一次迟到扣1分，两次迟到扣4分", "9", "", "deduction 9 | deduction 一次迟到 1, deduction 两次迟到 4"),
        ("一次迟到扣1分，两次以上不得分", "9", "", "deduction 9 | deduction 一次迟到 1/次, deduction 两次以上 9"),
        # a unit said once holds for the names listed behind it
        (
            "每篇省报3分、市报2分、县报1分",
            "0",
            "bonus",
            "judged register | bonus 每篇省报 3/篇, bonus 每篇市报 2/篇, bonus 每篇县报 1/篇",
        ),
        # several cases at once
        ("无图、无表的，各扣2分", "9", "", "deduction 9 | deduction 无图 2, deduction 无表 2"),
        ("金、银、铜奖分别加3、2、1分", "0", "", "judged register | bonus 金 3, bonus 银 2, bonus 铜奖 1"),
        ("前两名分别加3分、1分", "0", "", "judged register | bonus 第一名 3, bonus 第二名 1"),
        ("金、银、铜奖分别加3、2、1分/项", "0", "", "judged register | bonus 金 3/项, bonus 银 2/项, bonus 铜奖 1/项"),
        # caps belong to the rule before them
        (
            "迟交每次扣1分，最多扣3分；缺页每页扣2分，最多扣4分",
            "9",
            "",
            "deduction 9 | deduction 迟交 1/次 max 3, deduction 缺页 2/页 max 4",
        ),
        ("每篇+1，最多+3", "0", "", "judged register | bonus n 1/篇 max 3"),
        ("每篇加1分，3分封顶", "0", "", "judged register | bonus n 1/篇 max 3"),
        ("每次扣1分（累计不超过3分）", "9", "", "deduction 9 | deduction n 1/次 max 3"),
        ("每次扣1分（累计扣分以3分为限）", "9", "", "deduction 9 | deduction n 1/次 max 3"),
        ("每次扣1分，年累计扣分不超过3分", "9", "", "deduction 9 | deduction n 1/次 max 3"),
        ("每次扣1分（扣分上限3分）", "9", "", "deduction 9 | deduction n 1/次 max 3"),
        ("每次扣1分，扣完4分为止", "9", "", "deduction 9 | deduction n 1/次 max 4"),
        ("加分不超过5分，每件1分", "0", "bonus", "judged register | bonus n 1/件 max 5"),
        ("每次扣1分，限扣3分", "9", "", "deduction 9 | deduction n 1/次 max 3"),
        ("每次扣1分，总扣分不超过3分", "9", "", "deduction 9 | deduction n 1/次 max 3"),
        ("每次扣1分，扣至0分", "9", "", "deduction 9 | deduction n 1/次"),
        ("扣1分/次（被通报的扣2分/次）", "9", "", "deduction 9 | deduction n 1/次, deduction 被通报 2/次"),
        ("缺席不超过3天扣1分", "9", "", "deduction 9 | deduction 缺席不超过3天 1"),
        # levels and bands
        ("优得9分，良得6分，差不得分", "9", "", "level 9 | 优 9-9, 良 6-6, 差 0-0"),
        ("≥95%得9；90%≤x<95%得6；x<90%得0分", "9", "", "level 9 | >=95% 9-9, 90%<=x<95% 6-6, x<90% 0-0"),
        ("90分以上9分，60－89分5分，60分以下0分", "9", "", "level 9 | 90分以上 9-9, 60-89分 5-5, 60分以下 0-0"),
        ("甲级得满分，乙级得50%，丙级不得分", "8", "", "level 8 | 甲级 8-8, 乙级 4-4, 丙级 0-0"),
        ("好（7-9分）、中（4-6分）、差（0-3分）", "9", "", "level 9 | 好 7-9, 中 4-6, 差 0-3"),
        ("好（8—9分）、中（5—7分）、差（4分以下）", "9", "", "level 9 | 好 8-9, 中 5-7, 差 0-4"),
        ("甲(90分以上):9分;乙(80-89分):6分;丙(80分以下):0分", "9", "", "level 9 | 甲 9-9, 乙 6-6, 丙 0-0"),
        ("9分：好；6分：中；0分：差", "9", "", "level 9 | 好 9-9, 中 6-6, 差 0-0"),
        ("合格9分/不合格0分", "9", "", "level 9 | 合格 9-9, 不合格 0-0"),
        ("优得满分，良得分值的80%，中得分值的60%", "10", "", "level 10 | 优 10-10, 良 8-8, 中 6-6"),
        ("（0-9分）", "9", "", "judged 9"),
        ("在0-9分之间打分", "9", "", "judged 9"),
        ("3级9分、2级6分、1级0分", "9", "", "level 9 | 3级 9-9, 2级 6-6, 1级 0-0"),
        ("甲9 乙6 丙3", "9", "", "level 9 | 甲 9-9, 乙 6-6, 丙 3-3"),
        # parts
        ("1.有制度，4分；2.有台账，5分", "9", "", "parts 9 | part 有制度 4, part 有台账 5"),
        (
            "1.台账（4分）：每缺1本扣1分；2.公示（5分）：未公示不得分",
            "9",
            "",
            "deduction 9 | deduction 台账,每缺1本 1/本 max 4, deduction 公示,未公示 5 max 5",
        ),
        # steps in any wording
        ("合格率达到90%得满分，每下降2个百分点扣1分", "9", "", "step 9 higher 1 per 2 absolute floor"),
        ("合格率低于90%的，每低1个百分点，扣1分", "9", "", "step 9 higher 1 per 1 absolute floor"),
        ("差错率控制在2%以内，每超过0.5个百分点扣1分", "9", "", "step 9 lower 1 per 0.5 absolute floor"),
        ("合格率达不到90%的，每低一个点扣1分", "9", "", "step 9 higher 1 per 1 absolute floor"),
        ("差错率控制在1%以内，超过1%不得分", "9", "", "deduction 9 | deduction 差错率控制在1%以内,超过1% 9"),
        ("合格率百分之九十以上得九分，每降低一个百分点扣一分", "9", "", "step 9 higher 1 per 1 absolute floor"),
        (
            "增速10%得9分，每低1个百分点扣1分；每高1个百分点加0.2分，最多加1分",
            "9",
            "",
            "step 9 higher 1 per 1 absolute floor | bonus 每高1个百分点 0.2/百分点 max 1",
        ),
        # shares
        (
            "完成90%得满分，不足90%的按比例得分，不足60%的不得分",
            "9",
            "",
            "ratio 9 higher 90% | deduction 不足60% 9",
        ),
        ("得分=9×(实际完成/目标任务)", "9", "", "ratio 9 higher ?"),
        ("得分＝（A÷B）×9，A为完成数，B为任务数", "9", "", "ratio 9 higher ?"),
        ("得分=权重×完成率", "9", "", "ratio 9 higher 100%"),
        ("实际数/计划数×权重分，超过满分的按满分计", "9", "", "ratio 9 higher ?"),
        # efficacy by the words of its marks
        ("功效系数法：满意值95，不允许值60", "9", "", "efficacy 9 60..95"),
        ("采用功效系数法计分，低值为50%，高值为90%", "9", "", "efficacy 9 50..90"),
        ("完成40户得满分，未完成的按比例得分", "9", "", "ratio 9 higher 40户"),
        ("得分＝完成数÷计划数×9", "9", "", "ratio 9 higher ?"),
        # the register
        ("发生火灾的，一票否决", "0", "", "deduction register | deduction 发生火灾 0 veto worst_grade"),
        ("一等3分，二等2分", "0", "bonus", "judged register | bonus 一等 3, bonus 二等 2"),
        # English
        ("Deduct 1 point for each missing page", "9", "", "deduction 9 | deduction missing page 1/missing page"),
        ("Deduct 1 point per late report", "9", "", "deduction 9 | deduction late report 1/late report"),
        ("Deduct half a point for each stain", "9", "", "deduction 9 | deduction stain 0.5/stain"),
        ("Minus 1 point per lost key (max 3 points)", "9", "", "deduction 9 | deduction lost key 1/lost key max 3"),
        ("2 points are deducted for every stain", "9", "", "deduction 9 | deduction stain 2/stain"),
        ("Clean: 9 points. Dusty: 4 points. Dirty: 0 points.", "9", "", "level 9 | Clean 9-9, Dusty 4-4, Dirty 0-0"),
        ("-1 for each complaint", "9", "", "deduction 9 | deduction complaint 1/complaint"),
        (
            "If late, deduct 1 point; if missing, no points",
            "9",
            "",
            "deduction 9 | deduction If late 1, deduction if missing 9",
        ),
        (
            "90% and above = 9 points, 80%-90% = 6 points, below 80% = 0",
            "9",
            "",
            "level 9 | 90%and above 9-9, 80%-90% 6-6, below80% 0-0",
        ),
        (
            "Full marks if completed; 3 points if partly completed; 0 otherwise",
            "9",
            "",
            "level 9 | completed 9-9, partly completed 3-3, otherwise 0-0",
        ),
        ("On time: score 9; late: score 4; or else 0", "9", "", "level 9 | On time 9-9, late 4-4, else 0-0"),
        (
            "All kept: 9 points; half kept: 4 points; less than half: no points",
            "9",
            "",
            "level 9 | All kept 9-9, half kept 4-4, less than half 0-0",
        ),
        (
            "Each lost page costs 1 point, maximum deduction 3 points",
            "9",
            "",
            "deduction 9 | deduction lost page 1/lost page max 3",
        ),
        (
            "No index: -3; index torn: -1 per page",
            "9",
            "",
            "deduction 9 | deduction No index 3, deduction index torn 1/page",
        ),
    ],
)
def test_sentence_is_understood(rule: str, full: str, kind: str, shown: str) -> None:
    parsed = parse(rule, full, kind, name="n")
    assert show_parsed(parsed) == shown
    assert parsed.understood
    assert parsed.text == rule.strip()


@pytest.mark.parametrize(
    ("rule", "full", "code"),
    [
        ("迟交扣1-3分", "9", "discretion"),
        ("迟交扣1至3分", "9", "discretion"),
        ("加1～3分", "0", "discretion"),
        ("迟交每次扣1分，态度恶劣的酌情扣分", "9", "discretion"),
        ("视后果轻重扣分", "9", "discretion"),
        ("建成1处得1分，2处得2分，依此类推", "9", "progression"),
        ("迟交扣1分，屡犯的加倍扣分", "9", "multiple"),
        ("市级减半计分", "0", "multiple"),
        ("迟交的扣30%", "9", "percent_of"),
        ("迟交扣1分，补交的减扣0.5分", "9", "gives_back"),
        ("按《评分细则》执行", "9", "elsewhere"),
        ("迟交扣1分，罚款20元", "9", "consequence"),
        ("作弊的不得分，取消评优资格", "9", "consequence"),
        ("按名次计分", "9", "relative"),
        ("迟交扣1分，同时扣分管领导1分", "9", "persons"),
        ("对责任人扣2分、对站所扣1分", "9", "persons"),
        ("迟交的，站所扣1分，主要负责人扣0.5分", "9", "persons"),
        ("第一名得9分，以后每降一名扣1分", "9", "relative"),
        ("居首位的得9分，每后移1个位次减0.5分", "9", "relative"),
        ("3/9", "9", "unnamed_amounts"),
        ("市级每扣1分，县级扣2分", "9", "multiple"),
        ("Filed early 9, filed in time 5, later 0", "9", "unreadable"),
        ("-9/-3", "9", "unnamed_amounts"),
        ("完成的得满分，不足的按比例得分，最低得3分", "9", "clause_unread"),
        ("2018/1/3", "9", "date_cell"),
        ("3月1日", "9", "date_cell"),
        ("完成得5分，每超1件加1分", "9", "base_differs"),
        ("抽查5%-10%，每低1个百分点扣1分", "9", "target_range"),
        ("功效系数法，满分30分，基础分18分", "30", "marks_missing"),
        ("省级+3市级+2", "0", "unreadable"),
        ("前三名分别加3分、1分", "0", "unreadable"),
        ("不得分", "0", "unreadable"),
        ("被通报（县级1分，市级3分，省级5分）", "9", "clause_unread"),
        ("加分标准：获奖2分；扣分标准：迟到1分", "9", "clause_unread"),
        ("缺席约扣1分", "9", "discretion"),
        ("Deduct 1 to 3 points", "9", "discretion"),
        ("每次扣1分（被通报的加倍）", "9", "multiple"),
        ("每增减1个百分点，相应加减1分", "9", "unreadable"),
        ("每高（低）1个百分点加（扣）1分", "9", "unreadable"),
        ("0-9 points at the discretion of the evaluator", "9", "discretion"),
        ("得分最高的计满分，其余按比例折算", "9", "relative"),
    ],
)
def test_what_a_person_must_decide_is_left_to_him(rule: str, full: str, code: str) -> None:
    parsed = parse(rule, full)
    assert (parsed.method, parsed.understood, parsed.text) == ("judged", False, rule)
    assert not parsed.rules and not parsed.levels
    assert [notice.code for notice in parsed.warnings] == [code]


@pytest.mark.parametrize(
    ("rule", "full", "code"),
    [
        ("合格率低于90%的，每低1%扣1分", "9", "percent_points"),
        ("每低1%扣1分，每次最多扣3分", "9", "loss_cap"),
        ("每低1%扣1分；迟报每次扣1分。以上最多扣3分", "9", "loss_cap"),
        ("每低1%扣1分；作假不得分，最多扣3分", "9", "loss_cap"),
        ("未完成的按比例扣分；迟报每次扣1分。以上最多扣3分", "9", "loss_cap"),
        ("每低1%扣1分，最多扣10分", "9", "points_differ"),
        ("每低1%扣1分，最高得8分", "9", "points_differ"),
        ("按完成比例得分，5分封顶", "9", "points_differ"),
        ("召开6次以上得9分", "9", "else_unsaid"),
        ("有图得4分，有表得5分，每错1处扣1分", "9", "forms_mixed"),
        ("未建档的扣2分；每有1户扣1分", "9", "case_missing"),
        ("每季度3分，每缺一次扣1分", "9", "rest_unread"),
        ("迟交扣1分（经批准的除外）", "9", "rest_unread"),
        ("不交扣10分", "9", "points_differ"),
        ("甲率95%，每低1%扣1分；乙率90%，每低1%扣1分", "9", "measured_claims"),
        ("迟交每次扣1分；缺页每页扣1分。最多扣3分", "9", "cap_scope"),
        ("迟交扣1分，两次以上按缺考论", "9", "rest_unread"),
        ("不交扣3分，迟交扣1分，缺页每页扣1分，最多扣5分", "9", "cap_scope"),
        ("Deduct 1 point for each late report unless excused", "9", "rest_unread"),
    ],
)
def test_what_is_read_with_a_doubt_says_so(rule: str, full: str, code: str) -> None:
    assert code in codes(rule, full)


@pytest.mark.parametrize(
    ("condition", "note"),
    [
        ("", "遇恶劣天气按50%扣"),
        ("", "分管领导同时扣1分"),
        ("", "加扣站长1分"),
        ("", "上级督办的加倍"),
        ("", "不可抗力的除外"),
        ("", "与第3条同时出现的，从重"),
        ("", "停电期间可不扣分"),
        ("", "汛期不作要求"),
        ("", "因天气原因的不计"),
        ("", "新设站所不参加本项考核"),
        ("", "年终折算为5分"),
        ("", "酿成事故的另行处理"),
        ("", "由监察组另扣"),
        ("无差错的可直接评优秀", ""),
        ("按时报送，弄虚作假的不得分", ""),
    ],
)
def test_note_that_says_more_is_shown(condition: str, note: str) -> None:
    found = codes("-1/次", "9", condition=condition, note=note)
    assert {"note_more", "amount_in_note"} & set(found)


@pytest.mark.parametrize(
    "note",
    [
        "以签到簿为准",
        "县档案馆",
        "累计不超过3天",
        "5分钟内到岗",
        "每月5日前",
        "高质量完成",
        "扣完为止，不计负分",
        "不参加培训、不写日志",
        "不计时",
    ],
)
def test_note_that_changes_nothing_is_silent(note: str) -> None:
    parsed = parse("-1/次", "9", name="n", note=note)
    assert show_parsed(parsed) == "deduction 9 | deduction n 1/次"
    assert not parsed.warnings
    assert not parsed.rules[0].highest_only


def test_caps_and_highest_only_of_the_cells_beside() -> None:
    (rule,) = parse("-1/次", "9", condition="最多扣3分").rules
    assert (rule.max_points, rule.name) == (3, "-1/次")
    parsed = parse("省级加3分；市级加1分", "0", note="全年最多加5分，同一事项就高不就低")
    assert (parsed.bonus_cap, [rule.highest_only for rule in parsed.rules]) == (5, [True, True])
    assert parse("每次扣1分，多次的不重复扣分", "9").rules[0].highest_only


def test_what_brackets_say_of_points_is_not_lost() -> None:
    parsed = parse("省、市每次分别加3、2分（同一事项取最高分，不重复计算）", "0")
    assert [rule.highest_only for rule in parsed.rules] == [True, True]
    assert "rest_unread" in codes("每篇加1分", "0", note="单篇加分不超过3分")


def test_cases_of_bare_amounts_stand_in_the_condition() -> None:
    parsed = parse("-3/-1", "9", condition="缺考扣3分；迟交扣1分")
    assert show_parsed(parsed) == "deduction 9 | deduction 缺考 3, deduction 迟交 1"
    assert not parsed.warnings
    assert "unnamed_amounts" in codes("-3/-1", "9", condition="缺考扣3分；迟交扣2分")


def test_target_of_a_step_is_found_wherever_it_stands() -> None:
    for rule in (
        "合格率达到98%，不扣分；每低1个百分点扣1分",
        "合格率98%得9分，每低1个百分点扣1分",
        "合格率要达到98%，每低1个百分点扣1分",
        "合格率低于98%的，每低1个百分点扣1分",
    ):
        parsed = parse(rule, "9")
        assert (parsed.method, parsed.target, parsed.uom, parsed.warnings) == ("step", 98, "%", [])


def test_ratio_may_give_more_than_the_full_points() -> None:
    assert (
        parse("完成比例*10，最高得12分", "10").ratio_cap
        == parse("1.2", "10").full_points / 10 * parse("", "1.2").full_points
    )
    assert parse("达标的得满分；超额的按比例加分；未达标的按比例得分", "10").ratio_cap == 0
    parsed = parse("按完成比例得分，最高不超过12分", "10")
    assert (parsed.ratio_cap, parsed.warnings) == (Decimal("1.2"), [])


def test_rule_with_a_number_of_its_own_in_the_name_is_never_read() -> None:
    for rule in ("迟交扣2分以上缺页扣1分", "迟交+2缺页+1", "迟交2分缺页扣1分", "得3分后扣1分"):
        parsed = parse(rule, "9")
        assert all("分" not in rule.name and "+" not in rule.name for rule in parsed.rules)

"""Write the handbook's page on how the importer reads: `python scripts/importer_page.py` after a change of notations.

The text stands in `docs/importer.md` itself; the table between the two marks is made of `tools.notation.NOTATIONS`,
each with its example and what the importer reads in it.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "importer.md"
BEGIN, END = "<!-- notations: made by scripts/importer_page.py -->", "<!-- end of notations -->"

#: What a notation is, in the order of ``NOTATIONS``.
TITLES = {
    "Nothing is written": "没有写规则",
    "A date that a spreadsheet made": "被表格软件变成日期的“1-3”",
    "The scorer judges within a range": "评分人在范围内评定",
    "One of fixed amounts": "几个固定分值中的一个",
    "Sub-items, each earned by itself": "分项,各自得分",
    "Points for several tasks only together": "几项任务合起来才给分",
    "Efficacy coefficient from a low to a high mark": "功效系数法,从下限到上限",
    "Points lost elsewhere, counted again": "别处扣的分,按倍数再扣",
    "In proportion, as a formula": "按比例,写成公式",
    "Only a number": "只写一个数",
    "Amounts whose cases the standard names": "只写分值,情形在“考评标准”里",
    "What a person must decide": "必须由人决定的",
    "In proportion, in words": "按比例,写成文字",
    "Steps short of a target": "比目标每少一档扣分",
    "All or nothing at a mark": "达到得满分,否则不得分",
    "Numbered parts that come to the full points": "分条列出,合计等于满分",
    "Levels": "分等次、分区间给分",
    "Amounts for each occurrence": "按次、按件加扣分",
}
METHODS = {
    "judged": "评定",
    "parts": "分项",
    "deduction": "扣分",
    "level": "等次",
    "ratio": "按比例",
    "step": "按档扣分",
    "threshold": "达标",
    "efficacy": "功效系数",
}
ASKED = {
    "empty": "没有规则:由评分人评定",
    "date_cell": "像是表格软件改成的日期:请人改正",
    "joint_task": "没有写各占几分:请人决定",
    "discretion": "酌情、范围、视情节:由评分人评定",
    "bare_number": "只是一个数:由评分人评定",
}
KINDS = {"bonus": "加", "deduction": "扣", "part": ""}
VETOES = {"no_top_grade": "(一票否优)", "worst_grade": "(一票否决)"}


def reading(parsed, show):
    """Return in Chinese what was understood of a rule.

    :param parsed: ``notation.Parsed``
    :param show: writes a number
    """
    asked = [ASKED.get(notice.code, notice.text) for notice in parsed.warnings]
    if not parsed.understood:
        return ";".join(asked)
    head = "加减分事项" if parsed.is_register else METHODS[parsed.method]
    details = [f"满分 {show(parsed.full_points)}"] if parsed.method == "judged" and not parsed.is_register else []
    if parsed.method == "ratio":
        details.append(f"目标 {show(parsed.target)}{parsed.uom}" if parsed.target is not None else "目标由计划书定")
    elif parsed.method == "threshold":
        details.append(
            f"{'不超过' if parsed.direction == 'lower' else '达到'} {show(parsed.threshold_value)}{parsed.uom}"
        )
    elif parsed.method == "efficacy":
        details.append(f"下限 {show(parsed.low_value)},上限 {show(parsed.high_value)}")
    elif parsed.method == "step":
        details.append(f"目标 {show(parsed.target)}{parsed.uom}" if parsed.target is not None else "目标由计划书定")
        details.append(f"每 {show(parsed.step_size)} 扣 {show(parsed.step_points)} 分")
    if parsed.loss_cap:
        details.append(f"最多扣 {show(parsed.loss_cap)} 分")
    details += [
        f"{level.name} {show(level.min_points)}–{show(level.max_points)} 分"
        if level.min_points != level.max_points
        else f"{level.name} {show(level.max_points)} 分"
        for level in parsed.levels
    ]
    details += [_rule(rule, show) for rule in parsed.rules]
    return f"{head}:{';'.join(details + asked)}"


def _rule(rule, show):
    """Return one rule in Chinese."""
    text = f"{rule.name} {KINDS[rule.kind]}{show(rule.points * rule.multiplier)} 分"
    if rule.uom:
        text += f"/{rule.uom}"
    if rule.max_points and rule.kind != "part":
        text += f",最多 {show(rule.max_points)} 分"
    return text + VETOES.get(rule.veto, "")


def table(notation):
    """Return the table of notations in Markdown.

    :param notation: the module ``tools.notation``
    """
    lines = ["| 写法举例 | 满分 | 是什么 | 读成什么 |", "| --- | --- | --- | --- |"]
    for one in notation.NOTATIONS:
        parsed = notation.parse(one.example, one.full, one.kind, condition=one.condition)
        example = f"`{one.example}`" if one.example else "(空)"
        if one.condition:
            example += f"<br>考评标准:`{one.condition}`"
        full = "加减分事项" if one.full == "0" else one.full
        lines.append("| " + " | ".join((example, full, TITLES[one.title], reading(parsed, notation.show))) + " |")
    return "\n".join(lines)


def page(text, notation):
    """Return the page with the table made anew.

    :param str text: the page as it stands
    :param notation: the module ``tools.notation``
    """
    made = f"{BEGIN}\n<!-- prettier-ignore-start -->\n\n{table(notation)}\n\n<!-- prettier-ignore-end -->\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _match: made, text, flags=re.DOTALL)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "perf_appraisal"))  # the module's own __init__ imports Odoo, its tools do not
    from tools import notation as notations

    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), notations), encoding="utf-8")
